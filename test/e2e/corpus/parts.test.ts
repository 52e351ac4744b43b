/** What one corpus is made of, on the screen: its recipe, its text, its figures and one of its files at a closer look. */
import iconv from 'iconv-lite';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import { usualRecipe } from '../../../src-main/contract/corpus/recipe.ts';
import { expectGoodLooks, looksOf, wear } from '../support/looks.ts';
import { openEverything, picture, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();
let corpusId: string;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const gbk = (text: string): Uint8Array => new Uint8Array(iconv.encode(text, 'gbk'));

const NIGHT = `[ti:夜行]
[00:00.00]作词：无名
[00:02.00]作曲：无名
[00:10.00]夜里的风吹过长街
[00:12.00]我还是会想起你
[00:14.00]我还是会想起你
[00:20.00]Hello my old friend
`;
const WAY = `[Chorus]
山高水又长
我还是会想起你
愛在風中飄
`;
const TWO = `《一》
春风又绿江南岸
明月何时照我还

《二》
秋月照人归
`;
/** With one byte that is no character. */
const damaged = (): Uint8Array => {
  const bytes = gbk('旧时的月色\n照着小窗\n梅边吹着笛\n唤起旧时人\n');
  bytes[15] = 0xff;
  return bytes;
};

beforeAll(async () => {
  const { id } = await stage.host.calls['corpora.import']({
    task: 'songs',
    name: '旧歌集',
    files: [
      { name: '01 夜行.lrc', bytes: utf8(NIGHT) },
      { name: '02 归路.txt', bytes: utf8(WAY) },
      { name: '03 集.txt', bytes: utf8(TWO) },
      { name: '04 旧时.txt', bytes: damaged() },
      { name: '05 夜行 又一.lrc', bytes: utf8(NIGHT.replace('old', 'dear')) },
    ],
  });
  corpusId = id;
});

const details = (id = corpusId): Promise<CorpusDetails> =>
  stage.host.calls['corpora.details']({ id });
const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name, exact: true });

/** @param corpus by its name */
async function open(part: string, corpus = '旧歌集', locale?: 'zh-CN'): Promise<WatchedPage> {
  const opened = await stage.openPage(locale ? { locale } : {});
  const { page } = opened;
  await page
    .getByRole('region', { name: locale ? '语料' : 'Corpus', exact: true })
    .getByText(corpus, { exact: true })
    .click();
  await tab(page, part).click();
  return opened;
}

/** Until its notice has gone: another could be pressed before that, and would be the same. */
async function undoLast(page: Page): Promise<void> {
  const undo = page.getByRole('button', { name: 'Undo' });
  const before = await undo.count();
  await undo.last().click();
  await expect.poll(() => undo.count()).toBeLessThan(before);
}

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
      ({ id, builtIn }) => !builtIn && id !== corpusId,
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
  it('is gone through by its songs, and searched', async () => {
    const { page, complaints } = await open('Text');
    const songs = page.getByRole('listbox', { name: 'Songs' });
    await expect.poll(() => songs.getByRole('option').count()).toBe(5);
    await songs.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => seen(page)).toContain((await textLines(corpusId)).length - 1);

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

  it('is read, jumped through, searched and copied at a million lines', async () => {
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
  });

  it('of one line of millions of characters is shown where one looks, and no further', async () => {
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
  });
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

/** @returns the closer look at a source */
async function look(page: Page, source: string): Promise<Locator> {
  await tab(page, 'Songs').click();
  await page.getByRole('region', { name: '旧歌集' }).getByText(source, { exact: true }).dblclick();
  const sheet = page.getByRole('dialog', { name: source });
  await sheet.waitFor();
  return sheet;
}

describe('a source at a closer look', () => {
  it('is shown as it came in, with what went, beside what is learnt', async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '01 夜行');
    await tab(page, 'Words').click();
    const before = sheet.getByRole('region', { name: 'As it came in' });
    await expect.poll(() => before.locator('del').first().innerText()).toBe('[ti:夜行]');
    const after = sheet.getByRole('region', { name: 'As it is learned' });
    await expect
      .poll(() => after.innerText())
      .toBe('夜里的风吹过长街\n\n我还是会想起你\n\n我还是会想起你\n\nHello my old friend');
    expect(complaints).toEqual([]);
  });

  it('leads to its damaged places', async () => {
    const { page } = await open('Songs');
    const sheet = await look(page, '04 旧时');
    await sheet.getByRole('tab', { name: 'Words' }).click();
    await sheet.getByRole('button', { name: 'Damaged place: 1' }).click();
    const damagedLine = sheet.locator('.line.damaged');
    await expect.poll(() => damagedLine.innerText()).toMatch(/^2\s[^]*unreadable bytes/);
  });

  it('is read in another encoding, alone or with those that are read like it, and taken back', async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '04 旧时');
    await sheet.getByRole('tab', { name: 'Encoding' }).click();
    await sheet.getByLabel('Compare with').selectOption('big5');
    const readings = sheet.getByRole('table', { name: 'Two readings of the same lines' });
    await expect.poll(() => readings.getByRole('row').nth(1).innerText()).toContain('旧时的月色\t');
    await readings.getByRole('button', { name: 'Read it this way' }).click();
    const encoding = async (): Promise<unknown> =>
      (await details()).sources.find(({ name }) => name === '04 旧时')?.encoding;
    await expect.poll(encoding).toBe('big5');
    await sheet.getByText('It is read as Big5, as you chose.').waitFor();
    await sheet.getByRole('button', { name: 'Guess again' }).click();
    await expect.poll(encoding).toBe('gbk');
    await sheet.getByRole('tab', { name: 'Words' }).click();

    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect.poll(encoding).toBe('big5');
    await undoLast(page);
    await expect.poll(encoding).toBe('gbk');

    // All that are read in the same one.
    const together = await look(page, '02 归路');
    await together.getByRole('tab', { name: 'Encoding' }).click();
    await together.getByLabel('Compare with').selectOption('windows-1252');
    await together.getByRole('radio', { name: 'All 4 sources read as UTF-8' }).click();
    await together.getByRole('button', { name: 'Read it this way' }).click();
    await expect
      .poll(async () => (await details()).sources.map(({ encoding: name }) => name))
      .toEqual([...Array<string>(3).fill('windows-1252'), 'gbk', 'windows-1252']);
    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect
      .poll(async () => (await details()).sources.map(({ encoding: name }) => name))
      .toEqual([...Array<string>(3).fill('utf-8'), 'gbk', 'utf-8']);
    expect(complaints).toEqual([]);
  });

  it('of which the encoding is not certain is shown in both readings as it is guessed, and corrected', async () => {
    // Four bytes that are words in either: what they are, only who wrote them knows.
    const bytes = new Uint8Array(iconv.encode('夜曲', 'big5'));
    const files = [{ name: '短.txt', bytes }];
    const { id } = await stage.host.calls['corpora.import']({ task: 'short', files, name: '一短' });
    const source = async () => (await details(id)).sources[0]!;
    expect(await source()).toMatchObject({
      ...{ encoding: 'gbk', certain: false, otherEncoding: 'big5', encodingChosen: false },
    });
    const { page, complaints } = await open('Songs', '一短');
    await page.getByRole('region', { name: '一短' }).getByText('短', { exact: true }).dblclick();
    const sheet = page.getByRole('dialog', { name: '短' }); // at its encoding, without being asked
    const readings = sheet.getByRole('table', { name: 'Two readings of the same lines' });
    const cells = readings.getByRole('row').nth(1).getByRole('cell');
    await expect
      .poll(() => cells.allInnerTexts())
      .toEqual([iconv.decode(Buffer.from(bytes), 'gbk'), '夜曲']);
    await page.screenshot({ path: picture('corpus uncertain encoding') });
    await readings.getByRole('button', { name: 'Read it this way' }).click();
    await sheet.getByText('It is read as Big5, as you chose.').waitFor();
    expect(await source()).toMatchObject({ encoding: 'big5', certain: true });
    expect(await textLines(id)).toEqual(['夜曲']);
    await stage.host.calls['corpora.remove']({ id });
    expect(complaints).toEqual([]);
  });

  it('is edited in place, and goes back to what came in', async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '02 归路');
    await sheet.getByRole('tab', { name: 'Edit' }).click();
    const words = sheet.getByRole('textbox', { name: 'Words of 02 归路' });
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n我还是会想起你\n愛在風中飄');
    await words.fill('山高水又长\n路也长');
    // What was typed is there when one comes back.
    await page.keyboard.press('Escape');
    await look(page, '02 归路');
    await sheet.getByRole('tab', { name: 'Edit' }).click();
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n路也长');
    await sheet.getByRole('button', { name: 'Keep these words' }).click();
    const source = async () => (await details()).sources[1]!;
    await expect.poll(async () => (await source()).edited).toBe(true);
    await expect.poll(() => textLines(corpusId)).toContain('路也长');
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n路也长');
    await sheet.getByRole('button', { name: 'Back to what came in' }).click();
    await expect.poll(async () => (await source()).edited).toBe(false);
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n我还是会想起你\n愛在風中飄');
    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect.poll(() => textLines(corpusId)).toContain('路也长');
    await undoLast(page);
    await expect.poll(async () => (await source()).edited).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('is split into songs that one sees first', async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '03 集');
    await sheet.getByRole('tab', { name: 'Songs' }).click();
    await sheet.getByText('That makes 1 song.').waitFor();
    await sheet.getByRole('radio', { name: 'Split at headings' }).check();
    await sheet.getByText('That makes 2 songs.').waitFor();
    const songs = sheet.getByRole('region', { name: 'Songs that this makes' });
    await expect.poll(() => songs.innerText()).toContain('秋月照人归');
    expect((await details()).sources[2]!.split).toEqual({ by: 'none' });
    await sheet.getByRole('radio', { name: 'Split at blank lines' }).check();
    await sheet.getByLabel('Blank lines', { exact: true }).fill('x');
    await sheet.getByText('Enter a whole number from 1 to 20.').waitFor();
    await expect
      .poll(() => sheet.getByRole('button', { name: 'Split this way' }).isDisabled())
      .toBe(true);
    await sheet.getByRole('radio', { name: 'Split at headings' }).check();
    await sheet.getByText('That makes 2 songs.').waitFor();
    await sheet.getByRole('button', { name: 'Split this way' }).click();
    await expect.poll(async () => (await details()).sources[2]!.songs).toBe(2);
    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect.poll(async () => (await details()).sources[2]!.split).toEqual({ by: 'none' });
    expect(complaints).toEqual([]);
  });

  it('or several together are split into songs, which are called after their headings', async () => {
    const { page, complaints } = await open('Songs');
    for (const name of ['02 归路', '03 集'])
      await page.getByRole('checkbox', { name: new RegExp(name) }).check();
    await page.getByRole('button', { name: 'Split into songs…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Split 2 files into songs' });
    await dialog.getByRole('radio', { name: 'Split at headings' }).check();
    await dialog.getByText('That makes 3 songs.').waitFor();
    const songs = dialog.getByRole('region', { name: 'Songs that this makes' });
    await expect.poll(() => songs.innerText()).toMatch(/1 · 02 归路[^]*2 · 一[^]*3 · 二/);
    await page.screenshot({ path: picture('corpus split several') });
    await dialog.getByRole('button', { name: 'Split this way' }).click();
    await page.getByText('2 files were split anew.').waitFor();
    await tab(page, 'Text').click();
    const list = page.getByRole('listbox', { name: 'Songs' });
    await expect.poll(() => list.innerText()).toMatch(/02 归路[^]*一[^]*二/);
    await undoLast(page);
    await expect.poll(async () => (await details()).sources[2]!.split).toEqual({ by: 'none' });
    expect(complaints).toEqual([]);
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

  it('the parts and the closer look', async () => {
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
      named('Songs', '分歌'),
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

/** @returns the lines of the text of a corpus */
async function textLines(id: string): Promise<string[]> {
  return (await stage.host.calls['corpora.lines']({ id, from: 0, count: 2000 })).lines;
}
