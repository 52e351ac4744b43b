/** A run as it is printed: in the book's own lines, or as one JSON object a line. */
import type { EpochReport, Sample } from '../../contract/training.ts';
import type { Output } from './output.ts';
import type { RunEvent } from './run-reader.ts';

export interface RunPrinter {
  print(event: RunEvent): void;
  /** Called once, when the run has ended. */
  end(): void;
}

/** The book prints an epoch once in a period; the last one is printed in any case, without samples if it has none. */
export class BookPrinter implements RunPrinter {
  readonly #output: Output;
  readonly #period: number;
  #last: EpochReport | undefined;

  constructor(output: Output, period: number) {
    this.#output = output;
    this.#period = period;
  }

  print(event: RunEvent): void {
    if (event.event === 'sample') return this.#output.line(sampleLine(event.sample));
    this.#last = event.report;
    if (event.report.epoch % this.#period === 0) this.#output.line(epochLine(event.report));
  }

  end(): void {
    if (this.#last && this.#last.epoch % this.#period !== 0) this.#output.line(epochLine(this.#last));
  }
}

export class JsonPrinter implements RunPrinter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  print(event: RunEvent): void {
    const facts = event.event === 'epoch' ? event.report : event.sample;
    this.#output.line(toJson({ event: event.event, ...facts }));
  }

  end(): void {}
}

/** `epoch %d, perplexity %f, time %.2f sec` */
export function epochLine({ epoch, perplexity, seconds }: EpochReport): string {
  const value = Number.isFinite(perplexity) ? perplexity.toFixed(6) : 'inf';
  return `epoch ${epoch}, perplexity ${value}, time ${seconds.toFixed(2)} sec`;
}

export const sampleLine = ({ prefix, continuation }: Sample): string => ` - ${prefix}${continuation}`;

/** On one line. JSON has no infinity, which the perplexity of a run that diverges may reach: the largest number stands for it. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (part === Infinity ? Number.MAX_VALUE : part));
}
