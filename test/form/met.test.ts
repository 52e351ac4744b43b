import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  lineConstraint,
  type GivenLineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import { alphabetOf } from '../../src-main/form/alphabet.ts';
import { lineSteps } from '../../src-main/form/line-constraint.ts';
import { met } from '../../src-main/form/met.ts';
import { impossible, impossibleInForm } from '../../src-main/form/obstacles.ts';
import { lineEnd } from '../../src-main/language/line-end.ts';
import { alphabetWith, han, written } from './brute-force.ts';

const judge = (line: string, wish: GivenLineConstraint, lines: string[] = []) =>
  met(
    line,
    lineConstraint.parse(wish),
    {},
    lines.map((one) => lineEnd(one)),
  );

describe('how far a line meets its wishes', () => {
  it.each([
    ['旧时光', { length: { min: 3, max: 3 } }, { length: 'met' }],
    ['旧，时光！', { length: { min: 4, max: 5 } }, { length: 'nearly' }],
    ['旧 时　光', { length: { min: 3, max: 3 } }, { length: 'met' }], // what is sung counts, and spaces are not
    ['旧 时光', { length: { min: 4, max: 4 } }, { length: 'nearly' }],
    ['旧时光', { length: { min: 5, max: 7 } }, { length: 'missed' }],
    ['旧时光', { rhyme: { with: { name: 'ang' } } }, { rhyme: 'met' }],
    ['旧时光', { rhyme: { with: { name: 'an' } } }, { rhyme: 'nearly' }],
    ['旧时光', { rhyme: { with: { name: 'ou' } } }, { rhyme: 'missed' }],
    ['旧时光', { rhyme: { with: { text: '风光' } } }, { rhyme: 'nearly' }],
    ['旧时光', { rhyme: { with: { text: '风光' }, same: true } }, { rhyme: 'met' }],
    ['旧时光', { rhyme: { with: { line: 0 } } }, { rhyme: 'met' }],
    ['旧时光', { rhyme: { with: { line: 1 } } }, {}],
    ['旧时光', { tone: 1 }, { tone: 'met' }],
    ['旧时光', { tone: 2 }, { tone: 'nearly' }],
    ['旧时光', { tone: 'oblique' }, { tone: 'missed' }],
    ['旧时光', { pattern: ['oblique', 'level', 'any'] }, { pattern: 'met' }],
    ['旧时光', { pattern: ['oblique', 'level', 'oblique'] }, { pattern: 'nearly' }],
    ['旧时光', { pattern: ['level', 'level', 'oblique'] }, { pattern: 'missed' }],
    ['旧时光', { pattern: ['any'] }, { pattern: 'missed' }],
    [
      '旧时光',
      {
        given: [
          { place: 1, character: '旧' },
          { place: -1, character: '光' },
        ],
      },
      { given: 'met' },
    ],
    ['旧时光', { given: [{ place: 4, character: '光' }] }, { given: 'missed' }],
    ['旧时光', { must: ['时光'], without: ['的', '旧光'] }, { must: 'met', without: 'met' }],
    ['旧，时光', { must: ['旧时'], without: ['光'] }, { must: 'missed', without: 'missed' }],
    ['I see the light', { must: ['see'], without: ['lig', 'E'] }, { must: 'met', without: 'met' }],
    ['天上天', { noRepeatWithin: 2 }, { noRepeatWithin: 'met' }],
    ['天上天', { noRepeatWithin: 3 }, { noRepeatWithin: 'missed' }],
    ['旧 时光', { punctuation: false, latin: false }, { punctuation: 'missed', latin: 'met' }],
    ["don't go", { punctuation: false, latin: false }, { punctuation: 'met', latin: 'missed' }],
    ['', { length: { min: 1, max: 1 }, tone: 1 }, { length: 'nearly', tone: 'missed' }],
  ] as [string, GivenLineConstraint, object][])('%s, %j', (line, wish, expected) => {
    expect(judge(line, wish, ['远方'])).toEqual(expected);
  });

  it('met is all that the automaton lets be written', () => {
    const character = fc.constantFrom(...han);
    const wishes = fc.record(
      {
        length: fc.integer({ min: 1, max: 3 }).map((count) => ({ min: count, max: 3 })),
        rhyme: fc.record({
          with: fc.record({ text: character }),
          system: fc.constantFrom('final', 'thirteen', 'eighteen', 'near'),
        }),
        tone: fc.constantFrom('level', 'oblique', 1, 2, 3, 4),
        given: fc.array(fc.record({ place: fc.constantFrom(1, -1, 2), character }), {
          minLength: 1,
          maxLength: 1,
        }),
        must: fc.array(character, { minLength: 1, maxLength: 1 }),
        without: fc.array(character, { minLength: 1, maxLength: 2 }),
        noRepeatWithin: fc.integer({ min: 2, max: 3 }),
        punctuation: fc.constant(false),
      },
      { requiredKeys: [] },
    );
    let count = 0;
    fc.assert(
      fc.property(
        wishes,
        fc.uniqueArray(character, { minLength: 4, maxLength: 6 }),
        (given, some) => {
          const wish = lineConstraint.parse(given);
          const alphabet = alphabetWith(some);
          for (const line of written(lineSteps(wish, { alphabet }), alphabet, 3).lines) {
            expect(Object.values(met(line, wish)).every((degree) => degree === 'met')).toBe(true);
            expect(Object.keys(met(line, wish)).sort()).toEqual(Object.keys(wish).sort());
            count += 1;
          }
        },
      ),
      { numRuns: 800, seed: 13 },
    );
    expect(count).toBeGreaterThan(500);
  });
});

describe('what keeps a line from being written', () => {
  const alphabet = alphabetOf(['光', '天', '样', '花', '\n'], '\n');
  const ask = (wish: GivenLineConstraint) => impossible(lineConstraint.parse(wish), { alphabet });

  it('is nothing where there are such lines', () => {
    expect(ask({ length: { min: 3, max: 3 }, rhyme: { with: { name: 'ang' } } })).toBeUndefined();
  });

  it.each([
    [{ rhyme: { with: { name: 'ou' } } }, [{ wish: 'rhyme', count: 0 }], {}],
    [{ rhyme: { with: { text: '心' } }, tone: 4 }, [{ wish: 'rhyme', count: 0 }], { tone: 4 }],
    // 天 is no rhyme with 样 but a near one.
    [{ rhyme: { with: { name: 'eng' } } }, [{ wish: 'rhyme', count: 0 }], {}],
    [
      { rhyme: { with: { name: 'an' } }, tone: 4 },
      [
        { wish: 'rhyme', count: 1 },
        { wish: 'tone', count: 1 },
      ],
      { rhyme: { system: 'near' }, tone: 4 },
    ],
    [{ tone: 2 }, [{ wish: 'tone', count: 0 }], { tone: 'level' }],
    [{ must: ['春天', '天'] }, [{ wish: 'must', count: 1 }], { must: ['天'] }],
    [
      { length: { min: 2, max: 2 }, must: ['天光花'] },
      [
        { wish: 'must', count: 1 },
        { wish: 'length', count: 4 },
      ],
      { length: { min: 2, max: 2 } },
    ],
    [
      {
        given: [
          { place: 1, character: '光' },
          { place: 2, character: '春' },
        ],
      },
      [{ wish: 'given', count: 0 }],
      { given: [{ place: 1, character: '光' }] },
    ],
  ] as [GivenLineConstraint, object[], object][])('%j', (wish, inTheWay, nearest) => {
    const found = ask(wish)!;
    expect(found.inTheWay).toEqual(inTheWay);
    expect(found.nearest).toMatchObject(nearest);
    expect(impossible(found.nearest!, { alphabet })).toBeUndefined();
  });

  it('is the line of a form with which nothing above can rhyme', () => {
    const form = (count: number, wish: object = {}) => ({
      lines: [
        lineConstraint.parse({ length: { min: 1, max: 2 }, ...wish }),
        ...Array.from({ length: count }, () =>
          lineConstraint.parse({ rhyme: { with: { line: 0 } } }),
        ),
      ],
    });
    // 光 and 样 rhyme with one another, and with no third one.
    expect(impossibleInForm(form(1), { alphabet })).toBeUndefined();
    expect(impossibleInForm(form(2), { alphabet })).toMatchObject({
      line: 2,
      inTheWay: [{ wish: 'rhyme', count: 0 }],
      nearest: {},
    });
    expect(impossibleInForm(form(1, { tone: 3 }), { alphabet })).toMatchObject({
      line: 0,
      inTheWay: [{ wish: 'tone', count: 0 }],
    });
  });

  it('is the vocabulary where it has nothing to write with', () => {
    const nothing = alphabetOf(['，', '\n'], '\n');
    expect(impossible({ tone: 1 }, { alphabet: nothing })).toEqual({
      inTheWay: [],
      nearest: null,
    });
  });
});
