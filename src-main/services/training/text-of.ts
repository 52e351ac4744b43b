/** The text that a saved run learnt: from its file, or from the library if it is still there. */
import { VerseloomError } from '../../contract/errors.ts';
import type { ModelFile } from '../../store/models/model-file.ts';
import type { Corpora } from '../corpora/corpora.ts';
import { describeText } from '../corpora/facts.ts';
import type { TrainingText } from './prepare.ts';

/** @throws VerseloomError `model.noText` {name, corpus} when it is in neither */
export async function textOf(
  { manifest, text }: ModelFile,
  corpora: Corpora,
): Promise<TrainingText> {
  const { name, hash } = manifest.corpus;
  const kept = (await corpora.list()).find((corpus) => corpus.hash === hash);
  if (text !== null) return { ...(await describeText(text)), id: kept?.id ?? '', name, text };
  if (kept) return { ...kept, name, text: (await corpora.text(kept.id)).text };
  throw new VerseloomError('model.noText', { name: manifest.name, corpus: name });
}
