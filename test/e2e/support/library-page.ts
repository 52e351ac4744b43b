/** The screen of the models in a browser: a library with two of them, its rows and what is chosen there. */
import type { Download, Locator, Page } from 'playwright-core';
import { afterEach, beforeAll, vi } from 'vitest';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { isResting } from '../../../src-main/contract/training.ts';
import { goTo, type Look, type WatchedPage } from './page.ts';
import { sharedStage, type Stage } from './stage.ts';

interface Training {
  readonly epochs: number;
  readonly withText?: boolean;
  /** Stops it once so many are made. */
  readonly stopAfter?: number;
  readonly corpusId?: string;
}

export interface Library {
  readonly stage: Stage;
  /** @returns the id of the model */
  train(training: Training): Promise<string>;
  models(): Promise<ModelInfo[]>;
  named(name: string): Promise<ModelInfo | undefined>;
  /** Removes a model, and then the record that it leaves. */
  discard(id: string): Promise<void>;
  openLibrary(look?: Look): Promise<WatchedPage>;
}

/** The library that the tests of one file share, with “river” in it, and “月亮”, which was trained for a shorter time. */
export function sharedLibrary(): Library {
  const stage = sharedStage();

  /** @returns the id of the model */
  async function train({
    epochs,
    withText = true,
    stopAfter,
    corpusId,
  }: Training): Promise<string> {
    const { calls } = stage.host;
    const [corpus] = await calls['corpora.list']({});
    const settings = { epochs, hiddenSize: 8, timeSteps: 5, batchSize: 4, predPeriod: 2 };
    await calls['training.start']({
      corpusId: corpusId ?? corpus!.id,
      settings,
      engine: 'onnx',
      withText,
    });
    const status = () => calls['training.status']({});
    if (stopAfter !== undefined) {
      await vi.waitUntil(async () => (await status()).epochs >= stopAfter, 120_000);
      await calls['training.stop']({});
    }
    await vi.waitUntil(async () => (await status()).state.match(/finished|stopped/), 120_000);
    return (await status()).modelId!;
  }

  const models = (): Promise<ModelInfo[]> => stage.host.calls['models.list']({});
  const named = async (name: string): Promise<ModelInfo | undefined> =>
    (await models()).find((model) => model.name === name);

  /** Removes a model, and then the record that it leaves. */
  async function discard(id: string): Promise<void> {
    await stage.host.calls['runs.remove']({ id });
    await stage.host.calls['runs.remove']({ id });
  }

  beforeAll(async () => {
    const river = await train({ epochs: 6 });
    await stage.host.calls['models.change']({ id: river, name: 'river', tags: ['slow'] });
    const moon = await train({ epochs: 3 });
    await stage.host.calls['models.change']({ id: moon, name: '月亮' });
  });

  /** A test that fails midway leaves nothing running for the next. */
  afterEach(async () => {
    if (!isResting((await stage.host.calls['training.status']({})).state))
      await stage.host.calls['training.stop']({});
  });

  async function openLibrary(look: Look = {}): Promise<WatchedPage> {
    const opened = await stage.openPage(look);
    await goTo(opened.page, 'Models');
    await opened.page.getByRole('row').nth(1).waitFor();
    return opened;
  }

  return { stage, train, models, named, discard, openLibrary };
}

export const row = (page: Page, name: string): Locator =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader').getByText(name, { exact: true }) });
export const rowNames = (page: Page): Promise<string[]> =>
  page.getByRole('rowheader').locator('.name').allInnerTexts();
export const details = (page: Page): Locator => page.getByRole('complementary');
export const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement!.querySelector('.name')?.textContent ?? null);

export async function choose(page: Page, name: string, action: string | RegExp): Promise<void> {
  await row(page, name)
    .getByRole('button', { name: `Actions for ${name}` })
    .click();
  await page.getByRole('menuitem', { name: action }).click();
}

export async function downloadBy(page: Page, act: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()]);
  return download;
}
