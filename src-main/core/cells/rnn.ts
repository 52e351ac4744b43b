/** The recurrent cell of the book's section 6.4: a layer of tanh units that sees its own last state. */
import type { Ops } from '../tensors/ops.ts';

export interface RnnParameters<T> {
  readonly W_xh: T; // [V, H]
  readonly W_hh: T; // [H, H]
  readonly b_h: T; // [H]
}

/**
 * H_t = tanh(W_xh[x_t] + H_{t−1} W_hh + b_h). A one-hot vector times W_xh is a row of W_xh, so the input side is a look-up.
 * @param x ids [T·B], time-major
 * @param initialState H_{−1} [B, H]
 * @returns the T+1 states H_{−1} … H_{T−1}, each [B, H]
 */
export function forward<T>(
  ops: Ops<T>,
  { W_xh, W_hh, b_h }: RnnParameters<T>,
  x: T,
  initialState: T,
  timeSteps: number,
): T[] {
  const inputs = ops.splitRows(ops.add(ops.gatherRows(W_xh, x), b_h), timeSteps); // T × [B, H]
  const states = [initialState];
  for (const input of inputs)
    states.push(ops.tanh(ops.add(ops.matmul(states.at(-1)!, W_hh), input)));
  return states;
}

/**
 * Back-propagation through time: dZ_t = (dH_t + dZ_{t+1} W_hhᵀ) ⊙ (1 − H_t²) from the last step to the first. No gradient goes into
 * H_{−1}.
 * @param states what `forward` returned
 * @param dH gradient with respect to H_0 … H_{T−1} from above [T·B, H]
 * @returns the gradient with respect to what goes into the tanh [T·B, H], time-major
 */
export function throughTime<T>(
  ops: Ops<T>,
  { W_hh }: Pick<RnnParameters<T>, 'W_hh'>,
  states: readonly T[],
  dH: T,
): T {
  const timeSteps = states.length - 1;
  const H = ops.concatRows(states.slice(1)); // [T·B, H]
  const slopes = ops.splitRows(ops.sub(ops.scalar(1), ops.mul(H, H)), timeSteps); // 1 − tanh², T × [B, H]
  const fromAbove = ops.splitRows(dH, timeSteps);

  const dZs: T[] = [];
  let fromLater: T | undefined; // dZ_{t+1} W_hhᵀ
  for (let t = timeSteps - 1; t >= 0; t--) {
    const dHt =
      fromLater === undefined
        ? fromAbove[t]!
        : ops.add(ops.matmul(fromLater, W_hh, { b: true }), fromAbove[t]!);
    fromLater = ops.mul(dHt, slopes[t]!);
    dZs.unshift(fromLater);
  }
  return ops.concatRows(dZs);
}

/**
 * The gradient of every parameter: one product for each.
 * @param states what `forward` returned
 * @param dH as for `throughTime`
 */
export function backward<T>(
  ops: Ops<T>,
  parameters: RnnParameters<T>,
  x: T,
  states: readonly T[],
  dH: T,
  vocabularySize: number,
): RnnParameters<T> {
  const dZ = throughTime(ops, parameters, states, dH);
  return {
    W_xh: ops.sumRowsById(dZ, x, vocabularySize),
    W_hh: ops.matmul(ops.concatRows(states.slice(0, -1)), dZ, { a: true }),
    b_h: ops.sumRows(dZ),
  };
}
