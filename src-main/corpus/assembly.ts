/** One text out of the sources of a corpus: what each says after the recipe, split into songs, and what has become of it. */
import type { Skip } from '../contract/corpus/kinds.ts';
import type { Split } from '../contract/corpus/source.ts';
import { countCharacters } from './count-characters.ts';
import type { Clean } from './recipe/recipe.ts';
import { NO_LYRICS } from './recipe/section-marks.ts';
import { SONG_END, type Change, type Song, type StepName, type TextKind } from './song.ts';
import { songsOf, splitSongs } from './split.ts';

/** What a source says: words that the recipe cleans, or the words as a person has set them, with `SONG_END` between songs. */
export type Words = { readonly text: string; readonly kind: TextKind } | { readonly edit: string };

/** What a step has done to a source. */
export interface StepFacts {
  /** Of what it takes or changes. */
  count: number;
  /** That it has changed or taken away. */
  lines: number;
  /** The first of these. */
  readonly samples: Change[];
}

/** A source after the recipe. */
export interface Cleaned {
  /** A text of lines each; none where nothing is left. */
  readonly songs: readonly string[];
  /** Of each, where the source tells it. */
  readonly titles: readonly (string | undefined)[];
  /** Unicode characters of these, with one between two of them. */
  readonly characters: number;
  /** Of the steps that found something. */
  readonly steps: ReadonlyMap<StepName, StepFacts>;
  /** Why nothing is left of it. */
  readonly skipped: Skip | undefined;
}

/** Changes of one step in one source that a preview may show. */
const SAMPLES = 50;

/** @param seen is told every change, in order */
export function cleanSource(
  words: Words,
  split: Split,
  clean: Clean,
  seen: (change: Change) => void = () => {},
): Cleaned {
  const steps = new Map<StepName, StepFacts>();
  if ('edit' in words) {
    const { songs, titles } = apart(splitSongs(words.edit, split));
    return {
      ...{ songs, titles, characters: charactersOf(songs), steps },
      skipped: songs.length === 0 ? { reason: 'empty' } : undefined,
    };
  }
  const read = clean(words.text, words.kind, split);
  for (const change of read.changes) {
    note(steps, change);
    seen(change);
  }
  const { songs, titles } = apart(songsOf(read));
  const skipped = songs.length === 0 ? nothingLeft(steps) : undefined;
  return { songs, titles, characters: charactersOf(songs), steps, skipped };
}

function note(steps: Map<StepName, StepFacts>, change: Change): void {
  let facts = steps.get(change.step);
  if (!facts) steps.set(change.step, (facts = { count: 0, lines: 0, samples: [] }));
  facts.count += change.count;
  facts.lines += 1;
  if (facts.samples.length < SAMPLES) facts.samples.push(change);
}

function nothingLeft(steps: ReadonlyMap<StepName, StepFacts>): Skip {
  const [adverts, credits] = [steps.get('adverts')?.count ?? 0, steps.get('credits')?.count ?? 0];
  const marks = steps.get('sections')?.samples ?? [];
  if (marks.some(({ before }) => NO_LYRICS.test(before))) return { reason: 'instrumental' };
  return { reason: adverts > 0 && adverts >= credits ? 'advert' : 'words' };
}

const apart = (songs: readonly Song[]): Pick<Cleaned, 'songs' | 'titles'> => ({
  songs: songs.map(({ text }) => text),
  titles: songs.map(({ title }) => title),
});

/** A source on its way into the text; `cleaned` is undefined where it was left out before anything was cleaned. */
export interface Ingredient {
  readonly id: string;
  readonly on: boolean;
  readonly cleaned: Cleaned | undefined;
}

export interface Assembly {
  /** The songs of all sources that are on, in order. */
  readonly songs: readonly string[];
  /** By the `id` of a source: the one before it that says the same. */
  readonly doubles: ReadonlyMap<string, string>;
}

export function assemble(ingredients: readonly Ingredient[]): Assembly {
  const songs: string[] = [];
  const doubles = new Map<string, string>();
  const seen = new Map<string, string>();
  for (const { id, on, cleaned } of ingredients) {
    if (!cleaned || cleaned.songs.length === 0) continue;
    const said = cleaned.songs.join('\n\n'); // the same words in one song or in several
    const before = seen.get(said);
    if (before === undefined) seen.set(said, id);
    else doubles.set(id, before);
    if (on) for (const song of cleaned.songs) songs.push(song);
  }
  return { songs, doubles };
}

/** @returns the text that is learnt of songs */
export const textOf = (songs: readonly string[]): string => songs.join(SONG_END);

const charactersOf = (songs: readonly string[]): number =>
  songs.reduce((sum, song) => sum + countCharacters(song), 0) + Math.max(0, songs.length - 1);
