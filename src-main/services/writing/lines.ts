/** Lines that fit a form: what is asked of the compute process, and what it finds as people read it. */
import { LINE_END } from '../../contract/corpus/song-text.ts';
import type { LinesRequest, LinesResult } from '../../contract/writing/lines.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { encodePrefix } from '../training/prepare.ts';
import {
  breakOf,
  copiedUnits,
  noTextOf,
  sparedBy,
  type OpenModels,
  type ReadText,
  type WritingModel,
} from './open-models.ts';
import { BEFORE } from './copied.ts';
import type { Tasks } from './tasks.ts';

/** What was called off before it began; there is nothing to call off in the process then. */
const NOTHING = { readings: [], nearest: [], tried: 0, inTheWay: [], cancelled: true };

export class Lines {
  readonly #models: OpenModels;
  readonly #tasks: Tasks;

  constructor(models: OpenModels, tasks: Tasks) {
    this.#models = models;
    this.#tasks = tasks;
  }

  /**
   * @param model its id in the library, or its path
   * @throws VerseloomError `model.noText` where copying is to be avoided and the model has no text
   */
  lines(
    model: string,
    file: WritingModel | Promise<WritingModel>,
    readText: ReadText,
    request: Omit<LinesRequest, 'modelId'>,
  ): Promise<LinesResult> {
    const { id, form, noCopy, units, readings = [], shown = [], prefix: _, ...more } = request;
    return this.#tasks.run(id, async (task) => {
      const read = await file;
      const { manifest } = read;
      const vocabulary = new Vocabulary(manifest.vocabulary);
      const { lineBreaks } = manifest.settings;
      const prefix = encodePrefix(vocabulary, request.prefix, lineBreaks, 'prefix');
      const lineBreak = breakOf(read);
      return this.#models.use(model, read, async (opened) => {
        const { key, calls } = opened;
        const shortest = units ?? copiedUnits(vocabulary);
        const hasText = await opened.giveLearntText(
          readText,
          Math.min(noCopy ?? Infinity, shortest),
        );
        if (!hasText && noCopy !== null) throw noTextOf(manifest);
        task.calls = calls;
        const found = task.cancelled
          ? NOTHING
          : await calls.search({
              ...{ ...more, key, id, prefix: prefix.ids, form, noCopy, lineBreak, readings },
              spared: sparedBy(vocabulary),
              shown: shown.map((text) => text.replaceAll(LINE_END, lineBreak)),
            });
        // Readings and rhymes are a large library, which no start is to wait for.
        const { readFound } = await import('./read-found.ts');
        return {
          ...{ prefix: vocabulary.decode(prefix.ids), leftOut: prefix.leftOut },
          ...(await readFound(found, {
            ...{ opened, vocabulary, lineBreak, lines: form.lines, hasText, shortest, readings },
            before: vocabulary.decode(prefix.ids.slice(-BEFORE)),
          })),
        };
      });
    });
  }
}
