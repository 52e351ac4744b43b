/** The two engines measured in turn, so that other work on the machine hits both alike. */
import type { ComputeApi } from '../../contract/compute-api.ts';
import type { Calls } from '../../contract/api.ts';
import type { EngineName } from '../../contract/engine.ts';
import { toFailure } from '../../contract/errors.ts';
import type { EngineStart } from '../../supervisor/channel.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import type { WatchOthers } from './others-work.ts';
import type { StepShape } from './step-cost.ts';

/** Seconds a step. */
export type StepTimes = Record<EngineName, number>;

const ROUNDS = 6;
/** With fewer rounds, or with times that are nearer to each other, chance may have decided. */
const LEAST_ROUNDS = 3;
const LEAST_RATIO = 1.15;
/** Share of all processors: with more work than this from others, the engine with more threads loses more. */
const MOST_OTHERS = 0.1;

export interface Race {
  /** Engines that are installed and do not work. */
  readonly broken: readonly EngineName[];
  /** The shortest steps, where it is clear which engine is the faster one. */
  readonly times: StepTimes | undefined;
}

/**
 * In two processes that are thrown away, so that the one that trains never loads a library it does not use.
 * @param limit ms for all of it; what is not clear by then stays unclear
 */
export async function race(
  supervisor: Supervisor,
  starts: Record<EngineName, EngineStart>,
  shape: StepShape,
  limit: number,
  watchOthers: WatchOthers,
  signal?: AbortSignal,
): Promise<Race> {
  const timeout = AbortSignal.timeout(Math.ceil(limit));
  const end = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const rounds: StepTimes[] = [];
  const broken: EngineName[] = [];
  const others = watchOthers();
  const ownBefore = process.cpuUsage();
  const processorTimes: StepTimes = { onnx: 0, tensorflow: 0 };

  type Turn = () => Promise<number>;
  const turnOf =
    (engine: EngineName, calls: Calls<ComputeApi>): Turn =>
    async () => {
      const { seconds, cpuSeconds } = await calls.measure({ ...shape });
      processorTimes[engine] = cpuSeconds;
      return seconds;
    };
  /** @returns whether it works; loading and warming up are in no round */
  const prepare = async (engine: EngineName, turn: Turn): Promise<boolean> => {
    try {
      await turn();
      return true;
    } catch (error) {
      if (end.aborted) return false;
      if (isOver(error)) throw error;
      broken.push(engine);
      return false;
    }
  };
  const inTurn = async (onnx: Turn, tensorflow: Turn): Promise<void> => {
    const work = await Promise.all([prepare('onnx', onnx), prepare('tensorflow', tensorflow)]);
    if (work.includes(false)) return;
    while (rounds.length < ROUNDS)
      rounds.push({ onnx: await onnx(), tensorflow: await tensorflow() });
  };
  try {
    await supervisor.throwAway(
      starts.onnx,
      (onnx) =>
        supervisor.throwAway(
          starts.tensorflow,
          (tensorflow) => inTurn(turnOf('onnx', onnx), turnOf('tensorflow', tensorflow)),
          end,
        ),
      end,
    );
  } catch (error) {
    // One that ends in the middle of its turns leaves it unclear; what ends with the limit was to.
    if (!end.aborted && isOver(error)) throw error;
  }
  const { user, system } = process.cpuUsage(ownBefore);
  const ours = (user + system) / 1e6 + processorTimes.onnx + processorTimes.tensorflow;
  const isQuiet = others(ours) <= MOST_OTHERS;
  return { broken, times: isQuiet && !signal?.aborted ? clearTimes(rounds) : undefined };
}

/** Whoever ends a process that does not answer has not chosen the other engine, and a fault of ours decides nothing. */
const isOver = (error: unknown): boolean =>
  ['internal', 'compute.ended'].includes(toFailure(error).code);

/** @returns the best times, if one engine has won every round, and by more than chance gives */
export function clearTimes(rounds: readonly StepTimes[]): StepTimes | undefined {
  if (rounds.length < LEAST_ROUNDS) return undefined;
  const best = (engine: EngineName): number =>
    Math.min(...rounds.map((seconds) => seconds[engine]));
  const times = { onnx: best('onnx'), tensorflow: best('tensorflow') };
  const winner = times.onnx <= times.tensorflow ? 'onnx' : 'tensorflow';
  const loser = winner === 'onnx' ? 'tensorflow' : 'onnx';
  const isClear =
    times[loser] >= LEAST_RATIO * times[winner] &&
    rounds.every((seconds) => seconds[winner] < seconds[loser]);
  return isClear ? times : undefined;
}
