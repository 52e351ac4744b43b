/** What a recurrent cell is, so that others can be put in the place of the book's first one: forward and backward through time. */
import type { Architecture } from '../../contract/architecture.ts';
import type { Ops } from '../tensors/ops.ts';

/** Those of all G gates lie side by side, in the order that the cell says. */
export interface CellParameters<T> {
  readonly W_h: T; // [H, G·H]
  readonly b: T; // [G·H]
}

/** The book's tuple: H_t, which what is above the cell sees, and what else is handed on to the next step, each [B, H]. */
export type State<T> = readonly [H: T, ...others: T[]];

export interface CellShape extends Architecture {
  readonly timeSteps: number; // T
}

/** What a way forward leaves for the way back. */
export interface Forward<T> {
  /** The T+1 states, from the one before the first step on. */
  readonly states: readonly State<T>[];
  /** What the gates made of each step, as the cell itself reads it: T × as many as it keeps [B, H]. */
  readonly gates: readonly (readonly T[])[];
}

/** A module that has these functions. What the cell gets from below comes as what it adds to each gate: how it came to that is not the cell's. */
export interface Cell {
  /**
   * @param XW what goes into each gate from below, X W_x [T·B, G·H], time-major
   * @param state before the first step
   */
  forward<T>(
    ops: Ops<T>,
    parameters: CellParameters<T>,
    XW: T,
    state: State<T>,
    shape: CellShape,
  ): Forward<T>;
  /**
   * Back-propagation through time, from the last step to the first. No gradient goes into the state before the first step.
   * @param dH gradient with respect to H_0 … H_{T−1} from above [T·B, H]
   * @returns the gradient with respect to what goes into each gate, and so to XW [T·B, G·H], time-major
   */
  backward<T>(
    ops: Ops<T>,
    parameters: Pick<CellParameters<T>, 'W_h'>,
    forward: Forward<T>,
    dH: T,
    shape: CellShape,
  ): T;
  /** The gradient of every parameter. @param dZ what `backward` gave */
  gradients<T>(ops: Ops<T>, forward: Forward<T>, dZ: T, shape: CellShape): CellParameters<T>;
}

/** @returns H_{−1} … H_{T−2} [T·B, H], which the gates of each step have seen */
export const statesBefore = <T>(ops: Ops<T>, { states }: Pick<Forward<T>, 'states'>): T =>
  ops.concatRows(states.slice(0, -1).map(([H]) => H));

/** @returns H_0 … H_{T−1} [T·B, H], which what is above the cell sees */
export const hiddenStates = <T>(ops: Ops<T>, { states }: Pick<Forward<T>, 'states'>): T =>
  ops.concatRows(states.slice(1).map(([H]) => H));

/** The gradient of every parameter of a cell all of whose gates see the last state as it is: one product for all matrices of a kind. */
export function gradientsOf<T>(ops: Ops<T>, forward: Forward<T>, dZ: T): CellParameters<T> {
  return {
    W_h: ops.matmul(statesBefore(ops, forward), dZ, { a: true }),
    b: ops.sumRows(dZ),
  };
}
