/** The product: its services put together over one data folder and one compute process, and the calls that a window makes of them. */
import { availableParallelism } from 'node:os';
import type { ApiHandlers, Emit } from '../contract/api.ts';
import type { PresentEngine } from '../contract/engine.ts';
import type { Language } from '../contract/preferences.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { ModelLibrary } from '../store/model-library.ts';
import { PreferencesFile } from '../store/preferences-file.ts';
import type { Spawn } from '../supervisor/channel.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { Corpora } from './corpora.ts';
import { Engines } from './engines.ts';
import { Training } from './training.ts';
import { Writing } from './writing.ts';

export interface ProductOptions {
  readonly version: string;
  readonly data: DataFolder;
  /** Folder of the corpora that come with the product. */
  readonly builtInCorpora: string;
  readonly engines: readonly PresentEngine[];
  readonly spawn: Spawn;
  readonly emit: Emit;
  /** The system's language; built-in corpora are named in it where the person has chosen none. */
  readonly language: () => Language;
}

export interface Product {
  readonly handlers: ApiHandlers;
  readonly training: Training;
  readonly writing: Writing;
  readonly supervisor: Supervisor;
  /** Saves what runs and ends the compute process. */
  close(): Promise<void>;
}

export async function openProduct(options: ProductOptions): Promise<Product> {
  const { data, emit } = options;
  const preferences = await PreferencesFile.open(data.preferences);
  const models = await ModelLibrary.open(data.models);
  const corpora = await Corpora.open({
    folder: data.corpora,
    builtInFolder: options.builtInCorpora,
    language: () => {
      const { language } = preferences.get();
      return language === 'system' ? options.language() : language;
    },
  });
  const supervisor = new Supervisor(options.spawn, {
    event: (name, reports) => {
      training.heard(name, reports);
      writing.heard(name, reports);
    },
    change: (state) => emit('compute', { state }),
  });
  const engines = new Engines(options.engines, data.engines, supervisor);
  const training = new Training(supervisor, engines, (status) => emit('training', status));
  const writing = new Writing(supervisor, engines, (id, text) => emit('writing', { id, text }));

  const changed = <Result>(what: 'models' | 'corpora', result: Result): Result => {
    emit(what, {});
    return result;
  };

  const handlers: ApiHandlers = {
    'app.info': () => ({
      version: options.version,
      dataFolder: data.root,
      threads: availableParallelism(),
      engines: (['onnx', 'tensorflow'] as const).map((name) => ({
        name,
        available: options.engines.some((engine) => engine.name === name),
      })),
    }),
    'preferences.get': () => preferences.get(),
    'preferences.set': async (changes) => {
      const all = await preferences.set(changes);
      emit('preferences', all);
      return all;
    },

    'corpora.list': () => corpora.list(),
    'corpora.import': async (file) => changed('corpora', await corpora.import(file)),
    'corpora.remove': async (which) => {
      await corpora.remove(which);
      return changed('corpora', {});
    },

    'training.status': () => training.status(),
    'training.start': async ({ corpusId, settings, engine }) => {
      const { info, text } = await corpora.text(corpusId);
      return training.start({ ...info, text }, settings, engine, async (manifest, model) =>
        changed('models', await models.save(manifest, model)),
      );
    },
    'training.pause': () => training.pause(),
    'training.resume': () => training.resume(),
    'training.stop': () => training.stop(),
    'training.save': () => training.save(),
    'training.history': ({ epochsFrom, samplesFrom }) => training.history(epochsFrom, samplesFrom),

    'models.list': () => models.list(),
    'models.rename': async ({ id, name }) => changed('models', await models.rename(id, name)),
    'models.remove': async ({ id }) => {
      await models.remove(id);
      return changed('models', {});
    },
    'models.restore': async ({ id }) => changed('models', await models.restore(id)),
    'models.import': async ({ bytes, name }) => changed('models', await models.import(bytes, name)),
    'models.export': ({ id }) => models.export(id),

    'writing.write': async ({ modelId, ...request }) =>
      writing.write(modelId, models.read(modelId), request),
    'writing.cancel': async ({ id }) => {
      await writing.cancel(id);
      return {};
    },
  };

  return {
    handlers,
    training,
    writing,
    supervisor,
    close: async () => {
      await training.close();
      await supervisor.close();
    },
  };
}
