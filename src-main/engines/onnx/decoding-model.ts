/** One character of writing as an ONNX model for other programs: ids and states in, logits and states out, the weights inside. */
import type { onnx } from 'onnx-proto';
import type { Program } from '../../core/tensors/engine.ts';
import type { LanguageModel, ParameterName } from '../../core/parameters.ts';
import { decodingStep } from '../../core/programs.ts';
import { encodeModel, record } from './recorder.ts';

/** What the file tells of the model. */
export interface About {
  /** Of the program that writes the file. */
  readonly version: string;
  /** How the model is used. */
  readonly usage: string;
  readonly metadata: Readonly<Record<string, string>>;
}

type Input = ParameterName | 'ids' | 'state';
type Output = 'logits' | 'next_state';

/** Explained where viewers of ONNX files show it. */
const meanings: Readonly<Record<Input | Output, string>> = {
  ids: 'x_t: of each text, its latest character, by its place in the vocabulary. [batch]',
  state:
    'H_{t-1}: the hidden states after the characters before; zeros at the beginning. [batch, H]',
  logits: 'O_t: the softmax of a row has the probabilities of the next character. [batch, V]',
  next_state: 'H_t: the state to go on from. [batch, H]',
  W_xh: 'From characters to hidden units, a row for each character. [V, H]',
  W_hh: 'From hidden units to hidden units. [H, H]',
  b_h: 'Bias of the hidden units. [H]',
  W_hq: "From hidden units to logits, a row for each character: the book's matrix transposed. [V, H]",
  b_q: 'Bias of the logits. [V]',
};

/** @returns a serialised ONNX ModelProto; any number of texts can be written at once */
export function encodeDecodingModel(model: LanguageModel, about: About): Uint8Array {
  const { graph, outputs } = record(renamed(model), model.parameters);
  const names = new Map(Object.entries(outputs).map(([output, { name }]) => [name, output]));
  return encodeModel(
    {
      ...graph,
      docString: about.usage,
      node: graph.node!.map((node, place) => ({
        ...node,
        name: `${node.opType} ${place + 1}`,
        input: node.input!.map((name) => names.get(name) ?? name),
        output: node.output!.map((name) => names.get(name) ?? name),
      })),
      input: graph.input!.map(ofAnyBatch),
      output: graph.output!.map((value) => ofAnyBatch({ ...value, name: names.get(value.name!)! })),
      initializer: graph.initializer!.map(explained),
    },
    {
      producerVersion: about.version,
      docString: about.usage,
      metadataProps: Object.entries(about.metadata).map(([key, value]) => ({ key, value })),
    },
  );
}

/** The step with names of its own for the ids and for the state after it: in a graph, no two values share a name. */
function renamed({ dimensions }: LanguageModel): Program<Input, Output> {
  const step = decodingStep(dimensions);
  const { x, state, ...parameters } = step.inputs;
  return {
    inputs: { ...parameters, ids: x, state },
    build: (ops, inputs) => {
      const { logits, state: nextState } = step.build(ops, { ...inputs, x: inputs.ids });
      return { logits, next_state: nextState };
    },
  };
}

/** The step is recorded for one text, but none of its operations minds how many there are. */
function ofAnyBatch({ name, type }: onnx.IValueInfoProto): onnx.IValueInfoProto {
  const { elemType, shape } = type!.tensorType!;
  const dim = [{ dimParam: 'batch' }, ...shape!.dim!.slice(1)];
  return explained({ name, type: { tensorType: { elemType, shape: { dim } } } });
}

const explained = <Named extends { name?: string | null }>(named: Named): Named =>
  named.name! in meanings
    ? { ...named, docString: meanings[named.name as keyof typeof meanings] }
    : named;
