/** The corpora that come with the product: their files and names, as `corpora.json` beside them lists them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { language } from '../../contract/preferences.ts';
import { unreadable } from '../../contract/disk-errors.ts';
import { readJson } from '../files/atomic-file.ts';

const index = z.array(
  z.object({
    id: z.string(),
    /** Texts, and folders with a text for each song; one after the other they are the corpus. */
    files: z.array(z.string()),
    name: z.record(language, z.string()),
  }),
);

/** `text` is in UTF-8. */
export type BuiltInCorpus = z.infer<typeof index>[number] & { text: Uint8Array };

/** A text ends with a line feed, so that this leaves a blank line. */
const BETWEEN_SONGS = Buffer.from('\n');

/**
 * @param folder `resources/corpora` of the source or of the package
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason}
 */
export async function readBuiltInCorpora(folder: string): Promise<BuiltInCorpus[]> {
  const entries = (await readJson(join(folder, 'corpora.json'), index)) ?? [];
  return Promise.all(
    entries.map(async (entry) => {
      const texts: Uint8Array[] = [];
      for (const path of await pathsOf(entry.files.map((file) => join(folder, file)))) {
        if (texts.length > 0) texts.push(BETWEEN_SONGS);
        texts.push(await reading(path, readFile(path)));
      }
      const text = new Uint8Array(Buffer.concat(texts));
      return { ...entry, text };
    }),
  );
}

/** @returns the files among the paths, and those in the folders among them, in the order of their names */
async function pathsOf(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (path.endsWith('.txt')) found.push(path);
    else
      for (const name of (await reading(path, readdir(path))).sort()) found.push(join(path, name));
  }
  return found;
}

async function reading<Result>(path: string, result: Promise<Result>): Promise<Result> {
  return result.catch((error: unknown) => {
    throw unreadable(path, error);
  });
}
