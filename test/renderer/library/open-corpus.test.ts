/** The corpus that one looks at: changes are shown at once, sent one after the other, and what the host answers comes last. */
import { describe, expect, it } from 'vitest';
import type { ApiHandlers } from '../../../src-main/contract/api.ts';
import type { CorpusDetails } from '../../../src-main/contract/corpus/corpus.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { inOrder, without } from '../../../src-renderer/corpus/songs/arrangement.ts';
import { settled } from '../fake-host.ts';
import { corpusOf, detailsOf, openWindow, sourceOf } from '../window.ts';

/** A host with the corpora x and y, of three songs each, that answers a change when the test lets it. */
async function openCorpus(more: Partial<ApiHandlers> = {}) {
  const kept = new Map(
    ['x', 'y'].map((id) => [
      id,
      detailsOf(
        id,
        ['a', 'b', 'c'].map((one) => sourceOf(one)),
      ),
    ]),
  );
  const held: (() => void)[] = [];
  const sent: string[] = [];
  const window = await openWindow({
    'corpora.list': () => [...kept.keys()].map((id) => corpusOf(id)),
    'corpora.details': ({ id }) => {
      const details = kept.get(id);
      if (!details) throw new VerseloomError('corpus.notFound', { id });
      return details;
    },
    'corpora.arrange': async ({ id, sources }) => {
      sent.push(sources.map((one) => one.id).join(''));
      await new Promise<void>((resolve) => held.push(resolve));
      const before = kept.get(id)!;
      const known = new Map(before.sources.map((one) => [one.id, one]));
      const after: CorpusDetails = {
        ...before,
        sources: sources.map((one) => ({ ...(known.get(one.id) ?? sourceOf(one.id)), ...one })),
      };
      kept.set(id, after);
      return after;
    },
    ...more,
  });
  const { open } = window.app.corpora;
  await open.follow('x');
  return {
    ...{ ...window, open, sent, kept },
    shown: () => open.details?.sources.map(({ id }) => id).join(''),
    /** Lets the host answer what it was sent first. */
    letGo: async () => {
      held.shift()!();
      await settled();
    },
  };
}

describe('a change', () => {
  it('is shown at once, and a row of them is sent as the first and the last of them', async () => {
    const { letGo, open, sent, shown } = await openCorpus();
    const changes = ['bac', 'bca', 'cba'].map((order) => open.arrange('x', inOrder([...order])));
    expect(shown()).toBe('cba');
    await settled();
    expect(sent).toEqual(['cba']); // none of them had begun
    void open.arrange('x', inOrder([...'acb']));
    void open.arrange('x', inOrder([...'abc']));
    expect(shown()).toBe('abc');
    await letGo();
    expect(shown()).toBe('abc'); // and not the older answer
    expect(sent).toEqual(['cba', 'abc']);
    await letGo();
    await Promise.all(changes);
    expect(shown()).toBe('abc');
  });

  it('that the host refuses is taken out of what is shown, and told to who asked', async () => {
    const refusal = new VerseloomError('file.unwritable', { path: '/data' });
    const { open, shown } = await openCorpus({
      'corpora.arrange': () => {
        throw refusal;
      },
    });
    const change = open.arrange('x', without([{ id: 'a' }]));
    expect(shown()).toBe('bc');
    await expect(change).rejects.toMatchObject({ code: 'file.unwritable' });
    expect(shown()).toBe('abc');
  });

  it('of a corpus that one has left reaches that one', async () => {
    const { kept, letGo, open, sent, shown } = await openCorpus();
    void open.arrange('x', without([{ id: 'a' }]));
    await open.follow('y');
    await letGo();
    expect(shown()).toBe('abc'); // of the other one, which could not be shown before
    const back = open.arrange('x', inOrder(['c', 'b']));
    await settled();
    await letGo();
    await back;
    expect(sent).toEqual(['bc', 'cb']);
    expect(open.details?.id).toBe('y');
    expect(kept.get('x')!.sources.map(({ id }) => id)).toEqual(['c', 'b']);
  });
});

it('is asked for again when the host tells of a change, but nothing is told of one that was removed', async () => {
  const { app, emit, kept, notices, open, shown } = await openCorpus();
  kept.set('x', detailsOf('x', [sourceOf('z')]));
  emit('corpora', {});
  await settled();
  expect(shown()).toBe('z');
  kept.delete('x');
  emit('corpora', {});
  await settled();
  expect(notices()).toEqual([]);
  expect(app.corpora.list.map(({ id }) => id)).toEqual(['y']);
  await open.follow('y');
  expect(shown()).toBe('abc');
});
