/** What the library shows of a model, drawn from its manifest. */
import type { Failure } from '../../contract/errors.ts';
import type { Manifest, ModelInfo } from '../../contract/model.ts';
import { betterEpoch } from './model-summary.ts';
import { isBlank } from '../../contract/corpus/song-text.ts';

/** What a listing reads of a file. */
export interface Summary {
  readonly manifest: Manifest;
  readonly hasText: boolean;
  readonly canGoOn: boolean;
}

/** Unless it comes with the product. */
const OWN = { builtIn: false, names: null, language: null } as const;

/** @param bytes size of the file */
export function describeModel(
  id: string,
  bytes: number,
  { manifest, hasText, canGoOn }: Summary,
): ModelInfo {
  const { name, tags, favourite, notes = '', corpus, settings, engine } = manifest;
  const { createdAt, savedAt, epochs, perplexity, curve, outcome } = manifest;
  const {
    validationPerplexity,
    endedBy,
    cutOff = null,
    trainingSeconds = null,
    verbatim,
    counting = null,
  } = manifest;
  return {
    ...{ id, name, ...OWN, tags, favourite, notes, cell: settings.cell },
    corpusName: corpus.name,
    corpusHash: corpus.hash,
    characters: corpus.learntCharacters,
    ...{ createdAt, savedAt, epochs },
    epochsWanted: settings.epochs,
    ...{ perplexity, validationPerplexity, curve, best: betterEpoch(manifest) },
    parentName: manifest.parent?.name ?? null,
    settings,
    hiddenSize: settings.hiddenSize,
    lineBreaks: settings.lineBreaks,
    vocabularySize: manifest.vocabulary.length,
    ...{ bytes, outcome, endedBy, cutOff, trainingSeconds, verbatim, counting },
    changes: manifest.changes.length,
    engine: { name: engine.name, threads: engine.threads },
    ...{ hasText, canGoOn },
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
    ...{ id, name: id, ...OWN, tags: [], favourite: false, notes: '', cell: 'rnn' },
    ...{ corpusName: '', corpusHash: '', characters: 0 },
    createdAt: changedAt.toISOString(),
    savedAt: changedAt.toISOString(),
    ...{ epochs: 0, epochsWanted: 0, perplexity: null, validationPerplexity: null },
    ...{ curve: [], best: null, parentName: null, endedBy: null, verbatim: null, counting: null },
    ...{ cutOff: null, trainingSeconds: null, changes: 0 },
    settings: null,
    ...{ hiddenSize: 0, lineBreaks: 'space', vocabularySize: 0, bytes, outcome: 'stopped' },
    engine: { name: 'onnx', threads: 0 },
    ...{ hasText: false, canGoOn: false, suggestedPrefix: '', damage },
  };
}

/** The first of the run's own prefixes of which the model knows something, else a character that it knows. */
function suggestPrefix({ settings, vocabulary }: Manifest): string {
  const known = new Set(vocabulary);
  for (const prefix of settings.prefixes) {
    const kept = Array.from(prefix).filter((character) => known.has(character));
    if (kept.length > 0) return kept.join('');
  }
  return vocabulary.find((character) => !isBlank(character)) ?? vocabulary[0] ?? '';
}
