import { describe, expect, it } from 'vitest';
import { readText } from '../../../src-main/corpus/kinds/text-kinds.ts';
import { five, HANG_MS, readAsFound, readingTime, timeOf, wordsIn } from './read-kind.ts';

const SONG = ['渡口的灯还没有睡', '船在雾里慢慢靠近', '你把名字写在水上', '我用一生把它读完'];

/** The same four lines as each dialect has them. */
const dialects: Readonly<Record<string, string>> = {
  'hundredths after a dot': '[00:12.00]a\n[00:15.30]b\n[00:20.01]c\n[01:02.99]d\n',
  thousandths: '[00:12.000]a\n[00:15.300]b\n[00:20.012]c\n[01:02.990]d\n',
  'a colon before the hundredths': '[00:12:00]a\n[00:15:30]b\n[00:20:01]c\n[01:02:99]d\n',
  'no fraction': '[00:12]a\n[00:15]b\n[00:20]c\n[01:02]d\n',
  'one digit each': '[0:1]a\n[0:5.3]b\n[0:9.1]c\n[1:2.9]d\n',
  'a comma': '[00:12,00]a\n[00:15,30]b\n[00:20,01]c\n[01:02,99]d\n',
  hours: '[00:00:12.00]a\n[00:00:15.30]b\n[00:59:20.01]c\n[01:00:02.99]d\n',
  'minutes above 99': '[100:12.00]a\n[100:15.30]b\n[100:20.01]c\n[101:02.99]d\n',
  'negative times': '[-00:02.00]a\n[00:00.30]b\n[00:20.01]c\n[01:02.99]d\n',
  'spaces in and around the tags':
    '[ 00:12.00 ] a\n [00:15.30]  b\n[00: 20.01] c \n\t[01:02.99]\td\n',
  'brackets and colons of full width':
    '［00：12.00］a\n［00：15.30］b\n【00:20.01】c\n[01：02.99]d\n',
  'tags at the end of each line': 'a[00:12.00]\nb[00:15.30]\nc [00:20.01]\nd[01:02.99]\n',
  'a tag at the beginning and one at the end':
    '[00:12.00]a[00:14.00]\n[00:15.30]b[00:18.00]\n[00:20.01]c[00:30.00]\n[01:02.99]d[01:09.00]\n',
  'another order in the file': '[01:02.99]d\n[00:15.30]b\n[00:20.01]c\n[00:12.00]a\n',
  'CRLF and blank lines between':
    '[00:12.00]a\r\n\r\n[00:15.30]b\r\n\r\n[00:20.01]c\r\n\r\n[01:02.99]d\r\n',
  'all in one line': '[ti:渡口][ar:某人][00:12.00]a[00:15.30]b[00:20.01]c[01:02.99]d',
  'one line after the head': '[ti:渡口]\n[ar:某人]\n[00:12.00]a[00:15.30]b[00:20.01]c[01:02.99]d\n',
  'singers of Walaoke': '[00:12.00]F: a\n[00:15.30]M: b\n[00:20.01]D: c\n[01:02.99]F:d\n',
  'two voices': '[00:12.00]v1: a\n[00:15.30]v2: b\n[00:20.01]v1: c\n[01:02.99]v2:d\n',
  'notes of music':
    '[00:00.00]♪\n[00:12.00]♪ a ♪\n[00:15.30]b\n[00:20.01]♫c♫\n[01:02.99]d\n[01:20.00]♪♪♪\n',
  'entities of a service':
    '[00&#58;12.00]\n[00:12.00]&nbsp;a\n[00:15.30]b&#32;\n[00:20.01]c\n[01:02.99]d\n'.replace(
      '[00&#58;12.00]\n',
      '',
    ),
  'no translation, as services write it':
    '[00:00.00]//\n[00:12.00]a\n[00:15.30]b\n[00:20.01]c\n[01:02.99]d\n[01:20.00]//\n',
};

describe('LRC', () => {
  it.each(Object.entries(dialects))('reads a dialect: %s', (_, file) => {
    const text = file.replace(
      /[abcd](?=\s*(?:[\n\r[♪♫&]|$))/g,
      (letter) => SONG['abcd'.indexOf(letter)]!,
    );
    const { kind, changes } = readAsFound(text);
    expect(kind).toBe('lrc');
    expect(wordsIn(text)).toEqual(SONG);
    expect(changes.some(({ step }) => step === 'timeTags')).toBe(true);
  });

  it('puts a line as often as it is sung, in the order of time', () => {
    const text = `[00:30.00][00:10.00][01:10.00]${SONG[0]}\n[00:15.00][00:35.00]${SONG[1]}\n[00:20.00] [00:40.00] ${SONG[2]}\n`;
    const { texts, lines } = readAsFound(text);
    const [a, b, c] = SONG;
    expect(texts).toEqual([a, b, c, a, b, c, a]);
    expect(lines.map(({ stamp }) => stamp)).toEqual([
      10_000, 15_000, 20_000, 30_000, 35_000, 40_000, 70_000,
    ]);
    expect(lines.map(({ at }) => at)).toEqual([1, 2, 3, 1, 2, 3, 1]);
  });

  it('leaves one space where the tag of a word has one on either side', () => {
    const line = (at: number) =>
      `[00:1${at}.00] <00:1${at}.00> hold <00:1${at}.20> on  to <00:1${at}.40> me <00:1${at}.90>\n`;
    expect(readAsFound(line(0) + line(4)).texts).toEqual(['hold on  to me', 'hold on  to me']);
  });

  it('takes the head from a song whose lines have no time', () => {
    const { kind, texts, changes } = readAsFound(`\n[ti:渡口]\n[ar:某人]\n${SONG.join('\n')}`);
    expect(kind).toBe('lrc');
    expect(texts.filter(Boolean)).toEqual(SONG);
    expect(changes.map(({ step }) => step)).toEqual(['markup', 'markup']);
    expect(readAsFound(`[tired: of you]\n${SONG.join('\n')}`).kind).toBe('text');
    expect(readAsFound(`${SONG.join('\n')}\n[ti:渡口]\n`).kind).toBe('text');
  });

  it('has a line once whose own time stands twice', () => {
    expect(wordsIn(`[00:10.00][00:10.00]${SONG[0]}\n[00:12.00]${SONG[1]}`)).toEqual(
      SONG.slice(0, 2),
    );
  });

  it.each([
    ['<mm:ss.xx> before each word', (word: string, at: number) => `<00:1${at}.00>${word}`],
    ['<mm:ss.xx> with spaces', (word: string, at: number) => ` <00:1${at}.00> ${word}`],
    ['[mm:ss.xx] before each word', (word: string, at: number) => `[00:10.${at}5]${word}`],
    ['[mm:ss.xxx] after each word', (word: string, at: number) => `${word}[00:10.${at}50]`],
  ])('takes the times of words out: %s', (_, tagged) => {
    const line = (words: readonly string[], second: number): string =>
      `[00:${second}.00]` + words.map(tagged).join('') + '\n';
    const text = line(['渡', '口', '的', '灯'], 10) + line(['hold ', 'on ', 'to ', 'me'], 14);
    expect(readAsFound(text).kind).toBe('lrc');
    expect(wordsIn(text).map((words) => words.replace(/\s+/g, ' '))).toEqual(
      _.includes('spaces') ? ['渡 口 的 灯', 'hold on to me'] : ['渡口的灯', 'hold on to me'],
    );
  });

  it('sings a line that is timed by words once, though its first word has a tag too', () => {
    const text =
      '[00:12.00][00:12.10]渡[00:12.40]口[00:12.70]的[00:13.00]灯\n[00:15.00][00:15.10]船[00:15.40]在[00:15.70]雾[00:16.00]里\n';
    expect(wordsIn(text)).toEqual(['渡口的灯', '船在雾里']);
  });

  it.each([
    '[ti:渡口]',
    '[TI: 渡口 ]',
    '[Ar:某人/另一人]',
    '[al:]',
    '[by:somebody]',
    '[offset:500]',
    '[offset:-1200]',
    '[offset: +0]',
    '[length: 03:45]',
    '[la:zh]',
    '[re:www.example.com]',
    '[ve:1.0]',
    '[tool:editor 2]',
    '[#:说明]',
    '[:一条说明]',
    '[id: $00000000]',
    '[作词：某人]',
    '[曲:某人]',
    '[歌手：某人 [feat. x]]',
    '[ti:渡口',
    '[kana:1い]',
    '[titre: le quai]',
    '[исполнитель: некто]',
    '［ti:渡口］',
  ])('leaves out what the file says of itself: %s', (head) => {
    const text = `${head}\n[00:01.00]${SONG[0]}\n[00:05.00]${SONG[1]}\n`;
    expect(wordsIn(text)).toEqual(SONG.slice(0, 2));
    expect(readAsFound(text).changes).toContainEqual(
      expect.objectContaining({ step: 'markup', before: head, after: null }),
    );
  });

  it('keeps the words behind metadata in the same line', () => {
    expect(wordsIn(`[ti:渡口][00:01.00]${SONG[0]}\n[00:05.00]${SONG[1]}`)).toEqual(
      SONG.slice(0, 2),
    );
  });

  it('keeps a blank line where nobody sings', () => {
    const text = `[00:01.00]${SONG[0]}\n[00:05.00]\n[00:09.00]${SONG[1]}\n[00:12.00] \n`;
    expect(readAsFound(text).texts).toEqual([SONG[0], '', SONG[1], '']);
  });

  it('brings a translation, which stands below under the same times, to its line', () => {
    const english = [
      'The lamps by the ferry are awake',
      'A boat comes slowly through the fog',
      'You write your name on the water',
      'I read it all my life',
    ];
    const block = (lines: readonly string[]): string =>
      lines.map((line, i) => `[00:1${i}.00]${line}\n`).join('');
    const { texts, lines } = readAsFound(`${block(SONG)}\n${block(english)}`);
    expect(texts.filter((line) => line !== '')).toEqual(
      SONG.flatMap((line, i) => [line, english[i]]),
    );
    expect(new Set(lines.filter(({ text }) => text !== '').map(({ stamp }) => stamp)).size).toBe(4);
  });

  it('leaves text without times where it stood', () => {
    const text = `渡口\n演唱：某人\n\n[00:01.00]${SONG[0]}\n（白）等一等\n[00:05.00]${SONG[1]}\n完\n`;
    expect(wordsIn(text)).toEqual(['渡口', '演唱：某人', SONG[0], '（白）等一等', SONG[1], '完']);
  });

  it('is found in a text with a heading, whatever its name is', () => {
    const text = `我的歌词收藏\n第一首 渡口\n=========\n${SONG.map((line, i) => `[00:1${i}.00]${line}\n`).join('')}`;
    expect(readAsFound(text).kind).toBe('lrc');
  });

  it('is one line, too', () => {
    expect(readAsFound('[00:01.00]啦啦啦啦')).toMatchObject({ kind: 'lrc', texts: ['啦啦啦啦'] });
  });

  it('reads the credits that NetEase has as JSON', () => {
    const text = `{"t":0,"c":[{"tx":"作词: "},{"tx":"某人","li":"http://x/1.jpg"}]}\n{"t":1000,"c":[{"tx":"作曲: "},{"tx":"某人"},{"tx":"/"},{"tx":"乙"}]}\n{"t":2000,"c":[\n[00:10.00]${SONG[0]}\n[00:12.00]${SONG[1]}\n`;
    expect(wordsIn(text)).toEqual([
      '作词: 某人',
      '作曲: 某人/乙',
      '{"t":2000,"c":[',
      SONG[0],
      SONG[1],
    ]);
  });

  it.each([
    ['numbers in brackets', '[01] 渡口\n[02] 船\n[03] 名字\n[04] 水\n'],
    ['a time of day', '凌晨 3:15 我还醒着\n4:20 的车没有来\n等到 5:00 天亮\n'],
    ['times without brackets', '3:15\n4:20\n你说的时间\n'],
    ['marks of parts', '[Verse 1]\n渡口的灯\n[Chorus]\n船在雾里\n[Bridge: 某人]\n你把名字\n'],
    [
      'one time in brackets in a long song',
      `${SONG.join('\n')}\n[3:15] 的末班车\n${SONG.join('\n')}\n`,
    ],
    ['a score', '[3:2] 我们赢了那一场\n渡口的灯还没有睡\n船在雾里慢慢靠近\n你把名字写在水上\n'],
    ['a date', '2019:06:01 那天下雨\n我们在渡口\n'],
  ])('is not a song with %s', (_, text) => {
    expect(readAsFound(text)).toMatchObject({ kind: 'text', texts: text.trimEnd().split('\n') });
  });

  it('does not grow without bound by a line with many tags', () => {
    const { lines } = readAsFound(
      '[00:01.00]'.repeat(2) + '[00:02.00]'.repeat(1000) + '啦'.repeat(1_000_000),
    );
    expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(3_000_000);
    const tags = Array.from(
      { length: 5000 },
      (_, i) => `[${String(i % 90)}:${String(i % 60)}.${String(i % 100)}]`,
    ).join('');
    const many = readAsFound(tags + '啦'.repeat(1_000_000));
    expect(many.lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(3_000_000);
  });

  it.each([
    ['tags', '[00:01.00]'],
    ['words with tags', '[00:01.00]词'],
    ['words of a line', '[00:01.00]渡口的灯还没有睡'],
    ['brackets', '['],
    ['spaces', ' '],
    ['an open tag', '[00:'],
    ['metadata', '[ti:x]'],
    ['digits', '1'],
    ['entities', '&amp'],
    ['notes', '♪ '],
    ['angles', '<00:01.00>'],
  ])('takes no longer for 5 MB in one line of %s', { tags: ['long'] }, (_, part) => {
    const text = `[00:01.00]${five(part)}x`;
    expect(readingTime(text, 'lrc')).toBeLessThan(HANG_MS);
    expect(timeOf(five(part))).toBeLessThan(HANG_MS);
  });

  it.each(['[00:01.00]', '[ti:x]'])(
    'reads a line of millions of %s, of which no pattern could keep where each began',
    { tags: ['long'] },
    (part) => {
      const { lines } = readText(`${part.repeat(3_000_000)}\n[00:02.00]渡口\n`, 'lrc');
      expect(lines.at(-1)!.text).toBe('渡口');
    },
  );
});

it('with the length of each word, as some players have it, leaves the words', () => {
  const text = '[00:01.00]<300>窗<200>外<150>的<200>雨\n[00:02.00]<300>I <3 <200>you\n';
  expect(wordsIn(text)).toEqual(['窗外的雨', 'I <3 you']);
});
