/** Rows on the charts of a long run, in a real browser while it goes on: how long the page's main thread is kept at a time as one zooms, moves and reads along. */
import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { connectTo, freshAddress, startApplication } from '../e2e/support/application.ts';
import { launchBrowser } from '../e2e/support/browser.ts';
import { longestTasks } from '../e2e/support/page-tasks.ts';
import { median, quantile } from './statistics.ts';
import { atMost, heading, row } from './table.ts';

/** Before one looks, and as many as a run can have: it goes on all the while. */
const EPOCHS = 50_000;
const WANTED = 100_000;
const FRAMES = 40;
/** Also on a busy machine the run is not to be over before all is done. */
const MOST_MS = 2500;
/** In which what one has done is drawn: a frame has no time for all charts. */
const AFTER = 4;
const MIB = 1024 * 1024;

export async function printCharts(engine: EngineName): Promise<void> {
  heading(`the charts of ${EPOCHS.toLocaleString('en')} epochs and more, all four of them`);
  const application = await startApplication();
  const browser = await launchBrowser();
  const host = await connectTo(application);
  try {
    const { calls } = host;
    const { charts } = await calls['preferences.get']({});
    await calls['preferences.set']({
      charts: { ...charts, smoothing: 0.9, shown: ['gradientNorm', 'learningRate', 'seconds'] },
    });
    const [corpus] = await calls['corpora.list']({});
    const settings = {
      ...{ epochs: WANTED, hiddenSize: 1, timeSteps: 2, batchSize: 1, maxCharacters: 4 },
      ...{ predPeriod: 1000, predLength: 20 },
    };
    await calls['training.start']({ corpusId: corpus!.id, settings, engine });
    const come = async (): Promise<number> => (await calls['training.status']({})).epochs;
    while ((await come()) < EPOCHS) await setTimeout(200);
    await calls['training.pause']({});
    const page = await browser.newPage({
      viewport: { width: 1920, height: 1080 },
      locale: 'en-US',
    });
    await page.goto(await freshAddress(application.address));
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('Alt+2');
    await page.getByRole('img', { name: /^Perplexity over \d{5,} epochs/ }).waitFor();
    await page.locator('figure.seconds canvas').waitFor();
    await setTimeout(3000);
    const begun = await come();
    for (const [name, act] of gesturesOn(page)) {
      const tasks = await tasksOf(browser, page, act, async (goesOn) => {
        await (goesOn ? calls['training.resume']({}) : calls['training.pause']({}));
      });
      const slow = quantile(tasks, 0.95);
      row(
        `${name}: the longest task (of one in twenty)`,
        `${median(tasks).toFixed(1)} ms (${slow.toFixed(1)} ms)`,
        atMost(slow, 16, '16 ms'),
      );
    }
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
    row('the page’s heap by then', `${Math.round(usedSize / MIB)} MB`);
    row(
      'epochs at the beginning and by then',
      `${begun.toLocaleString('en')} → ${(await come()).toLocaleString('en')}`,
    );
  } finally {
    host.socket.close();
    await browser.close();
    await application.end();
  }
}

type Act = (at: number) => Promise<void>;

function gesturesOn(page: Page): [string, Act][] {
  const curves = page.locator('figure.perplexity .canvas');
  const at = async (share: number): Promise<[number, number]> => {
    const box = (await curves.boundingBox())!;
    return [box.x + (0.2 + 0.6 * share) * box.width, box.y + box.height / 2];
  };
  const wheel = (dx: number, dy: number): Promise<void> =>
    curves.evaluate(
      (element, [deltaX, deltaY]) => {
        const { left, top, width } = element.getBoundingClientRect();
        const clientX = left + width / 2;
        const ctrlKey = deltaX === 0;
        const init = { deltaX, deltaY, clientX, clientY: top + 50, ctrlKey, cancelable: true };
        element.dispatchEvent(new WheelEvent('wheel', { ...init, bubbles: true }));
      },
      [dx, dy] as const,
    );
  return [
    ['reading along', async (frame) => page.mouse.move(...(await at((frame % 30) / 30)))],
    ['zooming by the wheel', (frame) => wheel(0, frame % 20 < 10 ? -120 : 120)],
    [
      'moving along, four times as close',
      async (frame) => {
        if (frame === 0) for (let notch = 0; notch < 8; notch++) await wheel(0, -120);
        await page.locator('.scrubber input').focus();
        await page.keyboard.press(frame % 20 < 10 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft');
      },
    ],
    ['only looking', async () => {}],
  ];
}

/** @returns milliseconds of the longest task of the page's main thread after each thing that was done; of its own time, not of the clock's */
async function tasksOf(
  browser: Browser,
  page: Page,
  act: Act,
  run: (goesOn: boolean) => Promise<void>,
): Promise<number[]> {
  return longestTasks(browser, page, async (mark) => {
    await run(true);
    const begun = performance.now();
    for (let frame = 0; frame < FRAMES && performance.now() - begun < MOST_MS; frame++) {
      await mark();
      await act(frame);
      for (let after = 0; after < AFTER; after++)
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    await run(false); // what was noted takes a while to read
  });
}
