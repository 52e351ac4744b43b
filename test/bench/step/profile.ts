/** The profile of a training step on ONNX Runtime, taken in a process of its own: what each operation of it takes. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { architectureOf } from '../../../src-main/contract/architecture.ts';
import { trainingSettings, type TrainingSettings } from '../../../src-main/contract/settings.ts';
import { Learner } from '../../../src-main/core/learner.ts';
import { initialModel } from '../../../src-main/core/parameters.ts';
import { Random } from '../../../src-main/core/random.ts';
import { samplerOf } from '../../../src-main/core/sampler.ts';
import { createOnnxEngine } from '../../../src-main/engines/onnx.ts';
import { bookSize } from '../sizes.ts';
import { quantile } from '../statistics.ts';

/** An operation of the graph. */
export interface Operation {
  readonly name: string;
  /** Of its inputs: the same in every step, or those of one. */
  readonly shapes: readonly (readonly number[])[];
  readonly milliseconds: number;
}

export interface Profile {
  readonly operations: readonly Operation[];
  /** Of a whole step without the profile, with what the program does besides. */
  readonly stepMilliseconds: number;
}

const STEPS = 80;
/** Of the times of each operation, the one at this share of them: other work on the machine makes some times longer, and none shorter. */
const SHARE = 0.25;

/** As ONNX Runtime writes it. */
const events = z.array(
  z.object({
    cat: z.string(),
    name: z.string(),
    dur: z.number(), // microseconds
    args: z
      .object({
        op_name: z.string().optional(),
        node_index: z.string().optional(),
        input_type_shape: z.array(z.record(z.string(), z.array(z.number()))).optional(),
      })
      .default({}),
  }),
);

/** @returns milliseconds of each step */
async function learn(
  resources: string,
  kind: Partial<TrainingSettings>,
  threads: number,
  profile?: string,
): Promise<number[]> {
  const size = bookSize(resources);
  const settings = trainingSettings.parse({ ...size.settings, ...kind });
  const engine = await createOnnxEngine(
    threads,
    profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile },
  );
  const architecture = architectureOf(settings, size.vocabularySize);
  const learner = await Learner.create(engine, initialModel(architecture, new Random(1)), settings);
  const sampler = samplerOf(settings, size.ids, new Random(1));
  await sampler.draw(() => Promise.resolve('go'));
  const times: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const batch = sampler.at(step % sampler.count);
    const started = performance.now();
    await learner.learn(batch);
    times.push(performance.now() - started);
  }
  await learner.dispose();
  return times;
}

function read(file: string): Operation[] {
  const nodes = events
    .parse(JSON.parse(readFileSync(file, 'utf8')))
    .filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'));
  const times = Map.groupBy(nodes, ({ name, args }) => `${name} ${args.node_index}`);
  return [...times.values()].map((ofOne) => ({
    name: ofOne[0]!.args.op_name ?? '',
    shapes: (ofOne[0]!.args.input_type_shape ?? []).map((input) => Object.values(input)[0] ?? []),
    milliseconds:
      quantile(
        ofOne.map(({ dur }) => dur),
        SHARE,
      ) / 1000,
  }));
}

const [resources, kind, threads] = process.argv.slice(2);
const asked = JSON.parse(kind!) as Partial<TrainingSettings>;
const folder = mkdtempSync(join(tmpdir(), 'verseloom-profile-'));
try {
  const plain = await learn(resources!, asked, Number(threads));
  await learn(resources!, asked, Number(threads), join(folder, 'step'));
  const profile: Profile = {
    operations: read(join(folder, readdirSync(folder)[0]!)),
    stepMilliseconds: quantile(plain, SHARE),
  };
  process.send?.(profile, () => process.exit(0));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
