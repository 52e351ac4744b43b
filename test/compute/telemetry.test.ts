/** No engine keeps or sends anything on its maker's behalf: it leaves no file behind, and speaks to no network. */
import { readdir, readlink } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { onEachEngine } from '../engines/on-each-engine.ts';
import { listing, temporaryFolder } from '../store/temporary-folder.ts';
import { smallJob, startCompute } from './compute-process.ts';
import { train } from './train.ts';

/** @returns what the process holds open and could speak through, beyond Node's own channel to us */
async function filesOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder);
  return Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
}

onEachEngine((engine) => {
  it('leaves nothing where programs keep what they want to send later', async () => {
    const folder = await temporaryFolder();
    // On every system, whatever stands for the home folder, the cache and temporary files.
    for (const name of ['HOME', 'USERPROFILE', 'LOCALAPPDATA', 'APPDATA', 'XDG_CACHE_HOME'])
      vi.stubEnv(name, folder);
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { link, calls } = startCompute(engine);
    expect((await train(calls, smallJob({ epochs: 1 }))).outcome).toBe('finished');
    if (process.platform === 'linux') {
      const open = await filesOf(link.pid!);
      expect(open.filter((path) => /telemetry|\.db|\.log$/i.test(path))).toEqual([]);
    }
    expect(await listing(folder)).toEqual([]);
  });
});
