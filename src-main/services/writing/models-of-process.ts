/** The models that one compute process has open to write with, and to which it has been given the text that they have learnt. */
import { codePoints } from '../../core/text/code-points.ts';
import type { ModelFile } from '../../store/models/model-file.ts';
import type { Compute } from '../../supervisor/supervisor.ts';
import { giveText } from '../../supervisor/text.ts';

/** The one unused longest gives way to another. */
const MOST_OPEN = 3;

/** What writing needs of a model file. */
export type WritingModel = Pick<ModelFile, 'manifest' | 'model'>;

/** Reads the text that a model has learnt, in UTF-8; null where its file does not have it. */
export type ReadText = () => Promise<Uint8Array | null>;

/** A model that is open for as long as something is done with it. */
export interface Opened {
  readonly key: string;
  readonly calls: Compute['calls'];
  /**
   * Gives the compute process the text, once.
   * @param shortest run that is asked for, in units
   * @returns whether there is one
   */
  giveLearntText(read: ReadText, shortest: number): Promise<boolean>;
}

export class ModelsOfProcess {
  readonly #calls: Compute['calls'];
  #open: string[] = [];
  /** The models that something is done with, each as often as it is done: these stay open. */
  readonly #used: string[] = [];
  /** Models are opened one after the other, so that none is opened twice; and so are texts given. */
  #opening: Promise<unknown> = Promise.resolve();
  /** Of each open model, the shortest run that its index finds. */
  readonly #indexed = new Map<string, number>();

  constructor(calls: Compute['calls']) {
    this.#calls = calls;
  }

  has(key: string): boolean {
    return this.#open.includes(key);
  }

  async use<Result>(
    key: string,
    file: WritingModel,
    work: (opened: Opened) => Promise<Result>,
  ): Promise<Result> {
    this.#used.push(key);
    try {
      await this.#inOrder(() => this.#openModel(key, file));
      return await work({
        ...{ key, calls: this.#calls },
        giveLearntText: (read, shortest) =>
          this.#inOrder(() => this.#giveLearntText(key, read, shortest)),
      });
    } finally {
      this.#used.splice(this.#used.indexOf(key), 1);
    }
  }

  #inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#opening.then(work);
    this.#opening = done.catch(() => {});
    return done;
  }

  async #giveLearntText(key: string, read: ReadText, shortest: number): Promise<boolean> {
    if ((this.#indexed.get(key) ?? Infinity) <= shortest) return true;
    const utf8 = await read();
    if (!utf8) return false;
    const text = `learnt ${key}`;
    let length = 0;
    for (const points of codePoints(utf8)) length += points.length;
    await giveText(this.#calls, text, length, pointsOf(utf8));
    await this.#calls.index({ key, text, shortest });
    this.#indexed.set(key, shortest);
    return true;
  }

  async #openModel(key: string, { model, manifest }: WritingModel): Promise<void> {
    if (!this.#open.includes(key))
      await this.#calls.open({ key, model, characters: manifest.vocabulary });
    this.#open = [...this.#open.filter((other) => other !== key), key];
    const idle = this.#open.slice(0, -MOST_OPEN).filter((other) => !this.#used.includes(other));
    this.#open = this.#open.filter((other) => !idle.includes(other));
    for (const closing of idle) {
      this.#indexed.delete(closing);
      await this.#calls.close({ key: closing });
    }
  }
}

function* pointsOf(utf8: Uint8Array): Generator<Int32Array, void> {
  for (const points of codePoints(utf8)) yield Int32Array.from(points);
}
