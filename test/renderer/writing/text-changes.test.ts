/** What has become of a text: every character of both is there once, in its order, and what is alike is told apart within a line. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  shortened,
  textChanges,
  type Line,
  type Part,
} from '../../../src-renderer/writing/drafts/text-changes.ts';

/** @returns one of the two texts, put together again */
const without = (lines: readonly Line[], other: Part['kind']): string =>
  lines
    .filter(({ kind }) => kind !== other)
    .map(({ parts }) =>
      parts
        .filter(({ kind }) => kind !== other)
        .map(({ text }) => text)
        .join(''),
    )
    .join('\n');

const said = (lines: readonly Line[]): string[] =>
  lines.map(({ parts }) =>
    parts
      .map(({ kind, text }) => ({ same: text, gone: `-${text}-`, come: `+${text}+` })[kind])
      .join(''),
  );

it('tells what was changed within a line by its characters', () => {
  expect(said(textChanges('海风吹着\n你走了', '海风吹着\n你来了'))).toEqual([
    '海风吹着',
    '你-走-+来+了',
  ]);
});

it('finds a line again that was changed, behind one that is new; another one in its place is not the same, changed', () => {
  expect(said(textChanges('风吹过山坡\n尾', '全新一句\n风吹过小山坡\n尾'))).toEqual([
    '+全新一句+',
    '风吹过+小+山坡',
    '尾',
  ]);
  expect(said(textChanges('春眠不觉晓', '床前明月光'))).toEqual(['-春眠不觉晓-', '+床前明月光+']);
});

it('takes characters beyond the first plane as wholes', () => {
  expect(said(textChanges('唱𠮷一首歌', '唱𡃁一首歌'))).toEqual(['唱-𠮷-+𡃁+一首歌']);
});

it('says both texts whole, whatever they are', () => {
  const line = fc.string({ unit: fc.constantFrom(...'风花雪月a 𠮷'), maxLength: 6 });
  const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = textChanges(before, after);
      expect(without(lines, 'come')).toBe(before);
      expect(without(lines, 'gone')).toBe(after);
    }),
  );
});

it('ends soon on long texts that have nothing in common', () => {
  const long = (start: number): string =>
    Array.from({ length: 30_000 }, (_, line) => `${start + line}号`).join('\n');
  const lines = textChanges(long(0), long(1_000_000));
  expect(without(lines, 'come')).toBe(long(0));
}, 20_000);

it('leaves out what stayed, but for a few lines around a change', () => {
  const text = (changed: string): string =>
    [
      ...Array.from({ length: 10 }, (_, at) => `第${at}行`),
      changed,
      '末一',
      '末二',
      '末三',
      '末四',
    ].join('\n');
  const shown = shortened(textChanges(text('旧的一行'), text('新的一行')));
  expect(shown.map((row) => (row.kind === 'skipped' ? row.count : said([row])[0]))).toEqual([
    ...[8, '第8行', '第9行', '-旧-+新+的一行', '末一', '末二', 2],
  ]);
});
