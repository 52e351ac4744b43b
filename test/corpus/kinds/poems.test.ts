import { describe, expect, it } from 'vitest';
import { clean, usualRecipe } from '../../../src-main/corpus/recipe/recipe.ts';
import { five, HANG_MS, readAsFound, timeOf } from './read-kind.ts';

const ONE = ['窗外雨落旧屋檐，', '影子折成一只船。'];
const TWO = ['風不問我從哪裡來，', '燈為誰亮到現在。'];
const END = '\u001e';
const BOTH = [...ONE, END, ...TWO];
const poem = (lines: readonly string[], more: object = {}) => ({
  author: '某人',
  paragraphs: lines,
  title: '题',
  ...more,
});

/** As the collections of chinese-poetry are shaped, with words of our own. */
const shapes: Readonly<Record<string, unknown>> = {
  'poems with identifiers': [
    poem(ONE, { id: '08e41396' }),
    poem(TWO, { id: '18e41396', tags: ['春天', '写景'] }),
  ],
  'ci with a tune': [
    { author: '某人', paragraphs: ONE, rhythmic: '浣溪沙' },
    { author: '某人', paragraphs: TWO, rhythmic: '如梦令' },
  ],
  'odes with chapters': [
    { title: '题', chapter: '国风', section: '周南', content: ONE },
    { title: '题', chapter: '国风', section: '召南', content: TWO },
  ],
  'chapters of prose': [
    { chapter: '学而篇', paragraphs: ONE },
    { chapter: '为政篇', paragraphs: TWO },
  ],
  'notes beside them': [
    poem(ONE, { notes: ['这是注。', '这也是。'] }),
    poem(TWO, { notes: [''], biography: '生于某年', volume: '卷一', 'no#': 1 }),
  ],
  'under para': [
    { title: '题', para: ONE, author: '某人' },
    { title: '题', para: TWO, author: '某人' },
  ],
  'with strains': [
    poem(ONE, { strains: ['平平仄仄', '仄仄平平'] }),
    poem(TWO, { dynasty: 'yuan' }),
  ],
  'one text each': [
    { id: 1, contents: ONE.join('\n'), title: '题' },
    { id: 2, contents: TWO.join('\r\n'), title: '题' },
  ],
  'in one object': {
    title: '书',
    author: '某人',
    abstract: '关于此书',
    content: [
      { chapter: '一', paragraphs: ONE },
      { chapter: '二', paragraphs: TWO },
    ],
  },
  'by types': {
    title: '三百',
    content: [
      {
        type: '五言',
        content: [{ chapter: '一', subchapter: null, author: '某人', paragraphs: ONE }],
      },
      { type: '七言', content: [{ chapter: '二', paragraphs: TWO }] },
    ],
  },
  'by volumes and chapters': {
    title: '书',
    content: [
      {
        title: '卷一',
        content: [
          { chapter: '一', paragraphs: ONE },
          { chapter: '二', paragraphs: TWO },
        ],
      },
    ],
  },
  'by numbers': { 1: poem(ONE), 2: poem(TWO) },
  'with a poem of nothing': [poem(ONE), poem([]), poem(['']), poem(TWO)],
  'arrays of lines': { a: { lines: ONE }, b: { lyrics: TWO.join('\n') } },
};

describe('JSON of poems', () => {
  it.each(Object.entries(shapes))('reads poems %s, and no titles', (_, value) => {
    for (const text of [
      JSON.stringify(value),
      JSON.stringify(value, null, 2),
      `\ufeff\n${JSON.stringify(value)}\n`,
    ]) {
      expect(readAsFound(text)).toMatchObject({ kind: 'json', texts: BOTH });
    }
  });

  it('decodes characters that are written as numbers', () => {
    const escaped = JSON.stringify([poem(ONE)]).replace(
      /[^\x20-\x7e]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(readAsFound(escaped).texts).toEqual(ONE);
  });

  it.each([
    ['one object', JSON.stringify(poem(ONE)), ONE],
    ['an array of lines', JSON.stringify(ONE), ONE],
    ['an object a line', `${JSON.stringify(poem(ONE))}\n${JSON.stringify(poem(TWO))}\n`, BOTH],
    [
      'an object a line, CRLF and blank lines',
      `${JSON.stringify(poem(ONE))}\r\n\r\n${JSON.stringify(poem(TWO))}`,
      BOTH,
    ],
    [
      'an object a line, the last of them cut off',
      `${JSON.stringify(poem(ONE))}\n${JSON.stringify(poem(TWO))}\n{"author":"某`,
      BOTH,
    ],
    ['an array a line', `${JSON.stringify(ONE)}\n${JSON.stringify(TWO)}`, BOTH],
  ])('reads %s', (_, text, lines) => {
    expect(readAsFound(text)).toMatchObject({ kind: 'json', texts: lines });
  });

  it('reads what services of music answer: lines that are objects, words in base 64, with times or without', () => {
    const lines = ONE.map((words, index) => ({ startTimeMs: `${index}000`, words, syllables: [] }));
    const timed = ONE.map((words, index) => `[00:0${index}.00]${words}`).join('\n');
    for (const answer of [
      { lyrics: { syncType: 'LINE_SYNCED', lines } },
      { retcode: 0, lyric: Buffer.from(timed).toString('base64') },
      { trackName: '雨', plainLyrics: ONE.join('\n'), syncedLyrics: timed },
    ])
      expect(readAsFound(JSON.stringify(answer)).texts).toEqual(ONE);
  });

  it('has a blank line between two stanzas', () => {
    expect(readAsFound(JSON.stringify(poem([ONE, TWO] as never))).texts).toEqual([
      ...ONE,
      '',
      ...TWO,
    ]);
    expect(readAsFound(JSON.stringify(poem([...ONE, '', ...TWO]))).texts).toEqual([
      ...ONE,
      '',
      ...TWO,
    ]);
  });

  it('reads a song as services of music answer it, with its times and its translation', () => {
    const lyric = ONE.map((line, i) => `[00:1${i}.00]${line}`).join('\n');
    const english = '[00:10.00]Rain on the eaves\n[00:11.00]A shadow like a boat\n';
    const text = JSON.stringify({
      sgc: true,
      lrc: { version: 1, lyric },
      tlyric: { version: 1, lyric: english },
      klyric: { lyric: '' },
      code: 200,
    });
    const { kind, lines } = readAsFound(text);
    expect(kind).toBe('json');
    expect(lines.map(({ stamp }) => stamp)).toEqual([10_000, 10_000, 11_000, 11_000]);
    expect(clean(text, kind, usualRecipe).lines.map((line) => line.text)).toEqual(ONE);
    expect(readAsFound(JSON.stringify({ lyric })).texts).toEqual(ONE);
  });

  it.each([
    '[]',
    '{}',
    '[{"name":"某人","desc":"生平"}]',
    '{"a":[1,2]}',
    '[[[]]]',
    '{"paragraphs":[]}',
  ])('says that nothing is in %s', (text) => {
    expect(readAsFound(text)).toMatchObject({ kind: 'json', texts: [] });
  });

  it.each([
    '[Chorus]\n渡口的灯\n',
    '{男} 渡口的灯\n',
    '[1] 渡口\n[2] 船\n',
    '{"不是": JSON\n',
    '["也不是" 歌\n',
  ])('is not %j', (text) => {
    expect(readAsFound(text).kind).not.toBe('json');
  });

  it('is not led astray by names that all objects have, nor by depth', () => {
    expect(
      readAsFound('{"__proto__":{"paragraphs":["甲"]},"constructor":{"lines":["乙"]}}').texts,
    ).toEqual(['甲', END, '乙']);
    const deep = `{"paragraphs":${'['.repeat(100_000)}"甲"${']'.repeat(100_000)}}`;
    expect(readAsFound(deep).texts).toEqual([]);
    expect(readAsFound('['.repeat(100_000)).kind).toBe('text');
  });

  it.each([
    ['one string', () => JSON.stringify({ content: five('词') })],
    ['short lines', () => JSON.stringify({ content: Array.from({ length: 500_000 }, () => '词') })],
    [
      'many poems',
      () => JSON.stringify(Array.from({ length: 100_000 }, () => ({ content: ['词'] }))),
    ],
    ['brackets', () => five('[')],
    ['braces', () => five('{')],
    ['an open string', () => `["${five('词')}`],
    ['objects that are none', () => five('{"a":1}\n{')],
  ])('takes no longer for 5 MB of %s', (_, text) => {
    expect(timeOf(text())).toBeLessThan(HANG_MS);
  });
});
