/** Shortcuts with the system's command key: which one a key press is, and how each is written. */

const onMac = navigator.platform.startsWith('Mac');

type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing'
>;

/** @returns the letter that is pressed with the command key alone, in lower case */
export function commandLetter(press: Press, mac = onMac): string | undefined {
  const command = mac ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey;
  if (!command || press.altKey || press.shiftKey || press.isComposing) return undefined;
  if (/^[a-z]$/i.test(press.key)) return press.key.toLowerCase();
  // A keyboard of another script has the Latin letter on the same key.
  return /^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase();
}

/** Enter with the control or the command key, which sends a form from wherever one is. */
export const isSend = ({ key, ctrlKey, metaKey, isComposing }: Press): boolean =>
  key === 'Enter' && (ctrlKey || metaKey) && !isComposing;

/** As a person reads it. */
export const shortcutName = (letter: string, mac = onMac): string =>
  mac ? `⌘${letter}` : `Ctrl+${letter}`;

/** As `aria-keyshortcuts` takes it. */
export const shortcutKeys = (letter: string, mac = onMac): string =>
  mac ? `Meta+${letter}` : `Control+${letter}`;
