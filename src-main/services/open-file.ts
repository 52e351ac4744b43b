/** A file that the person opens outside of the screens: it goes into the library that its ending belongs to. */
import { basename, extname } from 'node:path';
import type { EventData } from '../contract/api.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { ModelLibrary } from '../store/models/model-library.ts';
import type { Corpora } from './corpora/corpora.ts';
import { readCorpusBytes } from './model-files.ts';

/** Endings of the files that the application opens, without the dot. */
export const openedEndings = ['verse', 'txt', 'zip'] as const;

/** @throws VerseloomError `file.unknownKind` {name}, and whatever the file's own kind is refused for */
export async function openFile(
  path: string,
  corpora: Corpora,
  models: ModelLibrary,
): Promise<EventData<'opened'>> {
  const name = basename(path);
  switch (extname(path).toLowerCase()) {
    case '.verse': {
      const { id, name: called, alreadyThere } = await models.importFile(path);
      return { kind: 'model', id, name: called, alreadyThere };
    }
    case '.txt':
    case '.zip': {
      const bytes = await readCorpusBytes(path);
      const { id, name: called, alreadyThere } = await corpora.import({ name, bytes });
      return { kind: 'corpus', id, name: called, alreadyThere };
    }
    default:
      throw new VerseloomError('file.unknownKind', { name });
  }
}
