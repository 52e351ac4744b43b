/** A text as one reads it: stanzas by empty lines and labels, and where each line begins. */
import { expect, it } from 'vitest';
import { lineAt, stanzasOf } from '../../../src-renderer/writing/reading/stanzas.ts';

const said = (text: string): string[] =>
  stanzasOf(text).map(({ label, lines }) =>
    [label === undefined ? '' : `[${label}]`, ...lines.map((line) => line.text)].join('/'),
  );

it('ends a stanza at an empty line, and begins one at a label', () => {
  expect(said('一\n二\n\n\n三\n[副歌]\n四\n  \n五')).toEqual(['/一/二', '/三', '[副歌]/四', '/五']);
});

it('leaves a label with what follows it, be it behind an empty line, and one of nothing alone', () => {
  expect(said('[主歌]\n\n一\n【副歌】\n[尾]\n二')).toEqual(['[主歌]/一', '[副歌]', '[尾]/二']);
  expect(said('')).toEqual([]);
});

it('knows where each line begins', () => {
  const text = '[主歌]\n𠮷一\n\n二三';
  const lines = stanzasOf(text).flatMap((stanza) => stanza.lines);
  for (const { text: line, from } of lines) expect(text.slice(from, from + line.length)).toBe(line);
  expect(lines).toHaveLength(2);
});

it('finds the line of a place, the one before it where that is none, and else the first', () => {
  const stanzas = stanzasOf('[主歌]\n一二\n\n三');
  const at = (place: number) => lineAt(stanzas, place)?.text;
  expect([at(0), at(5), at(7), at(8), at(9), at(10)]).toEqual([
    '一二',
    '一二',
    '一二',
    '一二',
    '三',
    '三',
  ]);
  expect(lineAt([], 3)).toBeUndefined();
});
