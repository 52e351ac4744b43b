/** How quickly an engine goes through a run of a shape: the very loop of a run, made for a moment and thrown away, so that a forecast has something to go by. */
import type { StepShape } from '../contract/runs/step-shape.ts';
import type { RunPace } from '../contract/runs/run-pace.ts';
import { defaultSettings } from '../contract/settings.ts';
import { Decoder } from '../core/decoder.ts';
import { initialModel, type Architecture } from '../core/parameters.ts';
import { Random } from '../core/random.ts';
import { greedy } from '../core/sampling/choice.ts';
import { Validation } from '../core/score.ts';
import { mapParameters } from '../core/parameters.ts';
import { parameterSpecs } from '../core/programs.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { Brake } from './brake.ts';
import { commonIds, TINY_RATE } from './step-timer.ts';
import { trainAndPredict } from './training-run.ts';
import { Turns } from './turns.ts';

/** Of a sample: some to warm up, and those that are timed. */
const [WARMING, WRITTEN] = [8, 64];
/** Characters of a held-out part that is read twice, the first time to warm up: some stretches. */
const READ = 8 * 64;

interface Asked extends StepShape {
  /** That an epoch has; no more of them are made of one here. */
  readonly steps: number;
  /** For how long steps are made, once the first ones have warmed up. */
  readonly seconds: number;
}

/** @returns means, in seconds, with all that a run does between two steps */
export async function measurePace<V>(
  engine: Engine<V>,
  { steps, seconds, ...shape }: Asked,
): Promise<RunPace> {
  const trained = await trainFor(engine, shape, steps, seconds);
  return { ...trained, ...(await writeFor(engine, shape)), read: await readFor(engine, shape) };
}

/** Makes epochs of a run whose steps are certain to be numbers. */
async function trainFor<V>(
  engine: Engine<V>,
  { timeSteps, batchSize, batches = 1, vocabularySize, ...network }: StepShape,
  steps: number,
  seconds: number,
): Promise<Pick<RunPace, 'step' | 'begin'>> {
  const brake = new Brake();
  const asked = performance.now();
  let [begun, first, last, epochs] = [0, 0, 0, 0];
  const settings = {
    ...defaultSettings,
    ...{ ...network, timeSteps, batchSize, learningRate: TINY_RATE, letExplode: true },
    epochs: Number.MAX_SAFE_INTEGER,
    predPeriod: Number.MAX_SAFE_INTEGER,
    ...(batches > 1 && { sampling: 'consecutive' as const, detach: false }),
  };
  // Enough for so many batches however they are sampled.
  const ids = commonIds(batchSize * (steps * timeSteps + 1), vocabularySize);
  const job = { settings, vocabularySize, ids, prefixes: [] };
  await trainAndPredict(engine, job, new Turns(), brake.gate, {
    begun: () => (begun = performance.now()),
    epoch: () => {
      last = performance.now();
      if (first === 0) return void (first = last); // which has warmed up
      epochs += 1;
      if (last - first >= seconds * 1000) brake.stop();
    },
    sample: () => {},
  });
  return { begin: (begun - asked) / 1000, step: (last - first) / 1000 / (epochs * steps) };
}

/** Writes as a run writes its samples. */
async function writeFor<V>(
  engine: Engine<V>,
  architecture: Architecture,
): Promise<Pick<RunPace, 'open' | 'character'>> {
  const model = initialModel(architecture, new Random(1));
  const asked = performance.now();
  const decoder = await Decoder.create(engine, model);
  const open = (performance.now() - asked) / 1000;
  try {
    let [written, started] = [0, 0];
    for await (const _ of decoder.continue(Int32Array.of(0), WARMING + WRITTEN, greedy))
      if (++written === WARMING) started = performance.now();
    return { open, character: (performance.now() - started) / 1000 / WRITTEN };
  } finally {
    await decoder.dispose();
  }
}

/** Reads as a run reads what is held out. @returns seconds a character */
async function readFor<V>(engine: Engine<V>, architecture: Architecture): Promise<number> {
  const { parameters } = initialModel(architecture, new Random(1));
  const specs = parameterSpecs(architecture);
  const uploaded = mapParameters(parameters, (value, name) => engine.upload(value, specs[name]));
  const ids = commonIds(READ + 1, architecture.vocabularySize);
  const validation = await Validation.create(engine, architecture, ids);
  const [turns, brake] = [new Turns(), new Brake()];
  const read = () => validation.perplexity(uploaded, (work) => turns.take(work), brake.gate);
  try {
    await read();
    const started = performance.now();
    await read();
    return (performance.now() - started) / 1000 / READ;
  } finally {
    await validation.dispose();
    for (const tensor of Object.values(uploaded)) engine.release(tensor);
  }
}
