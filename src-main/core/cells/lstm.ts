/**
 * The long short-term memory of the book's section 6.8. Its gates lie in the order i, f, o, c: what of the candidate gets into the memory
 * cell, what stays in it, what comes out of it, and the candidate. W_h is [W_hi W_hf W_ho W_hc], b is [b_i b_f b_o b_c].
 */
import type { Ops } from '../tensors/ops.ts';
import {
  gradientsOf,
  type CellParameters,
  type CellShape,
  type Forward,
  type State,
} from './cell.ts';

/**
 * I_t = σ(X_t W_xi + H_{t−1} W_hi + b_i), and so F_t and O_t; C̃_t = tanh(X_t W_xc + H_{t−1} W_hc + b_c);
 * C_t = F_t ⊙ C_{t−1} + I_t ⊙ C̃_t, H_t = O_t ⊙ tanh(C_t). Of each step I_t, F_t, O_t, C̃_t and tanh(C_t) are kept.
 */
export function forward<T>(
  ops: Ops<T>,
  { W_h, b }: CellParameters<T>,
  XW: T,
  [H_before, C_before]: State<T>,
  { hiddenSize, timeSteps }: CellShape,
): Forward<T> {
  const inputs = ops.splitRows(ops.add(XW, b), timeSteps); // T × [B, 4·H]
  const states: State<T>[] = [[H_before, C_before!]];
  const gates: T[][] = [];
  for (const input of inputs) {
    const [H, C] = states.at(-1)!;
    const Z = ops.add(ops.matmul(H, W_h), input); // [B, 4·H]
    const [intoGates, intoC] = ops.splitColumns(Z, [3 * hiddenSize, hiddenSize]) as [T, T];
    const IFO = ops.sigmoid(intoGates);
    const [I, F, O] = ops.splitColumns(IFO, [hiddenSize, hiddenSize, hiddenSize]) as [T, T, T];
    const candidate = ops.tanh(intoC); // C̃
    const memory = ops.add(ops.mul(F, C!), ops.mul(I, candidate)); // C_t
    const seen = ops.tanh(memory);
    states.push([ops.mul(O, seen), memory]);
    gates.push([I, F, O, candidate, seen]);
  }
  return { states, gates };
}

/**
 * With dH_t and dC_t from above and from the step after it, dC_t gets dH_t ⊙ O_t ⊙ (1 − tanh²(C_t)) besides. Then what goes into i gets
 * dC_t ⊙ C̃_t ⊙ I_t (1 − I_t), into f dC_t ⊙ C_{t−1} ⊙ F_t (1 − F_t), into o dH_t ⊙ tanh(C_t) ⊙ O_t (1 − O_t), and into the candidate
 * dC_t ⊙ I_t ⊙ (1 − C̃_t²). H_{t−1} gets [all of these] · W_hᵀ, and C_{t−1} gets dC_t ⊙ F_t.
 */
export function backward<T>(
  ops: Ops<T>,
  { W_h }: Pick<CellParameters<T>, 'W_h'>,
  { states, gates }: Forward<T>,
  dH: T,
  { timeSteps }: CellShape,
): T {
  const one = ops.scalar(1);
  const all = (place: number): T => ops.concatRows(gates.map((gate) => gate[place]!)); // [T·B, H]
  const [I, F, O, candidate, seen] = [all(0), all(1), all(2), all(3), all(4)];
  const C = ops.concatRows(states.slice(0, -1).map(([, before]) => before!)); // C_{−1} … C_{T−2}
  const ofSigmoid = (gate: T): T => ops.mul(gate, ops.sub(one, gate));
  const ofTanh = (value: T): T => ops.sub(one, ops.mul(value, value));
  // What each gradient is multiplied with is known beforehand, for all steps at once.
  const perStep = (all: T): T[] => ops.splitRows(all, timeSteps); // T × [B, H]
  const slopeOfI = perStep(ops.mul(candidate, ofSigmoid(I)));
  const slopeOfF = perStep(ops.mul(C, ofSigmoid(F)));
  const slopeOfO = perStep(ops.mul(seen, ofSigmoid(O)));
  const slopeOfC = perStep(ops.mul(I, ofTanh(candidate)));
  const slopeOfMemory = perStep(ops.mul(O, ofTanh(seen)));
  const fromAbove = perStep(dH);

  const dZs: T[] = [];
  let later: { readonly dH: T; readonly dC: T } | undefined; // what H_t and C_t get from step t+1
  for (let t = timeSteps - 1; t >= 0; t--) {
    const dHt = later ? ops.add(later.dH, fromAbove[t]!) : fromAbove[t]!;
    const ofOutput = ops.mul(dHt, slopeOfMemory[t]!);
    const dCt = later ? ops.add(later.dC, ofOutput) : ofOutput;
    const dZ = ops.concatColumns([
      ops.mul(dCt, slopeOfI[t]!),
      ops.mul(dCt, slopeOfF[t]!),
      ops.mul(dHt, slopeOfO[t]!),
      ops.mul(dCt, slopeOfC[t]!),
    ]); // [B, 4·H]
    dZs.unshift(dZ);
    const [, F] = gates[t]!;
    if (t > 0) later = { dH: ops.matmul(dZ, W_h, { b: true }), dC: ops.mul(dCt, F!) };
  }
  return ops.concatRows(dZs);
}

export { gradientsOf as gradients };
