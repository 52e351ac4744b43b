/** The application's page in a real browser, watched for anything that goes wrong unseen. */
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect, onTestFailed, onTestFinished } from 'vitest';
import { freshAddress } from './application.ts';
import { watchFocus } from './focus.ts';

export interface Look {
  readonly locale?: 'en-US' | 'zh-CN';
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { width: number; height: number };
}

const usual = {
  locale: 'en-US',
  colorScheme: 'light',
  viewport: { width: 1280, height: 800 },
} as const satisfies Look;

/** Screenshots, of every look and of what a failed test last saw; for people, not part of the product. */
const pictures = join(import.meta.dirname, '..', '..', '..', 'dist', 'screenshots');

export const picture = (name: string): string => join(pictures, `${name}.png`);

/** Nobody looks at the pictures of a whole run, of which there are hundreds: they come where one asks for a part of the tests. */
const isLookedAt = process.env['VERSELOOM_PICTURES'] !== 'none';

/** Leaves a picture of a page, or of a part of one, for people to look at. @param options of Playwright’s */
export async function takePicture(
  shown: Page | Locator,
  name: string,
  options: { readonly fullPage?: boolean } = {},
): Promise<void> {
  if (isLookedAt) await shown.screenshot({ ...options, path: picture(name) });
}

export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts, violations of the Content-Security-Policy, requests to anywhere else, and the focus gone astray. */
  readonly complaints: string[];
}

interface Resting extends WatchedPage {
  readonly browser: Browser;
  readonly locale: Look['locale'];
  /** What was done to one before it opened cannot be undone. */
  readonly isPrepared: boolean;
}

/** Pages that the tests before have left open. */
const resting: Resting[] = [];

/**
 * @param address of an application, which lets the page in
 * @param prepare what is done to the page before it opens the address
 * @returns a page as if nobody had been there before, which the test may leave open
 */
export async function openPage(
  browser: Browser,
  address: string,
  look: Look = {},
  prepare?: (page: Page) => Promise<void>,
): Promise<WatchedPage> {
  const { locale } = { ...usual, ...look };
  await parkPages(browser);
  const at = resting.findIndex((one) => one.browser === browser && one.locale === locale);
  const [left] = prepare || at < 0 ? [] : resting.splice(at, 1);
  if (left) await openAnew(left, address, look);
  const opened = left ?? (await openNew(browser, address, look, prepare));
  const isPrepared = prepare !== undefined;
  onTestFinished(() => void resting.push({ ...opened, browser, locale, isPrepared }));
  return opened;
}

/** Has the application left in the pages of the tests before: it keeps on saving there, which another test would find. */
export async function parkPages(browser: Browser): Promise<void> {
  const left = resting.filter((one) => one.browser === browser);
  for (const one of left) {
    if (one.isPrepared) await one.page.context().close();
    else if (!one.page.isClosed()) await leave(one.page);
    if (one.page.isClosed()) resting.splice(resting.indexOf(one), 1);
  }
}

async function openNew(
  browser: Browser,
  address: string,
  look: Look,
  prepare: (page: Page) => Promise<void> = async () => {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    ...{ ...usual, ...look },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000); // a machine with other work besides takes its time
  const page = await context.newPage();
  pictureOfFailure(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'blob:' && protocol !== 'data:' && host !== new URL(address).host)
      complaints.push(request.url());
  });
  await watchFocus(page);
  await prepare(page);
  await enter(page, address);
  return { page, complaints };
}

/**
 * Opens the application anew in a page that is open, as if nobody had been there before: a new page takes a process of its
 * own, which reads the screens' programs and letters from the beginning, and so three times as long.
 */
export async function openAnew(
  { page, complaints }: WatchedPage,
  address: string,
  look: Omit<Look, 'locale'> = {},
): Promise<void> {
  pictureOfFailure(page);
  await page.unrouteAll();
  await leave(page); // what it stores when it goes, goes too
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin: address, storageTypes: 'all' });
  await session.detach();
  complaints.length = 0;
  await page.emulateMedia({ colorScheme: look.colorScheme ?? usual.colorScheme });
  await page.setViewportSize(look.viewport ?? usual.viewport);
  await enter(page, address);
}

async function leave(page: Page): Promise<void> {
  if (page.url() !== 'about:blank') await page.goto('about:blank');
}

async function enter(page: Page, address: string): Promise<void> {
  await page.goto(await freshAddress(address));
  await page.getByRole('navigation').waitFor();
}

function pictureOfFailure(page: Page): void {
  onTestFailed(async ({ task }) => {
    if (!page.isClosed())
      await page.screenshot({ path: picture(`failed ${task.name.replaceAll(/[^\w]+/g, ' ')}`) });
  });
}

/** Goes to one of the views by its place in the navigation. */
export async function goTo(
  page: Page,
  view: 'Corpus' | 'Train' | 'Write' | 'Models' | 'Settings',
): Promise<void> {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: view })
    .or(page.getByRole('navigation').getByRole('button', { name: view }))
    .click();
  await page.getByRole('heading', { level: 1, name: view }).waitFor();
  if (view === 'Train') await openEverything(page);
}

/** Unfolds all settings of a run, unless they are. */
export async function openEverything(page: Page): Promise<void> {
  const everything = page.getByRole('button', { name: /^(All settings|所有设置)$/ });
  if ((await everything.getAttribute('aria-expanded')) === 'false') await everything.click();
}

export async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await page.getByLabel(label, { exact: true }).fill(value);
}

/** Takes the book's numbers for a corpus that is learnt otherwise until somebody chooses: all of it, with its lines. */
export async function byTheBook(page: Page): Promise<void> {
  await page.locator('input[type="radio"][value="book"]').check();
  await fill(page, { 'Characters to learn': '0' });
  await page.getByLabel('Line breaks', { exact: true }).selectOption('own');
}

/**
 * Starts a run with the engine that every machine of the tests has.
 * @param fields by their labels
 * @param corpus by its name; otherwise the one that is chosen
 */
export async function startRun(
  page: Page,
  fields: Readonly<Record<string, string>>,
  corpus?: string,
): Promise<void> {
  await goTo(page, 'Train');
  if (corpus !== undefined)
    await page.getByLabel('Corpus', { exact: true }).selectOption({ label: corpus });
  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
  await fill(page, fields);
  await page.getByRole('button', { name: 'Start training' }).click();
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { scrollWidth, clientWidth };
  });
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
}
