/** A draft out into a file and back: what a person exports here, or writes elsewhere, is what they find again. */
import { describe, expect, it } from 'vitest';
import type { DraftExport } from '../../src-main/contract/writing/draft.ts';
import { exportDraft } from '../../src-main/services/drafts/draft-exports.ts';
import { readDraftFile } from '../../src-main/services/drafts/draft-import.ts';

const backFrom = async (kind: DraftExport, name: string | null, text: string) => {
  const content = { text, spans: [], readings: [], pieces: [], settings: {}, history: null };
  return readDraftFile(await exportDraft({ name, content }, kind));
};

const SONG =
  '[主歌]\n月亮打开窗\n风从山上来\n\n\n[副歌]\n\n我们在海边等船\n等一个人说“回来”\n[桥段]\n啊\n[尾声]';
/** All of these mean something to some format. */
const SIGNS = [
  ...[
    '# 一',
    '- 二',
    '1. 三',
    '> 四',
    '---',
    '**五** _六_ `七`',
    '<b>八</b> &amp; AT&T',
    '[九](http://a)',
  ],
  ...[
    '= 十',
    '===',
    '　　全角',
    '1) a',
    '+ b',
    '* c',
    '~~d~~',
    '|e|f|',
    '|--|--|',
    '{title: x}',
    '00:10 g',
    '\\',
  ],
  ...['作词：某人', '《歌》', 'www.example.com', 'yeah [hey] yeah', '(ooh)', '[Am]x [G]y [C]z'],
];
const LONG = Array.from({ length: 400 }, (_, at) => `第${at}行*月亮打开窗_`).join('\n');

describe('a draft that was exported', () => {
  it.each([
    ['labels and stanzas', '海边', SONG],
    ['a name that is its first line', '月光', '月光\n照亮'],
    ['no name and no label', null, '风\n雨'],
    ['labels that are letters', 'A', '[A]\none two\n[B]\nthree\n[C]\nfour\n[Am]\nx'],
    ['signs', '记号', SIGNS.join('\n')],
    ['signs, each its own stanza', null, SIGNS.join('\n\n')],
    ['a long stanza with signs', '长', LONG],
  ])('comes back with %s', async (_, name, text) => {
    for (const kind of ['txt', 'md', 'docx'] as const) {
      const back = await backFrom(kind, name, text);
      expect({ kind, text: back.text }).toEqual({ kind, text });
      if (name !== null) expect(back.name).toBe(name);
    }
  });

  it('comes back from its .lrc with all that is sung, the name of the song being a line of it or not', async () => {
    expect((await backFrom('lrc', '月光', '[主歌]\n月光\n照亮\n\n（间奏）\n作词：我')).text).toBe(
      '月光\n照亮\n（间奏）\n作词：我',
    );
  });
});

describe('what a file cannot carry of a draft', () => {
  const TEXT = '[主歌]\n  月\u000b亮 \n\n风\t雨\t\n　雪\n【尾声】\n\n';
  const none = { labels: 0, blankLines: 0, spaced: 0, controls: 0 };
  const content = { text: TEXT, spans: [], readings: [], pieces: [], settings: {}, history: null };
  const made = (kind: DraftExport) => exportDraft({ name: null, content }, kind);

  it.each([
    ['txt', '[主歌]\n  月\u000b亮 \n\n风\t雨\t\n　雪\n【尾声】\n', none],
    ['md', '## 主歌\n月\u000b亮\n\n风\t雨\\\n　雪\n## 尾声\n', { ...none, spaced: 2 }],
    ['lrc', '  月\u000b亮 \n风\t雨\t\n　雪\n', { ...none, labels: 2, blankLines: 1 }],
  ] as const)('is told with its number: .%s', async (kind, text, losses) => {
    const file = await made(kind);
    expect(new TextDecoder().decode(file.bytes)).toBe(text);
    expect(file.losses).toEqual(losses);
  });

  it('is told with its number: .docx, which is read back as all the rest, with spaces for tabs', async () => {
    const file = await made('docx');
    expect(file.losses).toEqual({ ...none, controls: 1 });
    expect((await readDraftFile(file)).text).toBe('[主歌]\n  月亮 \n\n风 雨 \n　雪\n[尾声]');
  });
});

describe('a file from elsewhere', () => {
  const read = (name: string, text: string) =>
    readDraftFile({ name, bytes: new TextEncoder().encode(text) });

  it('has a label where it has a heading, and is called by its title', async () => {
    expect(await read('a.md', '# 海边\n\n## Chorus\n\n一\n二\n\nVerse\n-----\n三\n')).toMatchObject(
      {
        name: '海边',
        text: '[Chorus]\n\n一\n二\n\n[Verse]\n三',
      },
    );
  });

  it('with several headings that are equally high is called by its own name', async () => {
    expect(await read('两首.md', '# 一\n\n风\n\n# 二\n\n雨\n')).toMatchObject({
      ...{ name: '两首', text: '[一]\n\n风\n\n[二]\n\n雨' },
    });
  });

  it('keeps a heading that no label can be as a line', async () => {
    const heading = '一行很长很长的标题'.repeat(6);
    expect((await read('a.md', `风\n\n## ${heading}\n雨\n\n## [副歌]\n雪`)).text).toBe(
      `风\n\n${heading}\n雨\n\n[副歌]\n雪`,
    );
  });

  it('with times, credits and marks of its parts is the words that are sung, with the marks', async () => {
    const lrc = '[ti:雨]\n[00:01.00]作词：某人\n[00:02.00][副歌]\n[00:03.00]风\n[00:04.00]雨\n';
    expect((await read('a.lrc', lrc)).text).toBe('[副歌]\n风\n雨');
  });
});
