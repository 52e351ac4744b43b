/** The shortcuts, in one table: the screens obey it, and the list of shortcuts shows it. */
import { accelerators } from '../../src-main/contract/accelerators.ts';
import { t } from './messages.svelte.ts';

const onMac = navigator.platform.startsWith('Mac');

interface Shortcut {
  /** Written as Electron writes accelerators; `Digit` is any digit but 0. The first ones are those that people are told of. */
  readonly keys: readonly string[];
  /** On a Mac, where that has others. */
  readonly onMac?: readonly string[];
  /** `menu`: in a window its menu obeys it, and not the screens; `window`: in a browser there is none. */
  readonly of?: 'menu' | 'window';
}

/** By where they hold, in the order of the list. */
export const shortcuts = {
  everywhere: {
    palette: { keys: [accelerators.palette], of: 'menu' },
    shortcuts: { keys: ['?'] },
    screen: { keys: ['Alt+Digit', 'Ctrl+Digit'], onMac: ['Ctrl+Digit', 'Alt+Digit'] },
    undo: { keys: [accelerators.undo] },
    newRun: { keys: [accelerators.newRun], of: 'window' },
    open: { keys: [accelerators.open], of: 'menu' },
    save: { keys: [accelerators.save], of: 'menu' },
    exportModel: { keys: [accelerators.exportModel], of: 'window' },
    settings: { keys: [accelerators.settings], of: 'menu' },
  },
  writing: {
    send: { keys: ['Ctrl+Enter'], onMac: ['Cmd+Enter', 'Ctrl+Enter'] },
    lines: { keys: ['Ctrl+Shift+Enter'], onMac: ['Cmd+Shift+Enter', 'Ctrl+Shift+Enter'] },
    words: { keys: ['Alt+Enter'] },
    reading: { keys: ['Alt+R'] },
    takeAll: { keys: ['Tab'] },
    takeCharacter: { keys: ['Right'] },
    takeLine: { keys: ['CmdOrCtrl+Right'] },
    nextOffer: { keys: ['Alt+]'] },
    lastOffer: { keys: ['Alt+['] },
    noOffer: { keys: ['Esc'] },
    find: { keys: ['CmdOrCtrl+F'] },
    alone: { keys: ['F9'] },
    print: { keys: ['CmdOrCtrl+P'] },
  },
  lists: {
    move: { keys: ['Up', 'Down', 'Left', 'Right'] },
    page: { keys: ['PageUp', 'PageDown'] },
    ends: { keys: ['Home', 'End'] },
  },
  songs: {
    moveUp: { keys: ['Alt+Up'] },
    moveDown: { keys: ['Alt+Down'] },
    paste: { keys: ['CmdOrCtrl+V'] },
  },
  models: {
    search: { keys: ['/', 'CmdOrCtrl+F'] },
    look: { keys: ['Enter'] },
    choose: { keys: ['Space'] },
    chooseAll: { keys: ['CmdOrCtrl+A'] },
    extend: { keys: ['Shift+Up', 'Shift+Down'] },
    rename: { keys: ['F2'] },
    remove: { keys: ['Delete'], onMac: ['Cmd+Backspace', 'Delete'] },
    menu: { keys: ['Shift+F10', 'ContextMenu'] },
    leave: { keys: ['Esc'] },
  },
} as const satisfies Record<string, Record<string, Shortcut>>;

type Table = typeof shortcuts;
export type ShortcutName = { [Where in keyof Table]: keyof Table[Where] }[keyof Table];

const all = Object.fromEntries(
  Object.values(shortcuts).flatMap((some) => Object.entries(some)),
) as Record<ShortcutName, Shortcut>;

type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/** @returns whether it is the press of that shortcut. */
export const isPressed = (press: Press, name: ShortcutName, mac = onMac): boolean =>
  !press.isComposing && keysOf(name, mac).some((keys) => holds(keys, press, mac));

/** @returns the digit that is pressed to go to a screen */
export const screenDigit = (press: Press, mac = onMac): number | undefined =>
  isPressed(press, 'screen', mac) ? Number(press.code.at(-1)) : undefined;

/** Whether the screens obey it, and not a menu. */
export const isOfScreens = (name: ShortcutName, inBrowser: boolean): boolean =>
  inBrowser ? all[name].of !== 'window' : all[name].of === undefined;

/** Whether there is such a shortcut at all. */
export const isThere = (name: ShortcutName, inBrowser: boolean): boolean =>
  !inBrowser || all[name].of !== 'window';

/** As a person reads it. @param digit where it stands for one of several screens */
export const shortcutName = (name: ShortcutName, digit?: number, mac = onMac): string =>
  written(keysOf(name, mac)[0]!, digit, mac);

/** All of its keys as a person reads them. @param most of the digits */
export const shortcutNames = (name: ShortcutName, most = 1, mac = onMac): string[] =>
  keysOf(name, mac).map((keys) =>
    keys.endsWith('Digit')
      ? `${written(keys, 1, mac)} … ${written(keys, most, mac)}`
      : written(keys, undefined, mac),
  );

/** As `aria-keyshortcuts` takes it. */
export const shortcutKeys = (name: ShortcutName, digit?: number, mac = onMac): string =>
  keysOf(name, mac)
    .map((keys) => {
      const { modifiers, key } = parts(keys, mac);
      const named = { Ctrl: 'Control', Cmd: 'Meta', Alt: 'Alt', Shift: 'Shift' } as const;
      return [...modifiers.map((one) => named[one]), digit !== undefined ? digit : key].join('+');
    })
    .join(' ');

/** Whether a letter that is typed has a meaning where the focus is. */
export const takesLetters = (target: EventTarget | null): boolean =>
  takesText(target) || (target instanceof HTMLElement && target.matches('select'));

/** Whether one edits a text where the focus is, also in a root of its own. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches(
      'textarea, input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"])',
    ) ||
    takesText(target.shadowRoot?.activeElement ?? null));

type Modifier = 'Ctrl' | 'Cmd' | 'Alt' | 'Shift';

const keysOf = (name: ShortcutName, mac: boolean): readonly string[] =>
  (mac ? all[name].onMac : undefined) ?? all[name].keys;

function parts(keys: string, mac: boolean): { modifiers: Modifier[]; key: string } {
  const names = keys.replace('CmdOrCtrl', mac ? 'Cmd' : 'Ctrl').split('+');
  return { modifiers: names.slice(0, -1) as Modifier[], key: names.at(-1)! };
}

/** Names that differ from those of `KeyboardEvent.key`. */
const eventKeys: Readonly<Record<string, string>> = {
  ...{ Up: 'ArrowUp', Down: 'ArrowDown', Left: 'ArrowLeft', Right: 'ArrowRight' },
  ...{ Esc: 'Escape', Space: ' ' },
};

function holds(keys: string, press: Press, mac: boolean): boolean {
  const { modifiers, key } = parts(keys, mac);
  const has = (one: Modifier): boolean => modifiers.includes(one);
  if (press.ctrlKey !== has('Ctrl') || press.metaKey !== has('Cmd')) return false;
  if (press.altKey !== has('Alt')) return false;
  // Which sign needs the shift key, and whether one chooses on the way, is no matter of the key.
  const isFree = modifiers.length === 0 && key !== 'F10';
  if (!isFree && press.shiftKey !== has('Shift')) return false;
  if (key === 'Digit') return /^Digit[1-9]$/.test(press.code);
  if (key === '?') return press.key === '?' || press.key === '？';
  if (/^[A-Z]$/.test(key)) return letterOf(press) === key;
  // With Alt, a Mac writes another sign.
  if (key in brackets) return press.key === key || press.code === brackets[key];
  return press.key === (eventKeys[key] ?? key);
}

const brackets: Readonly<Record<string, string>> = { '[': 'BracketLeft', ']': 'BracketRight' };

/** A keyboard of another script has the Latin letter on the same key. */
const letterOf = ({ key, code }: Press): string | undefined =>
  /^[a-z]$/i.test(key) ? key.toUpperCase() : /^Key([A-Z])$/.exec(code)?.[1];

const symbols: Readonly<Record<string, string>> = {
  ...{ Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Cmd: '⌘' },
  ...{ Enter: '↩', Backspace: '⌫', Delete: '⌦', PageUp: '⇞', PageDown: '⇟', Home: '↖', End: '↘' },
};
const arrows: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' };

function written(keys: string, digit: number | undefined, mac: boolean): string {
  const { modifiers, key } = parts(keys, mac);
  const names = [...modifiers, key === 'Digit' ? String(digit) : key].map(
    (one) => (mac ? symbols[one] : undefined) ?? arrows[one] ?? keyName(one),
  );
  return names.join(mac ? '' : '+');
}

function keyName(key: string): string {
  switch (key) {
    case 'Enter':
      return t('app.shortcuts.keys.enter');
    case 'Space':
      return t('app.shortcuts.keys.space');
    case 'ContextMenu':
      return t('app.shortcuts.keys.menu');
    case 'PageUp':
      return 'Page Up';
    case 'PageDown':
      return 'Page Down';
    default:
      return key;
  }
}
