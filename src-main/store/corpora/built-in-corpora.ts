/** The corpora that come with the product: their files and names, as `corpora.json` beside them lists them. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { SONG_END } from '../../contract/corpus/song-text.ts';
import { language } from '../../contract/preferences.ts';
import { unreadable } from '../../contract/disk-errors.ts';
import { readJson } from '../files/atomic-file.ts';

const named = { id: z.string(), name: z.record(language, z.string()) };
const index = z.array(
  z.union([
    /** One text, to the byte. */
    z.strictObject({ ...named, text: z.string() }),
    /** Songs: a text with a blank line between two of them, or a folder with a text for each. */
    z.strictObject({ ...named, songs: z.array(z.string()).min(1) }),
  ]),
);

export interface BuiltInSource {
  /** Null for a whole text, which is called as its corpus is. */
  readonly name: string | null;
  /** With `SONG_END` between songs. */
  readonly text: string;
}

export interface BuiltInCorpus {
  readonly id: string;
  readonly name: z.infer<(typeof named)['name']>;
  readonly sources: readonly BuiltInSource[];
  /** All of it, in UTF-8. */
  readonly text: Uint8Array;
}

/**
 * @param folder `resources/corpora` of the source or of the package
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason}
 */
export async function readBuiltInCorpora(folder: string): Promise<BuiltInCorpus[]> {
  const entries = (await readJson(join(folder, 'corpora.json'), index)) ?? [];
  return Promise.all(
    entries.map(async ({ id, name, ...entry }) => {
      const sources =
        'text' in entry
          ? [{ name: null, text: await readText(join(folder, entry.text)) }]
          : (await Promise.all(entry.songs.map((path) => readSongs(join(folder, path))))).flat();
      const text = Buffer.from(sources.map((source) => source.text).join(SONG_END));
      return { id, name, sources, text };
    }),
  );
}

/** A number that orders a folder, before the song's own name. */
const NUMBER = /^\d+-/;
const ENDING = '.txt';

async function readSongs(path: string): Promise<BuiltInSource[]> {
  if (path.endsWith(ENDING)) {
    const songs = (await readText(path)).trim().split('\n\n');
    return songs.map((text) => ({ name: text.split('\n', 1)[0]!, text }));
  }
  const files = (await reading(path, readdir(path))).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.slice(0, -ENDING.length).replace(NUMBER, '').replaceAll('-', ' '),
      text: (await readText(join(path, file))).trim(),
    })),
  );
}

const readText = (path: string): Promise<string> => reading(path, readFile(path, 'utf8'));

async function reading<Result>(path: string, result: Promise<Result>): Promise<Result> {
  return result.catch((error: unknown) => {
    throw unreadable(path, error);
  });
}
