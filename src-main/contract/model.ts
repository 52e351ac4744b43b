/** What a model file says of itself (`manifest.json`), and how the library lists it. */
import { z } from 'zod';
import { engineName } from './engine.ts';
import { trainingSettings } from './settings.ts';
import { epochReport, sample } from './training.ts';

export const FORMAT_VERSION = 1;

export const manifest = z.object({
  format: z.literal('verseloom-model'),
  version: z.int(),
  name: z.string(),
  cell: z.literal('rnn'),
  settings: trainingSettings,
  /** The character of every id, in the order of first appearance in the corpus. */
  vocabulary: z.array(z.string()).min(1),
  vocabularyOrder: z.literal('first appearance'),
  corpus: z.object({
    name: z.string(),
    /** Unicode characters of the whole text, and of the part that was learnt. */
    characters: z.int(),
    learntCharacters: z.int(),
    /** SHA-256 of the whole text in UTF-8, in hexadecimal. */
    hash: z.string(),
  }),
  outcome: z.enum(['finished', 'stopped', 'diverged']),
  history: z.array(epochReport),
  samples: z.array(sample),
  engine: z.object({ name: engineName, version: z.string(), threads: z.int() }),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  savedAt: z.string(),
});
export type Manifest = z.infer<typeof manifest>;

export const modelInfo = z.object({
  id: z.string(),
  name: z.string(),
  corpusName: z.string(),
  savedAt: z.string(),
  epochs: z.int(),
  /** Of the last epoch; null when no epoch was finished. */
  perplexity: z.number().nullable(),
  hiddenSize: z.int(),
  vocabularySize: z.int(),
  /** Size of the file, in bytes. */
  bytes: z.int(),
  outcome: z.enum(['finished', 'stopped', 'diverged']),
  engine: engineName,
  /** A prefix that this model can continue, to begin with. */
  suggestedPrefix: z.string(),
  /** Why the file cannot be opened; then nothing else but `id`, `name`, `bytes` and `savedAt` is known. */
  damage: z
    .object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
});
export type ModelInfo = z.infer<typeof modelInfo>;
