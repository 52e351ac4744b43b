/** How long a compute process may well say nothing: a native step is made in one piece, and nothing is heard during it. */
import type { ComputeApi } from '../contract/compute-api.ts';

/** Seconds. A machine that has other things to do lets even a short step wait. */
export const LEAST_SECONDS = 10;
/** Seconds until the first word of a process: it loads its engine from the disk, hundreds of megabytes of it. */
export const LOADING_SECONDS = 30;
/** Of the longest piece of work that is known: the next may be another one, on a machine that has more to do. */
const TIMES = 10;

/** What a slow machine makes of a first step, of which nothing is known yet, and of preparing a model. */
const OPERATIONS_PER_SECOND = 2e9;
const BYTES_PER_SECOND = 20e6;

/** Characters that a model reads in one piece when it scores a text. */
const STRETCH = 64;

interface Shape {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly timeSteps: number;
  readonly batchSize: number;
}

type ModelShape = Pick<Shape, 'vocabularySize' | 'hiddenSize'>;

/** @param known seconds that a piece of work took. @returns seconds */
export const patienceFor = (known: number): number => Math.max(LEAST_SECONDS, TIMES * known);

/** What is known beforehand of the calls to one process; it remembers how large the models are that were opened. */
export class Foresight {
  readonly #models = new Map<string, ModelShape>();

  /** @returns seconds that one piece of a call may take on a slow machine; 0 for what is always short */
  slowest(name: keyof ComputeApi, input: unknown): number {
    if (name === 'measure') return slowestStep(input as Shape);
    if (name === 'train') {
      const { settings, vocabularySize } = input as {
        settings: Omit<Shape, 'vocabularySize'>;
        vocabularySize: number;
      };
      return slowestStep({ ...settings, vocabularySize });
    }
    const { key, model } = input as { key: string; model: { dimensions: ModelShape } };
    if (name === 'open') {
      this.#models.set(key, model.dimensions);
      return slowestModel(model.dimensions);
    }
    const known = this.#models.get(key);
    if (name === 'close') this.#models.delete(key);
    return name === 'score' && known ? slowestStretch(known) : 0;
  }
}

/** The model is prepared for it, and then reads a stretch of the text at a time. */
function slowestStretch(shape: ModelShape): number {
  const { vocabularySize: V, hiddenSize: H } = shape;
  return (2 * STRETCH * H * (H + V)) / OPERATIONS_PER_SECOND + slowestModel(shape);
}

/** Forward 2, backward 4 operations a weight and prediction. */
function slowestStep(shape: Shape): number {
  const { vocabularySize: V, hiddenSize: H, timeSteps: T, batchSize: B } = shape;
  return (6 * T * B * H * (H + V)) / OPERATIONS_PER_SECOND + slowestModel(shape);
}

const slowestModel = ({ vocabularySize: V, hiddenSize: H }: ModelShape): number =>
  (4 * H * (H + 2 * V)) / BYTES_PER_SECOND;
