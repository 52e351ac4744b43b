/** Pieces of writing: a prefix and how a model goes on from it, told as it comes. */
import type { WritingRequest, WritingResult } from '../../contract/writing/piece.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { encodePrefix } from '../training/prepare.ts';
import {
  giveForNoCopy,
  sparedBy,
  type OpenModels,
  type ReadText,
  type WritingModel,
} from './open-models.ts';
import type { Tasks } from './tasks.ts';

export class Pieces {
  readonly #models: OpenModels;
  readonly #tasks: Tasks;
  readonly #written: (id: string, text: string) => void;
  /** Of those under way, whose characters the ids are. */
  readonly #vocabularies = new Map<string, Vocabulary>();

  constructor(models: OpenModels, tasks: Tasks, written: (id: string, text: string) => void) {
    this.#models = models;
    this.#tasks = tasks;
    this.#written = written;
  }

  /**
   * @param model its id in the library, or its path
   * @throws VerseloomError `model.noText` where copying is to be avoided and the model has no text
   */
  write(
    model: string,
    file: WritingModel | Promise<WritingModel>,
    readText: ReadText,
    request: Omit<WritingRequest, 'modelId'>,
  ): Promise<WritingResult> {
    const { id } = request;
    return this.#tasks.run(id, async (task) => {
      const read = await file;
      const vocabulary = new Vocabulary(read.manifest.vocabulary);
      const { lineBreaks } = read.manifest.settings;
      const prefix = encodePrefix(vocabulary, request.prefix, lineBreaks, 'prefix');
      const { noCopy = null } = request;
      return this.#models.use(model, read, async (opened) => {
        const { key, calls } = opened;
        if (noCopy !== null) await giveForNoCopy(opened, read, readText, noCopy);
        task.calls = calls;
        this.#vocabularies.set(id, vocabulary);
        try {
          const written = task.cancelled
            ? { continuation: new Int32Array(), seconds: 0, cancelled: true }
            : await calls.write({
                ...{ ...request, key, noCopy, prefix: prefix.ids },
                spared: sparedBy(vocabulary),
              });
          return {
            prefix: vocabulary.decode(prefix.ids),
            continuation: vocabulary.decode(written.continuation),
            leftOut: prefix.leftOut,
            cancelled: written.cancelled,
            charactersPerSecond: written.continuation.length / Math.max(written.seconds, 1e-6),
          };
        } finally {
          this.#vocabularies.delete(id);
        }
      });
    });
  }

  heard(id: string, ids: Int32Array): void {
    const vocabulary = this.#vocabularies.get(id);
    if (vocabulary) this.#written(id, vocabulary.decode(ids));
  }
}
