/**
 * A piece is written again exactly, in a real browser: by the model that wrote it, or told where that is gone or writes otherwise by now.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { draftPage, draftText, writeFrom } from '../support/draft-page.ts';
import { expectGoodAlways } from '../support/looks.ts';
import { fill, goTo, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { finishedModel, trainModel } from '../support/train.ts';

const stage = sharedStage();
let page: Page;
let complaints: string[];

beforeEach(async () => {
  const { calls } = stage.host;
  for (const { id } of await calls['models.list']({})) await calls['models.remove']({ id });
  for (const { id } of await calls['drafts.list']({})) await calls['drafts.remove']({ id });
  await trainModel(stage.host, { epochs: 20, hiddenSize: 32, predPeriod: 20 });
  ({ page, complaints } = await stage.openPage());
  await goTo(page, 'Write');
  await draftPage(page).waitFor();
  return () => page.context().close();
}, 120_000);

const theModel = async () => (await stage.host.calls['models.list']({}))[0]!;

/** Has something written, and changes it. @returns as it was written */
async function writeAndSpoil(): Promise<string> {
  await fill(page, { Length: '20' });
  await writeFrom(page, '分开');
  const written = await draftText(page);
  await page.keyboard.press('Control+End');
  for (let at = 0; at < 3; at++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('改');
  await expect.poll(() => draftText(page)).not.toBe(written);
  return written;
}

async function askAsItWas(): Promise<void> {
  await page.getByRole('button', { name: 'Restore original' }).click();
}

/** @returns what is said in a notice, which goes by itself */
const said = (text: RegExp) => page.getByText(text).first().waitFor();

it('the model is asked again, and writes the same', async () => {
  const written = await writeAndSpoil();
  await askAsItWas();
  await said(/wrote exactly the same again/);
  await expect.poll(() => draftText(page)).toBe(written);
  await takePicture(page, 'written again');
  await expectGoodAlways(page, 'written again');
  expect(complaints).toEqual([]);
});

it('lines that fit are asked for with their form', async () => {
  await draftPage(page).fill('分开');
  await page.getByRole('tab', { name: 'Lines', exact: true }).click();
  await page.locator('#lines-wish').fill('5');
  await page.getByRole('button', { name: 'Find lines' }).click();
  const reading = page.getByRole('list', { name: 'Lines that fit' }).getByRole('button').nth(2);
  await reading.click();
  const written = await draftText(page);
  await draftPage(page).press('Control+End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('改');
  await expect.poll(() => draftText(page)).not.toBe(written);
  await askAsItWas();
  await said(/wrote exactly the same again/);
  await expect.poll(() => draftText(page)).toBe(written);
  expect(complaints).toEqual([]);
});

it('a model that was trained further writes otherwise: that is told, and what it wrote is back', async () => {
  const written = await writeAndSpoil();
  const { id } = await theModel();
  await stage.host.calls['training.goOn']({ id, moreEpochs: 40, engine: 'onnx' });
  await finishedModel(stage.host);
  await askAsItWas();
  await said(/now writes this differently.*put back/);
  await expect.poll(() => draftText(page)).toBe(written);
  expect(complaints).toEqual([]);
});

it('a model that is gone is told, and what it wrote is back', async () => {
  const written = await writeAndSpoil();
  const { id } = await theModel();
  await stage.host.calls['models.remove']({ id });
  await askAsItWas();
  await said(/The model .* is gone\. What it wrote was put back/);
  await expect.poll(() => draftText(page)).toBe(written);
  expect(complaints).toEqual([]);
});
