/** The browser that stands for a person's screen: the windows of the stand-in are its pages, and the tests drive them there. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { launchOptions } from '../e2e/support/browser.ts';
import { toBrowser } from './stand-in/pages/addresses.ts';

export interface Screens {
  readonly context: BrowserContext;
  /** Its own endpoint of the DevTools protocol, for the stand-in. */
  readonly address: string;
  /** Loses what pages have stored: in Electron that lies in the folder of the application's data. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

export interface Look {
  readonly locale?: 'en-US' | 'zh-CN';
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { width: number; height: number };
}

export interface ScreensOptions extends Look {
  /** Each window's page has a process of its own, which may crash and take no other with it. */
  readonly apart?: boolean;
}

export async function openScreens({
  apart = false,
  ...look
}: ScreensOptions = {}): Promise<Screens> {
  const profile = await mkdtemp(join(tmpdir(), 'verseloom-screens-'));
  const { executablePath, args } = await launchOptions();
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: [...args, '--remote-debugging-port=0', ...(apart ? [] : ['--renderer-process-limit=1'])],
    locale: look.locale ?? 'en-US',
    colorScheme: look.colorScheme ?? 'light',
    viewport: look.viewport ?? { width: 1280, height: 860 },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000); // a machine with other work besides takes its time
  // Written before the browser answers anybody.
  const [port, path] = (await readFile(join(profile, 'DevToolsActivePort'), 'utf8')).split('\n');
  if (!apart) await openHome(context.pages()[0]!);
  return {
    context,
    address: `ws://127.0.0.1:${port}${path}`,
    forget: async () => {
      const session = await context.newCDPSession(context.pages()[0]!);
      const origin = new URL(toBrowser('app://verseloom/')).origin;
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      await session.detach();
    },
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/**
 * Where the windows' pages are at home, it keeps their process when they close: a new one reads the screens' programs from the
 * beginning.
 */
async function openHome(page: Page): Promise<void> {
  await page.route('**', (route) => route.fulfill({ body: '' }));
  await page.goto(toBrowser('app://verseloom/'));
}
