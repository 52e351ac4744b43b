/** Which engine a run gets: the one chosen by hand, or the faster one, measured for a machine and a shape until it is clear. */
import { availableParallelism, cpus } from 'node:os';
import {
  leavingRoom,
  type EngineChoice,
  type EngineInUse,
  type EngineName,
  type PresentEngine,
} from '../../contract/engine.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { Manifest } from '../../contract/model.ts';
import type { EngineStart } from '../../supervisor/channel.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import { watchOthers, type WatchOthers } from './others-work.ts';
import { race, type StepTimes } from './race.ts';
import { Remembered, type Power } from './remembered.ts';
import { forecastSeconds, measurable, type StepShape } from './step-cost.ts';

export type { Power } from './remembered.ts';
export type { StepShape } from './step-cost.ts';

/** More threads than this do not help products of this size. */
const MOST_THREADS = 8;

/** TensorFlow's many small products lose more by being shared out than its few large ones gain. */
export const automaticThreads = (): Record<EngineName, number> => ({
  onnx: Math.min(MOST_THREADS, availableParallelism()),
  tensorflow: 1,
});

/**
 * @param chosen by a person, maybe on a machine with more of them; null: as many as suit the engine
 * @param leavesRoom whether one of the machine's is left to other programs, where the engine chooses
 */
export function threadsOf(
  engine: EngineName,
  chosen: number | null = null,
  leavesRoom = false,
): number {
  const most = availableParallelism();
  const automatic = automaticThreads()[engine];
  return Math.min(chosen ?? (leavesRoom ? leavingRoom(automatic, most) : automatic), most);
}

/** The better guess where it is not clear which engine is faster: on most machines and for most shapes it is. */
const ASSUMED: EngineName = 'onnx';

/** A measurement takes at most this long, and at most this share of the run that it is made for, in ms. */
const LONGEST_RACE = 4000;
const SHARE_OF_RUN = 0.05;
/** Loading both libraries takes about this long, in ms: for less, nothing would be measured. */
const SHORTEST_RACE = 500;

/** @returns what a measurement is true of: with another processor, number of cores or version it is made anew */
export function machineOf(engines: readonly PresentEngine[], version: string): string {
  const versions = [{ name: 'Verseloom', version }, ...engines];
  return [
    `${cpus()[0]?.model ?? process.arch} × ${availableParallelism()}`,
    ...versions.map((one) => `${one.name} ${one.version}`),
  ].join(', ');
}

export interface Resolved {
  readonly engine: EngineInUse;
  /** What a step was measured to take on it; there when it was. */
  readonly secondsPerStep?: number;
}

export interface Wanted {
  readonly shape: StepShape;
  /** That the run is going to make. */
  readonly steps: number;
  /** The engines that have memory enough for it; all unless told. */
  readonly among?: readonly EngineName[];
}

export class Engines {
  readonly present: readonly PresentEngine[];
  readonly #supervisor: Supervisor;
  readonly remembered: Remembered;
  readonly #watchOthers: WatchOthers;
  readonly #chosenThreads: () => number | null;
  readonly #leavesRoom: () => boolean;

  /**
   * @param path of the file that remembers what was measured
   * @param version of the product
   * @param chosenThreads for every run that does not go on with a number of its own; null: as many as suit the engine
   * @param leavesRoom whether runs that begin now, or go on, leave room for other programs
   */
  constructor(
    present: readonly PresentEngine[],
    path: string,
    supervisor: Supervisor,
    version: string,
    watch: WatchOthers = watchOthers,
    chosenThreads: () => number | null = () => null,
    leavesRoom: () => boolean = () => false,
  ) {
    this.present = present;
    this.#supervisor = supervisor;
    this.#watchOthers = watch;
    this.#chosenThreads = chosenThreads;
    this.#leavesRoom = leavesRoom;
    this.remembered = new Remembered(path, machineOf(present, version));
  }

  /** @throws VerseloomError `engine.unavailable` when it is not there, or none is */
  async resolve(choice: EngineChoice, wanted: Wanted, signal?: AbortSignal): Promise<Resolved> {
    if (choice !== 'auto') return { engine: this.#inUse(choice, 'chosen') };
    const first = this.preferred();
    if (this.present.length === 1) return { engine: this.#inUse(first, 'only') };
    const among = wanted.among ?? this.possible(choice);
    if (among.length === 1) return { engine: this.#inUse(among[0]!, 'smaller') };
    const { broken, times } = await this.#measured(wanted, signal);
    const works = among.filter((name) => !broken.includes(name));
    if (works.length === 1) return { engine: this.#inUse(works[0]!, 'only') };
    if (!times) return { engine: this.#inUse(ASSUMED, 'assumed') };
    const fastest: EngineName = times.onnx <= times.tensorflow ? 'onnx' : 'tensorflow';
    const ratio = Math.max(times.onnx, times.tensorflow) / times[fastest];
    return {
      engine: { ...this.#inUse(fastest, 'fastest'), ratio },
      secondsPerStep: times[fastest],
    };
  }

  /** @returns the engines that a choice may come to */
  possible(choice: EngineChoice): readonly EngineName[] {
    return choice === 'auto' ? this.present.map(({ name }) => name) : [choice];
  }

  /** @returns the one of several that a run of this shape would get, as far as is known without a measurement */
  async expected(among: readonly EngineName[], shape: StepShape): Promise<EngineName> {
    const [only, another] = among;
    if (only !== undefined && another === undefined) return only;
    const times = await this.remembered.find(shape, this.#power);
    return times && times.tensorflow < times.onnx ? 'tensorflow' : ASSUMED;
  }

  /** What was measured for this shape is not so, and is measured again next time. */
  forget(shape: StepShape): Promise<void> {
    return this.remembered.forget(shape, this.#power);
  }

  /** @returns the engine to write with when none is running: the one chosen, if it is there, or else the first one that is */
  preferred(choice: EngineChoice = 'auto'): EngineName {
    const chosen = this.present.find(({ name }) => name === choice) ?? this.present[0];
    if (!chosen)
      throw new VerseloomError('engine.unavailable', { engine: 'onnx', reason: 'not installed' });
    return chosen.name;
  }

  /** @returns how that process is started in which an engine writes or begins a run */
  startOf(engine: EngineName): EngineStart {
    const { threads, leavesRoom } = this.#power;
    const start = { engine, threads: threadsOf(engine, threads, leavesRoom) };
    return leavesRoom ? { ...start, leavesRoom } : start;
  }

  /** @throws VerseloomError `model.engineMissing` {name, engine, threads}: the person is asked for another one */
  recorded({ name, engine }: Manifest): EngineInUse {
    if (!this.present.some((present) => present.name === engine.name))
      throw new VerseloomError('model.engineMissing', {
        name,
        engine: engine.name,
        threads: engine.threads,
      });
    return { ...this.#inUse(engine.name, 'recorded'), threads: engine.threads };
  }

  #inUse(name: EngineName, reason: EngineInUse['reason']): EngineInUse {
    const engine = this.present.find((present) => present.name === name);
    if (!engine)
      throw new VerseloomError('engine.unavailable', { engine: name, reason: 'not installed' });
    const { engine: _, ...power } = this.startOf(name);
    return { name, version: engine.version, ...power, reason };
  }

  /** What engines may take of the machine by now. */
  get #power(): Power {
    return { threads: this.#chosenThreads(), leavesRoom: this.#leavesRoom() };
  }

  /** @returns what is remembered of this shape, or else is measured; kept only where it is clear */
  async #measured(
    { shape, steps }: Wanted,
    signal?: AbortSignal,
  ): Promise<{ broken: readonly EngineName[]; times: StepTimes | undefined }> {
    const power = this.#power;
    const remembered = await this.remembered.find(shape, power);
    if (remembered) return { broken: [], times: remembered };
    const share = SHARE_OF_RUN * forecastSeconds(shape, steps) * 1000;
    const limit = Math.min(LONGEST_RACE, share);
    if (limit < SHORTEST_RACE || signal?.aborted) return { broken: [], times: undefined };
    const { probe, times: larger } = measurable(shape);
    const starts = {
      onnx: this.startOf('onnx'),
      tensorflow: this.startOf('tensorflow'),
    };
    const { broken, times } = await race(
      ...([this.#supervisor, starts, probe, limit, this.#watchOthers, signal] as const),
    );
    if (!times) return { broken, times };
    const ofShape = { onnx: times.onnx * larger, tensorflow: times.tensorflow * larger };
    await this.remembered.keep(shape, power, ofShape);
    return { broken, times: ofShape };
  }
}
