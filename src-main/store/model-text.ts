/** `corpus.txt`: the whole text that was imported, which the manifest names by its hash. */
import { createHash } from 'node:crypto';
import { MAX_TEXT_BYTES } from '../contract/corpus.ts';
import type { Manifest } from '../contract/model.ts';
import type { ArchiveEntry } from './archive-reader.ts';
import { DEFLATED, packEntry, type PackedEntry } from './archive-writer.ts';
import { Damage } from './damage.ts';
import { inSlices } from './slices.ts';
import { decodeUtf8, utf8Decoder } from './utf8.ts';

type Corpus = Manifest['corpus'];

const BYTES_AT_ONCE = 1024 * 1024;

/** While a run goes on, its text is packed once, not at every save: as long as its manifests have the same `corpus`. */
const packed = new WeakMap<Corpus, { text: string; entry: PackedEntry }>();

/** @throws Damage for another text than the manifest names */
export async function packText(name: string, text: string, corpus: Corpus): Promise<PackedEntry> {
  const before = packed.get(corpus);
  if (before?.text === text) return before.entry;
  const bytes = Buffer.from(text);
  if (bytes.length > largestText(corpus)) throw new Damage(`${name} is larger than it may be`);
  const hash = createHash('sha256');
  await inSlices(
    bytes.length,
    (start, end) => hash.update(bytes.subarray(start, end)),
    BYTES_AT_ONCE,
  );
  checkHash(hash.digest('hex'), corpus, name);
  const entry = await packEntry(name, bytes, DEFLATED);
  packed.set(corpus, { text, entry });
  return entry;
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

/** @throws Damage */
export const readText = async (entry: ArchiveEntry): Promise<string> =>
  decodeUtf8(await entry.read(entry.size), entry.name);

/** A character takes four bytes at most. */
const largestText = ({ characters }: Corpus) => Math.min(4 * characters, MAX_TEXT_BYTES);

function checkHash(hash: string, corpus: Corpus, name: string): void {
  if (hash !== corpus.hash) throw new Damage(`${name} is not the text that the manifest names`);
}
