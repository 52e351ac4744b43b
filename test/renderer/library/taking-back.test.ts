/** The way back from an import: by the notice's button and by its key, also when other things were done since. */
import { describe, expect, it } from 'vitest';
import type { ImportOutcome } from '../../../src-main/contract/corpus/corpus.ts';
import { gathered } from '../../../src-renderer/state/files.ts';
import { settled } from '../fake-host.ts';
import { corpusOf, detailsOf, openWindow, outcomeOf, sourceOf } from '../window.ts';

const file = (name: string): File => new File(['x'], name);

/** A host with the corpus x, into which an import brings c, and puts B in the place of b. */
async function openHost(more: Partial<ImportOutcome> = {}) {
  let details = detailsOf(
    'x',
    ['a', 'B', 'c'].map((id) => sourceOf(id)),
  );
  const arranged: string[][] = [];
  const removed: string[] = [];
  const window = await openWindow({
    'corpora.list': () => [corpusOf('x')],
    'corpora.details': () => details,
    'corpora.import': ({ into }) =>
      outcomeOf(corpusOf(into ?? 'new'), {
        changes: { added: ['c'], replaced: [{ before: 'b', after: 'B' }] },
        ...{ added: 1, replaced: 1, ...more },
      }),
    'corpora.arrange': ({ sources }) => {
      arranged.push(sources.map(({ id, name }) => `${id} ${name}`));
      details = {
        ...details,
        sources: sources.map((one) => ({ ...sourceOf(one.id), ...one })),
      };
      return details;
    },
    'corpora.remove': ({ id }) => {
      removed.push(id);
      return {};
    },
  });
  return { ...window, arranged, removed };
}

describe('files that were added to a corpus', () => {
  it('go out again, and what was replaced comes back with the name that its place has now', async () => {
    const { app, arranged } = await openHost();
    await app.importFiles(gathered([file('b.txt'), file('c.txt')]), { into: 'x', replace: true });
    const [notice] = app.notices.list;
    expect(notice!.actions.map(({ label }) => label)).toEqual(['Undo']);
    await app.corpora.open.follow('x');
    await app.corpora.open.arrange('x', (sources) =>
      sources.toReversed().map((one) => (one.id === 'B' ? { ...one, name: '新名' } : one)),
    );
    arranged.length = 0;
    notice!.actions[0]!.run();
    await settled();
    expect(arranged).toEqual([['b 新名', 'a name of a']]);
    expect(app.undo.takeBack()).toBe(false); // once is enough
  });

  it('are taken back by the key, where the notice says more than that, too', async () => {
    const { app, arranged } = await openHost({ leftOut: 1 });
    await app.importFiles(gathered([file('c.txt')]), { into: 'x' });
    expect(app.notices.list[0]!.actions.map(({ label }) => label)).toEqual(['Undo', 'Show them']);
    expect(app.undo.takeBack()).toBe(true);
    await settled();
    expect(arranged).toEqual([['a name of a', 'b name of B']]);
    expect(app.notices.list).toEqual([]);
  });

  it('beside a model are taken back by the key', async () => {
    const { app, arranged } = await openHost();
    await app.importFiles(gathered([file('c.txt'), file('broken.verse')]), { into: 'x' });
    expect(app.imports.report).toHaveLength(2);
    app.undo.takeBack();
    await settled();
    expect(arranged).toHaveLength(1);
  });

  it('of which none came in leave nothing to take back', async () => {
    const changes = { added: [], replaced: [] };
    const { app } = await openHost({ changes, added: 0, replaced: 0, unchanged: 1 });
    await app.importFiles(gathered([file('a.txt')]), { into: 'x', replace: true });
    expect(app.notices.list[0]!.actions).toEqual([]);
    expect(app.undo.takeBack()).toBe(false);
  });
});

it('a corpus that came in goes again, and one that was there stays', async () => {
  const { app, removed } = await openHost();
  await app.importFiles(gathered([file('a.txt')]));
  app.undo.takeBack();
  await settled();
  expect(removed).toEqual(['new']);
  const there = await openHost({ alreadyThere: true });
  await there.app.importFiles(gathered([file('a.txt')]));
  expect(there.app.undo.takeBack()).toBe(false);
});

it('one that was opened outside of the screens goes again', async () => {
  const { app, emit, removed } = await openHost();
  emit('opened', { kind: 'corpus', id: 'x', name: 'x', alreadyThere: false });
  await settled();
  app.undo.takeBack();
  await settled();
  expect(removed).toEqual(['x']);
});
