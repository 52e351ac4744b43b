/** Writing with a model: pieces, lines that fit a form, what comes next, and the score of a text. */
import type { ComputeEventName } from '../../contract/compute-api.ts';
import { computeEvents } from '../../contract/compute-api.ts';
import type { CopiedRequest, CopiedResult } from '../../contract/writing/copied.ts';
import type { LinesRequest, LinesResult, Reading } from '../../contract/writing/lines.ts';
import type { NextRequest, NextResult } from '../../contract/writing/next.ts';
import type { WritingRequest, WritingResult } from '../../contract/writing/piece.ts';
import type { SurpriseRequest, SurpriseResult } from '../../contract/writing/surprise.ts';
import type { InsideMoments, InsideResult, LookedAt } from '../../contract/inside.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import type { LanguageModel, ModelFile } from '../../store/models/model-file.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import type { Engines } from '../engines/engines.ts';
import { lookAtMoments, lookInside } from '../inside/look-inside.ts';
import { copied, type FindEverywhere } from './copied.ts';
import { examine } from './examine.ts';
import { Lines } from './lines.ts';
import { nextCharacters } from './next.ts';
import { OpenModels, type ReadText, type RunBeside, type WritingModel } from './open-models.ts';
import { Pieces } from './pieces.ts';
import { Scores, type Score } from './scores.ts';
import { surpriseOf } from './surprise.ts';
import { Tasks } from './tasks.ts';

/** A model is named by its id in the library, or by its path. */
export class Writing {
  readonly #models: OpenModels;
  readonly #tasks = new Tasks();
  readonly #pieces: Pieces;
  readonly #lines: Lines;
  readonly #scores: Scores;

  constructor(
    supervisor: Supervisor,
    engines: Engines,
    written: (id: string, text: string) => void,
    run: RunBeside,
  ) {
    this.#models = new OpenModels(supervisor, engines, run);
    this.#pieces = new Pieces(this.#models, this.#tasks, written);
    this.#lines = new Lines(this.#models, this.#tasks);
    this.#scores = new Scores(this.#models);
  }

  write(
    model: string,
    file: WritingModel | Promise<WritingModel>,
    readText: ReadText,
    request: Omit<WritingRequest, 'modelId'>,
  ): Promise<WritingResult> {
    return this.#pieces.write(model, file, readText, request);
  }

  surprise(
    model: string,
    file: WritingModel | Promise<WritingModel>,
    request: Omit<SurpriseRequest, 'modelId'>,
  ): Promise<SurpriseResult> {
    return surpriseOf({ models: this.#models, tasks: this.#tasks }, model, file, request);
  }

  /** Looks inside the model. @throws VerseloomError `text.unknown` where it knows nothing of the text */
  async inside(
    model: string,
    file: WritingModel | Promise<WritingModel>,
    asked: LookedAt,
  ): Promise<InsideResult> {
    const read = await file;
    const { vocabulary, settings, epochs } = read.manifest;
    return this.#models.use(model, read, ({ key, calls }) => {
      const look = (request: Parameters<typeof calls.lookAtRun>[0]) =>
        calls.lookAt({ key, ...request });
      return lookInside(asked, new Vocabulary(vocabulary), settings, look, epochs);
    });
  }

  /** Looks at the moments that the run of a model has kept. @throws VerseloomError as `inside` */
  async moments(
    { manifest, snapshots }: Pick<ModelFile, 'manifest'> & { snapshots: LanguageModel[] },
    text: string,
  ): Promise<InsideMoments> {
    const moments = manifest.snapshots.map((at, i) => ({ ...at, model: snapshots[i]! }));
    const vocabulary = new Vocabulary(manifest.vocabulary);
    const calls = await this.#models.calls();
    return lookAtMoments(text, vocabulary, manifest.settings.lineBreaks, moments, calls);
  }

  lines(
    model: string,
    file: WritingModel | Promise<WritingModel>,
    readText: ReadText,
    request: Omit<LinesRequest, 'modelId'>,
  ): Promise<LinesResult> {
    return this.#lines.lines(model, file, readText, request);
  }

  /** @returns a piece as `lines` tells of a reading, with no wishes on it */
  examine(
    model: string,
    file: WritingModel,
    readText: ReadText,
    piece: Pick<WritingResult, 'prefix' | 'continuation'>,
  ): Promise<Omit<Reading, 'lines' | 'continuation'>> {
    return examine(this.#models, this.#scores, model, file, readText, piece);
  }

  next(
    model: string,
    file: WritingModel | Promise<WritingModel>,
    readText: ReadText,
    request: Omit<NextRequest, 'modelId'>,
  ): Promise<NextResult> {
    const around = { models: this.#models, tasks: this.#tasks };
    return nextCharacters(around, model, file, readText, request);
  }

  score(
    model: string,
    file: WritingModel,
    text: Uint8Array,
    withSurprises?: boolean,
  ): Promise<Score> {
    return this.#scores.score(model, file, text, withSurprises);
  }

  copied(
    model: string,
    file: WritingModel,
    readText: ReadText,
    find: FindEverywhere,
    request: Omit<CopiedRequest, 'modelId'>,
  ): Promise<CopiedResult> {
    return copied(this.#models, model, file, readText, find, request);
  }

  /** Ends a piece, a search for lines, the reading of a text, or what looks for the next character. */
  cancel(id: string): Promise<void> {
    return this.#tasks.cancel(id);
  }

  /** No run is under way any more: the process that writing had beside it is given back. */
  trainingEnded(): void {
    this.#models.trainingEnded();
  }

  /** What a compute process reports. */
  heard(name: ComputeEventName, data: unknown): void {
    if (name !== 'written') return;
    const { id, ids } = computeEvents.written.parse(data);
    this.#pieces.heard(id, ids);
  }
}
