/** Writing on without copying: no run of the corpus gets longer than is permitted, and where all would, the writing ends. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src-main/core/random.ts';
import { NO_CHOICE } from '../../../src-main/core/sampling/choice.ts';
import { sampling } from '../../../src-main/core/sampling/sampling.ts';
import { choosingWithoutCopying } from '../../../src-main/core/search/free-writing.ts';
import { unitsOf } from '../../../src-main/core/text/units.ts';
import { VerbatimIndex } from '../../../src-main/core/text/verbatim.ts';

const pointsOf = (text: string): number[] => [...text].map((one) => one.codePointAt(0)!);

function write(corpus: string, vocabulary: string, prefix: string, temperature: number) {
  const characters = [...vocabulary];
  const index = VerbatimIndex.of(pointsOf(corpus), 2);
  const ids = [...prefix].map((one) => characters.indexOf(one));
  const drawn = sampling({ temperature }, new Random(5), ids);
  const choose = choosingWithoutCopying(drawn, { index, most: 2 }, characters, ids);
  let text = prefix;
  for (let written = 0; written < 500; written++) {
    const last = corpus.indexOf(text.at(-1)!);
    // What comes next in the corpus is by far the most probable.
    const logits = Float32Array.from(characters, (one) => (one === corpus[last + 1] ? 9 : 0));
    const id = choose(logits);
    if (id === NO_CHOICE) break;
    text += characters[id]!;
  }
  const runs = index.runs(unitsOf(text, index.words), 2);
  return { text, longest: Math.max(0, ...runs.map(({ units }) => units)) };
}

describe('writing on', () => {
  it.each([0, 1])('copies no more than is permitted at temperature %d', (temperature) => {
    const { text, longest } = write('春天在河边等船', '春天在河边等船，', '春天', temperature);
    expect(text).toHaveLength(502);
    expect(text).not.toContain('春天在');
    expect(longest).toBeLessThanOrEqual(2);
  });

  it('ends where nothing else can come', () => {
    expect(write('春春春春', '春', '春', 1).text).toBe('春春');
  });
});
