/** All by keyboard alone, in a real browser: going about, lists, taking back, the list of shortcuts and the palette. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { draftPage, draftText, offerOf } from './support/draft-page.ts';
import { importText } from './support/import-text.ts';
import { focusOf } from './support/focus.ts';
import { linkOf, type HostLink } from './support/host-link.ts';
import { violationsOn } from './support/looks.ts';
import { openAnew, picture, type Look, type WatchedPage, openEverything } from './support/page.ts';
import { sharedStage } from './support/stage.ts';
import { trainModel } from './support/train.ts';

const stage = sharedStage();

const corpora = ['山', '水', 'Rivers of stone'];

beforeAll(async () => {
  const { calls } = stage.host;
  for (const name of corpora)
    await importText(calls, `${name}.txt`, `${name}在河边等船，等一个人\n`.repeat(30));
  const settings = { epochs: 2, hiddenSize: 8, timeSteps: 5, batchSize: 4, predPeriod: 100 };
  const id = await trainModel(stage.host, settings);
  await calls['models.change']({ id, name: 'Night river', tags: ['slow', '试验'] });
  for (const name of ['月亮', 'third']) await calls['models.duplicate']({ id, name });
});

interface Opened {
  readonly page: Page;
  press(...keys: string[]): Promise<void>;
  focus(): Promise<string>;
}

/** One page for all tests in English, and each finds it as a new one. */
let english: WatchedPage | undefined;

async function pageIn(look: Look): Promise<WatchedPage> {
  if (look.locale) return stage.openPage(look);
  if (english) await openAnew(english, stage.application.address, look);
  else english = await stage.openPage(look);
  return english;
}

/** Nothing may complain in it, of the focus either. */
async function open(look: Look = {}): Promise<Opened> {
  const { page, complaints } = await pageIn(look);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  onTestFinished(() => expect(complaints).toEqual([]));
  return {
    page,
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },
    focus: () => focusOf(page),
  };
}

/** Goes to a screen by its place in the rail. */
async function go({ page, press }: Opened, place: number, heading: string): Promise<void> {
  await press(`Control+${place}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('main') !== null))
    .toBe(true);
}

const expectAccessible = async (page: Page): Promise<void> =>
  expect(await violationsOn(page, true)).toEqual([]);

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

  it('keeps it on the buttons of a run and of a text, which come and go', async () => {
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
  });
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
    await page.screenshot({ path: picture('shortcuts') });
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
    await page.screenshot({ path: picture('shortcuts zh dark') });
    await expect.poll(() => page.getByRole('dialog').innerText()).toContain('回车');
  });
});

describe('the palette', () => {
  const options = (page: Page): Promise<string[]> =>
    page.getByRole('option').locator('.label').allInnerTexts();
  const selected = (page: Page): Promise<string> =>
    page.locator('[role="option"][aria-selected="true"] .label').innerText();

  async function call(opened: Opened, what: string): Promise<void> {
    await opened.press('ControlOrMeta+K');
    await opened.page.getByRole('combobox', { name: 'Find an action' }).waitFor();
    await opened.page.keyboard.type(what);
  }

  it('finds models and corpora by a part of their names, in whatever script, and goes there', async () => {
    const opened = await open();
    const { page, press, focus } = opened;
    await call(opened, 'NIGHT riv');
    await expect.poll(() => options(page)).toContain('Night river');
    await expect.poll(() => selected(page)).toBe('Night river');
    const field = page.getByRole('combobox', { name: 'Find an action' });
    const active = await field.getAttribute('aria-activedescendant');
    await expect.poll(() => page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true');
    await page.screenshot({ path: picture('palette') });
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
    await page.getByRole('complementary').getByText('Night river').first().waitFor();
    await expectAccessible(page);
    await expect.poll(focus).toBe('Night river');
    await call(opened, 'no such model');
    await press('Escape');
    await expect.poll(focus).toBe('Night river');
    await call(opened, '月');
    await expect.poll(() => selected(page)).toBe('月亮');
    await press('Enter');
    await expect.poll(focus).toBe('月亮');
    // Now that it is looked at, what its menu has.
    await call(opened, 'rename');
    await expect.poll(() => selected(page)).toBe('Rename: 月亮');
    await press('Enter');
    await page.getByLabel('New name for 月亮').waitFor();
    await press('Escape');
    await go(opened, 3, 'Write');
    await call(opened, 'edit tags');
    await press('Enter');
    await expect.poll(focus).toBe('Add a tag');
    await call(opened, 'stone');
    await expect.poll(() => selected(page)).toBe('Rivers of stone');
    await press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Rivers of stone' }).waitFor();
    await expect.poll(focus).toBe('Rivers of stone');
  });

  it('goes to every screen, and reaches the actions', async () => {
    for (const { id } of await stage.host.calls['drafts.list']({}))
      await stage.host.calls['drafts.remove']({ id });
    const opened = await open();
    const { page, press, focus } = opened;
    await press('Tab');
    for (const screen of ['Train', 'Write', 'Models', 'Corpus']) {
      await call(opened, `go to ${screen}`);
      await press('Enter');
      await page.getByRole('heading', { level: 1, name: screen }).waitFor();
    }
    await call(opened, 'side by side');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Compare runs' }).waitFor();
    await call(opened, 'new training run');
    await press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('train-corpus');
    await call(opened, 'data folder');
    await press('Enter');
    await page.getByRole('dialog', { name: /data/i }).waitFor();
    await press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await expect.poll(focus).toBe('Corpus');
    await call(opened, '语言 中文'); // who does not read the language that is chosen
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: '训练' }).waitFor();
    await press('ControlOrMeta+K');
    await page.keyboard.type('English');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
    await call(opened, 'language match the system');
    await press('Enter');
    await call(opened, 'dark');
    await press('Enter');
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset['theme']))
      .toBe('dark');
    await call(opened, 'appearance match the system');
    await press('Enter');
    await call(opened, 'write with');
    await press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
    await offerOf(page).waitFor();
    await draftPage(page).press('Tab');
    const download = page.waitForEvent('download');
    await call(opened, 'save the text');
    await press('Enter');
    expect((await download).suggestedFilename()).toMatch(/\.txt$/);
    await call(opened, 'export');
    await press('Enter');
    await page.getByRole('dialog', { name: /^Export/ }).waitFor();
    await press('Escape');
    const chooser = page.waitForEvent('filechooser');
    await call(opened, 'import');
    await press('Enter');
    await (
      await chooser
    ).setFiles({
      ...{ name: 'palette.txt', mimeType: 'text/plain' },
      buffer: Buffer.from('月亮在海上等船\n'.repeat(20)),
    });
    await page.getByText('“palette” is in the library: 1 song.').waitFor();
    const { length: listed } = await corporaShown(page);
    await call(opened, 'remove palette');
    await press('Enter');
    await expect.poll(() => corporaShown(page)).toHaveLength(listed - 1);
    await call(opened, 'undo');
    await press('Enter');
    await expect.poll(() => corporaShown(page)).toHaveLength(listed);
    await call(opened, 'shortcuts');
    await press('Enter');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });

  it('starts, pauses, goes on with and stops a run; what cannot be done says why, or is not there', async () => {
    const opened = await open();
    const { page, press } = opened;
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await call(opened, 'training');
    const labels = await options(page);
    expect(labels).toContain('Start training');
    expect(labels).not.toContain('Pause training');
    await press('Escape');
    await go(opened, 2, 'Train');
    await openEverything(page);
    await page.getByLabel('Hidden units', { exact: true }).fill('8');
    await page.getByLabel('Epochs', { exact: true }).fill('100000');
    await call(opened, 'start training');
    await press('Enter');
    const state = async () => (await stage.host.calls['training.status']({})).state;
    await expect.poll(state).toBe('training');
    await call(opened, 'start training');
    const start = page.getByRole('option', { name: 'Start training' });
    await expect.poll(() => start.getAttribute('aria-disabled')).toBe('true');
    await expect.poll(() => start.innerText()).toContain('Training is running');
    await press('Enter'); // does nothing
    await page.getByRole('combobox', { name: 'Find an action' }).waitFor();
    await press('Escape');
    for (const [what, then] of [
      ['pause', 'paused'],
      ['resume', 'training'],
      ['stop training', 'stopped'],
    ] as const) {
      await page
        .getByRole('status')
        .filter({ hasText: what === 'resume' ? 'Paused' : 'Training' })
        .waitFor();
      await call(opened, what);
      await press('Enter');
      await expect.poll(state).toBe(then);
    }
    const { modelId } = await stage.host.calls['training.status']({});
    await stage.host.calls['models.remove']({ id: modelId! });
  });

  it('is gone through by arrows and by mouse, in Chinese and in a small window', async () => {
    const opened = await open({
      ...{ locale: 'zh-CN', colorScheme: 'dark' },
      viewport: { width: 360, height: 640 },
    });
    const { page, press, focus } = opened;
    await go(opened, 3, '写词');
    await press('Tab');
    const before = await focus();
    await press('ControlOrMeta+K');
    const field = page.getByRole('combobox', { name: '查找操作' });
    await field.waitFor();
    const all = await options(page);
    await press('ArrowDown', 'ArrowDown');
    await expect.poll(() => selected(page)).toBe(all[2]);
    await press('ArrowUp', 'ArrowUp', 'ArrowUp'); // round to the last
    await expect.poll(() => selected(page)).toBe(all.at(-1));
    expect(
      await page.locator('[aria-selected="true"][role="option"]').evaluate((option) => {
        const { top, bottom } = option.getBoundingClientRect();
        const list = option.closest('[role="listbox"]')!.getBoundingClientRect();
        return top >= list.top - 1 && bottom <= list.bottom + 1;
      }),
    ).toBe(true);
    await page.screenshot({ path: picture('palette zh dark 360') });
    await expectAccessible(page);
    await press('PageUp', 'PageUp', 'PageUp');
    await page.keyboard.type('没有这样的东西');
    await page.getByText('没有找到。').waitFor();
    await press('Enter', 'Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await expect.poll(focus).toBe(before);
    await press('ControlOrMeta+K');
    await page.keyboard.type('模型');
    await page.getByRole('option', { name: '打开“模型”' }).click();
    await page.getByRole('heading', { level: 1, name: '模型' }).waitFor();
  });
});
