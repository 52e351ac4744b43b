/**
 * From layout 1 to 2: of every imported text there were `<id>.txt`, in UTF-8, and `<id>.json` with what was known of it, in the folder of
 * the corpora and in its trash. Each becomes a corpus of one source that holds the words as they were, byte for byte, since models
 * name their hash; the bytes that once came in were not kept. Those in the trash have their 30 days from now on.
 *
 * What was damaged is brought along as far as it goes: a text without a readable description is named by its first line, and one that
 * was changed by hand is what it is now. A description whose text is gone goes, too. Other files are not touched.
 */
import { isUtf8 } from 'node:buffer';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MAX_TEXT_BYTES } from '../../contract/corpus/limits.ts';
import { usualRecipe } from '../../contract/corpus/recipe.ts';
import { unwritable } from '../../contract/disk-errors.ts';
import { writeCorpus } from '../corpora/corpus-folder.ts';
import { newPackId, packInto } from '../corpora/packs.ts';
import type { StoredCorpus } from '../corpora/stored-corpus.ts';
import { flushFolder, readBytes, readJson } from '../files/atomic-file.ts';
import { lstatIfThere, statIfThere } from '../files/file-stat.ts';
import { hashOf } from '../files/text-hash.ts';
import { TRASH } from '../files/trash.ts';
import { measureText } from './text-measures.ts';

const CORPORA = 'corpora';
const DESCRIPTION = /^([0-9a-f]{16})\.json$/;

/** As layout 1 had it. */
const description = z.object({
  name: z.string().max(1000),
  firstLines: z.array(z.string().max(1000)).max(100),
  suggestedPrefixes: z.array(z.string().max(1000)).max(100),
  encoding: z.string().max(1000),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** ISO 8601, UTC. */
  importedAt: z.iso.datetime(),
});

/** Paths, seen from the data folder. */
interface OldCorpus {
  readonly id: string;
  readonly description: string;
  /** Null where it is lost. */
  readonly text: string | null;
  /** What it becomes. */
  readonly folder: string;
}

export const corporaAsFolders = {
  async changes(root: string): Promise<string[]> {
    const corpora = await findOld(root);
    return corpora.flatMap(({ description, text, folder }) => [
      ...[description, folder],
      ...(text === null ? [] : [text]),
    ]);
  },

  async run(root: string): Promise<void> {
    for (const { id, description, text, folder } of await findOld(root)) {
      if (text !== null)
        await makeCorpus(join(root, folder), id, join(root, description), join(root, text));
      try {
        for (const path of [text, description])
          if (path !== null) await rm(join(root, path), { force: true });
        await flushFolder(join(root, CORPORA));
      } catch (error) {
        throw unwritable(join(root, description), error);
      }
    }
  },
};

async function findOld(root: string): Promise<OldCorpus[]> {
  const found: OldCorpus[] = [];
  for (const place of [CORPORA, join(CORPORA, TRASH)])
    for (const name of (await readdir(join(root, place)).catch(() => [])).sort()) {
      const id = DESCRIPTION.exec(name)?.[1];
      if (id === undefined) continue;
      const old = { id, description: join(place, name), folder: join(place, id) };
      const isFile = (await statIfThere(join(root, old.description)))?.isFile();
      if (!isFile || (await lstatIfThere(join(root, old.folder)))) continue; // none of ours
      const text = await findText(root, place, id);
      if (text !== undefined) found.push({ ...old, text });
    }
  return found;
}

/**
 * An application that was killed while it removed or took back a text has left its two files apart.
 * @returns null where there is none; undefined for what is no text of ours
 */
async function findText(
  root: string,
  place: string,
  id: string,
): Promise<string | null | undefined> {
  const isApart = !(await statIfThere(join(root, CORPORA, `${id}.json`)));
  for (const folder of isApart ? [place, CORPORA] : [place]) {
    const text = join(folder, `${id}.txt`);
    const there = await statIfThere(join(root, text));
    if (there) return there.isFile() && there.size <= MAX_TEXT_BYTES ? text : undefined;
  }
  return null;
}

async function makeCorpus(
  folder: string,
  id: string,
  descriptionPath: string,
  textPath: string,
): Promise<void> {
  const text = inUtf8(await readBytes(textPath, MAX_TEXT_BYTES));
  const known = await readJson(descriptionPath, description).catch(() => undefined);
  const measures = measureText(text);
  const hash = await hashOf(text);
  const pack = { id: newPackId(), entries: [text] };
  const firstLines = [...measures.firstLines];
  const name = known?.name.trim() || firstLines[0] || id;
  const encodings = known?.encoding.toLowerCase().split(', ') ?? ['utf-8']; // several of a zip
  const importedAt = known?.importedAt ?? (await timeOf(textPath));
  const { songs, characters, lines, distinct } = measures;
  const corpus: StoredCorpus = {
    ...{ id, version: 1, name, songs, lines, characters, distinct, firstLines, hash },
    ...{ encodings, importedAt, changedAt: importedAt, recipe: usualRecipe },
    earlierHashes: known && known.hash !== hash ? [known.hash] : [],
    suggestedPrefixes: known?.suggestedPrefixes ?? [
      Array.from(firstLines[0] ?? '')
        .slice(0, 2)
        .join(''),
    ],
    sources: [
      {
        ...{ id: 'text', name, on: true, split: { by: 'none' }, file: null, kind: 'text' },
        ...{ encoding: encodings.length === 1 ? encodings[0]! : null, encodingChosen: false },
        ...{
          certain: true,
          otherEncoding: null,
          hasOriginal: false,
          edited: true,
          songs,
          characters,
          damaged: 0,
          damagedLines: [],
        },
        ...{ removed: {}, skipped: null, doubles: null, removedAt: null, titles: [] },
        ...{ original: null, edit: { pack: pack.id, entry: 0 } },
      },
    ],
  };
  await writeCorpus(folder, corpus, { packs: new Map([[pack.id, await packInto(pack)]]), text });
}

/** A model can name only what is UTF-8: what is none of it any more becomes U+FFFD, as it did whenever it was read. */
function inUtf8(bytes: Uint8Array): Uint8Array {
  return isUtf8(bytes)
    ? bytes
    : new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
}

async function timeOf(path: string): Promise<string> {
  const there = await statIfThere(path);
  return new Date(Number(there?.mtimeMs ?? 0)).toISOString();
}
