/**
 * The AppImage: it begins with a runtime of its own, which needs no library of the system, and starts with Chromium's sandbox.
 *
 * @module-tag long
 */
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { expect, it, onTestFinished, vi } from 'vitest';
import { drawIcons } from '../../../src-main/setup/packaging/icons.mjs';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';

const clone = join(import.meta.dirname, '..', '..', '..');
const RUNTIME = 'the runtime that is linked to nothing';

/** As the toolset is laid out that electron-builder would download; what squeezes the files notes what it was given instead. */
async function layTools(folder: string): Promise<void> {
  await mkdir(join(folder, 'runtimes'), { recursive: true });
  await mkdir(join(folder, 'lib', 'x64'), { recursive: true });
  await writeFile(join(folder, 'runtimes', 'runtime-x64'), RUNTIME);
  await writeFile(join(folder, 'desktop-file-validate'), '');
  const program = '#!/bin/sh\ncp "$1/AppRun" "$1"/*.desktop "$(dirname "$0")"\necho "$@" > "$2"\n';
  await writeFile(join(folder, 'mksquashfs'), program);
  await chmod(join(folder, 'mksquashfs'), 0o755);
}

it.skipIf(process.platform === 'win32')('is made with the static runtime', async () => {
  const [tools, application, output] = [
    await temporaryFolder(),
    await temporaryFolder(),
    await temporaryFolder(),
  ];
  await layTools(tools);
  const icons = await temporaryFolder();
  await drawIcons(join(clone, 'resources', 'icons'), icons);
  vi.stubEnv('APPIMAGE_TOOLS_PATH', tools);
  onTestFinished(() => void vi.unstubAllEnvs());
  await writeFile(join(application, 'verseloom'), '');
  await mkdir(join(application, 'resources'));
  await build({
    projectDir: clone,
    prepackaged: application,
    targets: new Map([[Platform.LINUX, new Map([[Arch.x64, ['AppImage']]])]]),
    config: { directories: { output }, linux: { icon: join(icons, 'png') } },
  });

  const [name] = (await readdir(output)).filter((name) => name.endsWith('.AppImage'));
  expect(name).toMatch(/^Verseloom-[\d.]+-linux-x86_64\.AppImage$/);
  expect((await readFile(join(output, name!), 'utf8')).startsWith(RUNTIME)).toBe(true);
  const launcher = await readFile(join(tools, 'AppRun'), 'utf8');
  expect(launcher).toContain('unshare -Ur true'); // and not without the sandbox wherever it can be had
  const entry = await readFile(join(tools, 'verseloom.desktop'), 'utf8');
  expect(entry).toMatch(/^Exec=AppRun %U$/m);
});
