/** The application as Electron starts it, with the stand-in in Electron's place: the real main process, preload and screens. */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createBirpc } from 'birpc';
import type { Page } from 'playwright-core';
import { layOut, platformPlace } from '../../src-main/store/data/data-folder.ts';
import { bringMeasured, keepMeasured } from '../e2e/support/measured-machine.ts';
import type { Control } from './stand-in/control.ts';
import { OPTIONS_VARIABLE, type StandInOptions } from './stand-in/options.ts';
import type { Screens } from './screens.ts';

const root = join(import.meta.dirname, '..', '..');
const entry = join(root, 'dist', 'main', 'main.cjs');
const register = join(import.meta.dirname, 'stand-in', 'register.ts');

export interface DesktopOptions extends Partial<Omit<StandInOptions, 'browser'>> {
  /** What it is started with, such as files. */
  readonly args?: readonly string[];
  /** Where the person stands. */
  readonly workingFolder?: string;
  /** An existing data folder, or '' for the platform's; otherwise one is made, and removed at the end. */
  readonly data?: string;
  /** With the models that come with the product. */
  readonly withStarters?: boolean;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  /** Everything that it printed. */
  readonly output: string;
}

export interface Desktop {
  readonly data: string;
  readonly control: {
    [Name in keyof Control]: (
      ...args: Parameters<Control[Name]>
    ) => Promise<Awaited<ReturnType<Control[Name]>>>;
  };
  /** What its pages complained of: errors, warnings, violations of the Content-Security-Policy. */
  readonly complaints: readonly string[];
  readonly ended: Promise<Ended>;
  /** @returns the window's page, once a person would see the screens in it */
  page(): Promise<Page>;
  /** Waits for a question and answers it by its button. @returns what was asked */
  answer(button: string): Promise<{ message: string; detail: string; buttons: string[] }>;
  signal(signal: NodeJS.Signals): void;
  /** Kills it if it has not ended yet, and takes its windows off the screen. */
  end(): Promise<void>;
}

/** @param browser its endpoint of the DevTools protocol */
export const standInOptions = (
  browser: string,
  others: Partial<Omit<StandInOptions, 'browser'>> = {},
): StandInOptions => ({
  browser,
  languages: ['en-US'],
  isPackaged: false,
  hasDock: false,
  paints: true,
  startsProcesses: true,
  notifications: 'shown',
  openedBeforeReady: [],
  workAreas: [{ x: 0, y: 0, width: 1920, height: 1040 }],
  ...others,
});

export async function startDesktop(
  { context, address, forget }: Screens,
  options: DesktopOptions = {},
): Promise<Desktop> {
  const { args = [], workingFolder = root, data: given, withStarters = false, ...rest } = options;
  const data = given ?? (await mkdtemp(join(tmpdir(), 'verseloom-desktop-')));
  if (given === undefined) await bringMeasured(data);
  const isNew = !existsSync(layOut(data || platformPlace()).browser);
  if (isNew) await forget();
  const standIn = standInOptions(address, rest);
  const pages: Page[] = [];
  const complaints: string[] = [];
  const opened = Promise.withResolvers<Page>();
  opened.promise.catch(() => {}); // there may be nobody who asks for it
  const watch = (page: Page): void => {
    pages.push(page);
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    opened.resolve(page);
  };
  context.on('page', watch);

  const child = fork(entry, args, {
    cwd: workingFolder,
    execArgv: ['--import', register],
    env: {
      ...process.env,
      ...(withStarters && { VERSELOOM_STARTERS: undefined }),
      ...{
        VERSELOOM_DATA: data,
        INIT_CWD: workingFolder,
        [OPTIONS_VARIABLE]: JSON.stringify(standIn),
      },
    },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const control = createBirpc<Control, object>(
    {},
    {
      timeout: -1,
      post: (message) => {
        if (child.connected) child.send(message as object, () => {});
      },
      on: (listener) => child.on('message', listener),
    },
  );
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code, signal) => {
      const error = new Error(`the application ended (${code ?? signal}): ${output}`);
      control.$close(error);
      opened.reject(error);
      resolve({ code, signal, output });
    }),
  );

  return {
    data,
    control: control as unknown as Desktop['control'],
    complaints,
    ended,
    page: async () => {
      const page = await opened.promise;
      await page.getByRole('navigation').waitFor();
      await until(async () => (await control.look()).windows[0]?.isVisible);
      return page;
    },
    answer: async (button) => {
      const shown = await until(async () => (await control.look()).dialogs[0]);
      if (shown.kind !== 'message') throw new Error(`a dialog for files is open, no question`);
      const { message, detail = '', buttons = [] } = shown.options;
      if (!buttons.includes(button)) throw new Error(`“${button}” is not among ${buttons.join()}`);
      await control.answerDialog({ response: buttons.indexOf(button) });
      return { message, detail, buttons };
    },
    signal: (signal) => void child.kill(signal),
    end: async () => {
      child.kill('SIGKILL');
      await ended;
      context.off('page', watch);
      for (const page of pages) await page.close();
      if (given !== undefined) return;
      await keepMeasured(data);
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** @returns what it waits for, once that is there */
async function until<Value>(look: () => Promise<Value | undefined | false>): Promise<Value> {
  const last = Date.now() + 30_000;
  for (;;) {
    // Asked again where no answer comes: at its start a process may lose what it is sent before it listens.
    const value = await Promise.race([look(), setTimeout(5_000, undefined)]);
    if (value) return value;
    if (Date.now() > last) throw new Error(`it did not come in time: ${String(look)}`);
    await setTimeout(20);
  }
}
