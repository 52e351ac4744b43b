/** The files of an import out of all their zips, within limits: what is a text, what is a document, and what is left out and why. */
import type { Skip } from '../contract/corpus/kinds.ts';
import { looksLikeZip, readZip, ZipFault, type ZipEntry } from '../store/archives/zip-reader.ts';
import { decodeAs } from './encodings/encodings.ts';
import { markedAs } from './encodings/guess.ts';
import { isHidden, namesOf, type NamedEntry } from './entry-names.ts';
import { packedKindOf, type PackedDocument } from './packed-kinds.ts';
import { signatureOf } from './kinds/signatures.ts';
import { MIB } from '../contract/corpus/limits.ts';
import { inOrderOfNames } from '../contract/corpus/natural-order.ts';
import type { ReadKind, RefusedKind } from './song.ts';

/** What is read at most, or what was read before. */
export interface Limits {
  readonly bytes: number;
  readonly files: number;
}

/** Bytes that may be a text, a document and its text, or what is left out. */
export interface Unpacked {
  readonly name: string;
  /** As they came in. Of what is left out none are kept, since a zip may hold any number of such. */
  readonly bytes: Uint8Array;
  readonly skipped?: Skip;
  readonly kind?: ReadKind | RefusedKind;
  /** Of a document. */
  readonly text?: string;
  readonly headings?: ReadonlyMap<number, number>;
}

/** Zips within zips that are unpacked, the outermost included. */
const DEEPEST = 3;
/** Files that are left out, for one that may be read; and bytes likewise: pictures and sound lie beside songs. */
const MORE_FILES = 2;
const MORE_BYTES = 16;

const NOTHING = new Uint8Array();

/** Goes through files and zips in order. */
export class Unpacking {
  readonly files: Unpacked[] = [];
  readonly #limits: Limits;
  readonly #filesBefore: number;
  #taken = 0;
  #bytesLeft: number;
  /** Of what comes out of zips and is no text. */
  #otherBytesLeft: number;

  /** @param before what is there already, which counts as well */
  constructor(limits: Limits, before: Limits = { bytes: 0, files: 0 }) {
    this.#limits = limits;
    this.#filesBefore = before.files;
    this.#bytesLeft = Math.max(0, limits.bytes - before.bytes);
    this.#otherBytesLeft = limits.bytes * MORE_BYTES;
  }

  /** @param depth zips that it came in */
  async add(name: string, bytes: Uint8Array, depth = 0): Promise<void> {
    if (isHidden(name)) return this.#skip(name, { reason: 'hidden' });
    if (bytes.length === 0) return this.#skip(name, { reason: 'empty' }, 'text');
    const signature = signatureOf(bytes);
    const isText = !signature && !looksLikeZip(bytes);
    if (depth > 0 && !isText) this.#otherBytesLeft -= bytes.length;
    if (signature) return this.#skip(name, { reason: 'kind', kind: signature }, signature);
    if (!isText) return this.#unpack(name, bytes, depth);
    const full = this.#full(bytes.length);
    if (full) return this.#skip(name, full, 'text');
    this.#take(bytes.length);
    this.files.push({ name, bytes });
  }

  #skip(name: string, skipped: Skip, kind: ReadKind | RefusedKind = 'binary'): void {
    this.files.push({ name, bytes: NOTHING, skipped, kind });
  }

  /** @returns the limit that a further file of a size is over */
  #full(size: number): Skip | undefined {
    if (this.#filesBefore + this.#taken >= this.#limits.files) return this.#many();
    return size > this.#bytesLeft ? this.#large() : undefined;
  }

  #many(): Skip {
    return { reason: 'many', limitFiles: this.#limits.files };
  }

  #large(): Skip {
    return { reason: 'large', limitMb: this.#limits.bytes / MIB };
  }

  #skipOf({ kind, reason }: ZipFault): Skip {
    if (kind === 'encrypted') return { reason: 'kind', kind: 'encrypted-zip' };
    if (kind === 'packed') return { reason: 'packed', why: reason };
    return kind === 'tooLarge' ? this.#large() : { reason: 'damaged', why: reason };
  }

  #take(size: number): void {
    this.#taken += 1;
    this.#bytesLeft -= size;
  }

  async #unpack(name: string, bytes: Uint8Array, depth: number): Promise<void> {
    let kind: ReadKind | RefusedKind = 'zip';
    try {
      const most = this.#limits.files * MORE_FILES - (this.files.length - this.#taken);
      const entries = await this.#list(bytes, Math.max(0, most));
      if (!entries) return this.#skip(name, this.#many(), kind);
      const named = namesOf(entries);
      const packed = await packedKindOf(named, (part) => this.#readPart(part));
      ({ kind } = packed);
      if ('part' in packed) return await this.#document(name, bytes, packed);
      if (packed.kind !== 'zip')
        return this.#skip(name, { reason: 'kind', kind: packed.kind }, packed.kind);
      if (depth >= DEEPEST) return this.#skip(name, { reason: 'deep' }, kind);
      const files = named.filter(({ path }) => !path.endsWith('/'));
      if (files.length === 0) return this.#skip(name, { reason: 'empty' }, kind);
      if (files.every(({ entry }) => entry.encrypted))
        throw new ZipFault('encrypted', 'an entry is encrypted');
      for (const { entry, path } of inOrderOfNames(files, (file) => file.path))
        await this.#entry(`${name}/${path}`, entry, depth);
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      const skipped = this.#skipOf(error);
      this.#skip(name, skipped, skipped.reason === 'kind' ? skipped.kind : kind);
    }
  }

  /** @returns undefined for more entries than `most` */
  async #list(bytes: Uint8Array, most: number): Promise<ZipEntry[] | undefined> {
    try {
      return await readZip(bytes, most);
    } catch (error) {
      if (error instanceof ZipFault && error.kind === 'tooLarge') return undefined;
      throw error;
    }
  }

  async #entry(name: string, entry: ZipEntry, depth: number): Promise<void> {
    if (isHidden(name)) return this.#skip(name, { reason: 'hidden' });
    if (entry.encrypted)
      return this.#skip(name, { reason: 'kind', kind: 'encrypted-zip' }, 'encrypted-zip');
    let bytes: Uint8Array;
    try {
      bytes = await this.#read(entry);
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      return this.#skip(name, this.#skipOf(error));
    }
    await this.add(name, bytes, depth + 1);
  }

  async #document(
    name: string,
    bytes: Uint8Array,
    { kind, part, read }: PackedDocument,
  ): Promise<void> {
    const { text, headings } = read(await this.#readPart(part));
    const size = Buffer.byteLength(text);
    const full = this.#full(size);
    if (full) return this.#skip(name, full, kind);
    this.#take(size);
    this.files.push({ name, bytes, kind, text, headings });
  }

  async #readPart({ entry }: NamedEntry): Promise<string> {
    const bytes = await this.#read(entry);
    this.#otherBytesLeft -= bytes.length;
    return decodeAs(bytes, markedAs(bytes) ?? 'utf-8').replace(/^\ufeff/, '');
  }

  /** @throws ZipFault as `ZipEntry.read` does, by what is left of the limits */
  async #read(entry: ZipEntry): Promise<Uint8Array> {
    if (this.#otherBytesLeft <= 0 || entry.size > this.#bytesLeft)
      throw new ZipFault('tooLarge', 'more than what is left of the limit');
    try {
      // An entry that says less than it holds is not unpacked further than it says.
      return await entry.read(entry.size);
    } catch (error) {
      this.#otherBytesLeft -= entry.size;
      if (error instanceof ZipFault && error.kind === 'tooLarge')
        throw new ZipFault('damaged', 'an entry holds more than it declares', { cause: error });
      throw error;
    }
  }
}
