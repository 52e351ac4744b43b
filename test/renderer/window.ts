/** The states of a whole window over a host that a test holds in its hands, without a page. */
import { onTestFinished, vi } from 'vitest';
import { api, type ApiHandlers, type Emit } from '../../src-main/contract/api.ts';
import { answer } from '../../src-main/contract/links/door.ts';
import type {
  CorpusDetails,
  CorpusInfo,
  ImportOutcome,
} from '../../src-main/contract/corpus/corpus.ts';
import { usualRecipe } from '../../src-main/contract/corpus/recipe.ts';
import type { Source } from '../../src-main/contract/corpus/source.ts';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import { preferences } from '../../src-main/contract/preferences.ts';
import { idleTraining, type TrainingStatus } from '../../src-main/contract/training.ts';
import { BridgeTransport } from '../../src-renderer/client/bridge.ts';
import { Client } from '../../src-renderer/client/client.ts';
import { App } from '../../src-renderer/app.svelte.ts';
import { messages } from '../../src-renderer/text/messages.svelte.ts';
import { browserStorage } from './browser-storage.ts';
import { settled } from './fake-host.ts';

export interface Window {
  readonly app: App;
  /** What the host says. */
  readonly emit: Emit;
  /** Names of the calls since the window was opened, in order. */
  readonly calls: string[];
  /** Files that left the page. */
  readonly downloads: File[];
  /** The texts of the notices. */
  notices(): string[];
}

export const corpusOf = (id: string, more: Partial<CorpusInfo> = {}): CorpusInfo => ({
  names: null,
  ...{ id, name: `name of ${id}`, builtIn: false, songs: 1, lines: 2, characters: 9, distinct: 5 },
  ...{ firstLines: [], encodings: ['utf-8'], hash: `hash of ${id}`, earlierHashes: [] },
  suggestedPrefixes: [],
  ...more,
});

/** What an import says of one that has come in. */
export const outcomeOf = (
  corpus: CorpusInfo,
  more: Partial<ImportOutcome> = {},
): ImportOutcome => ({
  ...{ ...corpus, alreadyThere: false, added: 1, leftOut: 0, replaced: 0, unchanged: 0 },
  changes: { added: [], replaced: [] },
  ...more,
});

export const detailsOf = (id: string, sources: readonly Source[]): CorpusDetails => ({
  ...{ ...corpusOf(id), recipe: usualRecipe, sources: [...sources] },
});

export const sourceOf = (id: string, more: Partial<Source> = {}): Source => ({
  ...{
    id,
    name: `name of ${id}`,
    on: true,
    split: { by: 'none' },
    file: `${id}.txt`,
    kind: 'text',
  },
  ...{ encoding: 'utf-8', encodingChosen: false, certain: true, otherEncoding: null },
  ...{ hasOriginal: true, edited: false, songs: 1, characters: 9, damaged: 0, damagedLines: [] },
  ...{ removed: {}, skipped: null, doubles: null },
  ...more,
});

/** A run with a model, unless something else is said. */
export const modelOf = (id: string, more: Partial<RunInfo> = {}): RunInfo => ({
  ...{
    id,
    name: `name of ${id}`,
    builtIn: false,
    names: null,
    language: null,
    tags: [],
    favourite: false,
    notes: '',
    cell: 'rnn',
  },
  ...{ corpusName: 'songs', corpusHash: '' },
  ...{ characters: 10, createdAt: '', savedAt: '', epochs: 1, epochsWanted: 1, perplexity: 2 },
  ...{ validationPerplexity: null, endedBy: 'epochs', verbatim: null, counting: null },
  ...{ cutOff: false, trainingSeconds: 1, changes: 0 },
  ...{ curve: [2], best: null, parentName: null, hiddenSize: 8, vocabularySize: 9, bytes: 1 },
  ...{ lineBreaks: 'space', settings: null },
  ...{ outcome: 'finished', engine: { name: 'onnx', threads: 2 }, hasText: true, canGoOn: true },
  ...{ suggestedPrefix: '分开', damage: null, hasModel: true },
  ...more,
});

export const runIn = (
  state: TrainingStatus['state'],
  more: Partial<TrainingStatus> = {},
): TrainingStatus => ({
  ...idleTraining,
  ...{ state, runId: 'run', corpusName: 'songs' },
  ...more,
});

export const info: Awaited<ReturnType<ApiHandlers['app.info']>> = {
  version: '1.0.0',
  host: 'window',
  dataFolder: '/data',
  canMoveData: true,
  threads: 2,
  logs: '/data/logs',
  licences: '/licences',
  automaticThreads: { onnx: 2, tensorflow: 1, webgpu: 1 },
  missingEngines: [],
  engines: [{ name: 'onnx', version: '1.30.0' }],
  graphics: null,
  isTrying: false,
  problems: [],
};

/** @param handlers what the host answers besides an empty library and a run at rest */
export async function openWindow(handlers: Partial<ApiHandlers> = {}): Promise<Window> {
  const downloads = stubPage();
  messages.language = 'en';
  const calls: string[] = [];
  const reply = answer(api, {
    'app.info': () => info,
    'preferences.get': () => preferences.parse({}),
    'corpora.list': () => [],
    'models.list': () => [],
    'drafts.list': () => [],
    'presets.list': () => [],
    'runs.list': () => [],
    'queue.list': () => ({ entries: [], sweeps: [], paused: null, failure: null, revision: 0 }),
    'clusters.list': () => [],
    'clusterSweeps.list': () => [],
    'training.beside': () => null,
    'training.status': () => idleTraining,
    'compute.status': () => ({ state: 'ready', lastCrash: null }),
    ...handlers,
  } as ApiHandlers);
  let tell: ((name: string, data: unknown) => void) | undefined;
  const bridge = {
    call: (name: string, input: unknown) => {
      calls.push(name);
      return reply(name, input);
    },
    listen: (listener: typeof tell) => void (tell = listener),
  };
  const app = new App(new Client(new BridgeTransport(bridge)));
  await settled();
  calls.length = 0;
  return {
    app,
    emit: (name, data) => tell!(name, data),
    calls,
    downloads,
    notices: () => app.notices.list.map(({ text }) => text),
  };
}

/** As much of a page as the states touch. @returns the files that are downloaded from it */
function stubPage(): File[] {
  const downloads: File[] = [];
  browserStorage();
  vi.stubGlobal('window', { location: { hash: '' }, addEventListener: () => {} });
  vi.stubGlobal('document', {
    activeElement: null,
    createElement: () => ({ click: () => {} }),
  });
  const create = vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
    downloads.push(file as File);
    return 'blob:';
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }); // notices leave, addresses are freed
  onTestFinished(() => {
    vi.useRealTimers();
    create.mockRestore();
  });
  return downloads;
}

/** Puts the focus into the row of a model. */
export function focusRowOf(id: string): void {
  const row = { dataset: { model: id } };
  Object.assign(document, {
    activeElement: { closest: (selector: string) => (selector === '[data-model]' ? row : null) },
  });
}
