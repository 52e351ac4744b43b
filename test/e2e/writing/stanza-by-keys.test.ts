/**
 * A stanza by keyboard alone, in a real browser: from an empty page to lines that rhyme, one kept and the others written anew, a character chosen, and the draft saved as a file.
 *
 * @module-tag long
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { lineConstraint } from '../../../src-main/contract/writing/constraint.ts';
import { parseForm } from '../../../src-main/form/form-text.ts';
import { met } from '../../../src-main/form/met.ts';
import { loadEnglish } from '../../../src-main/language/english/english.ts';
import { draftText, keptDraft } from '../support/draft-page.ts';
import { focusOf } from '../support/focus.ts';
import { violationsOn } from '../support/looks.ts';
import { expectNoSidewaysScroll, takePicture, type Look } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage({ withStarters: true });

/** The words of a language that the keyboard comes past. */
interface Walk {
  readonly look: Look;
  readonly page: string;
  readonly panels: { readonly lines: string; readonly words: string; readonly drafts: string };
  /** What is wished of each of four lines. */
  readonly wish: string;
  readonly keepFirst: string;
  readonly filter: string;
  readonly exportAsText: string;
}

const walks: Record<'English' | 'Chinese', Walk> = {
  English: {
    look: { locale: 'en-US', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    page: 'Text',
    panels: { lines: 'Lines', words: 'Words', drafts: 'Drafts' },
    wish: '6-8 @night x4',
    keepFirst: 'Keep line 1 as it stands',
    filter: 'Find by letter',
    exportAsText: 'Export as text',
  },
  Chinese: {
    look: { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 900, height: 700 } },
    page: '写出的词',
    panels: { lines: '找句', words: '字词', drafts: '草稿' },
    wish: '5 ang x4',
    keepFirst: '第 1 行保持不变',
    filter: '按拼音或字母找',
    exportAsText: '导出为文本',
  },
};

/** Presses a key until the keyboard is where it is wanted; nothing else moves it. */
async function reach(page: Page, isThere: () => Promise<boolean>, key = 'Tab'): Promise<void> {
  for (let press = 0; press < 80; press++) {
    if (await isThere()) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard is at “${await focusOf(page)}”`);
}
const isCalled = (page: Page, name: string) => async (): Promise<boolean> =>
  (await focusOf(page)) === name;
const isIn = (page: Page, selector: string) => (): Promise<boolean> =>
  page.evaluate((one) => Boolean(document.activeElement?.closest(one)), selector);

async function choosePanel(page: Page, name: string): Promise<void> {
  await reach(page, isIn(page, '[role="tablist"]'), 'Shift+Tab');
  await reach(page, isCalled(page, name), 'ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name, exact: true, selected: true }).waitFor();
}

const readings = (page: Page) => page.locator('.found ol').getByRole('button');

it.each(Object.entries(walks))('%s', async (_, walk) => {
  const { page, complaints } = await stage.openPage(walk.look);
  const { keyboard } = page;
  const { calls } = stage.host;
  for (const { id } of await calls['drafts.list']({})) await calls['drafts.remove']({ id });
  await page.reload();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await keyboard.press('Control+3');

  // An empty page, and what is wished of four lines.
  await choosePanel(page, walk.panels.lines);
  await reach(page, isIn(page, '#lines-wish'));
  await keyboard.press('ControlOrMeta+A'); // something is wished from the start
  await keyboard.insertText(walk.wish);
  await keyboard.press('Enter');
  await readings(page).first().waitFor();
  await reach(page, isIn(page, '.found ol'));
  await expectReachable(page, `${walk.look.locale} found`);
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect.poll(async () => (await draftText(page)).split('\n').length).toBe(4);
  const stanza = (await draftText(page)).split('\n');
  await expectRhyme(stanza, walk.wish);

  // The first line stays, and the others come anew.
  await reach(page, isCalled(page, walk.page));
  await keyboard.press('ControlOrMeta+A');
  await reach(page, isCalled(page, walk.keepFirst), 'Shift+Tab');
  await keyboard.press('Space');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-pressed')))
    .toBe('true');
  await expectReachable(page, `${walk.look.locale} locked`);
  const before = await readings(page).first().innerText();
  await keyboard.press('Control+Shift+Enter');
  await expect.poll(() => readings(page).first().innerText()).not.toBe(before);
  await reach(page, isIn(page, '.found ol'));
  await keyboard.press('Enter');
  await expect.poll(async () => (await draftText(page)).split('\n')[1]).not.toBe(stanza[1]);
  const rewritten = (await draftText(page)).split('\n');
  expect(rewritten).toHaveLength(4);
  expect(rewritten[0]).toBe(stanza[0]);
  await expectRhyme(rewritten, walk.wish);

  // Another character in the place of the first one.
  await reach(page, isCalled(page, walk.page));
  await keyboard.press('ControlOrMeta+Home');
  await keyboard.press('Alt+Enter');
  await reach(page, isCalled(page, walk.filter));
  await page.locator('[role="tabpanel"] ol').waitFor(); // the model reads what stands before it
  await reach(page, isIn(page, '[role="tabpanel"] ol'));
  const first = [...rewritten[0]!][0]!;
  const chosen = () => page.evaluate(() => document.activeElement!.getAttribute('aria-label')![0]!);
  const isOther = async () => /\p{L}/u.test(await chosen()) && (await chosen()) !== first;
  await reach(page, isOther, 'ArrowDown');
  const other = await chosen();
  await keyboard.press('Enter');
  const text = [`${other}${rewritten[0]!.slice(first.length)}`, ...rewritten.slice(1)].join('\n');
  await expect.poll(() => draftText(page)).toBe(text);

  // It is kept, and goes into a file.
  await expect.poll(async () => (await keptDraft(stage)).text).toBe(text);
  await choosePanel(page, walk.panels.drafts);
  await reach(page, isIn(page, '[role="tabpanel"] ul'));
  await keyboard.press('Shift+F10');
  const menu = page.getByRole('menuitem', { name: walk.exportAsText });
  await menu.waitFor();
  await reach(page, isCalled(page, walk.exportAsText), 'ArrowDown');
  const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
  expect((await readFile(await download.path(), 'utf8')).trimEnd()).toBe(text);
  expect(complaints).toEqual([]);
});

async function expectReachable(page: Page, name: string): Promise<void> {
  await takePicture(page, `stanza by keys ${name}`);
  await expectNoSidewaysScroll(page);
  expect(await violationsOn(page)).toEqual([]);
}

/** Each line is as it was wished. */
async function expectRhyme(lines: readonly string[], wish: string): Promise<void> {
  const reading = { english: await loadEnglish() };
  for (const [at, one] of parseForm(wish).lines.entries())
    expect([lines[at], met(lines[at]!, lineConstraint.parse(one), reading)]).toEqual([
      lines[at],
      { length: 'met', rhyme: 'met' },
    ]);
}
