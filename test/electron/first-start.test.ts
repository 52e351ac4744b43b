/**
 * The first start of the window: one writes at once, with what comes with the product; that stays with it when the data move.
 *
 * @module-tag long
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { draftPage, draftText, writeFrom } from '../e2e/support/draft-page.ts';
import { goTo } from '../e2e/support/page.ts';
import { contentOf } from '../store/data/folder-content.ts';
import { choose, ownPlace } from './data-place.ts';
import { openScreens, type Screens } from './screens.ts';
import { startForTest } from './start-for-test.ts';

const STARTER = /^Verseloom starter \(English\)/;
let screens: Screens;

beforeAll(async () => {
  screens = await openScreens();
  return () => screens.close();
});

const chosen = (page: Page) => page.getByLabel('Model', { exact: true }).locator('option:checked');
/** @returns the models that are among the data of a folder */
const modelsAmong = async (folder: string): Promise<string[]> =>
  Object.keys(await contentOf(folder)).filter((path) => path.endsWith('.verse'));

it.skipIf(process.platform === 'darwin')(
  'is on Write, with a model that writes; the data have the draft and not the model, also where they are moved to',
  async () => {
    const { folder, place } = await ownPlace();
    const desktop = await startForTest(screens, { data: '', withStarters: true }); // named by nobody
    const page = await desktop.page();
    await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
    await expect.poll(() => chosen(page).textContent()).toMatch(STARTER);
    await writeFrom(page);
    const text = await draftText(page);
    expect(text.length).toBeGreaterThan(20);
    const drafts = async (root: string) =>
      Object.keys(await contentOf(join(root, 'drafts'))).length;
    await expect.poll(() => drafts(place)).toBeGreaterThan(0);
    expect(await modelsAmong(place)).toEqual([]);

    const to = join(folder, '新的');
    await mkdir(to);
    const dialog = await choose(page, desktop, to);
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await dialog.getByText('Your data is now here.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    expect(await drafts(to)).toBeGreaterThan(0);
    expect(await modelsAmong(to)).toEqual([]);
    await goTo(page, 'Write');
    await expect.poll(() => draftText(page)).toBe(text);
    await writeFrom(page);
    expect((await draftText(page)).length).toBeGreaterThan(text.length);
    expect(desktop.complaints).toEqual([]);
    await desktop.control.clickMenu('quit');
    expect(await desktop.ended).toMatchObject({ code: 0, output: '' });

    const next = await (await startForTest(screens, { data: '', withStarters: true })).page();
    await goTo(next, 'Write');
    await draftPage(next).waitFor();
    await expect.poll(async () => (await draftText(next)).startsWith(text)).toBe(true);
    await expect.poll(() => chosen(next).textContent()).toMatch(STARTER);
  },
);
