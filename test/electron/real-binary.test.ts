/** The main path in the real Electron, wherever one can be started. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { _electron, type ElectronApplication } from 'playwright-core';
import { expect, it } from 'vitest';
import { findElectron } from '../../src-main/setup/electron.mjs';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { playScenario, type Running } from './scenario.ts';

const root = join(import.meta.dirname, '..', '..');
/** Set where there has to be one, so that its absence is seen: a test that steps aside proves nothing. */
const isRequired = Boolean(process.env.VERSELOOM_REQUIRE_ELECTRON);

interface Found {
  readonly path: string | undefined;
  /** Why there is none that starts. */
  readonly reason: string;
}

const { path: executablePath, reason } = await findStartable();

/** @returns the binary, if it starts with an application that only ends: for want of a display or a library it may not */
async function findStartable(): Promise<Found> {
  const path = findElectron(root);
  if (path === undefined) return { path, reason: 'no Electron binary' };
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-electron-'));
  const main = join(folder, 'main.cjs');
  await writeFile(main, "require('electron').app.whenReady().then(() => {});");
  try {
    const application = await _electron.launch({ executablePath: path, args: [main] });
    await application.close();
    return { path, reason: '' };
  } catch (error) {
    return { path: undefined, reason: `${path} does not start: ${String(error)}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isSkipped = !executablePath && !isRequired;
if (isSkipped) console.log(`skipped: ${reason}`);
const named = (what: string): string => (isSkipped ? `skipped: ${what}, ${reason}` : what);

it.skipIf(isSkipped)(named('plays the main path'), async () => {
  expect(executablePath, reason).toBeDefined();
  const data = await temporaryFolder();
  // Whatever the system speaks, the scenario reads English.
  await writeFile(resolveDataFolder({ VERSELOOM_DATA: data }).preferences, '{"language":"en"}');
  await playScenario({
    data,
    start: async () =>
      run(
        await _electron.launch({
          executablePath: executablePath!,
          args: [root],
          env: { ...(process.env as Record<string, string>), VERSELOOM_DATA: data },
        }),
      ),
  });
});

it.skipIf(isSkipped)(named('passes its own smoke test'), async () => {
  expect(executablePath, reason).toBeDefined();
  const { stdout } = await promisify(execFile)(executablePath!, [root, '--smoke-test']);
  expect(JSON.parse(stdout)).toMatchObject({ smokeTest: 'passed', packaged: false });
});

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
