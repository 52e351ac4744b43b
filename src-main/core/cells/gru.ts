/**
 * The gated recurrent unit of the book's section 6.7. Its gates lie in the order z, r, h: what is kept of the last state, what the
 * candidate sees of it, and the candidate. W_h is [W_hz W_hr W_hh], b is [b_z b_r b_h].
 */
import type { Ops } from '../tensors/ops.ts';
import {
  statesBefore,
  type CellParameters,
  type CellShape,
  type Forward,
  type State,
} from './cell.ts';

/**
 * Z_t = σ(X_t W_xz + H_{t−1} W_hz + b_z), R_t = σ(X_t W_xr + H_{t−1} W_hr + b_r), H̃_t = tanh(X_t W_xh + (R_t ⊙ H_{t−1}) W_hh + b_h),
 * H_t = Z_t ⊙ H_{t−1} + (1 − Z_t) ⊙ H̃_t. Of each step Z_t, R_t, H̃_t and R_t ⊙ H_{t−1} are kept.
 */
export function forward<T>(
  ops: Ops<T>,
  { W_h, b }: CellParameters<T>,
  XW: T,
  [initial]: State<T>,
  { hiddenSize, timeSteps }: CellShape,
): Forward<T> {
  const [W_hzr, W_hh] = splitGates(ops, W_h, hiddenSize);
  const [X_zr, X_h] = splitGates(ops, ops.add(XW, b), hiddenSize);
  const inputsOfGates = ops.splitRows(X_zr, timeSteps); // T × [B, 2·H]
  const inputs = ops.splitRows(X_h, timeSteps); // T × [B, H]
  const states: State<T>[] = [[initial]];
  const gates: T[][] = [];
  for (let t = 0; t < timeSteps; t++) {
    const [H] = states[t]!;
    const ZR = ops.sigmoid(ops.add(ops.matmul(H, W_hzr), inputsOfGates[t]!));
    const [Z, R] = ops.splitColumns(ZR, [hiddenSize, hiddenSize]) as [T, T];
    const RH = ops.mul(R, H);
    const candidate = ops.tanh(ops.add(ops.matmul(RH, W_hh), inputs[t]!)); // H̃
    states.push([ops.add(candidate, ops.mul(Z, ops.sub(H, candidate)))]);
    gates.push([Z, R, candidate, RH]);
  }
  return { states, gates };
}

/**
 * With dH_t from above and from the step after it: what goes into the candidate gets dH_t ⊙ (1 − Z_t) ⊙ (1 − H̃_t²), and R_t ⊙ H_{t−1}
 * gets dU_t = that · W_hhᵀ; what goes into z gets dH_t ⊙ (H_{t−1} − H̃_t) ⊙ Z_t (1 − Z_t), and into r dU_t ⊙ H_{t−1} ⊙ R_t (1 − R_t).
 * H_{t−1} gets dH_t ⊙ Z_t + dU_t ⊙ R_t + [those of z and r] · W_hzrᵀ.
 */
export function backward<T>(
  ops: Ops<T>,
  { W_h }: Pick<CellParameters<T>, 'W_h'>,
  { states, gates }: Forward<T>,
  dH: T,
  { hiddenSize, timeSteps }: CellShape,
): T {
  const [W_hzr, W_hh] = splitGates(ops, W_h, hiddenSize);
  const one = ops.scalar(1);
  const all = (place: number): T => ops.concatRows(gates.map((gate) => gate[place]!)); // [T·B, H]
  const [Z, R, candidate] = [all(0), all(1), all(2)];
  const H = statesBefore(ops, { states });
  const kept = ops.sub(one, Z);
  // What each gradient is multiplied with is known beforehand, for all steps at once.
  const perStep = (all: T): T[] => ops.splitRows(all, timeSteps); // T × [B, H]
  const slopeOfZ = perStep(ops.mul(ops.sub(H, candidate), ops.mul(Z, kept)));
  const slopeOfR = perStep(ops.mul(H, ops.mul(R, ops.sub(one, R))));
  const slope = perStep(ops.mul(kept, ops.sub(one, ops.mul(candidate, candidate))));
  const fromAbove = perStep(dH);

  const dZs: T[] = [];
  let fromLater: T | undefined; // the gradient that H_t gets from step t+1
  for (let t = timeSteps - 1; t >= 0; t--) {
    const [Z, R] = gates[t]!;
    const dHt = fromLater === undefined ? fromAbove[t]! : ops.add(fromLater, fromAbove[t]!);
    const intoH = ops.mul(dHt, slope[t]!);
    const dU = ops.matmul(intoH, W_hh, { b: true });
    const intoZR = ops.concatColumns([ops.mul(dHt, slopeOfZ[t]!), ops.mul(dU, slopeOfR[t]!)]);
    dZs.unshift(ops.concatColumns([intoZR, intoH]));
    if (t > 0)
      fromLater = ops.add(
        ops.matmul(intoZR, W_hzr, { b: true }),
        ops.add(ops.mul(dHt, Z!), ops.mul(dU, R!)),
      );
  }
  return ops.concatRows(dZs);
}

/** The candidate's matrix has seen R ⊙ H, those of the gates H. */
export function gradients<T>(
  ops: Ops<T>,
  passed: Forward<T>,
  dZ: T,
  { hiddenSize }: CellShape,
): CellParameters<T> {
  const [intoZR, intoH] = splitGates(ops, dZ, hiddenSize);
  const H = statesBefore(ops, passed);
  const RH = ops.concatRows(passed.gates.map(([, , , seen]) => seen!)); // [T·B, H]
  return {
    W_h: ops.concatColumns([
      ops.matmul(H, intoZR, { a: true }),
      ops.matmul(RH, intoH, { a: true }),
    ]),
    b: ops.sumRows(dZ),
  };
}

/** @param a of all gates [·, 3·H]. @returns that of z and r [·, 2·H], which see the last state as it is, and that of the candidate [·, H] */
const splitGates = <T>(ops: Ops<T>, a: T, H: number): [T, T] =>
  ops.splitColumns(a, [2 * H, H]) as [T, T];
