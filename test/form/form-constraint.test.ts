import { describe, expect, it } from 'vitest';
import { form, lineConstraint, type Form } from '../../src-main/contract/writing/constraint.ts';
import { alphabetOf } from '../../src-main/form/alphabet.ts';
import { FormSteps } from '../../src-main/form/form-constraint.ts';
import { placings } from '../../src-main/form/placings.ts';
import { alphabetWith, isAsWished, texts, written } from './brute-force.ts';

const parse = (lines: readonly object[]): Form => form.parse({ lines });
const two = { length: { min: 2, max: 2 }, punctuation: false };

function allOf(lines: readonly object[], vocabulary: readonly string[], most = 12) {
  const alphabet = alphabetWith(vocabulary);
  return written(new FormSteps(parse(lines), { alphabet }), alphabet, most);
}

/** Of lines with two characters, each after its own wishes. */
function stanzas(vocabulary: readonly string[], count: number): string[][] {
  const lines = [...texts(vocabulary, 2)].filter((line) => [...line].length === 2);
  let all: string[][] = [[]];
  for (let at = 0; at < count; at++)
    all = all.flatMap((before) => lines.map((line) => [...before, line]));
  return all;
}
const rhyme = (line: string, other: string): boolean =>
  isAsWished(line, lineConstraint.parse({ rhyme: { with: { text: other } } }));

describe('a form', () => {
  it('a a b a: all stanzas that rhyme so, with no end twice among those that rhyme', () => {
    const vocabulary = ['光', '伤', '网', '雨'];
    const lines = [
      two,
      { ...two, rhyme: { with: { line: 0 } } },
      { ...two, given: [{ place: 1, character: '雨' }] },
      { ...two, rhyme: { with: { line: 0 } } },
    ];
    const { lines: all, stuck } = allOf(lines, vocabulary);
    const expected = stanzas(vocabulary, 4).filter(
      ([a, b, c, d]) =>
        rhyme(b!, a!) && rhyme(d!, a!) && d!.at(-1) !== b!.at(-1) && c!.startsWith('雨'),
    );
    expect(expected.length).toBeGreaterThan(1000);
    expect(new Set(all)).toEqual(new Set(expected.map((stanza) => stanza.join('\n'))));
    expect(stuck).toEqual([]);
  });

  it('two syllables that rhyme with an earlier line', () => {
    const vocabulary = ['光', '伤', '天', '年'];
    const lines = [two, { ...two, rhyme: { with: { line: 0 }, syllables: 2 } }];
    const expected = stanzas(vocabulary, 2).filter(([a, b]) =>
      isAsWished(b!, lineConstraint.parse({ rhyme: { with: { text: a }, syllables: 2 } })),
    );
    expect(new Set(allOf(lines, vocabulary).lines)).toEqual(
      new Set(expected.map((one) => one.join('\n'))),
    );
  });

  it('ends a line so that those that rhyme with it can be met', () => {
    // Nothing rhymes with 雨, and 天 has but one tone of four to rhyme with.
    const lines = [two, { ...two, rhyme: { with: { line: 0 } }, tone: 4 }];
    const { lines: all, stuck } = allOf(lines, ['光', '样', '天', '雨']);
    expect(stuck).toEqual([]);
    expect(new Set(all.map((text) => text.slice(1, 2)))).toEqual(new Set(['光']));
  });

  it('is the same, whatever forms have been met in its vocabulary before', () => {
    const vocabulary = ['光', '样', '天', '雨'];
    const follows = { ...two, rhyme: { with: { line: 0 } } };
    const forms = [
      [two, { ...follows, text: '天光' }],
      [two, follows],
      [two, { ...follows, tone: 4 }],
      [two, two],
      [{ ...two, rhyme: { with: { name: 'ang' } } }, follows],
      [{ ...two, rhyme: { with: { text: '雨' } } }, two],
    ];
    const alphabet = alphabetWith(vocabulary);
    for (const lines of [...forms, ...forms.toReversed()]) {
      const again = written(new FormSteps(parse(lines), { alphabet }), alphabet, 12);
      expect(again).toEqual(allOf(lines, vocabulary));
    }
  });

  it('keeps locked lines, and lets others rhyme with them, above and below', () => {
    const lines = [
      two,
      { ...two, rhyme: { with: { line: 0 } }, text: '天光' },
      { ...two, rhyme: { with: { line: 1 } } },
    ];
    const { lines: all } = allOf(lines, ['光', '伤', '网', '天']);
    expect(all.length).toBeGreaterThan(0);
    for (const text of all) {
      const [a, b, c] = text.split('\n') as [string, string, string];
      expect(b).toBe('天光');
      expect([rhyme(a, b), rhyme(c, b), rhyme(c, a)]).toEqual([true, true, true]);
    }
    expect(all).toHaveLength(8 * 4); // 伤 and 网 in their two orders, each after any character
  });

  it('leaves out what the vocabulary does not have of a locked line', () => {
    expect(allOf([{ text: '春光' }, two], ['光']).lines).toEqual(['光\n光光']);
    const alphabet = alphabetOf(['光'], '\n');
    const steps = new FormSteps(parse([{ text: '春' }, two]), { alphabet });
    expect(written(steps, alphabet, 4).lines).toEqual(['光光']);
  });

  it('has 200 lines', () => {
    const lines = Array.from({ length: 200 }, (_, at) =>
      at % 4 === 1 || at % 4 === 3 ? { ...two, rhyme: { with: { line: at - 1 } } } : two,
    );
    const alphabet = alphabetWith(['光', '伤', '网', '天', '年', '晚']);
    const steps = new FormSteps(parse(lines), { alphabet });
    let state = steps.start;
    let text = '';
    for (let count = 0; !steps.ended(state) && count < 1000; count++) {
      const banned = new Set(steps.banned(state));
      const mask = steps.allowed(state);
      const id = alphabet.characters.findIndex((_, one) => mask[one] === 1 && !banned.has(one));
      expect(id).toBeGreaterThanOrEqual(0);
      text += alphabet.characters[id]!;
      state = steps.after(state, id);
    }
    const written = text.trimEnd().split('\n');
    expect(written).toHaveLength(200);
    for (const [at, line] of written.entries())
      if (at % 4 === 1) expect(rhyme(line, written[at - 1]!)).toBe(true);
  });

  it('can rhyme only with a line above, and has at most 400 lines', () => {
    expect(form.safeParse({ lines: [{ rhyme: { with: { line: 0 } } }] }).success).toBe(false);
    expect(form.safeParse({ lines: [] }).success).toBe(false);
    expect(form.safeParse({ lines: Array.from({ length: 401 }, () => ({})) }).success).toBe(false);
  });
});

describe('a word that is to come', () => {
  const vocabulary = ['月', '亮', '风'];
  const line = { length: { min: 3, max: 4 }, punctuation: false };
  const wished = (must: string[]) => parse([{ ...line, must }]).lines[0]!;
  const allLines = [...texts(vocabulary, 4)].filter((text) => [...text].length >= 3);

  it('begins after so many places at the latest where that was decided, and nothing else is left out', () => {
    for (const from of [0, 1, 2]) {
      const alphabet = alphabetWith(vocabulary);
      const steps = new FormSteps(
        { lines: [{ ...wished(['月亮']), mustFrom: [from] }] },
        { alphabet },
      );
      const { lines, stuck } = written(steps, alphabet, 12);
      const expected = allLines.filter((text) => {
        const at = text.indexOf('月亮');
        // One that has begun goes on.
        return at >= 0 && (at < from || (at === from && text[from - 1] !== '月'));
      });
      expect(new Set(lines)).toEqual(new Set(expected));
      expect(expected.length).toBeGreaterThan(3);
      expect(stuck).toEqual([]);
    }
  });

  it('comes after others that were to begin before, each once it is due', () => {
    const alphabet = alphabetWith(vocabulary);
    const steps = new FormSteps(
      { lines: [{ ...wished(['月亮', '风']), mustFrom: [0, 2] }] },
      { alphabet },
    );
    const { lines } = written(steps, alphabet, 12);
    expect(lines).toContain('月亮风');
    expect(lines).toContain('风风月亮');
    expect(lines).not.toContain('月亮月风'); // the second one was due
    expect(lines.filter((text) => !/^(?:月亮|风)/u.test(text))).toEqual([]);
  });

  it('begins at every place of a line in one of several searches, and at any in the last one', () => {
    const form = parse([{ ...line, length: { min: 7, max: 7 }, must: ['月亮'] }]);
    const decided = placings(form, 16).map(({ lines: [one] }) => one!.mustFrom?.[0]);
    expect(decided.pop()).toBeUndefined();
    expect(new Set(decided)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    const words = parse([{ ...line, length: { min: 7, max: 7 }, must: ['月亮', '风'] }]);
    for (const {
      lines: [one],
    } of placings(words, 16).slice(0, -1)) {
      const [first, second] = one!.mustFrom!;
      expect(first).toBeLessThan(second!);
      expect(second).toBeLessThan(7);
    }
    const without = parse([line]);
    expect(placings(without, 16)).toEqual([without]);
    const locked = parse([{ must: ['月亮'], text: '月亮' }]);
    expect(placings(locked, 16)).toEqual([locked]);
  });
});
