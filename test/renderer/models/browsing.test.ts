/** Looking through the library: searching, filtering, the cursor, choosing, and what of it outlives a reload. */
import { describe, expect, it } from 'vitest';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import { Models } from '../../../src-renderer/library/models.svelte.ts';
import { Browsing } from '../../../src-renderer/models/browsing.svelte.ts';
import { allSettings } from '../../../src-main/contract/settings.ts';
import { sortRuns } from '../../../src-renderer/models/list/library-order.ts';
import {
  cellText,
  columns,
  columnsOf,
  headings,
} from '../../../src-renderer/models/list/run-columns.ts';
import { messages, t } from '../../../src-renderer/text/messages.svelte.ts';
import { browserStorage } from '../browser-storage.ts';
import { hostWith } from '../fake-host.ts';
import { modelOf } from '../window.ts';

const songs = ['a', 'b', 'c', 'd', 'e'].map((id, index) =>
  modelOf(id, { savedAt: `2026-01-0${index + 1}T00:00:00.000Z`, tags: index < 2 ? ['slow'] : [] }),
);

function browsingOf(models: readonly RunInfo[] = songs): { browsing: Browsing; models: Models } {
  const list = new Models(hostWith({}), Infinity);
  list.list = models;
  return { browsing: new Browsing(() => list.runs), models: list };
}
const shown = (browsing: Browsing): string => browsing.shown.map(({ id }) => id).join('');
const chosen = (browsing: Browsing): string => browsing.chosen.map(({ id }) => id).join('');

describe('what is shown', () => {
  it('is everything, newest first, until something is looked for', () => {
    const { browsing } = browsingOf();
    expect(shown(browsing)).toBe('edcba');
    expect(browsing.filtered).toBe(false);
    browsing.filter({ query: 'of b' });
    expect(shown(browsing)).toBe('b');
    expect(browsing.filtered).toBe(true);
    browsing.showAll();
    expect(shown(browsing)).toBe('edcba');
  });

  it('is what has a tag, for as long as something has it', () => {
    const { browsing, models } = browsingOf();
    expect(browsing.tags).toEqual([['slow', 2]]);
    browsing.filter({ tag: 'slow' });
    expect(shown(browsing)).toBe('ba');
    models.list = songs.map((model) => ({ ...model, tags: [] }));
    expect(browsing.tag).toBeNull();
    expect(shown(browsing)).toBe('edcba');
  });

  it('is what is a favourite', () => {
    const { browsing, models } = browsingOf();
    models.list = songs.map((model) => ({ ...model, favourite: model.id === 'c' }));
    browsing.filter({ favouritesOnly: true });
    expect(shown(browsing)).toBe('c');
  });
});

describe('the cursor', () => {
  it('stays on its model when the order changes', () => {
    const { browsing } = browsingOf();
    browsing.moveTo(1);
    expect(browsing.current?.id).toBe('d');
    browsing.arrange({ sort: { key: 'savedAt', ascending: true } });
    expect(browsing.current?.id).toBe('d');
    expect(browsing.cursor).toBe(3);
  });

  it('goes to the next model when its own is gone, and to the last one at the end', () => {
    const { browsing, models } = browsingOf();
    browsing.moveTo(3);
    models.list = songs.filter(({ id }) => id !== 'b');
    expect(browsing.current?.id).toBe('a');
    models.list = songs.filter(({ id }) => id !== 'b' && id !== 'a');
    expect(browsing.current?.id).toBe('c');
    models.list = [];
    expect(browsing.current).toBeUndefined();
  });

  it('begins anew where a search does not find its model', () => {
    const { browsing } = browsingOf();
    browsing.moveTo(4);
    browsing.filter({ query: 'name' });
    expect(browsing.current?.id).toBe('a');
    browsing.filter({ tag: null, query: 'of' });
    browsing.moveTo(0); // e
    browsing.filter({ tag: 'slow' });
    expect(browsing.cursor).toBe(0);
  });

  it('does not leave the list', () => {
    const { browsing } = browsingOf();
    browsing.moveTo(-Infinity);
    expect(browsing.cursor).toBe(0);
    browsing.moveTo(Infinity);
    expect(browsing.cursor).toBe(4);
  });

  it('takes the closer look along, but does not begin one', () => {
    const { browsing } = browsingOf();
    browsing.moveTo(1);
    expect(browsing.open).toBeUndefined();
    browsing.look('c');
    expect(browsing.open?.id).toBe('c');
    browsing.moveTo(0);
    expect(browsing.open?.id).toBe('e');
    browsing.lookAway();
    browsing.moveTo(1);
    expect(browsing.open).toBeUndefined();
  });

  it('shows a model whatever is searched for', () => {
    const { browsing } = browsingOf();
    browsing.filter({ query: 'nothing of the kind' });
    const { moves } = browsing.list;
    browsing.show('b');
    expect(browsing.current?.id).toBe('b');
    expect(browsing.list.moves).toBe(moves + 1);
  });
});

describe('choosing', () => {
  it('is one by one, all that is shown, or none', () => {
    const { browsing } = browsingOf();
    browsing.list.toggle('a');
    browsing.list.toggle('c');
    expect(chosen(browsing)).toBe('ca');
    browsing.list.toggle('a');
    expect(chosen(browsing)).toBe('c');
    browsing.filter({ tag: 'slow' });
    browsing.list.chooseAll();
    expect(chosen(browsing)).toBe('ba');
    browsing.list.chooseNone();
    expect(chosen(browsing)).toBe('');
  });

  it('takes everything up to a model, in either direction', () => {
    const { browsing } = browsingOf();
    browsing.list.toggle('b');
    browsing.list.chooseTo('d');
    expect(chosen(browsing)).toBe('dcb');
    browsing.list.chooseTo('a');
    expect(chosen(browsing)).toBe('ba');
  });

  it('by keys begins where the cursor was', () => {
    const { browsing } = browsingOf();
    browsing.moveTo(1);
    browsing.moveTo(2, true);
    browsing.moveTo(3, true);
    expect(chosen(browsing)).toBe('dcb');
    browsing.moveTo(2, true);
    expect(chosen(browsing)).toBe('dc');
  });

  it('forgets what is gone', () => {
    const { browsing, models } = browsingOf();
    browsing.list.chooseAll();
    models.list = songs.slice(0, 2);
    expect(chosen(browsing)).toBe('ba');
  });
});

it('remembers order and shape, and nothing that hides a model', () => {
  browserStorage();
  const { browsing } = browsingOf();
  browsing.arrange({ layout: 'cards', sort: { key: 'perplexity', ascending: false } });
  browsing.filter({ query: 'b', favouritesOnly: true });
  const { browsing: later } = browsingOf();
  expect(later.layout).toBe('cards');
  expect(later.sort).toEqual({ key: 'perplexity', ascending: false });
  expect(later.filtered).toBe(false);
});

describe('columns', () => {
  const keys = (browsing: Browsing, width: number): string[] =>
    columnsOf(browsing.columns, width).map(({ key }) => key);

  it('are those that there is room for, until a person chooses, and stay chosen', () => {
    const storage = browserStorage();
    const { browsing } = browsingOf();
    expect(keys(browsing, 20)).toEqual([]);
    expect(keys(browsing, 62)).toEqual(
      expect.arrayContaining(['hiddenSize', 'epochs', 'perplexity', 'savedAt']),
    );
    browsing.arrange({ columns: ['notes', 'clippingThreshold'] });
    expect(keys(browsing, 20)).toEqual(['clippingThreshold', 'notes']); // in their own order
    expect(browsingOf().browsing.columns).toEqual(['notes', 'clippingThreshold']);
    // Of another version, which had other ones.
    storage.set(
      'verseloom.library',
      '{"layout":"cards","sort":{"key":"name","ascending":true},"columns":["x"]}',
    );
    const { browsing: other } = browsingOf();
    expect([other.columns, other.layout]).toEqual([null, 'cards']);
  });

  it('have a heading, a text and an order for every run', () => {
    messages.language = 'en';
    const settings = allSettings.parse({});
    const full = modelOf('full', { settings, notes: '雨', tags: ['a', 'b'], bytes: 2048 });
    const bare = modelOf('bare', { createdAt: '2026-01-01T00:00:00.000Z', settings: null });
    for (const { key } of columns) {
      expect(t(headings[key]), key).not.toContain('.');
      expect(
        cellText({ ...full, createdAt: bare.createdAt, savedAt: bare.createdAt }, key),
      ).not.toMatch(/undefined|NaN|\[object/);
      for (const ascending of [true, false])
        expect(sortRuns([bare, full], { key, ascending }, 'en')).toHaveLength(2);
    }
    expect(cellText(full, 'clippingThreshold')).toBe('0.01');
    expect(cellText(bare, 'clippingThreshold')).toBe('–');
    const unclipped = modelOf('unclipped', { settings: { ...settings, clip: 'off' } });
    expect(cellText(unclipped, 'clippingThreshold')).toBe('–');
    const byThreshold = { key: 'clippingThreshold', ascending: false } as const;
    expect(sortRuns([unclipped, full], byThreshold, 'en')[0]).toBe(full);
    const [first] = sortRuns([bare, full], { key: 'clippingThreshold', ascending: true }, 'en');
    expect(first).toBe(full); // what is not known comes last
  });
});

it('finds a run without a model, and one by its notes', () => {
  const { browsing, models } = browsingOf([
    modelOf('a', { notes: '学习率太大' }),
    modelOf('b', { hasModel: false }),
  ]);
  expect(models.runs).toHaveLength(2);
  browsing.filter({ query: '太大' });
  expect(shown(browsing)).toBe('a');
});
