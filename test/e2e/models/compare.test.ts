/** Models side by side, in a real browser: the same prefixes for all, a text that each guesses, and how it looks. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks, looksOf, rulesIn, wear } from '../support/looks.ts';
import {
  expectNoSidewaysScroll,
  takePicture,
  type Look,
  type WatchedPage,
} from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

/** The library lists the newest first. */
const NAMES = [
  '夜行列车',
  '河',
  '一个名字很长很长的模型，长得在一行里放不下，也不该把表格撑破',
] as const;
const [NEWEST, SECOND, THIRD] = NAMES;

const stage = sharedStage();

async function train(name: string, settings: Record<string, unknown>): Promise<void> {
  const id = await trainModel(stage.host, { hiddenSize: 32, predPeriod: 100_000, ...settings });
  await stage.host.calls['models.change']({ id, name });
}

beforeAll(async () => {
  await train(THIRD, { epochs: 2, seed: 3 });
  await train(SECOND, { epochs: 30 });
  await train(NEWEST, { epochs: 6, maxCharacters: 3000, batchSize: 8 });
});

async function openComparison(look: Look = {}): Promise<WatchedPage> {
  const opened = await stage.openPage(look);
  await opened.page.evaluate(() => (window.location.hash = '#/compare'));
  await opened.page.locator('#compare-title').waitFor();
  await opened.page.getByRole('columnheader').nth(2).waitFor();
  return opened;
}

const texts = (page: Page): Locator => page.getByRole('region', { name: 'What the models wrote' });

/** @returns what stands in the table, row by row */
const cellsOf = async (page: Page): Promise<string[][]> =>
  Promise.all(
    (await texts(page).locator('tbody tr').all()).map((row) => row.locator('td').allInnerTexts()),
  );

async function write(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await page.getByRole('button', { name: 'Write', exact: true }).waitFor();
}

it('writes the same prefixes with each, side by side, and the same again after a reload', async () => {
  const { page, complaints } = await openComparison();
  await page.getByLabel('Prefixes', { exact: true }).fill('分开\n我们🙂');
  await page.getByLabel('Length', { exact: true }).fill('20');
  await write(page);
  const cells = await cellsOf(page);
  expect(cells.map((row) => row.length)).toEqual([2, 2]);
  for (const text of cells[0]!) expect(text.replaceAll(/\s/g, '')).toMatch(/^分开.{8}/u);
  for (const text of cells[1]!) expect(text).toMatch(/^我们[^🙂]*This model does not know: 🙂$/u);
  await page.getByText('20 characters each, temperature 0.8, seed 1').waitFor();

  await page.getByRole('button', { name: 'Copy as text' }).click();
  await page.getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of [NEWEST, SECOND, '【分开】', 'Epochs 30']) expect(copied).toContain(part);

  await page.reload();
  await page.locator('#compare-title').waitFor();
  await expect.poll(() => cellsOf(page)).toEqual(cells);
  await write(page);
  expect(await cellsOf(page)).toEqual(cells); // the same seed
  expect(complaints).toEqual([]);
});

it(
  'shows what comes of Write, wherever one was, and moves nothing where that is seen',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await openComparison();
    const row = texts(page).locator('tbody tr').first();
    const inSight = (): Promise<boolean> =>
      row.evaluate((its) => {
        const { top, bottom } = its.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
    const main = page.locator('#main');
    await main.evaluate((its) => its.scrollTo(0, 0));
    expect(await inSight()).toBe(false);
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await expect.poll(inSight).toBe(true);
    await page.getByRole('button', { name: 'Write', exact: true }).waitFor();
    await takePicture(page, 'compare written en');

    await row.evaluate((its) => its.scrollIntoView({ block: 'end', behavior: 'instant' }));
    const before = await main.evaluate((its) => its.scrollTop);
    await write(page);
    expect(await main.evaluate((its) => its.scrollTop)).toBe(before);
    expect(complaints).toEqual([]);
  },
);

it('takes models in and out, and keeps that over a reload', { tags: ['long'] }, async () => {
  const { page, complaints } = await openComparison();
  const heads = (): Promise<string[]> => texts(page).locator('thead .name').allInnerTexts();
  await expect.poll(heads).toEqual([NEWEST, SECOND]);
  await page.getByLabel('Add a run').selectOption({ index: 0 });
  await page.getByRole('button', { name: 'Add' }).click();
  await expect.poll(heads).toEqual([NEWEST, SECOND, THIRD]);
  await page.setViewportSize({ width: 900, height: 700 });
  await expect.poll(() => texts(page).evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  await page.getByRole('button', { name: `Remove “${NEWEST}” from the comparison` }).click();
  await page.reload();
  await expect.poll(heads).toEqual([SECOND, THIRD]);

  await page.setViewportSize({ width: 560, height: 700 });
  await expectNoSidewaysScroll(page);
  const table = texts(page);
  await expect.poll(() => table.evaluate((box) => box.scrollWidth > box.clientWidth)).toBe(true);

  for (const name of [SECOND, THIRD])
    await page.getByRole('button', { name: `Remove “${name}” from the comparison` }).click();
  await page.getByText('Choose the runs to compare.').waitFor();
  await page.getByRole('link', { name: 'All runs' }).click();
  await page.locator('#models-title').waitFor();
  expect(complaints).toEqual([]);
});

it('stops at once, and leaves what was not begun', { tags: ['long'] }, async () => {
  const { page, complaints } = await openComparison();
  await page.getByLabel('Prefixes', { exact: true }).fill('分开\n不分开\n我们');
  await page.getByLabel('Length', { exact: true }).fill('20000');
  await page.getByRole('button', { name: 'Write', exact: true }).click();
  await expect.poll(async () => (await cellsOf(page))[0]![0]!.length).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Write', exact: true }).waitFor();
  const cells = await cellsOf(page);
  expect(cells.at(-1)).toEqual(['', '']);
  // None, when the click came between two pieces.
  const broken = cells.flat().filter(({ length }) => length > 0 && length < 20_000);
  await expect.poll(() => page.getByText('Stopped.').count()).toBe(broken.length);
  expect(complaints).toEqual([]);
});

describe('a text of one’s choice', () => {
  it('is guessed by each, and the best is marked in words', async () => {
    const { page, complaints } = await openComparison();
    const text = '想要有直升机 想要和你飞到宇宙去';
    await page.getByLabel('Text', { exact: true }).fill(text);
    await page.keyboard.press('Control+Enter');
    const table = page.getByRole('table', { name: 'Perplexity of each model on the text' });
    const row = (name: string): Locator => table.getByRole('row').filter({ hasText: name });
    await row(SECOND)
      .getByText(/^\d+ of 16$/)
      .waitFor();

    const [newest, second] = await Promise.all(
      [NEWEST, SECOND].map(async (name) => {
        const { id } = (await stage.host.calls['models.list']({})).find(
          (one) => one.name === name,
        )!;
        return { name, ...(await stage.host.calls['models.score']({ id, text })) };
      }),
    );
    const best = newest!.perplexity < second!.perplexity ? newest! : second!;
    await expect.poll(() => table.getByText('lowest').count()).toBe(1);
    await row(best.name).getByText('lowest').waitFor();
    for (const { name, known, characters } of [newest!, second!])
      await row(name).getByText(`${known} of ${characters}`).waitFor();

    await page.getByLabel('Text', { exact: true }).fill(`${text}。`);
    await page.getByText('The text has changed since it was scored.').waitFor();
    expect(complaints).toEqual([]);
  });

  it(
    'can be that of a corpus, and is not longer than a call takes',
    { tags: ['long'] },
    async () => {
      const { page } = await openComparison();
      const field = page.getByLabel('Text', { exact: true });
      await page.getByLabel('Use a corpus…').selectOption({ label: 'Verseloom sample lyrics' });
      const [corpus] = await stage.host.calls['corpora.list']({});
      const { text } = await stage.host.calls['corpora.text']({ id: corpus!.id });
      expect(text.length).toBeGreaterThan(10_000);
      await expect.poll(() => field.inputValue()).toBe(text);

      await field.evaluate((area: HTMLTextAreaElement) => {
        area.value = '字'.repeat(1_000_001);
        area.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await page.getByText('The text has 1,000,001 characters').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Score' }).isDisabled()).toBe(true);
    },
  );
});

describe('curves and settings', () => {
  it('stand on shared axes and in a table, where what differs is bold', async () => {
    const { page, complaints } = await openComparison();
    await page.getByRole('img', { name: /^Curves of the runs/ }).waitFor();
    const legend = page.getByRole('list', { name: 'Runs in the charts' });
    await expect
      .poll(() => legend.getByRole('listitem').allInnerTexts())
      .toEqual([expect.stringContaining('B 8'), expect.stringContaining('B 32')]);
    const table = page.getByRole('region', { name: 'Results and settings' });
    const row = (name: string): Locator =>
      table.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
    await expect.poll(() => row('Batch size').locator('b').allInnerTexts()).toEqual(['8', '32']);
    await expect
      .poll(() => row('Threshold').locator('td').allInnerTexts())
      .toEqual(['0.01', '0.01']);
    await expect.poll(() => row('Threshold').locator('b').count()).toBe(0);
    for (const name of ['Sampling', 'Seed', 'Final perplexity', 'Training time'])
      await expect.poll(() => row(name).count()).toBe(1);
    await page.getByLabel('Only the settings that differ').check();
    await expect.poll(() => row('Threshold').count()).toBe(0);
    // A run that is pointed at stands before the others.
    await legend.getByRole('button').first().focus();
    await expect.poll(() => legend.locator('li.back').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('can be told apart of ten', { tags: ['long'] }, async () => {
    for (let at = 0; at < 7; at++)
      await train(`run ${at}`, {
        ...{ epochs: 25, hiddenSize: 8, maxCharacters: 2000, batchSize: 4, seed: at + 1 },
        ...{ learningRate: 10 * (at + 1), sampling: at % 2 ? 'consecutive' : 'random' },
      });
    const ids = (await stage.host.calls['models.list']({})).filter(({ builtIn }) => !builtIn);
    const { page, complaints } = await openComparison();
    await page.evaluate(
      (chosen) => {
        const texts = { length: '100', temperature: '0.8', seed: '1' };
        const kept = { ids: chosen, prefixesText: null, texts, greedy: false };
        localStorage.setItem('verseloom.compare', JSON.stringify(kept));
      },
      ids.map(({ id }) => id),
    );
    await page.reload();
    const legend = page.getByRole('list', { name: 'Runs in the charts' });
    await expect.poll(() => legend.getByRole('listitem').count()).toBe(10);
    const looks = await legend
      .locator('line')
      .evaluateAll((lines) =>
        lines.map(
          (line) => `${line.getAttribute('style')} ${line.getAttribute('stroke-dasharray')}`,
        ),
      );
    expect(new Set(looks).size).toBe(10);
    for (const [title, look] of looksOf()) {
      await wear(page, look);
      await expectGoodLooks(page, `compare ten ${title}`, rulesIn(look));
    }
    for (const { id } of ids.filter(({ name }) => name.startsWith('run ')))
      await stage.host.calls['models.remove']({ id });
    expect(complaints).toEqual([]);
  });
});

it.each(['en-US', 'zh-CN'] as const)('looks well: %s', { tags: ['long'] }, async (locale) => {
  const { page, complaints } = await openComparison({ locale });
  await page.locator('form.add button').click();
  await page.locator('#compare-prefixes').fill('分开\n我们🙂');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.locator('td[aria-busy="false"] .verse').count()).toBe(6);
  await page.locator('#compare-text').fill('想要有直升机');
  await page.keyboard.press('Control+Enter');
  await page.locator('.best').waitFor();
  for (const [title, look] of looksOf()) {
    await wear(page, look);
    await page.locator('#main').evaluate((main) => main.scrollTo(0, 0));
    await takePicture(page, `compare ${locale} ${title} top`);
    await page.locator('#main').evaluate((main) => main.scrollTo(0, 10_000));
    await expectGoodLooks(page, `compare ${locale} ${title} bottom`, rulesIn(look));
  }
  expect(complaints).toEqual([]);
});
