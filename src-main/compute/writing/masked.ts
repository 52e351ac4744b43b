/** What a mask leaves of the characters that may come next. */
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import type { Constraint } from '../../core/search/constraint.ts';
import { drawnFrom, nextUnder } from '../../core/search/next.ts';

/** What is drawn from where nothing is masked. */
export interface Unmasked {
  readonly prefix: Int32Array;
  /** Under the model itself [V]. */
  readonly model: Float32Array;
  /** At the temperature, or at 1 where that is 0 [V]. */
  readonly warm: Float32Array;
  /** The ids that the penalty falls on. */
  readonly recent: Iterable<number>;
}

export interface Masked {
  /** How probable each is to be drawn [V]. */
  readonly drawn: Float32Array;
  /** [V] of 0/1. */
  readonly allowed: Uint8Array;
  /** Of what would be drawn without it. */
  readonly share: number;
}

/** @returns what may come where a constraint begins */
export function masked<State>(
  constraint: Constraint<State>,
  settings: SamplingSettings,
  { model, warm, recent }: Unmasked,
): Masked {
  const logs = model.map(Math.log);
  const next = nextUnder(constraint, constraint.start, warm.slice(), logs, settings, recent);
  const allowed = Uint8Array.from(constraint.allowed(constraint.start));
  for (const id of constraint.banned?.(constraint.start) ?? []) allowed[id] = 0;
  return { drawn: drawnFrom(next, settings.temperature), allowed, share: next.share };
}
