import { expect, test } from 'vitest';
import { figuresOf, inspect } from '../../src-main/corpus/inspection.ts';
import { readFiles } from '../../src-main/corpus/read-files.ts';
import { usualRecipe } from '../../src-main/corpus/recipe/recipe.ts';
import { steps } from '../../src-main/corpus/song.ts';

const inspected = async (...texts: string[]) => {
  const given = texts.map((text, index) => ({ name: `${index}.txt`, bytes: Buffer.from(text) }));
  return inspect(await readFiles(given), usualRecipe);
};

test('songs come one below the other, with a blank line between them', async () => {
  const found = await inspected('【副歌】\n夜来了\n灯亮了', '河水流');
  expect(found.text).toBe('夜来了\n灯亮了\n\n河水流');
  // As they are learnt: one character ends a song.
  expect(found).toMatchObject({ songs: 2, lines: 3, characters: 11, distinct: 10 });
  expect(found.files[0]!.removed).toEqual({
    ...Object.fromEntries(steps.map((step) => [step, 0])),
    ...{ sections: 1, blankLines: 1 },
  });
});

test('a file of several songs, one that says the same, an advert, and what nothing is left of', async () => {
  const json = '[{"paragraphs":["夜来了"]},{"paragraphs":["灯亮了"]}]';
  const found = await inspected(json, '夜来了\n\n灯亮了', 'www.example.com', '作曲：某人');
  expect(found.files.map(({ songs }) => songs.length)).toEqual([2, 1, 0, 0]);
  expect(found.files[1]!.doubles).toBe('0.txt');
  expect(found.files.map(({ skipped }) => skipped?.reason)).toEqual([
    ...[undefined, undefined, 'advert', 'words'],
  ]);
});

test('figures count characters and not their halves, and lines that say something', () => {
  expect(figuresOf('𠮷夜\n\n夜')).toEqual({ characters: 5, distinct: 3, lines: 2 });
  // As they are learnt: a line break of Windows is one, and the end of a song ends a line.
  expect(figuresOf('夜\r\n \u3000\n灯\r灯\u001e夜')).toEqual({
    characters: 10,
    distinct: 7,
    lines: 4,
  });
  expect(figuresOf('')).toEqual({ characters: 0, distinct: 0, lines: 0 });
});

test.each([
  '纯音乐，请欣赏',
  '[00:00.00]此歌曲为没有填词的纯音乐，请您欣赏',
  '作曲：某人\n\n[Instrumental]',
])('what says itself that it has no words is no advert: %j', async (text) => {
  const { files } = await inspected(text);
  expect(files[0]!.skipped).toEqual({ reason: 'instrumental' });
});
