/** The files of one import as what they are: unpacked, decoded together, each of its kind; or left out, each with its reason. */
import { type GivenFile } from '../contract/corpus/corpus.ts';
import { MIB, usualLimits, type CorpusLimits } from '../contract/corpus/limits.ts';
import type { Skip } from '../contract/corpus/kinds.ts';
import { decode } from './encodings/decode.ts';
import type { Encoding } from './encodings/encoding-names.ts';
import { guessEncodings, type Guess } from './encodings/guess.ts';
import { readFlat, type DocumentText } from './kinds/documents.ts';
import { faultIn } from './kinds/json-values.ts';
import { wordlessKindOf } from './kinds/no-words.ts';
import { lookIntoPoems } from './kinds/poems.ts';
import { kindOf, readText } from './kinds/text-kinds.ts';
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
  /** By the number of a line, from 1, how deep a heading it is by its style in a document; see `DocumentText`. */
  readonly headings?: ReadonlyMap<number, number>;
  /** A line number for each place that could not be read. */
  readonly damagedLines: readonly number[];
  readonly skipped: Skip | undefined;
  /** As they came in: it can be read again from these. Empty where it can only be left out again. */
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();

/** @returns what a person has set, as it is counted */
export const limitsOf = ({ limitMb, limitFiles }: CorpusLimits): Limits => ({
  ...{ bytes: limitMb * MIB, files: limitFiles },
});

/** How far it has come: of all its work, from 0 to 1. */
export type OnRead = (share: number) => void;

export interface ReadOptions {
  /** Of all texts, overrules what is guessed. */
  readonly encoding?: Encoding | undefined;
  readonly limits?: Limits;
  /** What is there already of that. */
  readonly before?: Limits;
  readonly onRead?: OnRead;
}

/**
 * @param given in the order in which their songs are to come, as a person gives them; what has none, such as files that were dropped,
 *   is to be set `inOrderOfNames` before
 * @returns all files in that order, those of a zip at its place in the order of their names; none is missing
 */
export async function readFiles(
  given: readonly GivenFile[],
  { encoding, limits = limitsOf(usualLimits), before, onRead = () => {} }: ReadOptions = {},
): Promise<ReadFile[]> {
  const unpacking = new Unpacking(limits, before);
  const unpacked = shareOf(given.map(({ bytes }) => bytes.length));
  for (const { name, bytes } of given) {
    await unpacking.add(name, bytes);
    onRead(unpacked(bytes.length) / 2);
  }
  const { files } = unpacking;
  const guesses = guessTogether(files);
  const done = shareOf(files.map(({ bytes }) => bytes.length));
  return files.map((file) => {
    const readFile = read(file, encoding, guesses.get(file));
    onRead(0.5 + done(file.bytes.length) / 2);
    return readFile;
  });
}

/**
 * Reads a file again from the bytes that were kept of it.
 * @param encoding of its text; undefined has it guessed
 */
export async function readAgain(
  file: GivenFile,
  encoding: Encoding | undefined,
): Promise<ReadFile> {
  const unpacked = await unpackAgain(file);
  return read(unpacked, encoding, encoding ? undefined : guessTogether([unpacked]).get(unpacked));
}

/** @returns guesses for files of one origin, in their order: undefined for what is no text, and what is a document */
export async function guessAgain(files: readonly GivenFile[]): Promise<(Guess | undefined)[]> {
  const unpacked = await Promise.all(files.map(unpackAgain));
  const guesses = guessTogether(unpacked);
  return unpacked.map((file) => guesses.get(file));
}

/** What was typed is a text, whatever it looks like, and of a kind as a file's is. */
export function readTyped(name: string, bytes: Uint8Array): ReadFile {
  const text = decode(bytes, 'utf-8').text;
  const kind = kindOf(text);
  return {
    ...{ name, kind, textKind: kind, text, bytes, damagedLines: [] },
    ...{ encoding: undefined, certain: true, other: undefined },
    skipped: text.trim() === '' ? { reason: 'empty' } : undefined,
  };
}

/** It was within the limits when it came in. */
async function unpackAgain({ name, bytes }: GivenFile): Promise<Unpacked> {
  const unpacking = new Unpacking({ bytes: Infinity, files: Infinity });
  await unpacking.add('again', bytes); // a name by which nothing is left out
  return { ...unpacking.files[0]!, name };
}

function guessTogether(files: readonly Unpacked[]): Map<Unpacked, Guess | undefined> {
  const undecoded = files.filter(({ skipped, text }) => !skipped && text === undefined);
  const guesses = guessEncodings(undecoded.map(({ bytes }) => bytes));
  return new Map(undecoded.map((file, index) => [file, guesses[index]]));
}

/** @returns counts pieces, and tells the share of all that is done with each */
function shareOf(sizes: readonly number[]): (size: number) => number {
  const all = sizes.reduce((sum, size) => sum + size + 1, 0); // an empty one is something to do as well
  let done = 0;
  return (size) => (done += size + 1) / all;
}

function read(file: Unpacked, chosen: Encoding | undefined, guess: Guess | undefined): ReadFile {
  const { name, bytes } = file;
  const nothing = {
    ...{ name, encoding: undefined, certain: true, other: undefined, text: '', bytes: NOTHING },
    ...({ textKind: 'text', damagedLines: [] } as const),
  };
  if (file.skipped) return { ...nothing, kind: file.kind ?? 'binary', skipped: file.skipped };
  if (file.text !== undefined)
    return { ...nothing, ...documentOf(file), kind: file.kind ?? 'text', bytes };
  const encoding = chosen ?? guess?.encoding;
  if (!encoding) return { ...nothing, kind: 'binary', skipped: { reason: 'kind', kind: 'binary' } };
  const { text, damagedLines } = decode(bytes, encoding);
  const decoded = {
    ...{ encoding, damagedLines, certain: chosen !== undefined || (guess?.certain ?? false) },
    other: chosen === undefined ? guess?.other : undefined,
  };
  const wordless = wordlessKindOf(text);
  if (wordless && wordless !== 'list')
    return { ...nothing, kind: wordless, skipped: { reason: 'kind', kind: wordless } };
  const flat = readFlat(text);
  if (flat) return { ...nothing, ...decoded, ...documentOf(flat), kind: flat.kind, bytes };
  const kind = kindOf(text);
  const data = dataIn(text, kind);
  if (data.skipped)
    return { ...nothing, kind: data.skipped.reason === 'kind' ? 'data' : kind, ...data };
  const skipped: Skip | undefined =
    text.trim() === ''
      ? { reason: 'empty' }
      : wordless === 'list'
        ? { reason: 'words' }
        : undefined;
  const lost = [...damagedLines, ...data.damagedLines].sort((a, b) => a - b);
  return { name, kind, textKind: kind, text, bytes, ...decoded, damagedLines: lost, skipped };
}

/** @returns why nothing can be read of what programs have written for programs, or what of it was lost */
function dataIn(text: string, kind: TextKind): Pick<ReadFile, 'damagedLines' | 'skipped'> {
  const noWords: Skip = { reason: 'kind', kind: 'data' };
  if (kind === 'json') {
    const { hasWords, damagedLines } = lookIntoPoems(text);
    return { damagedLines, skipped: hasWords ? undefined : noWords };
  }
  const isEmpty = (): boolean =>
    readText(text, kind).lines.every((line) => line.text.trim() === '');
  if (kind === 'xml' && isEmpty()) return { damagedLines: [], skipped: noWords };
  const fault = timedKinds.has(kind) ? undefined : faultIn(text);
  const skipped: Skip | undefined =
    fault === undefined
      ? undefined
      : { reason: 'damaged', why: `its JSON goes wrong in line ${fault}` };
  return { damagedLines: [], skipped };
}

const timedKinds: ReadonlySet<TextKind> = new Set(['lrc', 'yrc', 'srt', 'vtt', 'ass']);

/** Words in a document have no markup but what somebody has put there letter by letter: times, or chords. */
function documentOf({
  text = '',
  headings = new Map(),
}: Partial<DocumentText>): Pick<ReadFile, 'text' | 'textKind' | 'skipped' | 'headings'> {
  const kind = kindOf(text);
  const isTyped = timedKinds.has(kind) || kind === 'chordpro';
  const skipped: Skip | undefined = text.trim() === '' ? { reason: 'empty' } : undefined;
  return { text, headings, textKind: isTyped ? kind : 'text', skipped };
}
