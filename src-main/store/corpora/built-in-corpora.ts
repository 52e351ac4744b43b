/** The corpora that come with the product: their files and names, as `corpora.json` beside them lists them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { language } from '../../contract/preferences.ts';
import { unreadable } from '../../contract/disk-errors.ts';
import { readJson } from '../files/atomic-file.ts';

const index = z.array(
  z.object({ id: z.string(), file: z.string(), name: z.record(language, z.string()) }),
);

/** `text` is in UTF-8. */
export type BuiltInCorpus = z.infer<typeof index>[number] & { text: Uint8Array };

/**
 * @param folder `resources/corpora` of the source or of the package
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason}
 */
export async function readBuiltInCorpora(folder: string): Promise<BuiltInCorpus[]> {
  const entries = (await readJson(join(folder, 'corpora.json'), index)) ?? [];
  return Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.file);
      const text = await readFile(path).catch((error: unknown) => {
        throw unreadable(path, error);
      });
      return { ...entry, text };
    }),
  );
}
