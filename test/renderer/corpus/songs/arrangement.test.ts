/** Sources that are put into another order or taken out, and what takes that back when other things have happened since. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceChoices } from '../../../../src-main/contract/corpus/source.ts';
import {
  bringingBack,
  inOrder,
  movedBy,
  movedTo,
  setting,
  valuesOf,
  without,
} from '../../../../src-renderer/corpus/songs/arrangement.ts';

const sourceOf = (id: string): SourceChoices => ({ id, name: id, on: true, split: { by: 'none' } });
const all = (ids: string): SourceChoices[] => [...ids].map(sourceOf);
const idsOf = (sources: readonly SourceChoices[]): string => sources.map(({ id }) => id).join('');
const set = (ids: string): Set<string> => new Set(ids);

describe('an order', () => {
  it.each([
    ['abcd', 'b', -1, 'bacd'],
    ['abcd', 'b', 1, 'acbd'],
    ['abcd', 'a', -1, 'abcd'],
    ['abcd', 'd', 1, 'abcd'],
    ['abcd', 'bc', -1, 'bcad'],
    ['abcd', 'bc', 1, 'adbc'],
    ['abcd', 'ac', -1, 'acbd'], // who is at the edge waits for the others
    ['abcd', 'ab', -1, 'abcd'],
    ['abcd', 'bd', 1, 'acbd'],
  ] as const)('%s with %s moved by %i is %s', (before, moved, by, after) => {
    expect(movedBy([...before], set(moved), by).join('')).toBe(after);
  });

  it.each([
    ['abcd', 'd', 0, 'dabc'],
    ['abcd', 'a', 4, 'bcda'],
    ['abcd', 'b', 1, 'abcd'],
    ['abcd', 'b', 2, 'abcd'],
    ['abcd', 'ac', 3, 'bacd'],
  ])('%s with %s put to place %i is %s', (before, moved, place, after) => {
    expect(movedTo([...before], set(moved), place).join('')).toBe(after);
  });

  it('is of those that it names; all others stay where they are', () => {
    expect(idsOf(inOrder(['c', 'a'])(all('axcy')))).toBe('cxay');
    expect(idsOf(inOrder(['c', 'gone', 'a'])(all('axcy')))).toBe('cxay');
  });
});

describe('what is taken back', () => {
  it('a removal: each behind the one that was before it, also where others have come and gone', () => {
    const before = all('abcde');
    const back = bringingBack(all('bcd'), before);
    expect(idsOf(back(without(all('bcd'))(before)))).toBe('abcde');
    expect(idsOf(back(all('xea')))).toBe('xeabcd');
    expect(idsOf(back(all('ex')))).toBe('bcdex'); // its neighbour is gone
    expect(idsOf(back(all('abcdex')))).toBe('abcdex'); // it was taken back already
  });

  it('a removal of many: everything, in the order that was', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        (ids, isGone) => {
          const before = ids.map(sourceOf);
          const gone = before.filter(() => isGone.next().value);
          expect(bringingBack(gone, before)(without(gone)(before))).toEqual(before);
        },
      ),
    );
  });

  it('a switch and a name, of those alone that had another', () => {
    const before = [...all('ab'), { ...sourceOf('c'), on: false }];
    const changed = before.slice(1);
    const after = setting('on', new Map(changed.map(({ id }) => [id, false])))(before);
    expect(after.map(({ on }) => on)).toEqual([true, false, false]);
    expect(setting('on', valuesOf('on', changed))(after)).toEqual(before);
    const renamed = setting('name', new Map([['a', '歌']]))(before);
    expect(renamed.map(({ name }) => name)).toEqual(['歌', 'b', 'c']);
  });
});
