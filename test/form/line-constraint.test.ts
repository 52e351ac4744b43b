import { describe, expect, it, test } from 'vitest';
import fc from 'fast-check';
import {
  lineConstraint,
  type GivenLineConstraint,
  type LineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import { alphabetOf } from '../../src-main/form/alphabet.ts';
import { lineSteps } from '../../src-main/form/line-constraint.ts';
import { alphabetWith, han, isAsWished, isWellSet, sounds, texts, written } from './brute-force.ts';

/** Characters of a text that are gone through. */
const MOST = 4;
const character = fc.constantFrom(...han);
const level = fc.constantFrom('level' as const, 'oblique' as const);

/** A wish of each kind, such as can be met by lines that are short. */
const wishes = {
  length: fc
    .tuple(fc.integer({ min: 1, max: MOST }), fc.integer({ min: 0, max: 2 }))
    .map(([min, more]) => ({ min, max: min + more })),
  rhyme: fc.record({
    with: fc.record({ text: fc.string({ unit: character, minLength: 2, maxLength: 3 }) }),
    system: fc.constantFrom(
      'final' as const,
      'thirteen' as const,
      'eighteen' as const,
      'near' as const,
    ),
    syllables: fc.integer({ min: 1, max: 2 }),
    same: fc.boolean(),
  }),
  tone: fc.oneof(level, fc.integer({ min: 1, max: 4 })),
  pattern: fc.array(fc.oneof(level, fc.constant('any' as const)), {
    minLength: 1,
    maxLength: MOST,
  }),
  given: fc.array(fc.record({ place: fc.constantFrom(1, 2, 3, -1, -2, -3), character }), {
    minLength: 1,
    maxLength: 2,
  }),
  must: fc.array(fc.string({ unit: character, minLength: 1, maxLength: 2 }), {
    minLength: 1,
    maxLength: 2,
  }),
  without: fc.array(fc.string({ unit: character, minLength: 1, maxLength: 2 }), {
    minLength: 1,
    maxLength: 3,
  }),
  noRepeatWithin: fc.integer({ min: 2, max: 4 }),
  punctuation: fc.boolean(),
};
type Kind = keyof typeof wishes;
const kinds = Object.keys(wishes) as Kind[];

/** What a test calls the final alone is one of the eighteen here: 心 and 情 differ from 人 and 风 in it. */
const asEighteen = (wish: LineConstraint): boolean => wish.rhyme?.system !== 'final';

/** @returns whether there are such lines */
function check(wish: LineConstraint, vocabulary: readonly string[]): boolean {
  const alphabet = alphabetWith(vocabulary);
  const steps = lineSteps(wish, { alphabet });
  const { lines, stuck } = written(steps, alphabet, MOST);
  const expected = [...texts(vocabulary, MOST)].filter(
    (line) => isWellSet(line) && isAsWished(line, wish),
  );
  expect(lines.sort()).toEqual(expected.sort());
  // What is written runs into no dead end, but for what only the line itself tells.
  const isOwn = wish.noRepeatWithin !== undefined || wish.rhyme?.same === false;
  if (steps.isPossible && !isOwn) expect(stuck).toEqual([]);
  return expected.length > 0;
}

/** The characters that a wish names are there mostly, so that it can be met. */
const vocabularyFor = (wish: LineConstraint, some: readonly string[]): readonly string[] => {
  const named = [...JSON.stringify([wish.given, wish.must, wish.without])].filter(
    (one) => one in sounds,
  );
  return [...new Set([...named.slice(0, 3), ...some])].slice(0, 5);
};

const cases = (some: readonly Kind[], runs: number): void => {
  let possible = 0;
  const model = Object.fromEntries(some.map((kind) => [kind, wishes[kind]]));
  fc.assert(
    fc.property(
      fc.record(model),
      fc.uniqueArray(character, { minLength: 2, maxLength: 5 }),
      fc.subarray(['，', ' ']),
      (given, vocabulary, between) => {
        const wish = lineConstraint.parse(given);
        if (asEighteen(wish) && check(wish, [...vocabularyFor(wish, vocabulary), ...between]))
          possible += 1;
      },
    ),
    { numRuns: runs, seed: 13 },
  );
  expect(possible).toBeGreaterThan(0);
};

describe('what may be written under a wish is all that is as wished, and nothing else', () => {
  test.each(kinds)('%s', (kind) => cases([kind], 12));

  const pairs = kinds.flatMap((one, at) =>
    kinds.slice(at + 1).map((other) => [one, other] as const),
  );
  test.each(pairs)('%s and %s', (one, other) => cases([one, other], 5));

  it('all together, wished so that one line at least is as wished', () => {
    fc.assert(
      fc.property(
        fc.array(character, { minLength: 1, maxLength: MOST }),
        fc.uniqueArray(character, { minLength: 2, maxLength: 3 }),
        character,
        (characters, others, other) => {
          const last = characters.at(-1)!;
          const levels = characters.map((one) => (sounds[one]![1] <= 2 ? 'level' : 'oblique'));
          const isApart = characters.every((one, at) => one !== characters[at - 1]);
          const wish = lineConstraint.parse({
            length: { min: characters.length, max: characters.length + 1 },
            rhyme: { with: { text: last }, same: true, system: 'near' },
            tone: levels.at(-1),
            pattern: levels.map((one, at) => (at === 0 ? 'any' : one)),
            given: [{ place: -1, character: last }],
            must: [characters[0]!],
            without: characters.includes(other) ? [] : [other],
            ...(isApart && { noRepeatWithin: 2 }),
            punctuation: false,
          });
          expect(check(wish, [...new Set([...characters, ...others, '，'])])).toBe(true);
        },
      ),
      { numRuns: 30, seed: 13 },
    );
  });
});

const line = (wish: GivenLineConstraint, vocabulary: readonly string[]) => {
  const alphabet = alphabetWith(vocabulary);
  return { steps: lineSteps(lineConstraint.parse(wish), { alphabet }), alphabet };
};

describe('a line', () => {
  it('ends with a space where breaks are spaces, and has none within', () => {
    const alphabet = alphabetOf(['光', '天', ' '], ' ');
    const steps = lineSteps(lineConstraint.parse({ length: { min: 2, max: 2 } }), { alphabet });
    expect(written(steps, alphabet, 3).lines.sort()).toEqual(['光光 ', '光天 ', '天光 ', '天天 ']);
  });

  it('is whole as soon as it can be where the vocabulary has no line end', () => {
    const alphabet = alphabetOf(['光', '天'], '\n');
    const steps = lineSteps(lineConstraint.parse({ length: { min: 2, max: 3 } }), { alphabet });
    expect(written(steps, alphabet, 4).lines).toHaveLength(4);
  });

  it('never has control characters, other line ends, or marks that change a character', () => {
    const { steps, alphabet } = line({ punctuation: true }, [
      '光',
      '\r',
      '\u001e',
      '\t',
      '\u0301',
      '\u2028',
    ]);
    expect([...new Set(written(steps, alphabet, 3).lines.join(''))]).toEqual(['光']);
  });

  it('gives equal states the same mask', () => {
    const { steps, alphabet } = line({ length: { min: 3, max: 3 } }, ['光', '天', '花']);
    const [a, b] = ['光', '天'].map((one) => steps.after(steps.start, alphabet.ids.get(one)!));
    expect(steps.allowed(a!)).toBe(steps.allowed(b!));
    expect(steps.allowed(a!)).not.toBe(steps.allowed(steps.start));
  });

  it('has no end where a character is read otherwise in its context', () => {
    // 乐 is lè by itself and in 快乐, and yuè in 音乐; the mask lets both be.
    const { steps, alphabet } = line(
      { length: { min: 2, max: 2 }, rhyme: { with: { name: 'üe' } } },
      [...['音', '快', '乐']],
    );
    const { lines, stuck } = written(steps, alphabet, 2);
    expect(lines).toEqual(['音乐']);
    expect(stuck).toEqual(['快乐', '乐乐'].filter((one) => stuck.includes(one)));
    expect(stuck).toContain('快乐');
  });

  it('has no end where a character would have to be read as its context does not, whichever readings the mask knows', () => {
    // 望 is wàng here, and wáng nowhere but in old verse, which the mask lets a line end on.
    for (const wish of [
      { tone: 2 as const },
      { tone: 'level' as const },
      { pattern: ['any', 'level'] as const },
    ]) {
      const { steps, alphabet } = line(
        { length: { min: 2, max: 2 }, ...wish } as GivenLineConstraint,
        ['你', '望', '旁'],
      );
      expect(written(steps, alphabet, 2).lines.sort()).toEqual(['你旁', '旁旁', '望旁'].sort());
      // By itself 膊 is bó; only the word is without a tone.
      const word = line({ length: { min: 2, max: 2 }, ...wish } as GivenLineConstraint, [
        ...['胳', '膊', '旁'],
      ]);
      const { lines } = written(word.steps, word.alphabet, 2);
      expect(lines).toContain('旁膊');
      expect(lines).not.toContain('胳膊');
    }
  });

  it('reads 儿 at the end as the end of the syllable before it, but for a child', () => {
    const wish = { length: { min: 2, max: 2 }, rhyme: { with: { name: '儿' } } };
    const { steps, alphabet } = line(wish, ['花', '女', '儿']);
    expect(written(steps, alphabet, 2).lines).toContain('女儿');
    expect(written(steps, alphabet, 2).lines).not.toContain('花儿');
  });

  it.each([
    ['a class that the vocabulary does not have', { rhyme: { with: { name: 'ou' } } }],
    [
      'a pattern longer than the line',
      { length: { min: 2, max: 2 }, pattern: ['any', 'any', 'any'] },
    ],
    [
      'a place behind the end',
      { length: { min: 2, max: 2 }, given: [{ place: 3, character: '光' }] },
    ],
    ['a character that the vocabulary does not have', { given: [{ place: 1, character: '春' }] }],
    ['a word that must and must not come', { must: ['光'], without: ['光'] }],
    ['a rhyme with what has no sound', { rhyme: { with: { text: '！' } } }],
  ] as [string, GivenLineConstraint][])('cannot be with %s', (_, wish) => {
    const { steps, alphabet } = line(wish, ['光', '天', '花']);
    expect(steps.isPossible).toBe(false);
    expect(steps.allowed(steps.start).some((one) => one !== 0)).toBe(false);
    expect(written(steps, alphabet, 3).lines).toEqual([]);
  });

  it('is made of a vocabulary of one character, and of none', () => {
    expect(
      written(line({ length: { min: 3, max: 3 } }, ['光']).steps, alphabetWith(['光']), 3).lines,
    ).toEqual(['光光光']);
    expect(line({}, []).steps.isPossible).toBe(false);
    const nothing = lineSteps({}, { alphabet: alphabetOf([], '\n') });
    expect(nothing.isPossible).toBe(false);
    expect(nothing.allowed(nothing.start)).toHaveLength(0);
  });

  it('takes a vocabulary of 20,000 characters', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => String.fromCodePoint(0x4e00 + at));
    const { steps, alphabet } = line(
      { length: { min: 7, max: 7 }, rhyme: { with: { name: 'ang' } } },
      many,
    );
    let state = steps.start;
    for (const one of '一一一一一一光') state = steps.after(state, alphabet.ids.get(one)!);
    expect(steps.allowed(state)[alphabet.lineEnd]).toBe(1);
    expect(steps.isPossible).toBe(true);
  });
});
