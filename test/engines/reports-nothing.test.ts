/**
 * What an engine's library does beside its work: it reports to nobody, and leaves nothing in the home of the person.
 *
 * @module-tag long
 */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { smallJob, startCompute } from '../compute/compute-process.ts';
import { train } from '../compute/train.ts';
import { listing, temporaryFolder } from '../store/files/temporary-folder.ts';
import { onEachEngine } from './on-each-engine.ts';

let home: string;

beforeEach(async () => {
  home = await temporaryFolder();
  // On every system, whatever stands for the home folder, the cache and temporary files.
  for (const name of ['HOME', 'USERPROFILE', 'LOCALAPPDATA', 'APPDATA', 'XDG_CACHE_HOME'])
    vi.stubEnv(name, home);
  for (const name of ['XDG_DATA_HOME', 'TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, home);
  // Where these stand, ONNX Runtime holds back by itself.
  for (const name of ['CI', 'GITHUB_ACTIONS', 'TF_BUILD', 'ORT_DISABLE_TELEMETRY'])
    vi.stubEnv(name, undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
});

onEachEngine((engine) => {
  it('trains, and neither writes to the home folder nor opens a connection', async () => {
    const { calls, link } = startCompute(engine);
    const { outcome } = await train(calls, smallJob());
    expect(outcome).toBe('finished');
    expect(await listing(home)).toEqual([]);
    if (process.platform === 'linux') expect(await connectionsOf(link.pid!)).toEqual([]);
  });
});

/** @returns what it has open to other machines; the two ends of a link to its host have no address */
async function connectionsOf(pid: number): Promise<string[]> {
  const folder = join('/proc', String(pid), 'fd');
  const links = await Promise.all(
    (await readdir(folder)).map((name) => readlink(join(folder, name)).catch(() => '')),
  );
  const tables = await Promise.all(
    ['tcp', 'tcp6', 'udp', 'udp6'].map((name) =>
      readFile(join('/proc', String(pid), 'net', name), 'utf8').catch(() => ''),
    ),
  );
  const inodes = tables.flatMap((table) =>
    table.split('\n').map((row) => row.trim().split(/\s+/)[9]),
  );
  return links.filter((link) => inodes.includes(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? '-'));
}
