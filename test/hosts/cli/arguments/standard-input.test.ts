/** Texts that come on the standard input, and out of pipes: they are read as files of the same bytes are. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import iconv from 'iconv-lite';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Output } from '../../../../src-main/hosts/cli/terminal/output.ts';
import { runCommandLine } from '../../../../src-main/hosts/cli/program.ts';
import type { Input } from '../../../../src-main/hosts/cli/surroundings/surroundings.ts';
import { createTranslator } from '../../../../src-main/messages/translator.ts';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { runHere } from '../in-process.ts';
import { putTrained } from '../trained-model.ts';
import { called, Desk, linesOf, lyrics, program, small, type Result } from '../verseloom.ts';

let desk: Desk;
const TOO_LARGE = 'stdin is larger than 64 MB. Allow more with --limit-mb.';
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, '歌词', 2, 'model.verse', ['--no-corpus']);
});
afterAll(() => desk.clear());

const given = (input: string | Uint8Array, ...args: string[]): Promise<Result> =>
  desk.run(args, {}, { input });
/** Likewise, without a process of its own. */
const givenHere = (input: string | Uint8Array, ...args: string[]): Promise<Result> =>
  runHere(desk, args, {}, { input });
const zipped = (): Promise<Uint8Array> =>
  new JSZip().file('歌.txt', lyrics).generateAsync({ type: 'uint8array' });

describe('train -', () => {
  test('learns what it reads there, and calls the corpus after the model', async () => {
    const train = ['train', '-', ...small, '--epochs', '1', '--out', '夜.verse'];
    expect(await given(lyrics, ...train)).toMatchObject({ code: 0 });
    const { manifest, text } = await readModelFile(desk.path('夜.verse'));
    expect(manifest).toMatchObject({ name: called('夜', 1), corpus: { name: '夜' } });
    expect(Buffer.from(text!).toString()).toBe(lyrics);
  });

  test.each([
    ['no --out at all', []],
    ['a folder', ['--out', '.']],
  ])('needs a name for the model, which %s is not', async (_, out) => {
    const before = await desk.names();
    const { code, stdout, stderr } = await givenHere(lyrics, 'train', '-', ...small, ...out);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/has no file name.* with --out\.\n$/);
    expect(await desk.names()).toEqual(before);
  });

  test('does not replace the file that it reads there', async () => {
    await desk.put('input.txt', lyrics);
    const file = openSync(desk.path('input.txt'), 'r');
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, 'train', '-', ...small, '--out', 'input.txt', '--overwrite'],
      { stdio: [file, 'pipe', 'pipe'], encoding: 'utf8', env: envOf(desk), cwd: desk.folder },
    );
    closeSync(file);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^This would overwrite .*input\.txt, which is also the input/);
  });

  test('reads ./- as a file of that name', async () => {
    await desk.put('-', lyrics);
    const { code } = await given('', 'train', './-', ...small, '--epochs', '1');
    expect(code).toBe(0);
    await rename(desk.path('-.verse'), desk.path('dash.verse'));
  });
});

describe('score -', () => {
  const score = async (input: string | Uint8Array): Promise<unknown> => {
    const { code, stdout, stderr } = await givenHere(input, 'score', 'model.verse', '-', '--json');
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };

  test(
    'gives what the same text in a file gives, whatever its encoding, and from a zip',
    { tags: ['long'] },
    async () => {
      const [ofFile] = await desk.runJson(['score', 'model.verse', '歌词.txt']);
      for (const input of [
        ...[lyrics, `\ufeff${lyrics}`, iconv.encode(lyrics, 'GB18030')],
        ...[iconv.encode(lyrics, 'UTF-16LE', { addBOM: true }), await zipped()],
      ])
        expect(await score(input)).toEqual(ofFile);
    },
  );

  test('reads a text that comes in pieces, cut within a character', async () => {
    const child = spawn(process.execPath, [program, 'score', 'model.verse', '-', '--json'], {
      ...{ cwd: desk.folder, env: envOf(desk), stdio: ['pipe', 'pipe', 'inherit'] },
    });
    const bytes = Buffer.from(lyrics);
    child.stdin.write(bytes.subarray(0, 100));
    setTimeout(() => child.stdin.end(bytes.subarray(100)), 300);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ characters: lyrics.length, leftOut: 0 });
  });

  test.skipIf(process.platform === 'win32')(
    'reads a pipe that has a path, as <(…) is',
    async () => {
      const pipe = `"${process.execPath}" "${program}" score model.verse <(cat 歌词.txt) --json`;
      const { stdout, stderr } = spawnSync('bash', ['-c', pipe], {
        ...{ cwd: desk.folder, env: envOf(desk), encoding: 'utf8' },
      });
      expect(JSON.parse(stdout || stderr)).toMatchObject({ characters: lyrics.length });
    },
  );
});

test.skipIf(process.platform === 'win32')(
  'the path of the standard input is as good as -, whatever that is',
  { tags: ['long'] },
  async () => {
    const score = ['score', 'model.verse', '/dev/stdin', '--json'];
    const ofSocket = await given(lyrics, ...score); // as Node gives it to a program
    expect(JSON.parse(ofSocket.stdout || ofSocket.stderr)).toMatchObject({ leftOut: 0 });
    const command = `"${process.execPath}" "${program}" ${score.join(' ')}`;
    for (const shell of [`cat 歌词.txt | ${command}`, `${command} < 歌词.txt`]) {
      const { stdout, stderr } = spawnSync('bash', ['-c', shell], {
        ...{ cwd: desk.folder, env: envOf(desk), encoding: 'utf8' },
      });
      expect(stdout, stderr).toBe(ofSocket.stdout);
    }
  },
);

test.skipIf(process.platform === 'win32')(
  'a device is no text, and where it is the standard input, one without an end',
  { tags: ['long'] },
  () => {
    const run = (text: string) =>
      spawnSync('sh', ['-c', `"${process.execPath}" "${program}" score model.verse ${text}`], {
        ...{ cwd: desk.folder, env: envOf(desk), encoding: 'utf8' },
      });
    expect(run('/dev/zero')).toMatchObject({ status: 2, stdout: '' });
    expect(run('/dev/zero').stderr).toMatch(
      /^\/dev\/zero cannot be read \(it is not an ordinary file\)\.\n$/,
    );
    for (const text of ['-', '/dev/stdin', '/dev/zero'])
      expect(run(`${text} < /dev/zero`)).toMatchObject({
        ...{ status: 2, stdout: '', stderr: `${TOO_LARGE}\n` },
      });
  },
);

test('resume --corpus - takes the text from there, if it is the very one', async () => {
  const resume = ['resume', 'model.verse', '--epochs', '1', '--corpus', '-'];
  const other = await givenHere(`${lyrics}。`, ...resume);
  expect(other).toMatchObject({ code: 2, stdout: '' });
  expect(other.stderr).toMatch(/^This is not the text/);
  expect(await given(lyrics, ...resume)).toMatchObject({ code: 0 });
  expect((await readModelFile(desk.path('model.verse'))).epochs).toHaveLength(3);
});

describe('an input that is no text', () => {
  const binary = Uint8Array.from({ length: 999 }, (_, i) => (i * i) % 256);
  test.each([
    ['', '“stdin” is empty.', '“stdin”是空的。'],
    [' \n', '“stdin” is empty.', '“stdin”是空的。'],
    [binary, /^“stdin” is not text/, /^“stdin”不是文本/],
  ])('is told in a sentence: %#', async (input, english, chinese) => {
    for (const args of [
      ['train', '-', '--out', 'new.verse'],
      ['score', 'model.verse', '-'],
      ['resume', 'model.verse', '--epochs', '1', '--corpus', '-'],
    ]) {
      const { code, stdout, stderr } = await givenHere(input, ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(linesOf(stderr)).toEqual([expect.stringMatching(english)]);
    }
    const { stderr } = await givenHere(input, 'score', 'model.verse', '-', '--lang', 'zh');
    expect(linesOf(stderr)).toEqual([expect.stringMatching(chinese)]);
  });

  test('is texts in several encodings: their files are asked for, and do', async () => {
    const wide = Buffer.from('\ufeff床前明月光，疑是地上霜。\n'.repeat(9), 'utf16le');
    const narrow = Buffer.from('举头望明月，低头思故乡。\n'.repeat(9));
    const inspect = ['corpus', 'inspect'];
    const joined = await givenHere(Buffer.concat([narrow, wide]), ...inspect, '-');
    expect(joined.stdout).toMatch(/several encodings at once\. Name the files instead of joining/);
    await desk.put('床.txt', wide);
    await desk.put('头.txt', narrow);
    const named = await runHere(desk, [...inspect, '床.txt', '头.txt']);
    expect(named).toMatchObject({ code: 0 });
    expect(named.stdout).toMatch(/^头\.txt .*utf-8[^]*^床\.txt .*utf-16le/m);
    expect(named.stdout).not.toContain('several encodings');
  });

  test('is refused as soon as it is larger than any text', async () => {
    const { code, stderr } = await desk.start(
      ['score', 'model.verse', '-'],
      {},
      {
        input: Buffer.alloc(65 * 1024 * 1024, 'a'),
      },
    ).ended;
    expect(code).toBe(2);
    expect(stderr).toBe(`${TOO_LARGE}\n`);
  });

  test('is nothing at all: none is open', async () => {
    expect(await desk.run(['score', 'model.verse', '-'])).toMatchObject({ code: 2, stdout: '' });
  });
});

test('a person at a terminal is told that the text is awaited, and how it ends', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const [out, err] = [new PassThrough(), new PassThrough()].map((stream) =>
    stream.setEncoding('utf8'),
  );
  await writeFile(desk.path('bare.verse'), '');
  const ended = runCommandLine(['train', '-', '--out', 'typed.verse'], {
    ...{ version: '0', exportedPage: '', command: 'verseloom', folder: desk.folder },
    translator: createTranslator('en'),
    input: input as Input,
    output: new Output(out as unknown as WriteStream, err as unknown as WriteStream),
    modelsFolder: () => Promise.reject(new Error('no library is needed')),
    openModels: () => Promise.reject(new Error('no library is needed')),
    openCorpora: () => Promise.reject(new Error('no library is needed')),
    installation: { root: '', programs: '', packed: null },
    openClusters: () => Promise.reject(new Error('no cluster is needed')),
    openDrafts: () => Promise.reject(new Error('no draft is needed')),
    openRuns: () => Promise.reject(new Error('no run is needed')),
    openProduct: () => Promise.reject(new Error('nothing is learnt')),
    runBench: async () => 0,
  });
  await expect.poll(() => err!.readableLength).toBeGreaterThan(0);
  expect(err!.read()).toMatch(/^Type the text, then press Ctrl-.* on a line of its own\.\n$/);
  input.end('\n');
  expect(await ended).toBe(2);
  expect(err!.read()).toBe('“stdin” is empty.\n');
});

const envOf = ({ folder }: Desk): NodeJS.ProcessEnv => ({
  ...process.env,
  ...{ INIT_CWD: folder, LC_ALL: 'en_US.UTF-8', VERSELOOM_DATA: `${folder}/data` },
});
