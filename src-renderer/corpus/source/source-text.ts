/** The words of a source: as one text to be edited, line by line with what became of each, and in two readings. */
import { signOf, SONG_END } from '../../../src-main/contract/corpus/song-text.ts';
import type { SourceView } from '../../../src-main/contract/corpus/source.ts';

/** A line that is just this, where one edits, parts two songs: what does so in the text, nobody sees. */
export const SONG_SIGN = signOf(SONG_END);

/** @returns the songs of a source as one text to be edited */
export const textOf = (songs: readonly string[]): string => songs.join(`\n${SONG_SIGN}\n`);

/** @returns a text that was edited, as the host takes it */
export const songsOf = (text: string): string =>
  text
    .split(/^[^\S\n]*¶[^\S\n]*$/mu)
    .map((song, place, all) =>
      song.slice(place > 0 ? 1 : 0, place < all.length - 1 ? -1 : undefined),
    )
    .join(SONG_END);

type Change = SourceView['changes'][number];

/** A line as it came in, and what became of it. */
export interface SourceLine {
  /** From 1. */
  readonly at: number;
  readonly before: string;
  /** Null where the whole line went. */
  readonly after: string | null;
  readonly steps: readonly Change['step'][];
  readonly damaged: boolean;
}

const LINE_BREAK = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;

export function sourceLines(
  view: Pick<SourceView, 'text' | 'changes' | 'damagedLines'>,
): SourceLine[] {
  const changes = new Map<number, Change[]>();
  for (const change of view.changes) {
    const before = changes.get(change.at);
    if (before) before.push(change);
    else changes.set(change.at, [change]);
  }
  const damaged = new Set(view.damagedLines);
  return view.text.split(LINE_BREAK).map((text, index) => {
    const at = index + 1;
    const all = changes.get(at) ?? [];
    return {
      at,
      before: all[0]?.before ?? text,
      after: all.length > 0 ? all.at(-1)!.after : text,
      steps: [...new Set(all.map(({ step }) => step))],
      damaged: damaged.has(at),
    };
  });
}

/** A line of the songs that are learnt; a song begins with its number. */
export interface LearntLine {
  readonly text: string;
  readonly song: number | null;
}

export const learntLines = (songs: readonly string[]): LearntLine[] =>
  songs.flatMap((song, index) =>
    song
      .split('\n')
      .map((text, line) => ({ text, song: line === 0 && songs.length > 1 ? index + 1 : null })),
  );

/** Two readings of one line. */
export interface Difference {
  /** From 1. */
  readonly at: number;
  readonly now: string;
  readonly then: string;
}

/** @returns the lines in which two readings differ, the first of them, and how many there are */
export function differences(
  now: string,
  then: string,
  most: number,
): { shown: Difference[]; inAll: number } {
  const [nows, thens] = [now.split(LINE_BREAK), then.split(LINE_BREAK)];
  const shown: Difference[] = [];
  let inAll = 0;
  for (let line = 0; line < Math.max(nows.length, thens.length); line++) {
    const [one, other] = [nows[line] ?? '', thens[line] ?? ''];
    if (one === other) continue;
    inAll += 1;
    if (shown.length < most) shown.push({ at: line + 1, now: one, then: other });
  }
  return { shown, inAll };
}
