/** Which key press is a shortcut, on either kind of keyboard, and how each is written. */
import { describe, expect, it } from 'vitest';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import {
  isOfScreens,
  isPressed,
  screenDigit,
  shortcutKeys,
  shortcutName,
  shortcutNames,
  shortcuts,
  type ShortcutName,
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
  const isSave = (more: Partial<KeyboardEvent>) => isPressed(press(more), 'save', mac);

  it('is one with the command key alone', () => {
    expect(isSave(command)).toBe(true);
    expect(isSave({ ...command, key: 'S' })).toBe(true); // caps lock
    for (const extra of [{ altKey: true }, { shiftKey: true }, other])
      expect(isSave({ ...command, ...extra })).toBe(false);
    expect(isSave(other)).toBe(false);
    expect(isSave({})).toBe(false);
  });

  it('is none while an input method composes', () => {
    expect(isSave({ ...command, isComposing: true })).toBe(false);
    expect(isPressed(press({ key: '?', isComposing: true }), 'shortcuts', mac)).toBe(false);
  });

  it('goes by the letter where it is Latin, else by the place of the key', () => {
    expect(isSave({ ...command, key: 'o', code: 'KeyS' })).toBe(false);
    expect(isPressed(press({ ...command, key: 'o', code: 'KeyS' }), 'open', mac)).toBe(true);
    expect(isSave({ ...command, key: 'ы', code: 'KeyS' })).toBe(true);
  });

  it('sends with Enter and the command key', () => {
    const enter = { key: 'Enter', code: 'Enter' };
    expect(isPressed(press({ ...enter, ...command }), 'send', mac)).toBe(true);
    expect(isPressed(press(enter), 'send', mac)).toBe(false);
    expect(isPressed(press(command), 'send', mac)).toBe(false);
  });

  it('goes to the screen of a digit, with either key and not with both', () => {
    const three = { key: '3', code: 'Digit3' };
    expect(screenDigit(press({ ...three, altKey: true }), mac)).toBe(3);
    expect(screenDigit(press({ ...three, ctrlKey: true }), mac)).toBe(3);
    expect(screenDigit(press({ ...three, altKey: true, ctrlKey: true }), mac)).toBeUndefined();
    expect(screenDigit(press({ ...three, ctrlKey: true, shiftKey: true }), mac)).toBeUndefined();
    expect(screenDigit(press(three), mac)).toBeUndefined();
  });

  it('has its sign on whatever key the keyboard has it', () => {
    expect(isPressed(press({ key: '?', code: 'Minus', shiftKey: true }), 'shortcuts', mac)).toBe(
      true,
    );
    expect(isPressed(press({ key: '？', code: 'Slash', shiftKey: true }), 'shortcuts', mac)).toBe(
      true,
    );
    expect(isPressed(press({ key: '/', code: 'Digit7', shiftKey: true }), 'search', mac)).toBe(
      true,
    );
  });

  it('is written so that the system’s people read it, in both languages, each in its own way', () => {
    for (const language of ['en', 'zh'] as const) {
      messages.language = language;
      for (const group of Object.values(shortcuts))
        for (const name of Object.keys(group) as ShortcutName[])
          for (const text of shortcutNames(name, 4, mac)) {
            expect(text).not.toMatch(/CmdOrCtrl|Digit|undefined|ContextMenu|app\./);
            expect(/Ctrl|Alt\+|Shift\+/.test(text) && mac, text).toBe(false);
            expect(/[⌘⌥⌃⇧]/.test(text) && !mac, text).toBe(false);
          }
    }
    messages.language = 'en';
  });
});

it('is written as each system does', () => {
  expect([shortcutName('save', undefined, false), shortcutKeys('save', undefined, false)]).toEqual([
    'Ctrl+S',
    'Control+S',
  ]);
  expect([shortcutName('save', undefined, true), shortcutKeys('save', undefined, true)]).toEqual([
    '⌘S',
    'Meta+S',
  ]);
  expect(shortcutName('screen', 2, false)).toBe('Alt+2');
  expect(shortcutKeys('screen', 2, false)).toBe('Alt+2 Control+2');
  expect(shortcutNames('screen', 4, true)).toEqual(['⌃1 … ⌃4', '⌥1 … ⌥4']);
});

it('is left to the menu of a window that has it', () => {
  const of = (inBrowser: boolean) =>
    (['palette', 'settings', 'save', 'open', 'undo', 'shortcuts', 'newRun'] as const).filter(
      (name) => isOfScreens(name, inBrowser),
    );
  expect(of(true)).toEqual(['palette', 'settings', 'save', 'open', 'undo', 'shortcuts']);
  expect(of(false)).toEqual(['undo', 'shortcuts']);
});
