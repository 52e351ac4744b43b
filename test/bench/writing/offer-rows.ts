/** Rows on the grey text of the pad in a real browser: how soon its first character is on the page, and how fast the others follow. */
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { connectTo, freshAddress, startApplication } from '../../e2e/support/application.ts';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { median, quantile } from '../statistics.ts';
import { atLeast, atMost, heading, row } from '../table.ts';

const CHARACTERS = 1000;
const TIMES = 15;

/** @param engine that trains and writes, at the book's size */
export async function printOffers(engine: EngineName): Promise<void> {
  heading(`the grey text of the pad, in a browser (${engine})`);
  const application = await startApplication();
  const browser = await launchBrowser();
  const host = await connectTo(application);
  try {
    const { calls } = host;
    const [corpus] = await calls['corpora.list']({});
    const settings = { epochs: 1, predPeriod: 1000 };
    await calls['training.start']({ corpusId: corpus!.id, settings, engine });
    while ((await calls['training.status']({})).state !== 'finished') await setTimeout(100);
    const page = await browser.newPage({
      ...{ viewport: { width: 1280, height: 800 }, locale: 'en-US' },
    });
    await page.goto(await freshAddress(application.address));
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('Alt+3');
    await page.getByLabel('Length', { exact: true }).fill(String(CHARACTERS));
    await page.locator('#write-page .cm-content').focus();
    await page.keyboard.insertText('分开');
    await askForOffer(page); // the model is opened for the first one
    const offers: Offer[] = [];
    for (let time = 0; time < TIMES; time++) offers.push(await askForOffer(page));
    const first = offers.map(({ firstMs }) => firstMs);
    row(
      'first character after the keys (the slowest of twenty)',
      `${median(first).toFixed(0)} ms (${quantile(first, 0.95).toFixed(0)} ms)`,
      atMost(median(first), 50, '50 ms'),
    );
    const rate = median(offers.map(({ characters, ms }) => (1000 * characters) / ms));
    row('characters a second, to the page', rate.toFixed(0), atLeast(rate, 1000, '1,000'));
  } finally {
    host.socket.close();
    await browser.close();
    await application.end();
  }
}

interface Offer {
  /** Milliseconds from the keys to the frame with the first character. */
  readonly firstMs: number;
  readonly characters: number;
  /** Milliseconds from the keys to the frame with all of them. */
  readonly ms: number;
}

async function askForOffer(page: Page): Promise<Offer> {
  // It looks before the keys come.
  const looking = await page.locator('#write-page').evaluateHandle((pad, wanted) => {
    let asked = 0;
    let firstMs = 0;
    pad.addEventListener('keydown', () => (asked ||= performance.now()), { capture: true });
    const offered = new Promise<Offer>((resolve) => {
      const look = (): void => {
        const { length } = pad.shadowRoot!.querySelector('.cm-offer')?.textContent ?? '';
        const ms = performance.now() - asked;
        if (asked > 0 && length > 0) firstMs ||= ms;
        if (asked > 0 && length >= wanted) resolve({ firstMs, characters: length, ms });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    return { offered };
  }, CHARACTERS);
  await page.keyboard.press('Control+Enter');
  const offer = await looking.evaluate(({ offered }) => offered);
  await looking.dispose();
  await page.keyboard.press('Escape');
  await setTimeout(200);
  return offer;
}
