/** What has become of a text: its lines in order, each as it stayed, went or came, or with what was changed within it. */
import { diffArrays, diffChars } from 'diff';

export interface Part {
  readonly kind: 'same' | 'gone' | 'come';
  readonly text: string;
}

/** A line; of one that was changed, `parts` are several. */
export interface Line {
  readonly kind: 'same' | 'gone' | 'come' | 'changed';
  readonly parts: readonly Part[];
}

/** Lines that stayed, and that nobody needs to read. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly count: number;
}

/** Milliseconds after which two long texts that have little in common are told apart as wholes. */
const PATIENCE = 500;
/** Changes within a line, beyond which it is another line. */
const MOST_CHANGES = 400;
/** Of two lines that are one, changed: this share of their characters stayed. */
const ALIKE = 0.5;
/** So many lines further on is looked for what became of one. */
const AHEAD = 20;
/** Lines around a change that are shown with it. */
const AROUND = 2;

/** @returns the lines of both texts, those that went before those that came in their place */
export function textChanges(before: string, after: string): Line[] {
  const [olds, news] = [before.split('\n'), after.split('\n')];
  const whole = [
    { value: olds, removed: true, added: false },
    { value: news, removed: false, added: true },
  ];
  const found: Line[] = [];
  let gone: readonly string[] = [];
  for (const { value, removed, added } of diffArrays(olds, news, { timeout: PATIENCE }) ?? whole) {
    if (removed) gone = value;
    else {
      found.push(...(added ? between(gone, value) : gone.map((line) => lineOf('gone', line))));
      if (!added) for (const line of value) found.push(lineOf('same', line));
      gone = [];
    }
  }
  return [...found, ...gone.map((line) => lineOf('gone', line))];
}

/** @returns the changes with a few lines around each */
export function shortened(lines: readonly Line[]): (Line | Skipped)[] {
  const isNear = lines.map(() => false);
  for (const [at, { kind }] of lines.entries())
    if (kind !== 'same')
      for (let near = Math.max(0, at - AROUND); near <= at + AROUND; near++) isNear[near] = true;
  const shown: (Line | Skipped)[] = [];
  for (const [at, line] of lines.entries()) {
    const last = shown.at(-1);
    // One line alone takes no more room than to say that it is left out.
    const isShown = isNear[at] || (isNear[at - 1] !== false && isNear[at + 1] !== false);
    if (isShown) shown.push(line);
    else if (last?.kind === 'skipped') shown[shown.length - 1] = { ...last, count: last.count + 1 };
    else shown.push({ kind: 'skipped', count: 1 });
  }
  return shown;
}

const lineOf = (kind: Part['kind'], text: string): Line => ({ kind, parts: [{ kind, text }] });

/** What stands in the place of some lines: those that are alike are one line, changed. */
function between(gone: readonly string[], come: readonly string[]): Line[] {
  const found: Line[] = [];
  let next = 0;
  for (const line of gone) {
    let at = next;
    let parts: Part[] | undefined;
    for (; at < Math.min(come.length, next + AHEAD) && !parts; at++)
      parts = within(line, come[at]!);
    if (!parts) {
      found.push(lineOf('gone', line));
      continue;
    }
    for (const other of come.slice(next, at - 1)) found.push(lineOf('come', other));
    found.push({ kind: 'changed', parts });
    next = at;
  }
  return [...found, ...come.slice(next).map((line) => lineOf('come', line))];
}

/** @returns undefined where two lines have little in common */
function within(before: string, after: string): Part[] | undefined {
  const changes = diffChars(before, after, { maxEditLength: MOST_CHANGES });
  const parts = changes?.map(({ value, added, removed }): Part => ({
    kind: added ? 'come' : removed ? 'gone' : 'same',
    text: value,
  }));
  const same = parts?.reduce((sum, { kind, text }) => sum + (kind === 'same' ? text.length : 0), 0);
  return 2 * (same ?? 0) >= ALIKE * (before.length + after.length) ? parts : undefined;
}
