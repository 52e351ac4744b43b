/** The palette, in a real browser: every action, model and corpus by its name, by keyboard alone. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { draftPage, offerOf } from './support/draft-page.ts';
import { takePicture, openEverything } from './support/page.ts';
import { expectAccessible, go, sharedKeyboard, type Opened } from './support/keys.ts';

const { stage, open } = sharedKeyboard();

const corporaShown = (page: Page): Promise<string[]> =>
  page.getByRole('list', { name: 'Corpora' }).locator('.name').allInnerTexts();

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
    await takePicture(page, 'palette');
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

  it('goes to every screen, and reaches the actions', { tags: ['long'] }, async () => {
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

  it(
    'starts, pauses, goes on with and stops a run; what cannot be done says why, or is not there',
    { tags: ['long'] },
    async () => {
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
    },
  );

  it(
    'is gone through by arrows and by mouse, in Chinese and in a small window',
    { tags: ['long'] },
    async () => {
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
      await takePicture(page, 'palette zh dark 360');
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
    },
  );
});
