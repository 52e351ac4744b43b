/** A small model file of which every part is there and fits the others. */
import { createHash } from 'node:crypto';
import {
  parameterShapes,
  sizeOf,
  type Architecture,
} from '../../../src-main/contract/architecture.ts';
import type { TrainingState } from '../../../src-main/contract/compute-api.ts';
import { FORMAT_VERSION, type Manifest } from '../../../src-main/contract/model.ts';
import { trainingSettings } from '../../../src-main/contract/settings.ts';
import type { EpochReport, Sample } from '../../../src-main/contract/training.ts';
import { forEachParameter } from '../../../src-main/core/parameters.ts';
import type { LanguageModel, ModelFile } from '../../../src-main/store/models/model-file.ts';
import { summaryOf } from '../../../src-main/store/models/model-summary.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';
import { plainRnn } from '../../contract/all-cells.ts';

export const VOCABULARY = ['想', '要', ' ', '分', '开', '𠮷', '😀'];
export const HIDDEN = 5;
export const TEXT = '想要 分开\r\n𠮷😀';

export const EPOCHS: readonly EpochReport[] = [
  { epoch: 1, perplexity: 6.5, seconds: 0.1, gradientNorm: 0.02, clipped: 0.5, ...plainEpoch },
  { epoch: 2, perplexity: 5.25, seconds: 0.2, gradientNorm: 0.01, clipped: 0, ...plainEpoch },
  { epoch: 3, perplexity: 1 / 3 + 5, seconds: 0.1, gradientNorm: 1e-7, clipped: 1, ...plainEpoch },
];
export const SAMPLES: readonly Sample[] = [
  { epoch: 2, prefix: '分开', continuation: '想要\n"𠮷' },
  { epoch: 2, prefix: '开', continuation: '' },
];

export const corpusOf = (text: string): Manifest['corpus'] => ({
  name: '样例',
  characters: Array.from(text).length,
  learntCharacters: Array.from(text).length,
  hash: createHash('sha256').update(text).digest('hex'),
});

export function sampleManifest(changes: Partial<Manifest> = {}): Manifest {
  return {
    format: 'verseloom-model',
    version: FORMAT_VERSION,
    name: '织机',
    tags: ['雨', 'new'],
    favourite: true,
    // Three steps an epoch: the text is two rows of four characters, of which the last are only predicted.
    // Its line end of Windows counts as two characters.
    settings: trainingSettings.parse({
      ...{ hiddenSize: HIDDEN, batchSize: 2, timeSteps: 1, sampling: 'consecutive' },
      lineBreaks: 'space-each',
    }),
    vocabulary: VOCABULARY,
    vocabularyOrder: 'first appearance',
    corpus: corpusOf(TEXT),
    outcome: 'stopped',
    ...{ endedBy: null, kept: null, divergence: null },
    ...summaryOf(EPOCHS),
    best: { epoch: 2, perplexity: 5.25 },
    changes: [],
    snapshots: [],
    verbatim: null,
    parent: { name: '旧织机', epochs: 9, createdAt: '2025-12-31T00:00:00.000Z' },
    engine: { name: 'onnx', version: '1.30.0', threads: 2, step: 2 },
    createdAt: '2026-01-01T00:00:00.000Z',
    savedAt: '2026-01-02T00:00:00.000Z',
    ...changes,
  };
}

/** Distinct numbers everywhere, so that whatever is exchanged or transposed shows. */
export function sampleModel(
  V = VOCABULARY.length,
  H = HIDDEN,
  start = 0,
  kind: Omit<Architecture, 'vocabularySize' | 'hiddenSize'> = plainRnn,
): LanguageModel {
  const architecture = { ...kind, vocabularySize: V, hiddenSize: H };
  const shapes = parameterShapes(architecture);
  let next = start;
  const numbers = (length: number) => Float32Array.from({ length }, () => Math.sin(++next));
  return {
    architecture,
    parameters: forEachParameter(architecture, (name) => numbers(sizeOf(shapes[name]))),
  };
}

export function sampleState(changes: Partial<TrainingState> = {}): TrainingState {
  return {
    ...{ epochs: EPOCHS.length, steps: 2, loss: 7.1, norm: 1e-300, clipped: 1, seconds: 0.75 },
    samplesDue: 1,
    generator: [-1, 2 ** 31 - 1, -(2 ** 31), 5],
    hiddenState: Float32Array.from({ length: 2 * 5 }, (_, i) => Math.cos(i)),
    ...{ best: 2, isMarked: false },
    ...changes,
  };
}

/** The manifest of another history, of no best weights or of another text is changed with them. */
export function sampleFile(changes: Partial<ModelFile> = {}): ModelFile {
  return {
    manifest: sampleManifest(),
    model: sampleModel(),
    epochs: EPOCHS,
    samples: SAMPLES,
    state: sampleState(),
    moments: [],
    best: sampleModel(VOCABULARY.length, HIDDEN, 1000),
    snapshots: [],
    last: null,
    text: new TextEncoder().encode(TEXT),
    ...changes,
  };
}
