/** The model in hand: it has read so far, and says which character comes next. */
import { sizeOf } from '../../src-main/contract/architecture.ts';
import type { Choice } from '../../src-main/core/sampling/choice.ts';
import type { Ops } from '../../src-main/core/tensors/ops.ts';
import { mapParameters, type LanguageModel } from '../../src-main/core/parameters.ts';
import { decodingStep, parameterSpecs } from '../../src-main/core/programs.ts';
import { plainOperations, type PlainTensor } from './plain-operations.ts';

export class Pen {
  readonly #step: (id: number, state: PlainTensor) => { logits: PlainTensor; state: PlainTensor };
  readonly #zeros: PlainTensor; // one row
  #state: PlainTensor;
  /** Ids that are known and not yet read, the last one written among them. */
  #unread: number[] = [];

  constructor({ architecture, parameters }: LanguageModel) {
    const step = decodingStep(architecture);
    const specs = parameterSpecs(architecture);
    const weights = mapParameters(parameters, (data, name) => ({ shape: specs[name].shape, data }));
    this.#step = (id, state) =>
      step.build(plainOperations as Ops<PlainTensor>, {
        ...weights,
        x: { shape: [1], data: Int32Array.of(id) },
        state,
      });
    const { shape } = step.inputs.state;
    this.#state = this.#zeros = { shape, data: new Float32Array(sizeOf(shape)) };
  }

  /** Forgets what was read, and begins anew. @param prefix at least one id */
  begin(prefix: Iterable<number>): void {
    this.#state = this.#zeros;
    this.#unread = [...prefix];
  }

  /**
   * The book's `predict_rnn` as core's decoder has it, but it can be called again, and goes on then.
   * @returns null for each character that is merely read, and `length` ids
   */
  *write(length: number, choose: Choice): Generator<number | null, void> {
    while (this.#unread.length > 1) {
      this.#read(this.#unread.shift()!);
      yield null;
    }
    for (let written = 0; written < length; written++) {
      const next = choose(this.#read(this.#unread[0]!));
      this.#unread = [next];
      yield next;
    }
  }

  /** @returns the logits of the character after it [V] */
  #read(id: number): Float32Array {
    const { logits, state } = this.#step(id, this.#state);
    this.#state = state;
    return logits.data as Float32Array;
  }
}
