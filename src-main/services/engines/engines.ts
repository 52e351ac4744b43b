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
import { fastestFirst, isMeasured, race, type StepTimes } from './race.ts';
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
  webgpu: 1, // the little that is left to the processor
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
/** A driver has programs to make before the first step. */
const LONGEST_RACE_WITH_GRAPHICS = 15_000;
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
  readonly #installed: readonly PresentEngine[];
  readonly #graphics: () => PresentEngine | null;
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
   * @param graphics the engine on the graphics processor, where it was tried and agreed
   */
  constructor(
    installed: readonly PresentEngine[],
    path: string,
    supervisor: Supervisor,
    version: string,
    watch: WatchOthers = watchOthers,
    chosenThreads: () => number | null = () => null,
    leavesRoom: () => boolean = () => false,
    graphics: () => PresentEngine | null = () => null,
  ) {
    this.#installed = installed;
    this.#graphics = graphics;
    this.#supervisor = supervisor;
    this.#watchOthers = watch;
    this.#chosenThreads = chosenThreads;
    this.#leavesRoom = leavesRoom;
    this.remembered = new Remembered(path, machineOf(installed, version));
  }

  /** Those that a run can have by now. */
  get present(): readonly PresentEngine[] {
    const graphics = this.#graphics();
    return graphics ? [...this.#installed, graphics] : this.#installed;
  }

  /** @throws VerseloomError `engine.unavailable` when it is not there, or none is; `engine.untried` */
  async resolve(choice: EngineChoice, wanted: Wanted, signal?: AbortSignal): Promise<Resolved> {
    this.possible(choice);
    if (choice !== 'auto') return { engine: this.#inUse(choice, 'chosen') };
    const first = this.preferred();
    if (this.present.length === 1) return { engine: this.#inUse(first, 'only') };
    const among = wanted.among ?? this.possible(choice);
    if (among.length === 1) return { engine: this.#inUse(among[0]!, 'smaller') };
    const { broken, times } = await this.#measured(wanted, among, signal);
    const works = among.filter((name) => !broken.includes(name));
    if (works.length === 1) return { engine: this.#inUse(works[0]!, 'only') };
    const [fastest, next] = times ? fastestFirst(times) : [];
    if (!times || !fastest || !next)
      return { engine: this.#inUse(works.includes(ASSUMED) ? ASSUMED : works[0]!, 'assumed') };
    const ratio = times[next]! / times[fastest]!;
    return {
      engine: {
        ...this.#inUse(fastest, 'fastest'),
        ...(isMeasured(times[next]!) && { ratio, next }),
      },
      secondsPerStep: times[fastest]!,
    };
  }

  /** @returns the engines that a choice may come to. @throws VerseloomError `engine.untried` for a graphics processor that is not offered */
  possible(choice: EngineChoice): readonly EngineName[] {
    if (choice === 'webgpu' && !this.#graphics())
      throw new VerseloomError('engine.untried', { engine: choice });
    return choice === 'auto' ? this.present.map(({ name }) => name) : [choice];
  }

  /** @returns the one of several that a run of this shape would get, as far as is known without a measurement */
  async expected(among: readonly EngineName[], shape: StepShape): Promise<EngineName> {
    const [only, another] = among;
    if (only !== undefined && another === undefined) return only;
    const times = await this.remembered.find(shape, this.#power);
    const known = times && fastestFirst(times).find((name) => among.includes(name));
    return known ?? (among.includes(ASSUMED) ? ASSUMED : among[0]!);
  }

  /** What was measured for this shape is not so, and is measured again next time. */
  forget(shape: StepShape): Promise<void> {
    return this.remembered.forget(shape, this.#power);
  }

  /**
   * @returns the engine to write with when none is running: the one chosen, if it is there, or else the first one that is. Never the
   * graphics processor, to which a character at a time is brought and fetched back for longer than it is reckoned.
   */
  preferred(choice: EngineChoice = 'auto'): EngineName {
    const chosen = this.#installed.find(({ name }) => name === choice) ?? this.#installed[0];
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

  /** @returns what is remembered of this shape and these engines, or else is measured; kept only where it is clear */
  async #measured(
    { shape, steps }: Wanted,
    among: readonly EngineName[],
    signal?: AbortSignal,
  ): Promise<{ broken: readonly EngineName[]; times: StepTimes | undefined }> {
    const power = this.#power;
    const remembered = await this.remembered.find(shape, power);
    if (remembered && areOf(remembered, among)) return { broken: [], times: remembered };
    const share = SHARE_OF_RUN * forecastSeconds(shape, steps) * 1000;
    const longest = among.includes('webgpu') ? LONGEST_RACE_WITH_GRAPHICS : LONGEST_RACE;
    const limit = Math.min(longest, share);
    if (limit < SHORTEST_RACE || signal?.aborted) return { broken: [], times: undefined };
    const { probe, times: larger } = measurable(shape);
    const starts = Object.fromEntries(among.map((name) => [name, this.startOf(name)]));
    const { broken, times } = await race(
      ...([this.#supervisor, starts, probe, limit, this.#watchOthers, signal] as const),
    );
    if (!times) return { broken, times };
    const ofShape = Object.fromEntries(
      Object.entries(times).map(([name, seconds]) => [name, seconds * larger]),
    ) as StepTimes;
    await this.remembered.keep(shape, power, ofShape);
    return { broken, times: ofShape };
  }
}

/** Whether they are the times of these engines, and of no other. */
const areOf = (times: StepTimes, engines: readonly EngineName[]): boolean =>
  Object.keys(times).length === engines.length && engines.every((name) => name in times);
