/** The file of what was measured on this machine, a shape each: forgotten as a whole when the machine or a version is another one. */
import { z } from 'zod';
import { stepShape } from '../../contract/runs/step-shape.ts';
import { runPace } from '../../contract/runs/run-pace.ts';
import { engineName, graphicsTrial } from '../../contract/engine.ts';
import { readJson, writeJson } from '../../store/files/atomic-file.ts';
import type { EngineStart } from '../../supervisor/channel.ts';
import type { StepTimes } from './race.ts';
import { clippingOf, type StepShape } from './step-cost.ts';

/** How quickly a run of a shape went, and when that was found: ISO 8601. */
const keptPace = z.object({
  ...{ engine: engineName, threads: z.int(), at: z.string(), pace: runPace },
  leavesRoom: z.boolean().default(false),
  ...stepShape.shape,
});
export type KeptPace = Readonly<z.infer<typeof keptPace>>;

/** What engines may take of the machine. */
export interface Power {
  /** That a person has chosen; null: as many as suit the engine. With another number, an engine takes another time. */
  readonly threads: number | null;
  /** Whether other programs are left one of the machine's threads, and are served first. */
  readonly leavesRoom: boolean;
}

/** What came of trying the graphics processor, and with which driver. */
const keptTrial = graphicsTrial.extend({ driver: z.string() });
export type KeptTrial = Readonly<z.infer<typeof keptTrial>>;

/** The latest are kept. */
const MOST_PACES = 100;

const file = z.object({
  /** Processor, number of cores, versions of the product and of the engines. */
  machine: z.string(),
  /** Seconds a step. */
  shapes: z.record(z.string(), z.partialRecord(engineName, z.number())),
  /** The newest last; what cannot be read is measured again. */
  paces: z.array(keptPace).catch([]).default([]),
  graphics: keptTrial.nullable().catch(null).default(null),
});
type Kept = Omit<z.infer<typeof file>, 'machine'>;

export class Remembered {
  readonly #path: string;
  readonly #machine: string;

  constructor(path: string, machine: string) {
    this.#path = path;
    this.#machine = machine;
  }

  async find(shape: StepShape, power: Power): Promise<StepTimes | undefined> {
    return (await this.#shapes())[keyOf(shape, power)];
  }

  async keep(shape: StepShape, power: Power, times: StepTimes): Promise<void> {
    const shapes = { ...(await this.#shapes()), [keyOf(shape, power)]: times };
    await this.#write({ shapes });
  }

  async forget(shape: StepShape, power: Power): Promise<void> {
    const { [keyOf(shape, power)]: forgotten, ...shapes } = await this.#shapes();
    if (forgotten) await this.#write({ shapes });
  }

  /** @returns all paces that were found with such a start, the newest last; without one, with any */
  async paces(start?: EngineStart): Promise<KeptPace[]> {
    const { paces } = await this.#read();
    if (!start) return paces;
    const { engine, threads, leavesRoom = false } = start;
    return paces.filter((one) => isOfStart(one, { engine, threads, leavesRoom }));
  }

  /** In place of an earlier one of the very shape. */
  async keepPace(kept: KeptPace): Promise<void> {
    const { paces } = await this.#read();
    const others = paces.filter((one) => !isOfOne(one, kept));
    await this.#write({ paces: [...others, kept].slice(-MOST_PACES) });
  }

  async graphics(): Promise<KeptTrial | null> {
    return (await this.#read()).graphics;
  }

  async keepGraphics(graphics: KeptTrial): Promise<void> {
    await this.#write({ graphics });
  }

  async #shapes(): Promise<Record<string, StepTimes>> {
    return (await this.#read()).shapes;
  }

  async #read(): Promise<Kept> {
    const kept = await readJson(this.#path, file).catch(() => undefined); // what cannot be read is measured again
    return kept?.machine === this.#machine ? kept : { shapes: {}, paces: [], graphics: null };
  }

  async #write(changed: Partial<Kept>): Promise<void> {
    const { shapes, paces, graphics } = await this.#read();
    const all = { machine: this.#machine, shapes, paces, graphics, ...changed };
    await writeJson(this.#path, all).catch(() => {}); // measured again next time
  }
}

type OfStart = Pick<KeptPace, 'engine' | 'threads' | 'leavesRoom'>;

const isOfStart = (one: OfStart, other: OfStart): boolean =>
  one.engine === other.engine &&
  one.threads === other.threads &&
  one.leavesRoom === other.leavesRoom;

const isOfOne = (one: KeptPace, other: KeptPace): boolean =>
  isOfStart(one, other) && isSameShape(one, other);

/** How many are left out, and the θ that is clipped by, change nothing of what a step costs. */
export const isSameShape = (one: StepShape, other: StepShape): boolean =>
  one.cell === other.cell &&
  one.activation === other.activation &&
  one.vocabularySize === other.vocabularySize &&
  one.hiddenSize === other.hiddenSize &&
  one.layers === other.layers &&
  one.embeddingSize === other.embeddingSize &&
  one.tied === other.tied &&
  one.optimiser === other.optimiser &&
  clippingOf(one) === clippingOf(other) &&
  one.dropout > 0 === other.dropout > 0 &&
  one.timeSteps === other.timeSteps &&
  (one.batches ?? 1) === (other.batches ?? 1) &&
  one.batchSize === other.batchSize;

/** Vocabularies of about the same size share a measurement. What is as in the book is not named. */
function keyOf(shape: StepShape, { threads, leavesRoom }: Power): string {
  const { cell, vocabularySize, hiddenSize, timeSteps, batchSize, layers, embeddingSize } = shape;
  const { batches = 1 } = shape;
  const clipping = clippingOf(shape);
  const parts = [
    ...[cell, `V ≤ ${2 ** Math.ceil(Math.log2(vocabularySize))}`, `H ${hiddenSize}`],
    layers > 1 && `L ${layers}`,
    embeddingSize > 0 && `E ${embeddingSize}`,
    shape.tied && 'tied',
    shape.dropout > 0 && 'dropout',
    ...[`T ${timeSteps}`, `B ${batchSize}`],
    batches > 1 && `${batches} batches`,
    shape.optimiser !== 'sgd' && shape.optimiser,
    clipping !== 'norm' && `clip ${clipping}`,
    threads !== null && `${threads} threads`,
    leavesRoom && 'leaves room',
  ];
  return parts.filter((part) => part !== false).join(', ');
}
