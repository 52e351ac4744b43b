/** Avoiding copies: whatever way one goes where it leaves one, no more than so many units in a row stand in the corpus. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src-main/core/random.ts';
import type { Constraint } from '../../../src-main/core/search/constraint.ts';
import { WithoutCopying } from '../../../src-main/core/search/no-copy.ts';
import { unitsOf } from '../../../src-main/core/text/units.ts';
import { VerbatimIndex } from '../../../src-main/core/text/verbatim.ts';

const characters = ['\n', '春', '夏', '秋', 'a', 'b', 'B', "'", ' ', '，'];
const all = new Uint8Array(characters.length).fill(1);
const LENGTH = 24;

/** Anything, as long as it is; from a place on, what is given. */
const free = (given: readonly number[] = []): Constraint<number> => ({
  start: 0,
  allowed: (at) => {
    const id = given[at - LENGTH];
    return id === undefined ? all : all.map((_, other) => Number(other === id));
  },
  after: (at) => at + 1,
  ended: (at) => at === LENGTH + given.length,
});

const indexOf = (text: string, shortest: number): VerbatimIndex =>
  VerbatimIndex.of(
    Array.from(text, (character) => character.codePointAt(0)!),
    shortest,
  );
const idsOf = (text: string): number[] => Array.from(text, (one) => characters.indexOf(one));
const textOf = (ids: readonly number[]): string => ids.map((id) => characters[id]!).join('');

/** @returns what was written, of what is left at each place one at random; as far as there is any */
function walk<State>(constraint: Constraint<State>, random: Random): number[] {
  const ids: number[] = [];
  let { start: state } = constraint;
  while (!constraint.ended(state)) {
    const banned = new Set(constraint.banned?.(state) ?? []);
    const mask = constraint.allowed(state);
    const left = [...mask.keys()].filter((id) => mask[id] === 1 && !banned.has(id));
    if (left.length === 0) break;
    const id = left[random.below(left.length)]!;
    ids.push(id);
    state = constraint.after(state, id);
  }
  return ids;
}

const texts = (maxLength: number) =>
  fc
    .array(fc.constantFrom(...characters, '春', '夏', 'a', '\u001e'), { maxLength })
    .map((parts) => parts.join(''));

describe('with any corpus and any prefix', () => {
  const walks = fc.record({
    corpus: texts(120),
    prefix: texts(8).filter((text) => text !== '' && !text.includes('\u001e')),
    most: fc.integer({ min: 1, max: 4 }),
    seed: fc.nat(),
  });

  it('nothing more is copied, also not with words that go on', () => {
    let copied = 0;
    fc.assert(
      fc.property(walks, ({ corpus, prefix, most, seed }) => {
        const index = indexOf(corpus, most);
        const constraint = new WithoutCopying(
          free(),
          { index, most },
          characters,
          idsOf(prefix),
          () => false,
        );
        const written = walk(constraint, new Random(seed));
        // The last word may still go on: it counts when it is over.
        const text = `${prefix}${textOf(written)}`.replace(/[ab]+'?$/i, '');
        const longest = (of: string) =>
          index.runs(unitsOf(of, index.words), 1).filter(({ start, length, units }) => {
            return units > most && start + length > [...prefix].length;
          });
        expect(longest(text)).toEqual([]);
        copied += longest(textOf(walk(free(), new Random(seed)))).length;
      }),
      { numRuns: 600, seed: 9 },
    );
    expect(copied).toBeGreaterThan(40); // without it, much is
  });

  it('what is given stands, unless a copy that is written reaches into it', () => {
    fc.assert(
      fc.property(walks, texts(12), ({ corpus, prefix, most, seed }, after) => {
        const given = idsOf(after.replaceAll('\u001e', ''));
        const index = indexOf(corpus, most);
        const constraint = new WithoutCopying(
          free(given),
          { index, most },
          characters,
          idsOf(prefix),
          (at) => at >= LENGTH,
        );
        const ids = walk(constraint, new Random(seed));
        if (ids.length < LENGTH + given.length) return; // there was nothing left that was no copy
        const text = `\n${textOf(ids)}\n`;
        for (const { start, length, units } of index.runs(unitsOf(text, index.words), 1))
          if (units > most) expect(start + length).toBeGreaterThan(LENGTH);
      }),
      { numRuns: 300, seed: 9 },
    );
  });
});

it('a text that is given whole is no copy', () => {
  const index = indexOf('春夏秋春春夏', 2);
  const given = idsOf('春夏秋春春夏');
  const whole: Constraint<number> = { ...free(given), start: LENGTH };
  const constraint = new WithoutCopying(whole, { index, most: 2 }, characters, [], () => true);
  expect(walk(constraint, new Random(1))).toEqual(given);
});
