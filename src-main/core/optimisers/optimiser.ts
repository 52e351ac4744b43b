/** What an optimiser is, so that others can be put in the place of the book's first one: how a step changes a parameter by its gradient. */
import type { Moment } from '../../contract/optimisers/optimisers.ts';
import type { TrainingSettings } from '../../contract/settings.ts';
import type { Ops } from '../tensors/ops.ts';

/** What is said of it in the settings of a run. */
export type OptimiserSettings = Pick<TrainingSettings, 'momentum' | 'weightDecay'>;

/** What is another in every step, and so goes into its program as inputs []. */
export type StepNumber = 'rate' | 'epsilon' | 'keep';
export type StepNumbers = Readonly<Partial<Record<StepNumber, number>>>;

/** What there is for all parameters of a step. */
export interface Common<T> {
  /** Those that the optimiser says [] each. */
  readonly numbers: Readonly<Partial<Record<StepNumber, T>>>;
  /** What every gradient is to be multiplied with first, as clipping by norm asks []; left out where that is nothing. */
  readonly scale: T | undefined;
}

/** A parameter, or what becomes of it, with what is kept of its gradients, all in its shape. */
export type Updated<T> = { readonly W: T } & Readonly<Partial<Record<Moment, T>>>;

/** A module that has these functions. What is kept stands in `momentsOf`; it is zeros before the first step. */
export interface Optimiser {
  /**
   * @param learningRate η of this step
   * @param step 1-based, of those that were made since what is kept was zeros
   */
  numbers(settings: OptimiserSettings, learningRate: number, step: number): StepNumbers;
  /** @returns what makes a step of one parameter after another: of W, what is kept and the gradient g, the next W and what is kept then */
  update<T>(
    ops: Ops<T>,
    settings: OptimiserSettings,
    common: Common<T>,
  ): (before: Updated<T>, g: T) => Updated<T>;
}

/** @returns the gradient as it was clipped */
export const scaled = <T>(ops: Ops<T>, g: T, scale: T | undefined): T =>
  scale === undefined ? g : ops.mul(g, scale);
