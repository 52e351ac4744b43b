/** What a model takes to be the next character, before and after temperature, top-k, top-p and the penalty on repetition. */
import type { NextRequest, NextResult } from '../../contract/writing/next.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { encodePrefix } from '../training/prepare.ts';
import { sparedBy, type OpenModels, type WritingModel } from './open-models.ts';

/** @param model its id in the library, or its path */
export async function nextCharacters(
  models: OpenModels,
  model: string,
  file: WritingModel,
  { prefix: text, top, ...settings }: Omit<NextRequest, 'modelId'>,
): Promise<NextResult> {
  const vocabulary = new Vocabulary(file.manifest.vocabulary);
  const { lineBreaks } = file.manifest.settings;
  const prefix = encodePrefix(vocabulary, text, lineBreaks, 'prefix');
  const spared = sparedBy(vocabulary);
  const found = await models.use(model, file, ({ key, calls }) =>
    calls.next({ ...settings, key, prefix: prefix.ids, spared }),
  );
  const order = Array.from(found.model.keys()).sort(
    (a, b) => found.model[b]! - found.model[a]! || a - b,
  );
  return {
    prefix: vocabulary.decode(prefix.ids),
    leftOut: prefix.leftOut,
    characters: order.slice(0, top).map((id) => ({
      character: vocabulary.characters[id]!,
      probability: found.model[id]!,
      drawn: found.drawn[id]!,
    })),
  };
}
