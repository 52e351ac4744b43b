import { describe, expect, it } from 'vitest';
import { readText } from '../../../src-main/corpus/kinds/text-kinds.ts';
import { five, HANG_MS, million, readAsFound, readingTime, timeOf, wordsIn } from './read-kind.ts';

const SONG = ['渡口的灯还没有睡', '船在雾里慢慢靠近', 'hold on to me', '我用一生把它读完'];
const [A, B, C, D] = SONG as [string, string, string, string];

describe('Markdown', () => {
  it.each([
    ['headings', `# 渡口\n\n## 第一段\n${A}\n${B}\n\n### 副歌 ###\n${C}\n${D}\n`],
    ['headings with lines below', `渡口\n====\n\n第一段\n-----\n\n${A}\n${B}\n\n# x\n${C}\n${D}\n`],
    [
      'front matter',
      `---\ntitle: 渡口\ntags:\n  - 歌\n  - 船\ndate: 2020-01-01\n---\n\n${SONG.join('\n')}\n`,
    ],
    ['emphasis', `# 渡口\n*${A}*\n**${B}**\n_hold on_ to __me__\n***${D}***\n`],
    ['emphasis over lines', `# 渡口\n*${A}\n${B}*\n\n**${C}\n${D}**\n`],
    ['a list', `# 渡口\n- ${A}\n* ${B}\n+ ${C}\n- [x] ${D}\n`],
    ['a list of numbers', `# 渡口\n1. ${A}\n2. ${B}\n3) ${C}\n10. ${D}\n`],
    ['quotations', `# 渡口\n> ${A}\n> ${B}\n>\n>> ${C}\n> ${D}\n`],
    ['breaks with spaces and with a backslash', `# 渡口\n${A}  \n${B}\\\n${C}   \n${D}\n`],
    ['a fence', `# 渡口\n\`\`\`lyrics\n${SONG.join('\n')}\n\`\`\`\n`],
    ['rules', `# 渡口\n\n---\n\n${A}\n\n***\n\n${B}\n\n* * *\n${C}\n\n___\n${D}\n`],
    [
      'links and images',
      `![封面](cover.jpg)\n[${A}](https://example.com/a_(b))\n${B}\n${C}[](x)\n${D}\n`.replace(
        '_(b)',
        '',
      ),
    ],
    ['links told apart', `# x\n[${A}][1]\n${B}\n${C}\n${D}\n\n[1]: https://example.com "x"\n`],
    [
      'HTML within',
      `# x\n<center>${A}</center>\n${B}\n<!-- 谁也看不见 -->\n${C}\n${D}<a name="x"></a>\n`,
    ],
    [
      'escapes and entities',
      `# x\n${A}\n${B}\nhold&#32;on to me\n${D.slice(0, 1)}\\\n`.replace(
        `${D.slice(0, 1)}\\\n`,
        `${D}\n`,
      ),
    ],
    ['code', `# x\n\`${A}\`\n${B}\n${C}\n${D}\n`],
    [
      'a table',
      `# x\n| 一 | 二 |\n|----|:--:|\n| ${A} | ${B} |\n| ${C} | ${D} |\n`.replace(
        '| 一 | 二 |\n',
        '',
      ),
    ],
    ['strong words and nothing else', `**${A.slice(0, 2)}**${A.slice(2)}\n${B}\n${C}\n${D}\n`],
  ])('reads a file with %s', (_, text) => {
    const { kind, changes } = readAsFound(text);
    expect(kind).toBe('markdown');
    expect(wordsIn(text)).toEqual(SONG);
    expect(changes.length).toBeGreaterThan(0);
  });

  it('keeps what looks like marks and is words', () => {
    const lines = [
      '啦~啦~啦',
      'f**k this sh**t',
      '2 * 3 * 4',
      'a_b_c',
      'I <3 you',
      '5 > 3',
      'R&B',
      '[oh yeah]',
      '(x2)',
      '$100',
      '不~~',
      '-- 他说',
      '…*',
    ];
    expect(wordsIn(`# x\n\n${lines.join('\n\n')}\n`)).toEqual(lines);
  });

  it('loses no sung line to a rule that is drawn under a stanza', () => {
    expect(wordsIn(`# 渡口\n${A}\n${B}\n---\n${C}\n${D}\n`)).toEqual(SONG);
  });

  it('says which lines went', () => {
    const { changes } = readAsFound(`# 渡口\n${A}\n- ${B}\n`);
    expect(changes).toMatchObject([
      { step: 'markup', at: 1, before: '# 渡口', after: '' },
      { step: 'markup', at: 3, before: `- ${B}`, after: B },
    ]);
  });

  it.each([
    ['stars between stanzas', `${A}\n*\n${B}\n* * *\n${C}\n***\n${D}\n`],
    ['dashes between stanzas', `${A}\n---\n${B}\n------\n${C}\n`],
    ['dashes at the beginning', `---\n${A}\n${B}\n---\n${C}\n`],
    ['dialogue', `—— 你来了\n- 我来了\n- 还走吗\n-不走了\n`],
    ['hashes', `#1\n${A}\n#副歌\n${B}\n#2 ${C}\n`],
    ['numbers', `1. ${A}\n2. ${B}\n`],
    ['stars around a word', `*${A}*\n*laughs*\n${B}\n`],
    ['words not written out', `f**k you, b**ch\nsh** and f**k\n${A}\n`],
    ['waves', `啦~啦~啦\n~~~啦\n_${A}_\n`],
    ['brackets', `[${A}]\n(${B})\n[副歌] (x2)\n`],
    ['a quotation', `> ${A}\n> ${B}\n`],
    ['equals', `a = b\n=\n====\n${A}\n`],
  ])('is not a plain song with %s', (_, text) => {
    expect(readAsFound(text)).toMatchObject({ kind: 'text', texts: text.trimEnd().split('\n') });
  });

  it.each([
    '*',
    '**',
    '**a',
    '_',
    '`',
    '[',
    '[a](',
    '![',
    '<',
    '~',
    '> ',
    '- ',
    '#',
    '\\',
    '&',
    ' ',
    '*a',
    '**a** ',
    '[a](b) ',
    '|',
    '1. ',
  ])('takes no longer for a million characters of %s', (part) => {
    expect(readingTime(million(part), 'markdown')).toBeLessThan(HANG_MS);
  });

  it('takes a rule of millions of dashes for one', () => {
    const { lines } = readText(`${'- '.repeat(9_000_000)}\n渡口\n`, 'markdown');
    expect(lines.map(({ text }) => text)).toEqual(['', '渡口']);
  });

  it('takes no longer for 5 MB in one line', () => {
    expect(timeOf(`# x\n${five('*渡口* ')}`)).toBeLessThan(HANG_MS);
  });

  it.each(['*a ', '[a', '_a ', '`a', '<a ', '~a', '**a '])(
    'nor for many paragraphs of %s',
    (part) => {
      const paragraph = `${part.repeat(600).slice(0, 1900)}\n\n`;
      expect(readingTime(`# x\n${paragraph.repeat(500)}`, 'markdown')).toBeLessThan(HANG_MS);
    },
  );
});
