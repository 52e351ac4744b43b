import { describe, expect, it } from 'vitest';
import {
  lineConstraint,
  type GivenLineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import { alphabetOf } from '../../src-main/form/alphabet.ts';
import { FormSteps } from '../../src-main/form/form-constraint.ts';
import { lineSteps } from '../../src-main/form/line-constraint.ts';
import { English } from '../../src-main/language/english/english.ts';
import { texts, written } from './brute-force.ts';

/** Few enough letters that all lines can be gone through. */
const entries = {
  ...{
    a: 'AH0',
    at: 'AE1 T',
    hat: 'HH AE1 T',
    that: 'DH AE1 T',
    tata: 'T AA1 T AA0',
    ha: 'HH AA1',
  },
  ...{
    "ha't": 'HH AA1 T',
    haha: 'HH AA0 HH AA1',
    hath: 'HH AE1 TH',
    tad: 'T AE1 D',
    'a(2)': 'EY1',
    'at.': 'AE1 T',
  },
};
const syllables: Readonly<Record<string, number>> = {
  ...{ a: 1, at: 1, hat: 1, that: 1, tata: 2, ha: 1, "ha't": 1, haha: 2, hath: 1, tad: 1 },
};
const english = new English(entries);
const letters = ['a', 'h', 't', ' '];
const MOST = 6;

const wordsOf = (line: string): string[] => line.split(/[ ,]+/).filter((word) => word !== '');
const isEnglish = (line: string): boolean =>
  !/^[ ,]| $| {2}| ,|,{4}/.test(line) &&
  wordsOf(line).every((word) => word.toLowerCase() in syllables);
const countOf = (line: string): number =>
  wordsOf(line).reduce((sum, word) => sum + syllables[word.toLowerCase()]!, 0);

function check(
  wish: GivenLineConstraint,
  isAsWished: (line: string, words: readonly string[]) => boolean,
  characters: readonly string[] = letters,
): string[] {
  const alphabet = alphabetOf([...characters, '\n'], '\n');
  const steps = lineSteps(lineConstraint.parse(wish), { alphabet, english });
  const { lines, stuck } = written(steps, alphabet, MOST);
  const expected = [...texts(characters, MOST)].filter(
    (line) => isEnglish(line) && isAsWished(line, wordsOf(line)),
  );
  expect(lines.sort()).toEqual(expected.sort());
  if (wish.noRepeatWithin === undefined && !wish.rhyme) expect(stuck).toEqual([]);
  expect(lines).not.toEqual([]);
  return lines;
}

const exactly = (count: number) => ({ length: { min: count, max: count } });

describe('a line of English words', () => {
  it('is made of words of the dictionary, and as many syllables as wished', () => {
    for (const count of [1, 2, 3]) check(exactly(count), (line) => countOf(line) === count);
  });

  it('has commas, apostrophes and capitals where a word may have them', () => {
    const lines = check(exactly(2), (line) => countOf(line) === 2, ['a', 'H', 't', ',']);
    expect(lines).toContain('a,Ha');
    const alphabet = alphabetOf(['h', 'a', 't', "'", ' ', '\n'], '\n');
    const steps = lineSteps(lineConstraint.parse(exactly(1)), { alphabet, english });
    const { lines: all } = written(steps, alphabet, 5);
    expect(all).toContain("ha't");
    // Behind a word it would be a part of it.
    expect(all).not.toContain("hat'");
  });

  it('rhymes, perfectly or nearly, and not with the very word', () => {
    const rhyming = ['at', 'that'];
    check(
      { ...exactly(2), rhyme: { with: { text: 'hat' } } },
      (line, words) => countOf(line) === 2 && rhyming.includes(words.at(-1)!),
    );
    check(
      { ...exactly(2), rhyme: { with: { text: 'hat' }, same: true } },
      (line, words) => countOf(line) === 2 && [...rhyming, 'hat'].includes(words.at(-1)!),
    );
    // T and D are both plosives; TH is a fricative, and AA another vowel.
    check(
      { ...exactly(1), rhyme: { with: { text: 'hat' }, system: 'near' } },
      (line, words) => countOf(line) === 1 && ['at', 'that', 'tad'].includes(words[0]!),
      ['h', 'a', 't', 'd'],
    );
  });

  it.each([
    [{ must: ['at'] }, (words: readonly string[]) => words.includes('at')],
    [{ must: ['a hat'] }, (_: readonly string[], line: string) => /(^| )a hat( |$)/.test(line)],
    [
      { without: ['a', 'ha'] },
      (words: readonly string[]) => !words.includes('a') && !words.includes('ha'),
    ],
    [
      { given: [{ place: 1, character: 't' }] },
      (words: readonly string[]) => words[0]!.startsWith('t'),
    ],
    [
      { given: [{ place: -1, character: 't' }] },
      (words: readonly string[]) => words.at(-1)!.endsWith('t'),
    ],
    [
      { noRepeatWithin: 2 },
      (words: readonly string[]) => words.every((word, at) => word !== words[at - 1]),
    ],
  ] as const)('takes %o', (wish, isAsWished) => {
    check(
      { length: { min: 1, max: 4 }, ...wish } as GivenLineConstraint,
      (line, words) => countOf(line) <= 4 && isAsWished(words, line),
    );
  });

  it('has no words where Latin is not wanted, and none without a dictionary', () => {
    const alphabet = alphabetOf([...letters, '光', '\n'], '\n');
    for (const wish of [{ latin: false }, {}])
      expect(written(lineSteps(wish, { alphabet, english }), alphabet, 2).lines.sort()).toEqual(
        ['光', '光 光', '光光']
          .slice(0, 3)
          .filter((line) => line.length <= 2)
          .sort(),
      );
    const none = alphabetOf([...letters, '\n'], '\n');
    expect(lineSteps({}, { alphabet: none }).isPossible).toBe(false);
  });

  it('counts words and Chinese characters together', () => {
    const alphabet = alphabetOf(['h', 'a', '光', '\n'], '\n');
    const wish = lineConstraint.parse({ ...exactly(2), latin: true });
    const { lines } = written(lineSteps(wish, { alphabet, english }), alphabet, 4);
    expect(lines.sort()).toEqual(['a光', 'haha', 'ha光', '光a', '光ha', '光光'].sort());
  });
});

describe('a stanza of English words', () => {
  it('rhymes with an earlier line, which ends so that there is a word for it', () => {
    const alphabet = alphabetOf([...letters, '\n'], '\n');
    const form = {
      lines: [1, 1].map((count, at) =>
        lineConstraint.parse({
          ...exactly(count),
          ...(at === 1 && { rhyme: { with: { line: 0 } } }),
        }),
      ),
    };
    const { lines, stuck } = written(new FormSteps(form, { alphabet, english }), alphabet, 8);
    const rhyming = ['at', 'hat', 'that'];
    const expected = rhyming.flatMap((one) =>
      rhyming.flatMap((other) => (one === other ? [] : [`${one}\n${other}`])),
    );
    expect(lines.sort()).toEqual(expected.sort());
    expect(stuck).toEqual([]);
  });
});
