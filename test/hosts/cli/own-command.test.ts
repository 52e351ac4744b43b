/** What is said to do next, as the person who reads it can do it: by npm, by the installed command, or by Node alone. */
import { spawnSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../src-main/store/models/model-file.ts';
import { commandOf } from '../../../src-main/setup/started-by.mjs';
import { Desk, lyrics, program, root, small } from './verseloom.ts';

/** As awkward for a shell as a name may be. */
const NAME = `it's a "$HOME" \\ 歌 (1)&.verse`;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await desk.put('歌.txt', lyrics);
  await mkdir(desk.path('bin'));
  await symlink(join(root, 'src-main/setup/verseloom.mjs'), desk.path('bin/verseloom'));
  await symlink(process.execPath, desk.path('bin/node'));
  const train = ['train', '歌.txt', ...small, '--epochs', '1', '--out', NAME];
  const { code, stderr } = await desk.run(train);
  expect(code, stderr).toBe(0);
});
afterAll(() => desk.clear());

function shell(command: string, cwd = desk.folder): { status: number | null; output: string } {
  const { INIT_CWD: _, VERSELOOM_COMMAND: __, ...env } = process.env;
  // Of an `npm test` that runs this.
  for (const name of Object.keys(env)) if (name.startsWith('npm_')) delete env[name];
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], {
    cwd,
    env: {
      ...env,
      PATH: `${desk.path('bin')}:${env['PATH']}`,
      VERSELOOM_DATA: desk.path('data'),
      LC_ALL: 'en_US.UTF-8',
    },
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe.skipIf(process.platform === 'win32')('the command that is said to go on', () => {
  const words = (args: readonly string[]): string =>
    args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(' ');

  test.each([
    ['npm in a folder of the clone', 'npm run -s cli --', () => join(root, 'test')],
    ['npm elsewhere', `npm --prefix ${root} run -s cli --`, () => desk.folder],
    ['the installed command', 'verseloom', () => desk.folder],
    ['Node', `node ${root}/src-main/setup/run.mjs cli`, () => desk.folder],
    ['Node on the command', `node ${root}/src-main/setup/verseloom.mjs`, () => desk.folder],
    ['Node on the program itself', `node ${program}`, () => desk.folder],
  ])('can be given as it stands, with %s', { tags: ['long'] }, async (_, command, from) => {
    const path = desk.path(NAME);
    const before = (await readModelFile(path)).epochs.length;
    const again = shell(
      `${command} ${words(['train', desk.path('歌.txt'), '--out', path])}`,
      from(),
    );
    expect(again.status).toBe(2);
    const [, said] = /or continue its run: (.*)\n/.exec(again.output)!;
    expect(said).toContain(`${command} resume `);
    const gone = shell(`${said} --epochs 1`, from());
    expect(gone.status, gone.output).toBe(0);
    expect((await readModelFile(path)).epochs).toHaveLength(before + 1);
  });

  test('stands in help and wherever else the program is named', () => {
    const command = `node ${program}`;
    expect(shell(`${command} sing`).output).toBe(
      `There is no command “sing”; see ${command} --help for all of them.\n`,
    );
    const help = shell(`${command} --help`).output;
    expect(help).toContain(`Usage: ${command} [options]`);
    expect(help).toContain(`  ${command} train lyrics.txt`);
  });

  test('is taken with the “--” that npm has taken away elsewhere', () => {
    const command = `node ${root}/src-main/setup/run.mjs cli`;
    expect(shell(`${command} -- --version`)).toEqual(shell(`${command} --version`));
  });
});

test('the installed command keeps its name where npm starts it without a link', () => {
  const argv = ['node', 'C:\\npm\\node_modules\\verseloom\\src-main\\setup\\verseloom.mjs'];
  expect(commandOf('C:\\npm', { argv, env: {}, platform: 'win32' })).toBe('verseloom');
});

test.each([
  ['C:\\Users\\me\\Verse loom', 'npm --prefix "C:\\Users\\me\\Verse loom" run -s cli --'],
  ['/home/me/verse loom', "npm --prefix '/home/me/verse loom' run -s cli --"],
])('a clone whose path has a space goes between quotation marks: %s', (clone, command) => {
  const platform = clone.startsWith('/') ? 'linux' : 'win32';
  const argv = ['node', `${clone}/src-main/setup/run.mjs`];
  const env = { npm_lifecycle_event: 'cli', INIT_CWD: '/elsewhere' };
  expect(commandOf(clone, { argv, env, platform })).toBe(command);
});
