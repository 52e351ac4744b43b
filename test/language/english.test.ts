import { beforeAll, describe, expect, it } from 'vitest';
import { English, loadEnglish } from '../../src-main/language/english/english.ts';
import { endLabel, lineEnd, rhymes } from '../../src-main/language/line-end.ts';
import { measureLine } from '../../src-main/language/measure.ts';
import { unitsOf } from '../../src-main/language/units.ts';

let english: English;
beforeAll(async () => {
  english = await loadEnglish();
});

const doRhyme = (one: string, other: string, system: 'final' | 'near', syllables = 1): boolean =>
  rhymes(lineEnd(one, { english })!, lineEnd(other, { english })!, system, syllables);

/** Pairs as a songwriter's handbook would sort them. */
const perfect =
  'night/light love/above time/rhyme heart/apart fire/desire hurricane/plane celebrate/late station/nation singing/bringing tonight/quite you/through eyes/skies cry/goodbye remember/december money/honey know/go moon/soon';
const slant =
  'time/line home/alone rain/name love/enough dream/mean mind/time heart/dark road/hope breathe/leave stop/rock ran/hand friend/them';
const neither =
  'night/day love/move heart/hard-boiled time/ten orange/door moon/stars cat/cut wind/mine live/five song/sun';
const pairs = (text: string) => text.split(' ').map((pair) => pair.split('/') as [string, string]);

describe('English rhymes', () => {
  it.each(pairs(perfect))('%s and %s, perfectly', (one, other) => {
    expect(doRhyme(one, other, 'final')).toBe(true);
    expect(doRhyme(other, one, 'near')).toBe(true);
  });

  it.each(pairs(slant))('%s and %s, nearly', (one, other) => {
    expect(doRhyme(one, other, 'final')).toBe(false);
    expect(doRhyme(other, one, 'near')).toBe(true);
  });

  it.each(pairs(neither))('%s and %s, not at all', (one, other) => {
    expect(doRhyme(one, other, 'final')).toBe(false);
    expect(doRhyme(one, other, 'near')).toBe(false);
  });

  it('by as many syllables as wished', () => {
    expect(doRhyme('station', 'nation', 'final', 2)).toBe(true);
    expect(doRhyme('hurricane', 'plane', 'final', 2)).toBe(false);
    expect(doRhyme('celebration', 'station', 'final', 3)).toBe(false);
  });

  it('not with Chinese', () => {
    expect(doRhyme('light', '赖', 'near')).toBe(false);
  });

  it('are shown by their sound', () => {
    const label = (line: string) => endLabel(lineEnd(line, { english })!, 'eighteen');
    expect([label('into the night'), label('remember'), label('money')]).toEqual([
      '/aɪt/',
      '/ɛmbɝ/',
      '/ʌni/',
    ]);
    expect(endLabel(lineEnd('light')!, 'final')).toBeNull();
  });
});

describe('English lines', () => {
  it.each([
    ['I walk the line', 4],
    ['Hallelujah', 4],
    ['Every breath you take', 5],
    ["Don't stop believing", 5],
    ['Here comes the sun, do do do do', 8],
    ['yesterday — all my troubles seemed so far away', 12],
    ['fire', 2],
    ['café', 2],
    ['', 0],
    ['99 red balloons', 5],
    ['hello 世界', 4],
  ])('%s: %d syllables', (line, count) => {
    expect(measureLine(line, 'eighteen', { english }).count).toBe(count);
  });

  it('name the words that are guessed', () => {
    expect(measureLine('shimmerin lovelight of the night', 'final', { english }).guessed).toEqual([
      'shimmerin',
      'lovelight',
    ]);
  });

  it('have their words with their apostrophes', () => {
    const texts = (line: string) => unitsOf(line).map(({ text }) => text);
    expect(texts("'Cause I don’t stop lovin' you")).toEqual([
      'Cause',
      'I',
      'don’t',
      'stop',
      'lovin',
      'you',
    ]);
    expect(texts('re-enter')).toEqual(['re', 'enter']);
    expect(texts('cafe\u0301')).toEqual(['cafe\u0301']);
  });
});

describe('a word that the dictionary does not have', () => {
  it.each([
    ['flibber', 2],
    ['brillig', 2],
    ['outgrabe', 2],
    ['wutherable', 4],
    ['zizzle', 2],
    ['moonglade', 2],
    ['grabes', 1],
    ['blorped', 1],
    ['quaxly', 2],
    ['mmm', 1],
    ['ß', 1],
  ])('%s has %d syllables', (word, syllables) => {
    expect(english.pronounce(word)).toMatchObject({ syllables, guessed: true });
  });

  it('is said as one with an ending, or as two', () => {
    const said = (word: string) => english.pronounce(word).phones.join(' ');
    expect(said('shimmerin')).toBe('SH IH1 M ER0 IH0 N');
    expect(said("dreamer's")).toBe('D R IY1 M ER0 Z');
    expect(said('lovelight')).toBe('L AH1 V L AY2 T');
  });

  it('is no property of an object', () => {
    for (const word of ['constructor', 'hasOwnProperty', 'toString'])
      expect(new English({}).pronounce(word).guessed).toBe(true);
  });
});
