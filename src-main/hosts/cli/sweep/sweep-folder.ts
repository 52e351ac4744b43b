/**
 * The folder of a sweep: `sweep.json`, which says what it goes through; `0001.verse` and so on, a model a run, or `0001.run`, the record of one
 * that has none; and `results.csv`, a row a run. What is done is told by models and records alone, so that a sweep that was killed goes on
 * where it was.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { unwritable } from '../../../contract/disk-errors.ts';
import type { EngineName } from '../../../contract/engine.ts';
import { toFailure } from '../../../contract/errors.ts';
import { comparedBy, countedPerplexity } from '../../../contract/training.ts';
import {
  AS_USUAL,
  readBytes,
  readHistory,
  readRecord,
  RUN_ENDING,
  writeBytes,
  writeRecord,
  type ModelFile,
} from '../../../services/model-files.ts';
import { csvOf } from '../../../services/runs/runs-table.ts';
import { UsageError } from '../arguments/usage-error.ts';
import type { Axis, SweptRun } from './grid.ts';

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
}

export interface Row {
  readonly run: number;
  readonly outcome: 'finished' | 'diverged' | 'refused';
  readonly perplexity: number | null;
  readonly validationPerplexity: number | null;
  /** Of counting alone, on the same. */
  readonly countingPerplexity: number | null;
  readonly bestEpoch: number | null;
  readonly epochs: number;
  readonly seconds: number;
  readonly engine: string;
  readonly threads: number;
  /** In the folder; empty where there is none. */
  readonly model: string;
  /** Why it was refused; else empty. */
  readonly refusal: string;
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
   * @throws UsageError for a folder that holds another sweep, or files and none; VerseloomError `file.*`
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
        throw new UsageError('sweepOther', { path });
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
      throw new UsageError('sweepFolder', { path });
    await folder.#write(DESCRIPTION, `${JSON.stringify(description, null, 2)}\n`);
    return { folder, description, isNew: true };
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

  /** @returns the row of a run that has come to its end; undefined where it was not begun, or not ended. @throws VerseloomError `model.*`, `file.unreadable` */
  async rowOf(index: number): Promise<Row | undefined> {
    const record = await readRecord(this.#recordOf(index)).catch(nothingIfMissing);
    const read = record ?? (await readHistory(this.modelOf(index)).catch(nothingIfMissing));
    if (!read) return undefined;
    const { manifest, epochs } = read;
    const { outcome, perplexity, validationPerplexity, engine, divergence } = manifest;
    if (outcome === 'stopped') return undefined;
    const made = divergence ? epochs.slice(0, divergence.kept) : epochs;
    const good = made.filter((one) => comparedBy(one) < Number.MAX_VALUE);
    const best = good.reduce<(typeof good)[number] | undefined>(
      (least, one) => (least && comparedBy(least) <= comparedBy(one) ? least : one),
      undefined,
    );
    return {
      ...{ run: index + 1, outcome, perplexity, validationPerplexity },
      countingPerplexity: manifest.counting ? countedPerplexity(manifest.counting) : null,
      ...{ bestEpoch: best?.epoch ?? null, epochs: epochs.length },
      seconds: Number((manifest.trainingSeconds ?? 0).toFixed(3)),
      ...{ engine: engine.name, threads: engine.threads },
      model: record ? '' : `${nameOf(index)}.verse`,
      refusal: '',
    };
  }

  /** Writes the rows that there are, in the order of the runs. @throws VerseloomError `file.unwritable` */
  async writeResults(runs: readonly SweptRun[], rows: ReadonlyMap<number, Row>): Promise<void> {
    const told = runs.flatMap(({ values }, i) => {
      const { run, ...rest } = rows.get(i) ?? {};
      return run === undefined ? [] : [{ run, ...values, ...(rest as Omit<Row, 'run'>) }];
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
      if (read?.version === 1) return read as SweepDescription;
    } catch {
      // as one that says something else
    }
    throw new UsageError('sweepOther', { path: this.path });
  }
}

const nameOf = (index: number): string => String(index + 1).padStart(4, '0');
function nothingIfMissing(error: unknown): undefined {
  if (toFailure(error).code !== 'file.notFound') throw error;
}

/** As it is read again. */
const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
