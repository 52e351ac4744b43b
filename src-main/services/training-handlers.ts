/** The calls about the training that a window makes: what a run begins with is found here, and where it is saved. */
import { join } from 'node:path';
import type { ApiHandlers } from '../contract/api.ts';
import type { CorpusInfo } from '../contract/corpus/corpus.ts';
import { toFailure, VerseloomError } from '../contract/errors.ts';
import type { NameWordsOf } from '../contract/model-name.ts';
import type { Language } from '../contract/preferences.ts';
import { makeFolderOf, PRIVATE } from '../store/files/atomic-file.ts';
import type { ModelLibrary } from '../store/models/model-library.ts';
import type { Corpora } from './corpora/corpora.ts';
import type { RecentModels } from './recent-models.ts';
import { asOwn } from './training/as-own.ts';
import type { Runs } from './runs/runs.ts';
import type { RunEstimates } from './training/estimate.ts';
import type { Naming } from './training/naming.ts';
import { textOf } from './training/text-of.ts';
import { CHECKPOINT_SECONDS, type Save, type Training } from './training/training.ts';

type TrainingCall = Extract<keyof ApiHandlers, `training.${string}`>;

interface Around {
  readonly training: Training;
  readonly estimates: RunEstimates;
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

export function trainingHandlers(around: Around): Pick<ApiHandlers, TrainingCall> {
  const { training, estimates, corpora, models, runs, modelsFolder, recent } = around;
  const { language, nameWords, changed } = around;

  const save: Save = async (file, { id: known, savedAts, nameBefore, isLast, isRecordAlone }) => {
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

  const naming = (chosen = language()): Naming => ({
    ...{ words: nameWords, language: chosen },
    others: async (own) =>
      (await models.list()).filter(({ id }) => id !== own).map(({ name }) => name),
  });

  const beside = async () => {
    const path = join(modelsFolder, 'run.verse');
    await makeFolderOf(path, PRIVATE);
    return path;
  };

  /** @returns the text of a run that is only planned, and V of the model that it would begin from */
  const plannedOn = async (planned: { corpusId: string; parentId?: string | undefined }) => {
    const { corpusId, parentId } = planned;
    const parent = parentId === undefined ? undefined : await models.info(parentId);
    const info = await corpora.info(corpusId);
    refuseEmpty(info);
    return { info, parentVocabulary: parent?.vocabularySize };
  };

  return {
    'training.status': () => training.status(),
    'training.start': async ({ corpusId, settings, engine, ...how }) => {
      const { withText, parentId, insist } = how;
      const { info, text } = await corpora.text(corpusId);
      refuseEmpty(info);
      await training.saveWhatIsUnsaved(); // the parent may be what this writes
      const parent = parentId === undefined ? undefined : await models.read(parentId);
      return training.start({ ...info, text }, settings, engine, {
        ...{ save, beside, withText, insist, checkpointSeconds: CHECKPOINT_SECONDS },
        ...{ naming: naming(how.language), name: how.name },
        ...(parent && { parent }),
      });
    },
    'training.estimate': async (question) => {
      const { info, parentVocabulary } = await plannedOn(question);
      return estimates.of(info, { ...question, parentVocabulary });
    },
    'training.forecast': async (question) => {
      const { info, parentVocabulary } = await plannedOn(question);
      return estimates.forecast(info, { ...question, parentVocabulary });
    },
    'training.goOn': async ({ id, moreEpochs, engine, insist }) => {
      await training.saveWhatIsUnsaved(); // and may be what is gone on with
      const file = await models.read(id);
      const text = await textOf(file, corpora);
      return training.goOn(text, moreEpochs, engine, {
        ...{ save, beside, insist, checkpointSeconds: CHECKPOINT_SECONDS },
        naming: naming(),
        withText: file.text !== null,
        goesOn: models.isBuiltIn(id)
          ? { file: await asOwn(file, text.id, corpora, naming()) }
          : { file, id },
      });
    },
    'training.pause': () => training.pause(),
    'training.resume': () => training.resume(),
    'training.stop': () => training.stop(),
    'training.change': (wanted) => training.change(wanted),
    'training.save': () => training.save(),
    'training.discard': () => training.discard(),
    'training.history': ({ epochsFrom, samplesFrom, savesFrom }) =>
      training.history(epochsFrom, samplesFrom, savesFrom),
  };
}

/** @throws VerseloomError `corpus.nothingLeft` {name} for a corpus of which nothing is learnt */
function refuseEmpty({ name, characters }: CorpusInfo): void {
  if (characters === 0) throw new VerseloomError('corpus.nothingLeft', { name });
}
