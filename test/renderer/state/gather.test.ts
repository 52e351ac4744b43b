/** Folders that are dropped: everything in them, however deep, with what cannot be looked into told by its path. */
import { expect, it } from 'vitest';
import { gather } from '../../../src-renderer/state/gather.ts';

type Tree = { readonly [name: string]: Tree | string | null };

const gatherAll = (items: readonly DataTransferItem[]) => gather(items, 10_000);

const ENTRIES_AT_ONCE = 100; // as a browser gives them

/** An entry as a browser has it; null stands for what cannot be read. */
function entryOf(name: string, content: Tree | string | null): FileSystemEntry {
  const isFile = typeof content === 'string';
  const none = (_: unknown, fail: (error: Error) => void) => fail(new Error('not allowed'));
  if (isFile)
    return {
      ...{ name, isFile: true, isDirectory: false },
      file: (done: (file: File) => void) => done(new File([content], name)),
    } as unknown as FileSystemEntry;
  const inside = content && Object.entries(content);
  return {
    ...{ name, isFile: false, isDirectory: true },
    createReader: () => {
      let at = 0;
      return {
        readEntries: inside
          ? (done: (entries: FileSystemEntry[]) => void) => {
              const some = inside.slice(at, (at += ENTRIES_AT_ONCE));
              done(some.map(([one, what]) => entryOf(one, what)));
            }
          : none,
      };
    },
  } as unknown as FileSystemEntry;
}

const itemOf = (name: string, content: Tree | string | null) =>
  ({
    kind: 'file',
    webkitGetAsEntry: () => entryOf(name, content),
    getAsFile: () => (typeof content === 'string' ? new File([content], name) : null),
  }) as unknown as DataTransferItem;

it('takes files and all that is in folders, by their paths; a text is none of it', async () => {
  const { files, lost, isCut } = await gatherAll([
    itemOf('a.txt', 'a'),
    { kind: 'string' } as DataTransferItem,
    itemOf('歌', { '1.txt': '1', 里面: { '2.lrc': '2', 锁着: null }, 空: {} }),
  ]);
  expect(files.map(({ path }) => path)).toEqual(['a.txt', '歌/1.txt', '歌/里面/2.lrc']);
  expect(files.map(({ file }) => file.name)).toEqual(['a.txt', '1.txt', '2.lrc']);
  expect({ lost, isCut }).toEqual({ lost: ['歌/里面/锁着'], isCut: false });
});

it('takes a folder of more entries than a browser gives at once', async () => {
  const many = Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`${n}.txt`, '']));
  const { files, isCut } = await gatherAll([itemOf('many', many)]);
  expect([files.length, isCut]).toEqual([250, false]);
});

it('ends in a folder that leads back into itself, and says when there is too much', async () => {
  const round: { [name: string]: Tree | string } = { 'a.txt': 'a' };
  round['again'] = round;
  const { files, isCut } = await gatherAll([itemOf('round', round)]);
  expect(files.length).toBeLessThan(100);
  expect(isCut).toBe(false);
  const full = Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`${n}`, '']));
  const cut = await gather([itemOf('full', full)], 10);
  expect([cut.files.length, cut.isCut]).toEqual([10, true]);
});
