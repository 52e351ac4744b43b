/** Reads the growing history of a run in the order in which it came about: an epoch, then the samples written after it. */
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
}

export class RunReader {
  readonly #history: History;
  /** How many have been read. */
  #epochs: number;
  #samples: number;

  constructor(history: History, { epochs, samples }: Before = { epochs: 0, samples: 0 }) {
    this.#history = history;
    [this.#epochs, this.#samples] = [epochs, samples];
  }

  /** What has come about since the last time. */
  *read(): Generator<RunEvent, void> {
    for (;;) {
      const { epochs, samples } = this.#history(this.#epochs, this.#samples);
      if (epochs.length === 0 && samples.length === 0) return;
      let [epoch, sample] = [0, 0];
      while (epoch < epochs.length || sample < samples.length) {
        const [report, written] = [epochs[epoch], samples[sample]];
        // A run reports in order: where an epoch is told, all that was written before it is, too.
        if (written && (!report || written.epoch < report.epoch)) {
          sample += 1;
          this.#samples += 1;
          yield { event: 'sample', sample: written };
        } else if (sample > 0 && !written) {
          break; // there may be more of them than in a page
        } else {
          epoch += 1;
          this.#epochs += 1;
          yield { event: 'epoch', report: report! };
        }
      }
    }
  }
}
