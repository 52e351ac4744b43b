/** The application worked by keys alone, in a browser: what is there to be reached, and the way to a screen. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, onTestFinished } from 'vitest';
import { importText } from './import-text.ts';
import { focusOf } from './focus.ts';
import { violationsOn } from './looks.ts';
import { type Look } from './page.ts';
import { sharedStage, type Stage } from './stage.ts';
import { trainModel } from './train.ts';

const corpora = ['山', '水', 'Rivers of stone'];

export interface Opened {
  readonly page: Page;
  press(...keys: string[]): Promise<void>;
  focus(): Promise<string>;
}

/** A stage with corpora and models whose names are in two scripts. */
export function sharedKeyboard(): { stage: Stage; open: (look?: Look) => Promise<Opened> } {
  const stage = sharedStage();

  beforeAll(async () => {
    const { calls } = stage.host;
    for (const name of corpora)
      await importText(calls, `${name}.txt`, `${name}在河边等船，等一个人\n`.repeat(30));
    const settings = { epochs: 2, hiddenSize: 8, timeSteps: 5, batchSize: 4, predPeriod: 100 };
    const id = await trainModel(stage.host, settings);
    await calls['models.change']({ id, name: 'Night river', tags: ['slow', '试验'] });
    for (const name of ['月亮', 'third']) await calls['models.duplicate']({ id, name });
  });

  /** Nothing may complain in it, of the focus either. */
  async function open(look: Look = {}): Promise<Opened> {
    const { page, complaints } = await stage.openPage(look);
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

  return { stage, open };
}

/** Goes to a screen by its place in the rail. */
export async function go({ page, press }: Opened, place: number, heading: string): Promise<void> {
  await press(`Control+${place}`);
  await page.getByRole('heading', { level: 1, name: heading }).waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('main') !== null))
    .toBe(true);
}

export const expectAccessible = async (page: Page): Promise<void> =>
  expect(await violationsOn(page, true)).toEqual([]);
