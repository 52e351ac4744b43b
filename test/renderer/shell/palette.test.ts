/** What the palette finds, in which order; and that it and the list of shortcuts come from a window's menu, too. */
import { expect, it } from 'vitest';
import { find, type Entry, type Kind } from '../../../src-renderer/shell/palette.ts';
import { paletteEntries } from '../../../src-renderer/palette-entries.ts';
import { openWindow } from '../window.ts';

const entry = (kind: Kind, label: string, more: Partial<Entry> = {}): Entry => ({
  ...{ id: `${kind} ${label}`, kind, label, run: () => {} },
  ...more,
});
const labels = (all: readonly Entry[], query: string) =>
  find(all, query).entries.map(({ label }) => label);

const all = [
  entry('actions', 'Start training', { off: 'A run is under way' }),
  entry('actions', 'New training run'),
  entry('actions', 'Language: 中文', { also: ['Language', '语言'] }),
  entry('models', '样例歌词 · θ=0 · 30 轮', { also: ['Rivers'] }),
  entry('models', 'RIVER Ⅱ'),
  entry('corpora', '月亮'),
];

it('offers everything, actions first, as long as nothing is typed', () => {
  expect(labels(all, ' ')).toEqual([
    ...['New training run', 'Language: 中文', 'Start training'], // what cannot be done comes last
    ...['样例歌词 · θ=0 · 30 轮', 'RIVER Ⅱ', '月亮'],
  ]);
});

it.each([
  ['train', ['New training run', 'Start training']],
  ['run NEW', ['New training run']],
  ['语言', ['Language: 中文']],
  ['文', ['Language: 中文']],
  ['歌词 30', ['样例歌词 · θ=0 · 30 轮']],
  ['ｒｉｖｅｒ', ['RIVER Ⅱ', '样例歌词 · θ=0 · 30 轮']], // in full width
  ['亮', ['月亮']],
  ['nothing of the kind', []],
])('finds by %j', (query, found) => {
  expect(labels(all, query)).toEqual(found);
});

it('has the kind first whose name is typed', () => {
  const some = [entry('actions', 'Write with river'), entry('models', 'river')];
  expect(labels(some, 'river')).toEqual(['river', 'Write with river']);
});

it('shows as many as one reads, and says how many more there are', () => {
  const many = Array.from({ length: 2000 }, (_, i) => entry('models', `model ${i}`));
  const { entries, more } = find(many, 'model');
  expect(entries.length + more).toBe(2000);
  expect(entries.length).toBeLessThan(100);
  expect(labels(many, 'model 1999')).toEqual(['model 1999']);
});

it('comes from the menu of a window, as does the list of shortcuts', async () => {
  const { app, emit } = await openWindow();
  for (const name of ['palette', 'shortcuts'] as const) {
    emit('command', { name });
    expect(app.overlay).toBe(name);
  }
});

it('does not let one choose an engine that is not there, and says why', async () => {
  const { app, calls } = await openWindow();
  const engines = () =>
    paletteEntries(app, () => Promise.resolve())
      .filter(({ id }) => id.startsWith('engine:'))
      .map(({ id, off }) => [id, off]);
  expect(engines()).toEqual([
    ['engine:auto', 'Current choice'],
    ['engine:onnx', undefined],
    ['engine:tensorflow', 'Not available on this computer'],
  ]);
  expect(calls).toEqual([]);
});
