/**
 * Runs of networks that are deeper than the book's, in a real browser: from the form through the queue to the library, the pad and the comparison.
 *
 * @module-tag long
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { readModelFile } from '../../../src-main/store/models/model-file.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { draftPage, draftText, writeFrom } from '../support/draft-page.ts';
import { violationsOn } from '../support/looks.ts';
import { fill, goTo, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { startTraining, trainModel } from '../support/train.ts';

const stage = sharedStage();

const status = () => stage.host.calls['training.status']({});
const open = () => stage.openPage();
const small = { 'Hidden units': '24', 'Characters to learn': '2,000', 'Sample interval': '1000' };

/** Fills the form, whose engine every machine of the tests has. */
async function prepare(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  await goTo(page, 'Train');
  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
  await fill(page, { ...small, ...fields });
}
const choose = (page: Page, label: string, option: string) =>
  page.getByLabel(label, { exact: true }).selectOption({ label: option });

describe.skipIf(!isPresent('onnx'))('a run of a deep network', () => {
  it('goes from the form through the queue to the library and the pad, with the weights that it was asked to have', async () => {
    await startTraining(stage.host, { epochs: 100_000, hiddenSize: 8, predPeriod: 100_000 });
    const { page, complaints } = await open();
    await prepare(page, { Epochs: '20', Layers: '2', Dropout: '0.1' });
    await choose(page, 'Cell', 'LSTM');
    await choose(page, 'Optimiser', 'AdamW');
    await page.getByLabel('Tie the weights', { exact: true }).check();
    // The embedding is as large as the hidden layer then, and nothing to be asked for.
    await expect.poll(() => page.getByLabel('Embedding', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Queue', exact: true }).click();
    const entry = page.locator('.queue li').first();
    for (const fact of ['LSTM', 'AdamW', 'L 2', 'p 0.1', 'Tie the weights'])
      await entry.getByText(fact).first().waitFor();
    await takePicture(page, 'deep queue');

    await stage.host.calls['training.stop']({});
    const queued = async () => (await stage.host.calls['queue.list']({})).entries.length;
    await expect.poll(queued, { timeout: 60_000 }).toBe(0);
    await vi.waitUntil(async () => isResting((await status()).state), 60_000);
    const made = (await stage.host.calls['models.list']({})).find(
      ({ settings }) => settings?.cell === 'lstm',
    )!;
    const { model } = await readModelFile(
      join(stage.application.data, 'models', `${made.id}.verse`),
    );
    const V = model.architecture.vocabularySize;
    expect(
      Object.fromEntries(
        Object.entries(model.parameters).map(([name, { length }]) => [name, length]),
      ),
    ).toEqual({
      E: V * 24, // the output weights, too: there are no others
      ...{ W_x: 24 * 96, W_h: 24 * 96, b: 96 },
      ...{ W_x_2: 24 * 96, W_h_2: 24 * 96, b_2: 96 },
      b_q: V,
    });
    expect(made.settings).toMatchObject({
      tied: true,
      layers: 2,
      embeddingSize: 24,
      dropout: 0.1,
    });

    await goTo(page, 'Models');
    const row = page.getByRole('row').filter({ hasText: 'LSTM' }).first();
    await row.click();
    const panel = page.getByRole('complementary');
    await panel.getByText('LSTM', { exact: true }).first().waitFor();
    await takePicture(page, 'deep library');

    await goTo(page, 'Write');
    await draftPage(page).waitFor();
    await page.getByRole('combobox', { name: 'Model' }).selectOption(made.id);
    await fill(page, { Length: '20' });
    await writeFrom(page, '想要');
    expect((await draftText(page)).length).toBeGreaterThan(10);
    expect(complaints).toEqual([]);
  });

  it('that diverges without clipping has the change ready that switches it on', async () => {
    const { page, complaints } = await open();
    const { runId: before } = await status();
    await prepare(page, { Epochs: '9', 'Learning rate': '10000' });
    await choose(page, 'Clipping', 'Off');
    await expect.poll(() => page.getByLabel('Threshold', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Start training' }).click();
    const rests = async (): Promise<boolean> => {
      const { runId, state } = await status();
      return runId !== before && isResting(state);
    };
    await vi.waitUntil(rests, { timeout: 60_000 });
    expect((await status()).state).toBe('diverged');
    await expect.poll(() => page.getByText(/^θ\s=\s/).count()).toBe(0); // which had no part in it
    await page.getByRole('button', { name: 'Set Clipping to By norm' }).click();
    await page.locator('#train-clip:focus').waitFor();
    await expect.poll(() => page.locator('#train-clip').inputValue()).toBe('norm');
    await expect
      .poll(() => page.getByLabel('Threshold', { exact: true }).inputValue())
      .toBe('0.01');
    await page.getByText(/^In the form, Clipping is By norm\./).waitFor();
    await takePicture(page, 'deep clipping');
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('with a held-out part stands in Compare beside what counting alone reaches', async () => {
    const held = { by: 'last', percent: 20 } as const;
    const small = { hiddenSize: 16, maxCharacters: 3000, batchSize: 8, predPeriod: 1000 };
    const deep = { ...small, cell: 'gru', layers: 2, embeddingSize: 8 } as const;
    const adam = { optimiser: 'adam', learningRate: 0.01, heldOut: held } as const;
    const names = ['没有留出', '留出了'];
    const ids = [
      await trainModel(stage.host, { ...small, epochs: 3 }),
      await trainModel(stage.host, { ...deep, ...adam, epochs: 6 }),
    ];
    for (const [i, id] of ids.entries())
      await stage.host.calls['models.change']({ id, name: names[i]! });
    const { page, complaints } = await open();
    await page.evaluate((chosen) => {
      const texts = { length: '100', temperature: '0.8', seed: '1' };
      const kept = { ids: chosen, prefixesText: null, texts, greedy: false };
      localStorage.setItem('verseloom.compare', JSON.stringify(kept));
      window.location.hash = '#/compare';
    }, ids);
    await page.reload();
    const table = page.getByRole('region', { name: 'Results and settings' });
    const row = table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'Counting alone', exact: true }) });
    await expect
      .poll(() => row.locator('td').allInnerTexts())
      .toEqual(['–', expect.stringMatching(/^\d+(\.\d+)?$/)]);
    await page.getByRole('note').filter({ hasText: 'Counting alone is what' }).waitFor();
    const [, reached = ''] = await row.locator('td').allInnerTexts();
    await page.getByRole('img', { name: new RegExp(`counting alone: ${reached}`) }).waitFor();
    await takePicture(page, 'deep compare');
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
