/** The engines that this machine has, for tests that hold on every one of them; one that is not there is skipped by name. */
import { availableParallelism } from 'node:os';
import { describe } from 'vitest';
import type { EngineName } from '../../src-main/contract/engine.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import { createOnnxEngine } from '../../src-main/engines/onnx.ts';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { createTensorflowEngine } from '../../src-main/engines/tensorflow.ts';

const present = presentEngines();
export const isPresent = (name: EngineName): boolean =>
  present.some((engine) => engine.name === name);

/** At least two, so that what is shared out among threads is shared out here too. */
export const allThreads = Math.max(2, availableParallelism());

const made = new Map<EngineName, Promise<Engine>>();

/** One engine of each kind in a process: TensorFlow reads its number of threads once, when it is loaded. */
export function theEngine(name: EngineName, threads = allThreads): Promise<Engine> {
  const create = name === 'onnx' ? createOnnxEngine : createTensorflowEngine;
  const engine = made.get(name) ?? create(threads);
  made.set(name, engine);
  return engine;
}

export function onEachEngine(tests: (name: EngineName) => void): void {
  for (const name of ['onnx', 'tensorflow'] as const)
    describe.skipIf(!isPresent(name))(name, () => tests(name));
}
