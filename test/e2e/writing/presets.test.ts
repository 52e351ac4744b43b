/** How the next character is drawn, in a real browser: what is set is what is asked for, belongs to the draft, and is kept by names. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_PRESETS } from '../../../src-main/contract/writing/preset.ts';
import { draftPage, draftText, openPad, showOnPage, writeFrom } from '../support/draft-page.ts';
import { keptModel } from '../support/kept-model.ts';
import { expectGoodAlways, expectGoodLooks, violationsOn, wear } from '../support/looks.ts';
import { takePicture, type Look, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

beforeAll(async () => {
  await keptModel(stage, { epochs: 60, hiddenSize: 48 });
});

async function open(look: Look = {}): Promise<WatchedPage> {
  await stage.host.calls['preferences.set']({ presets: [] });
  return openPad(stage, look);
}

const panel = (page: Page): Locator => page.getByRole('tabpanel');
const preset = (page: Page): Locator => page.locator('#write-preset');
const said = (page: Page): Promise<string> => page.locator('#write-preset-help').innerText();
const field = (page: Page, name: string): Locator => page.locator(`#write-${name}`);
const button = (page: Page, name: string): Locator =>
  panel(page).getByRole('button', { name, exact: true });
const presetsOnHost = async () => (await stage.host.calls['preferences.get']({})).presets;
const tab = (page: Page, name: string): Promise<void> =>
  page.getByRole('tab', { name, exact: true }).click();

async function saveAs(page: Page, name: string): Promise<void> {
  await button(page, 'Save as a preset…').click();
  await page.getByLabel('Name of the preset').fill(name);
  await page.keyboard.press('Enter');
  await page.getByText(`The preset “${name}” was saved.`).last().waitFor();
}

describe('how the next character is drawn', () => {
  it('is asked for as it is set, and told of what was written', { tags: ['long'] }, async () => {
    const { page, complaints } = await open();
    await field(page, 'topK').fill('5');
    await field(page, 'topP').fill('0.8');
    await field(page, 'repetition').fill('1.5');
    await writeFrom(page, '记得你说过');
    const modelId = (await stage.host.calls['models.list']({}))[0]!.id;
    const { continuation } = await stage.host.calls['writing.write']({
      ...{ id: 'again', modelId, prefix: '记得你说过', length: 60, seed: 1 },
      ...{ temperature: 0.6, topK: 5, topP: 0.8, repetition: 1.5, noCopy: 5 },
    });
    expect((await draftText(page)).replaceAll(/\s/g, '')).toBe(
      `记得你说过${continuation}`.replaceAll(/\s/g, ''),
    );
    await showOnPage(page, 'What the model wrote');
    await expect
      .poll(() => page.locator('#write-page .cm-written').first().getAttribute('title'))
      .toMatch(/Temperature: 0\.6, Top-k: 5, Top-p: 0\.8, Repetition penalty: 1\.5, Seed: 1/);
    await field(page, 'repetition').fill('0.5');
    await panel(page).getByText('Repetition penalty must be between 1 and 10, not 0.5.').waitFor();
    await tab(page, 'Lines');
    await page.getByRole('button', { name: 'Find lines' }).click();
    // The field that is at fault is led to, wherever one is.
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.id))
      .toBe('write-repetition');
    expect(complaints).toEqual([]);
  });

  it('has presets, which are told from what is changed since', async () => {
    const { page } = await open();
    await expect.poll(() => preset(page).inputValue()).toBe('usual');
    await expect.poll(() => page.getByLabel('Avoid copying').isChecked()).toBe(true);
    await preset(page).selectOption({ label: 'The book' });
    await expect.poll(() => page.getByLabel('Greedy').isChecked()).toBe(true);
    await expect.poll(() => page.getByLabel('Avoid copying').isChecked()).toBe(false);
    await expect.poll(() => field(page, 'temperature').count()).toBe(0);
    await tab(page, 'Lines'); // one switch for both
    await expect.poll(() => page.getByLabel('Avoid copying').isChecked()).toBe(false);
    await page.getByLabel('Avoid copying').check();
    await tab(page, 'Settings');
    await expect.poll(() => page.getByLabel('Avoid copying').isChecked()).toBe(true);
    await expect.poll(() => said(page)).toBe('Changed from “The book”.');
    await preset(page).selectOption({ label: 'Bold' });
    await expect.poll(() => field(page, 'temperature').inputValue()).toBe('1.15');
    await expect.poll(() => field(page, 'repetition').inputValue()).toBe('1.2');
    await expect.poll(() => said(page)).toMatch(/^Rare characters/);
    await page.getByRole('slider', { name: 'Top-p slider' }).fill('0.5');
    await expect.poll(() => said(page)).toBe('Changed from “Bold”.');
    await takePicture(page, 'preset changed');
    // A name that was begun is given up where another is chosen, and stays so.
    await button(page, 'Save as a preset…').click();
    await page.getByLabel('Name of the preset').waitFor();
    for (const label of ['The book', 'Bold']) {
      await preset(page).selectOption({ label });
      await expect.poll(() => page.getByLabel('Name of the preset').count()).toBe(0);
    }
    await page.getByRole('slider', { name: 'Top-p slider' }).fill('0.5');
    await button(page, 'Put all back').click();
    await expect.poll(() => field(page, 'topP').inputValue()).toBe('0.97');
    await field(page, 'topP').fill('x');
    await expect.poll(() => said(page)).toBe('Changed from “Bold”.');
    await expect.poll(() => button(page, 'Save as a preset…').isDisabled()).toBe(true);
  });

  it(
    'is kept by names, in every window, renamed and deleted, each of which is undone',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
      const settings = { temperature: 1, topK: 0, topP: 1, repetition: 1, avoids: true };
      const full = Array.from({ length: MAX_PRESETS }, (_, at) => ({
        ...{ id: `p${at}`, name: `${at}`, settings },
      }));
      await stage.host.calls['preferences.set']({ presets: full });
      await field(page, 'temperature').fill('0.65');
      await expect.poll(() => preset(page).locator('option').count()).toBe(MAX_PRESETS + 4);
      await button(page, 'Save as a preset…').click();
      await page.getByLabel('Name of the preset').fill('一个太多');
      await page.keyboard.press('Enter');
      await page.getByText(/There can be at most 100 presets/).waitFor();
      await stage.host.calls['preferences.set']({ presets: [] });
      await saveAs(page, '夜里');
      await expect.poll(() => preset(page).locator('option:checked').innerText()).toBe('夜里');
      await expect.poll(focused).toBe('Rename…'); // what had the focus is gone
      const [kept] = await presetsOnHost();
      expect(kept).toMatchObject({
        name: '夜里',
        settings: { temperature: 0.65, topK: 0, topP: 1, repetition: 1, avoids: true },
      });
      await field(page, 'topK').fill('30');
      await expect.poll(() => said(page)).toBe('Changed from “夜里”.');
      await button(page, 'Update preset').click();
      await expect.poll(async () => (await presetsOnHost())[0]!.settings.topK).toBe(30);
      await expect.poll(() => said(page)).toBe('One of your own.');
      await button(page, 'Rename…').click();
      await page.getByLabel('Name of the preset').press('Escape');
      await expect.poll(focused).toBe('Rename…');
      await button(page, 'Rename…').click();
      await page.getByLabel('Name of the preset').fill('深夜');
      await button(page, 'Save').click();
      await expect.poll(() => preset(page).locator('option:checked').innerText()).toBe('深夜');
      await takePicture(page, 'preset own');
      // Another window has it, and what it renames is seen here.
      await expect.poll(presetsOnHost).toMatchObject([{ name: '深夜' }]); // it is shown before
      const [mine] = await presetsOnHost();
      await stage.host.calls['preferences.set']({ presets: [{ ...mine!, name: '更深' }] });
      await expect.poll(() => preset(page).locator('option:checked').innerText()).toBe('更深');
      await button(page, 'Delete').click();
      await page.getByText('The preset “更深” was deleted.').waitFor();
      expect(await presetsOnHost()).toEqual([]);
      await expect.poll(() => said(page)).toBe('These settings have no name.');
      await expect.poll(() => field(page, 'topK').inputValue()).toBe('30'); // what is set stays
      const takeBack = () => preset(page).press('ControlOrMeta+Z');
      await takeBack();
      await expect.poll(() => preset(page).locator('option:checked').innerText()).toBe('更深');
      await takeBack(); // the name, as it was before this window gave it another
      await expect.poll(presetsOnHost).toMatchObject([{ name: '夜里', settings: { topK: 30 } }]);
      await takeBack();
      await expect.poll(presetsOnHost).toMatchObject([{ name: '夜里', settings: { topK: 0 } }]);
      await takeBack();
      await expect.poll(presetsOnHost).toEqual([]);
      await expect.poll(() => preset(page).inputValue()).toBe('usual');
      await saveAs(page, '夜里');
      const [again] = await presetsOnHost();
      await preset(page).selectOption({ label: 'Usual' });
      await field(page, 'temperature').fill('0.7');
      await saveAs(page, '夜里'); // takes the place of the one of that name
      await expect
        .poll(presetsOnHost)
        .toMatchObject([{ id: again!.id, name: '夜里', settings: { temperature: 0.7, topK: 0 } }]);
      expect(complaints).toEqual([]);
    },
  );

  it('belongs to the draft, also after a restart', async () => {
    const { page } = await open();
    await draftPage(page).fill('一首歌');
    await preset(page).selectOption({ label: 'Bold' });
    await field(page, 'topK').fill('12');
    const saved = () => stage.host.calls['drafts.list']({});
    await expect.poll(async () => (await saved())[0]?.firstLines[0]).toBe('一首歌');
    const { id } = (await saved())[0]!;
    type Kept = { how: { texts: { topK: string } } };
    const topK = async () =>
      ((await stage.host.calls['drafts.open']({ id })).content.settings as Kept).how.texts.topK;
    await expect.poll(topK).toBe('12');
    await page.reload();
    await draftPage(page).waitFor();
    await expect.poll(() => field(page, 'topK').inputValue()).toBe('12');
    await expect.poll(() => said(page)).toBe('Changed from “Bold”.');
    await tab(page, 'Drafts');
    await page.getByRole('button', { name: 'New draft' }).click();
    await tab(page, 'Settings');
    await preset(page).selectOption({ label: 'The book' });
    await draftPage(page).fill('另一首');
    await expect.poll(async () => (await saved()).length).toBe(2);
    await tab(page, 'Drafts');
    await panel(page).getByText('一首歌', { exact: true }).first().click();
    await expect.poll(() => draftText(page)).toBe('一首歌');
    await tab(page, 'Settings');
    await expect.poll(() => field(page, 'topK').inputValue()).toBe('12');
  });

  it.each(['en-US', 'zh-CN'] as const)('looks well in %s', { tags: ['long'] }, async (locale) => {
    const { page } = await open({ locale });
    await page.getByRole('slider').first().fill('0.5');
    await wear(page, { colorScheme: 'light', viewport: { width: 1280, height: 1500 } });
    await expectGoodLooks(page, `presets ${locale} whole`);
    await expectGoodAlways(page, `presets ${locale}`);
    await wear(page, { colorScheme: 'light', viewport: { width: 360, height: 740 } });
    await expectGoodLooks(page, `presets ${locale} 360`);
    expect(await violationsOn(page)).toEqual([]);
  });
});
