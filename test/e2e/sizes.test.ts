/** Every screen in windows from the smallest to the largest: what it is there for is in sight, and nothing is out of reach. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { encodeModel } from '../../src-main/store/models/model-file.ts';
import { summaryOf } from '../../src-main/store/models/model-summary.ts';
import { plainEpoch } from '../contract/plain-epoch.ts';
import { sampleFile, sampleManifest, sampleState } from '../store/models/sample-model.ts';
import { draftPage } from './support/draft-page.ts';
import { importText } from './support/import-text.ts';
import { type Look, type WatchedPage } from './support/page.ts';
import { faultsOfReach, scrollAll } from './support/reach.ts';
import { sharedStage } from './support/stage.ts';
import { trainModel } from './support/train.ts';
import {
  button,
  goTo,
  type Language,
  rows,
  type Screen,
  screensOf,
  settings,
} from './support/screens.ts';

const stage = sharedStage();

beforeAll(async () => {
  const { calls } = stage.host;
  const first = await trainModel(stage.host, { ...settings, epochs: 2 });
  await calls['models.change']({
    id: first,
    name: '一个名字很长很长的模型，长得在一行里放不下，也不该把表格撑破'.repeat(2),
    tags: ['试验', 'a tag that is as long as a tag can ever be'.slice(0, 40)],
    favourite: true,
  });
  for (const name of ['月亮', 'a-name-without-a-single-space-that-goes-on-and-on', 'river'])
    await calls['models.duplicate']({ id: first, name });
  for (let index = 0; index < 12; index++)
    await importText(
      calls,
      index === 6 ? `${'a-file-name-that-goes-on-'.repeat(4)}.txt` : `歌词 ${index}.txt`,
      `${`第 ${index} 本歌词`.repeat(index === 6 ? 60 : 1)}\n短的一行\n`.repeat(6),
    );
});

/** In CSS pixels: a window of 1366 × 768 at 150 % has 911 × 512, one of 1280 × 900 at 200 % has 640 × 450, the smallest at 150 % has 480 × 360. */
const sizes = {
  en: [
    [480, 360],
    [360, 640],
    [640, 360],
    [911, 512],
    [900, 700],
    [1280, 800],
    [1920, 1080],
    [2560, 1440],
  ],
  // Where there is least room, since no word is longer there.
  zh: [
    [360, 640],
    [640, 450],
    [900, 700],
  ],
} as const satisfies Record<Language, unknown>;

/** @returns why it is not in sight; nothing when it is */
async function outOfSight(control: Locator): Promise<string | undefined> {
  return control.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const { innerWidth: width, innerHeight: height } = window;
    if (left < 0 || top < 0 || right > width || bottom > height)
      return `at ${[left, top, right, bottom].map(Math.round).join(' ')} of ${width} × ${height}`;
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return element.contains(hit) ? undefined : `covered by ${hit?.outerHTML.slice(0, 80)}`;
  });
}

/** Gives the window that size, and waits until what follows it has done so. */
async function resize(page: Page, [width, height]: readonly [number, number]): Promise<void> {
  await page.setViewportSize({ width, height });
  // Charts take their new size a few frames later.
  await page.evaluate(async () => {
    const QUIET = 5; // frames
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const height = () => document.querySelector('main')?.scrollHeight ?? 0;
    for (let quiet = 0, before = height(); quiet < QUIET; before = height()) {
      await frame();
      quiet = height() === before ? quiet + 1 : 0;
    }
    await new Promise((resolve) => setTimeout(resolve));
  });
}

/** A field that has the focus may offer something, which lies over what is beside it as long as one is there. */
async function leaveField(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLInputElement && !activeElement.closest('dialog'))
      activeElement.blur();
  });
}

async function checkEverySize(page: Page, language: Language, screen: Screen): Promise<string[]> {
  const faults: string[] = [];
  const actions = await screen.actions(page, language);
  const atFirst = (await screen.atFirst?.(page, language)) ?? [];
  for (const size of sizes[language]) {
    await resize(page, size);
    await leaveField(page); // which the focus may have come to with the size
    const where = size.join(' × ');
    for (const to of ['end', 'beginning'] as const) {
      await scrollAll(page, to);
      for (const action of to === 'beginning' ? [...atFirst, ...actions] : actions) {
        const why = await outOfSight(action);
        if (why !== undefined) faults.push(`${where}, at the ${to}: not in sight, ${why}`);
      }
    }
    faults.push(...(await faultsOfReach(page)).map((fault) => `${where}: ${fault}`));
  }
  return faults;
}

describe.each(['en', 'zh'] as const)('%s', (language) => {
  const look: Look = {
    locale: language === 'zh' ? 'zh-CN' : 'en-US',
    colorScheme: language === 'zh' ? 'dark' : 'light',
  };
  let watched: WatchedPage | undefined;

  afterAll(async () => {
    await watched?.page.context().close();
    expect(watched?.complaints).toEqual([]);
  });

  it.each(screensOf(stage).map((screen) => [screen.name, screen] as const))(
    '%s',
    { tags: ['long'] },
    async (_, screen) => {
      watched ??= await stage.openPage(look);
      const { page } = watched;
      await resize(page, [1280, 800]);
      await screen.open(page, language);
      expect(await checkEverySize(page, language, screen)).toEqual([]);
      await page.keyboard.press('Escape');
    },
  );
});

describe('where there is little room', () => {
  const small: Look = { viewport: { width: 360, height: 640 } };

  it(
    'the closer look at a model takes the place of the list, and the keyboard goes with it',
    { tags: ['long'] },
    async () => {
      const { page } = await stage.openPage(small);
      await goTo(page, 'models');
      const row = rows(page).first();
      await row.focus();
      await page.keyboard.press('Enter');
      await page.locator('aside dl').first().waitFor();
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.closest('aside') !== null))
        .toBe(true);
      await expect.poll(() => page.locator('#models-search').isVisible()).toBe(false);
      await page.keyboard.press('Escape');
      await page.locator('aside').waitFor({ state: 'detached' });
      await expect
        .poll(() => row.evaluate((element) => element === document.activeElement))
        .toBe(true);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.keyboard.press('Enter');
      await page.locator('aside dl').first().waitFor();
      await expect
        .poll(() => row.evaluate((element) => element === document.activeElement))
        .toBe(true);
      await page.setViewportSize({ width: 360, height: 640 });
      await page.waitForFunction(() => document.activeElement?.closest('aside') !== null);
    },
  );

  it('what is written comes into sight, wherever one has asked for it', async () => {
    const { page } = await stage.openPage(small);
    await goTo(page, 'write');
    await draftPage(page).waitFor();
    await scrollAll(page, 'end');
    expect(await outOfSight(page.locator('.paper'))).toBeDefined();
    await button(page, 'en', 'write.goOn').click();
    await expect.poll(() => outOfSight(page.locator('.paper'))).toBeUndefined();
  });

  it('Tab goes through a screen from above to below', async () => {
    const { page } = await stage.openPage(small);
    for (const view of ['corpus', 'train', 'write']) {
      await goTo(page, view);
      await page.locator('.two-columns .sheet').first().waitFor();
      await page.evaluate(() =>
        document.querySelector<HTMLElement>('nav a[aria-current]')!.focus(),
      );
      const places: number[] = [];
      for (let press = 0; press < 12; press++) {
        await page.keyboard.press('Tab');
        const place = await page.evaluate(() => {
          const element = document.activeElement!;
          const screen = element.closest('.two-columns');
          if (!screen) return 'beyond';
          if (element.closest('.in-sight, .bar')) return 'anywhere'; // where those are is wherever one looks
          return Math.round(element.getBoundingClientRect().top + screen.scrollTop);
        });
        if (place === 'beyond') break; // once round
        if (place !== 'anywhere') places.push(place);
      }
      expect(places.length, view).toBeGreaterThan(1);
      expect(places, view).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  it('a text is searched and copied in one row', { tags: ['long'] }, async () => {
    const { page } = await stage.openPage(small);
    await goTo(page, 'corpus');
    await page.getByRole('tab', { name: 'Text', exact: true }).click();
    const field = page.getByRole('searchbox', { name: 'Search the text' });
    const copy = page.getByRole('button', { name: 'Copy', exact: true });
    await field.waitFor();
    for (const width of [360, 480, 640]) {
      await resize(page, [width, 740]);
      for (const query of ['', '的']) {
        await field.fill(query);
        if (query) await page.getByText(/^[\d,]+ of [\d,]+$/).waitFor();
        const [one, other] = [(await field.boundingBox())!, (await copy.boundingBox())!];
        const middles = [one, other].map(({ y, height }) => y + height / 2) as [number, number];
        expect(Math.abs(middles[0] - middles[1]), `${width}, “${query}”`).toBeLessThan(2);
      }
    }
  });

  it('menus stay in the window', async () => {
    const { page } = await stage.openPage(small);
    await goTo(page, 'models');
    for (const [width, height] of [
      [360, 640],
      [640, 360],
    ] as const) {
      await resize(page, [width, height]);
      await rows(page).last().click({ button: 'right' });
      const inside = async (menu: Locator): Promise<void> => {
        const box = (await menu.boundingBox())!;
        expect(box.x).toBeGreaterThanOrEqual(0);
        expect(box.y).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      };
      await inside(page.getByRole('menu'));
      await page.keyboard.press('Escape');
      for (const opener of await page.locator('header [popovertarget]').all()) {
        await opener.click();
        await inside(page.locator(':popover-open'));
        await page.keyboard.press('Escape');
      }
    }
  });
});

describe('the table of models', () => {
  /** Figures as long as they get. */
  async function importLongest(): Promise<string> {
    const epochs = [
      { epoch: 1, perplexity: 12.5, seconds: 1, gradientNorm: 1, clipped: 0, ...plainEpoch },
      { epoch: 2, perplexity: 9_876_543, seconds: 1, gradientNorm: 1, clipped: 0, ...plainEpoch },
    ];
    const manifest = sampleManifest({
      name: 'longest',
      savedAt: '2026-12-28T12:00:00.000Z',
      ...summaryOf(epochs),
      best: { epoch: 1, perplexity: 12.5 },
    });
    const model = sampleFile({
      manifest: {
        ...manifest,
        settings: { ...manifest.settings, epochs: 100_000 },
        corpus: { ...manifest.corpus, characters: 50_000_000 },
      },
      epochs,
      state: sampleState({ epochs: epochs.length, best: 1 }),
      text: null,
    });
    const { id } = await stage.host.calls['models.import']({
      name: 'longest.verse',
      bytes: await encodeModel(model),
    });
    return id;
  }

  it.each(['en-US', 'zh-CN'] as const)(
    'cuts neither a heading nor a figure, whatever it is ordered by: %s',
    { tags: ['long'], timeout: 60_000 },
    async (locale) => {
      const id = await importLongest();
      onTestFinished(async () => {
        await stage.host.calls['runs.remove']({ id });
        await stage.host.calls['runs.remove']({ id }); // and the record that it leaves
      });
      const { page } = await stage.openPage({ locale });
      await goTo(page, 'models');
      await page.locator(`tr[data-model="${id}"]`).waitFor();
      for (const width of [480, 640, 800, 900, 1024, 1280, 1440, 1920]) {
        await resize(page, [width, 800]);
        const order = page.locator('select.sort');
        for (const key of await order
          .locator('option')
          .evaluateAll((all) => all.map((option) => (option as HTMLOptionElement).value))) {
          await order.selectOption(key);
          const cut = await page.evaluate(() => {
            const range = document.createRange();
            return [...document.querySelectorAll('thead th, tbody td')].flatMap((cell) => {
              // What is said in full by its title may be cut.
              const title = cell.querySelector('[title]')?.getAttribute('title');
              if (title === cell.textContent.trim()) return [];
              const { left, right } = cell.getBoundingClientRect();
              const isCut = [cell, ...cell.querySelectorAll('*')]
                .filter((element) => !element.closest('.visually-hidden'))
                .flatMap((element) => [...element.childNodes])
                .filter((node) => node instanceof SVGElement || /\S/.test(node.nodeValue ?? ''))
                .some((node) => {
                  range.selectNode(node);
                  const box = range.getBoundingClientRect();
                  return box.left < left - 0.5 || box.right > right + 0.5;
                });
              return isCut ? [`${cell.className} “${cell.textContent.trim()}”`] : [];
            });
          });
          expect(cut, `${width}, by ${key}`).toEqual([]);
        }
      }
    },
  );
});

describe('the name of a model', () => {
  it.each(['en-US', 'zh-CN'] as const)(
    'tells what sets it apart, in the table, beside the closer look and on a card: %s',
    { tags: ['long'] },
    async (locale) => {
      const { calls } = stage.host;
      const first = (await calls['models.list']({}))[0]!;
      const name = 'Verseloom sample lyrics · GRU · H=32 · 12 epochs';
      const { id } = await calls['models.duplicate']({ id: first.id, name });
      onTestFinished(async () => {
        await calls['runs.remove']({ id });
        await calls['runs.remove']({ id }); // and the record that it leaves
      });
      const { page } = await stage.openPage({ locale });
      await goTo(page, 'models');
      const end = page.locator(`:is(tr, [role="gridcell"])[data-model="${id}"] .end`);
      const isWhole = (): Promise<boolean> =>
        end.evaluate(({ scrollWidth, clientWidth, textContent }) => {
          return textContent === 'GRU · H=32 · 12 epochs' && scrollWidth <= clientWidth;
        });
      for (const look of ['table', 'closer', 'cards'] as const) {
        if (look === 'closer') {
          await page.locator(`tr[data-model="${id}"] .name`).click();
          await page.locator('aside dl').first().waitFor();
        } else if (look === 'cards') {
          await page.keyboard.press('Escape');
          await button(page, locale === 'zh-CN' ? 'zh' : 'en', 'models.cards').click();
          await page.locator(`[role="gridcell"][data-model="${id}"]`).waitFor();
        }
        for (const width of [640, 900, 1024, 1280, 1440, 1920]) {
          if (look === 'closer' && width < 900) continue; // it takes the place of the list
          await resize(page, [width, 800]);
          await expect.poll(isWhole, { message: `${look}, ${width}` }).toBe(true);
        }
      }
    },
  );
});

describe('where there is much room', () => {
  it('the samples stand beside the curve, the paper in the middle, and no row is as wide as the screen', async () => {
    const { page } = await stage.openPage({
      viewport: { width: 2560, height: 1440 },
    });
    const boxOf = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
    await goTo(page, 'train');
    const chart = await boxOf('.chart canvas');
    const samples = await boxOf('section[aria-labelledby="samples-title"]');
    expect(samples.x).toBeGreaterThan(chart.x + chart.width);
    expect(samples.y).toBeLessThan(chart.y + chart.height);
    expect(chart.height).toBeGreaterThan(600);
    await goTo(page, 'write');
    const paper = await boxOf('.paper');
    const side = await boxOf('.two-columns > .side');
    const left = paper.x - (side.x + side.width);
    const right = 2560 - (paper.x + paper.width);
    expect(Math.abs(left - right)).toBeLessThanOrEqual(2);
    expect(paper.width).toBeLessThan(1000);
    await goTo(page, 'models');
    expect((await boxOf('table')).width).toBeLessThan(1800);
  });
});
