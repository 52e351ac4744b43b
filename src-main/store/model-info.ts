/** What the library shows of a model, drawn from its manifest. */
import type { Failure } from '../contract/errors.ts';
import type { Manifest, ModelInfo } from '../contract/model.ts';

/** @param bytes size of the file */
export function describeModel(id: string, bytes: number, manifest: Manifest): ModelInfo {
  const last = manifest.history.at(-1);
  return {
    id,
    name: manifest.name,
    corpusName: manifest.corpus.name,
    savedAt: manifest.savedAt,
    epochs: manifest.history.length,
    perplexity: last?.perplexity ?? null,
    hiddenSize: manifest.settings.hiddenSize,
    vocabularySize: manifest.vocabulary.length,
    bytes,
    outcome: manifest.outcome,
    engine: manifest.engine.name,
    suggestedPrefix: suggestPrefix(manifest),
    damage: null,
  };
}

/** A file that cannot be opened: only its name, size and time are known. */
export function describeDamaged(
  id: string,
  bytes: number,
  changedAt: Date,
  damage: Failure,
): ModelInfo {
  return {
    id,
    name: id,
    corpusName: '',
    savedAt: changedAt.toISOString(),
    epochs: 0,
    perplexity: null,
    hiddenSize: 0,
    vocabularySize: 0,
    bytes,
    outcome: 'stopped',
    engine: 'onnx',
    suggestedPrefix: '',
    damage,
  };
}

/** The first of the run's own prefixes of which the model knows something, else a character that it knows. */
function suggestPrefix({ settings, vocabulary }: Manifest): string {
  const known = new Set(vocabulary);
  for (const prefix of settings.prefixes) {
    const kept = Array.from(prefix).filter((character) => known.has(character));
    if (kept.length > 0) return kept.join('');
  }
  return vocabulary.find((character) => character.trim() !== '') ?? vocabulary[0] ?? '';
}
