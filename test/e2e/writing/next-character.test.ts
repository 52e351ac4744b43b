/** What may come next, in a real browser with a real model: found by pinyin, put on the page, in the place of what stands there, by keyboard alone. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { computePid } from '../support/application.ts';
import { draftPage, draftText, offerOf, showOnPage } from '../support/draft-page.ts';
import { expectGoodAlways, expectGoodLooks, violationsOn, wear } from '../support/looks.ts';
import { takePicture, type Look, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { keptModel } from '../support/kept-model.ts';

const stage = sharedStage();

beforeAll(async () => {
  await keptModel(stage, { epochs: 60, hiddenSize: 48 });
});

interface Opened extends WatchedPage {
  /** How often the page has asked what may come next. */
  readonly asked: () => number;
}

async function open(text: string, look: Look = {}): Promise<Opened> {
  const opened = await stage.openPage(look);
  const { page } = opened;
  let asked = 0;
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      if (payload.includes('writing.next')) asked += 1;
    }),
  );
  for (const { id } of await stage.host.calls['drafts.list']({}))
    await stage.host.calls['drafts.remove']({ id });
  await page.reload();
  await page.keyboard.press('Alt+3');
  await draftPage(page).fill(text);
  await page.getByRole('tab', { name: /^(Words|字词)$/ }).click();
  return { ...opened, asked: () => asked };
}

const panel = (page: Page): Locator => page.getByRole('tabpanel');
const filter = (page: Page): Locator => page.locator('#words-filter');
const characters = (page: Page): Locator =>
  page.getByRole('list', { name: /^(What may come next|下一个字)$/ }).getByRole('button');
const namesOf = (page: Page): Promise<string[]> =>
  characters(page).locator('.name').allInnerTexts();
/** Widths of the two bars of a row, in px. */
const barsOf = (row: Locator): Promise<number[]> =>
  row.locator('.bar').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
const where = (page: Page): Locator => panel(page).getByRole('status').first();
const focused = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);

async function modelId(): Promise<string> {
  return (await stage.host.calls['models.list']({}))[0]!.id;
}

/** Waits until the panel has looked where the cursor is. */
async function shows(page: Page, said: string | RegExp): Promise<void> {
  await expect.poll(() => where(page).innerText()).toMatch(said);
}

describe('what may come next', () => {
  it('is what the model says, the most probable first, and goes on the page by a click that is undone', async () => {
    const { page, complaints } = await open('记得你说过');
    await shows(page, 'After “记得你说过”');
    await expect.poll(() => characters(page).count()).toBe(10);
    const { characters: said } = await stage.host.calls['writing.next']({
      ...{ modelId: await modelId(), prefix: '记得你说过', top: 20, temperature: 0.6 },
    });
    const percent = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 });
    for (const [at, { character, probability, drawn }] of said.slice(0, 10).entries()) {
      const name = character === ' ' ? '␣ space or line break' : character;
      await expect
        .poll(() => characters(page).nth(at).getAttribute('aria-label'))
        .toBe(
          `${name}, ${percent.format(probability)} by the model, ${percent.format(drawn)} as drawn`,
        );
    }
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await expect.poll(() => characters(page).count()).toBe(20);
    // The least probable has the most digits, which stay in a line.
    const heights = await page
      .locator('.drawn')
      .evaluateAll((shares) => shares.map((share) => share.getBoundingClientRect().height));
    expect(heights).toHaveLength(20);
    expect(new Set(heights)).toEqual(new Set([heights[0]]));
    await characters(page).nth(2).click();
    const chosen = said[2]!.character;
    await expect.poll(() => draftText(page)).toBe(`记得你说过${chosen}`);
    await shows(page, `After “记得你说过${chosen}”`);
    await showOnPage(page, 'What the model wrote');
    const marked = page.locator('#write-page .cm-written');
    await expect.poll(() => marked.allInnerTexts()).toEqual([chosen]);
    await expect.poll(() => marked.getAttribute('title')).toMatch(/chosen character by character$/);
    await draftPage(page).focus();
    await page.keyboard.press('ControlOrMeta+Z');
    await expect.poll(() => draftText(page)).toBe('记得你说过');
    expect(complaints).toEqual([]);
  });

  it(
    'may stand instead of what is there, selected or behind the cursor, or before it',
    { tags: ['long'] },
    async () => {
      const { page } = await open('记得你说过');
      await draftPage(page).press('Home');
      await page.keyboard.press('ArrowRight');
      await shows(page, 'Instead of “得”');
      await panel(page)
        .getByText(/“得” stands here: [\d.]+%, number \d+ of [\d,]+\./)
        .waitFor();
      await takePicture(page, 'next instead');
      const other = (await namesOf(page)).find((name) => name !== '得' && name !== '␣')!;
      await characters(page).filter({ hasText: other }).first().click();
      await expect.poll(() => draftText(page)).toBe(`记${other}你说过`);
      await shows(page, 'Instead of “你”'); // it goes on behind what was chosen
      await page.keyboard.press('ControlOrMeta+Z'); // from the list, too
      await expect.poll(() => draftText(page)).toBe('记得你说过');
      await draftPage(page).press('Home');
      await page.keyboard.press('Shift+ArrowRight');
      await shows(page, 'Instead of “记”');
      await draftPage(page).press('Home');
      await page.getByLabel('Replace “记”').uncheck();
      await shows(page, 'There is no text before it');
      const [first] = await namesOf(page);
      await characters(page).first().click();
      await expect.poll(() => draftText(page)).toBe(`${first}记得你说过`);
      await page.getByLabel(/^Replace/).check();
    },
  );

  it('is gone on from at once where that is wished', { tags: ['long'] }, async () => {
    const { page } = await open('记得你说过');
    await page.getByLabel('Continue at once').check();
    await characters(page).nth(1).click();
    const name = (await draftText(page)).slice(5);
    expect(name).toHaveLength(1);
    await offerOf(page).waitFor();
    await expect.poll(() => focused(page)).toBe('write-page');
  });

  it(
    'is found by pinyin and by itself, by keyboard alone, one after the other',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open('记得你说过');
      await draftPage(page).focus();
      await page.keyboard.press('Alt+Enter');
      await expect.poll(() => focused(page)).toBe('words-filter');
      await page.keyboard.type('de');
      await expect.poll(() => namesOf(page)).toContain('的');
      for (const name of await namesOf(page))
        expect('的得地德等灯登底第弟低滴敌笛递帝').toContain(name);
      await page.keyboard.type('ng');
      await expect.poll(async () => (await namesOf(page)).join('')).toMatch(/^[等灯登]+$/u);
      await takePicture(page, 'next found');
      await page.keyboard.press('Enter');
      await expect.poll(() => draftText(page)).toMatch(/^记得你说过[等灯登]$/u);
      await expect.poll(() => filter(page).inputValue()).toBe('');
      await page.keyboard.type('wo3');
      await page.keyboard.press('Enter'); // before anybody has looked
      await expect.poll(() => draftText(page)).toMatch(/^记得你说过[等灯登]我$/u);
      await shows(page, /我”$/);
      await page.keyboard.type('zzz');
      await panel(page).getByText('No character here is read “zzz”.').waitFor();
      await page.keyboard.press('Escape');
      await expect.poll(() => characters(page).count()).toBe(10);
      for (let press = 0; press < 4; press++) {
        if (
          await characters(page)
            .first()
            .evaluate((row) => row === document.activeElement)
        )
          break;
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('ArrowDown');
      const second = (await namesOf(page))[1]!;
      await page.keyboard.press('Enter');
      await expect
        .poll(async () => (await draftText(page)).slice(7))
        .toBe(second === '␣' ? '\n' : second);
      await filter(page).focus();
      await page.keyboard.press('Escape');
      await expect.poll(() => focused(page)).toBe('write-page');
      expect(complaints).toEqual([]);
    },
  );

  it(
    'moves as one drags, without asking, and keeps the model’s own beside it',
    { tags: ['long'] },
    async () => {
      const { page } = await open('记得你说过');
      await shows(page, 'After');
      await page.getByLabel('Preset').selectOption({ label: 'Bold' });
      const [own] = await barsOf(characters(page).first());
      const slider = page.getByRole('slider', { name: 'Temperature slider' });
      const drawn: number[] = [];
      const pid = await computePid(stage.application);
      process.kill(pid, 'SIGSTOP'); // nobody could answer
      for (const place of ['2', '1', '0.5', '0.1']) {
        await slider.fill(place);
        await expect.poll(() => page.locator('#write-temperature').inputValue()).toBe(place);
        drawn.push((await barsOf(characters(page).first()))[1]!);
      }
      process.kill(pid, 'SIGCONT');
      expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
      expect(drawn.at(-1)! / drawn[0]!).toBeGreaterThan(1.5);
      await slider.fill('1');
      await page.getByRole('slider', { name: 'Top-p slider' }).fill('1');
      await page.getByRole('slider', { name: 'Repetition penalty slider' }).fill('1');
      const [model, same] = await barsOf(characters(page).first());
      expect(same).toBeCloseTo(model!, 1);
      expect(model).toBeGreaterThanOrEqual(own!);
      await page.getByRole('slider', { name: 'Top-k slider' }).fill('2');
      await expect.poll(() => page.locator('#write-topK').inputValue()).toBe('2');
      expect((await barsOf(characters(page).nth(1)))[1]).toBeGreaterThan(0);
      expect((await barsOf(characters(page).nth(2)))[1]).toBe(0);
      expect((await barsOf(characters(page).nth(2)))[0]).toBeGreaterThan(0);
      await takePicture(page, 'next top-k');
      await page.getByRole('slider', { name: 'Top-k slider' }).fill('101');
      await expect.poll(() => page.locator('#write-topK').inputValue()).toBe('0');
      await page.locator('#write-topP').fill('2');
      await panel(page)
        .getByText(/Top-p.*between 0 and 1/)
        .waitFor();
      expect((await barsOf(characters(page).first()))[1]).toBe(0);
      await page.getByLabel('Preset').selectOption({ label: 'The book' });
      await expect.poll(() => slider.count()).toBe(0);
      expect((await barsOf(characters(page).first()))[1]).toBeGreaterThan(0);
      expect((await barsOf(characters(page).nth(1)))[1]).toBe(0);
    },
  );

  it(
    'is no copy where these are avoided, also where nothing is wished, by the unit that is set',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open('纬线来回像'); // as it stands in the corpus
      await filter(page).fill('赶');
      const row = characters(page).first();
      await expect
        .poll(() => row.getAttribute('aria-label'))
        .toMatch(/^赶,.*would copy the corpus$/);
      expect((await barsOf(row))[0]).toBeGreaterThan(0);
      expect((await barsOf(row))[1]).toBe(0);
      await panel(page)
        .getByText(/Avoiding copies takes [\d.]+% off what would be drawn\./)
        .waitFor();
      await takePicture(page, 'next copied');
      expect(await violationsOn(page)).toEqual([]);
      await draftPage(page).press('Home');
      await page.keyboard.press('Delete'); // four of them are no copy yet
      await page.keyboard.press('End');
      await expect.poll(() => row.getAttribute('aria-label')).toMatch(/% as drawn$/);
      await page.keyboard.press('ControlOrMeta+Z');
      await page.keyboard.press('ControlOrMeta+End');
      await expect.poll(() => row.getAttribute('aria-label')).toMatch(/would copy the corpus$/);
      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByLabel('Avoid copying').uncheck();
      await page.getByRole('tab', { name: 'Words' }).click();
      await expect.poll(() => row.getAttribute('aria-label')).toMatch(/% as drawn$/);
      expect(complaints).toEqual([]);
    },
  );

  it('is told under what is wished of the line', { tags: ['long'] }, async () => {
    const { page } = await open('记得你说过\n后来');
    await page.getByRole('tab', { name: 'Lines' }).click();
    await page.locator('#lines-wish').fill('3 +龘');
    await page.getByRole('tab', { name: 'Words' }).click();
    await page.getByLabel('Only what fits the wishes in Lines').check();
    await panel(page).getByText('As it stands, this line can no longer meet the wishes.').waitFor();
    await page.getByRole('tab', { name: 'Lines' }).click();
    await page.locator('#lines-wish').fill('2');
    await page.getByRole('tab', { name: 'Words' }).click();
    await panel(page)
      .getByText(/The wishes leave [\d.]+% of what would be drawn\./)
      .waitFor();
    const rows = characters(page);
    await expect.poll(async () => (await namesOf(page))[0]).toBe('␣');
    await expect.poll(() => rows.first().getAttribute('aria-label')).toMatch(/100% as drawn$/);
    await expect.poll(() => rows.nth(1).getAttribute('aria-label')).toMatch(/does not fit$/);
    await takePicture(page, 'next wished');
    expect(await violationsOn(page)).toEqual([]);
    await page.getByLabel('Only what fits the wishes in Lines').uncheck();
  });

  it(
    'is asked for while somebody looks, and not while an input method composes',
    { tags: ['long'] },
    async () => {
      const { page, asked } = await open('记得你说过');
      await shows(page, 'After “记得你说过”');
      const before = asked();
      expect(before).toBeGreaterThan(0);
      await draftPage(page).focus();
      await page.keyboard.press('ControlOrMeta+End');
      const input = await page.context().newCDPSession(page);
      await input.send('Input.imeSetComposition', {
        ...{ text: 'tian', selectionStart: 4, selectionEnd: 4 },
      });
      await expect.poll(() => draftText(page)).toBe('记得你说过tian');
      await page.waitForTimeout(400); // longer than a question waits
      expect(asked()).toBe(before);
      await input.send('Input.insertText', { text: '天' });
      await shows(page, 'After “记得你说过天”');
      expect(asked()).toBe(before + 1);
      await page.getByRole('tab', { name: 'Kept' }).click();
      await draftPage(page).press('ControlOrMeta+End');
      await page.keyboard.type('来');
      await page.waitForTimeout(400);
      expect(asked()).toBe(before + 1);
      await page.getByRole('tab', { name: 'Words' }).click();
      await shows(page, /天来”$/);
      expect(asked()).toBe(before + 2);
      await input.detach();
    },
  );

  it(
    'says what the model does not know, and where nothing is sung',
    { tags: ['long'] },
    async () => {
      const { page } = await open('龘记得你');
      await panel(page)
        .getByText(/does not know these characters and left them out: 龘/)
        .waitFor();
      await draftPage(page).press('Home');
      await panel(page).getByText('This model does not know “龘”.').waitFor();
      await draftPage(page).fill('[副歌]');
      await panel(page).getByText('This is a label; nothing is sung here.').waitFor();
      await draftPage(page).fill('龘龘');
      await panel(page)
        .getByText(/The model knows none of the characters/)
        .waitFor();
    },
  );

  it(
    'waits for a compute process that has gone, and is there again with it',
    { tags: ['long'] },
    async () => {
      const { page } = await open('记得你说过');
      await characters(page).first().waitFor();
      process.kill(await computePid(stage.application), 'SIGKILL');
      await panel(page).getByText('The compute process is not running').waitFor();
      await characters(page).first().waitFor();
      await expect.poll(() => draftText(page)).toBe('记得你说过');
    },
  );

  it.each(['en-US', 'zh-CN'] as const)(
    'looks well in %s, also on a narrow screen',
    { tags: ['long'] },
    async (locale) => {
      const { page } = await open('记得你说过', { locale });
      await characters(page).first().waitFor();
      const tabs = page.getByRole('tab');
      for (const width of [1280, 900]) {
        await wear(page, { colorScheme: 'light', viewport: { width, height: 800 } });
        const tops = await tabs.evaluateAll((all) =>
          all.map((tab) => tab.getBoundingClientRect().top),
        );
        expect(tops, `${width} px`).toHaveLength(5);
        expect(new Set(tops).size, `${width} px`).toBe(1);
      }
      await expectGoodAlways(page, `next ${locale}`);
      await wear(page, { colorScheme: 'light', viewport: { width: 1280, height: 1500 } });
      await expectGoodLooks(page, `next ${locale} whole`);
      await wear(page, { colorScheme: 'light', viewport: { width: 360, height: 740 } });
      await expectGoodLooks(page, `next ${locale} 360`);
    },
  );
});
