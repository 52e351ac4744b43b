/**
 * The pad with a model that knows one character, and with a form of as many lines as there can be: both are written with, and kept.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { draftText, keptDraft, openDraft, showOnPage, writeFrom } from '../support/draft-page.ts';
import { importText } from '../support/import-text.ts';
import { fill, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

const stage = sharedStage();

/** Has a model that has learnt this text, and no other one. */
async function learn(text: string): Promise<void> {
  const { calls } = stage.host;
  const name = `${text.length}`;
  await importText(calls, `${name}.txt`, text);
  const { id: corpusId } = (await calls['corpora.list']({})).find((one) => one.name === name)!;
  for (const { id } of await calls['models.list']({})) await calls['models.remove']({ id });
  await trainModel(
    stage.host,
    { epochs: 1, hiddenSize: 8, numSteps: 5, batchSize: 2 },
    { corpusId },
  );
}

async function findLines(page: Page, words: string): Promise<void> {
  await page.getByRole('tab', { name: 'Lines' }).click();
  await page.locator('#lines-wish').fill(words);
  await page.getByRole('button', { name: 'Find lines' }).click();
  await expect
    .poll(() => page.getByRole('button', { name: 'Stop', exact: true }).count(), {
      timeout: 20_000,
    })
    .toBe(0);
}

it('a model of one character writes it, is not surprised by it, and says which wish is in the way', async () => {
  await learn('啊'.repeat(400));
  const { page, complaints } = await openDraft(stage, '');
  await fill(page, { Length: '5' });
  await page.getByLabel('Avoid copying').first().uncheck();
  await writeFrom(page, '啊');
  await expect.poll(() => draftText(page)).toBe('啊'.repeat(6));
  await showOnPage(page, /^Surprise/);
  await expect
    .poll(() => page.locator('#write-page .cm-surprise-0').allInnerTexts())
    .toEqual(Array.from({ length: 5 }, () => '啊'));
  await page.getByText(/^Perplexity 1(\.0+)?(,|$)/).waitFor();
  await findLines(page, '3 ang');
  await page.getByText(/^In the way: the rhyme/).waitFor();
  await takePicture(page, 'model of one character');
  await page.getByRole('tab', { name: 'Words' }).click();
  await page.getByRole('list').getByText('啊').first().waitFor();
  expect(complaints).toEqual([]);
});

it('a form of 200 lines is found, put on the page, and kept with all its readings', async () => {
  await learn('山高水长\n风起云落\n月下花前\n天上人间\n'.repeat(30));
  const { page, complaints } = await openDraft(stage, '');
  await findLines(page, '4 x200');
  const readings = page.getByRole('list', { name: 'Lines that fit' }).getByRole('button');
  await readings.first().waitFor();
  await readings.first().click();
  await expect.poll(async () => (await keptDraft(stage)).text.split('\n').length).toBe(200);
  const { text, pieces, spans } = await keptDraft(stage);
  for (const line of text.split('\n')) expect([...line]).toHaveLength(4);
  expect(pieces.length).toBeGreaterThan(0);
  expect(spans.length).toBeGreaterThan(0);
  await page.reload();
  await expect.poll(async () => (await draftText(page)).length).toBeGreaterThan(100);
  expect(complaints).toEqual([]);
});
