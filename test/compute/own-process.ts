/** What compute processes of the tests' own have in common: the real session on a real engine, whose training steps they change. */
import { parseArgs } from 'node:util';
import { createBirpc } from 'birpc';
import type { Tell } from '../../src-main/compute/tell.ts';
import type { Handlers } from '../../src-main/contract/api.ts';
import { computeApi, type ComputeApi } from '../../src-main/contract/compute-api.ts';
import { answer, type Reply } from '../../src-main/contract/links/door.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';

/** @returns what the process was asked to be */
export function asked(): { engine: string | undefined; threads: number } {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string' },
      threads: { type: 'string' },
      measures: { type: 'boolean' },
    },
  });
  return { engine: values.engine, threads: Number(values.threads) };
}

/** @param around makes a training step, and what else there is to it. @returns the engine, whose other programs stay as they are */
export function aroundSteps<V>(
  engine: Engine<V>,
  around: <Made extends object>(step: () => Promise<Made>) => Promise<Made>,
): Engine<V> {
  const compile = engine.compile.bind(engine);
  engine.compile = async (program, constants, threads) => {
    const step = await compile(program, constants, threads);
    if (!('y' in program.inputs)) return step;
    return {
      run: (inputs) => around(() => step.run(inputs)),
      dispose: () => step.dispose(),
    };
  };
  return engine;
}

/** Answers the process that has begun this one, until that is gone. @param handlersOf given what tells it something */
export function serve(handlersOf: (tell: Tell) => Handlers<ComputeApi>): void {
  const handlers = handlersOf(async (name, data) => {
    await link.event(name, data);
  });
  const link = createBirpc<
    { event: (name: string, data: unknown) => void },
    { call: (name: string, input: unknown) => Promise<Reply> }
  >(
    { call: answer(computeApi, handlers) },
    {
      timeout: -1,
      post: (message) => process.send?.(message),
      on: (listener) => process.on('message', listener),
    },
  );
  process.on('disconnect', () => process.exit(0));
}
