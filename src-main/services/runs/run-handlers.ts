/** The calls about runs that a window makes, and what every window is told of them. */
import { HISTORY_SAMPLES, type ApiHandlers, type Emit } from '../../contract/api.ts';
import { batchesPerEpoch } from '../../core/sampler.ts';
import type { RunRecord } from '../../store/runs/run-record.ts';
import type { Runs } from './runs.ts';
import { tableFile } from './runs-table.ts';

type RunCall = Extract<keyof ApiHandlers, `runs.${string}`>;

export function runHandlers(runs: Runs, emit: Emit): Pick<ApiHandlers, RunCall> {
  const changed = async <Result>(result: Promise<Result>): Promise<Result> => {
    const done = await result;
    emit('models', {});
    return done;
  };
  return {
    'runs.list': () => runs.list(),
    'runs.history': async ({ id, samplesBefore }) =>
      pageOfHistory(await runs.read(id), samplesBefore),
    'runs.change': ({ id, ...changes }) => changed(runs.change(id, changes)),
    'runs.remove': async ({ id }) => {
      await changed(runs.remove(id));
      return {};
    },
    'runs.restore': ({ id }) => changed(runs.restore(id)),
    'runs.export': async ({ kind }) => tableFile(await runs.list(), kind),
  };
}

/** @param samplesBefore with it, no epochs, and the latest samples of as many as that from the beginning */
export function pageOfHistory({ epochs, samples, manifest }: RunRecord, samplesBefore?: number) {
  const { sampling, batchSize, timeSteps } = manifest.settings;
  const { learntCharacters } = manifest.corpus;
  const end = Math.min(samplesBefore ?? samples.length, samples.length);
  return {
    epochs: samplesBefore === undefined ? [...epochs] : [],
    samples: samples.slice(Math.max(0, end - HISTORY_SAMPLES), end),
    stepsPerEpoch: batchesPerEpoch(sampling, learntCharacters, batchSize, timeSteps),
    ...{ samplesInAll: samples.length, changes: manifest.changes, settings: manifest.settings },
    ...{
      engineVersion: manifest.engine.version,
      stepVersion: manifest.engine.step,
      corpusHash: manifest.corpus.hash,
    },
  };
}
