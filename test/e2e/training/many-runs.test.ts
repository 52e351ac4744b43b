/**
 * Ten runs in one chart, in a real browser: which is which, by numbers, by pointing and by keys, with what became other in each of them.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { violationsOn } from '../support/looks.ts';
import { takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const RATES = [100, 50, 20, 10, 5];
const THRESHOLDS = [0.01, 0.1];
const EPOCHS = 30;

beforeAll(async () => {
  for (const clippingThreshold of THRESHOLDS)
    for (const learningRate of RATES) await train({ learningRate, clippingThreshold });
  const { charts } = await stage.host.calls['preferences.get']({});
  await stage.host.calls['preferences.set']({ charts: { ...charts, shown: ['gradientNorm'] } });
});

async function train(settings: Record<string, number>): Promise<void> {
  const [corpus] = await stage.host.calls['corpora.list']({});
  const small = { epochs: EPOCHS, hiddenSize: 16, maxCharacters: 3000, batchSize: 8 };
  await stage.host.calls['training.start']({
    ...{ corpusId: corpus!.id, engine: 'onnx' },
    settings: { ...small, predPeriod: 1000, ...settings },
  });
  await vi.waitUntil(
    async () => isResting((await stage.host.calls['training.status']({})).state),
    60_000,
  );
}

/** How wide, and of what share of its ink, each curve was when the perplexity chart was last drawn. */
async function watchStrokes(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { clearRect, stroke } = CanvasRenderingContext2D.prototype;
    const strokes = new WeakMap<HTMLCanvasElement, string[]>();
    Object.assign(window, { strokesOn: (canvas: HTMLCanvasElement) => strokes.get(canvas) ?? [] });
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      strokes.set(this.canvas, []);
      clearRect.apply(this, area);
    };
    CanvasRenderingContext2D.prototype.stroke = function (...path: [] | [Path2D]) {
      if (path.length > 0)
        strokes.get(this.canvas)?.push(`${this.lineWidth} ${this.strokeStyle as string}`);
      stroke.apply(this, path as [Path2D]);
    };
  });
}

declare const strokesOn: (canvas: HTMLCanvasElement) => string[];

/** @returns of the curves: those that are wide, and those that stand back */
const told = (page: Page): Promise<[wide: number, back: number]> =>
  page
    .locator('figure.perplexity canvas')
    .evaluate((canvas: HTMLCanvasElement) => [
      strokesOn(canvas).filter((one) => one.startsWith('3 ')).length,
      strokesOn(canvas).filter((one) => one.includes('rgba')).length,
    ]);

it.each([
  ['en-US', 'light'],
  ['zh-CN', 'dark'],
] as const)('are told apart: %s, %s', async (locale, colorScheme) => {
  const look = { locale, colorScheme, viewport: { width: 900, height: 900 } };
  const { page, complaints } = await stage.openPage(look, watchStrokes);
  const isChinese = locale === 'zh-CN';
  await page.keyboard.press('Alt+2');
  await page.getByRole('button', { name: isChinese ? '叠加其他训练…' : 'Overlay runs…' }).click();
  const picker = page.getByRole('dialog');
  await picker.getByRole('button', { name: isChinese ? /^同一语料/ : /^The same corpus/ }).click();
  await picker.getByRole('button', { name: isChinese ? '完成' : 'Done' }).click();
  const legend = page.getByRole('list', {
    name: isChinese ? '图表中的训练' : 'Runs in the charts',
  });
  await expect.poll(() => legend.getByRole('listitem').count()).toBe(10);
  const names = await legend.getByRole('listitem').allInnerTexts();
  expect(new Set(names.map((name) => name.trim())).size).toBe(10);
  await expect.poll(() => told(page)).toEqual([0, 0]);
  await takePicture(page.locator('.charts').first(), `ten runs ${colorScheme}`);

  const third = legend.getByRole('listitem').nth(2).getByRole('button').first();
  await third.hover();
  await expect.poll(() => told(page)).toEqual([1, 9]);
  await takePicture(page.locator('.charts').first(), `ten runs ${colorScheme} one`);
  await page.mouse.move(0, 0);
  await expect.poll(() => told(page)).toEqual([0, 0]);
  // A curve itself is pointed at: that which has most room around it.
  const chart = page.locator('figure.perplexity .canvas');
  await chart.hover();
  const dots = chart.locator('.dot');
  await expect.poll(() => dots.count()).toBeGreaterThan(5); // the others have left the chart at its top
  const places = await dots.evaluateAll((all) =>
    all.map((dot) => {
      const { left, top, width, height } = dot.getBoundingClientRect();
      const ink = (dot as HTMLElement).style.background;
      return { x: left + width / 2, y: top + height / 2, ink };
    }),
  );
  const roomOf = (nth: number): number =>
    Math.min(...places.filter((_, i) => i !== nth).map(({ y }) => Math.abs(y - places[nth]!.y)));
  const [freest] = [...places.keys()].sort((a, b) => roomOf(b) - roomOf(a));
  const { x, y, ink } = places[freest!]!;
  await page.mouse.move(x, y);
  await expect.poll(() => told(page)).toEqual([1, 9]);
  const raised = legend.getByRole('button', { pressed: true });
  await expect.poll(() => raised.count()).toBe(1);
  expect(await raised.locator('line').evaluate((line) => line.style.stroke)).toBe(ink);
  await takePicture(page.locator('.charts').first(), `ten runs ${colorScheme} pointed`);
  const { y: top } = (await chart.boundingBox())!;
  await page.mouse.move(x, top + 2); // between the curves
  await expect.poll(() => told(page)).toEqual([0, 0]);
  await page.mouse.move(0, 0);
  await third.focus();
  await page.keyboard.press('Tab'); // to its way out of the chart
  await page.keyboard.press('Tab'); // to the next run
  await expect.poll(() => told(page)).toEqual([1, 9]);
  expect(await violationsOn(page, true)).toEqual([]);
  expect(complaints).toEqual([]);
});
