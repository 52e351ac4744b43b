/** What the screens say and what they take for a list or a line, in a real browser: numbers, prefixes, pastes and failures. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Client } from '../hosts/web/client.ts';
import {
  computePid,
  connectTo,
  startApplication,
  type Application,
} from './support/application.ts';
import { draftPage, draftText, offerFrom } from './support/draft-page.ts';
import { launchBrowser } from './support/browser.ts';
import { fill, goTo, openPage, takePicture, startRun } from './support/page.ts';

let application: Application;
let browser: Browser;
let host: Client;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  [application, browser] = await Promise.all([startApplication(), launchBrowser()]);
  host = await connectTo(application);
});
afterAll(async () => {
  host.socket.close();
  await browser.close();
  await application.end();
});

const QUICK = { Epochs: '2', 'Hidden units': '8', 'Sample interval': '1', 'Sample length': '5' };

async function paste(text: string): Promise<void> {
  await page.evaluate(async (copied) => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+V');
}

/** Starts a run, and waits until it, and not the one before it, has ended. */
async function runThrough(...of: [fields: Record<string, string>, corpus?: string]): Promise<void> {
  const status = () => host.calls['training.status']({});
  const { runId: before } = await status();
  await startRun(page, ...of);
  await vi.waitUntil(
    async () => {
      const { runId, state } = await status();
      return runId !== before && state === 'finished';
    },
    { timeout: 60_000 },
  );
  await page.getByText('Finished and saved').waitFor();
}

it('counts epochs and characters as one says them', async () => {
  ({ page, complaints } = await openPage(browser, application.address));
  await goTo(page, 'Train');
  const fields = page.getByRole('form', { name: 'New run' });
  await fill(page, { 'Sample interval': '1', 'Sample length': '1' });
  await expect.poll(() => fields.getByText('epoch', { exact: true }).count()).toBe(1);
  await expect.poll(() => fields.getByText('character', { exact: true }).count()).toBe(1);
  await page.getByText('After every epoch, the model continues your prefixes').waitFor();
  await fill(page, { 'Sample interval': '50' });
  await expect.poll(() => fields.getByText('epochs', { exact: true }).count()).toBe(3); // with those of patience and of warm-up
  await page.getByText('Every 50 epochs, the model continues your prefixes').waitFor();
  await fill(page, { 'Sample interval': '0' });
  await page.getByText('Sample interval must be between 1 and 100,000, not 0.').waitFor();
});

it('says nothing of characters left out of prefixes that nobody gave', async () => {
  const corpus = '打开窗 等分 月亮\n'.repeat(400);
  const bytes = new TextEncoder().encode(corpus);
  await goTo(page, 'Corpus');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Import lyrics…' }).click(),
  ]);
  await chooser.setFiles({ name: '窗.txt', mimeType: 'text/plain', buffer: Buffer.from(bytes) });
  await page.getByText('“窗” is in the library').waitFor();
  await runThrough({ ...QUICK, 'Characters to learn': '2000' }, '窗');
  await expect.poll(() => page.getByText(/left out of/).count()).toBe(0);
  const samples = page.getByRole('region', { name: 'Samples' });
  await expect.poll(() => samples.getByText(/^分开/).count()).toBeGreaterThan(0); // the book's, which the text has
  await expect.poll(() => samples.getByText(/不/).count()).toBe(0); // which the text does not have
});

it('tells prefixes apart by every mark that people put between them', async () => {
  await runThrough({ ...QUICK, Prefixes: '月亮、打开；窗，等\n分, 不开' });
  const { settings, leftOut } = await host.calls['training.status']({});
  expect(settings.prefixes).toEqual(['月亮', '打开', '窗', '等', '分', '不开']);
  expect(leftOut).toEqual(['不']);
  await page.getByText('were left out of your prefixes: 不').waitFor();
});

it('compares on as many', async () => {
  await page.evaluate(() => (window.location.hash = '#/compare'));
  await page.getByLabel('Prefixes', { exact: true }).fill('月亮、打开；窗');
  const rows = page.getByRole('region', { name: 'What the models wrote' }).getByRole('rowheader');
  await expect.poll(() => rows.allInnerTexts()).toEqual(['月亮', '打开', '窗']);
});

it('keeps the lines of lyrics that are pasted', async () => {
  await goTo(page, 'Write');
  await fill(page, { Length: '5' });
  await draftPage(page).fill('');
  await paste('月亮打开\n窗等分');
  await expect.poll(() => draftText(page)).toBe('月亮打开\n窗等分');
  await offerFrom(page);
  await page.getByText(/^5 characters/).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect.poll(() => draftText(page)).toBe('月亮打开\n窗等分\n');
  await takePicture(page, 'words-write-en');
});

it('makes spaces of the breaks where there is one line, and tags of a list', async () => {
  await goTo(page, 'Models');
  await page.getByLabel('Search names, corpora, tags and notes').focus();
  await paste('窗\n月');
  await expect
    .poll(() => page.getByLabel('Search names, corpora, tags and notes').inputValue())
    .toBe('窗 月');
  await page.getByLabel('Search names, corpora, tags and notes').fill('');
  await page.getByRole('row').nth(1).click();
  await page.getByLabel('Add a tag').focus();
  await paste('夜、雨；晚安');
  for (const tag of ['夜', '雨', '晚安'])
    await page.getByRole('button', { name: `Remove the tag ${tag}` }).waitFor();
});

it(
  'tells of a process that was killed without the name of a signal',
  { tags: ['long'] },
  async () => {
    await startRun(page, { ...QUICK, Epochs: '100000', 'Sample interval': '100000' });
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    process.kill(await computePid(application), 'SIGKILL');
    await page.getByText('the system or another program ended it').first().waitFor();
    await expect.poll(() => page.locator('body').innerText()).not.toMatch(/SIG[A-Z]+/);
    expect(complaints).toEqual([]);
  },
);

it('says the same in Chinese', { tags: ['long'] }, async () => {
  const chinese = await openPage(browser, application.address, { locale: 'zh-CN' });
  await chinese.page.getByRole('navigation').getByText('写词').click();
  await offerFrom(chinese.page, '月亮打开\n窗等分');
  await chinese.page.getByText(/每秒 .* 字/).waitFor();
  await takePicture(chinese.page, 'words-write-zh');
  await chinese.page.getByRole('navigation').getByText('训练').click();
  await takePicture(chinese.page, 'words-train-zh', { fullPage: true });
  await chinese.page.close();
});
