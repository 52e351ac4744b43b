/** One source at a closer look: what was typed in it waits for one to come back, its two readings, and each change with its way back. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SourceView } from '../../../../src-main/contract/corpus/source.ts';
import { VerseloomError } from '../../../../src-main/contract/errors.ts';
import { SourceLook } from '../../../../src-renderer/corpus/source/source-look.svelte.ts';
import { Notices } from '../../../../src-renderer/state/notices.svelte.ts';
import { Undo } from '../../../../src-renderer/state/undo.svelte.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { hostWith } from '../../fake-host.ts';
import { detailsOf, sourceOf } from '../../window.ts';

const viewOf = (text: string): SourceView => ({
  ...{ text, songs: text.split('|'), cut: false, changes: [], changesInAll: 0, damagedLines: [] },
});

function begin() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  messages.language = 'en';
  const changes: unknown[] = [];
  const fault: { now?: Error } = {};
  const notices = new Notices();
  const undo = new Undo(notices);
  const look = new SourceLook(
    hostWith({
      'corpora.source': ({ sourceId, encoding }) =>
        Promise.resolve(viewOf(encoding ? `${sourceId} in ${encoding}` : `${sourceId} one|two`)),
      'corpora.previewSplit': () => Promise.resolve({ songs: [], songsInAll: 0 }),
    }),
    {
      ...{ notices, undo },
      open: {
        arrange: () => Promise.resolve(),
        change: async (name, id, by) => {
          if (fault.now) throw fault.now;
          changes.push([name, id, by]);
        },
      },
    },
  );
  const corpus = detailsOf('x', [
    sourceOf('a', { encoding: 'gbk', certain: false, otherEncoding: 'big5' }),
    sourceOf('b', { encoding: 'gbk', encodingChosen: true }),
    sourceOf('c', { encoding: 'gbk', hasOriginal: false }),
  ]);
  const settle = () => vi.advanceTimersByTimeAsync(1000);
  return { changes, corpus, fault, look, notices, settle, undo };
}

describe('the words', () => {
  it('that were typed are there when one comes back, and gone once they are kept', async () => {
    const { changes, corpus, look, settle, undo } = begin();
    look.follow(corpus, 'a');
    await settle();
    expect(look.text).toBe('a one\n¶\ntwo');
    look.write('mine\n¶\nyours');
    look.follow(corpus, 'b');
    await settle();
    expect([look.draft, look.text]).toEqual([null, 'b one\n¶\ntwo']);
    look.follow(corpus, 'a');
    expect(look.text).toBe('mine\n¶\nyours');
    await look.saveWords();
    expect(changes).toEqual([['editText', 'x', { sourceId: 'a', text: 'mine\u001eyours' }]]);
    expect(look.draft).toBeNull();
    expect(look.text).toBe('mine\n¶\nyours'); // until the host tells what it has
    await settle();
    expect(look.text).toBe('a one\n¶\ntwo');
    undo.takeBack();
    await settle();
    expect(changes.at(-1)).toEqual(['editText', 'x', { sourceId: 'a', text: null }]);
  });

  it('that are typed back are none, and what cannot be kept stays typed, with the reason', async () => {
    const { changes, corpus, fault, look, notices, settle } = begin();
    look.follow(corpus, 'a');
    await settle();
    look.write('other');
    look.write('a one\n¶\ntwo');
    await look.saveWords();
    expect([look.draft, changes]).toEqual([null, []]);
    look.write('other');
    fault.now = new VerseloomError('corpus.notFound', { id: 'x' });
    await look.saveWords();
    expect([look.draft, look.busy]).toEqual(['other', false]);
    expect(notices.list).toMatchObject([{ kind: 'error' }]);
  });
});

describe('the encoding', () => {
  it('that is not certain is compared with the next likeliest at once, and one that is with none', async () => {
    const { corpus, look, settle } = begin();
    look.follow(corpus, 'a');
    await settle();
    expect(look.candidate).toBe('big5');
    expect(look.readings).toEqual({ encoding: 'big5', now: 'a one|two', then: 'a in big5' });
    look.follow(corpus, 'b');
    await settle();
    expect([look.candidate, look.readings]).toEqual(['', null]);
    look.compare('big5');
    await settle();
    expect(look.readings).toMatchObject({ now: 'b one|two', then: 'b in big5' });
    look.compare('');
    expect(look.readings).toBeNull();
  });

  it('is changed for one or for all that are read alike, and each goes back to its own', async () => {
    const { changes, corpus, look, settle, undo } = begin();
    look.follow(corpus, 'a');
    await settle();
    await look.setEncoding('big5');
    expect(changes).toEqual([['setEncoding', 'x', { sourceIds: ['a'], encoding: 'big5' }]]);
    expect(look.alike.map(({ id }) => id)).toEqual(['a', 'b']); // of c nothing was kept
    look.scope = 'all';
    await look.setEncoding('big5');
    expect(changes[1]).toEqual(['setEncoding', 'x', { sourceIds: ['a', 'b'], encoding: 'big5' }]);
    changes.length = 0;
    undo.takeBack();
    await settle();
    expect(changes).toEqual([
      ['setEncoding', 'x', { sourceIds: ['a'], encoding: null }],
      ['setEncoding', 'x', { sourceIds: ['b'], encoding: 'gbk' }],
    ]);
  });

  it('that it is read in by now is compared with no more', async () => {
    const { corpus, look, settle } = begin();
    look.follow(corpus, 'a');
    await settle();
    const [a, ...others] = corpus.sources;
    const sources = [{ ...a!, encoding: 'big5', encodingChosen: true, certain: true }, ...others];
    look.follow({ ...corpus, sources }, 'a');
    expect(look.candidate).toBe('');
  });
});
