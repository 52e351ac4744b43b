/** The texts that a person names, as one text for `train`, `score` and `resume`, and what is said of them. */
import type { LearntShare } from '../../../contract/training.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import {
  readAsText,
  recogniseText,
  type Reading,
} from '../../../services/corpora/files-as-text.ts';
import { describeText } from '../../../services/corpora/facts.ts';
import type { EstimatedText } from '../../../services/training/estimate.ts';
import type { TrainingText } from '../../../services/training/prepare.ts';
import { NothingLeft } from '../arguments/nothing-left.ts';
import { textsNamed, type NamedTexts } from '../arguments/texts.ts';
import { learntNote, lossNotes, readingNotes } from '../reports/text-notes.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

export interface TextRead {
  readonly text: TrainingText & EstimatedText;
  /** One plain text, alone or in a zip, which is learnt in the book's way. */
  readonly isPlain: boolean;
  /** Says in which encoding it was read and what was taken away. */
  tellReading(): void;
  /** Says how much of it is learnt. @param maxCharacters as the run has it */
  tellLearnt(share: LearntShare | null): void;
}

/** @throws VerseloomError `file.notFound` {path}: what is named and not there is a slip, of which a run of hours must not come */
export async function textsToRead(
  around: Surroundings,
  named: readonly string[],
  { limits }: Pick<Reading, 'limits'>,
): Promise<NamedTexts> {
  const texts = await textsNamed(around, named, limits);
  if (texts.missing !== undefined)
    throw new VerseloomError('file.notFound', { path: texts.missing });
  return texts;
}

/**
 * Says what was left out at once, since it may be why the rest is refused.
 * @param hash of the text that they are to be, where it is known
 * @throws NothingLeft when nothing can be learnt of them
 */
export async function readTexts(
  around: Surroundings,
  named: NamedTexts,
  how: Omit<Reading, 'isOneFile'>,
  hash?: string,
): Promise<TextRead> {
  const { output, translator } = around;
  const reading = { ...how, isOneFile: named.isOneFile };
  const files = await named.collect();
  const read =
    hash === undefined
      ? await readAsText(files, reading)
      : await recogniseText(files, reading, hash);
  const losses = read.isEarlier ? [] : lossNotes(read, around);
  if (read.songs === 0)
    throw new NothingLeft(
      losses.length > 0 ? losses : [translator.t('cli.reading.nothing', { path: named.id })],
    );
  for (const line of losses) output.notice(line);
  const text = {
    ...(await describeText(read.text)),
    ...{ id: named.id, name: named.name ?? named.id, text: read.text },
  };
  return {
    ...{ text, isPlain: read.isPlain },
    tellReading: () => {
      for (const line of readingNotes(read, reading.encoding === undefined, translator))
        output.notice(line);
    },
    tellLearnt: (share) => {
      if (share) output.notice(learntNote(share, translator));
    },
  };
}
