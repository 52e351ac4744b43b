/** A corpus as it is to become, made: its text, and what has become of each source. */
import type { Skip } from '../../../contract/corpus/kinds.ts';
import type { Source } from '../../../contract/corpus/source.ts';
import { assemble, textOf, type Cleaned } from '../../../corpus/assembly.ts';
import { cleanerOf } from '../../../corpus/recipe/recipe.ts';
import type { StoredSource } from '../../../store/corpora/stored-corpus.ts';
import { describeText } from '../facts.ts';
import type { Made, MakeInput, Tell, Wanted } from './jobs.ts';
import type { ReadSource, ReadText, Sources } from './sources.ts';

/** @throws VerseloomError `file.*` */
export async function make(kept: Sources, input: MakeInput, tell: Tell = () => {}): Promise<Made> {
  const sources = input.guess.length > 0 ? await guessed(kept, input) : input.sources;
  return makeOf(kept, { ...input, sources }, tell);
}

export async function makeOf(kept: Sources, wanted: Wanted, tell: Tell): Promise<Made> {
  const { sources, recipe } = wanted;
  const read = await kept.read(sources, wanted);
  const clean = await cleanerOf(recipe);
  const mixed = sources.map((source, index) => {
    const { words } = read[index]!;
    const cleaned = words && kept.clean(source, words, recipe, clean);
    tell((index + 1) / sources.length);
    return { id: source.id, on: source.on, cleaned };
  });
  const { songs, doubles } = assemble(mixed);
  const text = new TextEncoder().encode(textOf(songs));
  return {
    sources: sources.map((source, index) =>
      renewed(source, read[index]!, mixed[index]!.cleaned, doubles.get(source.id) ?? null),
    ),
    text,
    facts: await describeText(text),
  };
}

/** @returns the sources, those to be guessed with what their encoding is taken to be */
async function guessed(kept: Sources, input: MakeInput): Promise<StoredSource[]> {
  const asked = new Set(input.guess);
  const among = input.sources.filter(({ id, original }) => asked.has(id) && original !== null);
  const guesses = await kept.guess(among, input);
  const byId = new Map(among.map(({ id }, index) => [id, guesses[index]]));
  return input.sources.map((source) => {
    const guess = byId.get(source.id);
    if (!guess) return source;
    const { encoding, certain, other } = guess;
    return {
      ...{ ...source, encoding, certain, otherEncoding: other ?? null, encodingChosen: false },
    };
  });
}

function renewed(
  source: StoredSource,
  { read, words, skipped }: ReadSource,
  cleaned: Cleaned | undefined,
  doubles: string | null,
): StoredSource {
  return {
    ...source,
    ...(read && { kind: read.kind }),
    ...damageOf(source, read, words !== undefined && 'edit' in words ? words.edit : undefined),
    ...{ edited: source.edit !== null, hasOriginal: source.original !== null },
    songs: cleaned?.songs.length ?? 0,
    titles: titlesOf(cleaned),
    characters: cleaned?.characters ?? 0,
    removed: Object.fromEntries(
      [...(cleaned?.steps ?? [])].map(([step, { count }]) => [step, count]),
    ),
    skipped: skipOf(skipped ?? cleaned?.skipped),
    doubles,
  };
}

function titlesOf(cleaned: Cleaned | undefined): StoredSource['titles'] {
  const titles = cleaned?.titles ?? [];
  return titles.length > 1 && titles.some(Boolean) ? titles.map((title) => title || null) : [];
}

const skipOf = (skip: Skip | undefined): Source['skipped'] => skip ?? null;

/** Lines of a source that are named one by one. */
export const NAMED_LINES = 100;

/** @param edit the words that stand for what was read, in which what could not be read may have been mended */
function damageOf(
  source: StoredSource,
  read: ReadText | undefined,
  edit: string | undefined,
): Pick<Source, 'damaged' | 'damagedLines'> {
  const lines = edit === undefined ? read?.damagedLines : wrongLinesOf(edit);
  if (!lines) return { damaged: source.damaged, damagedLines: source.damagedLines };
  return { damaged: lines.length, damagedLines: [...new Set(lines)].slice(0, NAMED_LINES) };
}

function wrongLinesOf(text: string): number[] {
  if (!text.includes('\ufffd')) return [];
  return text
    .split(/[\n\u001e]/) // eslint-disable-line no-control-regex
    .flatMap((line, index) => (line.match(/\ufffd+/g) ?? []).map(() => index + 1));
}
