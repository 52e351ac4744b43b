/**
 * The folder of a sweep: `sweep.json`, which says what it goes through; `0001.verse` and so on, a model a run, or `0001.run`, the record of one
 * that has none; and `results.csv`, a row a run. What is done is told by models and records alone, so that a sweep that was killed goes on
 * where it was.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { unwritable } from '../../contract/disk-errors.ts';
import type { EngineName } from '../../contract/engine.ts';
import { toFailure, VerseloomError } from '../../contract/errors.ts';
import { comparedBy, countedPerplexity, type EpochReport } from '../../contract/training.ts';
import {
  AS_USUAL,
  readBytes,
  readHistory,
  readRecord,
  RUN_ENDING,
  writeBytes,
  writeRecord,
  type ModelFile,
} from '../model-files.ts';
import { csvOf } from '../runs/runs-table.ts';
import type { Halving } from './halving.ts';
import type { Axis, Place, Row, RowReason, SweptRun } from './swept-run.ts';

const DESCRIPTION = 'sweep.json';
const RESULTS = 'results.csv';
const MAX_BYTES = 16 * 1024 * 1024;

/** What makes a sweep the same one. */
export interface SweepDescription {
  readonly version: 1;
  /** SHA-256 of the whole text. */
  readonly corpusHash: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly axes: readonly Axis[];
  /** Fixed at its start, so that its bits repeat. */
  readonly engine: EngineName;
  readonly threads: number;
  readonly withText: boolean;
  /** Null: each run makes all its epochs. */
  readonly halving: Halving | null;
}

/** A run as its file tells it. */
export interface Found {
  /** Null of one that has not come to its end. */
  readonly outcome: 'finished' | 'diverged' | null;
  readonly epochs: readonly EpochReport[];
  /** As a row, whatever its outcome. */
  readonly row: Omit<Row, 'outcome'>;
}

export class SweepFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes the folder, or opens that of the same sweep.
   * @param wanted without the threads that a new one gets: one that is there keeps its own
   * @returns it, and what it says
   * @throws VerseloomError `sweep.other` for a folder that holds another sweep, `sweep.notEmpty` for one that holds files and none; `file.*`
   */
  static async open(
    path: string,
    wanted: Omit<SweepDescription, 'threads' | 'engine'> &
      Partial<Pick<SweepDescription, 'threads' | 'engine'>>,
    usual: Pick<SweepDescription, 'threads' | 'engine'>,
  ): Promise<{ folder: SweepFolder; description: SweepDescription; isNew: boolean }> {
    const folder = new SweepFolder(path);
    const there = await folder.#read();
    if (there) {
      if (!isDeepStrictEqual(there, { ...there, ...json(wanted) }))
        throw new VerseloomError('sweep.other', { path });
      return { folder, description: there, isNew: false };
    }
    const description = { ...usual, ...wanted };
    try {
      await mkdir(path, { recursive: true });
    } catch (error) {
      throw unwritable(path, error);
    }
    // Of one that was killed before it had said what it goes through.
    if ((await readdir(path)).some((name) => !name.startsWith('.verseloom-')))
      throw new VerseloomError('sweep.notEmpty', { path });
    await folder.#write(DESCRIPTION, `${JSON.stringify(description, null, 2)}\n`);
    return { folder, description, isNew: true };
  }

  /** @returns a sweep that is there. @throws VerseloomError `sweep.notFound` {path}, `sweep.other`, `file.*` */
  static async existing(
    path: string,
  ): Promise<{ folder: SweepFolder; description: SweepDescription }> {
    const folder = new SweepFolder(path);
    const description = await folder.#read();
    if (!description) throw new VerseloomError('sweep.notFound', { path });
    return { folder, description };
  }

  /** @returns the threads of a sweep that is there; null where there is none yet. @throws as `open` */
  static async threadsOf(path: string): Promise<number | null> {
    return (await new SweepFolder(path).#read())?.threads ?? null;
  }

  /** @param index of a run, from 0 on */
  modelOf(index: number): string {
    return join(this.path, `${nameOf(index)}.verse`);
  }

  #recordOf(index: number): string {
    return join(this.path, `${nameOf(index)}${RUN_ENDING}`);
  }

  /**
   * Keeps a run of which there is nothing to write with, in place of what it was saved as on its way.
   * @throws VerseloomError `file.unwritable`, `model.unsaveable`
   */
  async keepRecord(index: number, { manifest, epochs, samples }: ModelFile): Promise<void> {
    await writeRecord(this.#recordOf(index), { manifest, epochs, samples }, AS_USUAL);
    await rm(this.modelOf(index), { force: true }).catch(() => {}); // the record counts
  }

  /** Whether a run was begun. */
  async has(index: number): Promise<boolean> {
    return stat(this.modelOf(index)).then(
      () => true,
      () => false,
    );
  }

  /**
   * @param path of its model, where that is not the folder's
   * @returns undefined for one that was not begun
   * @throws VerseloomError `model.*`, `file.unreadable`
   */
  async find(index: number, path = this.modelOf(index)): Promise<Found | undefined> {
    const record = await readRecord(this.#recordOf(index)).catch(nothingIfMissing);
    const read = record ?? (await readHistory(path).catch(nothingIfMissing));
    if (!read) return undefined;
    const { manifest, epochs } = read;
    const { outcome, perplexity, validationPerplexity, engine, divergence } = manifest;
    const made = divergence ? epochs.slice(0, divergence.kept) : epochs;
    const row = {
      ...{ run: index + 1, perplexity, validationPerplexity },
      countingPerplexity: manifest.counting ? countedPerplexity(manifest.counting) : null,
      ...{ bestEpoch: bestOf(made)?.epoch ?? null, epochs: epochs.length },
      seconds: Number((manifest.trainingSeconds ?? 0).toFixed(3)),
      ...{ engine: engine.name, engineVersion: engine.version, threads: engine.threads },
      model: record ? '' : `${nameOf(index)}.verse`,
      ...{ places: [], reason: null },
    };
    return { outcome: outcome === 'stopped' ? null : outcome, epochs: made, row };
  }

  /**
   * Writes the rows that there are, in the order of the runs.
   * @param sentenceOf what stands in the table for a reason
   * @throws VerseloomError `file.unwritable`
   */
  async writeResults(
    runs: readonly SweptRun[],
    rows: ReadonlyMap<number, Row>,
    sentenceOf: (reason: RowReason) => string,
  ): Promise<void> {
    const areElsewhere = [...rows.values()].some(({ places }) => places.length > 0);
    const told = runs.flatMap(({ values }, i) => {
      const row = rows.get(i);
      if (!row) return [];
      const { run, places, reason, ...rest } = row;
      const joined = (part: keyof Place): string =>
        [...new Set(places.map((place) => place[part]))].join('; ');
      return {
        ...{ run, ...values, ...rest },
        ...(areElsewhere && { machine: joined('machine'), processor: joined('processor') }),
        reason: reason ? sentenceOf(reason) : '',
      };
    });
    await this.#write(RESULTS, csvOf(told));
  }

  get results(): string {
    return join(this.path, RESULTS);
  }

  async #write(name: string, text: string): Promise<void> {
    await writeBytes(join(this.path, name), Buffer.from(text), true);
  }

  async #read(): Promise<SweepDescription | undefined> {
    const path = join(this.path, DESCRIPTION);
    const bytes = await readBytes(path, MAX_BYTES).catch(nothingIfMissing);
    if (!bytes) return undefined;
    try {
      const read = JSON.parse(Buffer.from(bytes).toString()) as Partial<SweepDescription> | null;
      // One that was begun before there was halving has none.
      if (read?.version === 1) return { halving: null, ...read } as SweepDescription;
    } catch {
      // as one that says something else
    }
    throw new VerseloomError('sweep.other', { path: this.path });
  }
}

/** @returns the lowest that epochs have come to; undefined where none was good */
export const bestOf = (epochs: readonly EpochReport[]): EpochReport | undefined =>
  epochs
    .filter((one) => comparedBy(one) < Number.MAX_VALUE)
    .reduce<EpochReport | undefined>(
      (least, one) => (least && comparedBy(least) <= comparedBy(one) ? least : one),
      undefined,
    );

export const nameOf = (index: number): string => String(index + 1).padStart(4, '0');
function nothingIfMissing(error: unknown): undefined {
  if (toFailure(error).code !== 'file.notFound') throw error;
}

/** As it is read again. */
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
