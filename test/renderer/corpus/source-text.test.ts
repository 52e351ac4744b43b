/** The words of a source, as they are shown and edited. */
import { expect, it } from 'vitest';
import {
  differences,
  learntLines,
  songsOf,
  sourceLines,
  textOf,
} from '../../../src-renderer/corpus/source/source-text.ts';
import { splitSongs } from '../../../src-main/corpus/split.ts';

it.each([
  { by: 'none' },
  { by: 'headings' },
  { by: 'blankLines', count: 2 },
  { by: 'mark', mark: '---' },
] as const)('split by %j, the same songs come of the text that is edited', (split) => {
  const songs = ['春风\n\n又绿', '秋月', '归人\n来信'];
  expect(splitSongs(songsOf(textOf(songs)), split).map(({ text }) => text)).toEqual(songs);
  expect(songsOf('一\n ¶ \n二')).toBe('一\u001e二');
  expect(songsOf('一 ¶ 二\n')).toBe('一 ¶ 二\n');
});

it('tells of every line what became of it, whatever its line ends are', () => {
  const lines = sourceLines({
    text: '[00:01]作词：无名\r\n你好\u2028再见\ufffd',
    changes: [
      { at: 1, step: 'timeTags', before: '[00:01]作词：无名', after: '作词：无名' },
      { at: 1, step: 'credits', before: '作词：无名', after: null },
    ],
    damagedLines: [3],
  });
  expect(lines).toEqual([
    {
      ...{ at: 1, before: '[00:01]作词：无名', after: null },
      ...{ steps: ['timeTags', 'credits'], damaged: false },
    },
    { at: 2, before: '你好', after: '你好', steps: [], damaged: false },
    { at: 3, before: '再见\ufffd', after: '再见\ufffd', steps: [], damaged: true },
  ]);
});

it('numbers songs where there are several', () => {
  expect(learntLines(['一\n二']).map(({ song }) => song)).toEqual([null, null]);
  expect(learntLines(['一\n二', '三']).map(({ song }) => song)).toEqual([1, null, 2]);
});

it('finds the lines in which two readings differ, and no more than are shown', () => {
  expect(differences('a\nb\nc', 'a\nx\nc\nd', 9)).toEqual({
    shown: [
      { at: 2, now: 'b', then: 'x' },
      { at: 4, now: '', then: 'd' },
    ],
    inAll: 2,
  });
  expect(differences('a\nb', 'x\ny', 1)).toMatchObject({ inAll: 2, shown: [{ at: 1 }] });
});
