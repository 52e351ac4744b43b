/** The models that the compute process has open to write with, and to which it has been given the text that they have learnt. */
import { LINE_END, SONG_END } from '../../contract/corpus/song-text.ts';
import { COPIED_CHARACTERS, COPIED_WORDS } from '../../contract/writing/lines.ts';
import { codePoints } from '../../core/text/code-points.ts';
import type { Vocabulary } from '../../core/text/vocabulary.ts';
import type { ModelFile } from '../../store/models/model-file.ts';
import type { EngineStart } from '../../supervisor/channel.ts';
import type { Compute, Supervisor } from '../../supervisor/supervisor.ts';
import { giveText } from '../../supervisor/text.ts';
import type { Engines } from '../engines/engines.ts';

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

export class OpenModels {
  readonly #supervisor: Supervisor;
  readonly #engines: Engines;
  #open: string[] = [];
  /** The models that something is done with, each as often as it is done: these stay open. */
  readonly #used: string[] = [];
  #generation = 0;
  /** Models are opened one after the other, so that none is opened twice; and so are texts given. */
  #opening: Promise<unknown> = Promise.resolve();
  /** Of each open model, the shortest run that its index finds. */
  readonly #indexed = new Map<string, number>();

  constructor(supervisor: Supervisor, engines: Engines) {
    this.#supervisor = supervisor;
    this.#engines = engines;
  }

  /** @param model its id in the library, or its path */
  async use<Result>(
    model: string,
    file: WritingModel,
    work: (opened: Opened) => Promise<Result>,
  ): Promise<Result> {
    const key = keyOf(model, file);
    this.#used.push(key);
    try {
      const { calls } = await this.#inOrder(() => this.#openModel(key, file));
      return await work({
        ...{ key, calls },
        giveLearntText: (read, shortest) =>
          this.#inOrder(() => this.#giveLearntText(key, calls, read, shortest)),
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

  async #giveLearntText(
    key: string,
    calls: Compute['calls'],
    read: ReadText,
    shortest: number,
  ): Promise<boolean> {
    if ((this.#indexed.get(key) ?? Infinity) <= shortest) return true;
    const utf8 = await read();
    if (!utf8) return false;
    const text = `learnt ${key}`;
    let length = 0;
    for (const points of codePoints(utf8)) length += points.length;
    await giveText(calls, text, length, pointsOf(utf8));
    await calls.index({ key, text, shortest });
    this.#indexed.set(key, shortest);
    return true;
  }

  /** Any engine writes: the one that runs, so that a training run is not disturbed; else one is started. */
  async #openModel(key: string, { model, manifest }: WritingModel): Promise<Compute> {
    const compute = await this.#supervisor.use(this.#supervisor.started ?? this.#preferred());
    if (compute.generation !== this.#generation) {
      this.#open = [];
      this.#indexed.clear();
    }
    this.#generation = compute.generation;
    if (!this.#open.includes(key))
      await compute.calls.open({ key, model, characters: manifest.vocabulary });
    this.#open = [...this.#open.filter((other) => other !== key), key];
    const idle = this.#open.slice(0, -MOST_OPEN).filter((other) => !this.#used.includes(other));
    this.#open = this.#open.filter((other) => !idle.includes(other));
    for (const closing of idle) {
      this.#indexed.delete(closing);
      await compute.calls.close({ key: closing });
    }
    return compute;
  }

  #preferred(): EngineStart {
    return this.#engines.startOf(this.#engines.preferred());
  }
}

/** A model that has been saved again since is another one. */
const keyOf = (model: string, { manifest }: WritingModel): string => `${model} ${manifest.savedAt}`;

function* pointsOf(utf8: Uint8Array): Generator<Int32Array, void> {
  for (const points of codePoints(utf8)) yield Int32Array.from(points);
}

/** What a line ends by, as the model has learnt it. */
export const breakOf = ({ manifest }: WritingModel): '\n' | ' ' =>
  manifest.settings.lineBreaks === 'own' ? LINE_END : ' ';

/** A penalty on what comes again would make lines and words longer. */
export const sparedBy = (vocabulary: Vocabulary): number[] =>
  Array.from(vocabulary.encode(` ${LINE_END}${SONG_END}`).ids);

/** @returns the units of the shortest run that counts as copied by a model */
export const copiedUnits = ({ characters }: Vocabulary): number =>
  characters.some((character) => /\p{Script=Han}/u.test(character))
    ? COPIED_CHARACTERS
    : COPIED_WORDS;
