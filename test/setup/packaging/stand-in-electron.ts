/** A folder that electron-builder takes for an unpacked Electron: what it reads and changes there is as in the real one. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Stands before the fuses in every Electron binary, which are then one digit each: '1' for on, '0' for off. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_AS_DELIVERED = '101100011'; // the last is one that is younger than what electron-builder knows

/** @param script what its program does when it is started, for a shell; without it nothing runs */
export async function makeStandInElectron(
  folder: string,
  version: string,
  { script = '', program = 'electron' } = {},
): Promise<void> {
  const put = async (name: string, content: string | Buffer, mode = 0o644): Promise<void> => {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content, { mode });
  };
  const fuses = Buffer.concat([
    Buffer.from(FUSE_SENTINEL),
    Buffer.of(1, FUSES_AS_DELIVERED.length), // the version of this table, and how many there are
    Buffer.from(FUSES_AS_DELIVERED),
  ]);
  const start = Buffer.from(script && `#!/bin/sh\n${script}\nexit\n`);
  const padding = Buffer.alloc(10_000);
  await put(program, Buffer.concat([start, padding, fuses, padding]), 0o755);
  await put('chrome-sandbox', 'for systems without user namespaces', 0o755);
  await put('version', version);
  await put('LICENSE', 'of Electron');
  await put('LICENSES.chromium.html', 'of what Chromium contains');
  for (const locale of ['de', 'en-US', 'ja', 'zh-CN', 'zh-TW'])
    await put(`locales/${locale}.pak`, locale);
  const welcome = await mkdtemp(join(tmpdir(), 'verseloom-welcome-'));
  await writeFile(join(welcome, 'main.js'), "console.log('the welcome of Electron');\n");
  await mkdir(join(folder, 'resources'), { recursive: true });
  await createPackage(welcome, join(folder, 'resources', 'default_app.asar'));
  await rm(welcome, { recursive: true });
}
