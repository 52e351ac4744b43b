/** Files taken in as sources of a corpus, new or there already, and what that makes of it. */
import { inOrderOfNames } from '../../../contract/corpus/natural-order.ts';
import { limitsOf, readFiles, type ReadFile } from '../../../corpus/read-files.ts';
import { packInOne } from '../../../store/corpora/packs.ts';
import type { StoredSource } from '../../../store/corpora/stored-corpus.ts';
import { sourceNameOf } from '../corpus-name.ts';
import { newSourceId } from '../source-id.ts';
import type { Imported, ImportInput, Tell } from './jobs.ts';
import { makeOf } from './make.ts';
import type { Sources } from './sources.ts';

/** The part of the work that is done when all is read. */
const READ = 0.6;

/** @throws VerseloomError `file.*` */
export async function importFiles(
  kept: Sources,
  input: ImportInput,
  tell: Tell,
): Promise<Imported> {
  const { files, encoding, limits, pack, replace } = input;
  const there = await bytesOf(kept, input);
  const bytesThere = [...there.values()].reduce((sum, { length }) => sum + length, 0);
  const read = await readFiles(
    inOrderOfNames(files, ({ name }) => name),
    {
      encoding,
      limits: limitsOf(limits),
      before: { bytes: bytesThere, files: there.size },
      onRead: (share) => tell(share * READ),
    },
  );

  const sources = [...input.sources];
  const byFile = new Map(sources.map(({ file, id }) => [file, id]));
  const entries: Uint8Array[] = [];
  const replaced: { before: string; after: string }[] = [];
  const added = new Set<string>();
  let unchanged = 0;
  for (const file of read) {
    const known = replace ? byFile.get(file.name) : undefined;
    const before = known === undefined ? undefined : there.get(known);
    if (known !== undefined && before && isSame(before, file.bytes)) {
      unchanged += 1;
      continue;
    }
    const source = sourceOf(file, encoding !== undefined);
    if (file.bytes.length > 0) {
      source.original = { pack, entry: entries.length };
      entries.push(file.bytes);
      kept.keep(source.original, file);
    }
    const place = known === undefined ? -1 : sources.findIndex(({ id }) => id === known);
    if (place >= 0 && !file.skipped) {
      // One of its own, so that the one before can be taken back.
      const { id, name, on, split } = sources[place]!;
      sources[place] = { ...source, name, on, split };
      replaced.push({ before: id, after: source.id });
      continue;
    }
    sources.push(source);
    added.add(source.id);
  }
  const fresh = { id: pack, entries };
  const made = await makeOf(kept, { ...input, sources, fresh }, (share) =>
    tell(READ + share * (1 - READ)),
  );
  // Of some it is known only when they are cleaned that they have no words.
  const { length: leftOut } = made.sources.filter(({ id, skipped }) => skipped && added.has(id));
  const packs = entries.length > 0 ? [await packInOne(fresh)] : [];
  return { ...made, packs, replaced, added: [...added], leftOut, unchanged };
}

/** @returns by the `id` of its source, the bytes that each came in as */
async function bytesOf(kept: Sources, input: ImportInput): Promise<Map<string, Uint8Array>> {
  const files = input.sources.filter(({ original }) => original !== null);
  const originals = await kept.originals(files, input);
  return new Map(files.map(({ id }, index) => [id, originals[index]!.bytes]));
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function sourceOf(file: ReadFile, encodingChosen: boolean): StoredSource {
  return {
    ...{ id: newSourceId(), name: sourceNameOf(file.name), on: true, split: { by: 'none' } },
    ...{ file: file.name, kind: file.kind, encoding: file.encoding ?? null },
    encodingChosen: encodingChosen && file.encoding !== undefined,
    ...{ certain: file.certain, otherEncoding: file.other ?? null },
    ...{ hasOriginal: file.bytes.length > 0, edited: false },
    ...{ songs: 0, characters: 0, damaged: 0, damagedLines: [], removed: {}, doubles: null },
    ...{ skipped: file.skipped ?? null, original: null, edit: null, removedAt: null, titles: [] },
  };
}
