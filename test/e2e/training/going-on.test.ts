/**
 * Runs that are gone on with, in a real browser: after a stop, after their end, after a crash, and from another model.
 *
 * @module-tag long
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { isResting } from '../../../src-main/contract/training.ts';
import { importText } from '../support/import-text.ts';
import { computePid } from '../support/application.ts';
import { goTo, startRun } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

/** What one test has left running is not in the way of the next. */
afterEach(async () => {
  if (!isResting((await stage.host.calls['training.status']({})).state))
    await stage.host.calls['training.stop']({});
});

/** Of a size that makes many epochs a second. */
const small = { 'Hidden units': '16', 'Sample interval': '100000' };

/** @returns when the run has made some epochs of its own, and the page shows them */
async function learning(page: Page): Promise<void> {
  await vi.waitUntil(async () => {
    const { state, epochs, epochsBefore } = await stage.host.calls['training.status']({});
    return state === 'training' && epochs > epochsBefore + 2;
  }, 60_000);
  await page.getByRole('img', { name: /Perplexity over \d/ }).waitFor();
}

const state = (page: Page, text: string): Promise<void> =>
  page.getByRole('status').filter({ hasText: text }).waitFor({ timeout: 60_000 });

async function model(id: string): Promise<ModelInfo> {
  return (await stage.host.calls['models.list']({})).find((one) => one.id === id)!;
}

async function runningModel(): Promise<string> {
  return vi.waitUntil(async () => (await stage.host.calls['training.status']({})).modelId, 30_000);
}

describe('a run that was stopped', () => {
  it('goes on by a button, shows where, and ends at the epochs that were asked for', async () => {
    const { page, complaints } = await stage.openPage();
    await startRun(page, { ...small, Epochs: '200', 'Characters to learn': '5000' });
    await learning(page);
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await state(page, 'Stopped and saved');
    const before = await model(await runningModel());
    expect(before.epochs).toBeLessThan(200);

    await page.getByRole('button', { name: 'Continue training', exact: true }).click();
    await page
      .getByRole('img', { name: new RegExp(`Continued at epoch ${before.epochs}\\.`) })
      .waitFor();
    await page.reload(); // which finds the same
    await goTo(page, 'Train');
    await state(page, 'Finished and saved');
    await page.getByRole('img', { name: /Perplexity over 200 epochs.*Continued/ }).waitFor();
    const after = await model(before.id);
    expect(after).toMatchObject({ epochs: 200, epochsWanted: 200, createdAt: before.createdAt });

    // It has made all its epochs, so that more of them are asked for.
    await page.getByRole('button', { name: 'Continue training…' }).click();
    const question = page.getByRole('dialog');
    await question.getByLabel('More epochs').fill('0');
    await expect
      .poll(() => question.getByLabel('More epochs').getAttribute('aria-invalid'))
      .toBe('true');
    await question.getByLabel('More epochs').fill('20');
    await question.getByRole('button', { name: 'Continue training' }).click();
    await page.getByRole('img', { name: /Perplexity over 220 epochs/ }).waitFor();
    await state(page, 'Finished and saved');
    expect(await model(before.id)).toMatchObject({ epochs: 220, epochsWanted: 220 });
    expect(complaints).toEqual([]);
  });

  it('without its text says which corpus is needed, and goes on once that is there', async () => {
    const { page, complaints } = await stage.openPage();
    const text = '春天在河边等船\n船在等一个人\n我们不分开\n风把名字吹远\n'.repeat(200);
    const bytes = new TextEncoder().encode(text);
    const corpus = await importText(stage.host.calls, 'river.txt', bytes);
    await goTo(page, 'Train');
    await page.getByLabel('Keep the text in the model').uncheck();
    await startRun(page, { ...small, Epochs: '100000' }, 'river');
    await learning(page);
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await state(page, 'Stopped and saved');
    const id = await runningModel();
    expect((await model(id)).hasText).toBe(false);
    await stage.host.calls['corpora.remove']({ id: corpus.id });

    await page.getByRole('button', { name: 'Continue training', exact: true }).click();
    const question = page.getByRole('dialog');
    await question.getByRole('alert').filter({ hasText: '“river”' }).waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      question.getByRole('button', { name: 'Import “river”' }).click(),
    ]);
    await chooser.setFiles({
      name: 'river.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    });
    await expect.poll(() => question.getByRole('alert').count()).toBe(0);
    await question.getByRole('button', { name: 'Continue training' }).click();
    await state(page, 'Training');
    await stage.host.calls['training.stop']({});
    await state(page, 'Stopped and saved');

    // The choice about the text is remembered, and changed back for what comes.
    await page.reload();
    const keep = page.getByLabel('Keep the text in the model');
    await expect.poll(() => keep.isChecked()).toBe(false);
    await keep.check();
    expect(complaints).toEqual([]);
  });
});

describe('a run that was saved on its way', () => {
  it('says when, and after a crash up to which epoch, and goes on from there', async () => {
    const { page } = await stage.openPage();
    await startRun(page, { ...small, Epochs: '100000' }, 'Verseloom sample lyrics');
    await learning(page);
    await page.getByRole('button', { name: 'Save progress' }).click();
    await page.getByText(/^saved at \d\d:\d\d:\d\d$/).waitFor();
    const id = await runningModel();
    process.kill(await computePid(stage.application), 'SIGKILL');
    await state(page, 'Failed');
    const { epochs } = await model(id);
    await page
      .getByText(`The run was saved up to epoch ${epochs.toLocaleString('en')} at`)
      .waitFor();

    await page.getByRole('button', { name: 'Continue training', exact: true }).click();
    await state(page, 'Training');
    await page
      .getByRole('img', {
        name: new RegExp(`Continued at epoch ${epochs.toLocaleString('en')}\\.`),
      })
      .waitFor();
    expect((await stage.host.calls['training.status']({})).modelId).toBe(id);
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await state(page, 'Stopped and saved');
  });
});

describe('a new run from a model', () => {
  it('has its hidden units and its vocabulary, names it as its parent, and can begin from nothing instead', async () => {
    const { page, complaints } = await stage.openPage();
    const [parent] = await stage.host.calls['models.list']({});
    await stage.host.calls['models.change']({ id: parent!.id, name: 'the parent' });
    await page.evaluate((parentId) => {
      const heldOut = { by: 'none', texts: { percent: '10', every: '10' } };
      const form = {
        ...{ written: {}, sampling: 'random', lineBreaks: null, heldOut },
        ...{ prefixesText: null, corpusId: '', parentId },
      };
      localStorage.setItem('verseloom.training-form', JSON.stringify(form));
    }, parent!.id);
    await page.reload();
    await goTo(page, 'Train');
    await page.getByText(/^Starts from the parent \(epoch [\d,]+\)$/).waitFor();
    const hidden = page.getByLabel('Hidden units', { exact: true });
    await expect.poll(() => hidden.isDisabled()).toBe(true);
    await expect.poll(() => hidden.inputValue()).toBe('16');
    await startRun(page, { Epochs: '3', 'Learning rate': '1' });
    await state(page, 'Finished and saved');
    const child = await model(await runningModel());
    expect(child).toMatchObject({ parentName: 'the parent', epochs: 3, hiddenSize: 16 });
    expect(child.vocabularySize).toBe(parent!.vocabularySize);

    await page.getByRole('button', { name: 'Start from scratch instead' }).click();
    await expect.poll(() => hidden.isEnabled()).toBe(true);
    await expect.poll(() => page.getByText(/^Starts from/).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

it('tells on every view that a run could not be saved on its way, until it could', async () => {
  const { page } = await stage.openPage();
  const models = join(stage.application.data, 'models');
  const [corpus] = await stage.host.calls['corpora.list']({});
  const settings = { epochs: 100_000, hiddenSize: 16, predPeriod: 100_000 };
  await stage.host.calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });

  await goTo(page, 'Train');
  await learning(page);
  await rename(models, `${models}-away`);
  await writeFile(models, 'in the way of the folder');
  await page.keyboard.press('ControlOrMeta+S');
  const notices = page.getByRole('region', { name: 'Notifications' });
  const failed = notices.getByText(/cannot be written.*Training continues/);
  await failed.waitFor();
  await goTo(page, 'Write');
  await failed.waitFor();
  expect((await stage.host.calls['training.status']({})).state).toBe('training');

  await rm(models);
  await rename(`${models}-away`, models);
  await page.keyboard.press('ControlOrMeta+S');
  await notices.getByText(/after all/).waitFor();
  await expect.poll(() => failed.count()).toBe(0);
});
