/** How a page gets in, in a real browser: the address that works once, a second tab, a host that is started anew, a page of another build. */
import { cp, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { builtScreens, openHost } from '../hosts/web/open-host.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { draftPage, draftText } from './support/draft-page.ts';
import { freshAddress, startApplication, type Application } from './support/application.ts';
import { closePages, sharedBrowser } from './support/browser.ts';
import { violationsOn } from './support/looks.ts';
import { expectNoSidewaysScroll, goTo, openPage, takePicture, startRun } from './support/page.ts';

let application: Application;
let browser: Browser;

beforeAll(async () => {
  [application, browser] = await Promise.all([startApplication(), sharedBrowser()]);
});

afterAll(async () => {
  await closePages(browser);
  await application.end();
});

const fresh = (): Promise<string> => freshAddress(application.address);
const navigation = (page: Page) => page.getByRole('navigation');

it('leaves nothing secret in an address, and lets a page in again after a reload', async () => {
  const asked: string[] = [];
  const { page, complaints } = await openPage(browser, application.address, {}, async (page) => {
    page.on('request', (request) => asked.push(request.url()));
    page.on('websocket', (socket) => asked.push(socket.url()));
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
  const cookies = await page.context().cookies();
  const secret = (await page.evaluate(() => sessionStorage.getItem('verseloom.secret')))!;
  expect(secret.length).toBeGreaterThan(20);
  for (const kept of [...cookies.map(({ value }) => value), secret])
    expect(asked.filter((address) => address.includes(kept))).toEqual([]);
  expect(cookies).toMatchObject([{ httpOnly: true, sameSite: 'Strict', expires: -1 }]);
  expect(
    await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage })),
  ).not.toContain(secret);
  expect(page.url()).toBe(`${application.address}/`);
  await page.reload();
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Start training' }).waitFor();
  // By the address in the history, which is used up.
  await page.goto(asked[0]!);
  await goTo(page, 'Models');
  expect(complaints).toEqual([]);
  await page.context().close();
});

it.each(['en-US', 'zh-CN'] as const)(
  'a second tab says how to get in, and gets in (%s)',
  { tags: ['long'] },
  async (locale) => {
    const { page } = await openPage(browser, application.address, { locale });
    await page.getByRole('heading', { level: 1 }).waitFor();
    const other = await page.context().newPage();
    await other.goto(application.address);
    await other
      .getByText(locale === 'en-US' ? /Press Enter in the terminal/ : /按回车键/)
      .waitFor();
    await takePicture(other, `not let in ${locale}`);
    await expectNoSidewaysScroll(other);
    expect(await violationsOn(other)).toEqual([]);
    await other.goto(await fresh());
    await other.getByRole('heading', { level: 1 }).waitFor();
    for (const one of [page, other]) {
      await one.reload();
      await one.getByRole('heading', { level: 1 }).waitFor();
    }
    await page.context().close();
  },
);

it('an address that is used up says so, and how to get a fresh one', async () => {
  const address = await fresh();
  const first = await browser.newContext();
  await (await first.newPage()).goto(address);
  const second = await browser.newContext();
  const page = await second.newPage();
  expect((await page.goto(address))!.status()).toBe(401);
  const text = await page.locator('body').innerText();
  expect(text).toMatch(/已经用过[^]*already used/);
  await first.close();
  await second.close();
});

it(
  'a host that is started anew is not taken for the old one, and what was typed can be copied',
  { tags: ['long'] },
  async () => {
    const port = ['--port', new URL(application.address).port];
    const { page } = await openPage(browser, application.address);
    await startRun(page, { Epochs: '3', 'Hidden units': '16' }, 'Verseloom sample lyrics');
    await page.getByRole('status').filter({ hasText: 'Finished and saved' }).waitFor();
    await goTo(page, 'Write');
    await draftPage(page).fill('分开');
    const end = page.getByText('Verseloom cannot be reached').first(); // and what could not be looked for says so, too
    await application.end();
    await end.waitFor();
    application = await startApplication(['dist/main/serve.cjs', ...port]);
    await page.getByText('no longer has access to it').waitFor();
    await takePicture(page, 'shut out');
    await expect.poll(() => draftText(page)).toBe('分开');
    await page.goto(await fresh()); // in the same tab, which holds the secret of the old host
    await navigation(page).waitFor();
    await goTo(page, 'Models');
    await expect.poll(() => page.getByText('has access to').count()).toBe(0);
    await page.context().close();
  },
);

describe('a page of another build', () => {
  /** A host over a copy of the screens, which can be changed under it. */
  async function openOver(): Promise<{
    address: string;
    document: string;
    whole: string;
    other: string;
  }> {
    const screens = await temporaryFolder();
    await cp(await realpath(builtScreens), screens, { recursive: true });
    const open = await openHost(screens);
    onTestFinished(() => open.close());
    const document = join(screens, 'index.html');
    const whole = await readFile(document, 'utf8');
    const other = whole.replace(/(name="verseloom-build" content=")\w+/, '$1of-yesterday');
    expect(other).not.toBe(whole);
    return { address: open.host.newAddress(), document, whole, other };
  }

  it('reloads itself, and is then of the same', async () => {
    const { address, document, whole, other } = await openOver();
    await writeFile(document, other);
    const page = await browser.newPage({ locale: 'en-US' });
    let loads = 0;
    page.on('response', async (response) => {
      if (new URL(response.url()).pathname !== '/' || response.status() !== 200) return;
      loads += 1;
      await writeFile(document, whole); // as if a cache had given the old one
    });
    await page.goto(address);
    await goTo(page, 'Train');
    expect(loads).toBe(2);
    await page.close();
  });

  it(
    'reloads itself once and never in a circle; then it says so, and has a button',
    { tags: ['long'] },
    async () => {
      const { address, document, whole, other } = await openOver();
      await writeFile(document, other);
      const context = await browser.newContext({ locale: 'en-US' });
      const page = await context.newPage();
      let loads = 0;
      page.on('response', (response) => {
        if (new URL(response.url()).pathname === '/' && response.status() === 200) loads += 1;
      });
      await page.goto(address);
      await page.getByText('has been updated since this page was opened').waitFor();
      await page.waitForTimeout(1000); // in which a circle would have come round
      expect(loads).toBe(2);
      await takePicture(page, 'other build');
      expect(await violationsOn(page)).toEqual([]);
      await writeFile(document, whole);
      await page.getByRole('button', { name: 'Reload' }).click();
      await goTo(page, 'Train');
      await context.close();
    },
  );
});
