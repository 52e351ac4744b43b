/** Whether the parts of a model file are of one and the same run. */
import type { Architecture } from '../../contract/architecture.ts';
import type { LanguageModel, TrainingState } from '../../contract/compute-api.ts';
import type { Manifest, SnapshotAt } from '../../contract/model.ts';
import { momentsOf } from '../../contract/optimisers/optimisers.ts';
import type { EpochReport } from '../../contract/training.ts';
import { Damage } from '../files/damage.ts';
import { architectureIn } from './model-manifest.ts';
import { summaryOf } from './model-summary.ts';

/** Those of which one tells of another. */
export interface RelatedParts {
  readonly manifest: Manifest;
  /** After the last finished step, or those of `manifest.kept` and `manifest.divergence`. */
  readonly model: LanguageModel;
  /** From the first on. */
  readonly epochs: readonly EpochReport[];
  /** Null when the run cannot be gone on with. */
  readonly state: TrainingState | null;
  /** The model of `manifest.best`. */
  readonly best: LanguageModel | null;
  /** After the last finished step, of a run that kept the weights of another epoch. */
  readonly last: LanguageModel | null;
  /** What the run's optimiser keeps of the gradients, as `momentsOf` has it, where the run can be gone on with; else nothing. */
  readonly moments: readonly LanguageModel[];
  /** Those of `manifest.snapshots`, in their order; left out: none. */
  readonly snapshots?: readonly LanguageModel[];
}

/** @throws Damage when the parts of a file are not of one and the same run */
export function checkTogether(parts: RelatedParts): void {
  const { manifest, model, epochs, state, best, last, moments, snapshots = [] } = parts;
  const told = Object.entries(architectureIn(manifest));
  for (const { architecture } of [model, best, last, ...moments, ...snapshots].filter(
    (one) => one !== null,
  ))
    if (told.some(([key, value]) => architecture[key as keyof Architecture] !== value))
      throw new Damage('the weights belong to another manifest');
  if ((best === null) !== (manifest.best === null))
    throw new Damage('the best weights belong to another manifest');
  if (snapshots.length !== manifest.snapshots.length)
    throw new Damage('the snapshots belong to another manifest');
  if ((last !== null) !== (state !== null && manifest.kept !== null))
    throw new Damage('the last weights belong to another manifest');
  const kept = state === null ? [] : momentsOf(manifest.settings.optimiser);
  if (moments.length !== kept.length)
    throw new Damage('the moments are of another optimiser than that of the manifest');
  for (const [i, moment] of kept.entries())
    if (moment === 's' && hasNegative(moments[i]!))
      throw new Damage('a mean of squares in s.safetensors is below zero');
  checkHistory(manifest, epochs);
  const { epoch } = manifest.best ?? { epoch: manifest.kept };
  const isLast = state?.best === 0 || (state?.best === state?.epochs && state?.steps === 0);
  if (state && (epoch === null ? !isLast : state.best !== epoch))
    throw new Damage('the state of the training belongs to another best epoch');
  if (state && manifest.divergence) throw new Damage('a run that has diverged has a state');
  if (state && state.epochs !== epochs.length)
    throw new Damage('the state of the training belongs to another epoch');
  if (state && state.samplesDue > manifest.settings.prefixes.length)
    throw new Damage('the state of the training belongs to other prefixes');
}

const hasNegative = ({ parameters }: LanguageModel): boolean =>
  Object.values(parameters).some((values) => values.some((value) => value < 0));

/** @throws Damage when the manifest tells of another history, or of another end of it */
export function checkHistory(manifest: Manifest, epochs: readonly EpochReport[]): void {
  const { best, divergence, kept, endedBy, cutOff, snapshots } = manifest;
  const { perplexity, validationPerplexity, trainingSeconds } = summaryOf(epochs, manifest);
  if (
    manifest.epochs !== epochs.length ||
    manifest.perplexity !== perplexity ||
    manifest.validationPerplexity !== validationPerplexity ||
    (manifest.trainingSeconds ?? trainingSeconds)! < trainingSeconds! // one that was begun counts, too
  )
    throw new Damage('the manifest tells of another history');
  if (divergence && (divergence.kept > epochs.length || manifest.outcome !== 'diverged'))
    throw new Damage('the manifest tells of another end of the run');
  if ((kept !== null || endedBy !== null) && manifest.outcome !== 'finished')
    throw new Damage('the manifest tells of another end of the run');
  if (cutOff === true && manifest.outcome !== 'stopped')
    throw new Damage('the manifest tells of another end of the run');
  if (kept !== null && kept >= epochs.length)
    throw new Damage('the manifest tells of another end of the run');
  const isAfter = (one: SnapshotAt, before: SnapshotAt): boolean =>
    one.epoch > before.epoch || (one.epoch === before.epoch && one.step > before.step);
  if (snapshots.some((one, i) => i > 0 && !isAfter(one, snapshots[i - 1]!)))
    throw new Damage('the snapshots are not in their order');
  if (snapshots.some(({ epoch }) => epoch > epochs.length))
    throw new Damage('the snapshots belong to another history');
  if (best && epochs[best.epoch - 1]?.perplexity !== best.perplexity)
    throw new Damage('the manifest tells of another best epoch');
}
