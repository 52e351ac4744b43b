/** What one corpus is made of, on the screen: its recipe, its text and its figures; and all of it in every look. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { usualRecipe } from '../../../src-main/contract/corpus/recipe.ts';
import { expectGoodLooks, looksOf, wear } from '../support/looks.ts';
import { openEverything } from '../support/page.ts';
import { sharedSongs, tab, utf8 } from '../support/old-songs.ts';

const { stage, songsId, details, open, textLines } = sharedSongs();

describe('the recipe', () => {
  it('says what each step does, is kept at once, and is taken back', async () => {
    const { page, complaints } = await open('Cleaning');
    const panel = page.getByRole('region', { name: 'Cleaning', exact: true });
    const left = (row: string): Locator => panel.getByRole('row', { name: row }).getByRole('cell');
    await expect.poll(() => left('As it came in').first().innerText()).toBe('5');
    await expect.poll(() => left('After cleaning').nth(1).innerText()).toBe('20');

    await panel.getByRole('button', { name: /^Credits: in 4 lines/ }).click();
    const credit = panel.locator('#recipe-credits-lines li').first();
    await expect.poll(() => credit.innerText()).toMatch(/作词：无名\s*01 夜行\s*line 2/);
    await expect.poll(() => credit.locator('del').innerText()).toBe('作词：无名');

    await panel.getByRole('switch', { name: 'Credits' }).click();
    await expect.poll(async () => (await details()).recipe.credits).toBe(false);
    await expect.poll(() => left('After cleaning').nth(1).innerText()).toBe('24');
    // It is off and still opened: what it would do.
    await panel.getByRole('button', { name: /^Credits: would change 4 lines/ }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await details()).recipe.credits).toBe(true);
    await expect.poll(() => left('After cleaning').nth(1).innerText()).toBe('20');

    // Of a choice, what its first way would do, before anything is chosen.
    await panel.getByRole('button', { name: /^Chinese script/ }).click();
    const script = panel.locator('#recipe-script-lines li').first();
    await expect.poll(() => script.locator('ins').innerText()).toContain('爱在风');
    expect((await details()).recipe.script).toBe('kept');
    await panel.getByLabel('Chinese script', { exact: true }).selectOption('simplified');
    await expect.poll(async () => (await details()).recipe.script).toBe('simplified');

    await panel.getByRole('button', { name: 'Clean nothing' }).click();
    await expect.poll(async () => (await details()).recipe.markup).toBe(false);
    await expect
      .poll(async () => (await left('After cleaning').allInnerTexts()).join())
      .toBe((await left('As it came in').allInnerTexts()).join());
    await panel.getByRole('button', { name: 'Clean as usual' }).click();
    await expect.poll(async () => (await details()).recipe).toEqual(usualRecipe);
    expect(complaints).toEqual([]);
  });

  it('is shown and cannot be changed where it is the sample’s, with the way to a copy', async () => {
    const { page } = await open('Cleaning', 'Verseloom sample lyrics');
    const panel = page.getByRole('region', { name: 'Cleaning', exact: true });
    await expect.poll(() => panel.getByRole('switch').first().isDisabled()).toBe(true);
    await panel.getByRole('button', { name: 'Duplicate', exact: true }).click();
    await tab(page, 'Cleaning').click();
    await expect.poll(() => panel.getByRole('switch').first().isEnabled()).toBe(true);
    const [copy] = (await stage.host.calls['corpora.list']({})).filter(
      ({ id, builtIn }) => !builtIn && id !== songsId(),
    );
    await stage.host.calls['corpora.remove']({ id: copy!.id });
  });
});

const lines = (page: Page): Locator => page.getByRole('region', { name: 'The whole text' });

/** The numbers of the lines that are seen. */
const seen = (page: Page): Promise<number[]> =>
  lines(page).evaluate((scroller) => {
    const { top, bottom } = scroller.getBoundingClientRect();
    return [...scroller.querySelectorAll('[data-line]')].flatMap((line) => {
      const box = line.getBoundingClientRect();
      return box.bottom > top && box.top < bottom ? [Number(line.getAttribute('data-line'))] : [];
    });
  });

describe('the text', () => {
  it('is gone through by its songs, and searched', { tags: ['long'] }, async () => {
    const { page, complaints } = await open('Text');
    const songs = page.getByRole('listbox', { name: 'Songs' });
    await expect.poll(() => songs.getByRole('option').count()).toBe(5);
    await songs.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => seen(page)).toContain((await textLines(songsId())).length - 1);

    await lines(page).focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('FRIEND');
    const found = page.getByRole('status').filter({ hasText: /of 2/ });
    await expect.poll(() => found.innerText()).toMatch(/\d of 2/);
    await expect.poll(() => lines(page).locator('mark').first().innerText()).toBe('friend');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => lines(page).locator('mark.current').count()).toBe(1);
    await page.getByRole('searchbox').fill('nobody sings this');
    await page.getByText('Not found').waitFor();
    // What has a meaning in a pattern is looked for like any other sign.
    await page.getByRole('searchbox').fill('[-');
    await page.getByText('Not found').waitFor();
    expect(complaints).toEqual([]);
  });

  it(
    'is read, jumped through, searched and copied at a million lines',
    { tags: ['long'] },
    async () => {
      const COUNT = 1_000_000;
      const line = (index: number): string => `第${index}行 风雨夜归人`;
      const name = '百万行';
      const text = Array.from({ length: COUNT }, (_, index) => line(index)).join('\n');
      const { id } = await stage.host.calls['corpora.import']({
        ...{ task: 'large', name, files: [{ name: '大.txt', bytes: utf8(text) }] },
      });
      const { page, complaints } = await open('Text', name);
      await lines(page).getByText(line(0), { exact: true }).waitFor();
      await lines(page).focus();
      for (const [key, index] of [
        ['End', COUNT - 1],
        ['Home', 0],
      ] as const) {
        await page.keyboard.press(key);
        await lines(page).getByText(line(index), { exact: true }).waitFor();
        await expect.poll(() => seen(page)).toContain(index);
      }
      // By the wheel one goes from line to line, however long the text is.
      await lines(page).hover();
      const [before] = await seen(page);
      await page.mouse.wheel(0, 320);
      await expect.poll(async () => (await seen(page))[0]).toBeGreaterThanOrEqual(before! + 9);
      // By the bar to anywhere.
      await lines(page).evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight / 2));
      await expect.poll(async () => Math.abs((await seen(page))[0]! - COUNT / 2)).toBeLessThan(200);
      const [middle] = await seen(page);
      await lines(page)
        .getByText(line(middle! + 2), { exact: true })
        .waitFor();
      for (let turn = 1; turn <= 40; turn++) await page.mouse.wheel(0, 640);
      await expect.poll(async () => (await seen(page))[0]).toBeGreaterThanOrEqual(middle! + 790);
      // Lines that are drawn are those that are seen, and some around them.
      await expect.poll(() => lines(page).locator('[data-line]').count()).toBeLessThan(250);
      expect((await lines(page).evaluate((all) => all.scrollHeight)) < 10_000_000).toBe(true);

      await page.getByRole('searchbox').fill('第999983行');
      await expect.poll(() => page.getByText('1 of 1', { exact: true }).count()).toBe(1);
      await expect.poll(() => seen(page)).toContain(999_983);
      await expect.poll(() => lines(page).locator('mark.current').innerText()).toBe('第999983行');
      await page.getByRole('searchbox').fill('');

      // A selection of which only its ends were ever drawn.
      await page.keyboard.press('Tab');
      await lines(page).focus();
      await page.keyboard.press('Home');
      await expect.poll(() => seen(page)).toContain(0);
      await lines(page)
        .getByText(line(2), { exact: true })
        .click({ position: { x: 2, y: 16 } });
      await lines(page).evaluate((scroller) => (scroller.scrollTop = scroller.scrollHeight / 200));
      await expect.poll(async () => (await seen(page))[0]).toBeGreaterThan(4000);
      const end = (await seen(page))[5]!;
      await lines(page)
        .getByText(line(end), { exact: true })
        .click({ modifiers: ['Shift'], position: { x: 2, y: 16 } });
      await page.getByRole('button', { name: /^Copy [\d,]+ lines$/ }).waitFor();
      await page.keyboard.press('Control+c');
      const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
      const wanted = Array.from({ length: end - 2 }, (_, index) => line(index + 2)).join('\n');
      await expect
        .poll(async () => [(await copied()).length, (await copied()).slice(0, 20)])
        .toEqual([wanted.length + 1, wanted.slice(0, 20)]);
      expect((await copied()) === `${wanted}\n`).toBe(true);
      await lines(page).focus();
      await page.keyboard.press('Control+a');
      await page.getByRole('button', { name: 'Copy 1,000,000 lines' }).click();
      await expect.poll(async () => (await copied()) === text).toBe(true);
      expect(complaints).toEqual([]);
      await page.context().close();
      await stage.host.calls['corpora.remove']({ id });
    },
  );

  it(
    'of one line of millions of characters is shown where one looks, and no further',
    { tags: ['long'] },
    async () => {
      const line = `${'啊'.repeat(1_500_000)}到这里${'啊'.repeat(100_000)}`;
      const { id } = await stage.host.calls['corpora.import']({
        ...{ task: 'line', name: '一行', files: [{ name: '一.txt', bytes: utf8(line) }] },
      });
      const { page, complaints } = await open('Text', '一行');
      await lines(page).getByText('more characters, not shown here').waitFor();
      await page.getByRole('searchbox').fill('到这里');
      await expect.poll(() => lines(page).locator('mark.current').innerText()).toBe('到这里');
      await expect
        .poll(() => lines(page).evaluate((all) => all.textContent.length))
        .toBeLessThan(5000);
      expect(complaints).toEqual([]);
      await stage.host.calls['corpora.remove']({ id });
    },
  );
});

describe('the figures', () => {
  it('are drawn, told in words, and lead to their places', async () => {
    const { page, complaints } = await open('Figures');
    const panel = page.getByRole('region', { name: 'Figures', exact: true });
    await panel.getByRole('img', { name: /^How often each character comes/ }).waitFor();
    await panel.getByRole('img', { name: /^Line lengths in characters: the median is/ }).waitFor();
    await panel
      .getByText(/one minibatch needs 1,121 characters.*Lower the batch size to/)
      .waitFor();
    const repeated = panel.getByRole('list', { name: 'Lines that come again' });
    await expect
      .poll(() => repeated.getByRole('listitem').first().innerText())
      .toMatch(/5×\s*我还是会想起你/);
    await panel.getByRole('button', { name: '05 夜行 又一' }).last().click();
    await expect.poll(() => tab(page, 'Text').getAttribute('aria-selected')).toBe('true');
    await expect.poll(() => lines(page).getByText('Hello my dear friend').count()).toBe(1);
    expect(complaints).toEqual([]);
  });

  it('follow a change of the text, and the settings of the form', async () => {
    const { page } = await open('Figures', 'Verseloom sample lyrics');
    const panel = page.getByRole('region', { name: 'Figures', exact: true });
    await panel.getByText(/Learns the first 10,000 of 14,986 characters/).waitFor();
    await page.keyboard.press('Alt+2');
    await openEverything(page);
    await page.getByLabel('Characters to learn', { exact: true }).fill('0');
    await page.keyboard.press('Alt+1');
    await tab(page, 'Figures').click();
    await panel.getByRole('img').first().waitFor();
    await expect.poll(() => panel.getByText(/Learns the first/).count()).toBe(0);
  });
});

describe.each([['en-US'], ['zh-CN']] as const)('all of it looks well in %s', (locale) => {
  const isChinese = locale === 'zh-CN';
  const named = (en: string, zh: string): string => (isChinese ? zh : en);
  const looks = [
    ...looksOf([
      { width: 1280, height: 800 },
      { width: 360, height: 740 },
    ]),
    ...looksOf([
      { width: 1920, height: 1080 },
      { width: 640, height: 400 },
    ]).slice(0, 2),
  ];

  it('the parts and the closer look', { tags: ['long'] }, async () => {
    const { page, complaints } = await open(
      named('Cleaning', '清理'),
      '旧歌集',
      isChinese ? 'zh-CN' : undefined,
    );
    for (const part of [named('Cleaning', '清理'), named('Text', '全文'), named('Figures', '构成')])
      for (const [title, shown] of looks) {
        await wear(page, shown);
        await tab(page, part).click();
        await expectGoodLooks(page, `corpus ${part} ${locale} ${title}`);
      }
    await wear(page, looks[0]![1]);
    await tab(page, named('Songs', '歌曲')).click();
    await page
      .getByRole('region', { name: '旧歌集' })
      .getByText('04 旧时', { exact: true })
      .dblclick();
    const sheet = page.getByRole('dialog', { name: '04 旧时' });
    for (const part of [
      named('Words', '文字'),
      named('Encoding', '编码'),
      named('Songs', '拆分'),
      named('Edit', '编辑'),
    ])
      for (const [title, shown] of looks) {
        await wear(page, shown);
        await sheet.getByRole('tab', { name: part }).click();
        if (part === named('Encoding', '编码'))
          await sheet.getByRole('combobox').selectOption('big5');
        await expectGoodLooks(page, `source ${part} ${locale} ${title}`);
      }
    expect(complaints).toEqual([]);
  });
});
