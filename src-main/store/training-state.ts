/** `training.safetensors`: where a run stands between two steps, number for number, so that it goes on as if nothing had happened. */
import { trainingState, type TrainingState } from '../contract/compute-api.ts';
import type { TrainingSettings } from '../contract/settings.ts';
import { Damage } from './damage.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  largestSafetensors,
  type Tensor,
} from './safetensors.ts';

type Shape = Pick<TrainingSettings, 'batchSize' | 'hiddenSize'>;

const FILE = 'training.safetensors';
const HIDDEN_STATE = 'hidden_state';
/** Scalars: whole numbers as I64, the others as F64. */
const WHOLE = { epochs: 'epochs', steps: 'steps', clipped: 'clipped', samplesDue: 'samples_due' };
const REAL = { loss: 'loss', norm: 'norm', seconds: 'seconds' };
type Whole = keyof typeof WHOLE;
type Real = keyof typeof REAL;

/** Bytes that the state takes in a file, at most. */
export function largestState({ batchSize, hiddenSize }: Shape): number {
  return largestSafetensors(batchSize * hiddenSize, 4) + 1024;
}

/** @throws Damage for a state that could not be read again */
export function encodeState(state: TrainingState, shape: Shape): Uint8Array[] {
  check(state, shape);
  const tensors = new Map<string, Tensor>();
  for (const [field, name] of Object.entries(WHOLE))
    tensors.set(name, { shape: [], values: BigInt64Array.of(BigInt(state[field as Whole])) });
  for (const [field, name] of Object.entries(REAL))
    tensors.set(name, { shape: [], values: Float64Array.of(state[field as Real]) });
  tensors.set('generator', { shape: [4], values: Int32Array.from(state.generator) });
  const { batchSize: B, hiddenSize: H } = shape;
  if (state.hiddenState) tensors.set(HIDDEN_STATE, { shape: [B, H], values: state.hiddenState });
  return encodeSafetensors(tensors, { format: 'verseloom-training' });
}

/** @throws Damage */
export function decodeState(bytes: Uint8Array, shape: Shape): TrainingState {
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
  const { batchSize: B, hiddenSize: H } = shape;
  const state = {
    ...{ epochs: whole('epochs'), steps: whole('steps'), clipped: whole('clipped') },
    ...{ loss: real('loss'), norm: real('norm'), seconds: real('seconds') },
    samplesDue: whole('samplesDue'),
    generator: [...take('generator', Int32Array, [4])] as TrainingState['generator'],
    hiddenState: tensors.has(HIDDEN_STATE) ? take(HIDDEN_STATE, Float32Array, [B, H]) : null,
  };
  if (tensors.size > 0) throw new Damage(`${FILE} holds more than a run has`);
  check(state, shape);
  return state;
}

function check(state: TrainingState, { batchSize, hiddenSize }: Shape): void {
  const parsed = trainingState
    .refine(({ clipped, steps }) => clipped <= steps, { path: ['clipped'] })
    .safeParse(state);
  const field = parsed.error?.issues[0]?.path[0];
  if (field !== undefined)
    throw new Damage(`training.safetensors: unexpected value of "${String(field)}"`);
  const { hiddenState } = state;
  const place = `${FILE}/${HIDDEN_STATE}`;
  if (hiddenState && hiddenState.length !== batchSize * hiddenSize)
    throw new Damage(`${place} has another shape than the run`);
  if (hiddenState && !hiddenState.every(Number.isFinite))
    throw new Damage(`${place} is not finite`);
}
