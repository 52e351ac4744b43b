import { describe, expect, it } from 'vitest';
import { five, HANG_MS, readAsFound, readingTime, wordsIn } from './read-kind.ts';

const SONG = ['渡口的灯还没有睡', '船在雾里, 慢慢靠近', 'hold on to me'];
const HEAD =
  '[Script Info]\n; a comment\nTitle: 渡口\nScriptType: v4.00+\nPlayResX: 640\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour\nStyle: Default,Arial,20,&H00FFFFFF\nStyle: 中文,SimHei,20,&H00FFFFFF\n\n[Events]\n';
const FORMAT = 'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n';
const event = (
  words: string,
  i: number,
  { kind = 'Dialogue', layer = 0, style = 'Default', effect = '' } = {},
): string =>
  `${kind}: ${layer},0:00:1${i}.00,0:00:1${i + 1}.00,${style},,0,0,0,${effect},${words}\n`;
const ass = (...events: readonly string[]): string => HEAD + FORMAT + events.join('');

describe('ASS', () => {
  it.each([
    ['as the format has it', ass(...SONG.map((line, i) => event(line, i)))],
    ['CRLF', ass(...SONG.map((line, i) => event(line, i))).replaceAll('\n', '\r\n')],
    ['a mark at the beginning', '\ufeff' + ass(...SONG.map((line, i) => event(line, i)))],
    [
      'columns in another order',
      `${HEAD}Format: End, Start, Style, Effect, Layer, Text\n${SONG.map((line, i) => `Dialogue: 0:00:1${i + 1}.00, 0:00:1${i}.00, Default, , 0, ${line}\n`).join('')}`,
    ],
    [
      'columns in small letters',
      `${HEAD}format: start,end,text\n${SONG.map((line, i) => `dialogue: 0:00:1${i}.00,0:00:1${i + 1}.00,${line}\n`).join('')}`,
    ],
    [
      'SSA',
      `[Script Info]\nScriptType: v4.00\n\n[V4 Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\nFormat: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n${SONG.map((line, i) => `Dialogue: Marked=0,0:00:1${i}.00,0:00:1${i + 1}.00,Default,NTP,0000,0000,0000,,${line}\n`).join('')}`,
    ],
    ['no head', FORMAT + SONG.map((line, i) => event(line, i)).join('')],
    ['no columns', HEAD + SONG.map((line, i) => event(line, i)).join('')],
    [
      'another order of the events',
      ass(event(SONG[2]!, 5), event(SONG[0]!, 1), event(SONG[1]!, 3)),
    ],
    [
      'fonts behind the events',
      `${ass(...SONG.map((line, i) => event(line, i)))}\n[Fonts]\nfontname: a.ttf\n!!!!"#$%\nDialogue: no\n`,
    ],
    [
      'comments',
      ass(
        event('nobody sees it', 0, { kind: 'Comment' }),
        ...SONG.map((line, i) => event(line, i)),
      ),
    ],
    [
      'colours and moves',
      ass(
        ...SONG.map((line, i) =>
          event(`{\\pos(320,40)\\c&H00FF00&}{\\fad(200,200)}${line}{\\r}`, i),
        ),
      ),
    ],
    [
      'a shadow on a layer of its own',
      ass(
        ...SONG.flatMap((line, i) => [event(`{\\blur5}${line}`, i), event(line, i, { layer: 1 })]),
      ),
    ],
    [
      'a drawing before and within',
      ass(
        event('{\\p1}m 0 0 l 100 0 100 100{\\p0}', 0),
        event(`{\\an7\\p4}m 0 0 l 5 5{\\p0}${SONG[0]}`, 1),
        event(SONG[1]!, 2),
        event(`${SONG[2]}{\\p2}m 0 0 b 1 1`, 3),
      ),
    ],
    ['notes of music', ass(...SONG.map((line, i) => event(`♪ ${line} ♪`, i)))],
  ])('reads a file with %s', (_, text) => {
    expect(readAsFound(text).kind).toBe('ass');
    expect(wordsIn(text)).toEqual(SONG);
  });

  it('joins the syllables of karaoke, and counts their times', () => {
    const text = ass(event('{\\k20}渡{\\kf30}口{\\K10}的{\\ko5}灯', 1));
    const { texts, changes } = readAsFound(text);
    expect(texts).toEqual(['渡口的灯']);
    expect(changes).toContainEqual(expect.objectContaining({ step: 'timeTags', count: 5 }));
  });

  it('breaks lines where a player does, and has spaces that do not break', () => {
    expect(wordsIn(ass(event('渡口的灯\\N船在\\h雾里\\nhold on', 1)))).toEqual([
      '渡口的灯',
      '船在 雾里',
      'hold on',
    ]);
  });

  it('brings two languages, each in a style of its own, together', () => {
    const text = ass(
      event('渡口的灯', 1, { style: '中文' }),
      event('船在雾里', 3, { style: '中文' }),
      event('Lamps', 1),
      event('A boat', 3),
    );
    expect(readAsFound(text).lines.map(({ text: words, stamp }) => [words, stamp])).toEqual([
      ['渡口的灯', 11_000],
      ['Lamps', 11_000],
      ['船在雾里', 13_000],
      ['A boat', 13_000],
    ]);
  });

  it('sings a line once of which a program has made an event for each syllable', () => {
    const text = ass(
      event('!retime("line")!{\\k1}', 0, { kind: 'Comment', effect: 'template syl' }),
      event('{\\k20}渡{\\k30}口', 1, { kind: 'Comment', effect: 'karaoke' }),
      event('{\\pos(1,1)}渡', 1, { effect: 'fx' }),
      event('{\\pos(2,1)}口', 1, { effect: 'fx' }),
    );
    expect(wordsIn(text)).toEqual(['渡口']);
  });

  it('tells each line that it leaves out', () => {
    const text = ass(event('nobody', 0, { kind: 'Comment' }), event('渡口', 1));
    const { changes } = readAsFound(text);
    const told = new Set(changes.map(({ at }) => at));
    for (const [index, line] of text.split('\n').entries())
      if (line.trim() !== '') expect(told).toContain(index + 1);
  });

  it('is not a song with events', () => {
    expect(readAsFound('[Events]\n我们去看了一场电影\nDialogue: 你说再见\n').kind).toBe('text');
  });

  it.each(['{', '{\\p1', '\\p1', '{\\k1}词', ',', '\\N', '{}', ' ', '[', '♪ '])(
    'takes no longer for 5 MB in one line of %s',
    { tags: ['long'] },
    (part) => {
      expect(readingTime(ass(event(`{${five(part)}`, 1)), 'ass')).toBeLessThan(HANG_MS);
      expect(readingTime(five(part), 'ass')).toBeLessThan(HANG_MS);
    },
  );
});
