/** The seam between the mathematics and what executes it: an engine compiles programs and keeps their tensors. */
import type { Ops } from './ops.ts';

/** Ids are `int32`, everything else is `float32`. A scalar's shape is empty. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32';
}

/** A pure function of tensors, written once against `Ops` and executed by any engine. */
export interface Program<Input extends string = string, Output extends string = string> {
  readonly inputs: Readonly<Record<Input, TensorSpec>>;
  build<T>(ops: Ops<T>, inputs: Readonly<Record<Input, T>>): Record<Output, T>;
}

export type Values = Int32Array | Float32Array;

export interface Executable<V, Input extends string, Output extends string> {
  /** The outputs are the caller's, to be given to `release`. */
  run(inputs: Readonly<Record<Input, V>>): Promise<Record<Output, V>>;
  dispose(): Promise<void>;
}

/** `V` is a tensor that the engine holds between runs. */
export interface Engine<V = unknown> {
  readonly name: 'onnx' | 'tensorflow' | 'webgpu' | 'reference';
  readonly version: string;
  /** Threads that one operation may use. */
  readonly threads: number;
  upload(values: Values, spec: TensorSpec): V;
  /** @returns a copy of the elements in row-major order */
  read(tensor: V): Float32Array;
  /** @returns the elements in row-major order, which are the caller's until the tensor is released and no one's afterwards */
  view(tensor: V): Float32Array;
  release(tensor: V): void;
  /**
   * @param constants inputs that stay the same in every run, given once; an engine may prepare them
   * @param threads for programs too small to be shared out; all of the engine's threads unless told
   */
  compile<Input extends string, Constant extends Input, Output extends string>(
    program: Program<Input, Output>,
    constants?: Readonly<Record<Constant, Values>>,
    threads?: number,
  ): Promise<Executable<V, Exclude<Input, Constant>, Output>>;
}
