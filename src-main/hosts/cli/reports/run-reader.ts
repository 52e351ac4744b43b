/** Reads the growing history of a run in the order in which it came about: an epoch, then the samples written after it. */
import type { TrainingSettings } from '../../../contract/settings.ts';
import type { EpochReport, Sample } from '../../../contract/training.ts';

/** As the training service answers `history`. */
export type History = (
  epochsFrom: number,
  samplesFrom: number,
) => { epochs: EpochReport[]; samples: Sample[] };

export type RunEvent =
  { event: 'epoch'; report: EpochReport } | { event: 'sample'; sample: Sample };

/** What a run had come to when it was gone on with. */
export interface Before {
  readonly epochs: number;
  readonly samples: number;
  /** That were still to be written after the last of these epochs. */
  readonly samplesDue: number;
}

export class RunReader {
  readonly #history: History;
  readonly #period: number;
  readonly #prefixes: number;
  readonly #last: number;
  /** What the samples come to beyond those that a run from the first epoch on would have. */
  readonly #offset: number;
  /** How many have been read. */
  #epochs: number;
  #samples: number;

  constructor(
    history: History,
    settings: Pick<TrainingSettings, 'predPeriod' | 'prefixes' | 'epochs'>,
    { epochs, samples, samplesDue }: Before = { epochs: 0, samples: 0, samplesDue: 0 },
  ) {
    this.#history = history;
    this.#period = settings.predPeriod;
    this.#prefixes = settings.prefixes.length;
    this.#last = settings.epochs;
    [this.#epochs, this.#samples, this.#offset] = [epochs, samples, 0];
    this.#offset = samples + samplesDue - this.#samplesDue();
  }

  /** What has come about since the last time. */
  *read(): Generator<RunEvent, void> {
    for (;;) {
      const { epochs, samples } = this.#history(this.#epochs, this.#samples);
      const read = { epochs: this.#epochs, samples: this.#samples };
      for (;;) {
        // An epoch and its samples may come in two messages; the next epoch waits for them.
        if (this.#samples < this.#samplesDue()) {
          const sample = samples[this.#samples - read.samples];
          if (!sample) break;
          this.#samples += 1;
          yield { event: 'sample', sample };
        } else {
          const report = epochs[this.#epochs - read.epochs];
          if (!report) break;
          this.#epochs += 1;
          yield { event: 'epoch', report };
        }
      }
      if (this.#epochs === read.epochs && this.#samples === read.samples) return;
    }
  }

  #samplesDue(): number {
    const isLast = this.#epochs === this.#last && this.#last % this.#period !== 0;
    const times = Math.floor(this.#epochs / this.#period) + (isLast ? 1 : 0);
    return times * this.#prefixes + this.#offset;
  }
}
