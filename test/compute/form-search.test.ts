/** Which lines the search offers, of a model that is known: those that are probable as they stand, and none for what it has between its words. */
import { expect, it } from 'vitest';
import { searchForm } from '../../src-main/compute/writing/form-search.ts';
import { form as formSchema } from '../../src-main/contract/writing/constraint.ts';
import type { Rows, Streams } from '../../src-main/core/search/streams.ts';
import { alphabetOf } from '../../src-main/form/alphabet.ts';

const alphabet = alphabetOf([...'月亮打开窗风从山上来我们在海边等船的人雨雪\n '], '\n');
const { characters, lineEnd, space } = alphabet;
const V = characters.length;
/** Of a space, where one may come. */
const OF_SPACE = 0.3;

/** A space after three characters of ten, all others alike: that there is none is the more probable, and a space itself more probable than any character. */
function rowsAfter(ids: ArrayLike<number>): Rows {
  const probabilities = new Float32Array(ids.length * V);
  for (let b = 0; b < ids.length; b++) {
    const ofSpace = ids[b] === space ? 0 : OF_SPACE;
    probabilities.fill((1 - ofSpace) / (V - 1), b * V, (b + 1) * V);
    probabilities[b * V + space] = ofSpace;
  }
  return { probabilities, logProbabilities: probabilities.map(Math.log) };
}

it('does not fill lines with spaces, which cost little and count nowhere', async () => {
  const { readings } = await searchForm(
    {
      form: formSchema.parse({ lines: [{ length: { min: 5, max: 5 } }] }),
      surroundings: { alphabet },
      ...{ index: undefined, noCopy: null, settings: { temperature: 1 }, spared: [] },
      ...{ count: 6, seed: 1, prefix: Int32Array.of(lineEnd), shown: new Set() },
      gate: async () => 'go',
    },
    (count, _, use) => {
      const step: Streams['step'] = (ids) => Promise.resolve(rowsAfter(ids));
      return use({ count, first: rowsAfter([lineEnd]), step });
    },
  );
  const lines = readings.map(({ text }) => text.map(({ id }) => characters[id]!).join(''));
  expect(lines).toHaveLength(6);
  expect(lines[0]).toMatch(/^\p{Script=Han}{5}\n$/u);
  const spaces = lines.join('').split(' ').length - 1;
  expect(spaces).toBeLessThan(6); // a draw has 1.2 of them
});
