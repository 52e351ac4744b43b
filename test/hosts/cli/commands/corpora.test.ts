/** The library of corpora from the command line: in, out, listed and shown, beside an application or without. */
import { mkdir, readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { openData } from '../../../../src-main/store/data/open-data.ts';
import { runHere } from '../in-process.ts';
import { Desk, linesOf, small } from '../verseloom.ts';

const words = ['窗外的雨落在旧屋檐', '我把影子折成一只船', '让它漂过没有名字的街'];
const lrc = words.map((line, index) => `[00:0${index}.00]${line}`).join('\n');

let desk: Desk;
let id: string;

/** @returns a zip of which the words are not those that its sum is of */
async function broken(): Promise<Uint8Array> {
  const zip = new JSZip().file('a.txt', words.join('\n'));
  const bytes = await zip.generateAsync({ type: 'uint8array', compression: 'STORE' });
  bytes[bytes.length >> 1]! ^= 1;
  return bytes;
}

beforeAll(async () => {
  desk = await Desk.set();
  await mkdir(desk.path('songs'));
  await desk.put('songs/10.txt', iconv.encode(words.slice(1).join('\r\n'), 'gbk'));
  await desk.put('songs/2.lrc', lrc);
  await desk.put('songs/scan.pdf', '%PDF-1.7');
  const imported = await desk.run(['corpus', 'import', 'songs', '--name', '雨歌']);
  expect(imported, imported.stderr).toMatchObject({ code: 0 });
  expect(linesOf(imported.stderr)).toEqual([
    expect.stringMatching(/^“songs\/scan\.pdf” is a PDF/),
    'Encoding guessed: utf-8 (1 file), gbk (1 file)',
    'Taken away: 3 time tags',
  ]);
  [id] = linesOf(imported.stdout).map((line) => line.split('  ')[0]!) as [string];
  expect(imported.stdout).toBe(`${id}  雨歌\n`);
});
afterAll(() => desk.clear());

const corpus = (...args: string[]) => runHere(desk, ['corpus', ...args]);
const json = async (...args: string[]): Promise<Record<string, unknown>[]> => {
  const { code, stdout, stderr } = await corpus(...args, '--json');
  expect(code, stderr).toBe(0);
  return linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
};

test('list is a table, and one JSON object a line with its version', async () => {
  const { code, stdout } = await corpus('list', '--lang', 'zh');
  expect(code).toBe(0);
  expect(linesOf(stdout)[0]).toMatch(/^编号 +名称 +歌数 +行数 +字数$/);
  expect(stdout).toMatch(new RegExp(`^${id} +雨歌 +2 +5 +51$`, 'm'));
  const all = await json('list');
  expect(all.map(({ version }) => version)).toEqual(all.map(() => 1));
  expect(all.find((one) => one['id'] === id)).toMatchObject({
    name: '雨歌',
    songs: 2,
    builtIn: false,
  });
});

test('show has the sources, the recipe, and what was taken and left out', async () => {
  const { stdout } = await corpus('show', '雨');
  expect(stdout).toMatch(/^Recipe +markup=on,credits=on,/m);
  expect(stdout).toMatch(/^2 +LRC lyrics +utf-8 +1 +30 +on$/m);
  expect(stdout).toMatch(/^10 +text +gbk +1 +20 +on$/m);
  expect(stdout).toMatch(/^scan .* left out$/m);
  expect(stdout).toMatch(/^“songs\/2\.lrc”: taken away: 3 time tags$/m);
  expect(await json('show', id)).toMatchObject([
    {
      version: 1,
      id,
      recipe: { credits: true },
      sources: [{ kind: 'lrc' }, { kind: 'text' }, { kind: 'pdf' }],
    },
  ]);
});

test('its figures are those that inspect has of the same files', async () => {
  const [shown] = await json('show', id);
  const { code, stdout } = await corpus('inspect', 'songs', '--json');
  expect(code).toBe(0);
  const { songs, lines, characters, distinct } = JSON.parse(stdout) as Record<string, unknown>;
  expect({ songs, lines, characters, distinct }).toEqual({
    ...{ songs: shown!['songs'], lines: shown!['lines'] },
    ...{ characters: shown!['characters'], distinct: shown!['distinct'] },
  });
});

test('its text is what train makes of the same files, to the same hash', async () => {
  const train = ['train', 'songs', ...small, '--epochs', '1', '--length', '2', '--out', 'm.verse'];
  expect(await runHere(desk, train)).toMatchObject({ code: 0 });
  const { manifest } = await readModelFile(desk.path('m.verse'));
  expect(await json('show', id)).toMatchObject([{ hash: manifest.corpus.hash }]);
});

describe('export', () => {
  test('gives one text, or a zip of songs, and replaces nothing unasked', async () => {
    expect(await corpus('export', id, 'all.txt')).toMatchObject({ code: 0 });
    const text = `${words.join('\n')}\n\n${words.slice(1).join('\n')}`;
    expect((await readFile(desk.path('all.txt'), 'utf8')).trimEnd()).toBe(text);
    expect(await corpus('export', id, '.', '--songs')).toMatchObject({ code: 0 });
    const zip = await JSZip.loadAsync(await readFile(desk.path('雨歌.zip')));
    expect(Object.keys(zip.files)).toHaveLength(2);
    expect(await corpus('export', id, 'all.txt')).toMatchObject({ code: 2 });
    expect(await json('export', id, 'all.txt', '--overwrite')).toMatchObject([
      { version: 1, kind: 'text' },
    ]);
  });

  test('what it gives comes in again as the same songs', async () => {
    const [again] = await json('import', '雨歌.zip', '--name', 'again');
    expect(again).toMatchObject({ id, alreadyThere: true });
  });
});

describe('import', () => {
  test('adds to a corpus that is there, and tells of the new files alone', async () => {
    await desk.put('more.txt', '也不问灯为谁亮到现在\n');
    const [made] = await json('import', 'songs/2.lrc', '--name', 'grown');
    const { code, stderr } = await corpus('import', 'more.txt', '--into', 'grown');
    expect(code, stderr).toBe(0);
    expect(linesOf(stderr)).toEqual(['Encoding guessed: utf-8']);
    expect(await json('show', String(made?.['id']))).toMatchObject([{ songs: 2 }]);
  });

  test('takes the encoding and the recipe that are named, and keeps that', async () => {
    const [made] = await json(
      'import',
      'songs/2.lrc',
      '--name',
      'raw',
      '--no-clean',
      '--encoding',
      'utf8',
    );
    const [shown] = await json('show', String(made?.['id']));
    expect(shown).toMatchObject({
      ...{ recipe: { markup: false, credits: false }, lines: 3, characters: lrc.length },
      sources: [{ encoding: 'utf-8', encodingChosen: true }],
    });
  });

  test('reads the standard input, and calls it by a name', async () => {
    const { code, stdout } = await runHere(
      desk,
      ['corpus', 'import', '-', '--name', 'typed'],
      {},
      { input: '只把一页一页的月光\n' },
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[0-9a-f]{16} {2}typed\n$/);
  });

  test('of bad files only tells the reason of each', async () => {
    await mkdir(desk.path('bad'));
    await desk.put('bad/a.pdf', '%PDF-1.7');
    await desk.put('bad/b.txt', '');
    await desk.put('bad/c.zip', await broken());
    const { code, stdout, stderr } = await corpus('import', 'bad', '--lang', 'zh');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(linesOf(stderr)).toEqual([
      '“bad/a.pdf”是 PDF，词织不能读取。请把里面的文字复制到文本文件，或直接粘贴进来。',
      '“bad/b.txt”是空的。',
      '“bad/c.zip/a.txt”已损坏（校验和不符）。',
      '这 3 个文件里都没有可学的文字。',
    ]);
  });

  test.each([
    [['songs/scan.pdf'], /“scan\.pdf” is a PDF/],
    [['songs', 'gone.txt'], /gone\.txt does not exist/],
    [['songs', '--into', 'nobody'], /No corpus in the library is called “nobody”/],
    [['songs', '--into', '雨歌', '--no-clean'], /has a recipe of its own/],
    [['songs', '--into', '雨歌', '--name', 'x'], /has a name of its own/],
    [['songs', '--name', ' '], /--name needs a text/],
    [['more.txt', '--into', 'verseloom-sample'], /comes with Verseloom/],
  ])('refuses %j, and keeps nothing', async (args, sentence) => {
    const before = await json('list');
    const { code, stdout, stderr } = await corpus('import', ...args);
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(await json('list')).toEqual(before);
  });
});

describe('remove', () => {
  test('moves corpora to the trash, also while an application has the data open', async () => {
    await corpus('import', 'songs/10.txt', '--name', 'gone');
    const open = await openData({ ...process.env, VERSELOOM_DATA: desk.path('data') });
    try {
      const { code, stderr } = await corpus('remove', 'gone');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '“gone” is in the trash.\n' });
    } finally {
      await open.lock.release();
    }
    expect((await json('list')).map(({ name }) => name)).not.toContain('gone');
  });

  test('removes none where one of the names is none, and not what comes with the product', async () => {
    const before = await json('list');
    expect(await corpus('remove', id, 'nobody')).toMatchObject({ code: 2 });
    expect(await corpus('remove', 'verseloom-sample')).toMatchObject({ code: 2 });
    expect(await json('list')).toEqual(before);
  });
});
