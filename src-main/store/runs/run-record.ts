/**
 * The record of a run of which there is no model: how it was made, its curve, what it wrote and how it ended. A zip as a model file is,
 * with the same `manifest.json`, `history.csv` and `samples.jsonl`, and no weights; see models/FORMAT.md. Where the history was lost with a
 * file that was damaged, there is none in the record, whose manifest then tells of epochs that nobody knows.
 */
import { basename } from 'node:path';
import { unreadable } from '../../contract/disk-errors.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { FORMAT_VERSION, type Manifest } from '../../contract/model.ts';
import type { EpochReport, Sample } from '../../contract/training.ts';
import { readArchive, withFile, type ArchiveEntry } from '../archives/archive-reader.ts';
import { DEFLATED, packEntry, writeArchive } from '../archives/archive-writer.ts';
import { PRIVATE, writeFileAtomically, type Making } from '../files/atomic-file.ts';
import { Damage } from '../files/damage.ts';
import {
  decodeHistory,
  decodeSamples,
  encodeHistory,
  encodeSamples,
  MAX_HISTORY_BYTES,
  MAX_SAMPLES_BYTES,
} from '../models/model-history.ts';
import type { Summary } from '../models/model-info.ts';
import { decodeManifest, encodeManifest, MAX_MANIFEST_BYTES } from '../models/model-manifest.ts';
import { withEpochs, withTime } from '../models/model-summary.ts';

export interface RunRecord {
  readonly manifest: Manifest;
  /** From the first on; none where the history is lost, of however many the manifest tells. */
  readonly epochs: readonly EpochReport[];
  readonly samples: readonly Sample[];
}

const [MANIFEST, HISTORY, SAMPLES] = ['manifest.json', 'history.csv', 'samples.jsonl'] as const;

/** Whole or not at all. @throws VerseloomError `file.unwritable`; `model.unsaveable` {name, reason} for what could not be read again */
export async function writeRecord(
  path: string,
  { manifest: told, epochs, samples }: RunRecord,
  making: Making = PRIVATE,
): Promise<void> {
  try {
    const isLost = epochs.length === 0 && told.epochs > 0;
    const manifest = { ...(isLost ? told : withEpochs(told, epochs)), version: FORMAT_VERSION };
    const bytes = writeArchive([
      await packEntry(MANIFEST, encodeManifest(manifest), DEFLATED),
      ...(isLost ? [] : [await packEntry(HISTORY, await encodeHistory(epochs), DEFLATED)]),
      await packEntry(SAMPLES, await encodeSamples(samples), DEFLATED),
    ]);
    await writeFileAtomically(path, bytes, making);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    const facts = { name: told.name, reason: error.message };
    throw new VerseloomError('model.unsaveable', facts, { cause: error });
  }
}

/**
 * @throws VerseloomError `file.notFound` {path}, `file.unreadable` {path, reason}; `model.newer`, `model.damaged` {name, reason}
 */
export async function readRecord(path: string): Promise<RunRecord> {
  return fromFile(path, async ({ manifest, history, samples }) => {
    if (!samples) throw new Damage(`${SAMPLES} is missing`);
    if (!history && manifest.epochs === 0) throw new Damage(`${HISTORY} is missing`);
    const epochs = !history
      ? []
      : await decodeHistory(await history.read(MAX_HISTORY_BYTES), manifest.settings);
    if (history && epochs.length !== manifest.epochs)
      throw new Damage('the manifest tells of another history');
    return {
      manifest,
      epochs,
      samples: await decodeSamples(await samples.read(MAX_SAMPLES_BYTES)),
    };
  });
}

/**
 * What is left of a run in a model file that is damaged, as long as its manifest can be read: its history and its samples, or none of them.
 * @throws as `readRecord`, where that cannot be
 */
export async function readRemains(path: string): Promise<RunRecord> {
  return fromFile(path, async ({ manifest, history, samples }) => {
    const lost = (): [] => [];
    const epochs = history
      ? await history
          .read(MAX_HISTORY_BYTES)
          .then((bytes) => decodeHistory(bytes, manifest.settings))
          .catch(lost)
      : [];
    return {
      manifest,
      epochs: epochs.length === manifest.epochs ? epochs : [],
      samples: samples ? await samples.read(MAX_SAMPLES_BYTES).then(decodeSamples).catch(lost) : [],
    };
  });
}

/** What a listing needs. @throws as `readRecord` */
export async function readRecordSummary(path: string): Promise<Summary> {
  const { manifest } = await fromFile(path, async (opened) => opened);
  const told = { hasText: false, canGoOn: false };
  if (manifest.trainingSeconds !== undefined) return { manifest, ...told };
  const record = await readRecord(path).catch(() => undefined); // of an earlier program, which left the time to it
  const isWhole = record?.epochs.length === manifest.epochs;
  return { manifest: isWhole ? withTime(record) : manifest, ...told };
}

interface Opened {
  readonly manifest: Manifest;
  readonly history: ArchiveEntry | undefined;
  readonly samples: ArchiveEntry | undefined;
}

async function fromFile<T>(path: string, use: (opened: Opened) => Promise<T>): Promise<T> {
  const name = basename(path);
  try {
    return await withFile(path, async (readAt, size) => {
      const entries = await readArchive(readAt, size);
      // Whoever reads it has no other file to choose instead: it lies among the runs, and is damaged.
      if (!entries) throw new Damage('it is not a zip');
      const parts = new Map(entries.map((entry) => [entry.name, entry]));
      const [front, history, samples] = [MANIFEST, HISTORY, SAMPLES].map((part) => parts.get(part));
      if (!front) throw new Damage(`${MANIFEST} is missing`);
      const { manifest } = decodeManifest(await front.read(MAX_MANIFEST_BYTES), name);
      return use({ manifest, history, samples });
    });
  } catch (error) {
    if (error instanceof Damage)
      throw new VerseloomError('model.damaged', { name, reason: error.message }, { cause: error });
    throw unreadable(path, error);
  }
}
