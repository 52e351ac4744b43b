/** The engine on ONNX Runtime: each program is recorded into one graph and executed whole. */
import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-node';
import type { Engine, Executable, Program, TensorSpec, Values } from '../core/tensors/engine.ts';
import { loadLibrary } from './load-library.ts';
import { fromInt64, toInt64 } from './onnx/int64.ts';
import { encodeModel, record, type Executor, type ToldOfIds } from './onnx/recorder.ts';
import { rowsById } from './onnx/rows-by-id.ts';
import { OptimisedGraphs } from './optimised-graphs.ts';

export type Ort = typeof import('onnxruntime-node');

/**
 * @param threads that one operation may use
 * @param options of sessions besides those that all have, such as a profile
 */
export async function createOnnxEngine(
  threads: number,
  options: InferenceSession.SessionOptions = {},
): Promise<Engine<Tensor>> {
  return new OnnxEngine(loadOnnxRuntime(), threads, options);
}

export function loadOnnxRuntime(): Ort {
  // Microsoft's builds for Linux and macOS otherwise keep a number for the machine in the home folder and report their use to
  // Microsoft. It is read once, when the library is loaded. (Those for Windows tell Windows alone: see hosts/electron/network.ts.)
  process.env['ORT_DISABLE_TELEMETRY'] = '1';
  return loadLibrary('onnxruntime-node') as Ort;
}

export class OnnxEngine implements Engine<Tensor> {
  readonly name: 'onnx' | 'webgpu' = 'onnx';
  readonly version: string;
  readonly threads: number;
  protected readonly executor: Executor = {};
  readonly #ort: Ort;
  readonly #options: InferenceSession.SessionOptions;
  readonly #graphs = new OptimisedGraphs();
  /** Arrays of released tensors by length: a step's outputs are as large as the model, and would be garbage at once. */
  readonly #spare = new Map<number, Float32Array[]>();

  constructor(ort: Ort, threads: number, options: InferenceSession.SessionOptions) {
    this.#ort = ort;
    this.#options = options;
    this.version = ort.env.versions.node ?? ort.env.versions.common;
    this.threads = threads;
  }

  upload(values: Values, spec: TensorSpec): Tensor {
    if (values instanceof Int32Array)
      return new this.#ort.Tensor('int64', toInt64(values), spec.shape);
    const tensor = this.#empty(spec.shape);
    tensor.data.set(values);
    return tensor;
  }

  read(tensor: Tensor): Float32Array {
    return this.view(tensor).slice();
  }

  view(tensor: Tensor): Float32Array {
    return (tensor as TypedTensor<'float32'>).data;
  }

  release(tensor: Tensor): void {
    if (tensor.type !== 'float32') return;
    const data = (tensor as TypedTensor<'float32'>).data;
    const spare = this.#spare.get(data.length);
    if (spare) spare.push(data);
    else this.#spare.set(data.length, [data]);
  }

  async compile<Input extends string, Constant extends Input, Output extends string>(
    program: Program<Input, Output>,
    constants?: Readonly<Record<Constant, Values>>,
    threads = this.threads,
  ): Promise<Executable<Tensor, Exclude<Input, Constant>, Output>> {
    const { graph, outputs, toldOfIds } = record(program, constants ?? {}, this.executor);
    const sessionOptions: InferenceSession.SessionOptions = {
      ...this.#options,
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // A plan of a step's memory, made from its first run, is kept beside what that run has taken: twice the memory for no time.
      enableMemPattern: false,
      logSeverityLevel: 3,
      // A thread that waits by spinning is quick, but takes the core from whoever it waits for when something else, such as a
      // window that draws, wants one too: with the default, a step then takes twice as long. This long is enough when alone.
      extra: { session: { intra_op: { spin_duration_us: '50' } } },
    };
    const named = Object.entries(outputs);
    const kept = named.filter(([key]) => this.keeps(key, program)).map(([, { name }]) => name);
    const session = await this.createSession(
      ...([encodeModel(graph), graph.node!.length, sessionOptions, kept] as const),
    );
    return {
      run: async (inputs) => {
        // Where some stay, ONNX Runtime makes room for all of them itself.
        const places = named.map(([key, { name, shape }]) => ({
          ...{ key, name, into: kept.length > 0 ? null : this.#empty(shape) },
        }));
        const made = await session.run(
          { ...inputs, ...this.#told(toldOfIds, inputs) },
          Object.fromEntries(places.map(({ name, into }) => [name, into])),
        );
        const results = places.map(({ key, name, into }) => [key, into ?? made[name]!]);
        return Object.fromEntries(results) as Record<Output, Tensor>;
      },
      dispose: () => session.release(),
    };
  }

  /** Whether an output stays where it was reckoned, and is read from there. */
  protected keeps(_output: string, _program: Program): boolean {
    return false;
  }

  /** @param nodes of the model. @param _kept outputs, by their names in it, that stay where they were reckoned */
  protected createSession(
    model: Uint8Array,
    nodes: number,
    sessionOptions: InferenceSession.SessionOptions,
    _kept: readonly string[],
  ): Promise<InferenceSession> {
    return this.#graphs.session(model, nodes, (model, options) =>
      this.#ort.InferenceSession.create(model, { ...sessionOptions, ...options }),
    );
  }

  /** What is known of the ids before the graph runs. */
  #told(
    toldOfIds: readonly ToldOfIds[],
    inputs: Readonly<Record<string, Tensor>>,
  ): Record<string, Tensor> {
    const told = toldOfIds.flatMap(({ ids, count, names }) => {
      const values = fromInt64(inputs[ids]!.data as BigInt64Array);
      return rowsById(values, count).map(({ values, shape }, place): [string, Tensor] => [
        names[place]!,
        values instanceof Int32Array
          ? new this.#ort.Tensor('int32', values, shape)
          : new this.#ort.Tensor('float32', values, shape),
      ]);
    });
    return Object.fromEntries(told);
  }

  #empty(shape: readonly number[]): TypedTensor<'float32'> {
    const length = shape.reduce((a, b) => a * b, 1);
    return new this.#ort.Tensor(
      'float32',
      this.#spare.get(length)?.pop() ?? new Float32Array(length),
      shape,
    );
  }
}
