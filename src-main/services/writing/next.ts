/** What a model takes to be the next character, before and after the settings by which it is drawn, and under what is wished of its line. */
import { VerseloomError } from '../../contract/errors.ts';
import type { NextFit, NextRequest, NextResult } from '../../contract/writing/next.ts';
import { preprocess } from '../../core/text/corpus.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { encodePrefix } from '../training/prepare.ts';
import {
  breakOf,
  copiedUnits,
  sparedBy,
  type Opened,
  type OpenModels,
  type ReadText,
  type WritingModel,
} from './open-models.ts';

/**
 * @param model its id in the library, or its path
 * @throws VerseloomError `model.noText` where copying is to be avoided and the model has no text
 */
export async function nextCharacters(
  models: OpenModels,
  model: string,
  file: WritingModel,
  readText: ReadText,
  { prefix: text, top, fit, ...settings }: Omit<NextRequest, 'modelId'>,
): Promise<NextResult> {
  const vocabulary = new Vocabulary(file.manifest.vocabulary);
  const { lineBreaks } = file.manifest.settings;
  const prefix = encodePrefix(vocabulary, text, lineBreaks, 'prefix');
  const spared = sparedBy(vocabulary);
  const found = await models.use(model, file, async (opened) => {
    const { key, calls } = opened;
    const wished = fit && {
      ...(await wishedOf(fit, opened, file, readText)),
      begun: vocabulary.encode(lineAtEnd(text, file)).ids.length,
    };
    return calls.next({ ...settings, key, prefix: prefix.ids, spared, fit: wished });
  });
  const order = Array.from(found.model.keys()).sort(
    (a, b) => found.allowed[b]! - found.allowed[a]! || found.model[b]! - found.model[a]! || a - b,
  );
  return {
    prefix: vocabulary.decode(prefix.ids),
    leftOut: prefix.leftOut,
    share: found.share,
    characters: order.slice(0, top).map((id) => ({
      character: vocabulary.characters[id]!,
      probability: found.model[id]!,
      drawn: found.drawn[id]!,
      allowed: found.allowed[id] === 1,
    })),
  };
}

async function wishedOf(
  { form, noCopy, readings = [] }: NextFit,
  opened: Opened,
  file: WritingModel,
  readText: ReadText,
): Promise<Required<NextFit> & { lineBreak: ReturnType<typeof breakOf> }> {
  const { name, corpus, vocabulary } = file.manifest;
  const shortest = Math.min(noCopy ?? Infinity, copiedUnits(new Vocabulary(vocabulary)));
  if (noCopy !== null && !(await opened.giveLearntText(readText, shortest)))
    throw new VerseloomError('model.noText', { field: 'noCopy', name, corpus: corpus.name });
  return { form, noCopy, readings, lineBreak: breakOf(file) };
}

/** @returns what of a text stands behind its last line break */
function lineAtEnd(text: string, file: WritingModel): string {
  const { lineBreaks } = file.manifest.settings;
  const learnt = preprocess(text, { maxCharacters: 0, lineBreaks });
  return learnt.slice(learnt.lastIndexOf(breakOf(file)) + 1);
}
