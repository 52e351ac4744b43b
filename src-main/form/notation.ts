/**
 * Wishes on a line as a person types them, words with spaces between:
 *
 *     7   5-7                          how many characters (of English: syllables)
 *     ang   江阳   十六唐              ends on that final, or on a final of that class
 *     @光   @时光 双押   @love   @1    rhymes with that; @ and a number: with that line of the form, counted from 1
 *     /same   /13   /18   /near        by which book: 同韵, 十三辙, 十八韵, 近韵
 *     ??光   ?? 光   春*   *光         characters at their places: ? is any one, * any number
 *     3:光   -1:光                     the same by the place, counted from 1, or from the end
 *     平   仄   3声   平平仄仄平       the tone of the last character; of each (中 is either; 格平 of a single one)
 *     +月亮   -的   -"in vain"         comes somewhere; does not come
 *     不重5                            no character twice within 5
 *     同字                             may end on the very character that it rhymes with
 *     无标点   标点   无拉丁   拉丁    punctuation, Latin letters
 *
 * A few have English names: tone3, level, oblique, norepeat5, again, nopunct, punct, nolatin, latin, double, triple, quadruple.
 */
import {
  lineConstraint,
  type LineConstraint,
  type PatternPlace,
  type Rhyme,
  type RhymeSystem,
} from '../contract/writing/constraint.ts';
import { VerseloomError } from '../contract/errors.ts';
import { isHan } from '../language/chinese/readings.ts';
import { rhymeClassNamed } from '../language/chinese/rhyme-books.ts';

/** What is read so far; the words for a rhyme come in any order. */
interface Draft {
  line: Record<string, unknown>;
  rhyme: { with?: Rhyme['with']; system?: RhymeSystem; syllables?: number; same?: boolean };
}

interface Rule {
  readonly pattern: RegExp;
  read(draft: Draft, match: RegExpExecArray): void;
}

const push = (draft: Draft, field: string, value: unknown): void => {
  draft.line[field] = [...((draft.line[field] as unknown[] | undefined) ?? []), value];
};

const systems: Readonly<Record<string, RhymeSystem>> = {
  ...{ same: 'final', 同韵: 'final', '13': 'thirteen', 十三辙: 'thirteen' },
  ...{ '18': 'eighteen', 十八韵: 'eighteen', near: 'near', 近韵: 'near' },
};
const several: Readonly<Record<string, number>> = {
  ...{ 单押: 1, 双押: 2, 三押: 3, 四押: 4, double: 2, triple: 3, quadruple: 4 },
};
const flags: Readonly<Record<string, readonly [string, boolean]>> = {
  ...{ 无标点: ['punctuation', false], nopunct: ['punctuation', false] },
  ...{ 标点: ['punctuation', true], punct: ['punctuation', true] },
  ...{ 无拉丁: ['latin', false], nolatin: ['latin', false], 拉丁: ['latin', true] },
  ...{ latin: ['latin', true] },
};
const places: Readonly<Record<string, PatternPlace>> = { 平: 'level', 仄: 'oblique', 中: 'any' };
const tones: Readonly<Record<string, number | string>> = {
  ...{ 平: 'level', 仄: 'oblique', level: 'level', oblique: 'oblique' },
  ...{ 一声: 1, 二声: 2, 三声: 3, 四声: 4, 阴平: 1, 阳平: 2, 上声: 3, 去声: 4 },
};

/** In their order: the first one that fits a word reads it. */
const rules: readonly Rule[] = [
  {
    pattern: /^(\d+)(?:[-–~～](\d+))?字?$/u,
    read: ({ line }, [, min, max]) => (line.length = { min: Number(min), max: Number(max ?? min) }),
  },
  {
    pattern: /^(-?\d+)[:：](\S)$/u,
    read: (draft, [, place, character]) =>
      push(draft, 'given', { place: Number(place), character }),
  },
  {
    pattern: /^[@＠](\d+)$/u,
    read: ({ rhyme }, [, line]) => (rhyme.with = { line: Number(line) - 1 }),
  },
  {
    pattern: /^[@＠](.+)$/su,
    read: ({ rhyme }, [, text]) => (rhyme.with = { text: unquoted(text!) }),
  },
  { pattern: /^[+＋](.+)$/su, read: (draft, [, word]) => push(draft, 'must', unquoted(word!)) },
  {
    pattern: /^[-－](?!i$)(.+)$/su,
    read: (draft, [, word]) => push(draft, 'without', unquoted(word!)),
  },
  oneOf(tones, ({ line }, tone) => (line.tone = tone)),
  {
    pattern: /^(?:tone)?([1-4])声?$/u,
    read: ({ line }, [, tone]) => (line.tone = Number(tone)),
  },
  {
    pattern: /^(?:[平仄中]{2,}|格[平仄中]+)$/u,
    read: ({ line }, [word]) =>
      (line.pattern = [...word.replace('格', '')].map((place) => places[place]!)),
  },
  {
    pattern: /^(?:不重|norepeat)(\d+)$/u,
    read: ({ line }, [, within]) => (line.noRepeatWithin = Number(within)),
  },
  oneOf(flags, ({ line }, [field, value]) => (line[field] = value)),
  oneOf(several, ({ rhyme }, syllables) => (rhyme.syllables = syllables)),
  { pattern: /^(?:同字|again)$/u, read: ({ rhyme }) => (rhyme.same = true) },
  oneOf(
    Object.fromEntries(Object.entries(systems).map(([name, system]) => [`/${name}`, system])),
    ({ rhyme }, system) => (rhyme.system = system),
  ),
];

function oneOf<T>(
  table: Readonly<Record<string, T>>,
  read: (draft: Draft, value: T) => unknown,
): Rule {
  const names = Object.keys(table).sort((a, b) => b.length - a.length);
  return {
    pattern: new RegExp(`^(?:${names.join('|')})$`, 'u'),
    read: (draft, [word]) => void read(draft, table[word]!),
  };
}

/** What a word with spaces in it stands between: straight ones as JSON has them, or those that a keyboard makes of them. */
export const QUOTES = '"“”„＂';
const CURVED = '[“”„＂]([^“”„＂]*)[“”＂]';
export const IN_QUOTES = String.raw`"(?:[^"\\]|\\.)*"|${CURVED}`;
const WORDS = new RegExp(`[+@＋＠－-]?(?:${IN_QUOTES})|\\S+`, 'gsu');
const IS_CURVED = new RegExp(`^${CURVED}$`, 'su');

/** @returns a word without the quotation marks around it. @throws VerseloomError `form.notUnderstood` where they are not closed */
export function unquoted(text: string): string {
  const curved = IS_CURVED.exec(text);
  if (curved) return curved[1]!;
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    throw new VerseloomError('form.notUnderstood', { word: text });
  }
}

/**
 * @param usual by which book it rhymes where it does not say
 * @returns the wishes on one line; none for `*`
 * @throws VerseloomError `form.notUnderstood`, `form.plainWord`, `form.outOfRange`
 */
export function parseLine(text: string, usual: RhymeSystem = 'eighteen'): LineConstraint {
  const draft: Draft = { line: {}, rhyme: {} };
  const words = text.match(WORDS) ?? [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const rule = rules.find(({ pattern }) => pattern.test(word));
    if (rule) rule.read(draft, rule.pattern.exec(word)!);
    else if (isTemplate(word)) {
      let template = word;
      // `?? 光` is one: its characters may stand apart.
      while (words[at + 1] && isTemplatePart(words[at + 1]!)) template += words[++at]!;
      readTemplate(draft, template);
    } else if (rhymeClassNamed(word, 'eighteen')) draft.rhyme.with = { name: word };
    else
      throw new VerseloomError(isPlainWord(word) ? 'form.plainWord' : 'form.notUnderstood', {
        word,
      });
  }
  return finish(draft, text, usual);
}

/** Of letters alone: one that is to rhyme, to come or not to come, without the sign that says which. */
const isPlainWord = (word: string): boolean => /^\p{L}[\p{L}\p{M}'’-]*$/u.test(word);

const isTemplate = (word: string): boolean =>
  /[?？*＊]/u.test(word) &&
  /^[?？*＊\p{L}]+$/u.test(word) &&
  (word.match(/[*＊]/gu) ?? []).length < 2;
const isTemplatePart = (word: string): boolean =>
  /^[?？]+$/u.test(word) ||
  (/^[?？\p{Script=Han}]+$/u.test(word) &&
    !rules.some(({ pattern }) => pattern.test(word)) &&
    // 唐 is a character to be given, and 江阳 none.
    ([...word].length === 1 || !rhymeClassNamed(word, 'eighteen')));

function readTemplate(draft: Draft, template: string): void {
  const characters = [...template];
  const star = characters.findIndex((character) => /[*＊]/u.test(character));
  for (const [at, character] of characters.entries()) {
    if (/[?？*＊]/u.test(character)) continue;
    const place = star >= 0 && at > star ? at - characters.length : at + 1;
    push(draft, 'given', { place, character });
  }
  const count = characters.length - (star >= 0 ? 1 : 0);
  if (star < 0) draft.line.length = { min: count, max: count };
}

/** A class says by its name of which book it is. */
function systemOf({ with: other, system }: Draft['rhyme'], usual: RhymeSystem): RhymeSystem {
  if (system || !other || !('name' in other)) return system ?? usual;
  return rhymeClassNamed(other.name, usual)!.system;
}

function finish({ line, rhyme }: Draft, text: string, usual: RhymeSystem): LineConstraint {
  if (Object.keys(rhyme).length > 0) line.rhyme = { ...rhyme, system: systemOf(rhyme, usual) };
  const parsed = lineConstraint.safeParse(line);
  if (parsed.success) return parsed.data;
  throw new VerseloomError('form.outOfRange', { text: text.trim() });
}

const flipped = <T>(table: Readonly<Record<string, T>>): ReadonlyMap<T, string> =>
  new Map(
    Object.entries(table)
      .map(([name, value]) => [value, name] as const)
      .reverse(),
  );
const placeNames = flipped(places);
const toneNames: Readonly<Record<string, string>> = { level: '平', oblique: '仄' };
const severalNames = ['', '', '双押', '三押', '四押'];
const systemNames: Readonly<Record<RhymeSystem, string>> = {
  ...{ final: '/same', thirteen: '/13', eighteen: '/18', near: '/near' },
};

/** Numbers are lines behind @ and places behind -, and -i is a final. */
const NEEDS_NONE = new RegExp(`^(?!i$)[^\\s${QUOTES}0-9]+$`, 'u');
const quote = (text: string): string => (NEEDS_NONE.test(text) ? text : quoted(text));
export const quoted = (text: string): string => JSON.stringify(text).replace(/\s/gu, escapeSpace);
/** JSON leaves some that end a line. */
const escapeSpace = (space: string): string =>
  space === ' ' ? space : `\\u${space.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** @returns what `parseLine` reads as these wishes with the same usual book; `*` for none */
export function formatLine(wish: LineConstraint, usual: RhymeSystem = 'eighteen'): string {
  const { length, rhyme, tone, pattern, given, must, without, noRepeatWithin } = wish;
  const words: string[] = [];
  const template = templateOf(wish);
  if (length && !template)
    words.push(length.min === length.max ? `${length.min}` : `${length.min}-${length.max}`);
  if (rhyme) words.push(...rhymeWords(rhyme, usual));
  // Behind a template, the name of a class would be one more character of it.
  if (template) words.push(template);
  if (pattern) {
    const levels = pattern.map((place) => placeNames.get(place)!).join('');
    words.push(pattern.length > 1 ? levels : `格${levels}`);
  }
  if (tone !== undefined) words.push(toneNames[tone] ?? `${tone}声`);
  if (!template)
    for (const { place, character } of given ?? []) words.push(`${place}:${character}`);
  for (const word of must ?? []) words.push(`+${quote(word)}`);
  for (const word of without ?? []) words.push(`-${quote(word)}`);
  if (noRepeatWithin !== undefined) words.push(`不重${noRepeatWithin}`);
  if (wish.punctuation !== undefined) words.push(wish.punctuation ? '标点' : '无标点');
  if (wish.latin !== undefined) words.push(wish.latin ? '拉丁' : '无拉丁');
  return words.length > 0 ? words.join(' ') : '*';
}

function rhymeWords({ with: other, system, syllables, same }: Rhyme, usual: RhymeSystem): string[] {
  const named = 'name' in other ? other.name : undefined;
  const target =
    named ??
    ('line' in other ? `@${other.line + 1}` : `@${quote((other as { text: string }).text)}`);
  // As it is read without it.
  const understood = named === undefined ? usual : rhymeClassNamed(named, usual)?.system;
  return [
    target,
    understood === system ? '' : systemNames[system],
    severalNames[syllables]!,
    same ? '同字' : '',
  ].filter((word) => word !== '');
}

/** @returns such as `??光`, where each character has a place within a length that is known */
function templateOf({ length, given }: LineConstraint): string | undefined {
  if (!given || !length || length.min !== length.max) return undefined;
  const characters: string[] = Array.from({ length: length.max }, () => '?');
  let before = 0;
  for (const { place, character } of given) {
    // In their order, so that they are read in it again.
    if (place <= before || place > length.max || !isHan(character)) return undefined;
    characters[place - 1] = character;
    before = place;
  }
  const template = characters.join('');
  return isTemplate(template) ? template : undefined;
}
