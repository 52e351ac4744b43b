import { describe, expect, it } from 'vitest';
import { five, HANG_MS, readAsFound, readingTime, wordsIn } from './read-kind.ts';

const SONG = ['渡口的灯还没有睡', '船在雾里慢慢靠近', 'hold on to me'];
const time = (i: number, mark = ','): string => `00:00:1${i}${mark}500`;

type Block = (line: string, i: number) => string;
const srt: Readonly<Record<string, Block>> = {
  'as the format has it': (line, i) => `${i + 1}\n${time(i)} --> ${time(i + 1)}\n${line}\n\n`,
  CRLF: (line, i) => `${i + 1}\r\n${time(i)} --> ${time(i + 1)}\r\n${line}\r\n\r\n`,
  'no blank lines': (line, i) => `${i + 1}\n${time(i)} --> ${time(i + 1)}\n${line}\n`,
  'wrong numbers': (line) => `7\n${time(3)} --> ${time(4)}\n${line}\n\n`,
  'numbers from 0': (line, i) => `${i}\n${time(i)} --> ${time(i + 1)}\n${line}\n\n`,
  'no numbers': (line, i) => `${time(i)} --> ${time(i + 1)}\n${line}\n\n`,
  'neither numbers nor blank lines': (line, i) => `${time(i)} --> ${time(i + 1)}\n${line}\n`,
  positions: (line, i) =>
    `${i + 1}\n${time(i)} --> ${time(i + 1)} X1:201 X2:516 Y1:397 Y2:423\n${line}\n\n`,
  'dots, short times and no spaces': (line, i) =>
    `${i + 1}\n0:0:1${i}.5-->0:0:1${i + 1}.5\n${line}\n\n`,
  'a colon before the thousandths': (line, i) =>
    `${i + 1}\n00:00:1${i}:500 --> 00:00:1${i + 1}:500\n${line}\n\n`,
  'spaces in the times': (line, i) =>
    `${i + 1}\n00 : 00 : 1${i}, 500 --> 00 : 00 : 1${i + 1}, 500\n${line}\n\n`,
  'an arrow with one dash': (line, i) => `${i + 1}\n${time(i)} -> ${time(i + 1)}\n${line}\n\n`,
  'a blank line after each line': (line, i) =>
    `${i + 1}\n\n${time(i)} --> ${time(i + 1)}\n\n${line}\n\n`,
  'three blank lines between': (line, i) =>
    `${i + 1}\n${time(i)} --> ${time(i + 1)}\n${line}\n\n\n\n`,
  'italics and colours': (line, i) =>
    `${i + 1}\n${time(i)} --> ${time(i + 1)}\n<font color="#ffff00"><i>${line}</i></font>\n\n`,
  'marks of ASS': (line, i) =>
    `${i + 1}\n${time(i)} --> ${time(i + 1)}\n{\\an8}{\\fad(200,200)}${line}\n\n`,
  'notes of music': (line, i) => `${i + 1}\n${time(i)} --> ${time(i + 1)}\n♪ ${line} ♪\n\n`,
};

describe('SRT', () => {
  it.each(Object.entries(srt))('reads a file with %s', (_, block) => {
    const text = SONG.map(block).join('');
    expect(readAsFound(text).kind).toBe('srt');
    expect(wordsIn(text)).toEqual(SONG);
    expect(readAsFound(text).lines.every(({ stamp }) => stamp !== undefined)).toBe(true);
  });

  it('keeps the lines of one block together, under one time', () => {
    const text = `1\n${time(1)} --> ${time(2)}\n${SONG[0]}\n${SONG[2]}\n\n2\n${time(3)} --> ${time(4)}\n${SONG[1]}`;
    expect(readAsFound(text).lines).toMatchObject([
      { at: 3, text: SONG[0], stamp: 11_500 },
      { at: 4, text: SONG[2], stamp: 11_500 },
      { at: 8, text: SONG[1], stamp: 13_500 },
    ]);
  });

  it('keeps a number that is sung', () => {
    const text = `1\n${time(1)} --> ${time(2)}\n3\n\n2\n${time(2)} --> ${time(3)}\n2\n\n3\n${time(3)} --> ${time(4)}\n1\n\n`;
    expect(wordsIn(text)).toEqual(['3', '2', '1']);
    const unnumbered = `${time(1)} --> ${time(2)}\n3\n${time(2)} --> ${time(3)}\n2\n`;
    expect(wordsIn(unnumbered)).toEqual(['3', '2']);
  });

  it('keeps words in angles that are no marks, and what stands after a blank line', () => {
    const text = `1\n${time(1)} --> ${time(2)}\nI <3 you & me > all\n\nstill here\n\n2\n${time(3)} --> ${time(4)}\n\n\n`;
    expect(wordsIn(text)).toEqual(['I <3 you & me > all', 'still here']);
  });

  it('puts blocks in the order of time', () => {
    const text = `2\n${time(5)} --> ${time(6)}\n${SONG[1]}\n\n1\n${time(1)} --> ${time(2)}\n${SONG[0]}\n`;
    expect(wordsIn(text)).toEqual(SONG.slice(0, 2));
  });
});

describe('WebVTT', () => {
  const cue = (line: string, i: number, settings = ''): string =>
    `${time(i, '.')} --> ${time(i + 1, '.')}${settings}\n${line}\n\n`;

  it('leaves out all that nobody sees', () => {
    const text = `WEBVTT - 渡口\nKind: captions\nLanguage: zh\n\nNOTE\n三行的\n说明\n\nSTYLE\n::cue { color: red }\n\nREGION\nid:fred\nwidth:40%\n\nNOTE 一行\n\nintro-1\n${cue(SONG[0]!, 1, ' align:start position:10%,line-left size:35%')}${cue(`<v.loud 某人>${SONG[1]}</v>`, 2)}NOTE 中间\n\n${cue('<c.yellow.bg_blue>hold <00:00:13.700><b>on</b></c> <lang en>to</lang> me', 3)}`;
    const { kind, texts, changes } = readAsFound(text);
    expect(kind).toBe('vtt');
    expect(texts).toEqual(SONG);
    expect(changes.filter(({ step }) => step === 'timeTags')).toHaveLength(5);
  });

  it.each([
    ['short times', 'WEBVTT\n\n00:10.500 --> 00:11.500\n渡口\n'],
    ['hours above 99', 'WEBVTT\n\n100:00:10.500 --> 100:00:11.500\n渡口\n'],
    ['a mark at the beginning', '\ufeffWEBVTT\n\n00:10.500 --> 00:11.500\n渡口\n'],
    ['blank lines before', '\n\nWEBVTT\n\n00:10.500 --> 00:11.500\n渡口\n'],
    ['no blank line after its head', 'WEBVTT\n00:10.500 --> 00:11.500\n渡口\n'],
    [
      'a map of HLS',
      'WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n1\n00:10.500 --> 00:11.500\n渡口\n',
    ],
    ['CR alone', 'WEBVTT\r\r1\r00:10.500 --> 00:11.500\r渡口\r'],
  ])('reads a file with %s', (_, text) => {
    expect(readAsFound(text)).toMatchObject({ kind: 'vtt', texts: ['渡口'] });
  });

  it('decodes entities, and leaves out how characters are read', () => {
    const text = `WEBVTT\n\n${cue('you &amp; me &lt;3 &#20320;&#x597D; don&apos;t&nbsp;go&lrm;', 1)}${cue('<ruby>渡<rt>du</rt>口<rt>kou</rt></ruby>的灯', 2)}`;
    expect(readAsFound(text).texts).toEqual(["you & me <3 你好 don't\u00a0go\u200e", '渡口的灯']);
  });

  it('is not a song that begins with its name', () => {
    expect(readAsFound('WEBVTTING is no word\n').kind).toBe('text');
  });
});

it.each([
  '00:00:01,000 --> 00:00:02,000',
  '<i',
  '<i>',
  '{\\',
  '&amp',
  '&',
  ' ',
  '1',
  '-->',
  '<00:00:01.000>',
  '♪ ',
  '00:',
])('subtitles of 5 MB in one line of %s take no longer', (part) => {
  expect(readingTime(`1\n00:00:01,000 --> 00:00:02,000\n${five(part)}x`, 'srt')).toBeLessThan(
    HANG_MS,
  );
  expect(readingTime(five(part), 'vtt')).toBeLessThan(HANG_MS);
});

it.each(['1\n', '\n', '00:00:01,000 --> 00:00:02,000\n', '1\n\n', 'a\n'])(
  'and so do a million characters of short lines: %j',
  (part) => {
    expect(readingTime(five(part).slice(0, 1_000_000), 'srt')).toBeLessThan(HANG_MS);
  },
);

it('YouTube parts two times with a comma', () => {
  const text = '0:00:01.000,0:00:02.000\n窗外的雨\n\n0:00:03.000,0:00:04.000\n落在屋檐\n';
  expect(readAsFound(text)).toMatchObject({ kind: 'srt', texts: ['窗外的雨', '落在屋檐'] });
});
