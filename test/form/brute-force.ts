/** What lines meet a wish, by going through all of them with a table written by hand: what the automata are held to. */
import type { LineConstraint } from '../../src-main/contract/writing/constraint.ts';
import { alphabetOf, type Alphabet } from '../../src-main/form/alphabet.ts';
import type { Constraint } from '../../src-main/core/search/constraint.ts';

/** Characters that have one reading: its rhyme among the eighteen, by the number in the book, and its tone. */
export const sounds: Readonly<Record<string, readonly [rhyme: number, tone: number]>> = {
  ...{ 光: [16, 1], 伤: [16, 1], 床: [16, 2], 网: [16, 3], 样: [16, 4] },
  ...{ 天: [14, 1], 年: [14, 2], 晚: [14, 3], 面: [14, 4] },
  ...{ 花: [1, 1], 马: [1, 3], 话: [1, 4], 心: [15, 1], 人: [15, 2], 粉: [15, 3], 信: [15, 4] },
  ...{ 风: [17, 1], 情: [17, 2], 梦: [17, 4], 雨: [11, 3], 鱼: [11, 2], 去: [11, 4] },
};
export const han = Object.keys(sounds);

/** Pairs of the eighteen that are one of the thirteen, and those that are near besides. */
const inThirteen = new Set(['15 15', '17 18', '18 17', '7 11', '11 7']);
const nearly = new Set(['14 16', '16 14', '15 17', '17 15']);

const isMark = (character: string): boolean => '，！'.includes(character);
const unitsOf = (line: string): string[] => [...line].filter((one) => one in sounds);
const levelOf = (tone: number): string => (tone <= 2 && tone > 0 ? 'level' : 'oblique');

/** Whether marks and spaces stand where they may: none first, no space beside a space or at the end, at most three marks in a row. */
export const isWellSet = (line: string): boolean =>
  !/^[，！ ]|^$| $| {2}| [，！]|[，！]{4}/u.test(line);

type Judge = (line: string, wish: Required<LineConstraint>) => boolean;

const judges: Readonly<Partial<Record<keyof LineConstraint, Judge>>> = {
  length: (line, { length }) =>
    unitsOf(line).length >= length.min && unitsOf(line).length <= length.max,
  rhyme: (line, { rhyme }) => {
    const wanted = [...(rhyme.with as { text: string }).text].reverse().slice(0, rhyme.syllables);
    const ending = unitsOf(line).reverse();
    if (!rhyme.same && ending[0] === wanted[0]) return false;
    return wanted.every((character, at) => {
      const other = sounds[ending[at] ?? ''];
      if (!other) return false;
      const pair = `${sounds[character]![0]} ${other[0]}`;
      if (sounds[character]![0] === other[0]) return true;
      const isThirteen = rhyme.system === 'thirteen' || rhyme.system === 'near';
      return (isThirteen && inThirteen.has(pair)) || (rhyme.system === 'near' && nearly.has(pair));
    });
  },
  tone: (line, { tone }) => {
    const own = sounds[unitsOf(line).at(-1) ?? '']?.[1];
    return own !== undefined && (typeof tone === 'number' ? own === tone : levelOf(own) === tone);
  },
  pattern: (line, { pattern }) =>
    unitsOf(line).length === pattern.length &&
    pattern.every(
      (level, at) => level === 'any' || level === levelOf(sounds[unitsOf(line)[at]!]![1]),
    ),
  given: (line, { given }) =>
    given.every(
      ({ place, character }) => unitsOf(line).at(place > 0 ? place - 1 : place) === character,
    ),
  must: (line, { must }) => must.every((word) => line.includes(word)),
  without: (line, { without }) => !without.some((word) => line.includes(word)),
  noRepeatWithin: (line, { noRepeatWithin }) =>
    unitsOf(line).every(
      (one, at, all) => !all.slice(Math.max(0, at - noRepeatWithin + 1), at).includes(one),
    ),
  punctuation: (line, { punctuation }) =>
    punctuation || ![...line].some((one) => isMark(one) || one === ' '),
};

export const isAsWished = (line: string, wish: LineConstraint): boolean =>
  Object.keys(wish).every(
    (kind) =>
      judges[kind as keyof LineConstraint]?.(line, wish as Required<LineConstraint>) ?? true,
  );

export const alphabetWith = (characters: readonly string[]): Alphabet =>
  alphabetOf([...characters, '\n'], '\n');

/** All texts over some characters, of 1 to `most` characters. */
export function* texts(characters: readonly string[], most: number, begun = ''): Generator<string> {
  if (begun !== '') yield begun;
  if ([...begun].length < most)
    for (const character of characters) yield* texts(characters, most, begun + character);
}

/**
 * @param most characters of a text, its line ends not counted
 * @returns all texts that a constraint lets be written, without the last line end; `stuck` are those behind which nothing may come
 */
export function written<State>(
  constraint: Constraint<State>,
  { characters }: Alphabet,
  most: number,
): { lines: string[]; stuck: string[] } {
  const lines: string[] = [];
  const stuck: string[] = [];
  const go = (state: State, text: string, count: number): void => {
    if (constraint.ended(state)) {
      lines.push(text.replace(/\n$/, ''));
      return;
    }
    const banned = new Set(constraint.banned?.(state));
    const allowed = constraint.allowed(state);
    let isStuck = true;
    for (const [id, character] of characters.entries()) {
      if (allowed[id] === 0 || banned.has(id)) continue;
      isStuck = false;
      const isEnd = character === '\n';
      if (count < most || isEnd)
        go(constraint.after(state, id), text + character, count + (isEnd ? 0 : 1));
    }
    if (isStuck) stuck.push(text);
  };
  go(constraint.start, '', 0);
  return { lines, stuck };
}
