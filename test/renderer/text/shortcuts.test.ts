/** Which key press is a shortcut with the command key, on either kind of keyboard. */
import { describe, expect, it } from 'vitest';
import {
  commandLetter,
  isSend,
  shortcutKeys,
  shortcutName,
} from '../../../src-renderer/text/shortcuts.ts';

const press = (more: Partial<KeyboardEvent>): KeyboardEvent =>
  ({
    ...{ key: 's', code: 'KeyS', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
    ...{ isComposing: false },
    ...more,
  }) as KeyboardEvent;

describe.each([
  { mac: false, command: { ctrlKey: true }, other: { metaKey: true } },
  { mac: true, command: { metaKey: true }, other: { ctrlKey: true } },
])('with mac: $mac', ({ mac, command, other }) => {
  it('is one with the command key alone', () => {
    expect(commandLetter(press(command), mac)).toBe('s');
    expect(commandLetter(press({ ...command, key: 'S' }), mac)).toBe('s'); // caps lock
    for (const extra of [{ altKey: true }, { shiftKey: true }, other])
      expect(commandLetter(press({ ...command, ...extra }), mac)).toBeUndefined();
    expect(commandLetter(press(other), mac)).toBeUndefined();
    expect(commandLetter(press({}), mac)).toBeUndefined();
  });

  it('is none while an input method composes', () => {
    expect(commandLetter(press({ ...command, isComposing: true }), mac)).toBeUndefined();
  });

  it('goes by the letter where it is Latin, else by the place of the key', () => {
    const dvorak = press({ ...command, key: 'o', code: 'KeyS' });
    const cyrillic = press({ ...command, key: 'ы', code: 'KeyS' });
    expect([dvorak, cyrillic].map((event) => commandLetter(event, mac))).toEqual(['o', 's']);
    expect(commandLetter(press({ ...command, key: 'Enter', code: 'Enter' }), mac)).toBeUndefined();
  });
});

it('sends with Enter and either key, unless an input method composes', () => {
  const enter = { key: 'Enter', code: 'Enter' };
  expect(isSend(press({ ...enter, ctrlKey: true }))).toBe(true);
  expect(isSend(press({ ...enter, metaKey: true }))).toBe(true);
  expect(isSend(press(enter))).toBe(false);
  expect(isSend(press({ ctrlKey: true }))).toBe(false);
  expect(isSend(press({ ...enter, ctrlKey: true, isComposing: true }))).toBe(false);
});

it('is written as each system does', () => {
  expect([shortcutName('S', false), shortcutKeys('S', false)]).toEqual(['Ctrl+S', 'Control+S']);
  expect([shortcutName('S', true), shortcutKeys('S', true)]).toEqual(['⌘S', 'Meta+S']);
});
