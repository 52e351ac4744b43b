/** A run of a sweep: what sets it apart from the others, and what is known of it when it has ended. */
import type { ErrorParams, ErrorCode } from '../../contract/errors.ts';

export interface Axis {
  /** As the person calls it. */
  readonly name: string;
  readonly field: string;
  readonly values: readonly (number | string)[];
}

/** By the names that the person has used, and its settings. */
export interface SweptRun {
  readonly values: Readonly<Record<string, number | string>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** @returns a run by its values, such as `eta=10 seed=1` */
export const labelOf = (values: SweptRun['values']): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

/** Why a run has no end of its own, as data: the sentence is made where the table is. */
export type RowReason = { readonly code: ErrorCode; readonly params: ErrorParams };

/** Where it was made. */
export interface Place {
  readonly machine: string;
  /** The kind of its processor: another kind may round otherwise. */
  readonly processor: string;
}

/** A run that is over, or was ended by halving. */
export interface Row {
  /** From 1 on. */
  readonly run: number;
  /** `halved`: others of its rung were better; `failed`: what made it broke off again and again. */
  readonly outcome: 'finished' | 'diverged' | 'refused' | 'halved' | 'failed';
  readonly perplexity: number | null;
  readonly validationPerplexity: number | null;
  /** Of counting alone, on the same. */
  readonly countingPerplexity: number | null;
  readonly bestEpoch: number | null;
  readonly epochs: number;
  readonly seconds: number;
  readonly engine: string;
  /** Of the engine; empty where it was never begun. */
  readonly engineVersion: string;
  readonly threads: number;
  /** In the folder; empty where there is none. */
  readonly model: string;
  /** Each once, in their order. */
  readonly places: readonly Place[];
  /** Of one that was refused, halved or failed. */
  readonly reason: RowReason | null;
}

/** @returns the row of a run of which there is no model */
export const rowWithout = (
  i: number,
  outcome: 'refused' | 'failed',
  { engine, threads }: Pick<Row, 'engine' | 'threads'>,
  reason: RowReason,
  places: readonly Place[],
): Row => ({
  ...{ run: i + 1, outcome, perplexity: null, validationPerplexity: null },
  ...{ countingPerplexity: null, bestEpoch: null, epochs: 0, seconds: 0 },
  ...{ engine, engineVersion: '', threads, model: '', places, reason },
});
