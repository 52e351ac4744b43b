/** What a command needs of the world around it, put together by the entry. */
import { resolve } from 'node:path';
import type { ComputeState, Emit, EventData } from '../../../contract/api.ts';
import type { Translator } from '../../../messages/translator.ts';
import type { Corpora } from '../../../services/corpora/corpora.ts';
import type { DraftLibrary } from '../../../services/drafts/drafts.ts';
import { onEndSignals } from '../../../services/end-signals.ts';
import type { Power } from '../../../services/engines/engines.ts';
import type { ModelLibrary } from '../../../services/model-files.ts';
import type { Product } from '../../../services/product.ts';
import type { Runs } from '../../../services/runs/runs.ts';
import type { ClusterList, Installed } from '../../../services/sweeps/cluster/cluster.ts';
import type { Output } from '../terminal/output.ts';

/** The standard input; `fd` is the file that it reads. */
export type Input = AsyncIterable<Uint8Array> & { readonly isTTY?: boolean; readonly fd?: number };

export interface Surroundings {
  readonly version: string;
  /** Where the product's own files are. */
  readonly installation: Installed;
  /** Path of the page that a model is exported in. */
  readonly exportedPage: string;
  readonly translator: Translator;
  readonly input: Input;
  readonly output: Output;
  /** What the person writes to start this program, as a shell takes it: what is said to do next begins with it. */
  readonly command: string;
  /** Where the person stands: paths are relative to it. */
  readonly folder: string;
  /** Of the library. @throws VerseloomError as the search for the data folder */
  modelsFolder(): Promise<string>;
  /** @returns the library of the models that the product keeps. @throws VerseloomError also `file.unwritable` */
  openModels(): Promise<ModelLibrary>;
  /** @returns the library of the corpora that the product keeps, to be closed. @throws VerseloomError as `openModels` */
  openCorpora(): Promise<Corpora>;
  /** @returns the drafts that the person writes in the application. @throws VerseloomError as `openModels` */
  openDrafts(): Promise<DraftLibrary>;
  /** @returns all runs of the library, with a model or without. @throws VerseloomError as `openModels` */
  openRuns(): Promise<Runs>;
  /** @returns the clusters that the person uses. @throws VerseloomError as `openModels` */
  openClusters(): Promise<ClusterList>;
  /** @param power of new runs */
  openProduct(emit: Emit, power: Power): Promise<Product>;
  /** Runs the program of the same name. @returns its exit code */
  runBench(args: readonly string[]): Promise<number>;
}

const USUAL: Power = { threads: null, leavesRoom: false };

export const resolvePath = ({ folder }: Surroundings, path: string): string =>
  resolve(folder, path);

/**
 * Opens the product for as long as `use` runs: its compute process ends with it.
 * @param use a signal meanwhile ends the program and that process, until it takes signals over
 */
export async function withProduct<Result>(
  around: Surroundings,
  emit: Emit,
  use: (product: Product, takeSignalsOver: () => void) => Promise<Result>,
  power: Power = USUAL,
): Promise<Result> {
  const tellOfCompute = computeTeller(around);
  const product = await around.openProduct((name, data) => {
    if (name === 'compute') tellOfCompute((data as EventData<'compute'>).state);
    emit(name, data);
  }, power);
  const release = onEndSignals((_, signal) => {
    product.lanes.kill(); // one that does not answer would not notice that we are gone
    release();
    process.kill(process.pid, signal);
  });
  try {
    return await use(product, release);
  } finally {
    await product.close();
    release();
  }
}

/** Tells of a process that does not answer, and that it answers again; a crash is told by what fails of it. */
function computeTeller({ output, translator }: Surroundings): (state: ComputeState) => void {
  let isAway = false;
  return (state) => {
    if (state === 'unresponsive') output.notice(translator.t('cli.unresponsive'));
    else if (state === 'ready' && isAway) output.notice(translator.t('cli.responsive'));
    isAway = state === 'unresponsive';
  };
}
