/** Runs that are never falsely called a success, in a real browser: weights that explode, and what is held out. */
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { expectGoodAlways, violationsOn } from '../support/looks.ts';
import { fill, goTo, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const status = () => stage.host.calls['training.status']({});
const small = {
  ...{ 'Hidden units': '16', 'Characters to learn': '2000', 'Sample interval': '1000' },
};

/** Starts a run and waits until it rests. */
async function runWith(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  const { runId: before } = await status();
  await goTo(page, 'Train');
  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
  await fill(page, { ...small, ...fields });
  await page.getByRole('button', { name: 'Start training' }).click();
  const rests = async (): Promise<boolean> => {
    const { runId, state } = await status();
    return runId !== before && isResting(state);
  };
  await vi.waitUntil(rests, { timeout: 60_000 });
}

it('one that explodes says so with its figures, and has the change ready', async () => {
  const { page, complaints } = await stage.openPage();
  await runWith(page, { Epochs: '9', 'Learning rate': '10000', Threshold: '0' });
  expect((await status()).state).toBe('diverged');
  const told = page.getByRole('alert').filter({ hasText: 'The weights exploded in epoch 2' });
  await told.getByText(/nothing clipped them \(θ = 0\)\. Set Threshold to 0\.01\./).waitFor();
  await expect.poll(() => page.getByText(/e308|1\.8e/).count()).toBe(0);
  await expectGoodAlways(page, 'exploded');
  await page.getByRole('button', { name: 'Set Threshold to 0.01' }).click();
  const field = page.getByLabel('Threshold', { exact: true });
  await expect.poll(() => field.inputValue()).toBe('0.01');
  await page.locator('#train-clippingThreshold:focus').waitFor();
  await page.getByText(/^In the form, Threshold is 0\.01\./).waitFor();
  expect(complaints).toEqual([]);
});

it(
  'one that has exploded is nobody’s default, and cannot be continued',
  { tags: ['long'] },
  async () => {
    const { page } = await stage.openPage();
    await runWith(page, { Epochs: '3', 'Learning rate': '100', Threshold: '0.01' });
    const good = (await status()).modelId!;
    // Of one without any good epoch a record is kept, and no model.
    await runWith(page, { Epochs: '3', 'Learning rate': '10000', Threshold: '0' });
    expect(await status()).toMatchObject({ state: 'diverged', modelId: null });
    await expect
      .poll(() => page.getByRole('button', { name: 'Write with this model' }).count())
      .toBe(0);
    const runs = await stage.host.calls['runs.list']({});
    expect(runs[0]).toMatchObject({ outcome: 'diverged', hasModel: false, epochs: 2 });

    // And one that explodes after good ones, on the way of which somebody stopped clipping.
    const { calls } = stage.host;
    const [corpus] = await calls['corpora.list']({});
    const settings = { epochs: 90_000, hiddenSize: 16, maxCharacters: 2000, predPeriod: 90_000 };
    await calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });
    await vi.waitUntil(async () => (await status()).epochs > 5, 20_000);
    await calls['training.change']({ learningRate: 10_000, clippingThreshold: 0 });
    await vi.waitUntil(async () => (await status()).state === 'diverged', 20_000);
    const bad = (await status()).modelId!;
    const models = await calls['models.list']({});
    const spoilt = models.find(({ id }) => id === bad)!;
    expect(spoilt).toMatchObject({ outcome: 'diverged', canGoOn: false });
    expect(spoilt.perplexity).toBeGreaterThan(1);
    await page.reload();
    await goTo(page, 'Write');
    await expect.poll(() => page.getByLabel('Model', { exact: true }).inputValue()).toBe(good);
  },
);

it('one that is let to explode goes to its end', { tags: ['long'] }, async () => {
  const { page } = await stage.openPage();
  await goTo(page, 'Train');
  await page.getByLabel('Let it explode', { exact: true }).check();
  await runWith(page, { Epochs: '4', 'Learning rate': '10000', Threshold: '0' });
  expect(await status()).toMatchObject({
    state: 'finished',
    epochs: 4,
    samples: expect.any(Number),
  });
  await expect.poll(() => page.getByText(/e308/).count()).toBe(0);
  // It is no success, and not what is written with next.
  await page.getByText(/^Its weights have exploded: a perplexity of /).waitFor();
  await expect
    .poll(() => page.getByRole('button', { name: 'Write with this model' }).count())
    .toBe(0);
  const { modelId } = await status();
  await goTo(page, 'Models');
  await page.getByText('exploded', { exact: true }).waitFor();
  await takePicture(page, 'let explode library');
  await page.reload();
  await goTo(page, 'Write');
  const model = page.getByLabel('Model', { exact: true });
  await expect.poll(() => model.locator('option').count()).toBeGreaterThan(1);
  await expect.poll(() => model.inputValue()).not.toBe('');
  expect(await model.inputValue()).not.toBe(modelId);
  // What was chosen stays chosen.
  await goTo(page, 'Train');
  await page.reload();
  await expect
    .poll(() => page.getByLabel('Let it explode', { exact: true }).isChecked())
    .toBe(true);
});

it(
  'what is held out has a line of its own, and tells from where on the run is over-fitted',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await stage.openPage();
    await goTo(page, 'Train');
    await page
      .getByLabel('Held-out part', { exact: true })
      .selectOption({ label: 'The end of the text' });
    await runWith(page, {
      Epochs: '150',
      'Learning rate': '100',
      'Hidden units': '64',
      'Share to hold out': '20',
    });
    expect(await status()).toMatchObject({ state: 'finished' });
    const { epochs } = await stage.host.calls['training.history']({
      epochsFrom: 0,
      samplesFrom: 0,
    });
    const held = epochs.map(({ validationPerplexity }) => validationPerplexity!);
    expect(held.every((value) => value > 1)).toBe(true);
    expect(held.at(-1)!).toBeGreaterThan(1.05 * Math.min(...held)); // it has learnt 1,600 characters by heart
    const numbers = page.getByRole('definition').filter({ hasText: /\d/ });
    await expect.poll(() => numbers.count()).toBeGreaterThan(5);
    await page.getByText('Held out', { exact: true }).waitFor();
    await page
      .getByText(
        /^Since epoch \d+, where the held-out perplexity was [\d.]+, the model has got better only/,
      )
      .waitFor();
    await page
      .getByText(
        /^Counting alone reaches a perplexity of [\d.]+ on the held-out part: .* at least as well|.* does not know\.$/,
      )
      .waitFor();
    await expect
      .poll(() =>
        page
          .getByRole('img', { name: /Counting alone reaches [\d.]+ on the held-out part\./ })
          .count(),
      )
      .toBeGreaterThan(0);
    await takePicture(page, 'held out');
    expect(await violationsOn(page)).toEqual([]);
    // The last epoch has samples, whatever the interval.
    await page.getByText('After epoch 150', { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  },
);
