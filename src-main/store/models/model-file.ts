/** A model as one `*.verse` file: all of its parts in a zip, read whole or not at all. What stands where: FORMAT.md. */
import { basename } from 'node:path';
import type { LanguageModel, TrainingState } from '../../contract/compute-api.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { FORMAT_VERSION, type Manifest } from '../../contract/model.ts';
import { ranges } from '../../contract/settings.ts';
import type { EpochReport, Sample } from '../../contract/training.ts';
import {
  fromMemory,
  readArchive,
  withFile,
  type ArchiveEntry,
  type ReadAt,
} from '../archives/archive-reader.ts';
import {
  DEFLATED,
  packEntry,
  STORED,
  writeArchive,
  type PackedEntry,
} from '../archives/archive-writer.ts';
import { unreadable } from '../../contract/disk-errors.ts';
import { AS_USUAL, writeFileAtomically, type Making } from '../files/atomic-file.ts';
import { replacing } from '../files/put-in-place.ts';
import { Damage } from '../files/damage.ts';
import {
  decodeHistory,
  decodeSamples,
  encodeHistory,
  encodeSamples,
  MAX_HISTORY_BYTES,
  MAX_SAMPLES_BYTES,
} from './model-history.ts';
import {
  decodeManifest,
  architectureIn,
  encodeManifest,
  MAX_MANIFEST_BYTES,
  type Told,
} from './model-manifest.ts';
import { modelReadme } from './model-readme.ts';
import { summaryOf, withEpochs, withTime } from './model-summary.ts';
import { checkSize, checkText, packText, readText } from './model-text.ts';
import { largestWeights, packKept, packModel, readModel } from './model-weights.ts';
import { checkHistory, checkTogether, type RelatedParts } from './together.ts';
import {
  checkMomentParts,
  decodeState,
  encodeState,
  largestState,
  momentParts,
  MOMENTS,
} from './training-state.ts';

export type { LanguageModel } from '../../contract/compute-api.ts';

/** Everything that a model file holds. */
export interface ModelFile extends RelatedParts {
  readonly samples: readonly Sample[];
  /** The whole text that was imported, in UTF-8; null when its hash alone was kept. */
  readonly text: Uint8Array | null;
}

const MANIFEST = 'manifest.json';
const README = 'README.md';
const HISTORY = 'history.csv';
const SAMPLES = 'samples.jsonl';
const WEIGHTS = 'weights.safetensors';
const TRAINING = 'training.safetensors';
const BEST = 'best.safetensors';
const LAST = 'last.safetensors';
/** The first is 1. */
const snapshotName = (index: number): string => `snapshot-${index + 1}.safetensors`;
const SNAPSHOTS = Array.from({ length: ranges.snapshots.max }, (_, i) => snapshotName(i));
const TEXT = 'corpus.txt';
const PARTS_OF_VERSION_1 = [MANIFEST, WEIGHTS];
const OTHER_PARTS = [HISTORY, SAMPLES, TRAINING, ...MOMENTS, BEST, LAST, ...SNAPSHOTS, TEXT];
const PARTS = [...PARTS_OF_VERSION_1, ...OTHER_PARTS];
/** What others have added to the file is not used; it is unpacked all the same, to see whether the file is whole. */
const MAX_OTHER_BYTES = 64 * 1024 * 1024;

/**
 * @returns the bytes of a `*.verse` file; what its manifest tells of the epochs is drawn from them
 * @throws VerseloomError `model.unsaveable` {name, reason} for a model that could not be read again, such as one whose weights are not finite, whose manifest does not
 * fit its schema, or whose parts do not belong together
 */
export async function encodeModel(file: ModelFile): Promise<Uint8Array> {
  return Buffer.concat(await archiveOf(await packModelFile(file)));
}

/** Writes a `*.verse` file, whole or not at all. @throws VerseloomError `file.unwritable`, and as `encodeModel` */
export async function writeModelFile(
  path: string,
  file: ModelFile,
  making = AS_USUAL,
  putInPlace = replacing,
): Promise<void> {
  await writePacked(path, await packModelFile(file), making, (...written) =>
    writeFileAtomically(...written, putInPlace),
  );
}

/** A model file that is ready to be written, but for what the person calls the model by. */
export interface PackedModel {
  readonly manifest: Manifest;
  /** All but the manifest. */
  readonly parts: readonly PackedEntry[];
  /** Its memory may be shared with the parts. */
  readonly model: LanguageModel;
}

/**
 * Writes a file that was packed before, once: its memory is given back. Otherwise as `writeModelFile`.
 * @param write puts bytes in place
 */
export async function writePacked(
  path: string,
  packed: PackedModel,
  making: Making,
  write: (path: string, data: Uint8Array[], making: Making) => Promise<void> = writeFileAtomically,
): Promise<void> {
  await write(path, await archiveOf(packed), making);
  freeCopies(packed);
}

/**
 * Holds what is known of a model beforehand to what its file may hold.
 * @param manifest as it will be at its longest
 * @param textBytes of the text that the file is to hold, in UTF-8
 * @throws VerseloomError `model.unsaveable` {name, reason}
 */
export function checkSaveable(manifest: Manifest, textBytes: number): void {
  saveably(manifest, () => {
    encodeManifest(manifest);
    checkSize(TEXT, textBytes, manifest.corpus);
  });
}

function saveably<T>(manifest: Manifest, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unsaveable(error, manifest);
  }
}

/** @returns the error, where it is that of a model that no attempt can save, as one that says so */
function unsaveable(error: unknown, { name }: Manifest): unknown {
  if (!(error instanceof Damage)) return error;
  return new VerseloomError('model.unsaveable', { name, reason: error.message }, { cause: error });
}

/** As nobody else has them: the garbage collector would take its time for them from the training. */
function freeCopies({ parts, model }: PackedModel): void {
  const own = new Set(Object.values(model.parameters).map(({ buffer }) => buffer));
  for (const { buffer } of parts.find(({ name }) => name === WEIGHTS)!.data)
    if (buffer instanceof ArrayBuffer && !own.has(buffer)) buffer.transfer(0);
}

async function archiveOf({ manifest, parts }: PackedModel): Promise<Uint8Array[]> {
  const json = saveably(manifest, () => encodeManifest(manifest));
  return writeArchive([await packEntry(MANIFEST, json, DEFLATED), ...parts]);
}

/** @throws as `encodeModel` */
export async function packModelFile(file: ModelFile): Promise<PackedModel> {
  try {
    return await packParts(file);
  } catch (error) {
    throw unsaveable(error, file.manifest);
  }
}

async function packParts(file: ModelFile): Promise<PackedModel> {
  const { epochs, samples, model, state, best, last, moments, snapshots = [], text } = file;
  const manifest = { ...withEpochs(file.manifest, epochs), version: FORMAT_VERSION };
  checkTogether({ ...file, manifest });
  const parts = [
    await packEntry(README, Buffer.from(modelReadme(manifest.settings, text !== null)), DEFLATED),
    await packEntry(HISTORY, await encodeHistory(epochs), DEFLATED),
    await packEntry(SAMPLES, await encodeSamples(samples), DEFLATED),
    await packModel(WEIGHTS, model),
  ];
  if (state) parts.push(await packEntry(TRAINING, encodeState(state, manifest), STORED));
  for (const [i, one] of moments.entries())
    parts.push(await packModel(momentParts(manifest)[i]!, one));
  if (best) parts.push(await packKept(BEST, best));
  if (last) parts.push(await packModel(LAST, last));
  for (const [i, one] of snapshots.entries()) parts.push(await packKept(snapshotName(i), one));
  if (text !== null) parts.push(await packText(TEXT, text, file.manifest.corpus));
  return { manifest, parts, model };
}

/**
 * @param name of the file, for the errors
 * @throws VerseloomError `model.notOurs` {name}; `model.newer` {name, version, supported}; `model.damaged` {name, reason}
 */
export async function decodeModel(bytes: Uint8Array, name: string): Promise<ModelFile> {
  return refuse(name, async () => readAll(await openModel(fromMemory(bytes), bytes.length, name)));
}

/** As `decodeModel`. @throws VerseloomError also `file.notFound` {path}, `file.unreadable` {path, reason} */
export async function readModelFile(path: string): Promise<ModelFile> {
  return fromFile(path, readAll);
}

/** What writing needs; nothing else is read. Otherwise as `readModelFile`. */
export async function readWeights(path: string): Promise<Pick<ModelFile, 'manifest' | 'model'>> {
  return fromFile(path, async ({ manifest, parts }) => ({
    manifest,
    model: await readModel(parts.get(WEIGHTS)!, architectureIn(manifest)),
  }));
}

/** The text that a model has learnt, in UTF-8; null where the file does not have it. Otherwise as `readModelFile`. */
export async function readLearntText(path: string): Promise<Uint8Array | null> {
  return fromFile(path, async ({ manifest, parts }) => {
    const text = parts.get(TEXT);
    if (!text) return null;
    await checkText(text, manifest.corpus);
    return readText(text);
  });
}

/** The run as it went, without a look at any weight. Otherwise as `readModelFile`. */
export async function readHistory(
  path: string,
): Promise<Pick<ModelFile, 'manifest' | 'epochs' | 'samples'>> {
  return fromFile(path, async (opened) => {
    const epochs = await readEpochs(opened);
    const manifest = completed(opened, epochs);
    checkHistory(manifest, epochs);
    return { manifest, epochs, samples: await readSamples(opened) };
  });
}

/** The moments of the run whose weights were kept. Otherwise as `readModelFile`. */
export async function readSnapshotsOf(
  path: string,
): Promise<Pick<ModelFile, 'manifest'> & { snapshots: LanguageModel[] }> {
  return fromFile(path, async (opened) => ({
    manifest: opened.manifest,
    snapshots: await readSnapshots(opened),
  }));
}

async function readSnapshots({ manifest, parts }: Opened): Promise<LanguageModel[]> {
  const models: LanguageModel[] = [];
  for (const i of manifest.snapshots.keys())
    models.push(await readModel(parts.get(snapshotName(i))!, architectureIn(manifest)));
  return models;
}

/** What a listing needs, without a look at any weight. Otherwise as `readModelFile`. */
export async function readSummary(
  path: string,
): Promise<{ manifest: Manifest; hasText: boolean; canGoOn: boolean }> {
  return fromFile(path, async ({ manifest, parts }) => ({
    manifest,
    hasText: parts.has(TEXT),
    canGoOn: [TRAINING, ...momentParts(manifest)].every((part) => parts.has(part)),
  }));
}

/** Where there is a state, they are those of the run's optimiser. */
async function readMoments({ manifest, parts }: Opened): Promise<LanguageModel[]> {
  const expected = parts.has(TRAINING) ? momentParts(manifest) : [];
  checkMomentParts(parts, expected);
  const moments: LanguageModel[] = [];
  for (const part of expected)
    moments.push(await readModel(parts.get(part)!, architectureIn(manifest)));
  return moments;
}

/** As `readSummary`, with the training time also where the manifest leaves it to the history. */
export async function readListed(path: string): ReturnType<typeof readSummary> {
  const summary = await readSummary(path);
  if (summary.manifest.trainingSeconds !== undefined) return summary;
  const history = await readHistory(path).catch(() => undefined); // of which a listing need not know
  return history ? { ...summary, manifest: withTime(history) } : summary;
}

/** A file whose manifest was read, and whose other parts are there. */
interface Opened extends Told {
  /** Those that this reads, by their names. */
  readonly parts: ReadonlyMap<string, ArchiveEntry>;
  readonly others: readonly ArchiveEntry[];
}

async function fromFile<T>(path: string, use: (opened: Opened) => Promise<T>): Promise<T> {
  const name = basename(path);
  try {
    return await refuse(name, () =>
      withFile(path, async (readAt, size) => use(await openModel(readAt, size, name))),
    );
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function refuse<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new VerseloomError('model.damaged', { name, reason: error.message }, { cause: error });
  }
}

async function openModel(readAt: ReadAt, size: number, name: string): Promise<Opened> {
  const entries = (await readArchive(readAt, size)) ?? [];
  const all = new Map(entries.map((entry) => [entry.name, entry]));
  const front = all.get(MANIFEST);
  if (!front && !all.has(WEIGHTS)) throw new VerseloomError('model.notOurs', { name });
  if (!front) throw new Damage(`${MANIFEST} is missing`);
  const told = decodeManifest(await front.read(MAX_MANIFEST_BYTES), name);
  const needed = [
    WEIGHTS,
    ...(told.history ? [] : [HISTORY, SAMPLES]),
    ...(told.manifest.best ? [BEST] : []),
    ...told.manifest.snapshots.map((_, i) => snapshotName(i)),
  ];
  for (const part of needed) if (!all.has(part)) throw new Damage(`${part} is missing`);
  if (all.get(WEIGHTS)!.size > largestWeights(architectureIn(told.manifest)))
    throw new Damage(`${WEIGHTS} is larger than it may be`);
  const known = told.history ? PARTS_OF_VERSION_1 : PARTS;
  const parts = new Map([...all].filter(([part]) => known.includes(part)));
  const unexpected = SNAPSHOTS.slice(told.manifest.snapshots.length);
  if (!told.manifest.best) unexpected.push(BEST);
  for (const part of unexpected)
    if (parts.has(part)) throw new Damage(`the manifest does not know of ${part}`);
  return { ...told, parts, others: entries.filter((entry) => !parts.has(entry.name)) };
}

/** What takes little memory comes first, and the texts only when nothing else can be wrong any more. */
async function readAll(opened: Opened): Promise<ModelFile> {
  const { manifest, parts, others } = opened;
  const [training, best, last, text] = [TRAINING, BEST, LAST, TEXT].map((part) => parts.get(part));
  const epochs = await readEpochs(opened);
  const numbers = {
    manifest: completed(opened, epochs),
    epochs,
    state: training ? await readState(training, manifest) : null,
    model: await readModel(parts.get(WEIGHTS)!, architectureIn(manifest)),
    best: best ? await readModel(best, architectureIn(manifest)) : null,
    snapshots: await readSnapshots(opened),
    last: last ? await readModel(last, architectureIn(manifest)) : null,
    moments: await readMoments(opened),
  };
  checkTogether(numbers);
  await checkOthers(others);
  if (text) await checkText(text, manifest.corpus);
  return {
    ...numbers,
    samples: await readSamples(opened),
    text: text ? await readText(text) : null,
  };
}

/** The first version whose manifest says what the history says of the held-out part. */
const TELLS_VALIDATION = 6;

/** @returns the manifest, with what that of an earlier version left to the history */
const completed = ({ manifest, version }: Opened, epochs: readonly EpochReport[]): Manifest =>
  version < TELLS_VALIDATION
    ? { ...manifest, validationPerplexity: summaryOf(epochs, manifest).validationPerplexity }
    : manifest;

const readEpochs = async ({ history, parts, manifest }: Opened): Promise<EpochReport[]> =>
  history?.epochs ??
  (await decodeHistory(await parts.get(HISTORY)!.read(MAX_HISTORY_BYTES), manifest.settings));

const readSamples = async ({ history, parts }: Opened): Promise<Sample[]> =>
  history?.samples ?? decodeSamples(await parts.get(SAMPLES)!.read(MAX_SAMPLES_BYTES));

async function readState(entry: ArchiveEntry, manifest: Manifest): Promise<TrainingState> {
  return decodeState(await entry.read(largestState(manifest.settings)), manifest);
}

async function checkOthers(others: readonly ArchiveEntry[]): Promise<void> {
  let left = MAX_OTHER_BYTES;
  for (const entry of others) {
    await entry.unpack(left);
    left -= entry.size;
  }
}
