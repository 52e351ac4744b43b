/** The product as it is installed here, for each of its hosts: over a data folder that is locked and can be moved while it is open. */
import type { ApiHandlers } from './contract/api.ts';
import { VerseloomError } from './contract/errors.ts';
import { isResting, type TrainingStatus } from './contract/training.ts';
import { findEngines } from './engines/presence.ts';
import { installation } from './installation.ts';
import { nameWordsOf } from './messages/model-names.ts';
import { createTranslator } from './messages/translator.ts';
import { openProduct, type Product, type ProductOptions } from './services/product.ts';
import type { DataFolder } from './store/data/data-folder.ts';
import { moveData, type OpenData } from './store/data/data-move.ts';
import { openData } from './store/data/open-data.ts';

type Options = Omit<ProductOptions, keyof ReturnType<typeof installed> | 'data' | 'moveData'>;

/** For a short command, beside an application that may have the same folder open. @throws VerseloomError as `openProduct` */
export const openProductHere = (data: DataFolder, options: Options): Promise<Product> =>
  openProduct({ ...installed(), data, ...options });

const installed = () => {
  const { version, builtInCorpora, starters, corpusWorker, exportedPage, licences } = installation;
  const { present: engines, missing: missingEngines } = findEngines();
  const nameWords = nameWordsOf();
  const { root, programs, clusterPrograms } = installation;
  const clusters: ProductOptions['clusters'] = {
    ...{ root, programs, packed: clusterPrograms },
    sentenceOf: (failure, language) => createTranslator(language).sentence(failure),
  };
  const files = { builtInCorpora, starters, corpusWorker, exportedPage, licences };
  return { version, ...files, engines, missingEngines, nameWords, clusters };
};

/**
 * For an application.
 *
 * While the data are on their way, whatever is asked for waits. Then the product is opened again, where they are by now. When that
 * fails, whoever asks next is told why, and it is tried anew each time: the disk may be back.
 */
export class InstalledProduct {
  readonly #options: Options;
  #open: OpenData;
  #product!: Product;
  /** Not while the data are on their way; a product that is closed still tells what it has done. */
  #isOpen = false;
  /** A move, or an attempt to open the product after one, as long as it lasts. */
  #opening: Promise<unknown> | undefined;
  /** What was asked of the product and is not answered yet. */
  readonly #underWay = new Set<Promise<unknown>>();
  #closing = false;

  /** @throws VerseloomError as `openData` and `openProduct` */
  static async open(options: Options, opening = openData()): Promise<InstalledProduct> {
    const product = new InstalledProduct(options, await opening);
    try {
      await product.#openProduct();
      return product;
    } catch (error) {
      await product.#open.lock.release();
      throw error;
    }
  }

  private constructor(options: Options, open: OpenData) {
    this.#options = options;
    this.#open = open;
  }

  get data(): DataFolder {
    return this.#open.data;
  }

  /** The product over the folder that is in use, or that was until now. */
  get current(): Product {
    return {
      ...this.#product,
      handlers: this.handlers,
      warmUp: () => this.#use((product) => product.warmUp()),
      openFile: (path) => this.#use((product) => product.openFile(path)),
      recentModels: () => this.#use((product) => product.recentModels()),
    };
  }

  /** Those of the product, whichever it is. */
  readonly handlers = new Proxy({} as ApiHandlers, {
    get: (_, name: keyof ApiHandlers) => (input: unknown) =>
      this.#use(
        ({ handlers }) => (handlers[name] as (input: unknown) => unknown)(input),
        // A move does not wait for itself, nor for somebody who looks for a folder.
        name !== 'data.move' && name !== 'data.choose',
      ),
  });

  /** Saves what runs and gives the folder back; of a move that is under way, everything stays where it was. */
  async close(): Promise<void> {
    this.#closing = true;
    try {
      await this.#product.close(); // which ends what a move may be waiting for
      await this.#opening?.catch(() => {});
      await this.#product.close(); // another one, if it has been opened meanwhile
    } finally {
      await this.#open.lock.release();
    }
  }

  /** @param isAwaited whether the data may not go before it is done */
  async #use<Result>(
    work: (product: Product) => Result | Promise<Result>,
    isAwaited = true,
  ): Promise<Result> {
    // Looked at in the same turn in which `work` begins, so that no move comes between.
    while (!this.#isOpen) {
      if (this.#closing) throw new VerseloomError('compute.stopped');
      await (this.#opening ??= this.#openAgain().finally(() => (this.#opening = undefined)));
    }
    const answer = (async () => work(this.#product))();
    if (isAwaited) this.#underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  async #openProduct(): Promise<void> {
    const { data } = this.#open;
    this.#product = await openProduct({
      ...installed(),
      data,
      ...(data.place !== null && { moveData: (folder: string) => this.#move(folder) }),
      ...this.#options,
    });
    this.#isOpen = true;
  }

  async #openAgain(): Promise<void> {
    await this.#openProduct();
    this.#options.emit('models', {});
    this.#options.emit('corpora', {});
  }

  /** @returns the new folder. @throws VerseloomError as `moveData` and `refuseTraining`; everything is then where it was */
  async #move(folder: string): Promise<string> {
    this.#isOpen = false;
    const moved = this.#moveAlone(folder).finally(() => (this.#opening = undefined));
    this.#opening = moved.catch(() => {}); // who waits for it has not asked for it
    return moved;
  }

  async #moveAlone(folder: string): Promise<string> {
    try {
      refuseTraining(this.#product.lanes.shown.training.status()); // before it is asked to hurry
      await this.#product.lanes.insistOn(Promise.allSettled(this.#underWay));
      refuseTraining(this.#product.lanes.shown.training.status());
    } catch (error) {
      this.#isOpen = true;
      throw error;
    }
    try {
      await this.#product.close();
      this.#open = await moveData(this.#open, folder, (progress) => {
        if (this.#closing) throw new VerseloomError('compute.stopped');
        this.#options.emit('moving', progress);
      });
    } finally {
      if (!this.#closing) await this.#openAgain().catch(() => {}); // who asks next hears why
    }
    return this.#open.data.root;
  }
}

/** @throws VerseloomError `training.running`, and why a run that has ended could not be saved: it would be lost */
function refuseTraining({ state, unsaved, failure }: TrainingStatus): void {
  if (!isResting(state)) throw new VerseloomError('training.running', { field: 'folder' });
  if (unsaved && failure) throw new VerseloomError(failure.code, failure.params);
}
