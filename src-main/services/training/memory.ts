/** Whether a run has memory enough, said before it begins. */
import { totalmem } from 'node:os';
import type { EngineName } from '../../contract/engine.ts';
import { VerseloomError, type ErrorParams, type Failure } from '../../contract/errors.ts';
import {
  remedyFor,
  restingMemory,
  runMemory,
  type Reducible,
  type RunShape,
} from '../../core/memory.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';

/**
 * Bytes that can be taken without the system's having to end something. It is taken as it is, without a margin: what the system tells
 * is what remains beside everything that runs, and the estimate is of the run's peak.
 */
export function availableMemory(): number {
  const available = process.availableMemory(); // knows the limits of control groups
  // macOS counts as free what nothing at all is in, and always keeps that low: what it would give is about half of all.
  return process.platform === 'darwin' ? Math.max(available, totalmem() / 2) : available;
}

/**
 * @param available bytes that nobody has
 * @returns what there is for a run: also what the compute process holds at rest, which is the run's, or free when another takes its place
 */
export const availableToRun = (
  { running }: Pick<Supervisor, 'running'>,
  available: number,
): number => available + (running ? restingMemory(running.engine) : 0);

/** What a run takes, and what there was when it began. */
export interface MemoryNeed {
  readonly bytes: number;
  readonly availableBytes: number;
}

/** @returns what is written of it: `needed` and `available` in GB, and the `field` that would help, with the `max` that would do */
export function memoryFacts(
  engine: EngineName,
  shape: RunShape,
  { bytes, availableBytes }: MemoryNeed,
  target: number,
  fixed: readonly Reducible[],
): ErrorParams {
  const remedy = remedyFor(engine, shape, target, fixed);
  return { needed: gigabytes(bytes), available: gigabytes(availableBytes), ...remedy };
}

/**
 * @param engines that the run may come to
 * @param fixed settings that cannot be changed
 * @returns those of them that there is memory for; where there is for none, the one that takes least, and why that is refused
 */
export function judgeMemory(
  engines: readonly EngineName[],
  shape: RunShape,
  availableBytes: number,
  fixed: readonly Reducible[],
): { engines: readonly EngineName[]; refusal: Failure | null } {
  const needs = engines
    .map((engine) => ({ engine, bytes: runMemory(engine, shape) }))
    .sort((a, b) => a.bytes - b.bytes);
  const fitting = engines.filter((engine) => runMemory(engine, shape) <= availableBytes);
  const least = needs[0];
  if (fitting.length > 0 || !least) return { engines: fitting, refusal: null };
  const { engine, bytes } = least;
  const need = { bytes, availableBytes };
  const params = memoryFacts(engine, shape, need, availableBytes, fixed);
  return { engines: [engine], refusal: { code: 'settings.tooMuchMemory', params } };
}

export const refused = ({ code, params }: Failure): VerseloomError =>
  new VerseloomError(code, params);

/** In two digits or three, as it is read. */
export function gigabytes(bytes: number): number {
  const value = bytes / 2 ** 30;
  const digits = value < 1 ? 100 : value < 10 ? 10 : 1;
  return Math.round(value * digits) / digits;
}
