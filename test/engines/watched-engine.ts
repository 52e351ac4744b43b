/** An engine of which a test sees the hidden state: what went into each run, and what came out. */
import type { Engine } from '../../src-main/core/tensors/engine.ts';

export interface States {
  readonly before: Float32Array[];
  readonly after: Float32Array[];
}

/** @returns an engine that does what the given one does, and the states of all its runs so far */
export function watchStates<V>(engine: Engine<V>): { engine: Engine<V>; states: States } {
  const states: States = { before: [], after: [] };
  const watched: Engine<V> = {
    name: engine.name,
    version: engine.version,
    threads: engine.threads,
    upload: (values, spec) => engine.upload(values, spec),
    read: (tensor) => engine.read(tensor),
    view: (tensor) => engine.view(tensor),
    release: (tensor) => engine.release(tensor),
    compile: async (program, constants, threads) => {
      const step = await engine.compile(program, constants, threads);
      return {
        run: async (inputs) => {
          states.before.push(engine.read((inputs as Record<string, V>)['state']!));
          const outputs = await step.run(inputs);
          states.after.push(engine.read((outputs as Record<string, V>)['state']!));
          return outputs;
        },
        dispose: () => step.dispose(),
      };
    },
  };
  return { engine: watched, states };
}
