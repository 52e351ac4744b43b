/** Wrong use and bad input: one sentence in the person's language, exit code 2, and everything as it was. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encryptZip } from '../../../store/archives/zip-patch.ts';
import { runHere } from '../in-process.ts';
import { putTrained } from '../trained-model.ts';
import { Desk, linesOf, lyrics, program, small } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, 'lyrics', 1);

  const zipOf = (name: string, content: string | Uint8Array): Promise<Uint8Array> =>
    new JSZip().file(name, content).generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
  const zip = await zipOf('song.txt', lyrics);
  await desk.put('empty.txt', '');
  await desk.put('blank.txt', ' \n\n');
  await desk.put('one.txt', '一');
  await desk.put('short.txt', '分开'.repeat(500));
  await desk.put(
    'binary.txt',
    Uint8Array.from({ length: 999 }, (_, i) => (i * i) % 256),
  );
  const png = '\x89PNG\r\n\x1a\n\0';
  await desk.put('cover.zip', await zipOf('cover.png', Buffer.from(png, 'latin1')));
  await desk.put('encrypted.zip', encryptZip(encryptZip(zip, 'local'), 'central'));
  await desk.put('damaged.zip', zip.slice(0, zip.length - 30));
  await desk.put('bomb.zip', await zipOf('bomb.txt', 'a'.repeat(65 * 1024 * 1024)));
  await desk.put('broken.verse', (await readFile(desk.path('lyrics.verse'))).subarray(0, 900));
  await mkdir(desk.path('folder'));
});
afterAll(() => desk.clear());

/** @returns the sentence */
async function refused(args: readonly string[], code = 2): Promise<string> {
  const before = await desk.names();
  const result = await runHere(desk, args);
  expect(result).toMatchObject({ code, stdout: '' });
  expect(await desk.names()).toEqual(before);
  const lines = linesOf(result.stderr);
  expect(lines, result.stderr).toHaveLength(1);
  expect(lines[0]).not.toMatch(/\{\{|undefined|cli\.|errors\.|\bat .*:\d+/);
  return lines[0]!;
}

describe('a corpus', () => {
  test.each([
    ['nothing.txt', /nothing\.txt does not exist/, /找不到 .*nothing\.txt/],
    ['folder', /nothing to read in .*folder\.$/, /folder 里没有可读的内容。$/],
    ['empty.txt', /“empty\.txt” is empty/, /“empty\.txt”是空的/],
    ['blank.txt', /“blank\.txt” is empty/, /“blank\.txt”是空的/],
    ['one.txt', /1121 characters are needed, and it has 1/, /需要 1121 个字/],
    ['short.txt', /1121 characters are needed, and it has 1000/, /需要 1121 个字/],
    ['binary.txt', /“binary\.txt” is not text/, /“binary\.txt”不是文本/],
    ['cover.zip', /“cover\.zip\/cover\.png” is an image/, /“cover\.zip\/cover\.png”是图片/],
    ['encrypted.zip', /“encrypted\.zip” is an encrypted .* password/, /密码/],
    ['damaged.zip', /“damaged\.zip” is damaged/, /“damaged\.zip”已损坏（文件缺了末尾）。$/],
    [
      'bomb.zip',
      /more than 64 MB of text\. Allow more with --limit-mb\.$/,
      /超过 64 MB.*--limit-mb/,
    ],
    ['lyrics.verse', /“lyrics\.verse” is a model, not lyrics/, /“lyrics\.verse”是一个模型/],
  ])('%s', async (name, english, chinese) => {
    expect(await refused(['train', name])).toMatch(english);
    expect(await refused(['train', name, '--lang', 'zh'])).toMatch(chinese);
  });
});

describe('a setting', () => {
  test.each([
    [['--epochs', 'many'], '--epochs must be a number between 1 and 100000.'],
    [['--epochs', ''], '--epochs must be a number between 1 and 100000.'],
    [['--hidden', '0'], '--hidden must be between 1 and 2048, not 0.'],
    [['--limit-mb', '0'], '--limit-mb must be between 1 and 256, not 0.'],
    [['--limit-mb', '257'], '--limit-mb must be between 1 and 256, not 257.'],
    [['--limit-files', '1.5'], '--limit-files must be a whole number, not 1.5.'],
    [['--steps', '501'], '--steps must be between 1 and 500, not 501.'],
    [['--batch', '2.5'], '--batch must be a whole number, not 2.5.'],
    [['--lr', 'NaN'], /^--lr must be a number/],
    [['--threads', '0'], /^--threads must be between 1 and \d+, not 0\.$/],
    [['--threads', '1.5'], '--threads must be a whole number, not 1.5.'],
    [['--theta', '-1'], /^--theta must be between 0/],
    [['--seed=-1'], /^--seed must be between 0/],
    [
      ['--sampling', 'rnadom'],
      '“rnadom” is not a choice for --sampling; the choices are random, consecutive.',
    ],
    [
      ['--engine', 'abacus'],
      '“abacus” is not a choice for --engine; the choices are auto, onnx, tensorflow, webgpu.',
    ],
    [['--checkpoint-seconds', 'often'], /^--checkpoint-seconds must be a number between 0 and/],
    [['--for', '1d'], '--for must be a number of seconds between 0 and 10000000.'],
    [['--for', '9999h'], '--for must be between 0 and 10000000 seconds, not 35996400.'],
    [['--chars', '5'], /^--chars is too small/],
    [['--prefix', ''], '--prefix cannot be empty; enter at least one character.'],
    [['--prefix', 'XYZ'], /^The model knows none of the characters in “XYZ”/],
    [Array<string>(11).fill('--prefix=分'), 'There can be at most 10 prefixes.'],
    [['--prefix', '分开', '月亮'], /月亮 does not exist/],
    [['--out', 'nowhere/song.verse'], /no .*nowhere/],
    [['--out', 'lyrics.txt'], /overwrite .*lyrics\.txt, which is also the input/],
    [['--out', '.'], /lyrics\.verse already exists; .* continue its run: verseloom resume /],
  ])('train %j', async (options, sentence) => {
    const said = await refused(['train', 'lyrics.txt', '--out', 'new.verse', ...small, ...options]);
    expect(said).toMatch(sentence);
  });

  test.each([
    [['--hidden', '0'], '--hidden 应在 1 到 2048 之间，不能是 0。'],
    [['--for', '1d'], '--for 应是 0 到 10000000 之间的秒数。'],
    [['--chars', '5'], /^--chars 太少：/],
    [['--prefix', ''], '--prefix 不能为空，请至少写一个字。'],
  ])('train --lang zh %j', async (options, sentence) => {
    const out = ['--out', 'new.verse', '--lang', 'zh'];
    const said = await refused(['train', 'lyrics.txt', ...out, ...small, ...options]);
    expect(said).toMatch(sentence);
  });

  test.each([
    [['--prefix', ''], '--prefix cannot be empty; enter at least one character.'],
    [['--prefix', 'XYZ'], /^The model knows none of the characters in “XYZ”/],
    [['--prefix', '分', '--length', '0'], /^--length must be between 1 and/],
    [['--prefix', '分', '--length', '一'], /^--length must be a number/],
    [['--prefix', '分', '--temperature', '-1'], /^--temperature must be between 0 and 10/],
    [['--prefix', '分', '--top-k', '1.5'], /^--top-k must be a whole number/],
    [['--prefix', '分', '--top-p', '2'], /^--top-p must be between 0 and 1/],
    [['--prefix', '分', '--repetition', '0.5'], /^--repetition must be between 1 and 10/],
    [['--prefix', '分', '--seed', '0.5'], /^--seed must be a whole number/],
    [[], '--prefix is missing; this command needs it.'],
  ])('write %j', async (options, sentence) => {
    expect(await refused(['write', 'lyrics.verse', ...options])).toMatch(sentence);
  });
});

describe('a model', () => {
  test.each([
    ['nothing.verse', /no file .*nothing\.verse/],
    ['lyrics.txt', /not a Verseloom model/],
    ['cover.zip', /not a Verseloom model/],
    ['broken.verse', /broken\.verse is damaged/],
    ['folder', /cannot be read/],
  ])('%s', async (name, sentence) => {
    expect(await refused(['inspect', name])).toMatch(sentence);
  });

  test('the reason is in the language, too', async () => {
    const said = await refused(['inspect', 'broken.verse', '--lang', 'zh']);
    expect(said).toBe('模型 broken.verse 已损坏，没有打开（文件缺了末尾）。');
  });

  test('a text of which it knows nothing', async () => {
    await desk.put('foreign.txt', 'abcdef');
    const said = await refused(['score', 'lyrics.verse', 'foreign.txt']);
    expect(said).toMatch(/knows 0 of 6 characters/);
  });
});

describe('the command', () => {
  test.each([
    [0, ['inspect', 'lyrics.verse', '--json']],
    [1, ['train', 'lyrics.txt', '--out', 'lyrics.verse/song']],
    [2, ['trian', 'lyrics.txt']],
    [2, ['train', 'bomb.zip', '--lang=zh']],
    [2, ['score', 'broken.verse', 'lyrics.txt']],
    [2, ['write', 'lyrics.verse', '--prefix', 'XYZ']],
  ])('ends with %d and says the same as a process of its own: %j', async (code, args) => {
    const ofProcess = await desk.run(args);
    expect(ofProcess.code).toBe(code);
    expect(await runHere(desk, args)).toEqual(ofProcess);
  });

  test.skipIf(process.platform !== 'linux').each([
    ['en', 'The output cannot be written (no space left on the disk).\n'],
    ['zh', '无法写出结果（磁盘空间不足）。\n'],
  ])('tells in words when its output cannot be written (%s)', (language, sentence) => {
    const command = `"${process.execPath}" "${program}" --lang ${language} inspect lyrics.verse > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', command], {
      cwd: desk.folder,
      env: { ...process.env, INIT_CWD: desk.folder, VERSELOOM_DATA: desk.path('data') },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 1, stderr: sentence });
  });

  test.skipIf(process.platform !== 'linux')(
    'ends where there can be no data folder, though the system says only that something is missing',
    async () => {
      const data = '/proc/verseloom';
      const result = await desk.run(['models', 'list'], { VERSELOOM_DATA: data });
      expect(result).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toMatch(/^\/proc\/verseloom cannot be written \(.*\)\.\n$/);
    },
  );

  test.each([
    [['trian', 'lyrics.txt'], 'There is no command “trian”; did you mean train?'],
    [['--', '--help'], 'There is no command “--help”; see verseloom --help for all of them.'],
    [['sing'], 'There is no command “sing”; see verseloom --help for all of them.'],
    [['train', 'lyrics.txt', '--epocs', '3'], /no option --epocs here; did you mean --epochs\?/],
    [['train', 'lyrics.txt', '-x'], /no option -x here; see --help for all of them/],
    [['train'], 'The argument <corpus> is missing; see --help for the order of the arguments.'],
    [['train', 'lyrics.txt', '--epochs'], '--epochs needs a number.'],
    [['score', 'lyrics.verse', 'lyrics.txt', 'more'], /more does not exist/],
    [['resume', 'lyrics.verse', 'lyrics.txt'], /“resume” has too many arguments/],
    [['models', 'lits'], 'There is no command “lits”; did you mean list?'],
    [
      ['models', 'import'],
      'The argument <file> is missing; see --help for the order of the arguments.',
    ],
    [['resume', 'lyrics.verse', '--no-corpus'], /no option --no-corpus here/],
    [
      ['inspect', 'lyrics.verse', '--lang', 'fr'],
      '“fr” is not a choice for --lang; the choices are zh, en.',
    ],
    ...['zhx', 'english', '', '-zh', 'zh CN'].map((tag): [string[], string] => [
      ['inspect', 'lyrics.verse', `--lang=${tag}`],
      `“${tag}” is not a choice for --lang; the choices are zh, en.`,
    ]),
    [['--lang', 'zh', 'train', '--json'], '缺少 <corpus>，写法见 --help。'],
    [
      ['write', 'lyrics.verse', '--prefix', '分', '--tone', '9', '--lang', 'zh'],
      '--tone 没有“9”这个选择，可选的有 平、仄、1、2、3、4。',
    ],
    [['--lang=zh', 'trian'], '没有“trian”这个命令，你是想用 train 吗？'],
  ])('%j', async (args, sentence) => {
    expect(await refused(args)).toMatch(sentence);
  });
});
