/** The mathematics of an exported page against the chapter's own loops. */
import { expect, it } from 'vitest';
import { greedy } from '../../../src-main/core/sampling/choice.ts';
import { Random } from '../../../src-main/core/random.ts';
import { Pen } from '../../../src-renderer/exported-page/pen.ts';
import { predictRnn } from '../../core/book-network.ts';
import { floats } from '../../core/tiny-network.ts';
import { allCells, someDeep } from '../../contract/all-cells.ts';

const networks = [...allCells, ...someDeep(9)].map(([what, kind]) => {
  const architecture = { ...kind, vocabularySize: 13, hiddenSize: 9 };
  return [what, floats(architecture, new Random(71))] as const;
});

const ids = (written: Iterable<number | null>): number[] =>
  [...written].filter((id) => id !== null);

it.each(networks)('writes what predict_rnn writes: %s', (_, model) => {
  for (const prefix of [[0], [7, 2], [1, 12, 5, 5, 3]]) {
    const pen = new Pen(model);
    pen.begin(prefix);
    expect([...prefix, ...ids(pen.write(60, greedy))]).toEqual(predictRnn(model, prefix, 60));
  }
});

it.each(networks)(
  'goes on wherever it was stopped, within the prefix too, and begins anew: %s',
  (_, model) => {
    const prefix = [1, 12, 5, 5, 3];
    const whole = predictRnn(model, prefix, 60).slice(prefix.length);
    const pen = new Pen(model);
    for (const stop of [0, 1, 3, 4, 5, 20]) {
      pen.begin(prefix);
      const before: (number | null)[] = [];
      if (stop > 0) for (const id of pen.write(60, greedy)) if (before.push(id) === stop) break;
      const text = [...ids(before), ...ids(pen.write(60, greedy))];
      expect(text.slice(0, 60)).toEqual(whole);
    }
  },
);
