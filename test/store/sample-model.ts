/** A small model with a manifest that fits it. */
import { FORMAT_VERSION, type Manifest } from '../../src-main/contract/model.ts';
import { trainingSettings } from '../../src-main/contract/settings.ts';
import type { LanguageModel } from '../../src-main/store/model-file.ts';

export const VOCABULARY = ['想', '要', ' ', '分', '开', '𠮷', '😀'];

export function sampleManifest(changes: Partial<Manifest> = {}): Manifest {
  return {
    format: 'verseloom-model',
    version: FORMAT_VERSION,
    name: '织机',
    cell: 'rnn',
    settings: trainingSettings.parse({ hiddenSize: 5 }),
    vocabulary: VOCABULARY,
    vocabularyOrder: 'first appearance',
    corpus: { name: '样例', characters: 900, learntCharacters: 800, hash: 'ab'.repeat(32) },
    outcome: 'finished',
    history: [{ epoch: 1, perplexity: 6.5, seconds: 0.1, gradientNorm: 0.02, clipped: 0.5 }],
    samples: [{ epoch: 1, prefix: '分开', continuation: '想要' }],
    engine: { name: 'onnx', version: '1.30.0', threads: 2 },
    createdAt: '2026-01-01T00:00:00.000Z',
    savedAt: '2026-01-02T00:00:00.000Z',
    ...changes,
  };
}

/** Distinct numbers everywhere, so that whatever is exchanged or transposed shows. */
export function sampleModel(V = VOCABULARY.length, H = 5): LanguageModel {
  let next = 0;
  const numbers = (length: number) => Float32Array.from({ length }, () => Math.sin(++next));
  return {
    dimensions: { vocabularySize: V, hiddenSize: H },
    parameters: {
      W_xh: numbers(V * H),
      W_hh: numbers(H * H),
      b_h: numbers(H),
      W_hq: numbers(V * H),
      b_q: numbers(V),
    },
  };
}
