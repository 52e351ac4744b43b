/**
 * After a new start, the last run that was cut off is offered for going on with, in a real browser.
 *
 * @module-tag long
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import type { Client } from '../../hosts/web/client.ts';
import { connectTo, startApplication, type Application } from '../support/application.ts';
import { closePages, sharedBrowser } from '../support/browser.ts';
import { expectGoodAlways } from '../support/looks.ts';
import { openPage, type Look } from '../support/page.ts';
import { startTraining, trainModel } from '../support/train.ts';

let browser: Browser;
let data: string;

beforeAll(async () => {
  browser = await sharedBrowser();
  data = await mkdtemp(join(tmpdir(), 'verseloom-cut-off-'));
  return async () => {
    await closePages(browser);
    await rm(data, { recursive: true, force: true });
  };
});

/** Starts the application on the data of the starts before. */
async function start(): Promise<{
  application: Application;
  host: Client;
  end: () => Promise<void>;
}> {
  const application = await startApplication(undefined, data);
  const host = await connectTo(application);
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    host.socket.close();
    await application.end();
  };
  onTestFinished(end);
  return { application, host, end };
}

const line = (page: Page) => page.getByRole('note').filter({ hasText: /last run|上一次训练/ });

async function openTrain({ address }: Application, look: Look = {}) {
  const opened = await openPage(browser, address, look);
  await opened.page.keyboard.press('Alt+2');
  await opened.page.locator('#train-title').waitFor();
  return opened;
}

it('says where it ended, goes on from there by a button, and is offered no more', async () => {
  const first = await start();
  await startTraining(first.host, { epochs: 100_000, hiddenSize: 16, predPeriod: 100_000 });
  const status = () => first.host.calls['training.status']({});
  await vi.waitUntil(async () => (await status()).epochs > 2, 60_000);
  await first.end();

  const { application, host } = await start();
  const [model] = await host.calls['models.list']({});
  const { page, complaints } = await openTrain(application, { locale: 'zh-CN' });
  await line(page)
    .filter({ hasText: `在第 ${model!.epochs} 轮中断，共 100,000 轮` })
    .waitFor();
  await expectGoodAlways(page, 'cut off');
  await line(page).getByRole('button', { name: '接着训练' }).click();
  await expect
    .poll(async () => (await host.calls['training.status']({})).epochs, { timeout: 60_000 })
    .toBeGreaterThan(model!.epochs);
  await line(page).waitFor({ state: 'detached' });
  expect((await host.calls['training.status']({})).modelId).toBe(model!.id);
  expect(complaints).toEqual([]);
});

it('is put aside by a key, and gives way to a later run that is complete', async () => {
  const { application, host, end } = await start();
  const { page } = await openTrain(application);
  await line(page).getByRole('button', { name: 'Dismiss' }).focus();
  await page.keyboard.press('Enter');
  await line(page).waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('train-title');
  await trainModel(host, { epochs: 1, hiddenSize: 16 });
  await end();

  const after = await start();
  const again = await openTrain(after.application);
  await expect
    .poll(() => again.page.getByRole('button', { name: 'Start training' }).isEnabled())
    .toBe(true);
  await expect.poll(() => line(again.page).count()).toBe(0);
});

it('is not offered where the person has stopped it', async () => {
  const first = await start();
  await startTraining(first.host, { epochs: 100_000, hiddenSize: 16, predPeriod: 100_000 });
  const status = () => first.host.calls['training.status']({});
  await vi.waitUntil(async () => (await status()).epochs > 2, 60_000);
  await first.host.calls['training.stop']({});
  await first.end();

  const { application, host } = await start();
  expect((await host.calls['models.list']({}))[0]).toMatchObject({ outcome: 'stopped' });
  const { page } = await openTrain(application);
  await expect
    .poll(() => page.getByRole('button', { name: 'Start training' }).isEnabled())
    .toBe(true);
  await expect.poll(() => line(page).count()).toBe(0);
});
