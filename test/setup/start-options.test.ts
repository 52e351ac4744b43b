/** The options of `npm start`: all of them are named wherever one is wrong, in the person's language and before anything else is done. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readStart, takenByNpm } from '../../src-main/setup/start-options.mjs';

const root = join(import.meta.dirname, '..', '..');
const ALL = ['--web', '--port N', '--no-open', '--window', '--help'];

function start(env: Record<string, string>, ...args: string[]) {
  const program = join(root, 'src-main/setup/run.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'start', ...args], {
    env: { PATH: process.env['PATH'], SSH_CONNECTION: 'from afar', LC_ALL: 'C', ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.each([
  ['en_US.UTF-8', 'Usage: npm start -- ', 'There is no option '],
  ['zh_CN.UTF-8', '用法：npm start -- ', '没有 '],
])('in %s', (locale, usage, wrong) => {
  const env = { LC_ALL: locale };

  test.each(['--help', '-h'])('%s names them all', (flag) => {
    const { status, stdout, stderr } = start(env, '--web', flag);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(usage);
    for (const option of ALL) expect(stdout).toContain(option);
    expect(stdout).not.toContain('{{');
  });

  test.each([
    [['--foo'], '--foo'],
    [['--web', '--windwo'], '--windwo'],
    [['song.verse', '--prot=1', '-x'], '--prot=1 -x'],
  ])('what is none of them is refused with all that are: %j', (args, named) => {
    const { status, stdout, stderr } = start(env, ...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.startsWith(wrong + named)).toBe(true);
    for (const option of ALL) expect(stderr).toContain(option);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

test('what npm has taken for itself is said with the way to give it', () => {
  const npm = { npm_lifecycle_event: 'start' };
  const { status, stdout, stderr } = start({ ...npm, npm_config_web: 'true', npm_config_open: '' });
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/--web --no-open .*: npm start -- --web --no-open\n$/);
  expect(takenByNpm({ ...npm, npm_config_port: 'true' })).toEqual(['--port']);
  expect(takenByNpm({ npm_lifecycle_event: 'test', npm_config_web: 'true' })).toEqual([]);
  expect(takenByNpm(npm)).toEqual([]);
});

test.each([
  [
    ['a.verse', '--port', '1234', '--', '--b'],
    ['--port', '1234'],
    ['a.verse', '--b'],
  ],
  [['--port=1234', '--no-open', '--web'], ['--port=1234', '--no-open'], []],
  [['--port'], ['--port'], []],
  [['--window', 'a.verse'], [], ['a.verse']],
])('%j is read', (args, forBrowser, files) => {
  expect(readStart(args)).toMatchObject({ forBrowser, files, unknown: [] });
  expect(readStart(args).wantsBrowser).toBe(forBrowser.length > 0);
});
