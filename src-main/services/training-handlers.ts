/** The calls about the training that a window makes: of the run that is shown, and of those that are to begin. */
import type { ApiHandlers, EventData } from '../contract/api.ts';
import type { ModelLibrary } from '../store/models/model-library.ts';
import type { Corpora } from './corpora/corpora.ts';
import type { Lanes } from './lanes/lanes.ts';
import { refuseEmpty, type RunStarts } from './lanes/run-starts.ts';
import type { RunEstimates } from './training/estimate.ts';
import type { Training } from './training/training.ts';

type TrainingCall = Extract<keyof ApiHandlers, `training.${string}`>;

interface Around {
  readonly lanes: Lanes;
  readonly starts: RunStarts;
  readonly estimates: RunEstimates;
  readonly corpora: Corpora;
  readonly models: ModelLibrary;
  /** What is under way besides what is shown. */
  readonly beside: () => EventData<'beside'> | null;
  /** Another run is shown. */
  readonly shown: () => void;
}

export function trainingHandlers(around: Around): Pick<ApiHandlers, TrainingCall> {
  const { lanes, starts, estimates, corpora, models, beside, shown } = around;
  const training = (): Training => lanes.shown.training;

  /** @returns the text of a run that is only planned, and V of the model that it would begin from */
  const plannedOn = async (planned: { corpusId: string; parentId?: string | undefined }) => {
    const { corpusId, parentId } = planned;
    const parent = parentId === undefined ? undefined : await models.info(parentId);
    const info = await corpora.info(corpusId);
    refuseEmpty(info);
    return { info, parentVocabulary: parent?.vocabularySize };
  };

  return {
    'training.status': () => training().status(),
    'training.start': async (request) => {
      lanes.refuseTraining();
      return starts.start(lanes.first.training, request);
    },
    'training.estimate': async (question) => {
      const { info, parentVocabulary } = await plannedOn(question);
      return estimates.of(info, { ...question, parentVocabulary });
    },
    'training.forecast': async (question) => {
      const { info, parentVocabulary } = await plannedOn(question);
      return estimates.forecast(info, { ...question, parentVocabulary });
    },
    'training.twoAtOnce': async (question) => {
      const { info, parentVocabulary } = await plannedOn(question);
      return estimates.twoAtOnce(info, { ...question, parentVocabulary });
    },
    'training.goOn': async (request) => {
      lanes.refuseTraining();
      return starts.goOn(lanes.first.training, request);
    },
    'training.pause': () => training().pause(),
    'training.resume': () => training().resume(),
    'training.stop': () => training().stop(),
    'training.change': (wanted) => training().change(wanted),
    'training.save': () => training().save(),
    'training.discard': () => training().discard(),
    'training.beside': beside,
    'training.show': ({ runId }) => {
      lanes.show(runId);
      shown();
      return training().status();
    },
    'training.history': ({ epochsFrom, samplesFrom, savesFrom }) =>
      training().history(epochsFrom, samplesFrom, savesFrom),
  };
}
