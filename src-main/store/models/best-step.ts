/** The best saved step of a model as a model of its own. */
import { isOfItsCourse } from '../../contract/training.ts';
import type { ModelFile } from './model-file.ts';
import { betterEpoch, summaryOf } from './model-summary.ts';

/** @returns it with the run up to there, and without what it takes to go on with it; undefined where the best step is the last one */
export function bestStepOf(file: ModelFile, name: string): ModelFile | undefined {
  const best = betterEpoch(file.manifest);
  if (!best || !file.best) return undefined;
  const upTo = ({ epoch }: { epoch: number }): boolean => epoch <= best.epoch;
  const epochs = file.epochs.filter(upTo);
  return {
    manifest: {
      ...{
        ...file.manifest,
        ...{ name, favourite: false, best: null, outcome: 'stopped' },
        ...{
          endedBy: null,
          cutOff: false,
          kept: null,
          divergence: null,
          verbatim: null,
          snapshots: [],
        },
        changes: file.manifest.changes.filter(upTo),
      },
      ...summaryOf(epochs),
    },
    ...{ model: file.best, epochs, samples: file.samples.filter(isOfItsCourse).filter(upTo) },
    ...{ state: null, moments: [], best: null, last: null, text: file.text },
  };
}
