/** Which lines are from the corpus, and where runs stand in them. */
import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countUnits } from '../../../src-main/contract/writing/copied-units.ts';
import { unitsOf, Words } from '../../../src-main/core/text/units.ts';
import { placesOf } from '../../../src-renderer/writing/honesty/characters.ts';
import { copiedLines, inLines } from '../../../src-renderer/writing/honesty/copied-lines.ts';
import {
  copiesFound,
  copiesIn,
  copyMarks,
  sung,
  unreadOf,
} from '../../../src-renderer/writing/page/copies.ts';

const page = (doc: string) => EditorState.create({ doc, extensions: [copyMarks] });

/** A page on which a part was found to be a copy. */
function copiedOn(doc: string, part: string) {
  const state = page(doc);
  const from = doc.indexOf(part);
  const copies = inLines(state.doc, { from, to: from + part.length }, 'song');
  const effects = copiesFound.of({ from: 0, to: doc.length, copies });
  return state.update({ effects }).state;
}

describe('a line is from the corpus', () => {
  it.each<[doc: string, part: string, copied: number, all: number]>([
    ['想要有直升机飞\n自己写的', '想要有直升机', 1, 2],
    ['我想要有直升机\n[副歌]\n\n自己写的', '想要有直升机', 1, 2], // six stand in it
    ['想要有\n直升机飞', '想要有\n直升机', 1, 2], // all of the first, a part of the other
    ['想要，有\n[副歌]\n直升机！', '想要，有\n[副歌]\n直升机', 2, 2], // what stands between does not count
    ['𠮷想要有直升机', '想要有直升机', 1, 1],
    ['…\n ', '…', 0, 0],
  ])('%j with %j copied', (doc, part, copied, all) => {
    expect(copiedLines(copiedOn(doc, part), 6)).toEqual({ copied, all });
  });
});

it('marks go from the first unit of a line to the last, and not over labels', () => {
  const state = copiedOn('「想要有。\n[副歌]\n  直升机」', '想要有。\n[副歌]\n  直升机」');
  const texts = copiesIn(state).map(({ from, to }) => state.doc.sliceString(from, to));
  expect(texts).toEqual(['想要有', '直升机']);
  expect(copiesIn(state).map(({ units }) => units)).toEqual([3, 3]);
});

it('labels are blank where the text is compared, and all stands where it stood', () => {
  const doc = '一\n[副歌]\n二';
  expect(sung(page(doc).doc, 0, doc.length)).toBe('一\n    \n二');
  expect(sung(page(doc).doc, 3, doc.length)).toBe('   \n二');
});

it('only what has changed is looked up again', () => {
  let state = copiedOn('一二三四五六七八九十', '三四五六');
  expect(unreadOf(state)).toEqual([]);
  state = state.update({ changes: { from: 0, insert: '字' } }).state;
  expect(unreadOf(state)).toEqual([{ from: 0, to: 1 }]);
  expect(copiesIn(state)).toMatchObject([{ from: 3, to: 7 }]);
  state = state.update({ changes: { from: 5, to: 6 } }).state;
  expect(unreadOf(state)).toEqual([
    { from: 0, to: 1 },
    { from: 5, to: 5 },
  ]);
  state = state.update({ effects: copiesFound.of({ from: 2, to: 9, copies: [] }) }).state;
  expect(unreadOf(state)).toEqual([{ from: 0, to: 1 }]);
  expect(copiesIn(state)).toEqual([]);
});

it('units are counted as the index counts them', () => {
  const word = fc.constantFrom(
    '春',
    'の',
    'a',
    'É',
    "'",
    '’',
    ' ',
    '，',
    '9',
    '𠮷',
    '한',
    '\n',
    '😀',
  );
  fc.assert(
    fc.property(fc.array(word), (characters) => {
      const text = characters.join('');
      expect(countUnits(text)).toBe(unitsOf(text, new Words()).length);
    }),
  );
});

it('places in characters are places in UTF-16 units', () => {
  expect(placesOf('想要')).toBeUndefined();
  expect([...placesOf('a𠮷b')!]).toEqual([0, 1, 3, 4]);
});
