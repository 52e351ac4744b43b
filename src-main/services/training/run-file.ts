/** A run as a model file: what it has come to by a snapshot, or by its end. */
import type { LanguageModel, Snapshot, TrainingOutcome } from '../../contract/compute-api.ts';
import { STEP_VERSION } from '../../contract/engine.ts';
import { CURVE_POINTS, FORMAT_VERSION, type Manifest } from '../../contract/model.ts';
import { isOfItsCourse } from '../../contract/training.ts';
import { labelled } from '../../store/models/label.ts';
import { checkSaveable, type ModelFile } from '../../store/models/model-file.ts';
import { summaryOf } from '../../store/models/model-summary.ts';
import type { Run } from './run.ts';

type Shown = Snapshot & Partial<TrainingOutcome>;
type Ending = Pick<Manifest, 'outcome' | 'endedBy' | 'cutOff' | 'divergence' | 'kept'>;

/**
 * Rather than after hours of training: what keeps a model from being saved and is known before, in the manifest at its longest.
 * @throws VerseloomError `model.unsaveable` {name, reason}
 */
export function refuseUnsaveable(run: Run): void {
  const { settings } = run.prepared;
  const longest = Number.MAX_VALUE;
  const ending = { outcome: 'stopped', cutOff: false, endedBy: null, kept: null } as const;
  const manifest: Manifest = {
    ...manifestOf(run, { ...ending, divergence: null }, run.createdAt),
    ...{ epochs: settings.epochs, perplexity: longest, validationPerplexity: longest },
    curve: Array.from({ length: CURVE_POINTS }, () => longest),
    best: { epoch: settings.epochs, perplexity: longest },
  };
  checkSaveable(manifest, run.withText ? run.text!.length : 0);
}

function manifestOf(
  run: Run,
  { outcome, endedBy, cutOff, divergence, kept }: Ending,
  savedAt: string,
): Omit<Manifest, keyof ReturnType<typeof summaryOf> | 'best'> {
  const { settings, vocabulary } = run.prepared;
  const { name, version, threads } = run.engine ?? { name: 'onnx', version: '', threads: 1 };
  const { corpus, label, parent, createdAt, changes } = run;
  return {
    ...{ format: 'verseloom-model', version: FORMAT_VERSION },
    ...{ ...labelled(label), settings },
    ...{ vocabulary: [...vocabulary.characters], vocabularyOrder: 'first appearance', corpus },
    ...{ outcome, endedBy, ...(cutOff !== undefined && { cutOff }), kept, divergence },
    ...{ changes: [...changes], snapshots: [], verbatim: null },
    ...(run.counting && { counting: run.counting }),
    ...{ parent, engine: { name, version, threads, step: STEP_VERSION }, createdAt, savedAt },
  };
}

/** @returns the best epoch and its weights, where these are others than the snapshot's model has */
function bestBy(
  run: Run,
  { state, best }: Snapshot,
): { epoch: number; model: LanguageModel } | undefined {
  if (state.best === 0 || (state.best === state.epochs && state.steps === 0)) return undefined;
  const model = best ?? (run.best?.epoch === state.best ? run.best.model : null);
  if (!model) throw new Error('the weights of the best epoch were not told');
  return { epoch: state.best, model };
}

/**
 * @returns the file of a run as a snapshot shows it; what was reported after the snapshot is left out. One that has diverged would do
 * so again: it cannot be gone on with.
 */
export function fileOf(run: Run, shown: Shown, savedAt: string): ModelFile {
  const { model, state, outcome = 'stopped', divergence = null, endedBy = null } = shown;
  const { prefixes, settings } = run.prepared;
  const epochs = run.epochs.slice(0, state.epochs);
  const written = prefixes.length - state.samplesDue; // after the last of these epochs
  const ofItsCourse = run.samples.filter(isOfItsCourse);
  const earlier = ofItsCourse.filter(({ epoch }) => epoch < state.epochs);
  const latest = ofItsCourse.filter(({ epoch }) => epoch === state.epochs).slice(0, written);
  const atStop = run.samples.slice(ofItsCourse.length);
  const best = divergence ? undefined : bestBy(run, shown);
  const moments = run.moments.before({ epoch: state.epochs, step: state.steps });
  const keepsBest = outcome === 'finished' && settings.keepBest && best !== undefined;
  const isWanted = run.isStoppedByPerson || state.epochs >= (run.until ?? Infinity);
  const cutOff = outcome === 'stopped' && !(isWanted && shown.outcome);
  const kept = keepsBest ? best.epoch : null;
  const beside = keepsBest ? undefined : best;
  return {
    manifest: {
      ...manifestOf(run, { outcome, endedBy, cutOff, divergence, kept }, savedAt),
      ...summaryOf(epochs, { divergence, kept }, state.seconds),
      best: beside
        ? { epoch: beside.epoch, perplexity: epochs[beside.epoch - 1]!.perplexity }
        : null,
      snapshots: moments.map(({ epoch, step }) => ({ epoch, step })),
      verbatim: shown.verbatim ?? null,
    },
    model: keepsBest ? best.model : model,
    ...{ epochs, samples: [...earlier, ...latest, ...atStop] },
    ...(divergence ? { state: null, moments: [] } : { state, moments: shown.moments }),
    best: beside?.model ?? null,
    last: keepsBest ? model : null,
    snapshots: moments.map((moment) => moment.model),
    text: run.withText ? run.text : null,
  };
}
