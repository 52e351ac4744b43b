/** What a run has come to over all of its epochs, and whether that makes it end. */
import type { TrainingSettings } from '../contract/settings.ts';
import type { Mark, Told } from '../contract/compute-api.ts';
import type { EndedBy } from '../contract/training.ts';

/** An epoch, the perplexity that epochs are compared by, and the time it took. */
export interface Epoch extends Mark {
  readonly seconds: number;
}

/** Before there is an epoch. */
export const NO_EPOCH: Mark = { epoch: 0, perplexity: Number.MAX_VALUE };

/** The ends that a run can have. */
export type Ends = Pick<
  TrainingSettings,
  'epochs' | 'untilPerplexity' | 'untilSeconds' | 'patience'
>;

/** @returns what makes a run end with its last epoch; null where it goes on */
export function endOf(ends: Ends, { last, seconds, best }: Told): EndedBy | null {
  const { epochs, untilPerplexity, untilSeconds, patience } = ends;
  if (last.perplexity <= untilPerplexity) return 'perplexity';
  if (last.epoch >= epochs) return 'epochs';
  if (patience > 0 && last.epoch - best.epoch >= patience) return 'patience';
  return isTimeOver({ untilSeconds }, seconds) ? 'time' : null;
}

/** @param seconds that a run has trained for. @returns whether that is all it may */
export const isTimeOver = (
  { untilSeconds }: Pick<Ends, 'untilSeconds'>,
  seconds: number,
): boolean => untilSeconds > 0 && seconds >= untilSeconds;

/** @returns what a run's epochs come to; undefined where it has none */
export function toldBy(epochs: Iterable<Epoch>): Told | undefined {
  const course = new Course();
  for (const epoch of epochs) course.add(epoch);
  return course.told;
}

/** Keeps count while a run goes on. */
export class Course {
  #told: Told | undefined;

  /** @param told of a run that is gone on with */
  constructor(told?: Told) {
    this.#told = told;
  }

  /** Undefined before the first epoch. */
  get told(): Told | undefined {
    return this.#told;
  }

  add({ epoch, perplexity, seconds }: Epoch): void {
    const before = this.#told ?? { seconds: 0, best: NO_EPOCH };
    const last = { epoch, perplexity };
    this.#told = {
      ...{ last, seconds: before.seconds + seconds },
      best: perplexity < before.best.perplexity ? last : before.best,
    };
  }

  /** @param underWay seconds of the steps of an epoch that is not over. @returns as `isTimeOver`, within that epoch */
  isTimeOver(ends: Pick<Ends, 'untilSeconds'>, underWay: number): boolean {
    return isTimeOver(ends, (this.#told?.seconds ?? 0) + underWay);
  }

  /** @returns as `endOf`; null before the first epoch */
  end(ends: Ends): EndedBy | null {
    return this.#told ? endOf(ends, this.#told) : null;
  }
}
