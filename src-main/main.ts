/** Electron entry of the application: the same services as behind the browser, in a window of their own. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { app, dialog, session, type WebContents } from 'electron';
import { Desktop } from './hosts/electron/desktop.ts';
import { filesAmong } from './hosts/electron/files-to-open.ts';
import { leave } from './hosts/electron/leave.ts';
import { Log } from './hosts/electron/log.ts';
import { closeBrowser, closeSession } from './hosts/electron/page/network.ts';
import { guardPages } from './hosts/electron/page/page-security.ts';
import { registerScreensScheme } from './hosts/electron/page/screens-protocol.ts';
import { SmokeTest } from './hosts/electron/smoke-test/smoke-test.ts';
import { tryOut } from './hosts/electron/smoke-test/smoke-trial.ts';
import { windowState } from './hosts/electron/window-bounds.ts';
import { holdInstallation, installation } from './installation.ts';
import { InstalledProduct } from './installed-product.ts';
import {
  layOut,
  platformPlace,
  resolveDataFolder,
  type DataFolder,
} from './store/data/data-folder.ts';
import { JsonFile } from './store/files/json-file.ts';
import { makeFolderNow } from './store/files/make-folder.ts';
import { openData } from './store/data/open-data.ts';
import { utilityProcessSpawn } from './supervisor/electron-process.ts';

/** Where the data are; undefined when that is not to be found out, which is said in a window as soon as there can be one. */
function findData(): DataFolder | undefined {
  try {
    return resolveDataFolder();
  } catch {
    return undefined;
  }
}

/** What Chromium keeps lies with everything else. Where that folder cannot be had, a window must still be able to say so. */
function makeBrowserFolder(wanted: string | undefined): string {
  try {
    if (wanted === undefined) throw new Error('there is no data folder');
    makeFolderNow(wanted, 0o700); // before all else, and others have no business there
    return wanted;
  } catch {
    const folder = mkdtempSync(join(tmpdir(), 'verseloom-'));
    process.once('exit', () => {
      try {
        rmSync(folder, { recursive: true, force: true });
      } catch {
        // Windows keeps open files; its own cleaning takes them.
      }
    });
    return folder;
  }
}

/** Why there is no data folder is said when it is opened. */
function makeIfPossible(folder: string): void {
  try {
    makeFolderNow(folder, 0o700);
  } catch {
    // Then there is no log, either.
  }
}

/** What is given to people lets no debugger into its page, as its fuses let none into its main process: see electron-builder.yml. */
function refuseDebuggers(): void {
  if (!app.isPackaged) return;
  for (const name of ['remote-debugging-port', 'remote-debugging-pipe'])
    app.commandLine.removeSwitch(name); // which Chromium looks at just before the application is ready
}

/** Before anything is known of the person's data, which it has nothing to do with. */
const smokeTest = SmokeTest.among(process.argv);

async function main(): Promise<void> {
  refuseDebuggers();
  app.setName('Verseloom');
  // Windows shows notifications of programs alone that it knows: the installed one as in electron-builder.yml, a checkout's by its path.
  app.setAppUserModelId(app.isPackaged ? 'app.verseloom' : process.execPath);
  const found = findData();
  const browserFolder = makeBrowserFolder(found?.browser);
  const data = found ?? layOut(platformPlace());
  app.setPath('userData', browserFolder);
  const args = process.argv.slice(app.isPackaged ? 1 : 2);
  const files = filesAmong(args, process.env['INIT_CWD'] ?? process.cwd());
  if (!app.requestSingleInstanceLock({ files })) {
    app.exit(); // the one that runs opens them
    return;
  }
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open([path]);
  });
  app.on('second-instance', (_, __, ___, more) => open((more as { files: string[] }).files));
  const waiting: string[] = [];
  let open = (paths: readonly string[]): unknown => waiting.push(...paths);

  holdInstallation();
  registerScreensScheme();
  guardPages();
  closeBrowser();
  await app.whenReady();
  closeSession(session.defaultSession);

  makeIfPossible(dirname(data.logs));
  const log = new Log(data.logs);
  smokeTest?.listenTo(() => log.problems);
  log.info(`Verseloom ${installation.version}, Electron ${process.versions.electron}`);
  // As Electron itself does, the window goes on after what nobody caught; what was learnt is on disk then, whatever comes of it.
  const outlive = (where: string) => (error: unknown) => {
    log.problem(where, error);
    if (smokeTest) return smokeTest.fail(error);
    desktop.saveRun();
  };
  const desktop = new Desktop({
    dataFolder: data.root,
    screens: installation.screens,
    preload: installation.preload,
    licences: installation.licences,
    log,
    logs: data.logs,
    visible: () => {
      // The set-up, which started us, would otherwise open the browser when we end: see `setup/run.mjs`.
      const sign = process.env['VERSELOOM_SHOWN'];
      if (!sign || app.isPackaged) return;
      try {
        writeFileSync(sign, '');
      } catch {
        // Then the browser opens as well when we end by a fault.
      }
    },
    unattended: smokeTest && ((error) => smokeTest.fail(error)),
    openProduct: (around) =>
      InstalledProduct.open({
        host: 'window',
        spawn: utilityProcessSpawn(installation.compute, {
          printed: (text) => log.info(`compute: ${text.trimEnd()}`),
          died: (why) => log.trouble(`the compute process ended: ${why}`),
        }),
        ...around,
      }),
    openWindowState: () => JsonFile.open(data.windowState, windowState),
  });
  process.on('uncaughtException', outlive('uncaught'));
  process.on('unhandledRejection', outlive('unhandled'));
  open = (paths) => desktop.openFiles(paths);
  const page = once(app, 'web-contents-created');
  await desktop.start();
  if (smokeTest) {
    await tryOut(smokeTest, {
      version: installation.version,
      page: ((await page) as [unknown, WebContents])[1],
      openFiles: (paths) => desktop.openFiles(paths),
      openAgain: async () => (await openData()).lock.release(),
    });
    return smokeTest.end();
  }
  await desktop.openFiles([...files, ...waiting]);
}

main().catch((error: unknown) => {
  if (smokeTest) return smokeTest.fail(error);
  dialog.showErrorBox('Verseloom', error instanceof Error ? error.message : String(error));
  leave(1);
});
