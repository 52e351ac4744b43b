/** Engines measured in turn, so that other work on the machine hits both alike. */
import type { ComputeApi } from '../../contract/compute-api.ts';
import type { Calls } from '../../contract/api.ts';
import type { EngineName } from '../../contract/engine.ts';
import { toFailure } from '../../contract/errors.ts';
import type { EngineStart } from '../../supervisor/channel.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import type { WatchOthers } from './others-work.ts';
import type { StepShape } from './step-cost.ts';

/** Seconds a step, of each engine that was measured. */
export type StepTimes = Partial<Record<EngineName, number>>;
export type Starts = Readonly<Partial<Record<EngineName, EngineStart>>>;

const ROUNDS = 6;
/** Share of the limit in which a graphics driver has to make its programs: the others wait for it. */
const READY_BY = 0.6;
/** Seconds a step, of an engine that was not ready by then: it has had its chance, and is not measured again. */
const NOT_READY = 1e9;
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
 * In processes that are thrown away, so that the one that trains never loads a library it does not use.
 * @param starts of two engines or more
 * @param limit ms for all of it; what is not clear by then stays unclear
 */
export async function race(
  supervisor: Supervisor,
  starts: Starts,
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
  const processorTimes: StepTimes = {};
  /** Ends the process of the graphics processor where it is late, so that it is in nobody's way. */
  const late = new AbortController();

  type Turns = Map<EngineName, () => Promise<number>>;
  const turnOf = (engine: EngineName, calls: Calls<ComputeApi>) => async (): Promise<number> => {
    const { seconds, cpuSeconds } = await calls.measure({ ...shape });
    processorTimes[engine] = cpuSeconds;
    return seconds;
  };
  /** @returns whether it works; loading and warming up are in no round */
  const prepare = async (engine: EngineName, turn: () => Promise<number>): Promise<boolean> => {
    try {
      await turn();
      return true;
    } catch (error) {
      if (end.aborted || (engine === 'webgpu' && late.signal.aborted)) return false;
      if (isOver(error)) throw error;
      broken.push(engine);
      return false;
    }
  };
  const inTurn = async (turns: Turns): Promise<void> => {
    const giveUp = setTimeout(() => late.abort(), READY_BY * limit);
    await Promise.all(Array.from(turns, ([engine, turn]) => prepare(engine, turn)));
    clearTimeout(giveUp);
    for (const engine of broken) turns.delete(engine);
    if (late.signal.aborted) turns.delete('webgpu');
    if (end.aborted || turns.size < (late.signal.aborted ? 1 : 2)) return;
    while (rounds.length < ROUNDS) {
      const round: StepTimes = {};
      for (const [engine, turn] of turns) round[engine] = await turn();
      rounds.push(round);
    }
  };
  /** With a process of each engine that is left, beside those that are there. */
  const withAll = async (left: readonly EngineStart[], turns: Turns): Promise<void> => {
    const [start, ...more] = left;
    if (!start) return inTurn(turns);
    const work = (calls: Calls<ComputeApi>): Promise<void> =>
      withAll(more, turns.set(start.engine, turnOf(start.engine, calls)));
    const ending = start.engine === 'webgpu' ? AbortSignal.any([end, late.signal]) : end;
    return supervisor.throwAway(start, work, ending);
  };
  try {
    await withAll(Object.values(starts), new Map());
  } catch (error) {
    // One that ends in the middle of its turns leaves it unclear; what ends with the limit was to.
    if (!end.aborted && isOver(error)) throw error;
  }
  const { user, system } = process.cpuUsage(ownBefore);
  const theirs = Object.values(processorTimes).reduce((sum, seconds) => sum + seconds, 0);
  const ours = (user + system) / 1e6 + theirs;
  const isQuiet = others(ours) <= MOST_OTHERS;
  const times = isQuiet && !signal?.aborted ? clearTimes(rounds) : undefined;
  return {
    broken,
    times: times && { ...times, ...(late.signal.aborted && { webgpu: NOT_READY }) },
  };
}

/** Whoever ends a process that does not answer has not chosen the other engine, and a fault of ours decides nothing. */
const isOver = (error: unknown): boolean =>
  ['internal', 'compute.ended'].includes(toFailure(error).code);

/** @returns the best times, if one engine has won every round, and by more than chance gives */
export function clearTimes(rounds: readonly StepTimes[]): StepTimes | undefined {
  if (rounds.length < LEAST_ROUNDS) return undefined;
  const names = Object.keys(rounds[0]!) as EngineName[];
  const best = (engine: EngineName): number =>
    Math.min(...rounds.map((seconds) => seconds[engine]!));
  const times = Object.fromEntries(names.map((name) => [name, best(name)])) as StepTimes;
  const [winner, ...losers] = fastestFirst(times);
  const isClear = losers.every(
    (loser) =>
      times[loser]! >= LEAST_RATIO * times[winner!]! &&
      rounds.every((seconds) => seconds[winner!]! < seconds[loser]!),
  );
  return isClear ? times : undefined;
}

/** Whether it was measured, and not only late. */
export const isMeasured = (seconds: number): boolean => seconds < NOT_READY;

/** @returns those that were measured, of equals the one that was named first */
export const fastestFirst = (times: StepTimes): EngineName[] =>
  (Object.keys(times) as EngineName[]).sort((one, other) => times[one]! - times[other]!);
