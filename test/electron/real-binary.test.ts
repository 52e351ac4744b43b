/** The main path in the real Electron, wherever one can be started. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';
import { it } from 'vitest';
import { findElectron } from '../../src-main/setup/electron.mjs';
import { resolveDataFolder } from '../../src-main/store/data-folder.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { playScenario, type Running } from './scenario.ts';

const root = join(import.meta.dirname, '..', '..');
const executablePath = await findStartable();

/** @returns the binary, if it starts with an application that only ends: for want of a display or a library it may not */
async function findStartable(): Promise<string | undefined> {
  const path = findElectron(root);
  if (path === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-electron-'));
  const main = join(folder, 'main.cjs');
  await writeFile(main, "require('electron').app.whenReady().then(() => {});");
  try {
    const application = await _electron.launch({ executablePath: path, args: [main] });
    await application.close();
    return path;
  } catch {
    return undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (!executablePath) console.log('skipped: no Electron binary');

it.skipIf(!executablePath)(
  executablePath ? 'plays the main path' : 'skipped: no Electron binary',
  async () => {
    const data = await temporaryFolder();
    // Whatever the system speaks, the scenario reads English.
    await writeFile(resolveDataFolder({ VERSELOOM_DATA: data }).preferences, '{"language":"en"}');
    await playScenario({
      data,
      start: async () =>
        run(
          await _electron.launch({
            executablePath,
            args: [root],
            env: { ...(process.env as Record<string, string>), VERSELOOM_DATA: data },
          }),
        ),
    });
  },
);

async function run(application: ElectronApplication): Promise<Running> {
  const { promise, resolve } = Promise.withResolvers<number | null>();
  application.process().once('exit', resolve);
  return {
    page: await application.firstWindow(),
    clickMenu: (id) =>
      application.evaluate(({ app, Menu }, id) => {
        if (id === 'quit')
          setTimeout(() => app.quit()); // when this has been answered
        else Menu.getApplicationMenu()!.getMenuItemById(id)!.click();
      }, id),
    // Native dialogs are out of reach, so the one that is shown next is answered in its place.
    quitAndAnswer: (button) =>
      application.evaluate(
        ({ app, dialog }, button) =>
          new Promise<{ message: string; buttons: string[] }>((resolve) => {
            dialog.showMessageBox = async (...args: unknown[]) => {
              const { message, buttons = [] } = args.at(-1) as Electron.MessageBoxOptions;
              resolve({ message, buttons });
              return { response: buttons.indexOf(button), checkboxChecked: false };
            };
            app.quit();
          }),
        button,
      ),
    exitCode: promise,
  };
}
