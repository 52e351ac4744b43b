/** The models that are open to write with: in the compute process that is there, and while a run has that one, in a process of their own where there is memory for it. */
import { LINE_END, SONG_END } from '../../contract/corpus/song-text.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { shortestCopy } from '../../contract/writing/copied-units.ts';
import { Vocabulary } from '../../core/text/vocabulary.ts';
import type { EngineName } from '../../contract/engine.ts';
import type { EngineStart } from '../../supervisor/channel.ts';
import type { Compute, Supervisor } from '../../supervisor/supervisor.ts';
import type { Engines } from '../engines/engines.ts';
import {
  ModelsOfProcess,
  type Opened,
  type ReadText,
  type WritingModel,
} from './models-of-process.ts';
import { OwnProcess } from './own-process.ts';
import { placeToWrite } from './room.ts';

export type { Opened, ReadText, WritingModel } from './models-of-process.ts';

/** What writing knows of the run. */
export interface RunBeside {
  /** Whether one is under way. */
  isTraining(): boolean;
  /** @returns bytes of memory that nobody has, and that it will not take */
  available(): number;
}

export class OpenModels {
  readonly #supervisor: Supervisor;
  readonly #engines: Engines;
  readonly #run: RunBeside;
  readonly #own: OwnProcess;
  #shared: { readonly generation: number; readonly models: ModelsOfProcess } | undefined;

  constructor(supervisor: Supervisor, engines: Engines, run: RunBeside) {
    this.#supervisor = supervisor;
    this.#engines = engines;
    this.#run = run;
    this.#own = new OwnProcess(supervisor, () => run.isTraining());
  }

  /**
   * @param model its id in the library, or its path
   * @throws VerseloomError `writing.tooMuchMemory` while a run is under way
   */
  async use<Result>(
    model: string,
    file: WritingModel,
    work: (opened: Opened) => Promise<Result>,
  ): Promise<Result> {
    const key = keyOf(model, file);
    const started = this.#start().engine;
    // Beside a run on the graphics processor, the other one has nothing to do.
    const engine = started === 'webgpu' ? this.#engines.preferred() : started;
    if (this.#run.isTraining() && this.#placeOf(key, file, engine) === 'own')
      return this.#own.use(engine, (models) => models.use(key, file, work));
    return (await this.#sharedModels()).use(key, file, work);
  }

  /** Of the process that is there, whether or not a run has it: for what takes a moment between two steps. */
  async calls(): Promise<Compute['calls']> {
    return (await this.#supervisor.use(this.#start())).calls;
  }

  #placeOf(key: string, file: WritingModel, engine: EngineName): 'own' | 'shared' {
    return placeToWrite(file, {
      ...{ engine, available: this.#run.available(), own: this.#own.stateOf(engine, key) },
      isShared: this.#shared?.models.has(key) ?? false,
    });
  }

  /** No run is under way any more. */
  trainingEnded(): void {
    this.#own.giveBack();
  }

  async #sharedModels(): Promise<ModelsOfProcess> {
    const { generation, calls } = await this.#supervisor.use(this.#start());
    if (this.#shared?.generation !== generation)
      this.#shared = { generation, models: new ModelsOfProcess(calls) };
    return this.#shared.models;
  }

  /** Any engine writes: the one that is there; in both processes the same, so that a seed writes the same text in both. */
  #start(): EngineStart {
    const { started } = this.#supervisor;
    // The graphics processor writes only where it has the run and there is no memory for another process.
    const isGood = started && (started.engine !== 'webgpu' || this.#run.isTraining());
    return isGood ? started : this.#engines.startOf(this.#engines.preferred());
  }
}

/** A model that has been saved again since is another one. */
const keyOf = (model: string, { manifest }: WritingModel): string => `${model} ${manifest.savedAt}`;

/** What a line ends by, as the model has learnt it. */
export const breakOf = ({ manifest }: WritingModel): '\n' | ' ' =>
  manifest.settings.lineBreaks === 'own' ? LINE_END : ' ';

/** @throws VerseloomError `model.noText` where the model has no text, by which one could tell */
export async function giveForNoCopy(
  opened: Opened,
  { manifest }: WritingModel,
  read: ReadText,
  noCopy: number,
): Promise<void> {
  const shortest = Math.min(noCopy, copiedUnits(new Vocabulary(manifest.vocabulary)));
  if (await opened.giveLearntText(read, shortest)) return;
  throw noTextOf(manifest);
}

export const noTextOf = ({ name, corpus }: WritingModel['manifest']): VerseloomError =>
  new VerseloomError('model.noText', { field: 'noCopy', name, corpus: corpus.name });

/** A penalty on what comes again would make lines and words longer. */
export const sparedBy = (vocabulary: Vocabulary): number[] =>
  Array.from(vocabulary.encode(` ${LINE_END}${SONG_END}`).ids);

/** @returns the units of the shortest run that counts as copied by a model */
export const copiedUnits = ({ characters }: Vocabulary): number => shortestCopy(characters);
