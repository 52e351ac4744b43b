/** Lines that fit a form: what is asked of the compute process, and what it finds as people read it. */
import { LINE_END } from '../../contract/corpus/song-text.ts';
import { VerseloomError } from '../../contract/errors.ts';
import type { FormLine } from '../../contract/writing/constraint.ts';
import type { LinesRequest, LinesResult, Reading } from '../../contract/writing/lines.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import { met } from '../../form/met.ts';
import { readingChoices } from '../../language/chinese/readings.ts';
import { loadEnglish } from '../../language/english/english.ts';
import { lineEnd, type Reading as Readings } from '../../language/line-end.ts';
import { hasWords } from '../../language/units.ts';
import { encodePrefix } from '../training/prepare.ts';
import {
  breakOf,
  copiedUnits,
  sparedBy,
  type Opened,
  type OpenModels,
  type ReadText,
  type WritingModel,
} from './open-models.ts';
import { BEFORE, copiedIn } from './copied.ts';
import type { Tasks } from './tasks.ts';

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
    const { id, form, noCopy, readings = [], shown = [], prefix: _, ...more } = request;
    return this.#tasks.run(id, async (task) => {
      const read = await file;
      const { manifest } = read;
      const vocabulary = new Vocabulary(manifest.vocabulary);
      const { lineBreaks } = manifest.settings;
      const prefix = encodePrefix(vocabulary, request.prefix, lineBreaks, 'prefix');
      const lineBreak = breakOf(read);
      return this.#models.use(model, read, async (opened) => {
        const { key, calls } = opened;
        const shortest = Math.min(noCopy ?? Infinity, copiedUnits(vocabulary));
        const hasText = await opened.giveLearntText(readText, shortest);
        if (!hasText && noCopy !== null)
          throw new VerseloomError('model.noText', {
            ...{ field: 'noCopy', name: manifest.name, corpus: manifest.corpus.name },
          });
        task.calls = calls;
        if (task.cancelled) await calls.cancel({ id });
        const found = await calls.search({
          ...{ ...more, key, id, prefix: prefix.ids, form, noCopy, lineBreak, readings },
          spared: sparedBy(vocabulary),
          shown: shown.map((text) => text.replaceAll(LINE_END, lineBreak)),
        });
        const english = hasWords(manifest.vocabulary.join('')) ? await loadEnglish() : undefined;
        const as = {
          ...{ opened, vocabulary, lineBreak, lines: form.lines, hasText },
          before: vocabulary.decode(prefix.ids.slice(-BEFORE)),
          reading: { english, chosen: readingChoices(readings) },
        };
        return {
          ...found,
          prefix: vocabulary.decode(prefix.ids),
          leftOut: prefix.leftOut,
          readings: await Promise.all(found.readings.map((one) => asRead(one, as))),
          nearest: await Promise.all(found.nearest.map((one) => asRead(one, as))),
        };
      });
    });
  }
}

interface As {
  readonly opened: Opened;
  readonly vocabulary: Vocabulary;
  readonly lineBreak: string;
  readonly lines: readonly FormLine[];
  readonly hasText: boolean;
  /** The end of the prefix. */
  readonly before: string;
  readonly reading: Readings;
}

async function asRead(
  { ids, logProbabilities }: { ids: Int32Array; logProbabilities: Float32Array },
  as: As,
): Promise<Reading> {
  const written = Array.from(ids, (id) => as.vocabulary.characters[id]!);
  const own = written.at(-1) === as.lineBreak ? written.slice(0, -1) : written;
  const characters = own.map((character, at) => ({
    character: character === as.lineBreak ? LINE_END : character,
    probability: Math.exp(logProbabilities[at]!),
  }));
  const text = characters.map(({ character }) => character).join('');
  const lines = text.split(LINE_END);
  const sum = logProbabilities.subarray(0, own.length).reduce((a, b) => a + b, 0);
  const ends = lines.map((line) => lineEnd(line, as.reading));
  return {
    ...{ lines, text, characters, continuation: written.join('') },
    logProbability: sum / own.length,
    copied: as.hasText ? await copiedIn(text, as.before, as.vocabulary, as.opened) : null,
    met: as.lines.map((wish, at) =>
      wish.text === undefined ? met(lines[at] ?? '', wish, as.reading, ends.slice(0, at)) : {},
    ),
  };
}
