/** How a run of a window begins, new or gone on with: what it begins with is found, and where it is saved. */
import { join } from 'node:path';
import type { ApiHandlers } from '../../contract/api.ts';
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
import { toFailure, VerseloomError } from '../../contract/errors.ts';
import type { NameWordsOf } from '../../contract/names/model-name.ts';
import type { Language } from '../../contract/preferences.ts';
import type { RunRequest } from '../../contract/runs/run-request.ts';
import type { TrainingStatus } from '../../contract/training.ts';
import { makeFolderOf, PRIVATE } from '../../store/files/atomic-file.ts';
import type { ModelLibrary } from '../../store/models/model-library.ts';
import type { Corpora } from '../corpora/corpora.ts';
import type { Lanes } from './lanes.ts';
import type { RecentModels } from '../recent-models.ts';
import type { Runs } from '../runs/runs.ts';
import { asOwn } from '../training/as-own.ts';
import type { Naming } from '../training/naming.ts';
import { textOf } from '../training/text-of.ts';
import { CHECKPOINT_SECONDS, type Save, type Training } from '../training/training.ts';

export interface StartsAround {
  readonly lanes: Pick<Lanes, 'saveWhatIsUnsaved'>;
  readonly corpora: Corpora;
  readonly models: ModelLibrary;
  readonly runs: Runs;
  readonly modelsFolder: string;
  readonly recent: RecentModels;
  /** Of new models' names, where nobody has asked for another. */
  readonly language: () => Language;
  readonly nameWords: NameWordsOf;
  /** Called when the library of models has changed. */
  readonly changed: () => void;
}

type GoOnRequest = Parameters<ApiHandlers['training.goOn']>[0];

export class RunStarts {
  readonly #around: StartsAround;

  constructor(around: StartsAround) {
    this.#around = around;
  }

  /** @throws VerseloomError `corpus.*`, `model.*`, and as `Training.start` */
  async start(training: Training, request: RunRequest): Promise<TrainingStatus> {
    const { corpusId, settings, engine, withText, parentId, insist, language, name } = request;
    const { corpora, models, lanes } = this.#around;
    const { info, text } = await corpora.text(corpusId, language);
    refuseEmpty(info);
    await lanes.saveWhatIsUnsaved(); // the parent may be what this writes
    const parent = parentId === undefined ? undefined : await models.read(parentId);
    return training.start({ ...info, text }, settings, engine, {
      ...{ save: this.#save, beside: this.#beside, withText, insist },
      ...{ checkpointSeconds: CHECKPOINT_SECONDS, naming: this.#naming(language), name },
      ...(parent && { parent }),
    });
  }

  /** @throws VerseloomError `corpus.*`, `model.*`, and as `Training.goOn` */
  async goOn(training: Training, request: GoOnRequest): Promise<TrainingStatus> {
    const { id, moreEpochs, engine, insist, language } = request;
    const { corpora, models, lanes } = this.#around;
    await lanes.saveWhatIsUnsaved(); // and may be what is gone on with
    const file = await models.read(id);
    const text = await textOf(file, corpora);
    const naming = this.#naming(language);
    return training.goOn(text, moreEpochs, engine, {
      ...{ save: this.#save, beside: this.#beside, insist },
      ...{ checkpointSeconds: CHECKPOINT_SECONDS, naming },
      withText: file.text !== null,
      goesOn: models.isBuiltIn(id)
        ? { file: await asOwn(file, text.id, corpora, naming) }
        : { file, id },
    });
  }

  readonly #save: Save = async (file, saving) => {
    const { id: known, savedAts, nameBefore, isLast, isRecordAlone } = saving;
    const { models, runs, recent, changed } = this.#around;
    if (isRecordAlone) {
      await runs.keepAlone(file, known, nameBefore);
      changed();
      return { id: null, name: file.manifest.name };
    }
    const id = await models.save(file, known, savedAts, nameBefore).catch((error: unknown) => {
      // The folder is another application's by now; on the way, it may come to be ours again.
      if (!isLast || toFailure(error).code !== 'data.inUse') throw error;
      return models.saveBesideOthers(file);
    });
    if (known !== id) await recent.use(id);
    // What cannot be looked at now is on disk all the same.
    const { name } = await models.info(id).catch(() => file.manifest);
    changed();
    return { id, name };
  };

  readonly #beside = async (): Promise<string> => {
    const path = join(this.#around.modelsFolder, 'run.verse');
    await makeFolderOf(path, PRIVATE);
    return path;
  };

  #naming(chosen = this.#around.language()): Naming {
    const { nameWords, models } = this.#around;
    return {
      ...{ words: nameWords, language: chosen },
      others: async (own) =>
        (await models.list()).filter(({ id }) => id !== own).map(({ name }) => name),
    };
  }
}

/** @throws VerseloomError `corpus.nothingLeft` {name} for a corpus of which nothing is learnt */
export function refuseEmpty({ name, characters }: CorpusInfo): void {
  if (characters === 0) throw new VerseloomError('corpus.nothingLeft', { name });
}
