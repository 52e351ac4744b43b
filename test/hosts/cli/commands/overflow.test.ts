/** A model whose weights are so large that computing with them leaves the numbers: a sentence wherever it is used, and no nonsense. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mapParameters } from '../../../../src-main/core/parameters.ts';
import { readModelFile, writeModelFile } from '../../../../src-main/store/models/model-file.ts';
import { runHere } from '../in-process.ts';
import { putTrained } from '../trained-model.ts';
import { Desk, linesOf } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, '歌', 1);
  const { manifest, ...file } = await readModelFile(desk.path('歌.verse'));
  const { architecture, parameters } = file.model;
  await writeModelFile(desk.path('huge.verse'), {
    ...file,
    manifest: { ...manifest, createdAt: 'long ago' },
    epochs: file.epochs.map((epoch) => ({ ...epoch, perplexity: Number.MAX_VALUE })),
    model: {
      architecture,
      parameters: mapParameters(parameters, (values) => values.map(() => 3e38)),
    },
  });
});
afterAll(() => desk.clear());

describe.each([
  ['en', 'The weights of this model are too large'],
  ['zh', '这个模型的权重太大'],
])('in %s', (language, sentence) => {
  test.each([
    [['score', 'huge.verse', '歌.txt']],
    [['score', 'huge.verse', '歌.txt', '--json']],
    [['write', 'huge.verse', '--prefix', '分开']],
    [['write', 'huge.verse', '--prefix', '分', '--temperature', '1', '--json']],
  ])('%j says so', async (args) => {
    const { code, stdout, stderr } = await runHere(desk, [...args, '--lang', language]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(linesOf(stderr)).toEqual([expect.stringContaining(sentence)]);
  });
});

test('it is shown, listed, exported and verified as any other', async () => {
  const shown = await runHere(desk, ['inspect', 'huge.verse']);
  expect(shown.stdout).toMatch(/^Perplexity +inf$/m);
  expect(shown.stdout).toMatch(/^Started +–$/m);
  expect(await desk.runJson(['inspect', 'huge.verse'])).toMatchObject([
    { perplexity: Number.MAX_VALUE },
  ]);
  expect(await runHere(desk, ['models', 'import', 'huge.verse'])).toMatchObject({ code: 0 });
  expect((await runHere(desk, ['models', 'list'])).stdout).toMatch(/ inf /);
  expect(await runHere(desk, ['models', 'verify'])).toMatchObject({ code: 0 });
  const files = ['--html', 'a.html', '--onnx', 'a.onnx', '--safetensors', 'a.st', '--csv', 'a.csv'];
  expect(await runHere(desk, ['export', 'huge.verse', ...files])).toMatchObject({ code: 0 });
});

test('a run from it diverges at once, and is told as one that does', async () => {
  const bytes = await readFile(desk.path('huge.verse'));
  for (const json of [[], ['--json']]) {
    await writeFile(desk.path('huge.verse'), bytes); // one that has diverged cannot be continued
    const { code, stderr } = await runHere(desk, [
      'resume',
      'huge.verse',
      '--epochs',
      '2',
      ...json,
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The run diverged in epoch 2, step 1: /m);
    expect(stderr).not.toContain('inside Verseloom');
  }
});
