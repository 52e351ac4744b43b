/**
 * The compute process: the only one that loads native code. It is started with an engine's name and a number of threads, and with
 * `--gives-way` where another one trains, `--leaves-room` where other programs come first, `--measures` where it is not kept.
 */
import { constants, getPriority, setPriority } from 'node:os';
import { parseArgs } from 'node:util';
import { createBirpc } from 'birpc';
import { computeApi } from '../contract/compute-api.ts';
import { answer, type Reply } from '../contract/links/door.ts';
import { engineName, type EngineName } from '../contract/engine.ts';
import { toFailure, VerseloomError } from '../contract/errors.ts';
import { tellingOfGraphics } from './graphics/graphics-failure.ts';
import { Heart } from './heart.ts';
import { hostPort } from './host-port.ts';
import { describeLoadFailure } from './load-failure.ts';
import { createSession } from './session.ts';
import type { Tell } from './tell.ts';
import { Turns } from './turns.ts';

type Local = { call: (name: string, input: unknown) => Promise<Reply> };
type Remote = { event: (name: string, data: unknown) => void };

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string' },
    threads: { type: 'string' },
    'gives-way': { type: 'boolean' },
    'leaves-room': { type: 'boolean' },
    measures: { type: 'boolean' },
  },
});

/**
 * What gives way rests after each turn, for so many times as long as that took: the threads of a run wait for one another, and so all
 * of them for what keeps one. An epoch of ONNX Runtime, writing without a pause, took 27 % longer without the rest, and 14 % with it.
 */
const REST = 1;

// Before there are threads of the engine's, which take it over. Against a thread of the usual priority, one that is a step below has
// about a tenth of a core. What gives way to a run that leaves room is two steps below.
const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
const below = Number(options['gives-way'] ?? false) + Number(options['leaves-room'] ?? false);
if (below > 0) setPriority(Math.min(getPriority() + below * PRIORITY_BELOW_NORMAL, PRIORITY_LOW));

/** Each engine is a module of its own, so that only the chosen library is ever loaded. */
async function start(engine: EngineName, threads: number, tell: Tell): Promise<Local['call']> {
  const turns = new Turns(options['gives-way'] ? REST : 0);
  // The engines' tensors differ in type; a session is made for one of them.
  if (engine === 'webgpu') {
    const { createWebgpuEngine } = await import('../engines/webgpu.ts');
    const session = createSession(await createWebgpuEngine(threads), tell, turns);
    return answer(computeApi, tellingOfGraphics(session), report);
  }
  if (engine === 'onnx') {
    const { createOnnxEngine } = await import('../engines/onnx.ts');
    return answer(computeApi, createSession(await createOnnxEngine(threads), tell, turns), report);
  }
  const { createTensorflowEngine } = await import('../engines/tensorflow.ts');
  return answer(
    computeApi,
    createSession(await createTensorflowEngine(threads), tell, turns),
    report,
  );
}

function report(error: unknown, name: string): void {
  console.error(`${name}:`, error);
}

const host = hostPort();
const engine = engineName.parse(options.engine);
const link = createBirpc<Remote, Local>(
  {
    call: (name, input) =>
      heart.during(async () => {
        try {
          return await (
            await answering
          )(name, input);
        } catch (error) {
          const reason = describeLoadFailure(error);
          return {
            failure: toFailure(new VerseloomError('engine.unavailable', { engine, reason })),
          };
        }
      }),
  },
  {
    timeout: -1,
    post: host.post,
    on: host.onMessage,
  },
);
const heart = new Heart((seconds) => void link.event.asEvent('beat', { seconds }));
const answering = start(engine, Number(options.threads), async (name, data) => {
  await link.event(name, data);
});
answering.catch(() => {}); // told at the first call

// Signals come to the whole group, but it is the host that saves and then ends this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
