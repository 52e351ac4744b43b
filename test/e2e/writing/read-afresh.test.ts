/**
 * However a text has come onto the page, a model goes on from it as from the same text read afresh; and an Enter that confirms a candidate of an input method triggers nothing, in whatever field.
 *
 * @module-tag long
 */
import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { builtIns } from '../../../src-renderer/writing/presets/presets.ts';
import { draftPage, draftText, offerFrom, offerOf, openDraft } from '../support/draft-page.ts';
import { sharedStage } from '../support/stage.ts';

const MODEL = 'starter:zh';
const LENGTH = 40;
const stage = sharedStage({ withStarters: true });

async function open(text: string): Promise<Page> {
  const { page } = await openDraft(stage, text);
  await page.getByLabel('Model', { exact: true }).selectOption(MODEL);
  await page.getByRole('textbox', { name: 'Length' }).fill(String(LENGTH));
  return page;
}

/** What the model says of a text that nobody has typed: how it goes on, as the page asks for it, and what may come next. */
async function readAfresh(prefix: string): Promise<{ offered: string; next: string[] }> {
  const settings = { modelId: MODEL, prefix, temperature: builtIns.usual.temperature };
  const { continuation } = await stage.host.calls['writing.write']({
    ...{ ...settings, id: crypto.randomUUID(), length: LENGTH, seed: 1, noCopy: 5 },
  });
  const { characters } = await stage.host.calls['writing.next']({ ...settings, top: 10 });
  return { offered: continuation, next: characters.map(({ character }) => character) };
}

async function compose(session: CDPSession, letters: string): Promise<void> {
  const at = letters.length;
  await session.send('Input.imeSetComposition', {
    ...{ text: letters, selectionStart: at, selectionEnd: at },
  });
}

const signs: Readonly<Record<string, string>> = { '⏎': '\n', '␣': ' ', '¶': '\u001e' };
/** What is listed beside the page, in its order. */
const listed = async (page: Page): Promise<string[]> => {
  const names = await page
    .getByRole('list', { name: 'What may come next' })
    .getByRole('button')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')!.split(',')[0]!));
  return names.map((name) => signs[[...name][0]!] ?? name);
};

/** What the page offers behind its text, and lists, is what the model says of that text by itself. */
async function expectAsAfresh(page: Page, text: string): Promise<void> {
  await expect.poll(() => draftText(page)).toBe(text);
  const { offered, next } = await readAfresh(text);
  await offerFrom(page);
  await expect.poll(() => offerOf(page).textContent()).toBe(offered);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Words', exact: true }).click();
  await expect.poll(() => listed(page)).toEqual(next);
  await page.getByRole('tab', { name: 'Settings', exact: true }).click();
  await draftPage(page).focus();
}

describe('a model goes on from the text as it stands', () => {
  it('after typing, taking, undoing and typing again', async () => {
    const page = await open('');
    const { keyboard } = page;
    const session = await page.context().newCDPSession(page);
    await offerFrom(page, '月光照在窗台上');
    await keyboard.press('ArrowRight');
    const offered = (await offerOf(page).textContent())!;
    await keyboard.insertText([...offered][0]!); // typed over, as it is offered
    await keyboard.press('ControlOrMeta+ArrowRight');
    await keyboard.press('Tab');
    const whole = await draftText(page);
    await expectAsAfresh(page, whole);
    while ((await draftText(page)) !== '月光照在窗台上') await keyboard.press('ControlOrMeta+Z');
    await expectAsAfresh(page, '月光照在窗台上');
    await keyboard.press('Backspace');
    await compose(session, 'qian');
    await session.send('Input.insertText', { text: '前' });
    await keyboard.press('Enter');
    await keyboard.insertText('我们');
    const typed = '月光照在窗台前\n我们';
    await expectAsAfresh(page, typed);
    // And as it is once it has been opened anew.
    await expect
      .poll(async () => (await stage.host.calls['drafts.list']({}))[0]?.firstLines)
      .toEqual(typed.split('\n'));
    await page.reload();
    await draftPage(page).waitFor();
    await draftPage(page).focus();
    await keyboard.press('ControlOrMeta+End');
    await expectAsAfresh(page, typed);
  });
});

describe('Enter that confirms a candidate', () => {
  const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };

  /** Composes where the keyboard is, and confirms what is composed by Enter. */
  async function confirm(page: Page, letters: string, chosen: string): Promise<void> {
    const session = await page.context().newCDPSession(page);
    await compose(session, letters);
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
    await session.send('Input.insertText', { text: chosen });
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
    await page.waitForTimeout(500); // longer than whatever it might have triggered waits
  }

  it('asks for no lines, and what was composed stands in the wish', async () => {
    const page = await open('月光照在窗台上');
    await page.getByRole('tab', { name: 'Lines', exact: true }).click();
    const wish = page.locator('#lines-wish');
    await wish.fill('5 @');
    await wish.press('End');
    await confirm(page, 'guang', '光');
    await expect.poll(() => wish.inputValue()).toBe('5 @光');
    const readings = page.getByRole('list', { name: 'Lines that fit' });
    await expect.poll(() => readings.count()).toBe(0);
    await page.keyboard.press('Enter'); // which does
    await readings.waitFor();
  });

  it('takes no character from those that may come next', async () => {
    const page = await open('月光照在窗台上');
    await draftPage(page).press('ControlOrMeta+End');
    await page.keyboard.press('Alt+Enter');
    await confirm(page, 'de', '的');
    await expect.poll(() => page.locator('#words-filter').inputValue()).toBe('的');
    await expect.poll(() => draftText(page)).toBe('月光照在窗台上');
    await page.keyboard.press('Enter');
    await expect.poll(() => draftText(page)).toBe('月光照在窗台上的');
  });

  it('goes to no place and replaces nothing, and what was composed is looked for', async () => {
    const page = await open('月光照在窗台上');
    await draftPage(page).press('ControlOrMeta+F');
    const panel = page.locator('#write-page .cm-find');
    await expect.poll(() => panel.count()).toBe(1);
    await confirm(page, 'yue', '月');
    await expect.poll(() => panel.getByRole('status').textContent()).toBe('1 found');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await confirm(page, 'xing', '星');
    expect(await panel.getByRole('textbox', { name: 'Replace with' }).inputValue()).toBe('星');
    expect(await draftText(page)).toBe('月光照在窗台上');
    await page.keyboard.press('Enter'); // goes there
    await expect.poll(() => panel.getByRole('status').textContent()).toBe('1 of 1');
    await page.keyboard.press('Enter');
    await expect.poll(() => draftText(page)).toBe('星光照在窗台上');
  });

  it('ends no name: of a draft, a form or a preset', async () => {
    const page = await open('月光照在窗台上');
    await page.getByRole('tab', { name: 'Drafts', exact: true }).click();
    await page.getByRole('list', { name: 'Drafts' }).getByRole('button').first().focus();
    await page.keyboard.press('F2');
    const renaming = page.getByRole('textbox', { name: /^New name for/ });
    await renaming.waitFor();
    await page.keyboard.press('ControlOrMeta+A');
    await confirm(page, 'ye', '夜');
    await expect.poll(() => renaming.inputValue()).toBe('夜');
    await page.keyboard.press('Enter');
    await renaming.waitFor({ state: 'detached' });

    await page.getByRole('tab', { name: 'Settings', exact: true }).click();
    await page.getByRole('textbox', { name: 'Temperature' }).fill('0.9'); // which no preset has
    for (const [tab, ask, label] of [
      ['Settings', 'Save as a preset…', 'Name of the preset'],
      ['Lines', 'Save as a form…', 'Name of the form'],
    ] as const) {
      await page.getByRole('tab', { name: tab, exact: true }).click();
      await page.getByRole('button', { name: ask }).click();
      const name = page.getByRole('textbox', { name: label });
      await name.waitFor();
      await page.keyboard.press('ControlOrMeta+A');
      await confirm(page, 'ye', '夜');
      expect([label, await name.inputValue()]).toEqual([label, '夜']);
      await page.keyboard.press('Escape');
    }
  });
});
