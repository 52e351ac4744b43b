/** `npm run bench` as a person asks for it; what it measures is not measured here. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askedRows, rows } from './asked-rows.ts';

const root = join(import.meta.dirname, '..', '..');
const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], {
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'utf8',
    timeout: 25_000,
  });
  return { status, stdout, stderr };
};

test.each([
  ['by itself', 'test/bench/bench.ts', ['--help']],
  ['as -h', 'test/bench/bench.ts', ['engines', '-h']],
  ['through the command line', 'dist/main/cli.cjs', ['bench', '--help']],
])('its help names the rows and measures nothing, %s', { tags: ['long'] }, (_, script, args) => {
  const { status, stdout, stderr } = run(script, ...args);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: npm run bench /);
  for (const [name, about] of Object.entries(rows))
    expect(stdout).toMatch(new RegExp(`^  ${name} +${about}$`, 'm'));
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^ {2}window/); // and no figure after them
});

test.each([
  [['engine'], 'row “engine”'],
  [['engines', 'toString'], 'row “toString”'],
  [['--foo', 'engines'], 'option --foo'],
  [['presets', '--text'], 'file behind --text'],
])('what is no row is refused before any is measured: %j', (args, named) => {
  expect(run('test/bench/bench.ts', ...args)).toEqual({
    ...{ status: 2, stdout: '' },
    stderr: `There is no ${named}; the rows are ${Object.keys(rows).join(', ')}.\n`,
  });
});

test('what takes longer than all others together is measured only by its name', () => {
  const all = askedRows([]);
  expect(all.rows).not.toContain('known');
  expect(all.rows).not.toContain('presets');
  expect(all.rows).not.toContain('peers');
  expect(askedRows(['--peers']).rows).toEqual([...all.rows, 'peers']);
  expect(askedRows(['--text', 'a.txt']).rows).toEqual([...all.rows, 'presets']);
  expect(all).toMatchObject({ withPeers: false });
  expect(askedRows(['known', '--peers'])).toEqual({ rows: ['known'], withPeers: true, texts: [] });
  expect(askedRows(['presets', '--text', 'a.txt', '--text=b.txt'])).toEqual({
    ...{ rows: ['presets'], withPeers: false, texts: ['a.txt', 'b.txt'] },
  });
});
