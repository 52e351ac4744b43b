/** The perplexity of a model on any given text. */
import type { Engine } from './tensors/engine.ts';
import { perplexityOf } from './loss.ts';
import { Overflow } from './overflow.ts';
import type { LanguageModel, ParameterName } from './parameters.ts';
import { scoringStep, type StepInput } from './programs.ts';

/** Characters read in one run: enough to share the output layer's product out, little enough to keep memory small. */
const STRETCH = 64;

/**
 * Reads the text once from a state of zeros; the first character is given, every later one is predicted.
 * @param ids at least two
 * @param inTurn does the work of one stretch when the engine is free for it
 * @param heard gets −ln p of the characters that are predicted, stretch by stretch
 * @returns exp of the mean cross-entropy over the `ids.length − 1` predictions
 * @throws Overflow
 */
export async function perplexity<V>(
  engine: Engine<V>,
  { dimensions, parameters }: LanguageModel,
  ids: Int32Array,
  inTurn: <Result>(work: () => Promise<Result>) => Promise<Result> = (work) => work(),
  heard: (losses: Float32Array) => void = () => {},
): Promise<number> {
  const program = scoringStep(dimensions, STRETCH);
  const step = await engine.compile<StepInput, ParameterName, 'losses' | 'state'>(
    program,
    parameters,
  );
  const predictions = ids.length - 1;
  let total = 0;
  let state = engine.upload(new Float32Array(dimensions.hiddenSize), program.inputs.state);
  for (let start = 0; start < predictions; start += STRETCH) {
    const length = Math.min(STRETCH, predictions - start);
    // The last stretch is filled up with id 0, whose losses are not counted.
    const x = new Int32Array(STRETCH);
    const y = new Int32Array(STRETCH);
    x.set(ids.subarray(start, start + length));
    y.set(ids.subarray(start + 1, start + length + 1));
    const inputs = {
      x: engine.upload(x, program.inputs.x),
      y: engine.upload(y, program.inputs.y),
      state,
    };
    const next = await inTurn(() => step.run(inputs));
    const losses = engine.read(next.losses).subarray(0, length);
    for (const loss of losses) total += loss;
    heard(losses);
    for (const tensor of [inputs.x, inputs.y, state, next.losses]) engine.release(tensor);
    state = next.state;
  }
  engine.release(state);
  await step.dispose();
  if (Number.isNaN(total)) throw new Overflow();
  return perplexityOf(total / predictions);
}
