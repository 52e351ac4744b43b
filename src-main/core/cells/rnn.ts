/** The recurrent cell of the book's section 6.4: a layer of units that sees its own last state. Its W_h is the book's W_hh, its b is b_h. */
import type { Activation } from '../../contract/architecture.ts';
import type { Ops } from '../tensors/ops.ts';
import {
  gradientsOf,
  hiddenStates,
  type CellParameters,
  type CellShape,
  type Forward,
  type State,
} from './cell.ts';

/** What the units make of what goes into them, and how steep that is there, told by what came out. */
interface Units {
  readonly apply: <T>(ops: Ops<T>, Z: T) => T;
  readonly slope: <T>(ops: Ops<T>, H: T) => T;
}
const activations: Readonly<Record<Activation, Units>> = {
  tanh: {
    apply: (ops, Z) => ops.tanh(Z),
    slope: (ops, H) => ops.sub(ops.scalar(1), ops.mul(H, H)), // 1 − tanh²
  },
  relu: {
    apply: (ops, Z) => ops.relu(Z),
    slope: (ops, H) => ops.sign(H), // 1 where something came out, 0 where nothing did
  },
};

/** H_t = tanh(X_t W_xh + H_{t−1} W_hh + b_h), or relu in place of tanh. */
export function forward<T>(
  ops: Ops<T>,
  { W_h: W_hh, b: b_h }: CellParameters<T>,
  XW: T,
  [initial]: State<T>,
  { activation, timeSteps }: CellShape,
): Forward<T> {
  const { apply } = activations[activation];
  const inputs = ops.splitRows(ops.add(XW, b_h), timeSteps); // T × [B, H]
  const states: State<T>[] = [[initial]];
  for (const input of inputs) {
    const [H] = states.at(-1)!;
    states.push([apply(ops, ops.add(ops.matmul(H, W_hh), input))]);
  }
  return { states, gates: [] };
}

/** dZ_t = (dH_t + dZ_{t+1} W_hhᵀ) ⊙ (1 − H_t²), or the slope of relu in place of that of tanh. */
export function backward<T>(
  ops: Ops<T>,
  { W_h: W_hh }: Pick<CellParameters<T>, 'W_h'>,
  { states }: Forward<T>,
  dH: T,
  { activation, timeSteps }: CellShape,
): T {
  const H = hiddenStates(ops, { states }); // [T·B, H]
  const slopes = ops.splitRows(activations[activation].slope(ops, H), timeSteps); // T × [B, H]
  const fromAbove = ops.splitRows(dH, timeSteps);

  const dZs: T[] = [];
  let fromLater: T | undefined; // dZ_{t+1}
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

export { gradientsOf as gradients };
