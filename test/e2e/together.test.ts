/** What belongs together stays together, however wide the window is: a figure and what it counts, a name and what sets it apart, a table and its edges. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { button, goTo, rows, type Language } from './support/screens.ts';
import { sharedStage } from './support/stage.ts';
import { trainModel } from './support/train.ts';

const stage = sharedStage({ withStarters: true });
const languages = [
  ['en', 'en-US'],
  ['zh', 'zh-CN'],
] as const satisfies readonly (readonly [Language, string])[];

beforeAll(async () => {
  const id = await trainModel(stage.host, { epochs: 2, hiddenSize: 8 });
  await stage.host.calls['models.change']({
    id,
    tags: ['试验', '慢歌与夜晚', 'of winter', '第四个'],
  });
});

/** Gives the window that width, and waits until lists and charts have followed. */
async function widen(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame++)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

it.each(languages)('the facts of a corpus are cut between them alone: %s', async (_, locale) => {
  const { page } = await stage.openPage({ locale });
  await goTo(page, 'corpus');
  const facts = page.locator('#corpora .fact:visible');
  for (const width of [360, 640, 900, 1280, 1920]) {
    await widen(page, width);
    expect(await facts.count()).toBeGreaterThan(2);
    const cut = await facts.evaluateAll((all) =>
      all.flatMap((fact) => (fact.getClientRects().length > 1 ? [fact.textContent] : [])),
    );
    expect(cut, `${width}`).toEqual([]);
  }
});

it.each(languages)('models are told apart by their names: %s', async (language, locale) => {
  const { page } = await stage.openPage({ locale });
  await goTo(page, 'models');
  for (const layout of ['table', 'cards'] as const) {
    await button(page, language, `models.${layout}`).click();
    const starters = page
      .locator('[data-model]')
      .filter({ hasNot: page.locator('.begin') })
      .locator('.end');
    for (const width of [360, 640, 900, 1280]) {
      await widen(page, width);
      await expect.poll(() => starters.count()).toBe(2);
      const cut = await page
        .locator('[data-model]')
        .filter({ hasNot: page.locator('.begin') })
        .locator('.end, .outcome:first-child')
        .evaluateAll((all) =>
          all.flatMap(({ textContent, scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
            scrollWidth > clientWidth || scrollHeight > clientHeight ? [textContent] : [],
          ),
        );
      expect(cut, `${layout}, ${width}`).toEqual([]);
      const tops = await page.locator('.order > *').evaluateAll((all) =>
        all.map((one) => {
          const { top, height } = one.getBoundingClientRect();
          return Math.round(top + height / 2);
        }),
      );
      expect(Math.max(...tops) - Math.min(...tops), `${layout}, ${width}`).toBeLessThanOrEqual(1);
    }
  }
});

it('tags of a model are there whole, or not at all', async () => {
  const { page } = await stage.openPage();
  await goTo(page, 'models');
  const tags = page.locator('[data-model] .tag');
  for (const layout of ['cards', 'table'] as const) {
    await button(page, 'en', `models.${layout}`).click();
    for (const width of [360, 480, 640, 900, 1280]) {
      await widen(page, width);
      await expect.poll(() => tags.count()).toBe(4);
      // How much of each is to be seen, in its line.
      const seen = await tags.evaluateAll((all) =>
        all.map((tag) => {
          const [own, line] = [tag, tag.closest('.line')!].map((one) =>
            one.getBoundingClientRect(),
          ) as [DOMRect, DOMRect];
          const part = Math.min(own.right, line.right) - Math.max(own.left, line.left);
          return own.top >= line.bottom ? 0 : Math.max(0, part) / own.width;
        }),
      );
      expect(seen[0], `${layout}, ${width}`).toBeGreaterThan(0.99);
      expect(
        seen.filter((share) => share > 0.01 && share < 0.99),
        `${layout}, ${width}`,
      ).toEqual([]);
    }
  }
});

it('the day on which a model was saved is read whole', async () => {
  const { page } = await stage.openPage({ locale: 'zh-CN' });
  await page.clock.setFixedTime(new Date(Date.now() + 40 * 24 * 3600_000)); // of today, only the time is told
  await goTo(page, 'models');
  await button(page, 'zh', 'models.table').click();
  for (const width of [900, 1280, 1920]) {
    await widen(page, width);
    const days = page.locator('[data-model] .savedAt').filter({ hasText: /年.*日/ });
    await expect.poll(() => days.count()).toBeGreaterThan(0);
    const cut = await days.evaluateAll(
      (all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length,
    );
    expect(cut, `${width}`).toBe(0);
  }
});

it('no figure of a run is alone in its row', { tags: ['long'] }, async () => {
  const { page } = await stage.openPage();
  await goTo(page, 'train');
  const figures = page.locator('.figures > dl > *');
  const everything = page.locator('.everything');
  for (const unfolded of [false, true]) {
    if (unfolded) await everything.click();
    for (const width of [640, 900, 1024, 1280, 1600, 1920]) {
      await widen(page, width);
      const tops = await figures.evaluateAll((all) =>
        all.map((one) => Math.round(one.getBoundingClientRect().left)),
      );
      expect(tops.length).toBeGreaterThan(5);
      const places = tops.filter((left) => left === tops[0]).length; // rows
      const last = tops.length - tops.lastIndexOf(tops[0]!);
      if (places > 1) expect(last, `${width}, ${unfolded}`).toBeGreaterThan(2);
    }
  }
  await everything.click();
});

it(
  'the lines of the compared settings end where their sheet does',
  { tags: ['long'] },
  async () => {
    const { page } = await stage.openPage();
    await goTo(page, 'models');
    await rows(page).nth(2).waitFor();
    await button(page, 'en', 'models.table').click();
    for (const row of await rows(page).all()) await row.getByRole('checkbox').check();
    await page.getByRole('toolbar').locator('button:has(svg.lucide-scale)').click();
    await page.locator('.part .sheet table').waitFor();
    for (const width of [1280, 1920, 2560]) {
      await widen(page, width);
      const [sheet, table] = await page.evaluate(() =>
        ['.part .sheet', '.part .sheet table'].map(
          (one) => document.querySelector(one)!.getBoundingClientRect().right,
        ),
      );
      expect(Math.abs(sheet! - table!), `${width}`).toBeLessThanOrEqual(2);
    }
  },
);
