/** What a model takes to be the next character, before and after the settings by which it is drawn, and under what is wished of its line. */
import { randomUUID } from 'node:crypto';
import type { NextRequest, NextResult } from '../../contract/writing/next.ts';
import { preprocess } from '../../core/text/corpus.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { encodePrefix } from '../training/prepare.ts';
import {
  breakOf,
  giveForNoCopy,
  sparedBy,
  type OpenModels,
  type ReadText,
  type WritingModel,
} from './open-models.ts';
import type { Tasks } from './tasks.ts';

/**
 * @param model its id in the library, or its path
 * @throws VerseloomError `model.noText` where copying is to be avoided and the model has no text
 */
export function nextCharacters(
  { models, tasks }: { models: OpenModels; tasks: Tasks },
  model: string,
  file: WritingModel | Promise<WritingModel>,
  readText: ReadText,
  request: Omit<NextRequest, 'modelId'>,
): Promise<NextResult> {
  const { id = randomUUID(), prefix: text, top, noCopy = null, fit, ...settings } = request;
  return tasks.run(id, async (task) => {
    const read = await file;
    const vocabulary = new Vocabulary(read.manifest.vocabulary);
    const { lineBreaks } = read.manifest.settings;
    const prefix = encodePrefix(vocabulary, text, lineBreaks, 'prefix');
    const wished = fit && {
      ...{ form: fit.form, readings: fit.readings ?? [], lineBreak: breakOf(read) },
      begun: vocabulary.encode(lineAtEnd(text, read)).ids.length,
    };
    const found = await models.use(model, read, async (opened) => {
      const { key, calls } = opened;
      if (noCopy !== null && !task.cancelled) await giveForNoCopy(opened, read, readText, noCopy);
      task.calls = calls;
      if (task.cancelled) return null;
      const asked = { ...settings, key, id, prefix: prefix.ids, spared: sparedBy(vocabulary) };
      return (await calls.next({ ...asked, noCopy, fit: wished })).found;
    });
    const told = { prefix: vocabulary.decode(prefix.ids), leftOut: prefix.leftOut };
    if (!found) return { ...told, share: 0, characters: [], cancelled: true };
    const isLast = (one: number): number => (fit ? 1 - found.allowed[one]! : 0);
    const order = Array.from(found.model.keys()).sort(
      (a, b) => isLast(a) - isLast(b) || found.model[b]! - found.model[a]! || a - b,
    );
    const characters = order.slice(0, top).map((one) => ({
      character: vocabulary.characters[one]!,
      probability: found.model[one]!,
      drawn: found.drawn[one]!,
      allowed: found.allowed[one] === 1,
    }));
    return { ...told, share: found.share, characters, cancelled: false };
  });
}

/** @returns what of a text stands behind its last line break */
function lineAtEnd(text: string, file: WritingModel): string {
  const { lineBreaks } = file.manifest.settings;
  const learnt = preprocess(text, { maxCharacters: 0, lineBreaks });
  return learnt.slice(learnt.lastIndexOf(breakOf(file)) + 1);
}
