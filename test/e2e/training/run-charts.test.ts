/** The charts of a run, in a real browser: over what they are drawn, how close, what is read along them, and what is taken along. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { expectGoodAlways, violationsOn } from '../support/looks.ts';
import { goTo, takePicture, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const EPOCHS = 40;

beforeAll(async () => {
  const [corpus] = await stage.host.calls['corpora.list']({});
  await stage.host.calls['training.start']({
    corpusId: corpus!.id,
    settings: {
      ...{ epochs: EPOCHS, hiddenSize: 16, predPeriod: 10, predLength: 20, maxCharacters: 3000 },
      ...{ batchSize: 8, heldOut: { by: 'last', percent: 10 } },
    },
    engine: 'onnx',
  });
  await vi.waitUntil(
    async () => isResting((await stage.host.calls['training.status']({})).state),
    60_000,
  );
});

/** Every page begins with the charts as they come. */
async function open(look = {}): Promise<WatchedPage> {
  const { charts } = await stage.host.calls['preferences.get']({});
  await stage.host.calls['preferences.set']({
    charts: {
      ...{ ...charts, shown: ['gradientNorm'], over: 'epoch', scale: 'log', smoothing: 0 },
      entropy: false,
    },
  });
  const opened = await stage.openPage(look);
  await goTo(opened.page, 'Train');
  await opened.page.getByRole('img', { name: `Perplexity over ${EPOCHS} epochs` }).waitFor();
  return opened;
}

const along = (page: Page): Locator => page.getByRole('slider', { name: 'Along the curve' });
const told = (page: Page): Promise<string | null> => along(page).getAttribute('aria-valuetext');
const extent = async (page: Page): Promise<[number, number]> => [
  Number(await along(page).getAttribute('min')),
  Number(await along(page).getAttribute('max')),
];
const curves = (page: Page): Locator => page.locator('figure.perplexity .canvas');

describe('the charts', () => {
  it(
    'are drawn over epochs, steps or time, and keep what one looks at and how',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await expect.poll(() => extent(page)).toEqual([1, EPOCHS]);
      await page.getByLabel('Over', { exact: true }).selectOption('steps');
      await expect.poll(async () => (await extent(page))[1]).toBeGreaterThan(EPOCHS);
      const [, steps] = await extent(page);
      const { predictionsPerEpoch, settings } = await stage.host.calls['training.status']({});
      const { timeSteps, batchSize } = settings;
      expect(steps).toBe((EPOCHS * predictionsPerEpoch) / (timeSteps * batchSize));
      await page.getByLabel('Over', { exact: true }).selectOption('time');
      await expect.poll(() => told(page)).toMatch(/^Epoch 40, 0:\d\d/);
      await page.getByLabel('Over', { exact: true }).selectOption('epochs');

      await page.getByRole('checkbox', { name: 'Learning rate η' }).check();
      await page.getByRole('img', { name: 'Learning rate η' }).waitFor();
      await page.reload();
      await page.getByRole('img', { name: 'Learning rate η' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );

  it('are gone through by keys, and tell every value there', async () => {
    const { page, complaints } = await open();
    await along(page).focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    const { epochs } = await stage.host.calls['training.history']({
      epochsFrom: 0,
      samplesFrom: 0,
    });
    await expect
      .poll(() => told(page))
      .toMatch(/^Epoch 2, Perplexity [\d.]+, held out [\d.]+, Gradient norm /);
    const shown = Number(/Perplexity ([\d.]+)/.exec((await told(page))!)![1]);
    expect(Math.abs(shown - epochs[1]!.perplexity) / shown).toBeLessThan(0.01);

    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await expect.poll(async () => (await extent(page))[1]).toBeLessThan(EPOCHS);
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => (await extent(page))[0]).toBeGreaterThan(1);
    await page.keyboard.press('0');
    await expect.poll(() => extent(page)).toEqual([1, EPOCHS]);
    expect(complaints).toEqual([]);
  });

  it(
    'show the cross-entropy, with what the chapter calls it, and are smoothed while what is told stays as it was',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await page.getByRole('checkbox', { name: 'Cross-entropy' }).check();
      await page.getByText('5.707 is a perplexity of about 301').waitFor();
      await along(page).focus();
      await page.keyboard.press('Home');
      await expect
        .poll(() => told(page))
        .toMatch(/^Epoch 1, Cross-entropy [\d.]+, held out [\d.]+/);
      const before = (await told(page))!;
      const { epochs } = await stage.host.calls['training.history']({
        epochsFrom: 0,
        samplesFrom: 0,
      });
      const shown = Number(/Cross-entropy ([\d.]+)/.exec(before)![1]);
      expect(shown).toBeCloseTo(Math.log(epochs[0]!.perplexity), 2);
      const smoothing = page.getByLabel('Smoothing', { exact: true });
      await smoothing.focus();
      await page.keyboard.press('End');
      await expect.poll(() => smoothing.getAttribute('aria-valuetext')).toMatch(/^\d+%$/);
      await expect.poll(() => told(page)).toBe(before);
      await page.getByRole('checkbox', { name: 'Cross-entropy' }).uncheck();
      await expect.poll(() => page.getByText('5.707 is a perplexity of about 301').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );

  it('come closer by dragging and by the wheel, move along, and are whole again', async () => {
    const { page, complaints } = await open();
    const box = (await curves(page).boundingBox())!;
    const [from, to, y] = [box.x + 0.3 * box.width, box.x + 0.6 * box.width, box.y + 60];
    await page.getByRole('radio', { name: 'Drag to zoom in' }).click();
    await page.mouse.move(from, y);
    await page.mouse.down();
    await page.mouse.move(to, y, { steps: 4 });
    await page.mouse.up();
    const [min, max] = await vi.waitUntil(async () => {
      const found = await extent(page);
      return found[0] > 5 && found;
    });
    expect(max).toBeLessThan(30);

    await page.getByRole('radio', { name: 'Drag to move along' }).click();
    await page.mouse.move(to, y);
    await page.mouse.down();
    await page.mouse.move(from, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await extent(page))[0]).toBeGreaterThan(min);

    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await expect
      .poll(async () => {
        const [low, high] = await extent(page);
        return high - low;
      })
      .toBeLessThan(max - min);
    await page.getByRole('button', { name: 'Show everything' }).click();
    await expect.poll(() => extent(page)).toEqual([1, EPOCHS]);
    expect(complaints).toEqual([]);
  });

  it(
    'come closer and move along by two fingers, and are read by one',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await page.getByRole('radio', { name: 'Drag to read' }).click();
      await curves(page).scrollIntoViewIfNeeded();
      const box = (await curves(page).boundingBox())!;
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setTouchEmulationEnabled', {
        enabled: true,
        maxTouchPoints: 2,
      });
      type Finger = readonly [across: number, down: number]; // share of the width; px
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...fingers: Finger[]) =>
        session.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: fingers.map(([across, down], id) => ({
            ...{ x: box.x + across * box.width, y: box.y + down, id },
          })),
        });
      const width = async (): Promise<number> => {
        const [low, high] = await extent(page);
        return high - low;
      };
      const whole = await width();
      const scrolled = await page.evaluate(() => document.scrollingElement!.scrollTop);

      // The fingers part, upwards as well: the page must not take that for scrolling.
      await touch('touchStart', [0.45, 60]);
      await touch('touchStart', [0.45, 60], [0.55, 60]);
      for (const step of [1, 2, 3, 4, 5])
        await touch('touchMove', [0.45 - 0.04 * step, 60 - 4 * step], [0.55 + 0.04 * step, 60]);
      await expect.poll(width).toBeLessThan(whole / 2);
      const [min, max] = await extent(page);
      expect(min).toBeGreaterThan(EPOCHS / 4);
      expect(max).toBeLessThan((3 * EPOCHS) / 4);

      // Both to the right: what came earlier comes into sight, as wide as before.
      for (const step of [1, 2, 3])
        await touch('touchMove', [0.25 + 0.05 * step, 40], [0.75 + 0.05 * step, 60]);
      await expect.poll(async () => (await extent(page))[0]).toBeLessThan(min);
      expect(await width()).toBeCloseTo(max - min, 6);

      // Together again: it is whole.
      for (const step of [1, 2, 3, 4, 5, 6])
        await touch('touchMove', [0.4 + 0.02 * step, 60], [0.9 - 0.06 * step, 60]);
      await touch('touchEnd');
      await expect.poll(() => extent(page)).toEqual([1, EPOCHS]);

      await touch('touchStart', [0.9, 60]);
      for (const step of [1, 2, 3]) await touch('touchMove', [0.9 - 0.2 * step, 60]);
      await touch('touchEnd');
      await page.locator('figure.perplexity .note').getByText('After epoch 10').waitFor();
      await expect
        .poll(() => page.evaluate(() => document.scrollingElement!.scrollTop))
        .toBe(scrolled);
      await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
      await session.detach();
      expect(complaints).toEqual([]);
    },
  );

  it(
    'tell what the model wrote then, beside the cursor and along a time line',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      const { samples } = await stage.host.calls['training.history']({
        epochsFrom: 0,
        samplesFrom: 0,
      });
      const note = page.locator('figure.perplexity .note');
      const box = (await curves(page).boundingBox())!;
      await page.getByRole('radio', { name: 'Drag to read' }).click();
      await page.mouse.move(box.x + 0.9 * box.width, box.y + 60);
      await page.mouse.down();
      await note.getByText(`After epoch ${EPOCHS}`).waitFor();
      await page.mouse.move(box.x + 0.28 * box.width, box.y + 60, { steps: 5 });
      await note.getByText('After epoch 10').waitFor();
      await page.mouse.up();
      const [first] = samples;
      await note.getByText(first!.continuation.trim().slice(0, 4)).first().waitFor();

      await page.getByRole('button', { name: 'Time line' }).click();
      const line = page.getByRole('group', { name: 'Samples one after the other' });
      await line.getByRole('heading', { name: 'After epoch 10' }).waitFor();
      await line.getByText('The first sample of the run.').waitFor();
      await line.getByRole('button', { name: 'Later sample' }).click();
      await line.getByText(/is new since epoch 10|are new since epoch 10/).waitFor();
      await expect.poll(() => told(page)).toMatch(/^Epoch 20,/);
      await expect.poll(() => line.locator('ins').count()).toBeGreaterThan(0);
      await line.getByRole('button', { name: 'Play' }).click();
      await line.getByRole('heading', { name: `After epoch ${EPOCHS}` }).waitFor();
      await line.getByRole('button', { name: 'Play' }).waitFor(); // it has come to its end
      await page.reload(); // which finds the time line again
      await line.getByRole('heading', { name: `After epoch ${EPOCHS}` }).waitFor();
      await takePicture(page, 'sample timeline');
      await page.getByRole('button', { name: 'List', exact: true }).click();
      await page.getByRole('heading', { name: 'After epoch 30' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );

  it(
    'can be taken along as a picture, as a drawing of lines, and as figures',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      const take = async (what: string, chart = 'Perplexity'): Promise<Buffer> => {
        await page.getByRole('button', { name: `Save or copy the chart “${chart}”` }).click();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('menuitem', { name: what }).click(),
        ]);
        expect(download.suggestedFilename()).toMatch(new RegExp(`^${chart} .*\\.(png|svg|csv)$`));
        return readFile(await download.path());
      };
      const png = await take('Save as PNG');
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1920, 1200]);

      const svg = (await take('Save as SVG')).toString();
      expect(svg).not.toContain('<image');
      const drawn = await page.evaluate((text) => {
        const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
        const longest = Math.max(
          ...[...root.querySelectorAll('path[stroke]')].map(
            (path) => path.getAttribute('d')!.split('L').length,
          ),
        );
        return { name: root.nodeName, longest, words: root.textContent };
      }, svg);
      expect(drawn.name).toBe('svg');
      expect(drawn.longest).toBeGreaterThanOrEqual(EPOCHS); // a line with all its points
      expect(drawn.words).toContain('guessing: V =');
      // On the page, what θ is stands above the curves, which have no room for it; here it stands at its line.
      const norm = page.locator('figure.gradientNorm');
      expect(await norm.locator('.title').innerText()).toMatch(/^Gradient norm\s+θ = 0\.01$/);
      expect((await take('Save as SVG', 'Gradient norm')).toString()).toContain('θ = 0.01');

      const [head, ...rows] = (await take('Save the figures as CSV')).toString().trim().split('\n');
      expect(head).toMatch(/^run,epoch,step,seconds,perplexity,/);
      expect(rows).toHaveLength(EPOCHS);
      const { epochs } = await stage.host.calls['training.history']({
        epochsFrom: 0,
        samplesFrom: 0,
      });
      expect(Number(rows[9]!.split(',')[4])).toBeCloseTo(epochs[9]!.perplexity, 6);

      await page.getByRole('button', { name: 'Save or copy the chart “Perplexity”' }).click();
      await page.getByRole('menuitem', { name: 'Copy' }).click();
      await page.getByText('The chart is on the clipboard').waitFor();
      const kinds = await page.evaluate(async () => (await navigator.clipboard.read())[0]!.types);
      expect(kinds).toEqual(expect.arrayContaining(['image/png', 'text/plain']));
      expect(complaints).toEqual([]);
    },
  );

  it(
    'have other runs laid over them, and tell these by what differs alone',
    { tags: ['long'] },
    async () => {
      const { modelId } = await stage.host.calls['training.status']({});
      const [corpus] = await stage.host.calls['corpora.list']({});
      const settings = {
        ...{ epochs: 30, hiddenSize: 16, predPeriod: 1000, maxCharacters: 3000, batchSize: 8 },
        ...{ heldOut: { by: 'last', percent: 10 }, learningRate: 1, clippingThreshold: 0 },
      };
      await stage.host.calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });
      await vi.waitUntil(
        async () => isResting((await stage.host.calls['training.status']({})).state),
        60_000,
      );
      const { page, complaints } = await stage.openPage();
      await goTo(page, 'Train');
      await page.getByRole('button', { name: 'Overlay runs…' }).click();
      const picker = page.getByRole('dialog');
      await picker.getByRole('button', { name: 'The same corpus (1)' }).click();
      await expect
        .poll(() => picker.getByRole('checkbox').evaluateAll((all) => all.length))
        .toBe(1);
      await takePicture(page, 'run picker');
      expect(await violationsOn(page, true)).toEqual([]);
      await picker.getByRole('button', { name: 'Done' }).click();
      const legend = page.getByRole('list', { name: 'Runs in the charts' });
      await expect
        .poll(() => legend.getByRole('listitem').allInnerTexts())
        .toEqual(['1\nη 1 · θ 0 · Epochs 30', '2\nη 100 · θ 0.01 · Epochs 40', expect.any(String)]);
      await expect.poll(() => extent(page)).toEqual([1, EPOCHS]); // the longest of them
      await takePicture(page, 'run overlay');
      await page.reload();
      await legend.getByRole('button', { name: 'Take “', exact: false }).click();
      await expect.poll(() => legend.count()).toBe(0);
      expect(modelId).not.toBeNull();
      expect(complaints).toEqual([]);
    },
  );

  it('have the book’s figures laid under a run with its settings', { tags: ['long'] }, async () => {
    const [corpus] = await stage.host.calls['corpora.list']({});
    await stage.host.calls['training.start']({
      corpusId: corpus!.id,
      settings: {},
      engine: 'onnx',
    });
    await vi.waitUntil(
      async () => (await stage.host.calls['training.status']({})).epochs >= 2,
      60_000,
    );
    await stage.host.calls['training.stop']({});
    const { page, complaints } = await stage.openPage();
    await goTo(page, 'Train');
    await page.getByRole('checkbox', { name: 'The book’s curve' }).setChecked(true);
    await page.getByText('from the lowest to the highest of seeds 1 to 3').waitFor();
    await page.getByText('The chapter’s printout, as perplexity').waitFor();
    await takePicture(page.locator('.charts').first(), 'book bands');
    await page.getByLabel('Over', { exact: true }).selectOption('steps');
    await page.getByText('which of its steps they were is not recorded').waitFor();
    await page.getByLabel('Over', { exact: true }).selectOption('epochs');
    expect(complaints).toEqual([]);
  });

  it.each(['en-US', 'zh-CN'] as const)('look well: %s', { tags: ['long'] }, async (locale) => {
    const charts = { shown: ['gradientNorm', 'learningRate', 'seconds'] as const, smoothing: 0.9 };
    const { page, complaints } = await stage.openPage({ locale });
    await stage.host.calls['preferences.set']({
      charts: {
        ...(await stage.host.calls['preferences.get']({})).charts,
        ...charts,
        shown: [...charts.shown],
      },
    });
    await page.keyboard.press('Alt+2');
    await page.locator('figure.seconds canvas').waitFor();
    await page.locator('.scrubber input').focus();
    await page.keyboard.press('PageDown');
    await expectGoodAlways(page, `run charts ${locale}`);
    await page.setViewportSize({ width: 640, height: 400 }); // 1280 × 800 at 200 %
    await takePicture(page, `run charts ${locale} 200 percent`);
    expect(await violationsOn(page, true)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
