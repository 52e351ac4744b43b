/** `training.safetensors`: where a run stands between two steps, number for number, so that it goes on as if nothing had happened. */
import { stateParts, stateSize } from '../../contract/architecture.ts';
import { trainingState, type TrainingState } from '../../contract/compute-api.ts';
import type { Manifest } from '../../contract/model.ts';
import { moments, momentsOf, type Moment } from '../../contract/optimisers/optimisers.ts';
import type { TrainingSettings } from '../../contract/settings.ts';
import { Damage } from '../files/damage.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  largestSafetensors,
  type Tensor,
} from './safetensors.ts';

/** What the state must fit. */
type Run = Pick<Manifest, 'settings' | 'corpus' | 'best'>;
type Shape = Pick<TrainingSettings, 'batchSize' | 'cell' | 'hiddenSize' | 'layers'>;

const FILE = 'training.safetensors';
/** What of the state each tensor has, in the order of `stateParts`. */
const STATE = { H: 'hidden_state', C: 'memory_cell' } as const;
/** @returns the tensors of the states of all layers, such as `hidden_state` and `hidden_state_2`, in the order in which they lie side by side in memory */
const statesOf = ({ cell, layers }: Shape): string[] =>
  Array.from({ length: layers }, (_, layer) =>
    stateParts(cell).map((part) => (layer === 0 ? STATE[part] : `${STATE[part]}_${layer + 1}`)),
  ).flat();
const GENERATOR = 'generator';
const BEST = 'best_epoch';
const MARKED = 'marked';
/** Scalars: whole numbers as I64, the others as F64. */
const WHOLE = {
  ...{ epochs: 'epochs', steps: 'steps', clipped: 'clipped', samplesDue: 'samples_due' },
  best: BEST,
};
const REAL = { loss: 'loss', norm: 'norm', seconds: 'seconds' };
type Whole = keyof typeof WHOLE;
type Real = keyof typeof REAL;

/** What the optimiser keeps of the gradients, beside the state, each a file of its own as the weights are. */
const momentPart = (moment: Moment): string => `${moment}.safetensors`;
export const MOMENTS: readonly string[] = moments.map(momentPart);
/** @returns those that a run has that can be gone on with, in their order */
export const momentParts = ({ settings }: Pick<Manifest, 'settings'>): string[] =>
  momentsOf(settings.optimiser).map(momentPart);

/** @param parts of a file, by their names. @throws Damage where these are not the expected ones */
export function checkMomentParts(
  parts: Pick<ReadonlySet<string>, 'has'>,
  expected: readonly string[],
): void {
  for (const part of MOMENTS) {
    if (expected.includes(part) && !parts.has(part)) throw new Damage(`${part} is missing`);
    if (!expected.includes(part) && parts.has(part))
      throw new Damage(`the manifest does not know of ${part}`);
  }
}

/** Bytes that the state takes in a file, at most. */
export const largestState = (shape: Shape): number =>
  largestSafetensors(shape.batchSize * stateSize(shape), 4) + 1024;

/**
 * Steps that an epoch has, as the sampler cuts the text: each learns T·B characters, and the last character of the text, or of each
 * of its B rows, is only predicted.
 */
export function stepsPerEpoch({ settings, corpus }: Run): number {
  const { sampling, batchSize: B, timeSteps: T } = settings;
  const onlyPredicted = sampling === 'random' ? 1 : B;
  return Math.max(0, Math.floor((corpus.learntCharacters - onlyPredicted) / (T * B)));
}

/** @throws Damage for a state that could not be read again */
export function encodeState(state: TrainingState, run: Run): Uint8Array[] {
  check(state, run);
  const tensors = new Map<string, Tensor>();
  for (const [field, name] of Object.entries(WHOLE))
    tensors.set(name, { shape: [], values: BigInt64Array.of(BigInt(state[field as Whole])) });
  for (const [field, name] of Object.entries(REAL))
    tensors.set(name, { shape: [], values: Float64Array.of(state[field as Real]) });
  tensors.set(MARKED, { shape: [], values: BigInt64Array.of(state.isMarked ? 1n : 0n) });
  tensors.set(GENERATOR, { shape: [4], values: Int32Array.from(state.generator) });
  const { batchSize: B, hiddenSize: H } = run.settings;
  if (state.hiddenState)
    for (const [place, name] of statesOf(run.settings).entries()) {
      const values = columnsOf(state.hiddenState, B, place * H, H);
      tensors.set(name, { shape: [B, H], values });
    }
  return encodeSafetensors(tensors, { format: 'verseloom-training' });
}

/** @param run of a file of before version 6, also what it says of the best step: its state did not. @throws Damage */
export function decodeState(bytes: Uint8Array, run: Run): TrainingState {
  const tensors = decodeSafetensors(bytes, FILE);
  const take = <Values>(name: string, type: abstract new () => Values, sides: number[]): Values => {
    const place = `${FILE}/${name}`;
    const tensor = tensors.get(name);
    tensors.delete(name);
    if (!tensor) throw new Damage(`${place} is missing`);
    if (!(tensor.values instanceof type)) throw new Damage(`${place} is of another type of number`);
    if (tensor.shape.join() !== sides.join())
      throw new Damage(`${place} has another shape than the run`);
    return tensor.values;
  };
  const whole = (field: Whole) => Number(take(WHOLE[field], BigInt64Array, [])[0]!);
  const real = (field: Real) => take(REAL[field], Float64Array, [])[0]!;
  const { batchSize: B, hiddenSize: H } = run.settings;
  const parts = statesOf(run.settings);
  const saysBest = tensors.has(BEST);
  const marked = saysBest ? Number(take(MARKED, BigInt64Array, [])[0]!) : 0;
  if (marked !== 0 && marked !== 1)
    throw new Damage(`training.safetensors: unexpected value of "${MARKED}"`);
  const [epochs, steps] = [whole('epochs'), whole('steps')];
  const state = {
    ...{ epochs, steps, clipped: whole('clipped') },
    ...{ loss: real('loss'), norm: real('norm'), seconds: real('seconds') },
    samplesDue: whole('samplesDue'),
    generator: [...take(GENERATOR, Int32Array, [4])] as TrainingState['generator'],
    best: saysBest ? whole('best') : bestOfVersion5(run, { epochs, steps }),
    isMarked: marked === 1,
    hiddenState: parts.some((part) => tensors.has(part))
      ? sideBySide(
          parts.map((part) => take(part, Float32Array, [B, H])),
          B,
        )
      : null,
  };
  if (tensors.size > 0) throw new Damage(`${FILE} holds more than a run has`);
  check(state, run);
  return state;
}

/** Where no step that was saved before is better, the last one was the best. */
const bestOfVersion5 = (
  { best }: Run,
  { epochs, steps }: Pick<TrainingState, 'epochs' | 'steps'>,
): number => best?.epoch ?? (steps === 0 ? epochs : 0);

function check(state: TrainingState, run: Run): void {
  const parsed = trainingState
    .refine(({ clipped, steps }) => clipped <= steps, { path: ['clipped'] })
    .refine(({ best, epochs }) => best <= epochs, { path: [BEST] })
    .refine(({ isMarked, steps, epochs }) => !isMarked || (steps === 0 && epochs > 0), {
      path: [MARKED],
    })
    .safeParse(state);
  const field = parsed.error?.issues[0]?.path[0];
  if (field !== undefined)
    throw new Damage(`training.safetensors: unexpected value of "${String(field)}"`);
  // All of its steps are made while what is held out is read, and while the last ones are judged.
  if (stepsPerEpoch(run) === 0 || state.steps > stepsPerEpoch(run))
    throw new Damage('the state of the training is beyond the end of its epoch');
  // No seed leads there, and nothing but zeros comes from there.
  const generator = `${FILE}/${GENERATOR}`;
  if (state.generator.every((word) => word === 0))
    throw new Damage(`${generator} is nothing but zeros`);
  const { hiddenState } = state;
  if (!hiddenState) return;
  const width = stateSize(run.settings);
  if (hiddenState.length !== run.settings.batchSize * width) {
    const place = `${FILE}/${STATE.H}`;
    throw new Damage(`${place} has another shape than the run`);
  }
  const wrong = hiddenState.findIndex((value) => !Number.isFinite(value));
  if (wrong === -1) return;
  const part = Math.floor((wrong % width) / run.settings.hiddenSize);
  const place = `${FILE}/${statesOf(run.settings)[part]}`;
  throw new Damage(`${place} is not finite`);
}

/** @returns so many columns of a matrix of B rows, from one on: the matrix itself where these are all of it */
function columnsOf(matrix: Float32Array, B: number, from: number, count: number): Float32Array {
  const width = matrix.length / B;
  if (count === width) return matrix;
  const rows = Array.from({ length: B }, (_, row) =>
    matrix.subarray(row * width, (row + 1) * width),
  );
  return Float32Array.from(rows.flatMap((row) => [...row.subarray(from, from + count)]));
}

/** @returns matrices of B rows each as one */
function sideBySide(parts: readonly Float32Array[], B: number): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const H = parts[0]!.length / B;
  const width = parts.length * H;
  const matrix = new Float32Array(B * width);
  for (const [place, part] of parts.entries())
    for (let row = 0; row < B; row++)
      matrix.set(part.subarray(row * H, (row + 1) * H), row * width + place * H);
  return matrix;
}
