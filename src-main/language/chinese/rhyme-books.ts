/**
 * Which finals rhyme, by which book.
 *
 * - `final`: the same main vowel and ending, whatever the medial: ang, iang and uang are one, en and in are not.
 * - `thirteen`: 十三辙, the thirteen tracks of northern opera and storytelling, as handed down for Standard Chinese (一七 with 儿).
 * - `eighteen`: 十八韵, the classes of 中华新韵 (1941) that 诗韵新编 (上海, 1965) keeps.
 * - `near`: 十三辙, and besides what singers let pass: front and back nasals (寒–唐, 痕–庚), and what 中原音韵 (1324) has in one class
 *   though it sounds apart today (齐微: i–ei, 鱼模: ü–u, 车遮: e–ie). It is no division: i is near ei and ü, which are not near each other.
 */
import type { RhymeSystem } from '../../contract/writing/constraint.ts';
import { finals, syllableOf, type Final } from './syllable.ts';

export interface RhymeClass {
  readonly system: RhymeSystem;
  /** Of `thirteen` and `eighteen` as the book has it, of `final` the plainest of the finals; of `near` as `thirteen`. */
  readonly name: string;
  readonly finals: ReadonlySet<Final>;
}

const same: Readonly<Record<string, readonly Final[]>> = {
  ...{ a: ['a', 'ia', 'ua'], o: ['o', 'io', 'uo'], e: ['e'], ie: ['ê', 'ie', 'üe'] },
  ...{ '-i': ['-i'], er: ['er'], i: ['i'], u: ['u'], ü: ['ü'] },
  ...{ ai: ['ai', 'iai', 'uai'], ei: ['ei', 'uei'], ao: ['ao', 'iao'], ou: ['ou', 'iou'] },
  ...{ an: ['an', 'ian', 'uan', 'üan'], en: ['en', 'uen'], in: ['in'], ün: ['ün'] },
  ...{ ang: ['ang', 'iang', 'uang'], eng: ['eng', 'ueng'], ing: ['ing'], ong: ['ong', 'iong'] },
};

/** The classes of the books in their order, each by the groups above. */
const eighteen: Readonly<Record<string, readonly string[]>> = {
  ...{ 麻: ['a'], 波: ['o'], 歌: ['e'], 皆: ['ie'], 支: ['-i'], 儿: ['er'], 齐: ['i'] },
  ...{ 微: ['ei'], 开: ['ai'], 模: ['u'], 鱼: ['ü'], 侯: ['ou'], 豪: ['ao'], 寒: ['an'] },
  ...{ 痕: ['en', 'in', 'ün'], 唐: ['ang'], 庚: ['eng', 'ing'], 东: ['ong'] },
};
const thirteen: Readonly<Record<string, readonly string[]>> = {
  ...{ 发花: ['a'], 梭坡: ['o', 'e'], 乜斜: ['ie'], 姑苏: ['u'], 一七: ['i', 'ü', '-i', 'er'] },
  ...{ 怀来: ['ai'], 灰堆: ['ei'], 遥条: ['ao'], 油求: ['ou'], 言前: ['an'] },
  ...{ 人辰: ['en', 'in', 'ün'], 江阳: ['ang'], 中东: ['eng', 'ing', 'ong'] },
};
/** Beyond the thirteen: classes of the eighteen, in pairs. */
const neighbours: readonly (readonly [string, string])[] = [
  ...[['寒', '唐'] as const, ['痕', '庚'] as const],
  ...[['齐', '微'] as const, ['鱼', '模'] as const, ['歌', '皆'] as const],
];

const classOf = (system: RhymeSystem, name: string, groups: readonly string[]): RhymeClass => ({
  ...{ system, name },
  finals: new Set(groups.flatMap((group) => same[group]!)),
});
const divide = (system: RhymeSystem, book: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(book).map(([name, groups]) => classOf(system, name, groups));

const divisions: Readonly<Record<Exclude<RhymeSystem, 'near'>, readonly RhymeClass[]>> = {
  final: Object.keys(same).map((name) => classOf('final', name, [name])),
  thirteen: divide('thirteen', thirteen),
  eighteen: divide('eighteen', eighteen),
};

const byFinal = (classes: readonly RhymeClass[]): ReadonlyMap<Final, RhymeClass> =>
  new Map(classes.flatMap((one) => [...one.finals].map((final) => [final, one] as const)));

const divided = {
  final: byFinal(divisions.final),
  thirteen: byFinal(divisions.thirteen),
  eighteen: byFinal(divisions.eighteen),
};

const near: ReadonlyMap<Final, RhymeClass> = new Map(
  finals.map((final) => {
    const track = divided.thirteen.get(final)!;
    const own = divided.eighteen.get(final)!.name;
    const beside = neighbours.flatMap((pair) =>
      pair.includes(own) ? pair.flatMap((name) => eighteen[name]!.flatMap((g) => same[g]!)) : [],
    );
    const all = new Set([...track.finals, ...beside]);
    return [final, { system: 'near' as const, name: track.name, finals: all }];
  }),
);

/** The classes of a system in its order; `near` is no division, and has none. */
export const rhymeClasses = (system: Exclude<RhymeSystem, 'near'>): readonly RhymeClass[] =>
  divisions[system];

/** @returns what rhymes with a final */
export const rhymeClassOf = (final: Final, system: RhymeSystem): RhymeClass =>
  (system === 'near' ? near : divided[system]).get(final)!;

/** Finals as people write them, with v or u: for ü. */
const spellings: ReadonlyMap<string, Final> = new Map<string, Final>([
  ...finals.map((final) => [final, final] as const),
  ...[['iu', 'iou'] as const, ['ui', 'uei'] as const, ['un', 'uen'] as const],
  ...(['v', 'u:'] as const).map((v) => [v, 'ü'] as const),
  ...[['ve', 'üe'] as const, ['ue', 'üe'] as const, ['van', 'üan'] as const],
  ...[['vn', 'ün'] as const],
]);

/**
 * @param name a final such as `ang`, a syllable such as `zhi`, or a class such as 江阳, 江阳辙, 唐, 十六唐 or 唐韵, whose book is then the system
 * @param system of a final
 * @returns undefined for what is neither
 */
export function rhymeClassNamed(name: string, system: RhymeSystem): RhymeClass | undefined {
  const spelled = name.toLowerCase().normalize('NFC');
  const final = spellings.get(spelled) ?? syllableOf(spelled)?.final;
  if (final) return rhymeClassOf(final, system);
  const track = divisions.thirteen.find((one) => one.name === name.replace(/辙$/, ''));
  const plain = name.replace(/^[一二三四五六七八九十]+(?=.)/, '').replace(/韵$/, '');
  const found = track ?? divisions.eighteen.find((one) => one.name === plain);
  if (!found) return undefined;
  return system === 'near' ? nearOf(found) : found;
}

function nearOf(found: RhymeClass): RhymeClass {
  const all = [...found.finals].flatMap((final) => [...near.get(final)!.finals]);
  return { system: 'near', name: found.name, finals: new Set(all) };
}

/** Names of the classes with their number in the book, such as 十六唐, for what shows them. */
const numbers = '一 二 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八'.split(' ');

/** @returns as it is shown: `ang`, 江阳辙 or 十六唐 */
export function rhymeLabel({ system, name }: RhymeClass): string {
  const at = divisions.eighteen.findIndex((one) => one.name === name);
  if (system === 'eighteen') return `${numbers[at]}${name}`;
  if (system === 'final' || at >= 0) return name;
  return `${name}辙`;
}
