/** Exports for other programs; what is in them is tested where they are made. */
import { mkdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putTrained } from '../trained-model.ts';
import { called, Desk, linesOf } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, '歌', 3);
});
afterAll(() => desk.clear());

describe('export', () => {
  test('writes several formats at once, into files or folders', async () => {
    await mkdir(desk.path('exports'));
    const { code, stdout, stderr } = await desk.run([
      ...['export', '歌.verse', '--csv', 'history.csv', '--safetensors', 'exports'],
      ...['--onnx', 'song.onnx', '--html', 'exports/song.html'],
    ]);
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: '' });
    const inFolder = `exports/${called('歌', 3)}.safetensors`;
    const files = [inFolder, 'song.onnx', 'history.csv', 'exports/song.html'];
    const without =
      'The lyrics are not in this file, only what the model has learned from them; it may repeat lines from them.';
    expect(linesOf(stderr)).toEqual(
      files.flatMap((file) => [
        `Saved in ${desk.path(file)}`,
        file.endsWith('.csv') ? 'The lyrics are not in this file.' : without,
      ]),
    );
    const csv = await readFile(desk.path('history.csv'), 'utf8');
    expect(csv.trim().split('\n')).toHaveLength(1 + 3);
    expect(await readFile(desk.path('exports/song.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(await readFile(desk.path('song.onnx'), 'latin1')).toContain('verseloom');
    expect(await readFile(desk.path(inFolder), 'latin1')).toContain('W_xh');
  });

  test('replaces a file where that is asked for, and prints JSON', async () => {
    await desk.put('there.csv', 'what was there');
    const csv = ['export', '歌.verse', '--csv', 'there.csv', '--overwrite'];
    expect(await desk.runJson(csv)).toEqual([
      { kind: 'csv', path: desk.path('there.csv'), bytes: expect.any(Number), hasText: false },
    ]);
    expect(await readFile(desk.path('there.csv'), 'utf8')).not.toContain('what was there');
  });

  test.each([
    [[], 'Nothing to export; choose at least one of --safetensors, --onnx, --csv, --html.'],
    [
      ['--onnx', 'a', '--csv', 'a'],
      /^Two exports would be saved as .*a; choose a file for each\.$/,
    ],
    [['--onnx', '歌.verse'], /^This would overwrite .*歌\.verse, which is also the input/],
    [['--csv', 'nowhere/a.csv'], /no .*nowhere/],
    [['--csv'], '--csv needs a file name.'],
  ])('refuses %j', async (options, sentence) => {
    const before = await desk.names();
    const { code, stdout, stderr } = await desk.run(['export', '歌.verse', ...options]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(linesOf(stderr)).toEqual([expect.stringMatching(sentence)]);
    expect(await desk.names()).toEqual(before);
  });
});
