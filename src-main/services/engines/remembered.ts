/** The file of what was measured on this machine, a shape each: forgotten as a whole when the machine or a version is another one. */
import { z } from 'zod';
import { readJson, writeJson } from '../../store/files/atomic-file.ts';
import type { StepTimes } from './race.ts';
import type { StepShape } from './step-cost.ts';

const file = z.object({
  /** Processor, number of cores, versions of the product and of the engines. */
  machine: z.string(),
  /** Seconds a step. */
  shapes: z.record(z.string(), z.object({ onnx: z.number(), tensorflow: z.number() })),
});

/** With a number of threads that a person has chosen, an engine takes another time; null: with those that suit it. */
export class Remembered {
  readonly #path: string;
  readonly #machine: string;

  constructor(path: string, machine: string) {
    this.#path = path;
    this.#machine = machine;
  }

  async find(shape: StepShape, threads: number | null): Promise<StepTimes | undefined> {
    return (await this.#shapes())[keyOf(shape, threads)];
  }

  async keep(shape: StepShape, threads: number | null, times: StepTimes): Promise<void> {
    await this.#write({ ...(await this.#shapes()), [keyOf(shape, threads)]: times });
  }

  async forget(shape: StepShape, threads: number | null): Promise<void> {
    const { [keyOf(shape, threads)]: forgotten, ...shapes } = await this.#shapes();
    if (forgotten) await this.#write(shapes);
  }

  async #shapes(): Promise<Record<string, StepTimes>> {
    const kept = await readJson(this.#path, file).catch(() => undefined); // what cannot be read is measured again
    return kept?.machine === this.#machine ? kept.shapes : {};
  }

  async #write(shapes: Record<string, StepTimes>): Promise<void> {
    await writeJson(this.#path, { machine: this.#machine, shapes }).catch(() => {}); // measured again next time
  }
}

/** Vocabularies of about the same size share a measurement. */
function keyOf(
  { vocabularySize, hiddenSize, timeSteps, batchSize }: StepShape,
  threads: number | null,
): string {
  const chosen = threads === null ? '' : `, ${threads} threads`;
  const V = 2 ** Math.ceil(Math.log2(vocabularySize));
  return `V ≤ ${V}, H ${hiddenSize}, T ${timeSteps}, B ${batchSize}${chosen}`;
}
