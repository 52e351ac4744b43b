/** The exported page's pad with a model of which nothing comes. */
import { describe, expect, test } from 'vitest';
import { forEachParameter, parameterShapes } from '../../../src-main/core/parameters.ts';
import { Pad } from '../../../src-renderer/exported-page/pad.svelte.ts';
import { Pen } from '../../../src-renderer/exported-page/pen.ts';
import { plainRnn } from '../../contract/all-cells.ts';

test('a model whose weights are too large is told, and the pad stays of use', async () => {
  const architecture = { ...plainRnn, vocabularySize: 3, hiddenSize: 2 };
  const shapes = parameterShapes(architecture);
  const parameters = forEachParameter(architecture, (name) =>
    new Float32Array(shapes[name].reduce((a, b) => a * b, 1)).fill(3e38),
  );
  const pad = new Pad({ vocabulary: ['分', '开', '月'], prefixes: ['分开'], lineBreaks: 'space' });
  pad.pen = new Pen({ architecture, parameters });
  await pad.begin();
  expect(pad.errors.prefix).toMatchObject({ code: 'model.overflow' });
  expect(pad.piece).toMatchObject({ text: '', state: 'cancelled' });
  expect(pad.writing).toBe(false);
  pad.writePrefix('月');
  expect(pad.errors.prefix).toBeUndefined();
});

describe('a model of real lines', () => {
  const vocabulary = ['\u001e', '\n', '风', '吹', ' '];
  /** Whatever comes before, it goes on with the first character, the end of a song. */
  const silent = new Pen({
    architecture: { ...plainRnn, vocabularySize: 5, hiddenSize: 2 },
    parameters: forEachParameter(
      { ...plainRnn, vocabularySize: 5, hiddenSize: 2 },
      (name) =>
        new Float32Array(
          parameterShapes({ ...plainRnn, vocabularySize: 5, hiddenSize: 2 })[name].reduce(
            (a, b) => a * b,
            1,
          ),
        ),
    ),
  });
  const open = (prefixes: string[] = []): Pad => {
    const pad = new Pad({ vocabulary, prefixes, lineBreaks: 'own' });
    pad.pen = silent;
    pad.greedy = true;
    pad.texts.length = '2';
    return pad;
  };

  test('keeps the lines of what is typed, and leaves a gap where a song ends', async () => {
    const pad = open();
    pad.writePrefix('风 吹\n风');
    await pad.begin();
    expect(pad.piece).toMatchObject({
      prefix: '风 吹\n风',
      text: '\u001e\u001e',
      lineBreaks: 'own',
    });
    expect(pad.paper).toBe('风 吹\n风\n\n\n');
  });

  test('begins with what can be seen', () => {
    expect(open().prefix).toBe('风');
    expect(open(['风\n吹']).prefix).toBe('风\n吹');
  });

  test('names what it does not know by signs', async () => {
    const pad = new Pad({ vocabulary: ['风'], prefixes: [], lineBreaks: 'own' });
    pad.pen = silent;
    pad.writePrefix('\n\u001e ');
    await pad.begin();
    expect(pad.errors.prefix).toMatchObject({ params: { characters: '⏎¶␣' } });
  });
});
