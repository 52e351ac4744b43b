/** The first start, in a real browser: one writes in the first minute, with what comes with the product, and finds the way to a model of one's own. */
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { draftPage, draftText, offerOf } from '../support/draft-page.ts';
import { looksOf, rulesIn, violationsOn, wear } from '../support/looks.ts';
import { expectNoSidewaysScroll, goTo, takePicture, type Look } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const words = {
  'en-US': {
    ...{
      title: 'Write',
      corpus: 'Corpus',
      model: 'Model',
      goOn: 'Continue from here',
      stop: 'Stop',
    },
    starter: /^Verseloom starter \(English\)/,
    own: { title: 'Train one on your own lyrics', way: 'Bring in your lyrics', close: 'Dismiss' },
    script: /^[\p{Script=Latin}\P{L}]+$/u,
  },
  'zh-CN': {
    ...{ title: '写词', corpus: '语料', model: '模型', goOn: '从这里接着写', stop: '停' },
    starter: /^词织起步模型（中文）/,
    own: { title: '用自己的歌词训练一个', way: '导入自己的歌词', close: '关闭' },
    script: /\p{Script=Han}/u,
  },
} as const;
type Locale = keyof typeof words;
const locales = Object.keys(words) as Locale[];

const stage = sharedStage({ withStarters: true });

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const cardIn = (page: Page, locale: Locale) =>
  page.getByRole('note').filter({ hasText: words[locale].own.title });

let last: Page | undefined;

/** @returns a page as of somebody who is there for the first time */
async function first(locale: Locale, look: Omit<Look, 'locale'> = {}) {
  const { calls } = stage.host;
  await last?.goto('about:blank'); // nobody saves what is removed
  for (const { id } of await calls['drafts.list']({})) await calls['drafts.remove']({ id });
  const opened = await stage.openPage({ locale, ...look });
  await heading(opened.page, words[locale].title).waitFor();
  last = opened.page;
  return opened;
}

describe('who has neither lyrics nor a model', () => {
  it.each(locales)('begins by writing, with the model of the language: %s', async (locale) => {
    const { title, model, starter, goOn, stop, script } = words[locale];
    const { page, complaints } = await first(locale);
    expect(new URL(page.url()).hash).toBe('');
    await expect.poll(() => page.title()).toContain(title);
    const chosen = page.getByLabel(model, { exact: true }).locator('option:checked');
    await expect.poll(() => chosen.textContent()).toMatch(starter);
    // One press, on an empty page.
    await page.getByRole('button', { name: goOn, exact: true }).click();
    await offerOf(page).waitFor();
    await expect.poll(() => page.getByRole('button', { name: stop, exact: true }).count()).toBe(0);
    await takePicture(page, `first start ${locale}`);
    expect(await violationsOn(page)).toEqual([]);
    await draftPage(page).press('Tab');
    const text = await draftText(page);
    expect(text).toMatch(script);
    expect([...text].length).toBeGreaterThan(20);
    expect(complaints).toEqual([]);
  });

  it('can do so by keys alone', async () => {
    const { page } = await first('en-US');
    await page.keyboard.press('Control+Enter');
    await offerOf(page).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    await page.keyboard.press('Tab');
    expect((await draftText(page)).length).toBeGreaterThan(20);
  });
});

describe('the card', () => {
  it.each(locales)('leads to where lyrics come in: %s', async (locale) => {
    const { page } = await first(locale);
    const { own, corpus } = words[locale];
    await cardIn(page, locale).getByRole('button', { name: own.way }).press('Enter');
    await heading(page, corpus).waitFor();
  });

  it('looks right in every look', { tags: ['long'] }, async () => {
    for (const locale of locales) {
      const { page } = await first(locale);
      for (const [name, look] of looksOf()) {
        await wear(page, look);
        await cardIn(page, locale).scrollIntoViewIfNeeded();
        await takePicture(page, `own model card ${locale} ${name}`);
        expect(await violationsOn(page, false, rulesIn(look)), name).toEqual([]);
        await expectNoSidewaysScroll(page);
      }
    }
  });

  it('is closed by keys, and stays closed', async () => {
    const { page } = await first('en-US');
    const card = cardIn(page, 'en-US');
    await card.getByRole('button', { name: 'Dismiss' }).press('Enter');
    await card.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('write-title');
    await page.reload();
    await heading(page, 'Write').waitFor();
    await page.getByRole('button', { name: 'Continue from here' }).waitFor();
    await expect.poll(() => card.count()).toBe(0);
  });
});

describe('among the models', () => {
  it(
    'what comes with the product is marked, and does what it can, and says what it cannot',
    { tags: ['long'] },
    async () => {
      const { page } = await first('en-US');
      await goTo(page, 'Models');
      const name = 'Verseloom starter (Chinese)';
      const row = page.getByRole('row').filter({ hasText: name });
      await row.getByText('Comes with Verseloom').waitFor();
      await expect.poll(() => row.getByRole('button', { name: /favourite/i }).count()).toBe(0);
      await row.getByRole('button', { name: `Actions for ${name}` }).click();
      const offered = await page.getByRole('menuitem').allInnerTexts();
      for (const no of [/Rename/, /Delete/, /tags/i, /favourite/i])
        expect(offered.filter((one) => no.test(one))).toEqual([]);
      for (const yes of [/Write/, /Export/, /Duplicate/, /New run/])
        expect(offered.filter((one) => yes.test(one))).not.toEqual([]);
      await takePicture(page, 'starter menu');
      await page.keyboard.press('Escape');
      await row.click();
      await page
        .getByRole('complementary')
        .getByText(/It stays as it is/)
        .waitFor();
      await takePicture(page, 'starter panel');
      expect(await violationsOn(page)).toEqual([]);
      for (const key of ['F2', 'Delete']) {
        await row.focus();
        await page.keyboard.press(key);
        const said = page.getByText(`“${name}” comes with Verseloom and stays as it is.`);
        await said.waitFor();
        await page.getByRole('button', { name: 'Dismiss' }).click();
        await said.waitFor({ state: 'detached' });
      }
      expect(await stage.host.calls['models.list']({})).toHaveLength(2);
    },
  );
});

/** The last: from here on there is one. */
describe('who has a model of their own', () => {
  it(
    'sees no card any more, writes with it, and begins with the lyrics',
    { tags: ['long'] },
    async () => {
      const { page } = await first('en-US');
      await cardIn(page, 'en-US').waitFor();
      const { calls } = stage.host;
      const [starter] = await calls['models.list']({});
      const mine = await calls['models.duplicate']({ id: starter!.id, name: 'mine' });
      await cardIn(page, 'en-US').waitFor({ state: 'detached' });
      const model = page.getByLabel('Model', { exact: true });
      await vi.waitFor(
        async () =>
          await expect.poll(() => model.locator('option:checked').textContent()).toMatch(/^mine/),
      );
      const labels = await model.locator('option').allInnerTexts();
      expect(labels.map((label) => /^mine|^Verseloom/.exec(label)?.[0])).toEqual([
        ...['mine', 'Verseloom', 'Verseloom'],
      ]);
      await page.goto('about:blank');
      const again = await stage.openPage();
      await heading(again.page, 'Corpus').waitFor();
      await calls['models.remove']({ id: mine.id });
    },
  );
});
