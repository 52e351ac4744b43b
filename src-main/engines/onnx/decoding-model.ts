/** One character of writing as an ONNX model for other programs: ids and states in, logits and states out, the weights inside. */
import type { onnx } from 'onnx-proto';
import { bookParameters, gateOf, stateParts } from '../../contract/architecture.ts';
import type { Program, TensorSpec } from '../../core/tensors/engine.ts';
import {
  forEachParameter,
  parameterShapes,
  type Architecture,
  type LanguageModel,
  type ParameterName,
} from '../../core/parameters.ts';
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

/** What the gates of a cell are for, by their letters. */
const gates: Readonly<Record<Architecture['cell'], Readonly<Record<string, string>>>> = {
  rnn: { h: 'the hidden units' },
  gru: { z: 'the update gate', r: 'the reset gate', h: 'the candidate' },
  lstm: {
    ...{ i: 'the input gate', f: 'the forget gate', o: 'the output gate' },
    c: 'the candidate of the memory cell',
  },
};
const states = {
  H: { before: 'H_{t-1}', after: 'H_t' },
  C: { before: 'C_{t-1}', after: 'C_t' },
} as const;

/** @returns what viewers of ONNX files show of each input, output and weight */
function meaningsOf(architecture: Architecture): Record<string, string> {
  const { cell, layers, embeddingSize, tied } = architecture;
  const parts = stateParts(cell);
  const many = layers * parts.length;
  const tuple = (when: 'before' | 'after'): string =>
    parts.map((part) => states[part][when]).join(' and ') +
    (layers > 1 ? ` of each of the ${layers} layers` : '') +
    (many > 1 ? ' side by side' : '');
  const size = many > 1 ? `${many}H` : 'H';
  const ofGates = Array.from({ length: layers }, (_, layer) => {
    const suffix = layer === 0 ? '' : `_${layer + 1}`;
    const [from, side] =
      layer > 0
        ? ['From the layer below', 'H']
        : embeddingSize > 0
          ? ['From the embedding', 'E']
          : ['From characters', 'V'];
    const rows = side === 'V' ? ', a row for each character' : '';
    return Object.entries(gates[cell]).flatMap(
      ([gate, what]): [name: string, meaning: string][] => [
        [`W_x${gate}${suffix}`, `${from} to ${what}${rows}. [${side}, H]`],
        [`W_h${gate}${suffix}`, `From hidden units to ${what}. [H, H]`],
        [`b_${gate}${suffix}`, `Bias of ${what}. [H]`],
      ],
    );
  }).flat();
  const shared = tied ? ', which its logit is made with, too' : '';
  return {
    ids: 'x_t: of each text, its latest character, by its place in the vocabulary. [batch]',
    state: `${tuple('before')}: the state after the characters before; zeros at the beginning. [batch, ${size}]`,
    logits: 'O_t: the softmax of a row has the probabilities of the next character. [batch, V]',
    next_state: `${tuple('after')}: the state to go on from. [batch, ${size}]`,
    E: `The embedding: a vector for each character${shared}. [V, E]`,
    ...Object.fromEntries(ofGates),
    W_hq: "From hidden units to logits, a row for each character: the book's matrix transposed. [V, H]",
    b_q: 'Bias of the logits. [V]',
  };
}

/** @returns a serialised ONNX ModelProto; any number of texts can be written at once */
export function encodeDecodingModel(model: LanguageModel, about: About): Uint8Array {
  const meanings = meaningsOf(model.architecture);
  const explained = <Named extends { name?: string | null }>(named: Named): Named =>
    named.name! in meanings ? { ...named, docString: meanings[named.name!] } : named;
  const { graph, outputs } = record(byTheBook(model), weightsOf(model));
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
      input: graph.input!.map((value) => explained(ofAnyBatch(value))),
      output: graph.output!.map((value) =>
        explained(ofAnyBatch({ ...value, name: names.get(value.name!)! })),
      ),
      initializer: graph.initializer!.map(explained),
    },
    {
      producerVersion: about.version,
      docString: about.usage,
      metadataProps: Object.entries(about.metadata).map(([key, value]) => ({ key, value })),
    },
  );
}

/** @returns the parameters by the book's names; the output weights as rows, as they are in memory */
const weightsOf = ({ architecture, parameters }: LanguageModel): Record<string, Float32Array> =>
  Object.fromEntries(
    bookParameters(architecture).map((parameter) => {
      const values = parameters[parameter.in];
      return [parameter.name, parameter.in === 'W_hq' ? values : gateOf(values, parameter)];
    }),
  );

/**
 * The step with the book's parameters, and with names of its own for the ids and for the state after it: in a graph, no two values share
 * a name.
 */
function byTheBook({ architecture }: LanguageModel): Program {
  const step = decodingStep(architecture);
  const { x, state, ...inMemory } = step.inputs;
  const book = bookParameters(architecture);
  const specOf = ({ in: name, shape }: (typeof book)[number]): TensorSpec =>
    name === 'W_hq' ? inMemory.W_hq : { shape, type: 'float32' };
  return {
    inputs: {
      ...Object.fromEntries(book.map((parameter) => [parameter.name, specOf(parameter)])),
      ...{ ids: x, state },
    },
    build: (ops, inputs) => {
      const partsOf = (name: ParameterName) =>
        book.filter((one) => one.in === name).map((one) => inputs[one.name]!);
      const shapes = parameterShapes(architecture);
      const parameters = forEachParameter(architecture, (name) =>
        shapes[name].length === 1
          ? ops.concatRows(partsOf(name))
          : ops.concatColumns(partsOf(name)),
      );
      const { ids, state } = inputs;
      const made = step.build(ops, { ...parameters, x: ids!, state: state! });
      return { logits: made.logits, next_state: made.state };
    },
  };
}

/** The step is recorded for one text, but none of its operations minds how many there are. */
function ofAnyBatch({ name, type }: onnx.IValueInfoProto): onnx.IValueInfoProto {
  const { elemType, shape } = type!.tensorType!;
  const dim = [{ dimParam: 'batch' }, ...shape!.dim!.slice(1)];
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
