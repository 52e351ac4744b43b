/** The departure of a run: its engine is chosen, that engine's process is given the text, and the first step is asked for. */
import type { TrainingOutcome } from '../../contract/compute-api.ts';
import { runMemory, type Reducible } from '../../core/memory.ts';
import { aborted } from '../../supervisor/aborted.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import { giveText } from '../../supervisor/text.ts';
import { heldOutOf, idsOf, learntOf } from './learnt-text.ts';
import { memoryKills } from './out-of-memory.ts';
import type { ResolveEngine } from './plan.ts';
import type { Run } from './run.ts';

/** What a run departs with. */
export interface Provisions {
  readonly resolve: ResolveEngine;
  /** Settings that may not be made smaller. */
  readonly fixed: readonly Reducible[];
  /** @returns bytes of memory that a run may take */
  readonly available: () => number;
}

/**
 * What is found out on the way is noted in the run; what only the way needed is let go.
 * @returns the run's outcome, once it comes; undefined when the run is stopped before its first step
 */
export async function depart(
  run: Run,
  supervisor: Supervisor,
  { resolve, fixed, available }: Provisions,
): Promise<{ readonly outcome: Promise<TrainingOutcome> } | undefined> {
  const { settings, part, vocabulary, learntCharacters, prefixes, validation } = run.prepared;
  const { shape, predictionsPerEpoch } = run.prepared;
  const { signal } = run.stop;
  const left = settings.epochs - run.epochsBefore;
  const steps = (left * predictionsPerEpoch) / (settings.batchSize * settings.timeSteps);
  const { engine, secondsPerStep } = await resolve({ shape, steps }, signal);
  Object.assign(run, { engine, secondsPerStep });
  if (signal.aborted) return undefined;
  const { name, threads, leavesRoom } = engine;
  const [availableBytes, bytes] = [available(), runMemory(name, shape)];
  run.memory = { engine: name, shape, fixed, bytes, availableBytes, kills: memoryKills() };
  const { calls } = await supervisor.use({
    ...{ engine: name, threads },
    ...(leavesRoom && { leavesRoom }),
  });
  // A process that does not answer keeps nobody who has thought better of it.
  const info = await Promise.race([calls.info({}), aborted(signal)]);
  if (!info || signal.aborted) return undefined;
  run.engine = { ...engine, version: info.version };
  const ids = idsOf(learntOf(run.text!, settings, part), vocabulary);
  if (!(await giveText(calls, run.id, learntCharacters, ids, signal))) return undefined;
  const heldOut = validation && validation.characters >= 2 ? `${run.id} held out` : undefined;
  if (heldOut !== undefined) {
    const held = idsOf(heldOutOf(run.text!, settings, part), vocabulary);
    if (!(await giveText(calls, heldOut, validation!.characters, held, signal))) {
      await calls.forget({ text: run.id });
      return undefined;
    }
  }
  const { from, changes, until } = run;
  const outcome = calls.train({
    ...{ settings, vocabularySize: vocabulary.size, text: run.id, heldOut, prefixes },
    counts: heldOut !== undefined && run.counting === null,
    ...(from && { from }),
    ...(until !== undefined && { until }),
    ...{ changes: [...changes], characters: [...vocabulary.characters] },
  });
  run.from = undefined;
  if (!run.withText) run.text = null;
  return { outcome };
}
