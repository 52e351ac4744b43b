/**
 * What is written in the perplexity chart, as it stands on the canvas: the epochs at its axis, and the names of its lines.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it, vi } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();
let corpusId: string;

/** How many epochs the runs have; the last of them is gone on with. */
const RUNS = [1, 2, 3, 5, 10];
const MORE = 2;

beforeAll(async () => {
  corpusId = (await stage.host.calls['corpora.list']({}))[0]!.id;
});

async function finish(): Promise<string> {
  const { modelId } = await vi.waitUntil(async () => {
    const status = await stage.host.calls['training.status']({});
    return isResting(status.state) && status;
  }, 60_000);
  return modelId!;
}

/** @returns the model */
async function train(epochs: number): Promise<string> {
  const settings = { epochs, hiddenSize: 8, predPeriod: 1000, maxCharacters: 0 };
  await stage.host.calls['training.start']({ corpusId, settings, engine: 'onnx' });
  return finish();
}

interface Written {
  text: string;
  align: string;
  /** Around the letters, in pixels of the canvas. */
  box: { left: number; top: number; right: number; bottom: number };
}

/** Has every canvas of a page remember what was written on it since it was last wiped. */
async function watchCanvases(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { clearRect, fillText } = CanvasRenderingContext2D.prototype;
    const written = new WeakMap<HTMLCanvasElement, Written[]>();
    Object.assign(window, { writtenOn: (canvas: HTMLCanvasElement) => written.get(canvas) ?? [] });
    CanvasRenderingContext2D.prototype.clearRect = function (...area) {
      written.set(this.canvas, []);
      clearRect.apply(this, area);
    };
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most) {
      fillText.call(this, text, x, y, ...(most === undefined ? [] : [most]));
      const size = this.measureText(text);
      const { a, d, e, f } = this.getTransform();
      written.set(this.canvas, [
        ...(written.get(this.canvas) ?? []),
        {
          text,
          align: this.textAlign,
          box: {
            left: Math.floor(a * (x - size.actualBoundingBoxLeft) + e),
            top: Math.floor(d * (y - size.actualBoundingBoxAscent) + f),
            right: Math.ceil(a * (x + Math.min(size.actualBoundingBoxRight, most ?? Infinity)) + e),
            bottom: Math.ceil(d * (y + size.actualBoundingBoxDescent) + f),
          },
        },
      ]);
    };
  });
}

declare const writtenOn: (canvas: HTMLCanvasElement) => Written[];

const chart = (page: Page): ReturnType<Page['locator']> => page.locator('main canvas').first();

const written = (page: Page): Promise<Written[]> =>
  chart(page).evaluate((canvas: HTMLCanvasElement) => writtenOn(canvas));

/** @returns the words at the axis below */
const epochsOf = (all: readonly Written[]): string[] =>
  all.filter(({ align, text }) => align === 'center' && /^[\d.,]+$/.test(text)).map((w) => w.text);

/** @returns the names of lines in the chart */
const namesOf = (all: readonly Written[]): Written[] =>
  all.filter(({ text }) => /V = |continued at|接着训练/.test(text));

/**
 * A line through a name goes in and out again somewhere around its letters.
 * @returns how many of the pixels right around a name are of something else than what the chart lies on
 */
const strokesThrough = (page: Page, { box }: Written): Promise<number> =>
  chart(page).evaluate((canvas: HTMLCanvasElement, { left, top, right, bottom }) => {
    const EDGE = 1;
    const [x, y] = [left - EDGE, top - EDGE];
    const [width, height] = [right - left + 2 * EDGE, bottom - top + 2 * EDGE];
    if (x < 0 || y < 0 || x + width > canvas.width || y + height > canvas.height) return Infinity;
    const probe = document.createElement('span');
    probe.style.color = 'var(--sheet)';
    canvas.parentElement!.append(probe);
    const sheet = getComputedStyle(probe).color.match(/\d+/g)!.map(Number);
    probe.remove();
    const copy = new OffscreenCanvas(width, height).getContext('2d')!;
    copy.drawImage(canvas, -x, -y);
    const { data } = copy.getImageData(0, 0, width, height);
    const isStroke = (row: number, column: number): boolean => {
      const [red, green, blue, opacity] = data.slice(4 * (row * width + column));
      const away = [red, green, blue].some((value, index) => Math.abs(value! - sheet[index]!) > 24);
      return opacity! > 24 && away;
    };
    let strokes = 0;
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        if (row % (height - 1) === 0 || column % (width - 1) === 0)
          strokes += Number(isStroke(row, column));
    return strokes;
  }, box);

/** @param epochs that the chart has drawn, or draws once it has taken its room */
async function expectReadable(page: Page, epochs: number, names: number): Promise<void> {
  await page
    .getByRole('img', { name: new RegExp(`(over|after) ${epochs} epoch|^(训练 )?${epochs} 轮`) })
    .first() // a small one may stand in the list beside it
    .waitFor();
  await vi.waitFor(async () => {
    const room = await chart(page).evaluate((canvas: HTMLCanvasElement) => [
      canvas.clientWidth,
      canvas.parentElement!.clientWidth,
    ]);
    expect(room[0]).toBe(room[1]);
    const all = await written(page);
    const marks = epochsOf(all).map(Number);
    expect(marks).toEqual([...new Set(marks)]);
    expect(marks.every((mark) => Number.isInteger(mark) && mark >= 1 && mark <= epochs)).toBe(true);
    expect([marks[0], marks.at(-1)]).toEqual([1, epochs]);
    expect(namesOf(all)).toHaveLength(names);
    for (const name of namesOf(all))
      expect(await strokesThrough(page, name), name.text).toBeLessThan(2);
  }, 10_000);
}

const WIDE = { width: 1920, height: 1080 };
const NARROW = { width: 360, height: 740 };

it('marks whole epochs, each once, and strikes no name through, of runs short and gone on with', async () => {
  const light = await stage.openPage({ viewport: WIDE }, watchCanvases);
  const dark = await stage.openPage(
    { locale: 'zh-CN', colorScheme: 'dark', viewport: NARROW },
    watchCanvases,
  );
  const pages = [light, dark];
  for (const { page } of pages) await page.keyboard.press('Alt+2');
  let longest = '';
  for (const epochs of RUNS) {
    longest = await train(epochs);
    for (const { page } of pages) await expectReadable(page, epochs, 1);
  }
  await stage.host.calls['training.goOn']({ id: longest, moreEpochs: MORE });
  await finish();
  const all = RUNS.at(-1)! + MORE;
  for (const [index, { page }] of pages.entries())
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      await expectReadable(page, all, 2);
      await takePicture(chart(page), `chart gone on ${index} ${viewport.width}`);
    }

  // The closer look at each of the models, in a narrow column beside the list.
  await light.page.setViewportSize(WIDE);
  await light.page.keyboard.press('Alt+4');
  for (const { id, epochs } of await stage.host.calls['models.list']({})) {
    await light.page.locator(`tr[data-model="${id}"] .name`).click();
    await light.page.locator(`aside[data-model="${id}"]`).waitFor();
    await expectReadable(light.page, epochs, 1);
  }
  for (const { complaints } of pages) {
    expect(complaints).toEqual([]);
  }
});
