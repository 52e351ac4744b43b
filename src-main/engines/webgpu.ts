/** The engine on the graphics processor: ONNX Runtime's, whose graphs WebGPU executes and whose weights stay in its memory. */
import { createRequire } from 'node:module';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Engine, Program } from '../core/tensors/engine.ts';
import { loadOnnxRuntime, OnnxEngine, type Ort } from './onnx.ts';
import { encodeModel, type Executor } from './onnx/recorder.ts';

/** The part of the library under its sessions, whose runs are no promises. */
type Binding = typeof import('onnxruntime-node/dist/binding.js');

/**
 * WebGPU executes what there is of a graph; the rest, which is an `Unsqueeze` of ids, is done by the processor.
 * @param threads for that rest
 */
export async function createWebgpuEngine(threads: number): Promise<Engine<Tensor>> {
  return new WebgpuEngine(loadOnnxRuntime(), threads);
}

/**
 * Operators that WebGPU has not would be done by the processor, to which the logits would travel, and back. Of buffers, what is split and
 * its parts, a program has eight everywhere: https://www.w3.org/TR/webgpu/#limits
 */
export const graphics = {
  without: ['LogSoftmax', 'Sign'],
  mostParts: 7,
} as const satisfies Executor;

/** Where a tensor is that WebGPU has made and keeps. */
const THERE = 'gpu-buffer';
const providers = ['webgpu'] as const;

class WebgpuEngine extends OnnxEngine {
  override readonly name = 'webgpu';
  protected override readonly executor = graphics;
  readonly #ort: Ort;
  #reader: InstanceType<Binding['binding']['InferenceSession']> | undefined;

  constructor(ort: Ort, threads: number) {
    super(ort, threads, { executionProviders: providers });
    this.#ort = ort;
  }

  override read(tensor: Tensor): Float32Array {
    return tensor.location === THERE ? this.#download(tensor) : super.read(tensor);
  }

  override view(tensor: Tensor): Float32Array {
    return tensor.location === THERE ? this.#download(tensor) : super.view(tensor);
  }

  override release(tensor: Tensor): void {
    if (tensor.location === THERE) tensor.dispose();
    else super.release(tensor);
  }

  /** Parameters, moments and state: what a run makes that the next one begins from. Everything else is to be read. */
  protected override keeps(output: string, { inputs }: Program): boolean {
    return output in inputs;
  }

  /** Optimised graphs are not kept: how they are optimised depends on what executes them. */
  protected override createSession(
    model: Uint8Array,
    _nodes: number,
    options: InferenceSession.SessionOptions,
    kept: readonly string[],
  ): Promise<InferenceSession> {
    return this.#ort.InferenceSession.create(model, {
      ...options,
      ...(kept.length > 0 && {
        preferredOutputLocation: Object.fromEntries(kept.map((name) => [name, THERE])),
      }),
    });
  }

  /** The library's own way to read such a tensor is not there for Node. A graph that does nothing has its output in the machine's memory. */
  #download(tensor: Tensor): Float32Array {
    const into = new Float32Array(tensor.dims.reduce((a, b) => a * b, 1));
    this.#reader ??= createReader();
    this.#reader.run({ x: tensor }, { y: new this.#ort.Tensor('float32', into, tensor.dims) }, {});
    return into;
  }
}

function createReader(): InstanceType<Binding['binding']['InferenceSession']> {
  const { binding } = createRequire(import.meta.url)('onnxruntime-node/dist/binding.js') as Binding;
  const reader = new binding.InferenceSession();
  const [input, output] = ['x', 'y'].map((name) => ({
    name,
    type: { tensorType: { elemType: 1 } },
  }));
  const { buffer, byteOffset, byteLength } = encodeModel({
    name: 'reader',
    node: [{ opType: 'Identity', input: ['x'], output: ['y'] }],
    ...{ input: [input!], output: [output!] },
  });
  const options = { executionProviders: providers, logSeverityLevel: 3 } as const;
  reader.loadModel(buffer as ArrayBuffer, byteOffset, byteLength, options);
  return reader;
}
