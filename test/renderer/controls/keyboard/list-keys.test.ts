/** What keys mean in a list. */
import { describe, expect, it } from 'vitest';
import { listKey } from '../../../../src-renderer/controls/keyboard/list-keys.ts';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  code: '',
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false },
  ...more,
});

describe('in a table', () => {
  const meant = (key: string, more?: Partial<KeyboardEvent>) =>
    listKey(press(key, more), 1, 9, false);

  it.each([
    ['ArrowDown', 1],
    ['ArrowUp', -1],
    ['PageDown', 9],
    ['PageUp', -9],
    ['Home', -Infinity],
    ['End', Infinity],
  ])('%s moves by %d', (key, by) => {
    expect(meant(key)).toEqual({ to: 'move', by, extend: false });
    expect(meant(key, { shiftKey: true })).toEqual({ to: 'move', by, extend: true });
  });

  it('has nothing beside a row', () => {
    expect(meant('ArrowLeft')).toBeUndefined();
    expect(meant('ArrowRight')).toBeUndefined();
  });

  it.each([
    ['Enter', {}, 'look'],
    [' ', {}, 'choose'],
    ['a', { ctrlKey: true }, 'chooseAll'],
    ['A', { ctrlKey: true }, 'chooseAll'], // with caps lock
    ['F2', {}, 'rename'],
    ['Delete', {}, 'remove'],
    ['ContextMenu', {}, 'menu'],
    ['F10', { shiftKey: true }, 'menu'],
    ['Escape', {}, 'leave'],
    ['a', {}, 'search'],
    ['春', {}, 'search'],
  ] as const)('%s with %o means %s', (key, more, to) => expect(meant(key, more)).toEqual({ to }));

  it.each([
    ['Backspace', {}],
    ['F10', {}],
    ['Tab', {}],
    ['Shift', { shiftKey: true }],
    ['s', { ctrlKey: true }],
    ['?', { shiftKey: true }], // the list of shortcuts
    ['Backspace', { metaKey: true }],
    ['ArrowDown', { altKey: true }],
    ['Enter', { isComposing: true }],
  ] as const)('%s with %o means nothing', (key, more) => expect(meant(key, more)).toBeUndefined());
});

it('has the command key on a Mac', () => {
  const meant = (key: string) => listKey(press(key, { metaKey: true }), 1, 9, true);
  expect([meant('a'), meant('Backspace')]).toEqual([{ to: 'chooseAll' }, { to: 'remove' }]);
  expect(listKey(press('Delete'), 1, 9, true)).toEqual({ to: 'remove' });
});

it('goes in both directions among cards', () => {
  const by = (key: string) => listKey(press(key), 3, 12);
  expect(by('ArrowRight')).toMatchObject({ by: 1 });
  expect(by('ArrowLeft')).toMatchObject({ by: -1 });
  expect(by('ArrowDown')).toMatchObject({ by: 3 });
  expect(by('ArrowUp')).toMatchObject({ by: -3 });
});
