/** The text that a saved run learnt: from its file, or from the library if a corpus still is that text. */
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
  const list = await corpora.list();
  const same = list.find((corpus) => corpus.hash === hash);
  if (text !== null) {
    // A corpus that has been changed since is the one that it came from all the same.
    const id = (same ?? list.find(({ earlierHashes }) => earlierHashes.includes(hash)))?.id ?? '';
    return { ...(await describeText(text)), id, name, text };
  }
  if (same) return { ...same, name, text: (await corpora.text(same.id)).text };
  throw new VerseloomError('model.noText', { name: manifest.name, corpus: name });
}
