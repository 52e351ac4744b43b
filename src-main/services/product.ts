/** The product: its services put together over one data folder and one compute process, and the calls that a window makes of them. */
import { availableParallelism, totalmem } from 'node:os';
import {
  type ApiCalls,
  type ApiHandlers,
  type ComputeStatus,
  type Emit,
  type EventData,
} from '../contract/api.ts';
import type { EngineName, MissingEngine, PresentEngine } from '../contract/engine.ts';
import { VerseloomError, type Failure } from '../contract/errors.ts';
import type { ModelInfo } from '../contract/model.ts';
import type { NameWordsOf } from '../contract/names/model-name.ts';
import {
  preferences as preferencesSchema,
  type Language,
  type Preferences,
} from '../contract/preferences.ts';
import { isResting, type TrainingStatus } from '../contract/training.ts';
import type { DataFolder } from '../store/data/data-folder.ts';
import { measureData } from '../store/data/data-sizes.ts';
import { JsonFile } from '../store/files/json-file.ts';
import { DraftLibrary } from '../store/drafts/draft-library.ts';
import { ModelLibrary } from '../store/models/model-library.ts';
import { RunLibrary } from '../store/runs/run-library.ts';
import { StarterModels } from '../store/starters/starter-models.ts';
import type { Spawn } from '../supervisor/channel.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { Corpora } from './corpora/corpora.ts';
import { corpusHandlers } from './corpora/corpus-handlers.ts';
import { diagnose, type HostState } from './diagnostics.ts';
import { draftHandlers } from './drafts/draft-handlers.ts';
import { automaticThreads, Engines, machineOf } from './engines/engines.ts';
import { Graphics } from './engines/graphics.ts';
import { watchOthers } from './engines/others-work.ts';
import { Paces } from './engines/paces.ts';
import { Remembered } from './engines/remembered.ts';
import { modelHandlers } from './model-handlers.ts';
import { Lanes } from './lanes/lanes.ts';
import { openFile } from './open-file.ts';
import { RecentModels } from './recent-models.ts';
import { preferenceHandlers } from './preference-handlers.ts';
import { openQueue, type OpenQueue } from './queue/open-queue.ts';
import { queueHandlers } from './queue/queue-handlers.ts';
import { refuseEmpty, RunStarts } from './lanes/run-starts.ts';
import { runHandlers } from './runs/run-handlers.ts';
import { Runs } from './runs/runs.ts';
import { openClusters, type ClusterOptions } from './sweeps/cluster/open-clusters.ts';
import { RunEstimates } from './training/estimate.ts';
import { availableMemory, availableToRun } from './training/memory.ts';
import type { TrainingText } from './training/prepare.ts';
import { Training } from './training/training.ts';
import { trainingHandlers } from './training-handlers.ts';
import { TrainingPresets } from './training-presets.ts';
import { Copies } from './corpora/copies.ts';
import { Rhymes } from './writing/rhymes.ts';
import { Writing } from './writing/writing.ts';
import { writingHandlers } from './writing-handlers.ts';

export interface ProductOptions {
  readonly version: string;
  /** What the screens are shown in. */
  readonly host: Awaited<ReturnType<ApiCalls['app.info']>>['host'];
  readonly data: DataFolder;
  /** Folder of the corpora that come with the product. */
  readonly builtInCorpora: string;
  /** Folder of the models that come with the product; left out: none. */
  readonly starters?: string;
  /** The built program of the thread in which corpora are read. */
  readonly corpusWorker: string;
  /** The page that a model is exported as, without the model. */
  readonly exportedPage: string;
  /** Moves all data to another folder; @returns it. Left out where the folder is not ours to choose. */
  readonly moveData?: (folder: string) => Promise<string>;
  /** Lets the person choose a folder; left out where the host has no way for that. */
  readonly chooseFolder?: () => Promise<string | null>;
  /** Folder with the licences of what others have made. */
  readonly licences: string;
  readonly engines: readonly PresentEngine[];
  /** Left out: none. */
  readonly missingEngines?: readonly MissingEngine[];
  /** What an engine's operation may use; left out, what the person has chosen in the settings. */
  readonly threads?: () => number | null;
  /** Whether runs leave room for other programs; left out, what the person has chosen in the settings. */
  readonly leavesRoom?: () => boolean;
  readonly spawn: Spawn;
  readonly emit: Emit;
  /** Shows a file in its folder; left out where the host cannot. */
  readonly reveal?: (path: string) => void;
  /** Shows a folder; left out where the host cannot. @throws VerseloomError `file.unreadable` */
  readonly showFolder?: (path: string) => Promise<void>;
  /** Left out where there is nobody to tell. */
  readonly hostState?: () => HostState;
  /** What sweeps on clusters need; left out, there are none. */
  readonly clusters?: ClusterOptions;
  /** It works beside an application, whose queue it leaves alone. */
  readonly isCommand?: boolean;
  /** Bytes of memory that nobody has; left out, what the system says. */
  readonly availableMemory?: () => number;
  /** The system's language; built-in corpora and new models are named in it where the person has chosen none. */
  readonly language: () => Language;
  /** What the names of new models are made of. */
  readonly nameWords: NameWordsOf;
}

export interface Product {
  readonly handlers: ApiHandlers;
  /** Where runs are made; in the first one, a person's. */
  readonly lanes: Lanes;
  /** Of the first one. */
  readonly training: Training;
  readonly supervisor: Supervisor;
  readonly writing: Writing;
  /** What went wrong while it was opened and did not keep it from opening. */
  readonly problems: readonly Failure[];
  preferences(): Preferences;
  /** The engine that a run gets where nobody chooses, and nothing is measured. @throws VerseloomError `engine.unavailable` */
  usualEngine(): EngineName;
  /** What runs on a text that is in no library would take. */
  estimatesOf(text: Pick<TrainingText, 'text'>): RunEstimates;
  /** Starts the compute process, which otherwise starts with the first run or piece. @throws VerseloomError `engine.unavailable`, `compute.*` */
  warmUp(): Promise<void>;
  /** Takes in a file that the person opened outside of the screens. @throws VerseloomError as `openFile` */
  openFile(path: string): Promise<EventData<'opened'>>;
  /** @returns the models that were used last, newest first */
  recentModels(): Promise<ModelInfo[]>;
  /** Saves what runs, for good. */
  closeTraining(): Promise<void>;
  /** Saves what runs and ends the compute processes. */
  close(): Promise<void>;
}

export async function openProduct(options: ProductOptions): Promise<Product> {
  const { data, emit, missingEngines = [], hostState = () => NOBODY } = options;
  const preferences = await JsonFile.open(data.preferences, preferencesSchema);
  const language = (): Language => {
    const chosen = preferences.get().language;
    return chosen === 'system' ? options.language() : chosen;
  };
  const starters = options.starters && (await StarterModels.open(options.starters, language));
  const models = await ModelLibrary.open(data.models, { starters: starters || undefined });
  const drafts = await DraftLibrary.open(data.drafts);
  const runs = new Runs(models, await RunLibrary.open(data.runs));
  const presets = await TrainingPresets.open(data.trainingPresets, emit);
  const recent = await RecentModels.open(data.recent, () => emit('models', {}));
  const corpora = await Corpora.open({
    ...{ folder: data.corpora, builtInCorpora: options.builtInCorpora, language },
    ...{ worker: options.corpusWorker, nameWords: options.nameWords },
    limits: () => {
      const { limitMb, limitFiles } = preferences.get();
      return { limitMb, limitFiles };
    },
  });
  let lastCrash: ComputeStatus['lastCrash'] = null;
  const chosenThreads = options.threads ?? (() => preferences.get().threads);
  const leavesRoom = options.leavesRoom ?? (() => preferences.get().leavesRoom);
  let opened: OpenQueue | undefined;
  const unused = options.availableMemory ?? availableMemory;
  const computeStatus = (): ComputeStatus => ({ state: lanes.shown.supervisor.state, lastCrash });
  const remembered = new Remembered(data.engines, machineOf(options.engines, options.version));
  const graphics = await Graphics.open(remembered, options.engines, {
    changed: () => emit('engines', offered()),
  });
  const offered = () => ({ engines: [...engines.present], ...graphics.told });
  const laneOf = (name: 'first' | 'second', threads: () => number | null) => {
    const supervisor = new Supervisor(options.spawn, {
      event: (event, reports) => {
        training.heard(event, reports);
        writing.heard(event, reports);
      },
      change: (state) => {
        if (state === 'crashed') lastCrash = crashNow(training.status());
        emit('compute', computeStatus());
      },
    });
    const engines = new Engines(
      ...([options.engines, data.engines, supervisor, options.version, watchOthers] as const),
      ...([threads, leavesRoom, () => graphics.engine] as const),
    );
    const other = (): Training => lanes[name === 'first' ? 'second' : 'first'].training;
    const available = (): number => availableToRun(supervisor, unused()) - other().stillToTake;
    const training = new Training(supervisor, engines, (status) => tell(name, status), available);
    return { training, supervisor, engines, available };
  };
  const tell = (name: 'first' | 'second', status: TrainingStatus): void => {
    const isShown = lanes[name] === lanes.shown;
    if (isShown) emit('training', status);
    else tellBeside(status);
    if (isResting(status.state)) {
      // A device that is lost stays lost to the process that had it.
      if (status.failure?.code.startsWith('graphics.')) void lanes[name].supervisor.rest();
      paces.sawRun(status);
      if (!lanes.isTraining) writing.trainingEnded();
    } else {
      paces.giveWay(status);
    }
    if (lanes.look()) tellShown();
    opened?.queue.heard(name);
  };
  /** Of the run that is not shown: each of its ends once. */
  let besideTold: string | null = null;
  const tellBeside = (status: TrainingStatus): void => {
    const ended = isResting(status.state) ? `${status.runId} ${status.state}` : null;
    if (ended === null || ended !== besideTold) emit('beside', besideOf(status));
    besideTold = ended;
  };
  const besideOf = (status: TrainingStatus): EventData<'beside'> => ({
    ...{ entryId: opened?.queue.entryOf(status.runId) ?? null, status },
  });
  const beside = (): EventData<'beside'> | null => {
    const status = lanes.other.training.status();
    return isResting(status.state) ? null : besideOf(status);
  };
  /** Another run is shown. */
  const tellShown = (): void => {
    emit('training', lanes.shown.training.status());
    emit('compute', computeStatus());
    const now = beside();
    if (now) emit('beside', now);
  };
  const { engines, available, ...first } = laneOf('first', () => {
    const ofSweep = opened?.threads();
    return ofSweep === undefined ? chosenThreads() : ofSweep; // null is as many as suit the engine
  });
  const { supervisor } = first;
  const lanes = new Lanes(
    first,
    laneOf('second', () => 1),
  );
  const isTraining = (): boolean => lanes.isTraining;
  const paces = new Paces(supervisor, engines.remembered, isTraining);
  const estimates = new RunEstimates(
    ...([engines, paces] as const),
    async (id) => (await corpora.text(id)).text,
    available,
  );
  const writing = new Writing(
    ...([supervisor, engines] as const),
    (id, text) => emit('writing', { id, text }),
    {
      isTraining,
      available: () => unused() - lanes.stillToTake,
    },
  );

  const rhymes = new Rhymes(options.corpusWorker);
  const copies = new Copies(corpora, options.corpusWorker);

  const changed = <Result>(what: 'models' | 'corpora', result: Result): Result => {
    emit(what, {});
    return result;
  };

  const starts = new RunStarts({
    ...{ lanes, corpora, models, runs, recent, language },
    modelsFolder: data.models,
    nameWords: options.nameWords,
    changed: () => emit('models', {}),
  });

  if (!options.isCommand)
    opened = await openQueue(data.queue, {
      ...{ lanes, starts, models, corpora, chosenThreads, emit },
    });
  const clusters = await openClusters(options.isCommand ? undefined : options.clusters, {
    ...{ data, emit, language, models, showFolder: options.showFolder },
    textOf: async (id, named) => {
      const { info, text } = await corpora.text(id, named);
      refuseEmpty(info);
      return { ...info, text };
    },
  });
  const problems = [preferences, presets, opened, clusters].flatMap((file): Failure[] =>
    file?.setAside ? [{ code: 'file.setAside', params: { path: file.setAside } }] : [],
  );

  const handlers: ApiHandlers = {
    'app.info': async () => ({
      version: options.version,
      host: options.host,
      dataFolder: data.root,
      canMoveData: options.moveData !== undefined,
      logs: hostState().logs,
      licences: options.licences,
      threads: availableParallelism(),
      automaticThreads: automaticThreads(),
      missingEngines: [...missingEngines],
      ...(await graphics.recall()),
      engines: [...engines.present], // by then
      problems,
    }),
    'engines.try': async () => {
      if (isTraining()) throw new VerseloomError('training.running', { field: 'engine' });
      return graphics.tryOut(supervisor);
    },
    'app.memory': () => ({ totalBytes: totalmem(), availableBytes: available() }),
    'app.diagnostics': ({ browser }) =>
      diagnose({
        ...{ version: options.version, dataFolder: data.root, preferences: preferences.get() },
        ...{ engines: engines.present, missingEngines, browser },
        training: lanes.shown.training.status(),
        ...hostState(),
      }),
    'data.sizes': () => measureData(data),
    'data.show': async ({ folder }) => {
      const { licences } = options;
      const path = { data: data.root, logs: data.logs, licences }[folder];
      await options.showFolder?.(path);
      return { path };
    },
    'data.move': async ({ folder }) => {
      if (!options.moveData)
        throw new VerseloomError('data.moveFailed', {
          folder,
          reason: 'VERSELOOM_DATA names the data folder',
        });
      return { folder: await options.moveData(folder) };
    },
    'data.choose': async () => ({ folder: (await options.chooseFolder?.()) ?? null }),
    ...preferenceHandlers(preferences, emit),

    ...corpusHandlers(corpora, emit),
    ...draftHandlers(drafts, emit),

    ...trainingHandlers({ lanes, starts, estimates, corpora, models, beside, shown: tellShown }),
    ...queueHandlers(() => opened?.queue),
    ...presets.handlers,
    ...clusters.handlers,

    'compute.status': computeStatus,
    'compute.end': async () => {
      await lanes.shown.supervisor.end();
      return {};
    },

    ...runHandlers(runs, emit),
    ...modelHandlers(models, emit, {
      ...{ runs, writing },
      export: { version: options.version, page: options.exportedPage },
      reveal: options.reveal,
    }),

    'inside.look': ({ modelId, ...asked }) =>
      modelId === undefined
        ? lanes.shown.training.inside(asked)
        : writing.inside(modelId, models.readWeights(modelId), asked),
    'inside.moments': async ({ modelId, text }) =>
      modelId === undefined
        ? lanes.shown.training.moments(text)
        : writing.moments(await models.readSnapshots(modelId), text),

    ...writingHandlers({ writing, models, recent, copies, rhymes }),
  };

  const closeTraining = async (): Promise<void> => {
    await opened?.queue.close(); // what the training ends with it is not done
    await lanes.closeTraining();
  };

  return {
    handlers,
    lanes,
    training: lanes.first.training,
    writing,
    supervisor,
    problems,
    preferences: () => preferences.get(),
    usualEngine: () => engines.preferred(),
    estimatesOf: ({ text }) => new RunEstimates(engines, paces, async () => text, available),
    warmUp: async () => {
      if (supervisor.started || options.engines.length === 0) return;
      const engine = engines.preferred(preferences.get().engine);
      const { calls } = await supervisor.use(engines.startOf(engine));
      await calls.info({});
    },
    openFile: async (path) => {
      const opened = await openFile(path, corpora, models);
      return changed(opened.kind === 'model' ? 'models' : 'corpora', opened);
    },
    recentModels: () => recent.list(models),
    closeTraining,
    close: async () => {
      await Promise.all([closeTraining(), corpora.close(), rhymes.close(), copies.close()]);
      await clusters.close();
      await paces.close();
      await lanes.close();
    },
  };
}

/** A run that is being saved has all that it needs of the process. */
const crashNow = ({ state }: TrainingStatus): NonNullable<ComputeStatus['lastCrash']> => ({
  at: new Date().toISOString(),
  brokeRun: !isResting(state) && state !== 'saving',
});

/** Of a host that has neither pages nor logs. */
const NOBODY: HostState = { hasSandbox: null, logs: null, problems: [] };
