/** Words that rhyme and how characters are read, in a real browser: found in the model's text, put on the page, chosen by keyboard alone, kept. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { draftPage, draftText, keptDraft, showOnPage, openDraft } from '../support/draft-page.ts';
import { keptModel } from '../support/kept-model.ts';
import { expectGoodAlways, expectGoodLooks, wear } from '../support/looks.ts';
import { takePicture, type Look, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

beforeAll(async () => {
  await keptModel(stage, { epochs: 1, hiddenSize: 8 });
});

async function open(text: string, look: Look = {}): Promise<WatchedPage> {
  const opened = await openDraft(stage, text, look);
  const { page } = opened;
  await page.getByRole('tab', { name: /^(Words|字词)$/ }).click();
  return opened;
}

const section = (page: Page): Locator => page.getByRole('region', { name: /^(What rhymes|押韵)$/ });
const words = (page: Page, list: RegExp): Locator =>
  section(page).getByRole('list', { name: list }).getByRole('button');
const firstTone = /^(First tone|阴平)/;
const where = (page: Page): Locator => section(page).locator('p').first();
const letters = (page: Page): Promise<string> =>
  page
    .locator('#write-page')
    .evaluate((host) =>
      [...host.shadowRoot!.querySelectorAll('.cm-fact:not([title=""]) .cm-rhyme')]
        .map(({ textContent }) => textContent)
        .join(''),
    );

describe('what rhymes', () => {
  it('with the end of the line stands in the model’s text, by the tones, each with a line, and goes on the page by a click', async () => {
    const { page, complaints } = await open('窗前有光\n');
    await expect
      .poll(() => where(page).innerText())
      .toBe('With 光 guāng, the end of line 1: 十六唐');
    const word = words(page, firstTone).first();
    await word.waitFor();
    const said = (await word.getAttribute('aria-label'))!;
    const text = await word.locator('.word').innerText();
    expect(said).toMatch(
      new RegExp(`^${text}, \\p{L}+, [\\d,]+ times? in the text, .*${text}`, 'u'),
    );
    await section(page).scrollIntoViewIfNeeded();
    await takePicture(page, 'rhymes');
    await word.click();
    await expect.poll(() => draftText(page)).toBe(`窗前有光\n${text}`);
    await showOnPage(page, 'What the model wrote');
    const taken = page.locator('#write-page .cm-taken');
    await expect.poll(() => taken.innerText()).toBe(text);
    await expect.poll(() => taken.getAttribute('title')).toMatch(/^from the text of /);
    await word.press('ControlOrMeta+Z');
    await expect.poll(() => draftText(page)).toBe('窗前有光\n');
    expect(complaints).toEqual([]);
  });

  it(
    'is of another end that is typed, near, or common and not in the text; what is not in it is the person’s own',
    { tags: ['long'] },
    async () => {
      const { page } = await open('窗前有光\n');
      await page.locator('#rhymes-typed').fill('ai');
      await expect.poll(() => where(page).innerText()).toBe('With ai: 九开');
      const common = words(page, /^Not in the text/).first();
      await common.waitFor();
      await expect.poll(() => words(page, /^Near rhymes/).count()).toBe(0); // there is nothing near ai
      await common.click();
      await showOnPage(page, 'What the model wrote');
      await expect.poll(() => page.locator('#write-page .cm-taken').count()).toBe(0);
      await page.locator('#rhymes-typed').fill('山');
      await expect.poll(() => where(page).innerText()).toBe('With 山 shān: 十四寒');
      await words(page, /^Near rhymes/)
        .first()
        .waitFor();
      await page.locator('#rhymes-typed').fill('🙂');
      await expect.poll(() => where(page).innerText()).toBe('How that is pronounced is not known.');
      await page.locator('#rhymes-typed').fill('');
      await page.locator('#rhymes-system').selectOption('thirteen');
      await expect.poll(() => where(page).innerText()).toMatch(/江阳辙$|怀来辙$/);
    },
  );

  it.each(['en-US', 'zh-CN'] as const)(
    'looks well in %s, also on a narrow screen',
    { tags: ['long'] },
    async (locale) => {
      const { page } = await open('山重水复疑无路\n窗前有光', { locale });
      await words(page, firstTone).first().waitFor();
      await draftPage(page).press('Control+Home');
      for (let place = 0; place < 2; place++) await page.keyboard.press('ArrowRight');
      await page.getByRole('radio', { name: 'chóng' }).waitFor();
      await expectGoodAlways(page, `rhymes ${locale}`);
      await section(page).evaluate((part) => part.scrollIntoView());
      await expectGoodAlways(page, `rhymes ${locale} below`);
      await wear(page, { colorScheme: 'light', viewport: { width: 360, height: 740 } });
      await expectGoodLooks(page, `rhymes ${locale} 360`);
    },
  );
});

describe('a polyphone', () => {
  it(
    'is read as the person sets it: by keyboard alone, for the rhyme and what rhymes, undone, and kept',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open('一重又一重\n吹来一阵风\n落叶\n多么重');
      await expect.poll(() => letters(page)).toBe('abca');
      const chosen = page.getByRole('radio', { checked: true, name: /[zc]hòng|chóng/ });
      await draftPage(page).press('Control+End');
      await expect.poll(() => where(page).innerText()).toContain('重 zhòng');
      await page.getByRole('tab', { name: 'Words' }).focus();
      for (let step = 0; step < 8; step++) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(() => document.activeElement?.getAttribute('type') === 'radio'))
          break;
      }
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => chosen.getAttribute('value')).toBe('chong2');
      await expect.poll(() => where(page).innerText()).toContain('重 chóng');
      await draftPage(page).focus();
      await page.keyboard.press('ControlOrMeta+Z');
      await expect.poll(() => where(page).innerText()).toContain('重 zhòng');
      await page.keyboard.press('ControlOrMeta+Shift+Z');
      await page.keyboard.press('Control+Home');
      await page.keyboard.insertText('你说 '); // it goes along with its character
      const kept = [{ at: '你说 一重又一重\n吹来一阵风\n落叶\n多么'.length, reading: 'chong2' }];
      await expect.poll(async () => (await keptDraft(stage)).readings).toEqual(kept);
      await page.reload();
      await draftPage(page).press('Control+End');
      await page.getByRole('tab', { name: 'Words' }).click();
      await expect.poll(() => where(page).innerText()).toContain('重 chóng');
      expect(complaints).toEqual([]);
    },
  );
});
