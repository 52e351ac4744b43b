/** The one rule for every path that a command writes to: nothing is lost that nobody gave up, and what cannot be is said before the work. */
import { execFileSync } from 'node:child_process';
import { chmod, link, lstat, mkdir, readFile, readlink, stat, symlink } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { runHere } from '../in-process.ts';
import { putTrained } from '../trained-model.ts';
import { called, Desk, linesOf, small } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, '歌', 1, 'model.verse');
});
afterAll(() => desk.clear());

/** Every command that writes to a path, and how it calls its file in a folder. */
const writers = {
  train: {
    at: (path: string) => ['train', '歌.txt', ...small, '--epochs', '1', '--out', path],
    usual: '歌.verse',
  },
  'models export': {
    at: (path: string) => ['models', 'export', 'model.verse', path],
    usual: `${called('歌', 1)}.verse`,
  },
  export: {
    at: (path: string) => ['export', 'model.verse', '--csv', path],
    usual: `${called('歌', 1)}.csv`,
  },
};

describe.each(Object.entries(writers))('%s', (command, { at, usual }) => {
  const own = command.replaceAll(' ', '');
  /** Nothing is printed or left, and nothing is as little as begun: one sentence comes instead. */
  async function refused(path: string, code = 2): Promise<string> {
    const before = await desk.names();
    const result = await runHere(desk, at(path));
    expect(result, result.stderr).toMatchObject({ code, stdout: '' });
    expect(linesOf(result.stderr)).toHaveLength(1);
    expect(result.stderr).not.toMatch(/inside Verseloom|\{\{/);
    expect(await desk.names()).toEqual(before);
    return result.stderr;
  }
  const written = async (args: readonly string[]): Promise<void> => {
    const result = await runHere(desk, args);
    expect(result, result.stderr).toMatchObject({ code: 0 });
  };

  test('leaves a file that is there, unless it is told to replace it', async () => {
    const path = `${own}-there`;
    await desk.put(path, 'of the person');
    expect(await refused(path)).toMatch(/already exists.*--overwrite/);
    expect(await readFile(desk.path(path), 'utf8')).toBe('of the person');
    await written([...at(path), '--overwrite']);
    expect((await stat(desk.path(path))).size).toBeGreaterThan(50);
  });

  test('takes what a link leads to for what is there, and one that leads nowhere, too', async () => {
    const [path, linked, nowhere] = [`${own}-link`, `${own}-linked`, `${own}-nowhere`];
    await desk.put(linked, 'of the person');
    await symlink(linked, desk.path(path));
    await symlink(`${own}-none`, desk.path(nowhere));
    expect(await refused(path)).toMatch(/already exists/);
    expect(await refused(nowhere)).toMatch(/already exists/);
    await written([...at(path), '--overwrite']);
    expect(await readlink(desk.path(path))).toBe(linked);
    expect((await lstat(desk.path(linked))).size).toBeGreaterThan(50);
    await written([...at(nowhere), '--overwrite']);
    expect((await stat(desk.path(nowhere))).size).toBeGreaterThan(50);
  });

  test('never replaces what it reads, by whatever name', async () => {
    const input = command === 'train' ? '歌.txt' : 'model.verse';
    const [soft, hard] = [`${own}-soft`, `${own}-hard`];
    await symlink(input, desk.path(soft));
    await link(desk.path(input), desk.path(hard));
    const before = await readFile(desk.path(input));
    for (const name of [input, soft, hard]) {
      const { code, stdout, stderr } = await runHere(desk, [...at(name), '--overwrite']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(
        /^This would overwrite .*, which is also the input; choose another file\.\n$/,
      );
    }
    expect(await readFile(desk.path(input))).toEqual(before);
  });

  test('goes into a folder under its usual name, and refuses one that is not there', async () => {
    for (const slash of ['', '/']) {
      const folder = `${own}-folder${slash.length}`;
      await mkdir(desk.path(folder));
      await written(at(folder + slash));
      expect((await stat(desk.path(`${folder}/${usual}`))).isFile()).toBe(true);
    }
    expect(await refused(`${own}-folder1`)).toMatch(new RegExp(`/${usual} already exists`));
    const folders = ['new/', 'new/.', 'new/deep/song'];
    for (const path of folders)
      expect(await refused(path)).toMatch(/^There is no folder .*\/new(\/deep)?; create it first/);
    const ofAFile = 'cannot be written (a part of the path is not a folder)';
    expect(await refused('model.verse/', 1)).toContain(ofAFile);
    expect(await refused('model.verse/song', 1)).toContain(ofAFile);
  });

  test('refuses what is no place for a file', async () => {
    expect(await refused('')).toMatch(/needs a file name/);
    expect(await refused('-')).toMatch(/“-” stands for standard input/);
    execFileSync('mkfifo', [desk.path(`${own}-pipe`)]);
    const { code, stderr } = await runHere(desk, [...at(`${own}-pipe`), '--overwrite']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot be written \(it is not an ordinary file\)/);
    expect((await lstat(desk.path(`${own}-pipe`))).isFIFO()).toBe(true);
  });

  test('refuses a name that is too long, and any path that is', async () => {
    for (const path of [`${'歌'.repeat(84)}.verse`, 'a'.repeat(256), `${'a/'.repeat(2100)}b`])
      expect(await refused(path, 1)).toMatch(/cannot be written \(the name is too long\)\.$/m);
  });

  test.skipIf(process.platform !== 'linux')(
    'refuses a disk that takes no files, also from the system’s own user',
    async () => {
      for (const folder of ['/proc', '/sys'])
        expect(await refused(`${folder}/song`, 1)).toMatch(
          new RegExp(`^${folder}/song cannot be written \\(.+\\)\\.\n$`),
        );
    },
  );

  test.skipIf(process.getuid?.() === 0)('refuses a folder that is read-only', async () => {
    const folder = `${own}-closed`;
    await mkdir(desk.path(folder), { mode: 0o500 });
    expect(await refused(`${folder}/song`, 1)).toMatch(/cannot be written \(permission denied\)/);
    await chmod(desk.path(folder), 0o700);
  });
});

test.each(['html', 'onnx', 'safetensors', 'csv'])('export --%s goes by that rule', async (kind) => {
  await desk.put(`there.${kind}`, 'of the person');
  const { code, stderr } = await runHere(desk, [
    'export',
    'model.verse',
    `--${kind}`,
    `there.${kind}`,
  ]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/already exists/);
  expect(await readFile(desk.path(`there.${kind}`), 'utf8')).toBe('of the person');
});

test('train says how to go on with a model that is there, and with nothing else', async () => {
  await desk.put('notes.txt', 'of the person');
  for (const [path, goesOn] of [
    ['notes.txt', false],
    ['model.verse', true],
  ] as const) {
    const { stderr } = await runHere(desk, writers.train.at(path));
    expect(stderr.includes(`continue its run: verseloom resume ${desk.path(path)}\n`)).toBe(goesOn);
  }
});

describe('two outputs of one command', () => {
  test('do not go to the same place, by whatever names', async () => {
    await mkdir(desk.path('place'));
    await symlink('place', desk.path('same-place'));
    await desk.put('old', 'old');
    await symlink('old', desk.path('also-old'));
    for (const [a, b] of [
      ['new', './new'],
      ['place/new', 'same-place/new'],
      ['old', 'also-old'],
    ] as const) {
      const both = ['--csv', a, '--onnx', b, '--overwrite'];
      const { code, stdout, stderr } = await runHere(desk, ['export', 'model.verse', ...both]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^Two exports would be saved as .*; choose a file for each\.\n$/);
    }
    expect(await readFile(desk.path('old'), 'utf8')).toBe('old');
  });

  test('are both refused when one is: nothing is written', async () => {
    await desk.put('half.csv', 'old');
    const both = ['--csv', 'half.csv', '--onnx', 'half.onnx'];
    expect(await runHere(desk, ['export', 'model.verse', ...both])).toMatchObject({ code: 2 });
    expect(await desk.names()).not.toContain('half.onnx');
  });
});

describe('a path that is too long', () => {
  const long = 'a'.repeat(300);
  test.each([
    ['train', long],
    ['score', 'model.verse', long],
    ['score', long, '歌.txt'],
    ['write', long, '--prefix', '分'],
    ['resume', long],
    ['resume', 'model.verse', '--epochs', '1', '--corpus', long],
    ['inspect', long],
    ['export', long, '--csv', 'a.csv'],
    ['models', 'export', long, 'a.verse'],
    ['models', 'import', long],
    ['models', 'verify', long],
  ])('is told in a sentence: %#', async (...args) => {
    const { code, stdout, stderr } = await runHere(desk, args);
    expect(code).toBeGreaterThan(0);
    expect(stdout).toBe('');
    expect(linesOf(stderr)).toEqual([
      expect.stringMatching(
        /^There is no file .*aaa|cannot be (read|written) \(the name is too long\)/,
      ),
    ]);
  });

  test.each([long, `/tmp/${'a/'.repeat(3000)}`])('also as the data folder', async (folder) => {
    for (const args of [
      ['models', 'list'],
      ['inspect', 'none'],
    ]) {
      const { code, stderr } = await runHere(desk, args, { VERSELOOM_DATA: folder });
      expect(code).toBeGreaterThan(0);
      expect(stderr).toMatch(/\(the name is too long\)\.\n$/);
      expect(stderr).not.toContain('inside Verseloom');
    }
  });
});

test(
  'a run goes on in a file whose name is as long as a name can be',
  { tags: ['long'] },
  async () => {
    const name = `${'歌'.repeat(83)}.verse`; // 255 bytes
    const { code, stderr } = await desk.run(writers.train.at(name));
    expect(code, stderr).toBe(0);
    const gone = await desk.run(['resume', name, '--epochs', '1']);
    expect(gone.code, gone.stderr).toBe(0);
    expect((await readModelFile(desk.path(name))).manifest.epochs).toBe(2);
  },
);
