/** A corpus that is removed, and the way back. */
import { expect, it } from 'vitest';
import { removeCorpus } from '../../../src-renderer/corpus/corpus-actions.ts';
import { settled } from '../fake-host.ts';
import { corpusOf, openWindow, type Window } from '../window.ts';

/** What the host answers with: the list that it has when it is asked, as soon as it is let. */
interface Held {
  lists: Promise<void>;
  removal: Promise<void>;
}

/** Three of them, of a host that says that its library has changed before it answers, as it does. */
async function windowWith(held: Partial<Held>): Promise<Window> {
  let corpora = ['a', 'b', 'c'].map((id) => corpusOf(id));
  let isOpen = false;
  const window = await openWindow({
    'corpora.list': async () => {
      const now = [...corpora];
      if (isOpen) await held.lists;
      return now;
    },
    'corpora.remove': async ({ id }) => {
      corpora = corpora.filter((corpus) => corpus.id !== id);
      window.emit('corpora', {});
      await held.removal;
      return {};
    },
    'corpora.restore': ({ id }) => {
      corpora = [corpusOf(id), ...corpora];
      return corpora[0]!;
    },
  });
  isOpen = true;
  return window;
}
const shown = ({ app }: Window): string[] => app.corpora.list.map(({ id }) => id);

it('is gone from the list when it can be taken back, and no sooner', async () => {
  const list = Promise.withResolvers<void>();
  const window = await windowWith({ lists: list.promise });
  const { corpora, undo } = window.app;
  void removeCorpus(corpora.byId('b')!, window.app);
  await settled();
  expect(undo.last).toContain('name of b'); // though the host has not listed them yet
  expect(shown(window)).toEqual(['a', 'c']);
  list.resolve();
  await settled();
  expect(shown(window)).toEqual(['a', 'c']);
  undo.takeBack();
  await settled();
  expect(shown(window)).toEqual(['b', 'a', 'c']);
  expect(corpora.selectedId).toBe('b');
});

it.each([
  ['a', 'b'],
  ['b', 'c'],
  ['c', 'b'],
])('leaves the one beside “%s” looked at, also where it is listed anew first', async (id, next) => {
  const removal = Promise.withResolvers<void>();
  const window = await windowWith({ removal: removal.promise });
  const { corpora } = window.app;
  corpora.selectedId = id;
  const removed = removeCorpus(corpora.byId(id)!, window.app);
  await settled();
  expect(shown(window)).not.toContain(id);
  removal.resolve();
  await removed;
  expect(corpora.selected?.id).toBe(next);
});
