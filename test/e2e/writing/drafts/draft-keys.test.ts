/** The list of drafts by keys, in a real browser: who deletes one is on the row of its neighbour, as in the other lists. */
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { draftText, openPad } from '../../support/draft-page.ts';
import { focusOf } from '../../support/focus.ts';
import { sharedStage } from '../../support/stage.ts';
import { trainModel } from '../../support/train.ts';

const stage = sharedStage();
let page: Page;
let complaints: string[];

beforeAll(async () => {
  await trainModel(stage.host, { epochs: 1, hiddenSize: 16 }); // without any, there is no page
});

beforeEach(async () => {
  ({ page, complaints } = await openPad(stage));
  for (const name of ['丙', '乙', '甲'])
    await stage.host.calls['drafts.create']({ name, text: `${name}的词` });
  await page.getByRole('tab', { name: 'Drafts' }).click();
  await expect.poll(listed).toEqual(['甲', '乙', '丙']);
});

const list = () => page.getByRole('list', { name: 'Drafts' });
const listed = (): Promise<string[]> => list().locator('.name').allInnerTexts();
const row = (name: string) => list().getByRole('button', { name: new RegExp(`^${name} `) });
it('has the row of the next one in focus, of the last one’s the one before, and of the restored one', async () => {
  await row('乙').focus();
  await page.keyboard.press('Delete');
  await expect.poll(listed).toEqual(['甲', '丙']);
  await expect.poll(() => focusOf(page)).toBe('丙');
  await page.keyboard.press('Delete');
  await expect.poll(listed).toEqual(['甲']);
  await expect.poll(() => focusOf(page)).toBe('甲');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(listed).toEqual(['甲', '丙']);
  await expect.poll(() => focusOf(page)).toBe('丙');
  await expect.poll(() => draftText(page)).toBe('丙的词');
  await page.keyboard.press('ArrowUp'); // to the button of the one before
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => focusOf(page)).toBe('甲');
  expect(complaints).toEqual([]);
});

it('has it there, too, where the one that is open is deleted from its menu', async () => {
  await row('丙').press('Enter');
  await expect.poll(() => draftText(page)).toBe('丙的词');
  await row('丙').press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter');
  await expect.poll(listed).toEqual(['甲', '乙']);
  await expect.poll(() => draftText(page)).toBe('');
  await expect.poll(() => focusOf(page)).toBe('乙');
  expect(complaints).toEqual([]);
});

it('stays beside the page where the only one is deleted', async () => {
  await row('甲').focus();
  for (const left of [2, 1, 0]) {
    await page.keyboard.press('Delete');
    await expect.poll(() => list().getByRole('listitem').count()).toBe(left);
    if (left > 0) await expect.poll(() => focusOf(page)).toMatch(/^[甲乙丙]$/);
  }
  await expect.poll(() => focusOf(page)).toBe('New draft');
  expect(complaints).toEqual([]);
});

it('a new one is written on at once', async () => {
  await row('乙').click();
  await expect.poll(() => draftText(page)).toBe('乙的词');
  await page.getByRole('button', { name: 'New draft' }).press('Enter');
  await expect.poll(() => draftText(page)).toBe('');
  await expect.poll(() => focusOf(page)).toBe('Text');
  await page.keyboard.type('river');
  await expect.poll(() => draftText(page)).toBe('river');
  expect(complaints).toEqual([]);
});
