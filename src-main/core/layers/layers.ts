/** Recurrent layers on top of each other, as in the book's section 6.9, above an embedding or one-hot vectors: forward and backward. */
import { hiddenStates, type CellShape, type Forward, type State } from '../cells/cell.ts';
import { cells } from '../cells/cells.ts';
import { layerNames } from '../../contract/architecture.ts';
import type { ParameterMap } from '../parameters.ts';
import type { Ops } from '../tensors/ops.ts';
import * as dropout from './dropout.ts';
import * as embedding from './embedding.ts';
import * as inputLayer from './input-layer.ts';

/** A layer after its way forward. */
interface Passed<T> extends Forward<T> {
  /** What it saw of what is below it. */
  readonly seen: inputLayer.Seen<T>;
}

export interface PassedLayers<T> {
  /** From the lowest on. */
  readonly layers: readonly Passed<T>[];
  /** What the output layer sees of the highest one [T·B, H]. */
  readonly H: T;
}

/** Of every layer its tuple, from the lowest on. */
export type LayerStates<T> = readonly State<T>[];

/** Each layer sees the hidden states of the one below it, the lowest the characters. @param x ids [T·B], time-major */
export function forward<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  x: T,
  states: LayerStates<T>,
  shape: CellShape,
  masks: dropout.Masks<T> = [],
): PassedLayers<T> {
  const cell = cells[shape.cell];
  const { ofEmbedding, ofLayers } = placesOf(masks, shape);
  let seen: inputLayer.Seen<T> =
    shape.embeddingSize > 0
      ? { X: dropout.forward(ops, embedding.forward(ops, parameters.E, x), ofEmbedding) }
      : { ids: x };
  const layers: Passed<T>[] = [];
  let H: T;
  for (const [layer, state] of states.entries()) {
    const { W_x, W_h, b } = ofLayer(parameters, layer);
    const XW = inputLayer.forward(ops, W_x, seen);
    const passed = cell.forward(ops, { W_h, b }, XW, state, shape);
    layers.push({ ...passed, seen });
    H = dropout.forward(ops, hiddenStates(ops, passed), ofLayers[layer]);
    seen = { X: H };
  }
  return { layers, H: H! };
}

/**
 * Back-propagation through time of one layer after the other, from the highest down.
 * @param dH gradient with respect to what the output layer saw [T·B, H]
 * @returns of each layer, from the lowest on, the gradient with respect to what goes into its gates [T·B, G·H]
 */
export function throughTime<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  { layers }: PassedLayers<T>,
  dH: T,
  shape: CellShape,
  masks: dropout.Masks<T> = [],
): T[] {
  const cell = cells[shape.cell];
  const { ofLayers } = placesOf(masks, shape);
  const dZs: T[] = [];
  for (let layer = shape.layers - 1; layer >= 0; layer--) {
    const { W_x, W_h } = ofLayer(parameters, layer);
    const fromAbove = dropout.backward(ops, dH, ofLayers[layer]);
    const dZ = cell.backward(ops, { W_h }, layers[layer]!, fromAbove, shape);
    dZs.unshift(dZ);
    if (layer > 0) dH = inputLayer.gradientOfSeen(ops, W_x, dZ);
  }
  return dZs;
}

/** The gradients of the parameters of all layers, and of the embedding. @param dH as for `throughTime` */
export function backward<T>(
  ops: Ops<T>,
  parameters: ParameterMap<T>,
  x: T,
  passed: PassedLayers<T>,
  dH: T,
  shape: CellShape,
  masks: dropout.Masks<T> = [],
): Partial<ParameterMap<T>> {
  const { vocabularySize, embeddingSize } = shape;
  const cell = cells[shape.cell];
  const dZs = throughTime(ops, parameters, passed, dH, shape, masks);
  const gradients: Partial<ParameterMap<T>> = {};
  if (embeddingSize > 0) {
    const dX = inputLayer.gradientOfSeen(ops, parameters.W_x, dZs[0]!);
    const { ofEmbedding } = placesOf(masks, shape);
    const beforeDropout = dropout.backward(ops, dX, ofEmbedding);
    gradients.E = embedding.backward(ops, x, beforeDropout, vocabularySize);
  }
  for (const [layer, { seen, ...forward }] of passed.layers.entries()) {
    const names = layerNames(layer);
    const dZ = dZs[layer]!;
    const own = cell.gradients(ops, forward, dZ, shape);
    gradients[names.W_x] = inputLayer.backward(ops, seen, dZ, vocabularySize);
    gradients[names.W_h] = own.W_h;
    gradients[names.b] = own.b;
  }
  return gradients;
}

function ofLayer<T>(parameters: ParameterMap<T>, layer: number): Record<'W_x' | 'W_h' | 'b', T> {
  const { W_x, W_h, b } = layerNames(layer);
  return { W_x: parameters[W_x], W_h: parameters[W_h], b: parameters[b] };
}

function placesOf<T>(
  masks: dropout.Masks<T>,
  { embeddingSize }: CellShape,
): { ofEmbedding: T | undefined; ofLayers: readonly (T | undefined)[] } {
  return embeddingSize > 0
    ? { ofEmbedding: masks[0], ofLayers: masks.slice(1) }
    : { ofEmbedding: undefined, ofLayers: masks };
}
