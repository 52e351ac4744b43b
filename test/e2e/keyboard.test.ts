/** All by keyboard alone, in a real browser: going about, lists, taking back, and the list of shortcuts. */
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { draftPage, draftText } from './support/draft-page.ts';
import { focusOf } from './support/focus.ts';
import { linkOf, type HostLink } from './support/host-link.ts';
import { takePicture, openEverything } from './support/page.ts';
import { expectAccessible, go, sharedKeyboard } from './support/keys.ts';

const { stage, open } = sharedKeyboard();

const rows = (page: Page): Promise<string[]> =>
  page.getByRole('rowheader').locator('.name').allInnerTexts();
const corporaShown = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Corpora' }).locator('.name').allInnerTexts();

describe('going about', () => {
  it('has the first field of the models one Tab away, too, where they come after one is there', async () => {
    let late: ReturnType<HostLink['holds']> | undefined;
    const { page, complaints } = await stage.openPage({}, async (one) => {
      late = (await linkOf(one)).holds('models.list');
    });
    await page.keyboard.press('Control+4');
    await expect.poll(() => focusOf(page)).toBe('Models');
    await expect.poll(() => page.locator('tr[data-model]').count()).toBe(0);
    late!.letGo();
    await page.locator('tr[data-model]').first().waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => focusOf(page)).toBe('Search names, corpora, tags and notes');
    expect(complaints).toEqual([]);
  });

  it('has the first field one Tab away, and one Tab stop for each list, toolbar and rail', async () => {
    const opened = await open();
    const { page, press, focus } = opened;
    await go(opened, 2, 'Train');
    await press('Tab');
    await expect.poll(focus).toBe('Corpus');
    await go(opened, 3, 'Write');
    await press('Tab');
    await expect.poll(focus).toBe('Settings');
    await go(opened, 1, 'Corpus');
    await press('Tab');
    await expect.poll(focus).toBe('Import lyrics…');
    await press('Tab');
    await expect.poll(focus).toBe('Verseloom sample lyrics');
    await press('Tab');
    await expect.poll(focus).toBe('Duplicate to change it'); // past all the other corpora
    await press('Tab', 'Tab');
    await expect.poll(focus).toBe('Train with this');
    await press('Tab', 'Tab');
    await expect.poll(() => focus()).not.toMatch(/Cleaning|Text|Figures/); // the parts of a corpus are one stop
    await go(opened, 4, 'Models');
    await press('Tab');
    await expect.poll(focus).toBe('Search names, corpora, tags and notes');
    await press('Tab');
    await expect.poll(focus).toBe('Tag');
    await press('ArrowRight', 'ArrowRight');
    await expect.poll(focus).toBe('Sort by');
    await press('End');
    await expect.poll(focus).toBe('Sort by'); // of a select, the key is its own
    await press('ArrowLeft', 'End');
    await expect.poll(focus).toBe('Cards');
    await press('Tab');
    await expect.poll(focus).toBe('Select all shown');
    await press('ArrowRight', 'ArrowRight');
    await expect.poll(focus).toBe('Name');
    await press('Tab');
    await expect.poll(focus).toBe((await rows(page))[0]);
    await press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await expect.poll(() => focus()).toMatch(/^Actions for/);
    await press('ArrowDown');
    await expect.poll(focus).toBe((await rows(page))[1]);
    await press('Tab');
    await expect.poll(() => focus()).not.toMatch(/^(Select|Favourite|Write with|Actions for)/);
    await page.getByRole('link', { name: 'Models' }).focus();
    await press('ArrowUp');
    await expect.poll(focus).toBe('Write');
    await press('End');
    const last = await focus();
    await press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement!.closest('nav, .rail')))
      .toBeNull();
    await press('Shift+Tab');
    await expect.poll(() => focus()).toMatch(new RegExp(`^(Models|${last})$`));
  });

  it('keeps the focus through dialogs, menus, renaming, tags and screens', async () => {
    const opened = await open();
    const { page, press, focus } = opened;
    await go(opened, 4, 'Models');
    await page.getByRole('rowheader').first().waitFor();
    await go(opened, 4, 'Models'); // now that the list is there, its search is one Tab away
    await press('Tab', 'ArrowDown');
    const [first] = await rows(page);
    await expect.poll(focus).toBe(first);
    await press('Shift+F10', 'Escape');
    await expect.poll(focus).toBe(first);
    await press('F2');
    await page.keyboard.type('Renamed');
    await press('Enter');
    await expect.poll(focus).toBe('Renamed');
    await press('F2');
    await page.keyboard.type(first!);
    await press('Enter');
    await expect.poll(focus).toBe(first);
    // A menu that leads to a dialog, and the dialog back.
    await press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Export…' }).focus();
    await press('Enter');
    await page.getByRole('dialog').waitFor();
    await press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await expect.poll(focus).toBe(first);
    // The tags of the closer look are a list: one Tab stop, arrows, Delete.
    await press('Enter');
    const panel = page.getByRole('complementary');
    await panel.getByLabel('Add a tag').focus();
    await press('Shift+Tab');
    await expect.poll(focus).toBe('Remove the tag slow');
    await press('ArrowRight');
    await expect.poll(focus).toBe('Remove the tag 试验');
    await press('Delete');
    await expect.poll(focus).toBe('Add a tag');
    await page.keyboard.type('试验');
    await press('Enter');
    await panel.getByRole('button', { name: 'Remove the tag 试验' }).waitFor();
    await panel.getByRole('button', { name: 'Close' }).press('Enter');
    await expect.poll(focus).toBe(first);
    // A screen that goes while a control of it has the focus.
    await go(opened, 3, 'Write');
    await press('Tab');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
    await expect.poll(focus).toBe('Models');
  });

  it(
    'keeps it on the buttons of a run and of a text, which come and go',
    { tags: ['long'] },
    async () => {
      const opened = await open();
      const { page, press, focus } = opened;
      await go(opened, 2, 'Train');
      await openEverything(page);
      await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
      await page.getByLabel('Hidden units', { exact: true }).fill('8');
      await page.getByLabel('Epochs', { exact: true }).fill('100000');
      await press('Enter');
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      await button('Pause').press('Enter');
      await expect.poll(focus).toBe('Resume');
      await press('ArrowRight', 'ArrowRight', 'ArrowRight');
      await expect.poll(focus).toBe('Stop and save');
      await press('Enter');
      await expect.poll(focus, { timeout: 10_000 }).toBe('Write with this model');
      const { modelId } = await stage.host.calls['training.status']({});
      onTestFinished(async () => {
        await stage.host.calls['runs.remove']({ id: modelId! });
        await stage.host.calls['runs.remove']({ id: modelId! }); // and the record that it leaves
      });
      await press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
      await button('Continue from here').press('Enter');
      await expect.poll(focus).toBe('Text'); // where it is taken
      await button('Dismiss').press('Enter');
      await expect.poll(focus).toBe('Text');
    },
  );
});

describe('taking back', () => {
  it('brings back models, one by one and several, and not while one types', async () => {
    const opened = await open();
    const { page, press, focus } = opened;
    await go(opened, 4, 'Models');
    /** Names of those that have a model: what is deleted leaves its record in its place. */
    const models = (): Promise<string[]> =>
      page
        .locator('tr[data-model]')
        .filter({ hasNotText: 'no model' })
        .locator('.name')
        .allInnerTexts();
    const kept = await stage.host.calls['models.list']({});
    await expect.poll(models).toHaveLength(kept.length);
    await press('Tab', 'ArrowDown');
    const before = await models();
    await expect.poll(focus).toBe(before[0]);
    await press('Delete');
    await expect.poll(models).toEqual(before.slice(1));
    await page.getByText(`“${before[0]}” was deleted`).waitFor();
    await expect.poll(focus).toBe(before[0]);
    await press('ArrowDown');
    await expect.poll(focus).toBe(before[1]);
    await press('Delete');
    await expect.poll(models).toEqual(before.slice(2));
    await expect.poll(focus).toBe(before[1]);
    await press('ControlOrMeta+F');
    await page.keyboard.type('x');
    await press('ControlOrMeta+Z'); // takes back the letter
    await expect.poll(() => page.getByLabel('Search names').inputValue()).toBe('');
    await expect.poll(models).toEqual(before.slice(2));
    await press('ArrowDown', 'ControlOrMeta+Z');
    await expect.poll(models).toEqual(before.slice(1));
    await press('ControlOrMeta+Z');
    await expect.poll(models).toEqual(before);
    await expect.poll(focus).toBe(before[0]);
    await press('ControlOrMeta+A', 'Delete');
    await expect.poll(models).toEqual([]);
    await press('ControlOrMeta+Z');
    await expect.poll(models).toEqual(before);
    await press('ControlOrMeta+Z'); // there is no more
    await expect.poll(models).toEqual(before);
    await expect.poll(() => page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  it('brings back a corpus as it was, which is removed without a question', async () => {
    const opened = await open();
    const { page, press, focus } = opened;
    await go(opened, 1, 'Corpus');
    const known = await stage.host.calls['corpora.list']({});
    await expect.poll(() => corporaShown(page)).toHaveLength(known.length);
    const before = await corporaShown(page);
    const own = known.findIndex(({ builtIn }) => !builtIn);
    await press('Tab', 'Tab', 'Delete'); // what comes with the product stays
    await press('ArrowDown');
    await expect.poll(focus).toBe(before[1]);
    await page.getByRole('heading', { level: 2, name: before[1]! }).waitFor();
    await press('End', 'Home');
    for (let at = 0; at < own; at++) await press('ArrowDown');
    await press('Delete');
    await expect
      .poll(() => corporaShown(page))
      .toEqual(before.filter((name) => name !== before[own]));
    await expect.poll(focus).toBe(before[own + 1]);
    await press('ControlOrMeta+Z');
    await expect.poll(() => corporaShown(page)).toEqual(before);
    await expect.poll(focus).toBe(before[own]);
    expect(await stage.host.calls['corpora.list']({})).toEqual(known);
    // By its button, and back from another screen.
    await page.getByRole('button', { name: 'Actions', exact: true }).press('Enter');
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await expect.poll(() => corporaShown(page)).toHaveLength(before.length - 1);
    await go(opened, 3, 'Write');
    await press('ControlOrMeta+Z');
    await expect.poll(() => stage.host.calls['corpora.list']({})).toEqual(known);
  });
});

describe('the list of shortcuts', () => {
  it('comes with a question mark, where no letter is typed, and gives the focus back', async () => {
    const opened = await open();
    const { page, press, focus } = opened;
    await go(opened, 3, 'Write');
    await draftPage(page).focus();
    await press('?');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await expect.poll(() => draftText(page)).toMatch(/\?/);
    await draftPage(page).fill('');
    await go(opened, 4, 'Models');
    await press('Tab', 'ArrowDown');
    const row = await focus();
    await press('?');
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await dialog.waitFor();
    await takePicture(page, 'shortcuts');
    await expectAccessible(page);
    const text = await dialog.innerText();
    for (const [keys, what] of [
      ['Ctrl+K', 'Find any action, model or corpus'],
      ['Alt+1 … Alt+', 'Open a screen'],
      ['Ctrl+Z', 'Undo a deletion'],
      ['F2', 'Rename'],
      ['Ctrl+,', 'Open the settings'],
    ])
      expect(text).toMatch(new RegExp(`${what}[^\n]*\n+${keys!.replace('+', '\\+')}`));
    expect(text).not.toContain('Ctrl+N'); // of a browser
    await press('Alt+1'); // is not for what lies below
    await press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await expect.poll(focus).toBe(row);
    await press('ControlOrMeta+,');
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  });

  it('speaks Chinese', async () => {
    const { page, press } = await open({ locale: 'zh-CN', colorScheme: 'dark' });
    await press('?');
    await page.getByRole('dialog', { name: '键盘快捷键' }).waitFor();
    await takePicture(page, 'shortcuts zh dark');
    await expect.poll(() => page.getByRole('dialog').innerText()).toContain('回车');
  });
});
