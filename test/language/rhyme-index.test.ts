/** Words of a text that rhyme: by how they are read there, with how often they stand there and a line that they come from. */
import { describe, expect, it } from 'vitest';
import { finals } from '../../src-main/language/chinese/syllable.ts';
import { loadEnglish } from '../../src-main/language/english/english.ts';
import { commonRhymes } from '../../src-main/language/rhyme-dictionary.ts';
import { RhymeIndex } from '../../src-main/language/rhyme-index.ts';
import { wantedOf } from '../../src-main/language/rhyming.ts';

const SONGS = '月亮在天上\n你说月亮亮\u001e再看一眼银行\n我行我素 想飞就飞\n春光 \n天边的云\n故乡';

describe('the words of a text', () => {
  const index = new RhymeIndex(SONGS);
  const find = (end: string, reading: string | null = null) =>
    index.find(wantedOf(end, reading, 'eighteen', undefined)!);

  it('rhyme as they are read in the word, the most frequent first, with a line that ends on them', () => {
    const { rhymes } = find('唱');
    expect(rhymes[0]).toEqual({
      ...{ text: '亮', reading: 'liàng', tone: 4, count: 3, line: '你说月亮亮' },
    });
    expect(rhymes).toContainEqual({
      ...{ text: '月亮', reading: 'liàng', tone: 4, count: 2, line: '月亮在天上' },
    });
    expect(rhymes).toContainEqual({
      ...{ text: '银行', reading: 'háng', tone: 2, count: 1, line: '再看一眼银行' },
    });
    expect(rhymes.map(({ text }) => text)).not.toContain('云');
  });

  it('are near, where they are no rhyme by the book', () => {
    const near = find('唱').near.map(({ text }) => text);
    expect(near).toContain('天边');
    expect(find('唱').rhymes.map(({ text }) => text)).not.toContain('天边');
  });

  it('rhyme with the reading that is meant, and no character with itself', () => {
    expect(find('行', 'hang2').rhymes.map(({ text }) => text)).toContain('上');
    expect(find('行', 'xing2').rhymes).toEqual([]);
    expect(find('上').rhymes.map(({ text }) => text)).not.toContain('上');
  });

  it('are read of every line that is long, too, and told by a part of it', () => {
    const long = `${'飞'.repeat(500)}唱${'飞'.repeat(500)}`;
    const [one] = new RhymeIndex(long).find(wantedOf('亮', null, 'eighteen', undefined)!).rhymes;
    expect(one!.line).toMatch(/^…飞+唱飞+…$/);
    expect(one!.line!.length).toBeLessThan(70);
  });

  it('are none of an empty text', () => {
    const nothing = new RhymeIndex('');
    expect(nothing.find(wantedOf('亮', null, 'eighteen', undefined)!)).toEqual({
      ...{ rhymes: [], near: [] },
    });
  });
});

describe('in English', () => {
  it('they rhyme from the last stressed vowel, slant rhymes below', async () => {
    const english = await loadEnglish();
    const index = new RhymeIndex("Night after night\nno light tonight\nlike the others\nit isn't");
    const { rhymes, near } = index.find(wantedOf('bright', null, 'eighteen', english)!);
    expect(rhymes.map(({ text }) => text)).toEqual(['night', 'light', 'tonight']);
    expect(rhymes[2]!.line).toBe('no light tonight');
    expect(near.map(({ text }) => text)).toEqual(['like']);
    const slant = index.find(wantedOf('bright', null, 'near', english)!);
    expect(slant.rhymes.map(({ text }) => text)).toContain('like');
    expect(index.find(wantedOf('Night', null, 'eighteen', english)!).rhymes).toHaveLength(2);
  });

  it('they stand there as they are written, with an apostrophe of either kind', async () => {
    const english = await loadEnglish();
    const index = new RhymeIndex(
      "If I'd a guide\nas I’d decide\nI'd see Clyde\nwide\nWide\nas you’d say\nyou'd",
    );
    const found = (end: string, system: 'eighteen' | 'near' = 'eighteen') =>
      index.find(wantedOf(end, null, system, english)!);
    const side = found('side').rhymes.map(({ text, count }) => `${text} ${count}`);
    expect(side.toSorted()).toEqual(
      ["I'd 3", 'Clyde 1', 'decide 1', 'guide 1', 'wide 2'].toSorted(),
    );
    expect(found('light').near.map(({ text }) => text)).toContain("I'd");
    expect(found("I'd").rhymes.map(({ text }) => text)).not.toContain("I'd");
    expect(found('you’d').rhymes).toEqual([]); // nor with itself, however it is written
  });

  it('the common ones of the dictionary are words of which it has several forms, and no names', async () => {
    const english = await loadEnglish();
    const { rhymes } = commonRhymes(wantedOf('night', null, 'eighteen', english)!, english);
    const words = rhymes.map(({ text }) => text);
    expect(words.slice(0, 40)).toEqual(expect.arrayContaining(['light', 'bright', 'flight']));
    expect(words).not.toContain('night');
    expect(words).not.toContain('wainwright');
    const near = (end: string): string[] =>
      commonRhymes(wantedOf(end, null, 'eighteen', english)!, english).near.map(({ text }) => text);
    expect(near('night')).toContain("I'd"); // contractions have no forms, and are common all the same
  });
});

it('the common characters rhyme in every reading that is alive at the end of a line', () => {
  const { rhymes } = commonRhymes(wantedOf('光', null, 'eighteen', undefined)!, undefined);
  expect(rhymes.map(({ text }) => text)).toEqual(expect.arrayContaining(['窗', '行', '长']));
  expect(rhymes.filter(({ text }) => text === '长').map(({ reading }) => reading)).toEqual([
    ...['cháng', 'zhǎng'],
  ]);
});

it('no common character comes twice with one reading, whatever it rhymes with', () => {
  for (const final of finals) {
    const { rhymes, near } = commonRhymes(
      wantedOf('', final === '-i' ? 'shi1' : `${final}1`, 'near', undefined)!,
      undefined,
    );
    const keys = [...rhymes, ...near].map(({ text, reading }) => `${text} ${reading}`);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

it('what has no sound rhymes with nothing', () => {
  expect(wantedOf('🙂', null, 'eighteen', undefined)).toBeUndefined();
  expect(wantedOf('7', null, 'eighteen', undefined)).toBeUndefined();
});
