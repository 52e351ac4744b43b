/** The exported page's pad with a model of which nothing comes. */
import { expect, test } from 'vitest';
import { forEachParameter, parameterShapes } from '../../../src-main/core/parameters.ts';
import { Pad } from '../../../src-renderer/exported-page/pad.svelte.ts';
import { Pen } from '../../../src-renderer/exported-page/pen.ts';

test('a model whose weights are too large is told, and the pad stays of use', async () => {
  const dimensions = { vocabularySize: 3, hiddenSize: 2 };
  const shapes = parameterShapes(dimensions);
  const parameters = forEachParameter((name) =>
    new Float32Array(shapes[name].reduce((a, b) => a * b, 1)).fill(3e38),
  );
  const pad = new Pad({ vocabulary: ['分', '开', '月'], prefixes: ['分开'] });
  pad.pen = new Pen({ dimensions, parameters });
  await pad.begin();
  expect(pad.errors.prefix).toMatchObject({ code: 'model.overflow' });
  expect(pad.piece).toMatchObject({ text: '', state: 'cancelled' });
  expect(pad.writing).toBe(false);
  pad.writePrefix('月');
  expect(pad.errors.prefix).toBeUndefined();
});
