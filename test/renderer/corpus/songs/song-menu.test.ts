/** What can be done with a song, as far as it can be: nothing is offered that has nothing to show. */
import { expect, it } from 'vitest';
import type { Source } from '../../../../src-main/contract/corpus/source.ts';
import { songMenu, type SongDeed } from '../../../../src-renderer/corpus/songs/song-menu.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { sourceOf } from '../../window.ts';

function deedsOf(source: Source, meant: readonly Source[] = [source], isFixed = false): SongDeed[] {
  messages.language = 'en';
  const deeds: SongDeed[] = [];
  for (const { run } of songMenu(source, meant, isFixed, (deed) => deeds.push(deed))) run();
  return deeds;
}

const leftOut = (hasOriginal: boolean) =>
  sourceOf('a', { skipped: { reason: 'words' }, hasOriginal, songs: 0 });

it('a file that was left out is opened where something was kept of it, and only then', () => {
  expect(deedsOf(leftOut(false))).toEqual(['remove']);
  expect(deedsOf(leftOut(true))).toEqual(['look', 'encoding', 'remove']);
});

it('one song, several, and one that comes with the product', () => {
  const song = sourceOf('b');
  expect(deedsOf(song)).toEqual([
    'look',
    'rename',
    'switchOff',
    'up',
    'down',
    'split',
    'encoding',
    'remove',
  ]);
  const off = sourceOf('c', { on: false });
  expect(deedsOf(song, [song, off, leftOut(true)])).toEqual([
    'look',
    'rename',
    'switchOn',
    'switchOff',
    'up',
    'down',
    'split',
    'encoding',
    'remove',
  ]);
  expect(deedsOf(song, [song], true)).toEqual(['look']);
});
