import { symlink } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putTrained } from '../trained-model.ts';
import { called, Desk, linesOf, lyrics, root } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, '歌', 30);
});
afterAll(() => desk.clear());

describe('write', () => {
  test('prints the prefix and its continuation, and nothing else', async () => {
    const { code, stdout, stderr } = await desk.run(['write', '歌.verse', '--prefix', '分开']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^分开.{50}\n$/u);
  });

  test('is greedy unless told otherwise, and repeats with a seed', async () => {
    const write = async (...options: string[]): Promise<string> =>
      (await desk.run(['write', '歌.verse', '--prefix', '月', '--length', '20', ...options]))
        .stdout;
    expect(await write('--seed', '5')).toBe(await write());
    const hot = ['--temperature', '2', '--seed'];
    const drawn = await write(...hot, '5');
    expect(await write(...hot, '5')).toBe(drawn);
    expect(await write(...hot, '6')).not.toBe(drawn);
  });

  test('leaves out what the model does not know, says so, and prints JSON', async () => {
    const { code, stdout, stderr } = await desk.run([
      ...['write', '歌.verse', '--prefix', 'X分开Y', '--length', '4', '--json', '--lang', 'zh'],
    ]);
    expect(code).toBe(0);
    expect(stderr).toBe('模型不认识这些字，已从开头中略去：XY\n');
    expect(JSON.parse(stdout)).toEqual({
      prefix: '分开',
      continuation: expect.stringMatching(/^.{4}$/u),
      leftOut: ['X', 'Y'],
    });
  });
});

describe('inspect', () => {
  test('shows what the file says of itself', async () => {
    const [facts] = await desk.runJson(['inspect', '歌.verse']);
    const V = new Set(lyrics).size;
    expect(facts).toMatchObject({
      name: called('歌', 30),
      cell: 'rnn',
      vocabularySize: V,
      corpus: {
        name: '歌',
        characters: lyrics.length,
        hash: expect.stringMatching(/^[\da-f]{64}$/),
      },
      epochs: 30,
      perplexity: expect.any(Number),
      ...{ outcome: 'finished', best: null, parent: null, hasText: true, canGoOn: true },
      ...{ path: desk.path('歌.verse'), bytes: expect.any(Number), tags: [], favourite: false },
      engine: { name: 'onnx' },
      settings: { hiddenSize: 16, timeSteps: 4, batchSize: 2, learningRate: 1 },
      parameters: { W_xh: [V, 16], W_hh: [16, 16], b_h: [16], W_hq: [16, V], b_q: [V] },
    });
    const { stdout } = await desk.run(['inspect', '歌.verse', '--lang', 'zh']);
    expect((await desk.run(['models', 'show', '歌.verse', '--lang', 'zh'])).stdout).toBe(stdout);
    expect(linesOf(stdout)[0]!.replace(/^名称 +/, '')).toBe(called('歌', 30));
    expect(stdout).toMatch(/^隐藏单元数 +16$/m);
    expect(stdout).toContain(`W_hq        [16, ${V}]\n`);
  });
});

describe('score', () => {
  test('gives the perplexity of a text, and how much of it the model knows', async () => {
    await desk.put('other.txt', `${lyrics}ABA`);
    const [facts] = await desk.runJson(['score', '歌.verse', 'other.txt']);
    expect(facts).toEqual({
      perplexity: expect.any(Number),
      characters: lyrics.length + 3,
      known: lyrics.length,
      leftOut: 3,
      leftOutCharacters: ['A', 'B'],
    });
    expect(facts!['perplexity']).toBeGreaterThan(1);
    expect(facts!['perplexity']).toBeLessThan(new Set(lyrics).size);
    const { stdout } = await desk.run(['score', '歌.verse', 'other.txt']);
    expect(linesOf(stdout)).toEqual([
      `perplexity ${(facts!['perplexity'] as number).toFixed(6)}`,
      `${lyrics.length} of ${lyrics.length + 3} characters known`,
      '3 left out (AB)',
    ]);
  });
});

test('paths are relative to where the person stands, not to where npm goes', async () => {
  const fromRoot = desk.start(['inspect', '歌.verse'], { INIT_CWD: desk.folder }, { cwd: root });
  expect(await fromRoot.ended).toMatchObject({ code: 0 });
});

test('the installed command runs from another folder', async () => {
  await symlink(`${root}/src-main/setup/verseloom.mjs`, desk.path('verseloom'));
  const { code, stdout } = await desk.start(
    ['write', '歌.verse', '--prefix', '分开', '--length', '3'],
    { INIT_CWD: root }, // of an npm script that calls it
    { script: desk.path('verseloom') },
  ).ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/^分开.{3}\n$/u);
});
