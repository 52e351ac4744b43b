/** How long a compute process may well say nothing: a native step is made in one piece, and nothing is heard during it. */
import { parameterCount, weightsMet, type Architecture } from '../contract/architecture.ts';
import type { ComputeApi } from '../contract/compute-api.ts';

/** Seconds. A machine that has other things to do lets even a short step wait. */
export const LEAST_SECONDS = 10;
/** Seconds until the first word of a process: it loads its engine from the disk, hundreds of megabytes of it. */
export const LOADING_SECONDS = 30;
/** Of a step on a graphics processor: before the first one its driver makes programs, which a slow one takes tens of seconds for. */
export const GRAPHICS_SECONDS = 60;
/** Of the longest piece of work that is known: the next may be another one, on a machine that has more to do. */
const TIMES = 10;

/** What a slow machine makes of a first step, of which nothing is known yet, and of preparing a model. */
const OPERATIONS_PER_SECOND = 2e9;
const BYTES_PER_SECOND = 20e6;
const FLOAT = 4; // bytes

/** Characters that a model reads in one piece when it scores a text. */
const STRETCH = 64;

interface Shape extends Architecture {
  readonly timeSteps: number;
  readonly batchSize: number;
}

/** @param known seconds that a piece of work took. @returns seconds */
export const patienceFor = (known: number): number => Math.max(LEAST_SECONDS, TIMES * known);

/** What is known beforehand of the calls to one process; it remembers how large the models are that were opened. */
export class Foresight {
  readonly #models = new Map<string, Architecture>();

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
    const { key, model } = input as { key: string; model: { architecture: Architecture } };
    if (name === 'open') {
      this.#models.set(key, model.architecture);
      return slowestModel(model.architecture);
    }
    const known = this.#models.get(key);
    if (name === 'close') this.#models.delete(key);
    return name === 'score' && known ? slowestStretch(known) : 0;
  }
}

/** The model is prepared for it, and then reads a stretch of the text at a time. */
function slowestStretch(shape: Architecture): number {
  return (2 * STRETCH * weightsMet(shape)) / OPERATIONS_PER_SECOND + slowestModel(shape);
}

/** Forward 2, backward 4 operations a weight and prediction. */
function slowestStep(shape: Shape): number {
  const predictions = shape.timeSteps * shape.batchSize;
  return (6 * predictions * weightsMet(shape)) / OPERATIONS_PER_SECOND + slowestModel(shape);
}

const slowestModel = (shape: Architecture): number =>
  (FLOAT * parameterCount(shape)) / BYTES_PER_SECOND;
