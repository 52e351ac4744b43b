/** What can be built where is said before anything is built. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Platform } from 'electron-builder';
import { describe, expect, it } from 'vitest';
import { table, whyNotHere } from '../../../src-main/setup/packaging/targets.mjs';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';

const clone = join(import.meta.dirname, '..', '..', '..');
const { LINUX, MAC, WINDOWS } = Platform;

describe('a target', () => {
  it.each([
    [LINUX, [], { linux: true, darwin: true, win32: false }],
    [LINUX, ['deb'], { linux: true, darwin: true, win32: false }],
    [LINUX, ['snap'], { linux: true, darwin: true, win32: false }], // not in the table
    [MAC, [], { linux: false, darwin: true, win32: false }],
    [MAC, ['dir'], { linux: false, darwin: true, win32: false }],
    [WINDOWS, [], { linux: false, darwin: false, win32: true }],
    [WINDOWS, ['NSIS'], { linux: false, darwin: false, win32: true }],
    [WINDOWS, ['dir'], { linux: true, darwin: true, win32: true }],
    [WINDOWS, ['zip', 'nsis'], { linux: false, darwin: false, win32: true }],
  ])('for %s %j is refused where it cannot be built', (platform, targets, places) => {
    for (const [host, can] of Object.entries(places)) {
      const why = whyNotHere([[platform, targets]], host as NodeJS.Platform);
      if (can) expect(why, host).toBeUndefined();
      else expect(why, host).toMatch(/ is built on .+, and this is .+\.\n\n/);
    }
  });

  it('is refused also behind one that can be built', () => {
    const wanted: Parameters<typeof whyNotHere>[0] = [
      [LINUX, []],
      [MAC, ['zip']],
    ];
    expect(whyNotHere(wanted, 'linux')).toBe(
      `zip for macOS is built on macOS, and this is Linux.\n\n${table()}`,
    );
  });
});

it('shows what can be built where as a table whose columns are under one another', () => {
  const [head, ...rows] = table().split('\n');
  expect(rows.length).toBe(4);
  for (const row of rows) {
    expect(row).toMatch(/^(Linux|macOS|Windows): /);
    for (const host of ['on Linux', 'on macOS', 'on Windows'])
      expect(row.slice(head!.indexOf(host))).toMatch(/^(yes|no|with VCToolsRedistDir)( |$)/);
  }
});

it('shows the table that the README has', async () => {
  const readme = await readFile(join(clone, 'README.md'), 'utf8');
  const cells = (line: string): string[] =>
    line
      .replaceAll('`', '')
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1);
  const shown = table()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));
  for (const row of shown.slice(1)) expect(readme.split('\n').map(cells)).toContainEqual(row);
});

describe.skipIf(process.platform !== 'linux')('on Linux, npm run dist', () => {
  /** @returns how it ended, with nothing built */
  async function dist(...args: string[]): Promise<{ code: number; said: string }> {
    const output = await temporaryFolder();
    const program = join(clone, 'src-main', 'setup', 'packaging', 'dist.mjs');
    const env = { ...process.env, VCToolsRedistDir: '' };
    return new Promise((resolve) =>
      execFile(
        process.execPath,
        [program, ...args, '--output', output],
        { cwd: clone, env },
        (error, out, said) => {
          expect(out).toBe('');
          resolve({ code: Number(error?.code ?? 0), said });
        },
      ),
    );
  }

  it.each([
    [['--mac'], 'dmg for macOS is built on macOS'],
    [['--mac', '--dir'], 'dir for macOS is built on macOS'],
    [['--linux', 'dir', '--win'], 'nsis for Windows is built on Windows'],
  ])('%j ends with 2, a sentence and the table', async (args, sentence) => {
    const { code, said } = await dist(...args);
    expect(code).toBe(2);
    expect(said).toBe(`${sentence}, and this is Linux.\n\n${table()}\n`);
  });

  it('--win --dir names the libraries that are missing', async () => {
    const { code, said } = await dist('--win', '--dir', '--x64');
    expect(code).toBe(1);
    for (const name of ['msvcp140', 'msvcp140_1', 'vcruntime140', 'vcruntime140_1'])
      expect(said.toLowerCase()).toContain(`${name}.dll`);
    expect(said).toContain('VCToolsRedistDir');
    expect(said).not.toMatch(/^\s+at /m);
  });
});
