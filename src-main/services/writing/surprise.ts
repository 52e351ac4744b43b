/** How much each character of a text surprises a model: a page that changes is read again from where it has changed. */
import {
  inBytes,
  type SurpriseRequest,
  type SurpriseResult,
} from '../../contract/writing/surprise.ts';
import { preprocess } from '../../core/text/corpus.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import type { OpenModels, WritingModel } from './open-models.ts';
import type { Tasks } from './tasks.ts';

/** @param model its id in the library, or its path */
export function surpriseOf(
  { models, tasks }: { models: OpenModels; tasks: Tasks },
  model: string,
  file: WritingModel | Promise<WritingModel>,
  { id, text }: Omit<SurpriseRequest, 'modelId'>,
): Promise<SurpriseResult> {
  return tasks.run(id, async (task) => {
    const read = await file;
    const vocabulary = new Vocabulary(read.manifest.vocabulary);
    const { lineBreaks } = read.manifest.settings;
    const seen = preprocess(text, { maxCharacters: 0, lineBreaks });
    const { ids } = vocabulary.encode(seen);
    const found = await models.use(model, read, async ({ key, calls }) => {
      task.calls = calls;
      return task.cancelled ? null : (await calls.surprises({ key, id, ids })).surprises;
    });
    if (!found) return { surprises: new Uint8Array(), cancelled: true };
    let known = -1; // the first one is given
    const all = Array.from(seen.toWellFormed(), (character) =>
      vocabulary.has(character) ? (found[known++] ?? NaN) : NaN,
    );
    return { surprises: inBytes(all), cancelled: false };
  });
}
