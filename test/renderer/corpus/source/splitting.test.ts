/** Splitting, of one source and of several at once: what is tried, what is kept, and the way that each was split before. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { SourceChoices, Split } from '../../../../src-main/contract/corpus/source.ts';
import { choicesOf } from '../../../../src-renderer/library/open-corpus.svelte.ts';
import { Splitting } from '../../../../src-renderer/corpus/source/splitting.svelte.ts';
import { Notices } from '../../../../src-renderer/state/notices.svelte.ts';
import { Undo } from '../../../../src-renderer/state/undo.svelte.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { hostWith } from '../../fake-host.ts';
import { sourceOf } from '../../window.ts';

const headings: Split = { by: 'headings' };
const blank: Split = { by: 'blankLines', count: 2 };

function begin(splits: readonly Split[]) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  messages.language = 'en';
  const sources = splits.map((split, place) => sourceOf('abc'[place]!, { split }));
  let kept: readonly SourceChoices[] = [...sources, sourceOf('z')].map(choicesOf);
  const asked: unknown[] = [];
  const fault: { now?: Error } = {};
  const notices = new Notices();
  const undo = new Undo(notices);
  const splitting = new Splitting(
    hostWith({
      'corpora.previewSplit': (question) => {
        asked.push(question);
        return Promise.resolve({ songs: [{ title: '一', text: '夜' }], songsInAll: 1 });
      },
    }),
    {
      ...{ notices, undo },
      open: {
        arrange: async (_, change) => {
          if (fault.now) throw fault.now;
          kept = change(kept);
        },
      },
    },
  );
  splitting.follow('x', sources);
  const settle = () => vi.advanceTimersByTimeAsync(1000);
  const now = () => kept.map(({ split }) => split);
  return { asked, fault, notices, now, settle, sources, splitting, undo };
}

it('of several is seen first, kept together, and taken back to what each was', async () => {
  const { asked, notices, now, settle, splitting, undo } = begin([headings, { by: 'none' }]);
  await settle();
  expect(splitting.kept).toEqual({ by: 'none' }); // they differ
  expect(asked).toEqual([{ id: 'x', sourceIds: ['a', 'b'], split: { by: 'none' } }]);
  splitting.preview(blank);
  await settle();
  expect(asked[1]).toMatchObject({ sourceIds: ['a', 'b'], split: blank });
  expect([splitting.songs?.songsInAll, splitting.waits]).toEqual([1, false]);
  expect(await splitting.save()).toBe(true);
  expect(now()).toEqual([blank, blank, { by: 'none' }]);
  expect(notices.list.map(({ text }) => text)).toEqual(['2 files were split again.']);
  undo.takeBack();
  await settle();
  expect(now()).toEqual([headings, { by: 'none' }, { by: 'none' }]);
});

it('the way that all are split in is none that is tried, and is not kept anew', async () => {
  const { now, splitting, undo } = begin([headings, headings]);
  expect(splitting.kept).toEqual(headings);
  splitting.preview(headings);
  expect(splitting.tried).toBeNull();
  expect(await splitting.save()).toBe(false);
  expect(undo.takeBack()).toBe(false);
  splitting.preview(blank);
  splitting.preview(headings);
  expect(splitting.tried).toBeNull();
  expect(now()).toEqual([headings, headings, { by: 'none' }]);
});

it('what is tried outlives a change by others, and goes when one leaves', async () => {
  const { asked, settle, sources, splitting } = begin([headings]);
  splitting.preview(blank);
  splitting.follow('x', [{ ...sources[0]!, name: 'another name' }]);
  await settle();
  expect(splitting.tried).toEqual(blank);
  expect(asked).toEqual([{ id: 'x', sourceIds: ['a'], split: blank }]);
  splitting.leave();
  expect([splitting.tried, splitting.songs]).toEqual([null, null]);
});

it('that cannot be kept says why, and stays to be tried again', async () => {
  const { fault, notices, splitting, undo } = begin([headings]);
  splitting.preview(blank);
  fault.now = new Error('full');
  expect(await splitting.save()).toBe(false);
  expect([splitting.tried, splitting.busy]).toEqual([blank, false]);
  expect(notices.list).toMatchObject([{ kind: 'error' }]);
  expect(undo.takeBack()).toBe(false);
});
