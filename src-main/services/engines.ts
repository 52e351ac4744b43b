/** Which engine a run gets: the one chosen by hand, or the faster one, measured once for a machine and a shape. */
import { availableParallelism, cpus } from 'node:os';
import { z } from 'zod';
import type { EngineChoice, EngineInUse, EngineName, PresentEngine } from '../contract/engine.ts';
import { toFailure, VerseloomError } from '../contract/errors.ts';
import type { Manifest } from '../contract/model.ts';
import { readJson, writeJson } from '../store/atomic-file.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';

/** What decides how long a step takes. */
export interface StepShape {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly timeSteps: number;
  readonly batchSize: number;
}

const measurements = z.record(z.string(), z.object({ onnx: z.number(), tensorflow: z.number() }));

/** More threads than this do not help products of this size. */
const MOST_THREADS = 8;

/** TensorFlow's many small products lose more by being shared out than its few large ones gain. */
export const threadsOf = (engine: EngineName): number =>
  engine === 'tensorflow' ? 1 : Math.min(MOST_THREADS, availableParallelism());

export class Engines {
  readonly present: readonly PresentEngine[];
  readonly #path: string;
  readonly #supervisor: Supervisor;

  /** @param path of the file that remembers what was measured */
  constructor(present: readonly PresentEngine[], path: string, supervisor: Supervisor) {
    this.present = present;
    this.#path = path;
    this.#supervisor = supervisor;
  }

  /** @throws VerseloomError `engine.unavailable` when it is not there, or none is */
  async resolve(
    choice: EngineChoice,
    shape: StepShape,
    signal?: AbortSignal,
  ): Promise<EngineInUse> {
    if (choice !== 'auto') return this.#inUse(choice, 'chosen');
    const only = this.preferred();
    if (this.present.length === 1) return this.#inUse(only, 'only');
    const { onnx, tensorflow } = await this.#measured(shape, signal);
    if (tensorflow === undefined) return this.#inUse('onnx', 'only');
    if (onnx === undefined) return this.#inUse('tensorflow', 'only');
    const fastest: EngineName = onnx <= tensorflow ? 'onnx' : 'tensorflow';
    const ratio = Math.max(onnx, tensorflow) / Math.min(onnx, tensorflow);
    return { ...this.#inUse(fastest, 'fastest'), ratio };
  }

  /** @returns the engine to write with when none is running: the one chosen, if it is there, or else the first one that is */
  preferred(choice: EngineChoice = 'auto'): EngineName {
    const chosen = this.present.find(({ name }) => name === choice) ?? this.present[0];
    if (!chosen)
      throw new VerseloomError('engine.unavailable', { engine: 'onnx', reason: 'not installed' });
    return chosen.name;
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
    return { name, version: engine.version, threads: threadsOf(name), reason };
  }

  /** @returns seconds a step; an engine that is installed and does not work has none */
  async #measured(
    shape: StepShape,
    signal?: AbortSignal,
  ): Promise<Record<EngineName, number | undefined>> {
    const key = this.#key(shape);
    const remembered = (await readJson(this.#path, measurements).catch(() => undefined)) ?? {};
    if (remembered[key]) return remembered[key];
    // One after the other: together they would take each other's cores.
    const onnx = await this.#measure('onnx', shape, signal);
    const tensorflow = await this.#measure('tensorflow', shape, signal);
    if (onnx !== undefined && tensorflow !== undefined)
      await writeJson(this.#path, { ...remembered, [key]: { onnx, tensorflow } }).catch(() => {}); // measured again next time
    return { onnx, tensorflow };
  }

  /** In a process that is thrown away, so that the one that trains never loads a library it does not use. */
  async #measure(
    engine: EngineName,
    shape: StepShape,
    signal?: AbortSignal,
  ): Promise<number | undefined> {
    try {
      const start = { engine, threads: threadsOf(engine) };
      return (await this.#supervisor.throwAway(start, (calls) => calls.measure(shape), signal))
        .seconds;
    } catch (error) {
      // Whoever ends one that does not answer has not chosen the other engine.
      if (['internal', 'compute.ended'].includes(toFailure(error).code)) throw error;
      return undefined;
    }
  }

  /** Vocabularies of about the same size share a measurement. */
  #key({ vocabularySize, hiddenSize, timeSteps, batchSize }: StepShape): string {
    const machine = `${cpus()[0]?.model ?? process.arch} × ${availableParallelism()}`;
    const versions = this.present.map(({ name, version }) => `${name} ${version}`).join(', ');
    const V = 2 ** Math.ceil(Math.log2(vocabularySize));
    return `${machine}; ${versions}; V ≤ ${V}, H ${hiddenSize}, T ${timeSteps}, B ${batchSize}`;
  }
}
