/** Rows on typing in a long draft with all marks on, in a real browser: what a key costs its main thread, and a paste that is too long. */
import { setTimeout } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { pageColours } from '../../../src-main/contract/preferences.ts';
import type { DraftContent } from '../../../src-main/contract/writing/draft.ts';
import type { Client } from '../../hosts/web/client.ts';
import { connectTo, freshAddress, startApplication } from '../../e2e/support/application.ts';
import { launchBrowser } from '../../e2e/support/browser.ts';
import { longestTasks } from '../../e2e/support/page-tasks.ts';
import { median, quantile } from '../statistics.ts';
import { atMost, heading, row } from '../table.ts';

const CHARACTERS = 200_000;
const KEYS = 50;
const PLACES = ['start', 'middle', 'end'] as const;
const PASTE = 5e6 / 3; // Han characters of 5 MB

/** @param engine that trains the model whose marks are shown */
export async function printTyping(engine: EngineName): Promise<void> {
  heading(`typing in ${CHARACTERS.toLocaleString('en')} characters, all marks on`);
  const application = await startApplication();
  const browser = await launchBrowser();
  const host = await connectTo(application);
  try {
    const { calls } = host;
    const content = await prepare(host, engine);
    const { id, revision } = await calls['drafts.create']({});
    await calls['drafts.save']({ id, revision, content });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(await freshAddress(application.address));
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('Alt+3');
    for (const pageColour of pageColours.filter((colour) => colour !== 'nothing')) {
      await calls['preferences.set']({ pageColour });
      await page.locator(`#write-page [class^=cm-${pageColour}]`).first().waitFor();
      await page.getByText(/^From the corpus: [\d,]+ of [\d,]+ lines/).waitFor();
      for (const place of PLACES) {
        const keys = await typeAt(page, place);
        const key = median(keys);
        row(
          `coloured by ${pageColour}, ${place}: a key (the slowest of twenty)`,
          `${key.toFixed(1)} ms (${quantile(keys, 0.95).toFixed(1)} ms)`,
          atMost(key, 16, '16 ms'),
        );
        const [longest] = await longestTasks(browser, page, async (mark) => {
          await mark();
          await typeAt(page, place);
        });
        row(
          '… what keeps the page longest at a time, as it is typed and saved',
          `${longest!.toFixed(1)} ms`,
          atMost(longest!, 16, '16 ms'),
        );
      }
    }
    row('a paste of 5 MB: refused after', `${(await pasteTooMuch(page)).toFixed(0)} ms`);
  } finally {
    host.socket.close();
    await browser.close();
    await application.end();
  }
}

/** @returns a draft of which a third is copied, a half the model's, and some unknown to it and read as the person has set it */
async function prepare({ calls }: Client, engine: EngineName): Promise<DraftContent> {
  const [corpus] = await calls['corpora.list']({});
  const settings = { epochs: 20, hiddenSize: 32 };
  await calls['training.start']({ corpusId: corpus!.id, settings, engine });
  while ((await calls['training.status']({})).state !== 'finished') await setTimeout(100);
  const { text } = await calls['corpora.text']({ id: corpus!.id });
  const known = text.split(/\s/).filter((line) => /^\p{Script=Han}{4,}$/u.test(line));
  let page = '';
  for (let at = 0; page.length < CHARACTERS; at++) {
    const line = known[(at * 7) % known.length]!;
    if (at % 9 === 8) page += '\n';
    else page += `${at % 3 === 0 ? line : `${[...line].reverse().join('')}𠮷`}\n`;
  }
  const pieces = Array.from({ length: 200 }, (_, at) => ({
    ...{ id: `p${at}`, at: '2026-01-01T00:00:00.000Z', modelId: 'm', modelName: 'M' },
    ...{ prefix: '想要', text: '想要分开'.repeat(20), settings: { temperature: 0.8, seed: at } },
  }));
  const spans = Array.from({ length: 2000 }, (_, at) => ({
    ...{ from: 100 * at, to: 100 * at + 50, piece: `p${at % 200}` },
  }));
  const readings = Array.from({ length: 500 }, (_, at) => ({ at: 400 * at, reading: 'xiang3' }));
  return { text: page, spans, pieces, readings, settings: {}, history: null };
}

/** @returns milliseconds of the page's main thread that each key takes, with all that it has redrawn; of its own time, not of the clock's */
async function typeAt(page: Page, place: (typeof PLACES)[number]): Promise<number[]> {
  const editor = page.locator('#write-page .cm-content');
  await editor.focus();
  await page.keyboard.press(place === 'start' ? 'Control+Home' : 'Control+End');
  if (place === 'middle') {
    const scroller = page.locator('#write-page .cm-scroller');
    await scroller.evaluate((one) => (one.scrollTop = one.scrollHeight / 2));
    await setTimeout(500);
    await scroller.click();
  }
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await setTimeout(3000); // what had to be looked up has been
  const keys: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    const before = await busy(session);
    await page.keyboard.insertText('想要分开我的爱'[key % 7]!);
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    keys.push((await busy(session)) - before);
    await setTimeout(60);
  }
  await session.detach();
  return keys;
}

/** @returns milliseconds of the page's main thread so far */
async function busy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

/** @returns milliseconds in which nothing else could be done */
const pasteTooMuch = (page: Page): Promise<number> =>
  page.locator('#write-page .cm-content').evaluate((element, characters) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', '月亮打开窗\n'.repeat(characters / 6));
    const started = performance.now();
    const paste = { clipboardData, bubbles: true, cancelable: true };
    element.dispatchEvent(new ClipboardEvent('paste', paste));
    return performance.now() - started;
  }, PASTE);
