/** `train`, `score` and `resume --corpus` with files of all kinds: what is learnt of them, in which way, and what is said of it. */
import { mkdir } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile, writeModelFile } from '../../../../src-main/store/models/model-file.ts';
import { zipOf } from '../../../corpus/zips.ts';
import { runHere } from '../in-process.ts';
import { Desk, linesOf, lyrics, small } from '../verseloom.ts';

const [first, second] = [
  '窗外的雨落在旧屋檐\n我把影子折成一只船',
  '让它漂过没有名字的街\n漂到你睡着的那一岸',
];
const lrc = (song: string): string =>
  ['[ti:雨]', '[00:01.00]作词：某人', ...song.split('\n').map((line) => `[00:09.00]${line}`)].join(
    '\r\n',
  );
const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await mkdir(desk.path('songs'));
  await desk.put('songs/10.txt', iconv.encode(crlf(`${second}\n`), 'gbk'));
  await desk.put('songs/2.lrc', lrc(first));
  await desk.put('songs/scan.pdf', '%PDF-1.7 …');
  await desk.put('plain.txt', iconv.encode(crlf(lyrics), 'gbk'));
  await desk.put(
    'plain.zip',
    zipOf([
      { name: 'a.txt', bytes: lyrics },
      { name: '.x', bytes: 'x' },
    ]),
  );
});
afterAll(() => desk.clear());

const here = (args: readonly string[], input?: string | Uint8Array) =>
  runHere(desk, args, {}, input === undefined ? {} : { input });
const run = [...small, '--epochs', '1', '--length', '2', '--overwrite'];

/** Trains on texts. @returns what is said before the engine, and what was learnt */
async function trained(texts: readonly string[], input?: string | Uint8Array) {
  const { code, stderr } = await here(['train', ...texts, ...run, '--out', 'm.verse'], input);
  expect(code, stderr).toBe(0);
  const { manifest, text } = await readModelFile(desk.path('m.verse'));
  const { settings, corpus } = manifest;
  const { lineBreaks, maxCharacters } = settings;
  const said = linesOf(stderr);
  return {
    told: said.slice(
      0,
      said.findIndex((line) => line.startsWith('ONNX')),
    ),
    ...{ text: Buffer.from(text!).toString(), lineBreaks, maxCharacters, corpus },
  };
}

const SONGS = `${first}\u001e${second}`;
const own = { lineBreaks: 'own', maxCharacters: 0 };
const book = { lineBreaks: 'space', maxCharacters: 10_000 };

describe('train', () => {
  test('learns several files as songs, cleaned, with the ends of their lines, all of them; and says what it did', async () => {
    const learnt = await trained(['songs']);
    expect(learnt).toMatchObject({ ...own, text: SONGS, corpus: { name: 'songs' } });
    expect(learnt.told).toEqual([
      expect.stringMatching(/^“songs\/scan\.pdf” is a PDF, .*Copy its words/),
      'Encoding guessed: utf-8 (1 file), gbk (1 file)',
      'Taken away: 3 time tags, 1 format mark, 1 line of credits',
      `Learns all ${SONGS.length} characters: 2 songs.`,
    ]);
  });

  test.each([
    [['songs/10.txt', 'songs/2.lrc']], // in the order of their names
    [['songs', './songs/']],
    [['-', 'songs/10.txt']],
  ])('makes the same of %j', async (texts) => {
    const input = iconv.encode(`1\n`, 'gbk'); // stdin comes behind in the order of names
    const learnt = await trained(texts, texts.includes('-') ? Buffer.from(lrc(first)) : input);
    const inOrder = texts.includes('-') ? `${second}\u001e${first}` : SONGS;
    expect(learnt).toMatchObject({ ...own, text: inOrder });
  });

  test(
    'learns one plain text in the book’s way, alone, in a zip or from the standard input, each line break as one',
    { tags: ['long'] },
    async () => {
      const ofFile = await trained(['plain.txt']);
      expect(ofFile).toMatchObject({ ...book, text: lyrics });
      expect(ofFile.told).toEqual(['Encoding guessed: gbk', 'Learns all 92 characters.']);
      for (const [texts, input] of [
        [['plain.zip']],
        [['-'], lyrics],
        [['-'], `\ufeff${crlf(lyrics)}`],
      ] as const)
        expect((await trained(texts, input)).corpus.hash).toBe(ofFile.corpus.hash);
    },
  );

  test.each([
    [['plain.txt', '--clean'], { ...book, text: lyrics.trimEnd() }],
    [['plain.txt', '--line-breaks', 'own'], { ...book, lineBreaks: 'own', text: lyrics }],
    [['songs/2.lrc'], { ...own, text: first }],
    [
      ['songs', '--line-breaks', 'space', '--chars', '30'],
      { lineBreaks: 'space', maxCharacters: 30 },
    ],
    [['songs/2.lrc', '--no-clean'], { ...own, text: lrc(first).replaceAll('\r', '') }],
    [['songs/2.lrc', '--recipe', 'credits=off'], { ...own, text: `作词：某人\n${first}` }],
    [['songs/10.txt', '--encoding', 'gbk'], { ...book, text: `${second}\n` }],
  ])('%j', async (texts, expected) => {
    expect(await trained(texts)).toMatchObject(expected);
  });

  test('says how much is learnt where a limit cuts it', async () => {
    const { told } = await trained(['songs', '--chars', '25']);
    expect(told.at(-1)).toBe(`Learns 25 of ${SONGS.length} characters: 1 of 2 songs.`);
  });

  test('says an uncertain guess with the other one, and nothing of an encoding that was chosen', async () => {
    const few = { text: iconv.encode('雨', 'gbk') };
    await desk.put('few.txt', Buffer.concat([few.text, Buffer.from(`\n${'la la la '.repeat(9)}`)]));
    const { told } = await trained(['few.txt']);
    expect(told[0]).toMatch(/^Encoding guessed: .+, or perhaps .+; if .+ --encoding\.$/);
    const chosen = await trained(['few.txt', '--encoding', 'gbk']);
    expect(chosen.told).toEqual([expect.stringMatching(/^Learns/)]);
  });

  test('tells damaged places', async () => {
    await desk.put('bad.txt', Buffer.concat([Buffer.from(lyrics), Buffer.of(0xff)]));
    const { told } = await trained(['bad.txt']);
    expect(told[0]).toMatch(/“bad\.txt”: 1 place could not be read, in line 9/);
  });

  test('of many files that are left out it tells the first, and how many more', async () => {
    await mkdir(desk.path('many'));
    await desk.put('many/0.txt', lyrics);
    for (let i = 1; i < 12; i++) await desk.put(`many/${i}.pdf`, `%PDF-1.7 ${i}`);
    const { told } = await trained(['many']);
    expect(told.slice(5)[0]).toBe('verseloom corpus inspect shows 6 more.');
    expect(told).toHaveLength(8);
  });

  test.each([
    [['songs', 'gone.txt'], /gone\.txt does not exist/],
    [['songs/scan.pdf', 'many/1.pdf'], /1\.pdf” is a PDF.*\n.*scan\.pdf” is a PDF/],
    [['songs', '--encoding', 'klingon'], /not a choice for --encoding/],
    [['songs', '--recipe', 'lyrics=off'], /no step “lyrics”/],
    [['songs', '--out', 'songs/10.txt', '--overwrite'], /also the input/],
  ])('refuses %j', async (args, sentence) => {
    const { code, stdout, stderr } = await here(['train', ...args, ...small, '--epochs', '1']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
  });
});

describe('score', () => {
  test(
    'reads what train reads, with line breaks as the model has learnt them',
    { tags: ['long'] },
    async () => {
      await trained(['songs']);
      const score = async (...texts: string[]): Promise<unknown> => {
        const { code, stdout, stderr } = await here(['score', 'm.verse', ...texts, '--json']);
        expect(code, stderr).toBe(0);
        expect(stderr).toMatch(/^Encoding guessed/m);
        return JSON.parse(stdout);
      };
      expect(await score('songs')).toMatchObject({ characters: SONGS.length, leftOut: 0 });
      expect(await score('songs/2.lrc', 'songs/10.txt')).toEqual(await score('songs'));
      expect(await score('songs', '--line-breaks', 'own')).toEqual(await score('songs'));
      const other = await here(['score', 'm.verse', 'songs', '--line-breaks', 'space']);
      expect(other).toMatchObject({ code: 2, stderr: expect.stringMatching(/write own\.$/m) });
    },
  );
});

describe('resume --corpus', () => {
  beforeAll(async () => {
    await trained(['songs']);
    const file = await readModelFile(desk.path('m.verse'));
    await writeModelFile(desk.path('bare.verse'), { ...file, text: null });
    await desk.put(
      '1.txt',
      iconv.encode(`${first}\r`.replaceAll('\n', '\u0085'), 'utf-16le', { addBOM: true }),
    );
    await desk.put('2.txt', `${second}\n\n`);
    await desk.put(
      '3.zip',
      zipOf([
        { name: '甲1.txt', bytes: first },
        { name: '甲2.txt', bytes: second },
      ]),
    );
  });

  test.each([
    [['bare.verse', '--corpus', 'songs']],
    [['bare.verse', '--corpus', 'songs/10.txt', 'songs/2.lrc']],
    [['--corpus', '1.txt', '--corpus', '2.txt', 'bare.verse']],
    [['bare.verse', '--corpus', '3.zip', '--line-breaks', 'own']],
  ])('takes the same songs whatever they lie in: %j', async (args) => {
    const { code, stderr } = await here(['resume', ...args, '--epochs', '1']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^Learns all 40 characters: 2 songs\.$/m);
  });

  test(
    'takes them as they were learnt, also where nobody says so again',
    { tags: ['long'] },
    async () => {
      for (const how of [['--clean'], ['--no-clean'], []]) {
        await trained(['plain.txt', ...how]);
        const file = await readModelFile(desk.path('m.verse'));
        await writeModelFile(desk.path('how.verse'), { ...file, text: null });
        expect(
          await here(['resume', 'how.verse', '--epochs', '1', '--corpus', 'plain.zip']),
        ).toMatchObject({ code: 0 });
      }
    },
  );

  test.each([
    [['bare.verse', '--corpus', '1.txt'], /^This is not the text/m],
    [
      ['bare.verse', '--corpus', 'songs', '--line-breaks', 'space'],
      /learned line breaks otherwise/,
    ],
    [['bare.verse', 'songs'], /too many arguments/],
  ])('refuses %j', async (args, sentence) => {
    const { code, stderr } = await here(['resume', ...args, '--epochs', '1']);
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});
