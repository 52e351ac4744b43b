import { copyFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { putTrained } from '../trained-model.ts';
import { called, Desk, linesOf, lyrics, root, small } from '../verseloom.ts';

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

  test('is greedy unless told otherwise, and repeats with a seed', { tags: ['long'] }, async () => {
    const write = async (...options: string[]): Promise<string> =>
      (await desk.run(['write', '歌.verse', '--prefix', '月', '--length', '20', ...options]))
        .stdout;
    expect(await write('--seed', '5')).toBe(await write());
    const hot = ['--temperature', '2', '--seed'];
    const drawn = await write(...hot, '5');
    expect(await write(...hot, '5')).toBe(drawn);
    expect(await write(...hot, '6')).not.toBe(drawn);
    // Of all that could be drawn, each of these leaves the most probable alone.
    for (const only of [
      ['--top-k', '1'],
      ['--top-p', '0'],
    ])
      expect(await write(...hot, '5', ...only)).toBe(await write());
    expect(await write('--repetition', '10')).not.toBe(await write());
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
      text: expect.stringMatching(/^.{4}$/su),
      logProbability: expect.any(Number),
      characters: Array.from({ length: 4 }, () => ({
        ...{ character: expect.any(String), probability: expect.any(Number) },
      })),
      copied: expect.any(Array),
      met: {},
    });
  });
});

describe('inspect', () => {
  test('shows what the file says of itself', { tags: ['long'] }, async () => {
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
    expect(stdout).not.toMatch(/^\S+ +0$/m); // what nobody asked for
    expect(stdout).toContain(`W_hq        [16, ${V}]\n`);
  });
});

describe('score', () => {
  test(
    'gives the perplexity of a text, and how much of it the model knows',
    { tags: ['long'] },
    async () => {
      await desk.put('other.txt', `${lyrics}ABA`);
      const [facts] = await desk.runJson(['score', '歌.verse', 'other.txt']);
      expect(facts).toEqual({
        perplexity: expect.any(Number),
        characters: lyrics.length + 3,
        known: lyrics.length,
        leftOut: 3,
        leftOutCharacters: ['A', 'B'],
        surprises: expect.any(Array),
      });
      expect(facts!['perplexity']).toBeGreaterThan(1);
      expect(facts!['perplexity']).toBeLessThan(new Set(lyrics).size);
      const { stdout } = await desk.run(['score', '歌.verse', 'other.txt']);
      expect(linesOf(stdout)).toEqual([
        `perplexity ${(facts!['perplexity'] as number).toFixed(6)}`,
        `${lyrics.length} of ${lyrics.length + 3} characters known`,
        '3 left out (AB)',
      ]);
    },
  );
});

/** What `write --json` prints of a piece. */
interface Written {
  readonly prefix: string;
  readonly continuation: string;
  readonly text: string;
  readonly characters: readonly { readonly character: string }[];
  readonly copied: readonly { readonly start: number; readonly length: number }[];
}
/** With two blank lines where a song ends. */
const asPeopleRead = (text: string): string => text.split(/\n*\u001e[\n\u001e]*/).join('\n\n\n'); // eslint-disable-line no-control-regex

describe('a model of real lines', () => {
  const song = (n: number): string => `月 儿弯\r\n照 九州\r\n\r\n第 ${n}\r\n`;
  beforeAll(async () => {
    await desk.put('行.txt', `${song(1)}${song(2)}${song(3)}\u001e${song(4)}`);
    const train = [
      'train',
      '行.txt',
      ...small,
      '--epochs',
      '30',
      '--period',
      '10',
      '--line-breaks',
      'own',
    ];
    const { code, stdout, stderr } = await desk.run([
      ...train,
      '--prefix',
      '月 儿',
      '--length',
      '20',
    ]);
    expect(code, stderr).toBe(0);
    // The book's lines stay one each.
    expect(linesOf(stdout)).toHaveLength(6);
    for (const line of linesOf(stdout)) expect(line).toMatch(/^(epoch \d| - 月 儿[^\u001e]{20}$)/u); // eslint-disable-line no-control-regex
  });

  test('has line ends in its vocabulary and no spaces for them, and says so', async () => {
    const [facts] = await desk.runJson(['inspect', '行.verse']);
    const learnt = [1, 2, 3, 4].map(song).join('').replaceAll('\r\n', '\n');
    expect(facts).toMatchObject({
      vocabularySize: new Set(`${learnt}\u001e`).size,
      corpus: { learntCharacters: learnt.length + 1 },
      settings: { lineBreaks: 'own' },
    });
    const { stdout } = await desk.run(['inspect', '行.verse', '--lang', 'zh']);
    expect(stdout).toMatch(/^换行 +真正的行$/m);
    expect(facts!['name']).toContain(' · lines · ');
  });

  test('writes lines, and two blank lines where a song ends', { tags: ['long'] }, async () => {
    const write = ['write', '行.verse', '--prefix', '月 儿弯\r\n照', '--length', '300'];
    const { code, stdout } = await desk.run([...write, '--temperature', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^月 儿弯\n照/);
    expect(stdout).not.toMatch(/[\u001e\r]/); // eslint-disable-line no-control-regex
    const [written] = (await desk.runJson([...write, '--temperature', '2'])) as unknown as [
      Written,
    ];
    const { prefix, continuation, text } = written;
    expect(continuation).toContain('\u001e');
    expect(stdout).toBe(`${asPeopleRead(prefix + continuation)}\n`);
    expect(text).toBe(asPeopleRead(continuation));
    expect(written.characters.map(({ character }) => character).join('')).toBe(continuation);
  });

  test(
    'says what is copied by its place in the text, behind ends of songs, too',
    { tags: ['long'] },
    async () => {
      const songs = ['月光照在窗台上\n风从山上来\n', '我们在海边等船\n等一个人回来\n'];
      for (const [at, text] of songs.entries()) await desk.put(`${at}.txt`, text);
      // So long that it knows them by heart.
      await desk.run([
        ...['train', '0.txt', '1.txt', '--out', '短.verse', '--engine', 'onnx', '--hidden', '32'],
        ...['--batch', '1', '--steps', '12', '--epochs', '200', '--first-weights', 'uniform'],
        ...['--optimiser', 'adam', '--lr', '0.01'],
      ]);
      const write = ['write', '短.verse', '--prefix', '月', '--length', '60'];
      const [{ text, copied }] = (await desk.runJson(write)) as unknown as [Written];
      expect(copied.some(({ start }) => start > text.indexOf('\n\n\n'))).toBe(true);
      const learnt = songs.map((song) => song.replaceAll(/\s/g, ''));
      for (const { start, length } of copied) {
        const run = [...text].slice(start, start + length).join('');
        expect(run).toBe(run.trim());
        expect(learnt.some((song) => song.includes(run.replaceAll(/\s/g, '')))).toBe(true);
      }
    },
  );

  test(
    'scores a text whatever its line breaks are, and lists what it does not know by signs',
    { tags: ['long'] },
    async () => {
      await desk.put('unix.txt', song(1).replaceAll('\r\n', '\n'));
      await desk.put('windows.txt', song(1));
      const scores = await Promise.all(
        ['unix.txt', 'windows.txt'].map((text) => desk.runJson(['score', '行.verse', text])),
      );
      expect(scores[0]).toEqual(scores[1]);
      expect(scores[0]![0]).toMatchObject({ leftOut: 0 });
      // One that has spaces for lines does not know their end.
      await desk.put('songs.txt', `${lyrics}月\u001e月`);
      await desk.put('blanks.txt', 'AB\tC');
      const { stdout } = await desk.run(['score', '歌.verse', 'songs.txt']);
      expect(stdout).not.toMatch(/[\u001e]/); // eslint-disable-line no-control-regex
      const { stderr } = await desk.run(['write', '行.verse', '--prefix', '月\t']);
      expect(stderr).toMatch(/: ␣\n$/);
    },
  );
});

test('what line breaks are learnt as is one of two', async () => {
  const { code, stderr } = await desk.run([
    ...['train', '歌.txt', '--line-breaks', 'space-each', '--out', 'each.verse'],
  ]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    '“space-each” is not a choice for --line-breaks; the choices are space, own.\n',
  );
});

describe('what is held out', () => {
  const train = (heldOut: string, out: string): string[] => [
    ...['train', '歌.txt', ...small, '--epochs', '2', '--held-out', heldOut, '--out', out],
  ];

  test('is asked for with a flag, told, kept and gone on with', { tags: ['long'] }, async () => {
    const { code, stderr } = await desk.run(train('10%', '留.verse'));
    expect(code, stderr).toBe(0);
    const [, learnt, , held] = /^Learns (\d+) of (\d+) characters\. Held out: (\d+) characters?\.$/m
      .exec(stderr)!
      .map(Number);
    expect(learnt! + held!).toBe(lyrics.length);
    const [facts] = await desk.runJson(['inspect', '留.verse']);
    expect(facts).toMatchObject({
      corpus: { characters: lyrics.length, learntCharacters: learnt },
      settings: { heldOut: { by: 'last', percent: 10 } },
    });
    expect(facts!['name']).toContain(' · 10% held out · ');
    const { stdout } = await desk.run(['inspect', '留.verse', '--lang', 'zh']);
    expect(stdout).toMatch(/^留出的部分 +末尾 10%$/m);
    const events = await desk.runJson(['resume', '留.verse', '--epochs', '1']);
    expect(events[0]).toMatchObject({ settings: { heldOut: { by: 'last', percent: 10 } } });
    expect(events.at(-1)).toMatchObject({ outcome: 'finished', epochs: 3 });
    const { counting, countingPerplexity } = facts!;
    expect(counting).toMatchObject({ characters: learnt, discount: 0.9 });
    const { perplexities } = counting as { perplexities: number[] };
    expect(perplexities).toHaveLength(5);
    expect(countingPerplexity).toBe(perplexities[4]);
    expect(events.at(-1)).toMatchObject({ counting, countingPerplexity });
    expect(stderr).toMatch(
      /^Counting alone reaches a perplexity of .+ an n-gram model of order 5,/m,
    );
    expect(stdout).toMatch(/^仅靠计数 +[\d.]+（5 元；从 1 元起：([\d.]+、){4}[\d.]+）$/m);
  });

  test.each([
    ['half', '“half” is not a choice for --held-out; the choices are none, 1%–50%, every:2–1000.'],
    ['60%', '--held-out must be between 1 and 50, not 60.'],
    [
      'every:5',
      '--held-out would be empty: one song in 5 was asked for, and the text to be learned has only 1.',
    ],
  ])('is refused where a run cannot have it: %s', async (heldOut, sentence) => {
    const { code, stderr } = await desk.run(train(heldOut, 'none.verse'));
    expect(code).toBe(2);
    expect(stderr).toContain(`${sentence}\n`);
  });
});

test(
  'a model of before there was a choice goes on, and says what it has learnt',
  { tags: ['long'] },
  async () => {
    const folder = join(root, 'test', 'store', 'models', 'earlier-versions');
    await copyFile(join(folder, 'model-v2.verse'), desk.path('old.verse'));
    const events = await desk.runJson(['resume', 'old.verse', '--epochs', '2']);
    expect(events[0]).toMatchObject({ from: 6, settings: { lineBreaks: 'space-each' } });
    expect(events.at(-1)).toMatchObject({ outcome: 'finished', epochs: 8 });
    const { stdout } = await desk.run(['inspect', 'old.verse']);
    expect(stdout).toMatch(/^Line breaks +A space for each; two for a line end from Windows$/m);
  },
);

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
