/**
 * A run whose epochs take long: how far the one under way has come is told on the way, in a real browser.
 *
 * @module-tag long
 */
import type { Browser } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '../../hosts/web/client.ts';
import { connectTo, startApplication, type Application } from '../support/application.ts';
import { closePages, sharedBrowser } from '../support/browser.ts';
import { importText } from '../support/import-text.ts';
import { expectGoodAlways } from '../support/looks.ts';
import { openPage } from '../support/page.ts';
import { startTraining } from '../support/train.ts';

let application: Application;
let browser: Browser;
let host: Client;

beforeAll(async () => {
  [application, browser] = await Promise.all([startApplication(), sharedBrowser()]);
  host = await connectTo(application);
  return async () => {
    host.socket.close();
    await closePages(browser);
    await application.end();
  };
});

/** 150,000 characters, of which 1,500 are distinct: an epoch of steps of a few characters each takes a minute. */
const text = Array.from(
  { length: 10_000 },
  (_, line) =>
    `${Array.from({ length: 14 }, (_, at) => String.fromCharCode(0x4e00 + ((line * 31 + at * at * 7) % 1500))).join('')}\n`,
).join('');
const settings = {
  ...{ epochs: 3, maxCharacters: 0, hiddenSize: 128, timeSteps: 20, batchSize: 1 },
  ...{ predPeriod: 3, prefixes: [] },
};

describe('a run with long epochs', () => {
  it('shows the steps of the epoch under way, their perplexity and the time left, before one is over', async () => {
    await importText(host.calls, '长.txt', text);
    const corpora = await host.calls['corpora.list']({});
    const corpusId = corpora.find(({ name }) => name === '长')!.id;
    await startTraining(host, settings, { corpusId });
    const status = () => host.calls['training.status']({});
    await expect.poll(async () => (await status()).underWay?.steps ?? 0).toBeGreaterThan(100);
    const looks = [
      { locale: 'en-US' },
      { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 900, height: 700 } },
    ] as const;
    for (const look of looks) {
      const { page } = await openPage(browser, application.address, look);
      await page.keyboard.press('Alt+2');
      const bar = page.getByRole('progressbar', { name: /Progress of the epoch|本轮进度/ });
      await bar.waitFor();
      const value = async () => Number(await bar.getAttribute('value'));
      const before = await value();
      await expect.poll(value).toBeGreaterThan(before);
      expect(Number(await bar.getAttribute('max'))).toBe(7499);
      await host.calls['training.pause']({});
      // The last report may come a moment after the pause.
      const steps = async () => (await status()).underWay!.steps;
      await expect.poll(async () => (await value()) - (await steps())).toBe(0);
      const whole = page.getByRole('progressbar', { name: /Progress of the run|训练进度/ });
      const done = async () => Number(await whole.getAttribute('value'));
      await expect.poll(async () => (await done()) - (await steps()) / 7499).toBeCloseTo(0, 5);
      await page
        .getByText(/perplexity so far|目前困惑度/)
        .first()
        .waitFor();
      await expectGoodAlways(page, `long-epoch-${look.locale}`);
      await host.calls['training.resume']({});
    }
    await host.calls['training.stop']({});
  });
});
