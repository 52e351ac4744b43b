/**
 * *Write* in windows of every width: what shares an edge does so in all of them, and what is one line stays one.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { draftPage, openDraft } from '../support/draft-page.ts';
import { takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

const stage = sharedStage();

beforeAll(async () => {
  await trainModel(stage.host, { epochs: 1, hiddenSize: 16 }); // without any, there is no page
});

const words = {
  en: { locale: 'en-US', fault: 'Not a regular expression: a “(” is never closed.' },
  zh: { locale: 'zh-CN', fault: '不是正则表达式：有“(”没有闭合。' },
} as const;
const languages = Object.entries(words);
const widths = [360, 400, 640, 900, 1280];

/** Gives the window that width, and waits until it is drawn so. */
async function widen(page: Page, width: number, height = 800): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
}

/** @returns what does not stand where it should in the panel of finding */
const raggedIn = (page: Page): Promise<string[]> =>
  page.locator('#write-page').evaluate((host) => {
    const panel = host.shadowRoot!.querySelector<HTMLElement>('.cm-find')!;
    const boxOf = (selector: string) => panel.querySelector(selector)!.getBoundingClientRect();
    const faults: string[] = [];
    const alike = (what: string, edges: readonly number[]): void => {
      const [first = 0] = edges;
      if (edges.some((edge) => Math.abs(edge - first) > 1))
        faults.push(`${what}: ${edges.map(Math.round).join(' ')}`);
    };
    const fields = ['search', 'replace'].map((name) => boxOf(`[name=${name}]`));
    const ends = ['done', 'replaceAll', 'select'].map((name) => boxOf(`[name=${name}]`).right);
    alike(
      'left edges of the fields',
      fields.map(({ left }) => left),
    );
    alike(
      'right edges of the fields',
      fields.map(({ right }) => right),
    );
    alike('ends of the rows', ends);
    alike('beginnings of the buttons', [
      boxOf('[name=previous]').left,
      boxOf('[name=replaceOne]').left,
    ]);
    const [first] = fields;
    alike('middles of the first row', [
      first!.top + first!.height / 2,
      ...['previous', 'next', 'done'].map((name) => {
        const { top, height } = boxOf(`[name=${name}]`);
        return top + height / 2;
      }),
    ]);
    if (first!.width < 112) faults.push(`a field of ${first!.width}`);
    const { clientWidth, scrollWidth } = panel;
    if (scrollWidth > clientWidth)
      faults.push(`wider than its place by ${scrollWidth - clientWidth}`);
    const edge = panel.getBoundingClientRect();
    for (const part of panel.querySelectorAll<HTMLElement>('*')) {
      const { left, right, width, height } = part.getBoundingClientRect();
      if (width === 0) continue;
      if (left < edge.left || right > edge.right) faults.push(`beyond the edge: ${part.outerHTML}`);
      if (part.matches('button') && (height > 32 || part.scrollWidth > part.clientWidth))
        faults.push(`not in one line: ${part.textContent}`);
    }
    return faults;
  });

it.each(languages)('finding has its fields and its buttons in columns: %s', async (name, said) => {
  const { page, complaints } = await openDraft(stage, '月光照在窗台上', said);
  await draftPage(page).press('ControlOrMeta+F');
  const panel = page.locator('#write-page .cm-find');
  for (const width of widths) {
    await widen(page, width);
    await panel.locator('[name=search]').fill('月光');
    await expect.poll(() => panel.getByRole('status').textContent()).toMatch(/1/);
    await takePicture(page, `find ${width} ${name}`);
    expect(await raggedIn(page), `${width}`).toEqual([]);
    // What is wrong with a pattern is told in a sentence.
    await panel.locator('[name=regexp]').check();
    await panel.locator('[name=search]').fill('(月');
    await expect.poll(() => panel.getByRole('status').textContent()).toBe(said.fault);
    await takePicture(page, `find wrong ${width} ${name}`);
    expect(await raggedIn(page), `${width}, a fault`).toEqual([]);
    await panel.locator('[name=regexp]').uncheck();
  }
  expect(complaints).toEqual([]);
});

it.each(languages)(
  'the tabs beside the page are one line, and none is cut: %s',
  async (_, said) => {
    const { page } = await openDraft(stage, '月光', said);
    const tabs = page.getByRole('tab');
    await expect.poll(() => tabs.count()).toBe(5);
    const faults: string[] = [];
    for (const height of [450, 1000])
      for (let width = 360; width <= 1280; width += 16) {
        await widen(page, width, height);
        faults.push(
          ...(await tabs.evaluateAll((all, size) => {
            const boxes = all.map((tab) => tab.getBoundingClientRect());
            const row = all[0]!.parentElement!.getBoundingClientRect();
            const isOneLine = boxes.every(({ top }) => Math.abs(top - boxes[0]!.top) < 1);
            const isInside = boxes.every(
              ({ left, right }) => left >= row.left - 0.5 && right <= row.right + 0.5,
            );
            const areApart = boxes.every(
              (box, at) => at === 0 || box.left - boxes[at - 1]!.right > 3,
            );
            return isOneLine && isInside && areApart
              ? []
              : [
                  [
                    size,
                    ...boxes.map(({ left, top }) => `${Math.round(left)}/${Math.round(top)}`),
                  ].join(' '),
                ];
          }, `${width} × ${height}`)),
        );
      }
    expect(faults).toEqual([]);
  },
);
