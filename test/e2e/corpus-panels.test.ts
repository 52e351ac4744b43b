/** What one corpus is made of, on the screen: its recipe, its text, its figures and one of its files at a closer look. */
import iconv from 'iconv-lite';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CorpusDetails } from '../../src-main/contract/corpus/corpus.ts';
import type { Client } from '../hosts/web/client.ts';
import type { Application } from './support/application.ts';
import { openPage, picture, type WatchedPage } from './support/page.ts';
import { openStage } from './support/stage.ts';

let application: Application;
let browser: Browser;
let host: Client;
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
  const stage = await openStage();
  ({ application, browser, host } = stage);
  const { id } = await host.calls['corpora.import']({
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
  return stage.close;
});

const details = (id = corpusId): Promise<CorpusDetails> => host.calls['corpora.details']({ id });
const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name, exact: true });

/** @param corpus by its name */
async function open(part: string, corpus = '旧歌集', locale?: 'zh-CN'): Promise<WatchedPage> {
  const opened = await openPage(browser, application.address, locale ? { locale } : {});
  const { page } = opened;
  await page
    .getByRole('region', { name: locale ? '语料' : 'Corpus', exact: true })
    .getByText(corpus, { exact: true })
    .click();
  await tab(page, part).click();
  return opened;
}

describe('the recipe', () => {
  it('says what each step does and is kept at once, and taken back', async () => {
    const { page, complaints } = await open('Cleaning');
    const panel = page.getByRole('region', { name: 'Cleaning', exact: true });
    const left = (row: string): Locator => panel.getByRole('row', { name: row }).getByRole('cell');
    await expect
      .poll(() => left('After cleaning').allInnerTexts())
      .toEqual(['5', '17', expect.any(String)]);
    await page.screenshot({ path: picture('real recipe') });
    const look = panel.getByRole('button', { name: /^Credits: in 4 lines/ });
    await look.click();
    await expect
      .poll(() => panel.locator('#recipe-credits-lines li').first().innerText())
      .toMatch(/作词：无名\s*01 夜行\s*line 2/);
    await page.screenshot({ path: picture('real recipe open') });
    await panel.getByRole('switch', { name: 'Credits' }).click();
    await expect.poll(async () => (await details()).recipe.credits).toBe(false);
    await expect.poll(() => left('After cleaning').nth(1).innerText()).toBe('21');
    await panel.getByRole('button', { name: /^Credits: would change 4 lines/ }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await details()).recipe.credits).toBe(true);
    await expect.poll(() => panel.getByRole('switch', { name: 'Credits' }).isChecked()).toBe(true);
    expect(complaints).toEqual([]);
  });
});

describe('shows', () => {
  it.each(['Cleaning', 'Text', 'Figures'])('%s', async (name) => {
    const { page, complaints } = await open(name);
    await page.waitForTimeout(1000);
    await page.screenshot({ path: picture(`real ${name}`) });
    expect(complaints).toEqual([]);
  });
});
