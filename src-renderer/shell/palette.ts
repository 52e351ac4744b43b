/** What the palette offers, and how what one types finds it. */
import { plain, wordsOf } from '../text/search.ts';
import { shortcutName, type ShortcutName } from '../text/shortcuts.ts';

export const kinds = ['actions', 'models', 'corpora'] as const;
export type Kind = (typeof kinds)[number];

export interface Entry {
  readonly id: string;
  readonly kind: Kind;
  readonly label: string;
  /** Found by these, too. */
  readonly also?: readonly string[];
  /** Its shortcut, as a person reads it. */
  readonly keys?: string;
  /** Why it cannot be done now. */
  readonly off?: string | undefined;
  readonly run: () => unknown;
}

interface More {
  readonly keys?: string;
  readonly also?: readonly string[];
  /** Why it cannot be done now; the first that holds is told. */
  readonly off?: readonly (string | false | undefined)[];
}

export const action = (id: string, label: string, run: () => unknown, more: More = {}): Entry => {
  const { off = [], ...rest } = more;
  return { id, kind: 'actions', label, run, off: off.find(Boolean) || undefined, ...rest };
};

/** As an entry shows its shortcut. */
export const keys = (name: ShortcutName, digit?: number): { keys: string } => ({
  keys: shortcutName(name, digit),
});

export interface Found {
  /** As many as are shown, best first in each kind. */
  readonly entries: readonly Entry[];
  /** How many more were found. */
  readonly more: number;
}

const MOST = 60; // more than anyone reads; a library may have thousands

/** @returns what has every word of the query; what begins with it comes before what merely has it, and each kind stays together */
export function find(all: readonly Entry[], query: string): Found {
  const words = wordsOf(query);
  const whole = words.join(' ');
  const ranked = all.flatMap((entry) => {
    const label = plain(entry.label);
    const text = [label, ...(entry.also ?? []).map(plain)].join('\n');
    if (!words.every((word) => text.includes(word))) return [];
    return [{ entry, rank: rankOf(label, words, whole) + (entry.off === undefined ? 0 : OFF) }];
  });
  const sorted = kinds.flatMap((kind) =>
    ranked.filter(({ entry }) => entry.kind === kind).sort((one, other) => one.rank - other.rank),
  );
  // A name that is typed is wanted before an action that merely has its letters.
  const bestOf = (kind: Kind): number =>
    Math.min(Infinity, ...ranked.flatMap(({ entry, rank }) => (entry.kind === kind ? rank : [])));
  const order = words.length === 0 ? kinds : [...kinds].sort((a, b) => bestOf(a) - bestOf(b));
  const entries = order.flatMap((kind) =>
    sorted.flatMap(({ entry }) => (entry.kind === kind ? entry : [])),
  );
  return { entries: entries.slice(0, MOST), more: Math.max(0, entries.length - MOST) };
}

const OFF = 10;

function rankOf(label: string, words: readonly string[], whole: string): number {
  if (words.length === 0) return 0;
  if (label === whole) return 0;
  if (label.startsWith(whole)) return 1;
  const begins = (word: string): boolean =>
    label.split(/[\s“”"：:·(（]+/u).some((one) => one.startsWith(word));
  if (words.every(begins)) return 2;
  return words.every((word) => label.includes(word)) ? 3 : 4;
}
