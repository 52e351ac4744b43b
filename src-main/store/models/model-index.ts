/**
 * What the library shows of every model file, kept in `index.json` beside them, so that a listing need not open them all.
 *
 * It is never trusted against the files. What it says of one holds as long as size, times and number of the file are those that it
 * was read at, and only when the file had not been changed for a while by then: within the granularity of the file system's clock, a
 * file can change twice and look the same, so what was young when the index was written is read again (as git does with its own).
 * Both times come from the file system, so that no other clock plays a part. One that is missing, damaged or of another version is
 * none at all; any process may write it at any time, whole, and the last one wins.
 */
import type { BigIntStats } from 'node:fs';
import { rename, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { FORMAT_VERSION, modelInfo, type ModelInfo } from '../../contract/model.ts';
import { PRIVATE } from '../files/atomic-file.ts';
import { readWhole } from '../files/read-file.ts';
import { withTemporaryFile } from '../files/temporary-file.ts';

/** Of tens of thousands of models. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;
/** Grows with every change to what is kept or how it is found; a new version of the model file counts by itself. */
const VERSION = `8 of format ${FORMAT_VERSION}`;
/** The coarsest clock of a file system that is in use, FAT's, in nanoseconds. */
const GRANULARITY = 2_000_000_000n;

const entry = z.object({ stamp: z.string(), info: modelInfo });
const indexFile = z.object({ version: z.literal(VERSION), entries: z.record(z.string(), entry) });
type Entry = z.infer<typeof entry>;

/** A model as a listing has found it. */
export interface Listed {
  readonly id: string;
  readonly info: ModelInfo;
  /** Of the file, before it was read; null when another look may find something else in the same file. */
  readonly stat: BigIntStats | null;
}

export class ModelIndex {
  readonly #path: string;
  readonly #entries: Readonly<Record<string, Entry>>;
  /** By the file system's clock, in nanoseconds. */
  readonly #writtenAt: bigint;

  private constructor(path: string, entries: Record<string, Entry>, writtenAt: bigint) {
    this.#path = path;
    this.#entries = entries;
    this.#writtenAt = writtenAt;
  }

  static async read(path: string): Promise<ModelIndex> {
    try {
      // The time first: whatever replaces the file after it is younger.
      const { mtimeNs } = await stat(path, { bigint: true });
      const bytes = await readWhole(path, MAX_INDEX_BYTES);
      const { entries } = indexFile.parse(JSON.parse(bytes.toString()));
      return new ModelIndex(path, entries, mtimeNs);
    } catch {
      return new ModelIndex(path, {}, 0n);
    }
  }

  /** @returns what is known of a model, when that holds for its file as it is now */
  find(id: string, now: BigIntStats): ModelInfo | undefined {
    const known = Object.hasOwn(this.#entries, id) ? this.#entries[id] : undefined;
    if (known?.stamp !== stampOf(now)) return undefined;
    const changedAt = now.ctimeNs > now.mtimeNs ? now.ctimeNs : now.mtimeNs;
    return changedAt + GRANULARITY < this.#writtenAt ? known.info : undefined;
  }

  /**
   * Writes what a listing has found, unless it is what the index has.
   * Not flushed: what a power cut leaves of it is thrown away. Where it cannot be written, listings only take longer.
   */
  async update(listed: readonly Listed[]): Promise<void> {
    const lasting = listed.flatMap(({ id, info, stat }) => (stat ? [{ id, info, stat }] : []));
    if (
      lasting.length === Object.keys(this.#entries).length &&
      lasting.every(({ id, stat }) => this.find(id, stat))
    )
      return;
    const entries = Object.fromEntries(
      lasting.map(({ id, stat, info }) => [id, { stamp: stampOf(stat), info } satisfies Entry]),
    );
    const index = JSON.stringify({ version: VERSION, entries });
    await withTemporaryFile(this.#path, async (temporary, path) => {
      await writeFile(temporary, index, { mode: PRIVATE.fileMode });
      await rename(temporary, path);
    }).catch(() => {});
  }
}

const stampOf = ({ size, mtimeNs, ctimeNs, ino }: BigIntStats): string =>
  [size, mtimeNs, ctimeNs, ino].join(' ');
