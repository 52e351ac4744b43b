/** Titles are no words of a song, unless a person wants them to be. */
import { expect, it } from 'vitest';
import { clean, usualRecipe } from '../../../src-main/corpus/recipe/recipe.ts';
import type { TextKind } from '../../../src-main/corpus/song.ts';

const END = '\u001e';
const with_ = (titles: 'dropped' | 'kept', text: string, kind: TextKind) =>
  clean(text, kind, { ...usualRecipe, titles });
const poems = JSON.stringify([
  { title: '渡口', author: '某人', paragraphs: ['夜来了', '灯亮了'] },
  { rhythmic: ' 浣溪沙\n其一 ', paragraphs: ['河水流'] },
  { author: '某人', paragraphs: ['到天明'] },
]);
const sheet =
  '{title: 渡口}\n{artist: 某人}\n[Am]夜来了\n{new_song}\n{t:河}\n[C]河水流\n{start_of_chorus}\n到天明';

it.each<[TextKind, string, string[], string[]]>([
  [
    'json',
    poems,
    ['夜来了', '灯亮了', END, '河水流', END, '到天明'],
    ['渡口', '夜来了', '灯亮了', END, '浣溪沙 其一', '河水流', END, '到天明'],
  ],
  [
    'chordpro',
    sheet,
    ['夜来了', END, '河水流', '到天明'],
    ['渡口', '夜来了', END, '河', '河水流', '到天明'],
  ],
  [
    'markdown',
    '# 渡口 #\n夜来了\n灯亮了\n\n**河**\n===\n河水流\n\n---\n\n到天明\n',
    ['夜来了', '灯亮了', '', '河水流', '', '到天明'],
    ['渡口', '夜来了', '灯亮了', '', '河', '河水流', '', '到天明'],
  ],
  [
    'html',
    '<h1>渡口</h1><p>夜来了<br>灯亮了<br>河水流<br>到天明</p>',
    ['夜来了', '灯亮了', '河水流', '到天明'],
    ['渡口', '', '夜来了', '灯亮了', '河水流', '到天明'],
  ],
])('of %s', (kind, text, dropped, kept) => {
  const textsOf = (titles: 'dropped' | 'kept') =>
    with_(titles, text, kind).lines.map((line) => line.text);
  expect(textsOf('dropped')).toEqual(dropped);
  expect(textsOf('kept')).toEqual(kept);
});

it('are told of each song that has one, whether they are kept or not', () => {
  for (const titles of ['dropped', 'kept'] as const) {
    expect(with_(titles, poems, 'json').titles).toEqual(['渡口', '浣溪沙 其一', undefined]);
    expect(with_(titles, sheet, 'chordpro').titles).toEqual(['渡口', '河']);
  }
});
