/**
 * Settings that take more memory than any machine of the tests has: shown beside the form, refused at the field, and insisted on.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { importText } from './support/import-text.ts';
import { expectGoodLooks, looksOf, rulesIn, wear } from './support/looks.ts';
import { byTheBook, fill, goTo, takePicture } from './support/page.ts';
import { sharedStage } from './support/stage.ts';

const stage = sharedStage();

beforeAll(async () => {
  // 20,000 distinct characters, and enough of them for one batch of the largest settings.
  const characters = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x4e00 + i));
  const text = characters.join('').repeat(26);
  await importText(stage.host.calls, 'many.txt', text);
});

/** One hidden unit: what is large is the tables of the step, of 40 GB each, which the system does not even begin to give. */
const huge = {
  ...{ 'Characters to learn': '0', 'Hidden units': '1', 'Time steps': '500' },
  ...{ 'Batch size': '1024', Prefixes: '' },
};

async function fillHuge(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await page.getByLabel('Corpus', { exact: true }).selectOption({ label: 'many' });
  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
  await byTheBook(page);
  await fill(page, huge);
  await page.getByLabel('Train anyway').waitFor();
}

describe.skipIf(process.availableMemory() > 120 * 2 ** 30)('too much memory', () => {
  it('is shown while one types, and refused at the field, with a number that fits', async () => {
    const { page, complaints } = await stage.openPage();
    await goTo(page, 'Train');
    await page // the book's settings
      .getByText(
        /Needs about 1\d\d MB of memory\. Writing while it runs takes about 1\d\d MB more\./,
      )
      .waitFor();
    await fillHuge(page);
    await page.getByText(/Needs about \d+ GB of memory, but/).waitFor();
    const batch = page.getByLabel('Batch size', { exact: true });
    const problem = page.getByText(/needs about .* GB of memory.*Batch size is \d+ or less/);
    await problem.waitFor();
    await expect.poll(() => batch.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.locator('#train-batchSize:focus').waitFor();
    expect((await stage.host.calls['training.status']({})).state).toBe('idle');

    // Other programs take and free memory meanwhile.
    const fitting = Number(/is (\d+) or less/.exec((await problem.textContent())!)![1]!);
    await batch.fill(String(Math.ceil(fitting / 2)));
    await problem.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByLabel('Train anyway').count()).toBe(0);
    await batch.fill(String(2 * fitting));
    await problem.waitFor();
    expect(complaints).toEqual([]);
  });

  it('can be insisted on, and is named when it was too much', async () => {
    const { page, complaints } = await stage.openPage();
    await fillHuge(page);
    await page.getByLabel('Train anyway').check();
    await page.getByText(/Batch size is \d+ or less/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Start training' }).click();
    await page
      .getByText(/Out of memory: the run needs about .* Batch size were \d+ or less/)
      .first()
      .waitFor({ timeout: 60_000 });
    expect(await stage.host.calls['training.status']({})).toMatchObject({
      ...{ state: 'failed', failure: { code: 'compute.outOfMemory' } },
    });
    expect(complaints).toEqual([]);
  });

  const sizes = [
    { width: 1280, height: 800 },
    { width: 360, height: 740 },
  ];
  it.each(['en-US', 'zh-CN'] as const)('looks well: %s', async (locale) => {
    const { page } = await stage.openPage({ locale });
    await page.keyboard.press('Alt+2');
    await page.locator('#train-corpus').selectOption({ label: 'many' });
    await page.locator('#train-engine').selectOption('onnx');
    for (const [field, value] of [
      ...[['maxCharacters', '0'] as const, ['hiddenSize', '1'] as const],
      ...[['timeSteps', '500'] as const, ['batchSize', '1024'] as const],
    ])
      await page.locator(`#train-${field}`).fill(value);
    const insist = page.locator('#train-insist');
    await insist.waitFor();
    await page.locator('#train-batchSize-problem').waitFor();
    for (const [title, look] of looksOf(sizes)) {
      await wear(page, look);
      const name = `memory ${locale} ${title}`;
      await insist.scrollIntoViewIfNeeded();
      await takePicture(page, name);
      await page.locator('#train-batchSize').scrollIntoViewIfNeeded();
      await expectGoodLooks(page, `${name} field`, rulesIn(look));
    }
  });
});
