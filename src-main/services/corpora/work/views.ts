/** Closer looks at the sources of a corpus, of which nothing is kept. */
import { MAX_TEXT } from '../../../contract/api.ts';
import { steps, type StepName } from '../../../contract/corpus/kinds.ts';
import type { Recipe } from '../../../contract/corpus/recipe.ts';
import type { RecipePreview, SourceView, Split } from '../../../contract/corpus/source.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import { songTitle } from '../../../contract/corpus/song-title.ts';
import { inLines, SONG_END } from '../../../contract/corpus/song-text.ts';
import { assemble, cleanSource, type Words } from '../../../corpus/assembly.ts';
import { countCharacters } from '../../../corpus/count-characters.ts';
import { cleanerOf } from '../../../corpus/recipe/recipe.ts';
import type { Change } from '../../../corpus/song.ts';
import type { StoredSource } from '../../../store/corpora/stored-corpus.ts';
import type { Input, Output, Wanted } from './jobs.ts';
import type { ReadSource, Sources } from './sources.ts';

/** Of one step. */
const SAMPLES = 50;
/** Of one source. */
const CHANGES = 1000;
const SONGS = 2000;

/** What a recipe does to the sources that are on. */
export async function preview(kept: Sources, wanted: Wanted): Promise<RecipePreview> {
  const { recipe } = wanted;
  const sources = wanted.sources.filter(({ on }) => on);
  const read = await kept.read(sources, wanted);
  const clean = await cleanerOf(recipe);
  const found = new Map<StepName, RecipePreview['steps'][number]>();
  const mixed = sources.map((source, index) => {
    const { id, on } = source;
    const { words } = read[index]!;
    const cleaned = words && kept.clean(source, words, recipe, clean);
    for (const [step, { count, lines, samples }] of cleaned?.steps ?? []) {
      const told = found.get(step) ?? { step, lines: 0, count: 0, samples: [] };
      found.set(step, told);
      told.lines += lines;
      told.count += count;
      for (const sample of samples.slice(0, SAMPLES - told.samples.length))
        told.samples.push({ sourceId: id, ...shown(sample) });
    }
    return { id, on, cleaned };
  });
  const { songs } = assemble(mixed);
  let [characters, lines] = [Math.max(0, songs.length - 1), 0];
  for (const song of songs) {
    characters += countCharacters(song);
    lines += linesIn(song);
  }
  return {
    steps: steps.flatMap((step) => found.get(step) ?? []),
    ...{ songs: songs.length, characters, lines },
  };
}

const linesIn = (song: string): number =>
  song.split('\n').filter((line) => line.trim() !== '').length;

export async function previewSplit(
  kept: Sources,
  input: Input<'previewSplit'>,
): Promise<Output<'previewSplit'>> {
  const sources = input.sourceIds.map((id) => find(input, id));
  const read = await kept.read(sources, input);
  const clean = await cleanerOf(input.recipe);
  const all = sources.flatMap(({ name }, index) => {
    const { words } = read[index]!;
    const { songs, titles } = words
      ? cleanSource(words, input.split, clean)
      : { songs: [], titles: [] };
    return songs.map((text, place) => {
      const song = { number: place + 1, title: titles[place] || null };
      return { title: songTitle(song, { name, songs: songs.length }), text };
    });
  });
  const told = asFarAsTheyGo(all.map(({ text }) => text));
  const songs = told.map((text, place) => ({ title: all[place]!.title, text }));
  return { songs, songsInAll: all.length };
}

export async function viewSource(kept: Sources, input: Input<'source'>): Promise<SourceView> {
  const { encoding, recipe, sourceId } = input;
  const chosen = input.sources.map((source) =>
    source.id === sourceId && encoding && source.encoding !== null
      ? { ...source, encoding }
      : source,
  );
  const { read, words, split } = await readOne(kept, { ...input, sources: chosen }, sourceId);
  const changes: SourceView['changes'] = [];
  let changesInAll = 0;
  const songs = words
    ? await songsOf(words, split, recipe, (change) => {
        changesInAll += 1;
        if (changes.length < CHANGES) changes.push({ ...shown(change), step: change.step });
      })
    : [];
  const whole = read?.text ?? (words && 'edit' in words ? inLines(words.edit) : '');
  const text = cutTo(whole, MAX_TEXT);
  const told = asFarAsTheyGo(songs);
  const isCut = text.length < whole.length || told.join('').length < songs.join('').length;
  return {
    ...{ text, songs: told, cut: isCut, changes, changesInAll },
    damagedLines: [...new Set(read?.damagedLines ?? [])].slice(0, CHANGES),
  };
}

async function readOne(
  kept: Sources,
  wanted: Wanted,
  sourceId: string,
): Promise<ReadSource & { readonly split: Split }> {
  const source = find(wanted, sourceId);
  const [read] = await kept.read([source], wanted);
  return { ...read!, split: source.split };
}

function find({ sources }: Wanted, sourceId: string): StoredSource {
  const source = sources.find(({ id }): boolean => id === sourceId);
  if (!source) throw new VerseloomError('corpus.sourceNotFound', { id: sourceId });
  return source;
}

async function songsOf(
  words: Words,
  split: Split,
  recipe: Recipe,
  seen?: (change: Change) => void,
): Promise<readonly string[]> {
  return cleanSource(words, split, await cleanerOf(recipe), seen).songs;
}

/** A line of 5 MB is told by its beginning. */
const SHOWN = 400;
const shown = ({ at, before, after }: Change) => ({
  at,
  before: cutTo(before, SHOWN),
  after: after === null ? null : cutTo(after, SHOWN),
});

/** @returns as much as one call carries */
function asFarAsTheyGo(songs: readonly string[]): string[] {
  const found: string[] = [];
  let left = MAX_TEXT;
  for (const song of songs.slice(0, SONGS)) {
    if (left <= 0) break;
    found.push(cutTo(song, left));
    left -= song.length + SONG_END.length;
  }
  return found;
}

export const cutTo = (text: string, units: number): string =>
  text.length <= units ? text : text.slice(0, units).replace(/[\ud800-\udbff]$/, '');
