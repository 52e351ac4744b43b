// A rebuild while the application runs: what is served, what trains and what is started again are still of the build it began with.

import {
  cpSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  readFileSync,
  writeFileSync,
  readdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { build, needsBuild } from '../../src-main/setup/build.mjs';
import { makeBuildFolder, putInPlace } from '../../src-main/setup/build-folders.mjs';
import { computePid } from '../e2e/support/application.ts';
import { connect, enter } from '../hosts/web/client.ts';
import { expectToLearn, startEndlessRun } from '../hosts/web/endless-run.ts';
import { startHostProcess } from '../hosts/web/host-process.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';

const clone = join(import.meta.dirname, '..', '..');

/** A clone of its own, with what this one has built and installed. */
function cloneInto(root: string): void {
  const files = ['package.json', 'package-lock.json', 'LICENSE', 'src-main', 'src-renderer'];
  for (const file of [...files, 'resources'])
    cpSync(join(clone, file), join(root, file), { recursive: true });
  symlinkSync(join(clone, 'node_modules'), join(root, 'node_modules'), 'junction');
  for (const half of ['main', 'renderer']) putInPlace(root, half, copyOf(clone, half, root));
}

/** @returns a folder with the same build as is in place there */
function copyOf(from: string, half: string, root = from): string {
  const folder = makeBuildFolder(root, half);
  cpSync(realpathSync(join(from, 'dist', half)), folder, { recursive: true });
  return folder;
}

const change = (path: string, from: string, to: string): void => {
  const before = readFileSync(path, 'utf8');
  expect(before).toContain(from);
  writeFileSync(path, before.replaceAll(from, to));
};

// The process id of the compute process is looked up as Linux lists it.
test.skipIf(process.platform !== 'linux')(
  'harms nothing that runs, and is what the next start gets',
  { tags: ['long'], timeout: 180_000 },
  async () => {
    const root = realpathSync(await temporaryFolder());
    const data = await temporaryFolder();
    mkdirSync(join(root, 'dist'));
    cloneInto(root);
    const start = (folder: string) => {
      const command = [join(root, 'dist', 'main', 'serve.cjs'), '--no-open', '--port', '0'];
      const host = startHostProcess(command, {
        env: { ...process.env, VERSELOOM_DATA: folder, LC_ALL: 'C' },
      });
      onTestFinished(() => void host.child.kill('SIGKILL'));
      return host;
    };
    const host = start(data);
    const entry = await enter(await host.newAddress());
    const client = await connect(entry);
    const assets = readdirSync(join(root, 'dist', 'renderer', 'assets'));
    await startEndlessRun(client);

    // Each half, and then once more, since the build before the newest would be kept in any case.
    change(join(root, 'src-main', 'hosts', 'web', 'sentences.ts'), 'zh', 'en');
    change(join(root, 'src-renderer', 'index.html'), 'Verseloom 词织', 'Another Verseloom');
    change(join(root, 'resources', 'messages', 'en', 'app.json'), 'Dismiss', 'Away with it');
    expect([needsBuild(root, 'main'), needsBuild(root, 'renderer')]).toEqual([true, true]);
    for (const half of ['renderer', 'main']) {
      expect(await build(root, half)).toBeNull();
      putInPlace(root, half, copyOf(root, half));
    }
    expect([needsBuild(root, 'main'), needsBuild(root, 'renderer')]).toEqual([false, false]);

    await expectToLearn(client);
    for (const name of [
      '',
      'licences/lxgw-wenkai.OFL.txt',
      ...assets.map((one) => `assets/${one}`),
    ]) {
      const answer = await fetch(`${entry.origin}/${name}`, { headers: { Cookie: entry.cookie } });
      expect([name, answer.status]).toEqual([name, 200]);
      expect(await answer.text()).not.toContain('Another Verseloom');
    }
    process.kill(await computePid({ data }), 'SIGKILL');
    await vi.waitUntil(() => client.told.some(({ name }) => name === 'compute'), 10_000);
    await startEndlessRun(client); // on a compute process that is started from where the host was
    const { id } = (await client.calls['models.list']({}))[0]!;
    const page = await client.calls['models.export']({ id, kind: 'html' });
    expect(page.bytes.length).toBeGreaterThan(100_000);
    client.socket.close();

    const next = start(await temporaryFolder());
    const { cookie, origin, build: newest } = await enter(await next.newAddress());
    const document = await (await fetch(origin, { headers: { Cookie: cookie } })).text();
    expect(document).toContain('<title>Another Verseloom');
    expect(newest).not.toBe(entry.build);
    for (const one of [host, next]) {
      one.child.kill('SIGINT');
      expect((await one.ended).code).toBe(0);
      expect(one.printed.err).toBe('');
    }
  },
);

test('that is refused by the bundler leaves the build before in its place', async () => {
  const root = realpathSync(await temporaryFolder());
  mkdirSync(join(root, 'dist'));
  cloneInto(root);
  const before = realpathSync(join(root, 'dist', 'renderer'));
  writeFileSync(join(root, 'src-renderer', 'main.ts'), 'this is no program');
  expect(await build(root, 'renderer')).toMatch(/main\.ts/);
  expect(realpathSync(join(root, 'dist', 'renderer'))).toBe(before);
  expect(needsBuild(root, 'renderer')).toBe(true);
  expect(
    readdirSync(join(root, 'dist', 'builds')).filter((name) => name !== 'in-use'),
  ).toHaveLength(2);
});
