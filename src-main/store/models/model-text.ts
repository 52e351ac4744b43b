/** `corpus.txt`: the whole text that was imported, which the manifest names by its hash. */
import { createHash } from 'node:crypto';
import { MAX_TEXT_BYTES } from '../../contract/corpus/limits.ts';
import type { Manifest } from '../../contract/model.ts';
import type { ArchiveEntry } from '../archives/archive-reader.ts';
import { DEFLATED, packEntry, type PackedEntry } from '../archives/archive-writer.ts';
import { Damage } from '../files/damage.ts';
import { hashOf } from '../files/text-hash.ts';
import { utf8Decoder } from '../files/utf8.ts';

type Corpus = Manifest['corpus'];

/** While a run goes on, its text is packed once, not at every save: as long as it is held in the same piece of memory. */
const packed = new WeakMap<Uint8Array, { hash: string; entry: PackedEntry }>();

/**
 * @param text in UTF-8
 * @throws Damage for another text than the manifest names
 */
export async function packText(
  name: string,
  text: Uint8Array,
  corpus: Corpus,
): Promise<PackedEntry> {
  const { hash, entry } = packed.get(text) ?? {};
  if (entry && hash === corpus.hash) return entry;
  checkSize(name, text.length, corpus);
  checkHash(await hashOf(text), corpus, name);
  const made = await packEntry(name, text, DEFLATED);
  packed.set(text, { hash: corpus.hash, entry: made });
  return made;
}

/** @throws Damage for a text of more bytes than a file may hold */
export function checkSize(name: string, bytes: number, corpus: Corpus): void {
  if (bytes > largestText(corpus)) throw new Damage(`${name} is larger than it may be`);
}

/** Looks at all of it, and keeps nothing. @throws Damage */
export async function checkText(entry: ArchiveEntry, corpus: Corpus): Promise<void> {
  const hash = createHash('sha256');
  const decode = utf8Decoder(entry.name);
  await entry.unpack(largestText(corpus), (chunk) => {
    hash.update(chunk);
    decode(chunk, true);
  });
  decode(new Uint8Array(0), false);
  checkHash(hash.digest('hex'), corpus, entry.name);
}

/** @returns a text that was looked at, in UTF-8; @throws Damage */
export const readText = (entry: ArchiveEntry): Promise<Uint8Array> => entry.read(entry.size);

/** A character takes four bytes at most. */
const largestText = ({ characters }: Corpus) => Math.min(4 * characters, MAX_TEXT_BYTES);

function checkHash(hash: string, corpus: Corpus, name: string): void {
  if (hash !== corpus.hash) throw new Damage(`${name} is not the text that the manifest names`);
}
