/** Lines that fit, in a real browser with a real model: wished in words, found, put on the page, taken back, and by keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { draftPage, draftText, showOnPage, openDraft, untilModels } from '../support/draft-page.ts';
import { keptModel } from '../support/kept-model.ts';
import { expectGoodAlways, expectGoodLooks, violationsOn, wear } from '../support/looks.ts';
import { takePicture, type Look, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

beforeAll(async () => {
  await keptModel(stage, { epochs: 60, hiddenSize: 48 });
});

const open = (text: string, look: Look = {}): Promise<WatchedPage> => openDraft(stage, text, look);

const panel = (page: Page): Locator => page.getByRole('tabpanel');
const wish = (page: Page): Locator => page.locator('#lines-wish');
const chips = (page: Page): Locator =>
  page.getByRole('group', { name: /^(Understood as|理解为)$/ });
const readings = (page: Page): Locator =>
  page.getByRole('list', { name: /^(Lines that fit|合要求的句子)$/ }).getByRole('button');
const textOf = (reading: Locator): Promise<string> => reading.locator('.text').innerText();
const textsOf = (page: Page): Promise<string[]> => readings(page).locator('.text').allInnerTexts();

async function wishFor(page: Page, words: string, lines = '1'): Promise<void> {
  await page.getByRole('tab', { name: /^(Lines|找句)$/ }).click();
  await wish(page).fill(words);
  if (lines !== '1') await page.locator('#lines-count').selectOption(lines); // of a form it cannot be chosen
}

async function find(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Find lines|找句子)$/ }).click();
  await readings(page).first().waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^(Stop|停)$/ }).count()).toBe(0);
}

describe('lines that fit', () => {
  it('are six, as they are wished, and go on the page by a click, one step that is undone', async () => {
    const { page, complaints } = await open('记得你说过\n\n后来的人');
    await draftPage(page).press('Control+Home');
    await wishFor(page, '7 ang');
    await expect.poll(() => chips(page).innerText()).toMatch(/7 long\s+rhymes on ang/);
    await find(page);
    await expect.poll(() => readings(page).count()).toBe(6);
    const six = await textsOf(page);
    expect(new Set(six).size).toBe(6);
    for (const text of six) expect([...text.replace(/[^\p{L}]/gu, '')]).toHaveLength(7);
    for (const said of await readings(page).locator('.help').allInnerTexts())
      expect(said).toMatch(/^per-character probability [\d.]+%/);
    await takePicture(page, 'lines found');
    await readings(page).nth(1).click();
    await expect.poll(() => draftText(page)).toBe(`记得你说过\n${six[1]}\n\n后来的人`);
    await readings(page).nth(2).click(); // another one, in its place
    await expect.poll(() => draftText(page)).toBe(`记得你说过\n${six[2]}\n\n后来的人`);
    await page.keyboard.press('ControlOrMeta+Z');
    await expect.poll(() => draftText(page)).toBe(`记得你说过\n${six[1]}\n\n后来的人`);
    await draftPage(page).focus();
    await page.keyboard.press('ControlOrMeta+Z');
    await expect.poll(() => draftText(page)).toBe('记得你说过\n\n后来的人');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await showOnPage(page, 'What the model wrote');
    const marked = page.locator('#write-page .cm-written');
    await expect.poll(() => marked.allInnerTexts()).toEqual([six[1]]); // the break before it is nobody's
    await expect.poll(() => marked.getAttribute('title')).toMatch(/Temperature: 0\.6, Seed: 1/);
    await page.getByRole('tab', { name: 'Kept' }).click();
    const kept = await panel(page).getByRole('listitem').locator('.text').allInnerTexts();
    expect(kept.toSorted()).toEqual(six.toSorted());
    expect(complaints).toEqual([]);
  });

  it('are seen where they are found, also in a small window', { tags: ['long'] }, async () => {
    const { page } = await open('想要有直升机');
    await page.setViewportSize({ width: 900, height: 600 });
    await wishFor(page, '7 / 7 @1 / 7 / 7 @1');
    await find(page);
    const seen = await readings(page)
      .first()
      .evaluate((reading) => {
        const { top, bottom, left } = reading.getBoundingClientRect();
        const over = document.elementFromPoint(left + 20, bottom - 4);
        return top >= 0 && reading.contains(over);
      });
    expect(seen).toBe(true);
  });

  it('leave what one works in where it is when they come late', { tags: ['long'] }, async () => {
    const { page } = await open('想要有直升机');
    await page.setViewportSize({ width: 900, height: 600 });
    await wishFor(page, '7 / 7 @1 / 7 / 7 @1 / 7 / 7 @1 / 7 / 7 @1');
    await page.getByRole('button', { name: 'Find lines' }).click();
    await wish(page).focus();
    await page.keyboard.press('End');
    const top = (): Promise<number> =>
      wish(page).evaluate((field) => field.getBoundingClientRect().top);
    const before = await top();
    await readings(page).first().waitFor();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await top()).toBe(before);
  });

  it('go on without repeating', async () => {
    const { page } = await open('记得你说过');
    await wishFor(page, '5');
    await find(page);
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await expect.poll(() => readings(page).count()).toBe(12);
    expect(new Set(await textsOf(page)).size).toBe(12);
  });

  it('fill the empty line at the cursor, with the next line in view, or what is selected', async () => {
    const { page } = await open('记得你说过\n\n后来的人');
    await draftPage(page).press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await wishFor(page, '5');
    await find(page);
    const [first] = await textsOf(page);
    expect(first).not.toContain('后来的人');
    await readings(page).first().click();
    await expect.poll(() => draftText(page)).toBe(`记得你说过\n${first}\n后来的人`);
    await draftPage(page).press('Control+Home');
    await page.keyboard.press('Shift+End');
    await find(page);
    const other = await textOf(readings(page).first());
    await readings(page).first().click();
    await expect.poll(() => draftText(page)).toBe(`${other}\n${first}\n后来的人`);
  });

  it('are a stanza, each line as it is wished', async () => {
    const { page } = await open('记得你说过');
    await wishFor(page, '7', '4');
    await find(page);
    for (const text of await textsOf(page)) expect(text.split('\n')).toHaveLength(4);
    await wish(page).fill('5 / 6 / 5 / 6 @2');
    await expect
      .poll(() => chips(page).innerText())
      .toMatch(/Line 4\s+6 long\s+rhymes with line 2/);
    await expect.poll(() => page.locator('#lines-count').inputValue()).toBe('4');
    await find(page);
    const [stanza] = await textsOf(page);
    expect(stanza!.split('\n').map((line) => line.replace(/[^\p{L}]/gu, '').length)).toEqual([
      5, 6, 5, 6,
    ]);
    await readings(page).first().click();
    await expect.poll(() => draftText(page)).toBe(`记得你说过\n${stanza}`);
  });

  it('are like the line at the cursor', async () => {
    const { page } = await open('想回到过去');
    await wishFor(page, '');
    await expect.poll(() => chips(page).innerText()).toBe('any line');
    await page.getByRole('button', { name: 'Like this line' }).click();
    await expect.poll(() => wish(page).inputValue()).toBe('5 @去');
    await draftPage(page).fill('想要有直升机\n想要和你飞到宇宙去');
    await draftPage(page).press('Control+A');
    await page.getByRole('button', { name: 'Like this line' }).click();
    await expect.poll(() => wish(page).inputValue()).toBe('6 / 9');
    await draftPage(page).fill('');
    await page.getByRole('button', { name: 'Like this line' }).click();
    await page.getByText('There is no line at the cursor to follow.').waitFor();
    await expect.poll(() => wish(page).inputValue()).toBe('6 / 9');
  });

  it('are wished by hand, too, by mouse and by keyboard alone', { tags: ['long'] }, async () => {
    const { page, complaints } = await open('想要有直升机');
    await wishFor(page, '7 / 7 / 7');
    await wishFor(page, '7 / 5');
    await chips(page).getByRole('button', { name: '5 long' }).click();
    const dialog = page.getByRole('dialog', { name: 'Wishes for line 2' });
    const length = dialog.getByLabel('Length', { exact: true });
    await expect.poll(() => length.inputValue()).toBe('5');
    await length.fill('five');
    await dialog.getByRole('button', { name: 'Set' }).click();
    await dialog.getByText(/“five” is not understood/).waitFor();
    await length.fill('4-6');
    await dialog.getByLabel('Rhyme', { exact: true }).selectOption({ label: 'with a line above' });
    await dialog.getByLabel('Tone of the last character').selectOption({ label: 'ends on 平' });
    await dialog.getByLabel('Without', { exact: true }).fill('的 了');
    await dialog.getByRole('button', { name: 'Set' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => wish(page).inputValue()).toBe('7 / 4-6 @1 平 -的 -了');
    await find(page);
    for (const text of await textsOf(page)) expect(text).toMatch(/^.{7}\n[^的了]{4,6}$/u);

    await chips(page).getByRole('button', { name: '7 long' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    await expect
      .poll(() => length.evaluate((input) => input === document.activeElement))
      .toBe(true);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => wish(page).inputValue()).toBe('7 / 3 @1 平 -的 -了');
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each(['en-US', 'zh-CN'] as const)(
    'are wished by hand in %s',
    { tags: ['long'] },
    async (locale) => {
      const { page } = await open('想要有直升机', { locale });
      await wishFor(page, '7 / 5 @1 平');
      await chips(page).getByRole('button').last().click();
      await page.getByRole('dialog').waitFor();
      await expectGoodAlways(page, `lines by hand ${locale}`);
    },
  );

  it('tell what is not understood, what is in the way, and the nearest', async () => {
    const { page, complaints } = await open('记得你说过');
    await wishFor(page, '7 %%');
    await panel(page).getByText('“%%” is not understood').waitFor();
    await expect.poll(() => wish(page).getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => chips(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Find lines' }).click();
    await expect.poll(() => readings(page).count()).toBe(0);
    await wish(page).fill('3 +龘');
    await page.getByRole('button', { name: 'Find lines' }).click();
    await panel(page)
      .getByText(/No lines were found that meet all of these wishes/)
      .waitFor();
    await panel(page)
      .getByText(/In the way: the words that must come \(without it, \d+ of/)
      .waitFor();
    const near = page.getByRole('list', { name: 'The closest found:' });
    await expect.poll(() => near.getByRole('button').count()).toBeGreaterThan(0);
    await takePicture(page, 'lines in the way');
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('say what of them is copied, unless that is avoided', async () => {
    const { page } = await open('想要有直升机');
    await wishFor(page, '9 +纬线来回像赶路'); // as it stands in the corpus
    await page.getByRole('button', { name: 'Find lines' }).click();
    await panel(page)
      .getByText(/In the way: that nothing is copied \(without it, \d+ of/)
      .waitFor();
    await page.getByLabel('Avoid copying').uncheck();
    await find(page);
    for (const said of await readings(page).locator('.help').allInnerTexts())
      expect(said).toMatch(/copied: [6-9] in a row, from 外婆的织机/);
    await takePicture(page, 'lines copied');
  });

  it('are looked for no longer when one stops, and what stands on the page stays', async () => {
    const { page, complaints } = await open('想要有直升机');
    await wishFor(page, '20 x200');
    await expect.poll(() => page.locator('#lines-count').inputValue()).toBe('200');
    await page.getByRole('button', { name: 'Find lines' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await panel(page).getByText('Stopped.').waitFor();
    await expect.poll(() => draftText(page)).toBe('想要有直升机');
    await wishFor(page, '5');
    await find(page);
    await expect.poll(() => readings(page).count()).toBe(6);
    expect(complaints).toEqual([]);
  });

  it('are found by keyboard alone, from a shortcut on the page', async () => {
    const { page, complaints } = await open('记得你说过');
    await untilModels(page);
    await draftPage(page).press('Control+Shift+Enter');
    await readings(page).first().waitFor();
    await expect.poll(() => readings(page).count()).toBe(6);
    const six = await textsOf(page);
    await wish(page).focus();
    const isReading = (): Promise<boolean> =>
      page.evaluate(() => document.activeElement?.closest('ol') !== null);
    for (let press = 0; press < 10 && !(await isReading()); press++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => draftText(page)).toBe(`记得你说过\n${six[1]}`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => draftText(page)).toBe(`记得你说过\n${six[2]}`);
    expect(complaints).toEqual([]);
  });

  it(
    'keep what is wished with the draft, and say from what they go on where nothing stands before',
    { tags: ['long'] },
    async () => {
      const { page } = await open('');
      await wishFor(page, '6 ang');
      await find(page);
      await panel(page).getByText('There is no text before it').waitFor();
      const [first] = await textsOf(page);
      await readings(page).first().click();
      await expect.poll(() => draftText(page)).toBe(first);
      await vi.waitUntil(
        async () => (await stage.host.calls['drafts.list']({}))[0]?.firstLines[0] === first,
      );
      await page.reload();
      await draftPage(page).waitFor();
      await page.getByRole('tab', { name: 'Lines', exact: true }).click();
      await expect.poll(() => wish(page).inputValue()).toBe('6 ang');
    },
  );

  it.each(['en-US', 'zh-CN'] as const)(
    'look well in %s, also on a narrow screen',
    { tags: ['long'] },
    async (locale) => {
      const { page } = await open('记得你说过', { locale });
      await wishFor(page, '7 ang');
      await find(page);
      await expectGoodAlways(page, `lines ${locale}`);
      await wear(page, { colorScheme: 'light', viewport: { width: 360, height: 740 } });
      await expectGoodLooks(page, `lines ${locale} 360`);
    },
  );
});
