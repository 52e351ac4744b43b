import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCase } from '../../src-main/corpus/fold-case.ts';
import { TextIndex } from '../../src-main/corpus/text-index.ts';

const END = '\u001e';

describe('the lines of a text', () => {
  it('have a blank one between two songs', () => {
    const index = new TextIndex(`夜来了\n\n灯亮了${END}河水流${END}到天明\n𠮷`);
    expect(index.total).toBe(8);
    expect(index.lines(0, 100)).toEqual(['夜来了', '', '灯亮了', '', '河水流', '', '到天明', '𠮷']);
    expect(index.lines(4, 2)).toEqual(['河水流', '']);
    expect(index.lines(8, 5)).toEqual([]);
    expect(index.songs).toEqual([
      { line: 0, lines: 3, characters: 8 },
      { line: 4, lines: 1, characters: 3 },
      { line: 6, lines: 2, characters: 5 },
    ]);
    expect(index.characters).toBe(18);
    expect(Array.from({ length: 8 }, (_, line) => index.songOf(line))).toEqual([
      0, 0, 0, 0, 1, 1, 2, 2,
    ]);
  });

  it('end with the line breaks of all systems, each of them one', () => {
    const index = new TextIndex('一\r\n二\r三\v四\f五\u0085六\u2028七\u2029八\n');
    expect(index.lines(0, 100)).toEqual([...'一二三四五六七八']);
    expect(index.characters).toBe(16);
    expect(new TextIndex('')).toMatchObject({ total: 0, songs: [], characters: 0 });
  });

  it('are those that lie between the breaks of any text', () => {
    const text = fc.string({
      unit: fc.constantFrom('夜', '𠮷', 'a', '\n', '\n', END, '\ud83d'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, (said) => {
        const index = new TextIndex(said);
        const shown = said.replaceAll(END, '\n\n').split('\n');
        if (shown.at(-1) === '' && !said.endsWith(END)) shown.pop();
        expect(index.lines(0, 1000)).toEqual(shown);
        const songs = said === '' ? [] : said.split(END);
        expect(index.songs.map(({ characters }) => characters)).toEqual(
          songs.map((song) => [...song].length),
        );
        for (const [song, { line, lines }] of index.songs.entries()) {
          const whole = index.lines(line, lines).join('\n');
          expect(whole).toBe(
            songs[song]!.replace(
              /\n$/,
              song === songs.length - 1 && songs[song] !== '' ? '' : '\n',
            ),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a search', () => {
  it('takes upper and lower case alike in all scripts, and nothing as a pattern', () => {
    const index = new TextIndex(`Ελπίς ΕΛΠΊΣ${END}straße СТОЛ стол\na.c abc (x)`);
    const placesOf = (query: string) =>
      index.search(query).hits.map(({ line, start }) => [line, start]);
    expect(placesOf('ΕΛΠΊΣ')).toEqual([
      [0, 0],
      [0, 6],
    ]);
    expect(placesOf('Стол')).toEqual([
      [2, 7],
      [2, 12],
    ]);
    expect(placesOf('A.C')).toEqual([[3, 0]]);
    expect(placesOf('(X)')).toEqual([[3, 8]]);
    expect(placesOf('.*')).toEqual([]);
    expect(index.search('')).toEqual({ hits: [], total: 0 });
  });

  it('tells where a hit is, and what is around it', () => {
    const long = 'の'.repeat(5_000_000);
    const index = new TextIndex(`一\n二${END}三${long}夜𠮷${long}`);
    const { hits, total } = index.search('夜');
    expect(total).toBe(1);
    expect(hits[0]).toMatchObject({ line: 3, song: 1, start: 5_000_001, length: 1 });
    expect(hits[0]!.text.length).toBeLessThan(1000);
    expect(hits[0]!.text[hits[0]!.start - hits[0]!.from]).toBe('夜');
  });

  it('gives the first hits from a line on, and counts all', () => {
    const index = new TextIndex(Array.from({ length: 1000 }, (_, i) => `夜${i}夜`).join('\n'));
    const { hits, total } = index.search('夜', { from: 500, limit: 3 });
    expect(hits.map(({ line, start }) => [line, start])).toEqual([
      [500, 0],
      [500, 4],
      [501, 0],
    ]);
    expect(total).toBe(2000);
    expect(index.search('夜', { from: 5000 })).toEqual({ hits: [], total: 2000 });
  });

  it('finds what stands in lines, wherever it stands', () => {
    const text = fc.string({
      unit: fc.constantFrom('A', 'a', 'b', '夜', '\n', END),
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        text,
        fc.string({ unit: fc.constantFrom('a', 'B', '夜'), minLength: 1, maxLength: 2 }),
        (said, query) => {
          const index = new TextIndex(said);
          const { hits, total } = index.search(query, { limit: 1000 });
          const expected =
            said.replaceAll(END, '|').replaceAll('\n', '|').toLowerCase().split(query.toLowerCase())
              .length - 1;
          expect(total).toBe(expected);
          expect(hits).toHaveLength(expected);
          for (const { line, start, length } of hits)
            expect(
              index
                .line(line)
                .slice(start, start + length)
                .toLowerCase(),
            ).toBe(query.toLowerCase());
        },
      ),
    );
  });

  it('keeps each character at its place, whatever its other case is', () => {
    for (let point = 0; point < 0x30000; point++) {
      const character = String.fromCodePoint(point);
      if (foldCase(character).length !== character.length) expect.fail(point.toString(16));
    }
    expect(foldCase('ſΣςσµİ')).toBe('sσσσμi');
  });
});
