/** A file that the person opens outside of the screens: a model goes into the models, whatever holds words becomes a corpus. */
import { basename, extname } from 'node:path';
import type { EventData } from '../contract/api.ts';
import { MIB } from '../contract/corpus/limits.ts';
import { VerseloomError } from '../contract/errors.ts';
import { readBytes } from '../store/files/atomic-file.ts';
import type { ModelLibrary } from '../store/models/model-library.ts';
import type { Corpora } from './corpora/corpora.ts';

const MODEL = 'verse';

/** Endings of the files that the application offers to open, without the dot; what others are is seen by what is in them. */
export const openedEndings = [
  ...[MODEL, 'txt', 'zip', 'lrc', 'yrc', 'srt', 'vtt', 'ass', 'ssa', 'docx', 'odt', 'fodt'],
  ...['md', 'markdown', 'html', 'htm', 'json', 'jsonl', 'cho', 'crd', 'chopro', 'chordpro', 'pro'],
] as const;

/** @throws VerseloomError whatever the file is refused for */
export async function openFile(
  path: string,
  corpora: Corpora,
  models: ModelLibrary,
): Promise<EventData<'opened'>> {
  const name = basename(path);
  if (extname(path).toLowerCase() === `.${MODEL}`) {
    const { id, name: called, alreadyThere } = await models.importFile(path);
    return { kind: 'model', id, name: called, alreadyThere };
  }
  const { limitMb } = corpora.limits();
  const tooLarge = () => new VerseloomError('corpus.tooLarge', { name, limitMb });
  const bytes = await readBytes(path, limitMb * MIB, tooLarge);
  const {
    id,
    name: called,
    alreadyThere,
  } = await corpora.import({
    ...{ task: path, files: [{ name, bytes }] },
  });
  return { kind: 'corpus', id, name: called, alreadyThere };
}
