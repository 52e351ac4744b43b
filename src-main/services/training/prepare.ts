/** What a run needs before it can begin: settings that hold, ids, vocabulary and prefixes; or the reason why it cannot. */
import type { StepShape } from '../engines/engines.ts';
import { architectureOf } from '../../contract/architecture.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { signOf } from '../../contract/corpus/song-text.ts';
import {
  MAX_SNAPSHOT_BYTES,
  MAX_VOCABULARY,
  MAX_WEIGHTS_BYTES,
  type Manifest,
} from '../../contract/model.ts';
import {
  checkEmbedding,
  parseSettings,
  moreEpochsRange,
  ranges,
  trainingSettings,
  type ChosenLineBreaks,
  type LineBreaks,
  type TrainingSettings,
} from '../../contract/settings.ts';
import { cameTo, type SettingsChange } from '../../contract/training.ts';
import type { LearntPart } from '../../core/text/learnt-part.ts';
import { neededCharacters, preprocess } from '../../core/text/corpus.ts';
import { endOf, isTimeOver, toldBy } from '../../core/course.ts';
import type { RunShape } from '../../core/memory.ts';
import { batchesPerEpoch, batchesRead } from '../../core/sampler.ts';
import { SettingsByEpoch } from '../../core/settings-by-epoch.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import type { ModelFile } from '../../store/models/model-file.ts';
import { largestWeights } from '../../store/models/model-weights.ts';
import {
  checkEpochLength,
  heldOutOf,
  learntOf,
  partOf,
  survey,
  type Survey,
} from './learnt-text.ts';

export interface TrainingText {
  /** Of the corpus in the library, or a path. */
  readonly id: string;
  readonly name: string;
  /** In UTF-8: so it is kept, saved and read, and a large one takes up as much memory as its file. */
  readonly text: Uint8Array;
  readonly characters: number;
  readonly hash: string;
  /** Taken when the person names none. */
  readonly suggestedPrefixes: readonly string[];
}

export interface PreparedTraining {
  /** What its steps and its memory depend on. */
  readonly shape: RunShape & StepShape;
  readonly text: TrainingText;
  readonly settings: TrainingSettings;
  /** What of the text is learnt, and what is held out. */
  readonly part: LearntPart;
  /** Of what is learnt, unless it is a parent's. */
  readonly vocabulary: Vocabulary;
  /** How many characters of the text are learnt. */
  readonly learntCharacters: number;
  readonly prefixes: Int32Array[];
  /** Characters of the prefixes that the vocabulary does not have. */
  readonly leftOut: string[];
  /** How many characters of that part are not learnt, since a parent's vocabulary does not have them. */
  readonly unknownCharacters: number;
  /** Of what is held out: the characters that can be read, and those that the vocabulary does not have. */
  readonly validation: { readonly characters: number; readonly unknown: number } | null;
  readonly predictionsPerEpoch: number;
  /** Of settings, that were made before it is gone on with. */
  readonly changes: readonly SettingsChange[];
}

/**
 * @param parent a model to begin with: its vocabulary is the run's, and what it does not know of the text is left out
 * @throws VerseloomError `settings.*`, `prefix.*`, `corpus.tooShort` or `corpus.tooManyDistinct`, with the field at fault;
 * `model.otherCell`, `model.otherShape`, `model.otherLineBreaks`
 */
export async function prepareTraining(
  text: TrainingText,
  input: Record<string, unknown>,
  parent?: ModelFile,
  signal?: AbortSignal,
): Promise<PreparedTraining> {
  const parsed = parseSettings({
    ...(parent && inheritedOf(parent.manifest)),
    ...input,
    prefixes: input['prefixes'] ?? [],
  });
  if (parent) checkShape(parsed, parent.manifest);
  const part = await partOf(text.text, parsed, signal);
  refuseNoneHeldOut(parsed, part);
  const found = await survey(learntOf(text.text, parsed, part), {
    ...{ vocabulary: parent && new Vocabulary(parent.manifest.vocabulary), signal },
  });
  const { vocabulary, known: learntCharacters, unknown: unknownCharacters } = found;
  refuseTooLarge(parsed, vocabulary.size);
  const settings =
    input['prefixes'] === undefined
      ? { ...parsed, prefixes: knownPrefixes(text.suggestedPrefixes, found, parsed) }
      : parsed;
  const needed = neededCharacters(settings);
  if (learntCharacters < needed)
    throw new VerseloomError('corpus.tooShort', {
      ...{ characters: learntCharacters, needed },
      ...(learntCharacters + unknownCharacters >= needed
        ? { field: 'parentId' }
        : part.learnt + part.heldOut >= needed
          ? { field: 'heldOut' }
          : // With fewer characters taken than the text has, it is that number that is too small.
            text.characters >= needed && { field: 'maxCharacters' }),
    });
  const encoded = encodePrefixes(vocabulary, settings);
  const described = describe(settings, vocabulary, learntCharacters, part, encoded);
  const validation = await validationOf(text, { settings, part, vocabulary }, signal);
  if (settings.patience > 0 && (validation?.characters ?? 0) < 2)
    throw new VerseloomError('settings.nothingHeldOut', { field: 'patience' });
  return {
    ...{ ...described, text, settings, part, vocabulary, changes: [] },
    ...{ learntCharacters, unknownCharacters, validation },
  };
}

async function validationOf(
  { text: utf8 }: TrainingText,
  { settings, part, vocabulary }: Pick<PreparedTraining, 'settings' | 'part' | 'vocabulary'>,
  signal: AbortSignal | undefined,
): Promise<PreparedTraining['validation']> {
  if (part.heldOut === 0) return null;
  const found = await survey(heldOutOf(utf8, settings, part), { vocabulary, signal });
  return { characters: found.known, unknown: found.unknown };
}

/**
 * @param text the very one that the run learnt
 * @param more epochs from here on; undefined for those that are left of its settings
 * @throws VerseloomError `model.noState`, `model.otherText`, `settings.outOfRange` when there is no epoch left to make, `settings.allEpochs`
 * when there can be none,
 * `settings.samples` for more epochs than all samples can be kept of, or `model.damaged` for settings that no run can have
 */
export async function prepareToGoOn(
  file: ModelFile,
  text: TrainingText,
  more: number | undefined,
  signal?: AbortSignal,
): Promise<PreparedTraining> {
  const { manifest, state } = file;
  const { name, corpus } = manifest;
  if (!state) throw new VerseloomError('model.noState', { name });
  if (text.hash !== corpus.hash)
    throw new VerseloomError('model.otherText', { name, corpus: corpus.name });
  const epochs = more === undefined ? manifest.settings.epochs : state.epochs + more;
  if ((epochs <= state.epochs && state.samplesDue === 0) || epochs > ranges.epochs.max) {
    const { min, max } = moreEpochsRange(state.epochs);
    throw new VerseloomError('settings.outOfRange', {
      ...{ field: 'epochs', value: more ?? 0, min, max },
    });
  }
  const ends = endsOf(file);
  const settings = ofItsFile(name, () =>
    parseSettings({ ...manifest.settings, ...ends, epochs }, trainingSettings),
  );
  const byEpoch = new SettingsByEpoch(
    manifest.settings,
    manifest.changes,
    state.epochs + (state.steps > 0 ? 1 : 0),
  );
  byEpoch.change({ epochs });
  const vocabulary = new Vocabulary(manifest.vocabulary);
  const encoded = ofItsFile(name, () => encodePrefixes(vocabulary, settings));
  const part = await partOf(text.text, settings, signal);
  const { known, unknown } = await survey(learntOf(text.text, settings, part), {
    ...{ vocabulary, signal },
  });
  if (known !== corpus.learntCharacters)
    throw new VerseloomError('model.otherText', { name, corpus: corpus.name });
  return {
    ...describe(settings, vocabulary, known, part, encoded),
    text: { ...text, name: corpus.name },
    ...{ settings, part, vocabulary, changes: byEpoch.changes },
    learntCharacters: known,
    unknownCharacters: unknown,
    validation: await validationOf(text, { settings, part, vocabulary }, signal),
  };
}

/**
 * Of a run that is gone on with, nothing but its epochs can be chosen: they are what makes its samples too many, and what else does not
 * hold was written into the file.
 * @param name of the model
 */
function ofItsFile<Made>(name: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof VerseloomError)) throw error;
    const { code, params } = error;
    if (code === 'settings.samples')
      throw new VerseloomError(code, { ...params, field: 'epochs' }, { cause: error });
    const reason = `manifest: unexpected value at "settings.${params['field']}"`;
    throw new VerseloomError('model.damaged', { name, reason }, { cause: error });
  }
}

/** @returns the ends that have made a run finish, and would make it do so at once when it is gone on with, as none */
function endsOf({ manifest, epochs, state }: ModelFile): Partial<TrainingSettings> {
  if (manifest.outcome !== 'finished') return {};
  const told = toldBy(epochs.map(cameTo));
  const { untilPerplexity, untilSeconds, patience } = manifest.settings;
  const none = { epochs: Infinity, untilPerplexity: 0, untilSeconds: 0, patience: 0 };
  const has = (end: Partial<typeof none>): boolean =>
    told !== undefined && endOf({ ...none, ...end }, told) !== null;
  const seconds = (told?.seconds ?? 0) + (state?.seconds ?? 0);
  return {
    ...(has({ untilPerplexity }) && { untilPerplexity: 0 }),
    ...(isTimeOver({ untilSeconds }, seconds) && { untilSeconds: 0 }),
    ...(has({ patience }) && { patience: 0 }),
  };
}

/** Who wants a part held out would believe that there is one. */
function refuseNoneHeldOut(
  { heldOut }: TrainingSettings,
  { learntSongs: songs, heldOut: count }: LearntPart,
): void {
  if (heldOut.by === 'songs' && count === 0)
    throw new VerseloomError('settings.heldOutNone', {
      ...{ field: 'heldOut', every: heldOut.every, songs },
    });
}

/** Rather now than after hours of training: it could not be saved. */
function refuseTooLarge(settings: TrainingSettings, vocabularySize: number): void {
  const { hiddenSize, snapshots } = settings;
  if (vocabularySize > MAX_VOCABULARY)
    throw new VerseloomError('corpus.tooManyDistinct', {
      ...{ field: 'maxCharacters', distinct: vocabularySize, max: MAX_VOCABULARY },
    });
  checkEmbedding(settings, vocabularySize);
  const bytesOf = (size: number) => {
    const embeddingSize = settings.tied ? size : settings.embeddingSize;
    const smaller = { ...settings, hiddenSize: size, embeddingSize };
    return largestWeights(architectureOf(smaller, vocabularySize));
  };
  let max = hiddenSize;
  while (bytesOf(max) > MAX_WEIGHTS_BYTES) max -= 1;
  if (max < hiddenSize)
    throw new VerseloomError('settings.outOfRange', {
      ...{ field: 'hiddenSize', value: hiddenSize, min: ranges.hiddenSize.min, max },
    });
  const most = Math.floor(MAX_SNAPSHOT_BYTES / bytesOf(hiddenSize));
  if (snapshots > most)
    throw new VerseloomError('settings.outOfRange', {
      ...{ field: 'snapshots', value: snapshots, min: ranges.snapshots.min, max: most },
    });
}

function checkShape(
  { cell, activation, hiddenSize, lineBreaks, ...deep }: TrainingSettings,
  { name, settings }: Manifest,
): void {
  if (cell !== settings.cell || activation !== settings.activation)
    throw new VerseloomError('model.otherCell', {
      name,
      ...(cell === settings.cell
        ? { field: 'activation', kind: settings.activation }
        : { field: 'cell', kind: settings.cell }),
    });
  if (hiddenSize !== settings.hiddenSize)
    throw new VerseloomError('model.otherShape', { name, hiddenSize: settings.hiddenSize });
  for (const field of ['layers', 'embeddingSize', 'tied'] as const)
    if (deep[field] !== settings[field])
      throw new VerseloomError('model.otherDepth', {
        ...{ field, name, value: Number(settings[field]) },
      });
  // To a vocabulary without line ends, all lines would be one, with nothing between them.
  if (lineBreaks !== chosenBy({ settings }))
    throw new VerseloomError('model.otherLineBreaks', {
      ...{ field: 'lineBreaks', name, lineBreaks: chosenBy({ settings }) },
    });
}

/** What a run has from the model that it begins with, where nothing else is said. */
const inheritedOf = ({ settings }: Manifest) => ({
  ...{ cell: settings.cell, activation: settings.activation },
  ...{ layers: settings.layers, embeddingSize: settings.embeddingSize, tied: settings.tied },
  lineBreaks: chosenBy({ settings }),
});

/** What has to be chosen for a run that begins with a model: its vocabulary has line ends or spaces. */
const chosenBy = ({ settings }: Pick<Manifest, 'settings'>): ChosenLineBreaks =>
  settings.lineBreaks === 'own' ? 'own' : 'space';

type EncodedPrefix = ReturnType<typeof encodePrefix>;

function describe(
  settings: TrainingSettings,
  vocabulary: Vocabulary,
  length: number,
  { heldOut }: LearntPart,
  prefixes: readonly EncodedPrefix[],
): Pick<PreparedTraining, 'shape' | 'prefixes' | 'leftOut' | 'predictionsPerEpoch'> {
  const { sampling, batchSize, timeSteps, dropout, optimiser, clip, clippingThreshold } = settings;
  checkEpochLength(settings, length);
  return {
    shape: {
      ...architectureOf(settings, vocabulary.size),
      ...{ timeSteps, batchSize, dropout, characters: length, sampling },
      ...{ optimiser, clip, clippingThreshold },
      ...(!settings.detach && { batches: batchesRead(settings, length) }),
      heldOutCharacters: heldOut,
    },
    prefixes: prefixes.map((prefix) => prefix.ids),
    leftOut: [...new Set(prefixes.flatMap((prefix) => prefix.leftOut))],
    predictionsPerEpoch:
      batchesPerEpoch(sampling, length, batchSize, timeSteps) * batchSize * timeSteps,
  };
}

/** Nobody named these, so none may be the reason to refuse a run or to leave anything out: the beginning of what is learnt is always known. */
function knownPrefixes(
  suggested: readonly string[],
  { vocabulary, beginning }: Survey,
  { lineBreaks }: TrainingSettings,
): string[] {
  const known = suggested.filter((prefix) =>
    isKnown(vocabulary.encode(preprocess(prefix, { maxCharacters: 0, lineBreaks }))),
  );
  return known.length > 0 ? known : [beginning];
}

const isKnown = ({ ids, leftOut }: EncodedPrefix): boolean =>
  ids.length > 0 && leftOut.length === 0;

const encodePrefixes = (
  vocabulary: Vocabulary,
  { prefixes, lineBreaks }: TrainingSettings,
): EncodedPrefix[] =>
  prefixes.map((prefix) => encodePrefix(vocabulary, prefix, lineBreaks, 'prefixes'));

/**
 * @param lineBreaks as the model has learnt them
 * @returns the ids of a prefix, and the characters without one, which are left out
 * @throws VerseloomError `prefix.empty`, or `prefix.unknown` when nothing is left of it
 */
export function encodePrefix(
  vocabulary: Vocabulary,
  prefix: string,
  lineBreaks: LineBreaks,
  field: string,
): { ids: Int32Array; leftOut: string[] } {
  if (prefix === '') throw new VerseloomError('prefix.empty', { field });
  const encoded = vocabulary.encode(preprocess(prefix, { maxCharacters: 0, lineBreaks }));
  if (encoded.ids.length === 0)
    throw new VerseloomError('prefix.unknown', {
      ...{ field, characters: encoded.leftOut.map(signOf).join('') },
    });
  return encoded;
}
