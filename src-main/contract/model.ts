/** What a model file says of itself (`manifest.json`), and how the library lists it. */
import { z } from 'zod';
import { cellNames } from './architecture.ts';
import { MIB } from './corpus/limits.ts';
import { engineName, MAX_THREADS } from './engine.ts';
import { failure } from './errors.ts';
import { language } from './preferences.ts';
import { allSettings, learntLineBreaks, ranges, trainingSettings } from './settings.ts';
import {
  counting,
  divergence,
  endedBy,
  isSenseless,
  settingsChanges,
  verbatim,
} from './training.ts';

export const FORMAT_VERSION = 10;

/** Points of the small curve of a library. */
export const CURVE_POINTS = 48;
export const MAX_TAGS = 20;
/** Characters of what a person notes on a run. */
export const MAX_NOTES = 10_000;
/** Most names are after a file, and longer than one's on any system; what is longer still was made to fill a screen. */
export const MAX_STORED_NAME = 1000;

const storedName = z.string().max(MAX_STORED_NAME);
/** Finished epochs, and steps of the next one. */
export const snapshotAt = z.object({ epoch: z.int().min(0), step: z.int().min(0) });
export type SnapshotAt = z.infer<typeof snapshotAt>;
/** ISO 8601, UTC. */
const moment = z.string().max(40);
/** What a manifest has room for; all of Unicode's characters that are assigned are fewer. */
export const MAX_VOCABULARY = 799_000;
/** What the parameters of a model may take: a file that may be anything is worth no more memory. */
export const MAX_WEIGHTS_BYTES = 1024 * MIB;
/** What the kept moments of a run may take together: the host holds them in memory. */
export const MAX_SNAPSHOT_BYTES = 512 * MIB;
/** Days that a removed model can be taken back. */
export const TRASH_DAYS = 30;

export const modelName = z.string().trim().min(1).max(200);
export const tags = z.array(z.string().trim().min(1).max(40)).max(MAX_TAGS);
export const notes = z.string().max(MAX_NOTES);

/** What a person can change of a run, with a model or without. */
export const labelChanges = z.object({
  name: modelName.optional(),
  tags: tags.optional(),
  favourite: z.boolean().optional(),
  notes: notes.optional(),
});

export const manifest = z.object({
  format: z.literal('verseloom-model'),
  version: z.int(),
  name: storedName,
  tags,
  favourite: z.boolean(),
  /** What the person has noted on the run; left out where that is nothing. */
  notes: notes.optional(),
  settings: trainingSettings,
  /** The character of every id, in the order of first appearance in the corpus. */
  vocabulary: z.array(z.string()).min(1).max(MAX_VOCABULARY),
  vocabularyOrder: z.literal('first appearance'),
  corpus: z.object({
    name: storedName,
    /** Unicode characters of the whole text, and of the part that was learnt. */
    characters: z.int(),
    learntCharacters: z.int(),
    /** SHA-256 of the whole text in UTF-8, in hexadecimal. */
    hash: z.string().max(64),
  }),
  /** How the run ended, or `stopped` for one that was saved on its way. */
  outcome: z.enum(['finished', 'stopped', 'diverged']),
  /** What made it end, where it finished; null for any other. */
  endedBy: endedBy.nullable(),
  /**
   * Whether the run was ended neither by itself nor by a person: so says every save on its way, and so the last one of a run that broke
   * off. Left out by earlier programs, which did not tell.
   */
  cutOff: z.boolean().optional(),
  /** The epoch whose weights these are, where a run that finished kept those of its best epoch and that was not the last. */
  kept: z.int().min(1).nullable(),
  /** Where it diverged, and which weights the file has; null for a run that did not, and for one of before version 5. */
  divergence: divergence.nullable(),
  /** Finished epochs, and the perplexity of the one whose weights these are; all of them are in `history.csv`. */
  epochs: z.int().min(0),
  perplexity: z.number().nullable(),
  /** Of the same epoch on what was held out; null where nothing was. */
  validationPerplexity: z.number().nullable(),
  /** What its epochs took together, one that had not ended among them; left out by earlier programs. */
  trainingSeconds: z.number().min(0).optional(),
  /** The perplexities of the run up to there in a few points, evenly spread over its epochs. */
  curve: z.array(z.number()).max(CURVE_POINTS),
  /** The epoch of the lowest perplexity, where these weights are others than it left: its own are in `best.safetensors`. */
  best: z.object({ epoch: z.int(), perplexity: z.number() }).nullable(),
  /** Of settings, while the run went on. */
  changes: settingsChanges,
  /** Moments of the run whose weights are kept: in `snapshot-1.safetensors` and so on. */
  snapshots: z.array(snapshotAt).max(ranges.snapshots.max),
  /** What of its texts it had by heart at the end of the run; null where that was not looked at. */
  verbatim: verbatim.nullable(),
  /** What counting alone reaches on what was held out; left out where nothing was, or it is not known. */
  counting: counting.optional(),
  /** The model that this one went on from with other settings. */
  parent: z.object({ name: storedName, epochs: z.int(), createdAt: moment }).nullable(),
  engine: z.object({
    name: engineName,
    version: z.string().max(100),
    threads: z.int().min(1).max(MAX_THREADS),
    /** `STEP_VERSION` of the program; 1 where it told none. */
    step: z.int().min(1).default(1),
  }),
  createdAt: moment,
  savedAt: moment,
});
export type Manifest = z.infer<typeof manifest>;

type Ended = Pick<Manifest, 'outcome' | 'perplexity'> & {
  readonly cutOff?: boolean | null | undefined;
  readonly vocabularySize: number;
};

/**
 * @returns how a run has ended, as it is told: one that was stopped, apart from one that broke off, as far as that is known; and one that
 * was let explode, apart from all whose model can write
 */
export function endingOf(ended: Ended): Manifest['outcome'] | 'cutOff' | 'exploded' {
  const { outcome, cutOff, perplexity, vocabularySize } = ended;
  if (outcome !== 'diverged' && isSenseless(perplexity, vocabularySize)) return 'exploded';
  return cutOff ? 'cutOff' : outcome;
}

export const modelInfo = z.object({
  id: z.string(),
  name: storedName,
  /** One that comes with the product can be read like a person's own, and not be changed or removed. */
  builtIn: z.boolean(),
  /** Of that one, in each language; null for a person's own. */
  names: z.record(language, z.string()).nullable(),
  /** What that one writes in. */
  language: language.nullable(),
  tags,
  favourite: z.boolean(),
  /** What the person has noted on the run. */
  notes,
  cell: z.enum(cellNames),
  corpusName: storedName,
  /** SHA-256 of the whole text in UTF-8, in hexadecimal. */
  corpusHash: z.string().max(64),
  /** Of the part that was learnt. */
  characters: z.int(),
  createdAt: z.string(),
  savedAt: z.string(),
  epochs: z.int(),
  /** Epochs that its settings ask for. */
  epochsWanted: z.int(),
  /** Of the epoch whose weights it has; null when no epoch was finished. */
  perplexity: z.number().nullable(),
  /** Of the same epoch on what was held out; null where nothing was. */
  validationPerplexity: z.number().nullable(),
  curve: z.array(z.number()),
  best: z.object({ epoch: z.int(), perplexity: z.number() }).nullable(),
  parentName: storedName.nullable(),
  /** Null where the file cannot be opened. */
  settings: allSettings.nullable(),
  hiddenSize: z.int(),
  /** What it has learnt line breaks as, and so what its lines end with. */
  lineBreaks: learntLineBreaks,
  vocabularySize: z.int(),
  /** Size of the file, in bytes. */
  bytes: z.int(),
  outcome: z.enum(['finished', 'stopped', 'diverged']),
  endedBy: endedBy.nullable(),
  /** Of one that is `stopped`, whether it broke off, and nobody has stopped it; null where the file does not tell. */
  cutOff: z.boolean().nullable(),
  /** Seconds that its epochs took together, one that has not ended among them; null where that cannot be told. */
  trainingSeconds: z.number().nullable(),
  /** How often its settings were changed while it went on: `settings` are the last ones. */
  changes: z.int(),
  /** What of its texts it had by heart at the end of the run; null where that was not looked at. */
  verbatim: verbatim.nullable(),
  /** What counting alone reaches on what was held out; null where nothing was, or it is not known. */
  counting: counting.nullable(),
  engine: z.object({ name: engineName, threads: z.int() }),
  /** The file holds the text that was learnt. */
  hasText: z.boolean(),
  /** The file holds what it takes to go on with the run. */
  canGoOn: z.boolean(),
  /** A prefix that this model can continue, to begin with. */
  suggestedPrefix: z.string(),
  /** Why the file cannot be opened; then nothing else but `id`, `name`, `bytes` and `savedAt` is known. */
  damage: failure.nullable(),
});
export type ModelInfo = z.infer<typeof modelInfo>;

/** Kinds of files that a model is exported as. */
export const exportKind = z.enum(['verse', 'safetensors', 'onnx', 'csv', 'html']);
export type ExportKind = z.infer<typeof exportKind>;
