/** The files of one import as what they are: unpacked, decoded together, each of its kind; or left out, each with its reason. */
import { looksLikeZip, readZip, ZipFault, type ZipEntry } from '../store/archives/zip-reader.ts';
import { decode } from './encodings/decode.ts';
import { decodeAs, type Encoding } from './encodings/encodings.ts';
import { guessEncoding, guessEncodings, type Guess } from './encodings/guess.ts';
import { readDocx, readOdt } from './kinds/documents.ts';
import { signatureOf } from './kinds/signatures.ts';
import { kindOf } from './kinds/text-kinds.ts';
import { inNaturalOrder } from './natural-order.ts';
import type { ReadKind, RefusedKind, TextKind } from './song.ts';

export interface GivenFile {
  /** Its path in the folder that was given, or its name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Why a file was left out; each has a sentence. */
export type Skip =
  | { readonly reason: 'kind'; readonly kind: RefusedKind }
  | { readonly reason: 'empty' | 'hidden' | 'deep' | 'words' | 'advert' | 'encoding' | 'large' }
  | { readonly reason: 'damaged'; readonly why: string };

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

export interface Limits {
  /** Of all that comes out, in bytes. */
  readonly bytes: number;
  readonly files: number;
}

export const usualLimits: Limits = { bytes: 64 * 2 ** 20, files: 5000 };
/** Zips within zips. */
const DEEPEST = 3;

/** Bytes that are a text, a document or nothing that is read, out of all zips. */
interface Unpacked {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly skipped?: Skip;
  readonly kind?: ReadKind | RefusedKind;
  /** Of a document. */
  readonly text?: string;
}

/**
 * @param encoding of all texts, overrules what is guessed
 * @returns all files in the order of their names, those of a zip at its place; none is missing
 */
export async function readFiles(
  given: readonly GivenFile[],
  { encoding, limits = usualLimits }: { encoding?: Encoding | undefined; limits?: Limits } = {},
): Promise<ReadFile[]> {
  const unpacking = new Unpacking(limits);
  for (const file of given) await unpacking.add(file.name, file.bytes, 0);
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
    return {
      ...{ ...nothing, text: file.text, kind: file.kind ?? 'text' },
      skipped: file.text.trim() === '' ? { reason: 'empty' } : undefined,
    };
  const encoding = chosen ?? guess?.encoding;
  if (!encoding) return { ...nothing, kind: 'binary', skipped: { reason: 'kind', kind: 'binary' } };
  const { text, damagedLines } = decode(file.bytes, encoding);
  const kind = kindOf(text);
  return {
    ...{ name, kind, textKind: kind, encoding, text, damagedLines },
    certain: chosen !== undefined || (guess?.certain ?? false),
    other: chosen === undefined ? guess?.other : undefined,
    skipped: text.trim() === '' ? { reason: 'empty' } : undefined,
  };
}

/** Goes through files and zips in order, within the limits. */
class Unpacking {
  readonly files: Unpacked[] = [];
  readonly #limits: Limits;
  #bytesLeft: number;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#bytesLeft = limits.bytes;
  }

  async add(name: string, bytes: Uint8Array, depth: number): Promise<void> {
    const skip = (skipped: Skip, kind?: RefusedKind): void => {
      this.files.push({ name, bytes, skipped, ...(kind && { kind }) });
    };
    if (isHidden(name)) return skip({ reason: 'hidden' });
    if (bytes.length === 0) return skip({ reason: 'empty' }, undefined);
    const signature = signatureOf(bytes);
    if (signature) return skip({ reason: 'kind', kind: signature }, signature);
    if (looksLikeZip(bytes)) return this.#unpack(name, bytes, depth);
    if (this.files.length >= this.#limits.files || bytes.length > this.#bytesLeft)
      return skip({ reason: 'large' });
    this.#bytesLeft -= bytes.length;
    this.files.push({ name, bytes });
  }

  async #unpack(name: string, bytes: Uint8Array, depth: number): Promise<void> {
    const skip = (skipped: Skip, kind: ReadKind | RefusedKind = 'zip'): void => {
      this.files.push({ name, bytes, skipped, kind });
    };
    try {
      const entries = await readZip(bytes, this.#limits.files * 2);
      const named = namesOf(entries);
      const document = await this.#document(named);
      if (document && 'text' in document) {
        this.files.push({ name, bytes, ...document });
        return;
      }
      if (document) return skip({ reason: 'kind', kind: document.kind }, document.kind);
      if (depth >= DEEPEST) return skip({ reason: 'deep' });
      const files = named.filter(({ path }) => !path.endsWith('/'));
      for (const { entry, path } of files.sort((a, b) => inNaturalOrder(a.path, b.path)))
        await this.#entry(`${name}/${path}`, entry, depth);
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      skip(this.#skipOf(error));
    }
  }

  async #entry(name: string, entry: ZipEntry, depth: number): Promise<void> {
    if (entry.encrypted) {
      const kind = 'encrypted-zip';
      this.files.push({ name, bytes: new Uint8Array(), kind, skipped: { reason: 'kind', kind } });
      return;
    }
    let bytes: Uint8Array;
    try {
      bytes = await entry.read(this.#bytesLeft);
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      this.files.push({ name, bytes: new Uint8Array(), skipped: this.#skipOf(error) });
      return;
    }
    await this.add(name, bytes, depth + 1);
  }

  /** @returns undefined for a zip of files */
  async #document(
    entries: readonly NamedEntry[],
  ): Promise<{ kind: ReadKind; text: string } | { kind: RefusedKind } | undefined> {
    const find = (path: string | RegExp) =>
      entries.find((one) => (typeof path === 'string' ? one.path === path : path.test(one.path)));
    const text = async (entry: ZipEntry): Promise<string> =>
      decodeAs(await entry.read(this.#bytesLeft), 'utf-8');
    const words = find('word/document.xml');
    if (words) return { kind: 'docx', text: readDocx(await text(words.entry)) };
    const type = find('mimetype');
    const mime = type && type.entry.size < 200 ? await text(type.entry) : '';
    const content = find('content.xml');
    if (mime.startsWith('application/vnd.oasis.opendocument.text') && content)
      return { kind: 'odt', text: readOdt(await text(content.entry)) };
    if (mime.startsWith('application/epub')) return { kind: 'epub' };
    if (mime.includes('spreadsheet') || find(/^xl\/workbook\.(?:xml|bin)$/))
      return { kind: 'spreadsheet' };
    if (mime.includes('presentation') || find('ppt/presentation.xml')) return { kind: 'slides' };
    if (find(/^(?:Index\/Document\.iwa|index\.apxl|Index\.zip)$/i)) return { kind: 'pages' };
    return undefined;
  }

  #skipOf({ kind, reason }: ZipFault): Skip {
    if (kind === 'encrypted') return { reason: 'kind', kind: 'encrypted-zip' };
    return kind === 'tooLarge' ? { reason: 'large' } : { reason: 'damaged', why: reason };
  }
}

/** What systems keep beside a person's files. */
const isHidden = (name: string): boolean =>
  name
    .split('/')
    .some(
      (part) =>
        part === '__MACOSX' || /^\.[^./]/.test(part) || /^(?:thumbs\.db|desktop\.ini)$/i.test(part),
    );

interface NamedEntry {
  readonly entry: ZipEntry;
  readonly path: string;
}

/** Windows marks names that are UTF-8 and writes others in its own code page, one for all of them; macOS writes UTF-8 without a mark. */
function namesOf(entries: readonly ZipEntry[]): NamedEntry[] {
  const unmarked = entries.filter(({ utf8Name }) => !utf8Name);
  const all = Buffer.concat(unmarked.flatMap(({ nameBytes }) => [nameBytes, Buffer.from('\n')]));
  const encoding = guessEncoding(all)?.encoding ?? 'gb18030';
  return entries.map((entry) => ({
    entry,
    path: decodeAs(entry.nameBytes, entry.utf8Name ? 'utf-8' : encoding).replaceAll('\\', '/'),
  }));
}
