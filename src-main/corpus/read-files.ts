/** The files of one import as what they are: unpacked, decoded together, each of its kind; or left out, each with its reason. */
import { MAX_CORPUS_BYTES, MAX_CORPUS_FILES, type GivenFile } from '../contract/corpus/corpus.ts';
import type { Skip } from '../contract/corpus/kinds.ts';
import { decode } from './encodings/decode.ts';
import type { Encoding } from './encodings/encodings.ts';
import { guessEncodings, type Guess } from './encodings/guess.ts';
import { readFlat } from './kinds/documents.ts';
import { wordlessKindOf } from './kinds/no-words.ts';
import { kindOf, readText } from './kinds/text-kinds.ts';
import { inNaturalOrder } from '../contract/corpus/natural-order.ts';
import type { ReadKind, RefusedKind, TextKind } from './song.ts';
import { Unpacking, type Limits, type Unpacked } from './unpacking.ts';

export type { Skip } from '../contract/corpus/kinds.ts';
export type { GivenFile } from '../contract/corpus/corpus.ts';
export type { Limits } from './unpacking.ts';

export interface ReadFile {
  /** With the names of the zips that it came in: `pack.zip/songs/1.txt`. */
  readonly name: string;
  readonly kind: ReadKind | RefusedKind;
  /** Of the text of a kind that has one to be chosen. */
  readonly encoding: Encoding | undefined;
  readonly certain: boolean;
  readonly other: Encoding | undefined;
  /** As it was decoded, and the kind by which it is to be read; empty where it was left out. */
  readonly text: string;
  readonly textKind: TextKind;
  /** A line number for each place that could not be read. */
  readonly damagedLines: readonly number[];
  readonly skipped: Skip | undefined;
}

export const usualLimits: Limits = { bytes: MAX_CORPUS_BYTES, files: MAX_CORPUS_FILES };

/**
 * @param encoding of all texts, overrules what is guessed
 * @returns all files in the order of their names, those of a zip at its place; none is missing
 */
export async function readFiles(
  given: readonly GivenFile[],
  { encoding, limits = usualLimits }: { encoding?: Encoding | undefined; limits?: Limits } = {},
): Promise<ReadFile[]> {
  const unpacking = new Unpacking(limits);
  for (const file of given.toSorted((a, b) => inNaturalOrder(a.name, b.name)))
    await unpacking.add(file.name, file.bytes);
  const { files } = unpacking;
  const undecoded = files.filter(({ skipped, text }) => !skipped && text === undefined);
  const guesses = guessEncodings(undecoded.map(({ bytes }) => bytes));
  const guessed = new Map(undecoded.map((file, index) => [file, guesses[index]]));
  return files.map((file) => read(file, encoding, guessed.get(file)));
}

function read(file: Unpacked, chosen: Encoding | undefined, guess: Guess | undefined): ReadFile {
  const { name } = file;
  const nothing = {
    ...{ name, encoding: undefined, certain: true, other: undefined, text: '' },
    ...({ textKind: 'text', damagedLines: [] } as const),
  };
  if (file.skipped) return { ...nothing, kind: file.kind ?? 'binary', skipped: file.skipped };
  if (file.text !== undefined)
    return { ...nothing, ...documentOf(file.text), kind: file.kind ?? 'text' };
  const encoding = chosen ?? guess?.encoding;
  if (!encoding) return { ...nothing, kind: 'binary', skipped: { reason: 'kind', kind: 'binary' } };
  const { text, damagedLines } = decode(file.bytes, encoding);
  const decoded = {
    ...{ encoding, damagedLines, certain: chosen !== undefined || (guess?.certain ?? false) },
    other: chosen === undefined ? guess?.other : undefined,
  };
  const wordless = wordlessKindOf(text);
  if (wordless && wordless !== 'list')
    return { ...nothing, kind: wordless, skipped: { reason: 'kind', kind: wordless } };
  const flat = readFlat(text);
  if (flat) return { ...nothing, ...decoded, ...documentOf(flat.text), kind: flat.kind };
  const kind = kindOf(text);
  return { name, kind, textKind: kind, text, ...decoded, skipped: skipOf(text, kind) };
}

function skipOf(text: string, kind: TextKind): Skip | undefined {
  if (text.trim() === '') return { reason: 'empty' };
  const isWordless =
    wordlessKindOf(text) !== undefined ||
    (kind === 'json' && readText(text, kind).lines.every((line) => line.text.trim() === ''));
  return isWordless ? { reason: 'words' } : undefined;
}

/** Words in a document have no markup but what somebody has put there letter by letter: times, or chords. */
function documentOf(text: string): Pick<ReadFile, 'text' | 'textKind' | 'skipped'> {
  const kind = kindOf(text);
  const isTyped = (['lrc', 'yrc', 'srt', 'vtt', 'ass', 'chordpro'] as const).some(
    (one) => one === kind,
  );
  const skipped: Skip | undefined = text.trim() === '' ? { reason: 'empty' } : undefined;
  return { text, textKind: isTyped ? kind : 'text', skipped };
}
