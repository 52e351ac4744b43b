/** The settings of a run taken into the form: of one that is queued, or of one that was made. */
import type { HeldOut } from '../../../src-main/contract/held-out.ts';
import {
  ranges,
  type ChosenLineBreaks,
  type NumericField,
  type TrainingSettings,
} from '../../../src-main/contract/settings.ts';

/** What a form is filled by. */
export interface Fillable {
  reset(): void;
  write(field: NumericField, text: string): void;
  writePrefixes(text: string): void;
  writeHeldOut(field: 'percent' | 'every', text: string): void;
  choose(choice: {
    cell?: TrainingSettings['cell'];
    activation?: TrainingSettings['activation'];
    optimiser?: TrainingSettings['optimiser'];
    schedule?: TrainingSettings['schedule'];
    clip?: TrainingSettings['clip'];
    firstWeights?: TrainingSettings['firstWeights'];
    sampling?: TrainingSettings['sampling'];
    lineBreaks?: ChosenLineBreaks;
    heldOutBy?: HeldOut['by'];
    corpusId?: string;
    withText?: boolean;
    tied?: boolean;
    detach?: boolean;
    letExplode?: boolean;
    keepBest?: boolean;
  }): void;
  beginFrom(modelId: string | null): void;
}

/**
 * @param settings what they leave out is as the form has it for the corpus
 * @param run what else the run is asked for with, as far as it is known
 */
export function fillForm(
  form: Fillable,
  settings: Partial<TrainingSettings>,
  run: { corpusId?: string | undefined; withText?: boolean; parentId?: string | undefined },
): void {
  const { corpusId, withText, parentId } = run;
  form.choose({
    ...(corpusId !== undefined && { corpusId }),
    ...(withText !== undefined && { withText }),
  });
  form.reset();
  form.beginFrom(parentId ?? null);
  const { optimiser, schedule, clip } = settings;
  // The learning rate that an optimiser brings with it is not the one of these settings.
  form.choose({
    ...(optimiser && { optimiser }),
    ...(schedule && { schedule }),
    ...(clip && { clip }),
  });
  for (const field of Object.keys(ranges) as NumericField[]) {
    const value = settings[field];
    if (value !== undefined) form.write(field, String(value));
  }
  const { cell, activation, tied, firstWeights, sampling, lineBreaks, letExplode } = settings;
  const { detach, keepBest, heldOut, prefixes } = settings;
  form.choose({
    ...(cell && { cell }),
    ...(activation && { activation }),
    ...(tied !== undefined && { tied }),
    ...(firstWeights && { firstWeights }),
    ...(sampling && { sampling }),
    ...(detach !== undefined && { detach }),
    // What earlier versions learnt nobody can choose: its like is.
    ...(lineBreaks && { lineBreaks: lineBreaks === 'own' ? ('own' as const) : ('space' as const) }),
    ...(letExplode !== undefined && { letExplode }),
    ...(keepBest !== undefined && { keepBest }),
    ...(heldOut && { heldOutBy: heldOut.by }),
  });
  if (heldOut?.by === 'last') form.writeHeldOut('percent', String(heldOut.percent));
  if (heldOut?.by === 'songs') form.writeHeldOut('every', String(heldOut.every));
  if (prefixes) form.writePrefixes(prefixes.join('\n'));
}
