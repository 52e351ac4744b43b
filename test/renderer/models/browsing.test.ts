/** Looking at the library: searching, filtering, the cursor, choosing, and what of it outlives a reload. */
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { Models } from '../../../src-renderer/library/models.svelte.ts';
import { Library } from '../../../src-renderer/models/browsing.svelte.ts';
import { browserStorage } from '../browser-storage.ts';
import { hostWith } from '../fake-host.ts';
import { modelOf } from '../window.ts';

const songs = ['a', 'b', 'c', 'd', 'e'].map((id, index) =>
  modelOf(id, { savedAt: `2026-01-0${index + 1}T00:00:00.000Z`, tags: index < 2 ? ['slow'] : [] }),
);

function libraryOf(models: readonly ModelInfo[] = songs): { library: Library; models: Models } {
  const list = new Models(hostWith({}), Infinity);
  list.list = models;
  return { library: new Library(() => list.list), models: list };
}
const shown = (library: Library): string => library.shown.map(({ id }) => id).join('');
const chosen = (library: Library): string => library.chosen.map(({ id }) => id).join('');

describe('what is shown', () => {
  it('is everything, newest first, until something is looked for', () => {
    const { library } = libraryOf();
    expect(shown(library)).toBe('edcba');
    expect(library.filtered).toBe(false);
    library.filter({ query: 'of b' });
    expect(shown(library)).toBe('b');
    expect(library.filtered).toBe(true);
    library.showAll();
    expect(shown(library)).toBe('edcba');
  });

  it('is what has a tag, for as long as something has it', () => {
    const { library, models } = libraryOf();
    expect(library.tags).toEqual([['slow', 2]]);
    library.filter({ tag: 'slow' });
    expect(shown(library)).toBe('ba');
    models.list = songs.map((model) => ({ ...model, tags: [] }));
    expect(library.tag).toBeNull();
    expect(shown(library)).toBe('edcba');
  });

  it('is what is a favourite', () => {
    const { library, models } = libraryOf();
    models.list = songs.map((model) => ({ ...model, favourite: model.id === 'c' }));
    library.filter({ favouritesOnly: true });
    expect(shown(library)).toBe('c');
  });
});

describe('the cursor', () => {
  it('stays on its model when the order changes', () => {
    const { library } = libraryOf();
    library.moveTo(1);
    expect(library.current?.id).toBe('d');
    library.arrange({ sort: { key: 'savedAt', ascending: true } });
    expect(library.current?.id).toBe('d');
    expect(library.cursor).toBe(3);
  });

  it('goes to the next model when its own is gone, and to the last one at the end', () => {
    const { library, models } = libraryOf();
    library.moveTo(3);
    models.list = songs.filter(({ id }) => id !== 'b');
    expect(library.current?.id).toBe('a');
    models.list = songs.filter(({ id }) => id !== 'b' && id !== 'a');
    expect(library.current?.id).toBe('c');
    models.list = [];
    expect(library.current).toBeUndefined();
  });

  it('begins anew where a search does not find its model', () => {
    const { library } = libraryOf();
    library.moveTo(4);
    library.filter({ query: 'name' });
    expect(library.current?.id).toBe('a');
    library.filter({ tag: null, query: 'of' });
    library.moveTo(0); // e
    library.filter({ tag: 'slow' });
    expect(library.cursor).toBe(0);
  });

  it('does not leave the list', () => {
    const { library } = libraryOf();
    library.moveTo(-Infinity);
    expect(library.cursor).toBe(0);
    library.moveTo(Infinity);
    expect(library.cursor).toBe(4);
  });

  it('takes the closer look along, but does not begin one', () => {
    const { library } = libraryOf();
    library.moveTo(1);
    expect(library.open).toBeUndefined();
    library.look('c');
    expect(library.open?.id).toBe('c');
    library.moveTo(0);
    expect(library.open?.id).toBe('e');
    library.lookAway();
    library.moveTo(1);
    expect(library.open).toBeUndefined();
  });

  it('shows a model whatever is searched for', () => {
    const { library } = libraryOf();
    library.filter({ query: 'nothing of the kind' });
    const { moves } = library;
    library.show('b');
    expect(library.current?.id).toBe('b');
    expect(library.moves).toBe(moves + 1);
  });
});

describe('choosing', () => {
  it('is one by one, all that is shown, or none', () => {
    const { library } = libraryOf();
    library.toggle('a');
    library.toggle('c');
    expect(chosen(library)).toBe('ca');
    library.toggle('a');
    expect(chosen(library)).toBe('c');
    library.filter({ tag: 'slow' });
    library.chooseShown();
    expect(chosen(library)).toBe('ba');
    library.chooseNone();
    expect(chosen(library)).toBe('');
  });

  it('takes everything up to a model, in either direction', () => {
    const { library } = libraryOf();
    library.toggle('b');
    library.chooseTo('d');
    expect(chosen(library)).toBe('dcb');
    library.chooseTo('a');
    expect(chosen(library)).toBe('ba');
  });

  it('by keys begins where the cursor was', () => {
    const { library } = libraryOf();
    library.moveTo(1);
    library.moveTo(2, true);
    library.moveTo(3, true);
    expect(chosen(library)).toBe('dcb');
    library.moveTo(2, true);
    expect(chosen(library)).toBe('dc');
  });

  it('forgets what is gone', () => {
    const { library, models } = libraryOf();
    library.chooseShown();
    models.list = songs.slice(0, 2);
    expect(chosen(library)).toBe('ba');
  });
});

it('remembers order and shape, and nothing that hides a model', () => {
  browserStorage();
  const { library } = libraryOf();
  library.arrange({ layout: 'cards', sort: { key: 'perplexity', ascending: false } });
  library.filter({ query: 'b', favouritesOnly: true });
  const { library: later } = libraryOf();
  expect(later.layout).toBe('cards');
  expect(later.sort).toEqual({ key: 'perplexity', ascending: false });
  expect(later.filtered).toBe(false);
});
