/** Writing with a model, and scoring a text with it. */
import type { ComputeEventName } from '../contract/compute-api.ts';
import { computeEvents } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { WritingRequest, WritingResult } from '../contract/writing.ts';
import { Vocabulary } from '../core/text/vocabulary.ts';
import type { ModelFile } from '../store/models/model-file.ts';
import type { EngineStart } from '../supervisor/channel.ts';
import type { Compute, Supervisor } from '../supervisor/supervisor.ts';
import { giveText } from '../supervisor/text.ts';
import type { Engines } from './engines/engines.ts';
import { idsOf, survey } from './training/learnt-text.ts';
import { encodePrefix } from './training/prepare.ts';

/** Models that the compute process keeps open; the one unused longest gives way. */
const MOST_OPEN = 3;

/** What writing needs of a model file. */
type OpenedModel = Pick<ModelFile, 'manifest' | 'model'>;

/** A piece under way. */
interface Piece {
  /** Whose characters the ids are; none while the model is being read. */
  vocabulary: Vocabulary | undefined;
  /** Of the process that writes it; none while the model is being opened. */
  calls: Compute['calls'] | undefined;
  cancelled: boolean;
}

export class Writing {
  readonly #supervisor: Supervisor;
  readonly #engines: Engines;
  readonly #written: (id: string, text: string) => void;
  readonly #pieces = new Map<string, Piece>();
  #open: string[] = [];
  /** The models that something is done with, each as often as it is done: these stay open. */
  readonly #used: string[] = [];
  #generation = 0;
  /** Texts so far, which are told apart by their numbers. */
  #scored = 0;
  /** Models are opened one after the other, so that none is opened twice. */
  #opening: Promise<unknown> = Promise.resolve();

  constructor(
    supervisor: Supervisor,
    engines: Engines,
    written: (id: string, text: string) => void,
  ) {
    this.#supervisor = supervisor;
    this.#engines = engines;
    this.#written = written;
  }

  /** @param model its id in the library, or its path */
  async write(
    model: string,
    file: OpenedModel | Promise<OpenedModel>,
    request: Omit<WritingRequest, 'modelId'>,
  ): Promise<WritingResult> {
    const { id, length, temperature, seed } = request;
    const piece: Piece = { vocabulary: undefined, calls: undefined, cancelled: false };
    this.#pieces.set(id, piece);
    try {
      const read = await file;
      const key = keyOf(model, read);
      const { lineBreaks } = read.manifest.settings;
      const vocabulary = (piece.vocabulary = new Vocabulary(read.manifest.vocabulary));
      const prefix = encodePrefix(vocabulary, request.prefix, lineBreaks, 'prefix');
      const written = await this.#using(key, read, async ({ calls }) => {
        piece.calls = calls;
        return piece.cancelled
          ? { continuation: new Int32Array(), seconds: 0, cancelled: true }
          : calls.write({ key, id, prefix: prefix.ids, length, temperature, seed });
      });
      return {
        prefix: vocabulary.decode(prefix.ids),
        continuation: vocabulary.decode(written.continuation),
        leftOut: prefix.leftOut,
        cancelled: written.cancelled,
        charactersPerSecond: written.continuation.length / Math.max(written.seconds, 1e-6),
      };
    } finally {
      this.#pieces.delete(id);
    }
  }

  async cancel(id: string): Promise<void> {
    const piece = this.#pieces.get(id);
    if (!piece) return;
    piece.cancelled = true;
    await piece.calls?.cancel({ id });
  }

  /**
   * Its line breaks are what the model has learnt them as; characters that the vocabulary does not have are left out.
   * @param text in UTF-8
   * @returns how many of its characters the model knows and how many not, and which those are
   * @throws VerseloomError `text.tooShort` when fewer than two known characters are left: the first is given, not predicted
   */
  async score(
    model: string,
    file: OpenedModel,
    text: Uint8Array,
  ): Promise<{ perplexity: number; known: number; unknown: number; leftOut: readonly string[] }> {
    const { lineBreaks } = file.manifest.settings;
    const extract = { utf8: text, how: { maxCharacters: 0, lineBreaks } };
    const { vocabulary, known, unknown, leftOut } = await survey(extract, {
      vocabulary: new Vocabulary(file.manifest.vocabulary),
    });
    if (known < 2)
      throw new VerseloomError('text.tooShort', { characters: known + unknown, known });
    const key = keyOf(model, file);
    const scored = `score ${++this.#scored}`;
    const { perplexity } = await this.#using(key, file, async ({ calls }) => {
      await giveText(calls, scored, known, idsOf(extract, vocabulary));
      return calls.score({ key, text: scored });
    });
    return { perplexity, known, unknown, leftOut };
  }

  /** What the compute process reports. */
  heard(name: ComputeEventName, data: unknown): void {
    if (name !== 'written') return;
    const { id, ids } = computeEvents.written.parse(data);
    const piece = this.#pieces.get(id);
    if (piece?.vocabulary) this.#written(id, piece.vocabulary.decode(ids));
  }

  /** Does something with a model that stays open for as long. */
  async #using<Result>(
    key: string,
    file: OpenedModel,
    work: (compute: Compute) => Promise<Result>,
  ): Promise<Result> {
    this.#used.push(key);
    try {
      return await work(await this.#opened(key, file));
    } finally {
      this.#used.splice(this.#used.indexOf(key), 1);
    }
  }

  #opened(key: string, file: OpenedModel): Promise<Compute> {
    const opened = this.#opening.then(() => this.#openModel(key, file));
    this.#opening = opened.catch(() => {});
    return opened;
  }

  #preferred(): EngineStart {
    return this.#engines.startOf(this.#engines.preferred());
  }

  /** Any engine writes: the one that runs, so that a training run is not disturbed; else one is started. */
  async #openModel(key: string, file: OpenedModel): Promise<Compute> {
    const compute = await this.#supervisor.use(this.#supervisor.started ?? this.#preferred());
    if (compute.generation !== this.#generation) this.#open = [];
    this.#generation = compute.generation;
    if (!this.#open.includes(key)) await compute.calls.open({ key, model: file.model });
    this.#open = [...this.#open.filter((other) => other !== key), key];
    const idle = this.#open.slice(0, -MOST_OPEN).filter((other) => !this.#used.includes(other));
    this.#open = this.#open.filter((other) => !idle.includes(other));
    for (const closing of idle) await compute.calls.close({ key: closing });
    return compute;
  }
}

/** A model that has been saved again since is another one. */
const keyOf = (model: string, { manifest }: OpenedModel): string => `${model} ${manifest.savedAt}`;
