/** What other programs are told of a model: texts by name, for formats that hold nothing else. */
import type { Manifest } from '../../contract/model.ts';

/** What is no text is JSON. */
export function metadataOf(manifest: Manifest): Record<string, string> {
  const { format, version, name, vocabulary, settings, corpus, engine } = manifest;
  const { cell, activation, layers, embeddingSize, tied } = settings;
  const { epochs, perplexity, createdAt, savedAt } = manifest;
  return {
    ...{ format, format_version: String(version), name, cell },
    ...(cell === 'rnn' && { activation }),
    ...{ layers: String(layers), embedding_size: String(embeddingSize), tied: String(tied) },
    vocabulary: JSON.stringify(vocabulary),
    settings: JSON.stringify(settings),
    corpus: JSON.stringify(corpus),
    engine: JSON.stringify(engine),
    epochs: String(epochs),
    ...(perplexity !== null && { perplexity: String(perplexity) }),
    ...{ created_at: createdAt, saved_at: savedAt },
  };
}
