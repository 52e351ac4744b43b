/**
 * The same seed writes the same text in the window, in the browser and on the command line: on as it goes, in lines that fit, and in a form.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startDesktop } from '../../electron/desktop.ts';
import { openScreens } from '../../electron/screens.ts';
import { Desk } from '../../hosts/cli/verseloom.ts';
import { draftPage, offerFrom, offerOf } from '../support/draft-page.ts';
import { openPage } from '../support/page.ts';
import { openStage } from '../support/stage.ts';

const MODEL = 'starter:zh'; // which all of them have
const BEFORE = '月光照在窗台上\n';
/** What the page begins with: its usual preset. */
const usual = ['--temperature', '0.6', '--seed', '1', '--no-copy', '5'];

interface Written {
  /** What is offered behind the cursor. */
  readonly offered: string;
  /** Readings of a line, and of a form, in their order. */
  readonly lines: readonly string[];
  readonly stanzas: readonly string[];
}

async function writtenOn(page: Page): Promise<Written> {
  await page.keyboard.press('Alt+3');
  await draftPage(page).waitFor();
  await page.getByLabel('Model', { exact: true }).selectOption(MODEL); // in English, the English one comes first
  await page.getByRole('textbox', { name: 'Length' }).fill('40');
  await offerFrom(page, BEFORE);
  const offered = (await offerOf(page).textContent())!;
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Lines', exact: true }).click();
  return { offered, lines: await found(page, '7 ang'), stanzas: await found(page, '5 ang x2') };
}

/** @returns what is found for a wish */
async function found(page: Page, wish: string): Promise<string[]> {
  await page.locator('#lines-wish').fill(wish);
  await page.getByRole('button', { name: 'Find lines' }).click();
  const readings = page.getByRole('list', { name: 'Lines that fit' }).getByRole('button');
  await readings.first().waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(0);
  return readings.locator('.text').allInnerTexts();
}

describe('with a seed', () => {
  let desk: Desk;
  beforeAll(async () => {
    vi.stubEnv('VERSELOOM_STARTERS', undefined);
    desk = await Desk.set();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await desk.clear();
  });

  const written: Partial<Record<'browser' | 'window' | 'command line', Written>> = {};
  const textsOf = async (...options: string[]): Promise<string[]> =>
    (await desk.runJson(['write', MODEL, '--prefix', BEFORE, ...usual, ...options])).map(
      ({ text }) => String(text),
    );

  it('the browser writes', async () => {
    const { application, browser, close } = await openStage({ withStarters: true });
    try {
      const { page } = await openPage(browser, application.address);
      written.browser = await writtenOn(page);
    } finally {
      await close();
    }
  });

  it('the window writes the same', async () => {
    const screens = await openScreens();
    const desktop = await startDesktop(screens);
    try {
      written.window = await writtenOn(await desktop.page());
    } finally {
      await desktop.end();
      await screens.close();
    }
    expect(written.window).toEqual(written.browser);
  });

  it('the command line writes the same', async () => {
    const [offered] = await textsOf('--length', '40');
    const lines = await textsOf('--line', '7', '--rhyme', 'ang');
    const stanzas = await textsOf('--lines', '2', '--line', '5', '--rhyme', 'ang');
    expect({ offered, lines, stanzas }).toEqual(written.browser);
    const [other] = await textsOf('--length', '40', '--seed', '2');
    expect(other).not.toBe(offered);
  });
});
