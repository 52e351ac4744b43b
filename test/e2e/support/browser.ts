/** A real Chromium for tests: one that is installed, else the one from npm. */
import { existsSync } from 'node:fs';
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const installed = [
  process.env['CHROME_PATH'],
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Without another renderer that is kept ready for a page that may come. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, args } = await launchOptions();
  return chromium.launch({ executablePath, args: [...args, '--renderer-process-limit=1'] });
}

let shared: Promise<Browser> | undefined;

/** The browser of this process, which ends with it: files that run in one process one after the other need no more than one. */
export async function sharedBrowser(): Promise<Browser> {
  const isThere = (await shared?.catch(() => undefined))?.isConnected();
  if (!isThere) shared = launchBrowser();
  return shared!;
}

/** Closes what a file has opened in it, so that the next one finds nothing. */
export async function closePages(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) await context.close();
}

export async function launchOptions(): Promise<{ executablePath: string; args: string[] }> {
  const executablePath = installed.find((path) => path !== undefined && existsSync(path));
  // The package's own list of switches is left alone: it turns off much of the security that is tested here.
  return {
    executablePath: executablePath ?? (await packaged.executablePath()),
    // There is no screen that another process would have to draw on.
    args: [...sandboxArguments, '--in-process-gpu'],
  };
}

/** In a container everything runs as root, where Chromium's own sandbox does not start. */
const sandboxArguments = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
