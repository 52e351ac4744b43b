/** A corpus of a few songs, each with something else to it, and its parts on the screen. */
import iconv from 'iconv-lite';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect } from 'vitest';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import { type WatchedPage } from './page.ts';
import { sharedStage, type Stage } from './stage.ts';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
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

interface OldSongs {
  readonly stage: Stage;
  /** @returns the id of that corpus */
  songsId(): string;
  /** @param id of a corpus; otherwise of the songs */
  details(id?: string): Promise<CorpusDetails>;
  /** Opens a part of a corpus on the screen. @param corpus by its name */
  open(part: string, corpus?: string, locale?: 'zh-CN'): Promise<WatchedPage>;
  /** @returns the lines of the text of a corpus */
  textLines(id: string): Promise<string[]>;
}

/** A corpus of five songs that the tests of one file share: with times, signs, two in one file, a damaged place and a near-double. */
export function sharedSongs(): OldSongs {
  const stage = sharedStage();
  let corpusId: string;
  const songsId = (): string => corpusId;
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

  async function textLines(id: string): Promise<string[]> {
    return (await stage.host.calls['corpora.lines']({ id, from: 0, count: 2000 })).lines;
  }

  return { stage, songsId, details, open, textLines };
}

export const tab = (page: Page, name: string): Locator =>
  page.getByRole('tab', { name, exact: true });

/** Until its notice has gone: another could be pressed before that, and would be the same. */
export async function undoLast(page: Page): Promise<void> {
  const undo = page.getByRole('button', { name: 'Undo' });
  await undo.last().waitFor();
  const before = await undo.count();
  await undo.last().click();
  await expect.poll(() => undo.count()).toBeLessThan(before);
}
