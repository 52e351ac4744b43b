/** The corpora that come with the product: their names and songs, in the one file into which a build binds them. */
import { z } from 'zod';
import { SONG_END } from '../../contract/corpus/song-text.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { language } from '../../contract/preferences.ts';
import { readJson } from '../files/atomic-file.ts';

const builtInSource = z.strictObject({
  /** Null for a whole text, which is called as its corpus is. */
  name: z.string().nullable(),
  /** With `SONG_END` between songs. */
  text: z.string(),
});
/** As `setup/songbooks.mjs` writes it. */
const bound = z.array(
  z.strictObject({
    id: z.string(),
    name: z.record(language, z.string()),
    sources: z.array(builtInSource).min(1),
  }),
);

export type BuiltInSource = Readonly<z.infer<typeof builtInSource>>;

export interface BuiltInCorpus {
  readonly id: string;
  readonly name: z.infer<typeof bound>[number]['name'];
  readonly sources: readonly BuiltInSource[];
  /** All of it, in UTF-8. */
  readonly text: Uint8Array;
}

/**
 * @param path of `corpora.json` beside the programs
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason}
 */
export async function readBuiltInCorpora(path: string): Promise<BuiltInCorpus[]> {
  const corpora = await readJson(path, bound);
  if (!corpora) throw new VerseloomError('file.notFound', { path });
  return corpora.map((corpus) => ({
    ...corpus,
    text: Buffer.from(corpus.sources.map(({ text }) => text).join(SONG_END)),
  }));
}
