/** What is told of a run and of the compute process on another screen, with a mark in the rail until one looks there. */
import { describe, expect, it } from 'vitest';
import type { ComputeStatus } from '../../../src-main/contract/api.ts';
import type { TrainingStatus } from '../../../src-main/contract/training.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { News } from '../../../src-renderer/shell/news.svelte.ts';
import type { Navigation } from '../../../src-renderer/state/navigation.svelte.ts';
import { Notices } from '../../../src-renderer/state/notices.svelte.ts';
import { browserStorage } from '../browser-storage.ts';
import { openWindow, runIn, type Window } from '../window.ts';

const full = { code: 'file.unwritable', params: { path: 'a.verse', reason: 'no space' } } as const;
const crashed = { code: 'compute.crashed', params: { reason: 'SIGKILL' } } as const;
const diverged = { code: 'training.diverged', params: { epoch: 3, step: 2 } } as const;
const savedAt = '2026-01-02T03:04:05.000Z';

/** A window that shows the pad, and knows of a run under way. */
async function besideRun(more: Partial<TrainingStatus> = {}): Promise<Window> {
  const window = await openWindow();
  window.app.navigation.go('write');
  window.emit('training', runIn('training', more));
  return window;
}

const look = ({ app }: Window, view: 'train' | 'models'): void => {
  app.navigation.go(view);
  app.news.look(view); // as the window does whenever the view changes
};

describe('the end of a run on another screen', () => {
  it.each([
    ['finished', { modelId: 'm' }, /finished and saved/, 'Write with it'],
    ['stopped', { modelId: 'm' }, /stopped and saved/, 'Write with it'],
    ['diverged', { modelId: 'm', failure: diverged }, /diverged in epoch 3/, 'Show'],
    [
      'failed',
      { failure: crashed },
      /stopped unexpectedly .*\. Nothing that .* was saved\.$/,
      'Show',
    ],
    [
      'failed',
      { failure: crashed, modelId: 'm', savedAt, savedEpochs: 7 },
      /saved up to epoch 7 at/,
      'Show',
    ],
    ['failed', { failure: full, unsaved: true }, /could not be saved.*kept in memory/, 'Show'],
  ] as const)(
    '%s %j is told until it is dismissed or looked at',
    async (state, more, text, way) => {
      const window = await besideRun();
      window.emit('training', runIn(state, more));
      window.emit('training', runIn(state, more));
      expect(window.notices()).toEqual([expect.stringMatching(text)]);
      expect(window.app.notices.list[0]!.actions[0]!.label).toBe(way);
      expect(window.app.news.unseen).toEqual(['train']);
      look(window, 'models');
      expect(window.notices()).toHaveLength(1);
      look(window, 'train');
      expect(window.notices()).toEqual([]);
      expect(window.app.news.unseen).toEqual([]);
      look(window, 'models');
      window.emit('training', runIn(state, more));
      expect(window.notices()).toEqual([]);
    },
  );

  const named = { modelId: 'm', modelName: '样例歌词 · 30 轮', corpusName: '样例歌词' };
  it.each([
    ['finished', named, '样例歌词 · 30 轮'],
    ['stopped', named, '样例歌词 · 30 轮'],
    ['diverged', { ...named, failure: diverged }, '样例歌词 · 30 轮'],
    ['failed', { ...named, failure: crashed }, '样例歌词 · 30 轮'],
    ['failed', { ...named, failure: full, unsaved: true }, '样例歌词 · 30 轮'],
    ['failed', { ...named, modelId: null, modelName: null, failure: crashed }, '样例歌词'],
  ] as const)(
    '%s %j is told of the model, by its name, as soon as there is one',
    async (state, more, name) => {
      const window = await besideRun();
      window.emit('training', runIn(state, more));
      expect(window.notices()).toEqual([expect.stringContaining(`“${name}”`)]);
    },
  );

  it('is not told where one looks at it', async () => {
    const window = await besideRun();
    look(window, 'train');
    window.emit('training', runIn('finished', { modelId: 'm' }));
    look(window, 'models');
    expect(window.notices()).toEqual([]);
    expect(window.app.news.unseen).toEqual([]);
  });

  /** @param known what an earlier page of this browser has kept */
  function reloaded(status: TrainingStatus, known: Record<string, string>): string[] {
    browserStorage(known);
    const notices = new Notices();
    const navigation = { view: 'models', go: () => {} } as unknown as Navigation;
    new News({ navigation, notices, nameOf: () => 'songs', writeWith: () => {} }).hearRun(status);
    return notices.list.map(({ text }) => text);
  }
  const ended = runIn('diverged', { modelId: 'm', failure: diverged });

  it.each([
    ['was under way', { 'verseloom.news': '"run"' }, 1],
    ['was another', { 'verseloom.news': '"earlier finished"' }, 1],
    ['is known to have ended', { 'verseloom.news': '"run diverged"' }, 0],
    ['had ended before this browser came', {}, 0],
  ])('is told after a reload, if the run %s', (_, known, times) => {
    expect(reloaded(ended, known)).toHaveLength(times);
  });

  it('is told to any page as long as what was learnt is in memory alone', () => {
    const unsaved = runIn('failed', { failure: full, unsaved: true });
    expect(reloaded(unsaved, {})).toEqual([expect.stringContaining('kept in memory')]);
  });

  it('is known once it is dismissed', async () => {
    const window = await besideRun();
    window.emit('training', ended);
    window.app.notices.dismiss(window.app.notices.list[0]!.id);
    expect(localStorage.getItem('verseloom.news')).toBe('"run diverged"');
    window.emit('training', ended);
    expect(window.notices()).toEqual([]);
  });

  it('is not told again of what was given up', async () => {
    const window = await besideRun();
    window.emit('training', runIn('failed', { failure: full, unsaved: true }));
    look(window, 'train');
    look(window, 'models');
    window.emit('training', runIn('failed', { failure: full }));
    expect(window.notices()).toEqual([]);
  });

  it('leads to the pad with its model', async () => {
    const window = await besideRun();
    window.emit('training', runIn('finished', { modelId: 'm' }));
    look(window, 'models');
    window.app.notices.list[0]!.actions[0]!.run();
    expect(window.app.navigation.view).toBe('write');
    expect(window.app.writing.modelId).toBe('m');
  });
});

describe('a save that fails while the run goes on', () => {
  it('is told on every screen, once a row of failures, and that it came about later', async () => {
    const window = await besideRun();
    for (let times = 1; times < 4; times++)
      window.emit('training', runIn('training', { saveFailure: full }));
    expect(window.notices()).toEqual([
      expect.stringMatching(
        /a\.verse cannot be written.*Nothing of this run has been saved yet\.$/,
      ),
    ]);
    expect(window.app.news.unseen).toEqual(['train']);
    look(window, 'train');
    expect(window.app.news.unseen).toEqual([]);
    expect(window.notices()).toHaveLength(1); // the screen does not say it itself
    window.emit('training', runIn('training', { modelId: 'm', savedAt }));
    expect(window.notices()).toEqual([expect.stringContaining('after all')]);
    window.emit('training', runIn('training', { modelId: 'm', savedAt, saveFailure: full }));
    expect(window.notices()).toEqual([expect.stringMatching(/again shortly\.$/)]);
    window.emit('training', runIn('finished', { modelId: 'm' }));
    expect(window.notices()).toEqual([]);
  });

  it('stays dismissed until another row begins', async () => {
    const window = await besideRun({ saveFailure: full });
    window.app.notices.dismiss(window.app.notices.list[0]!.id);
    window.emit('training', runIn('training', { saveFailure: full }));
    expect(window.notices()).toEqual([]);
    window.emit('training', runIn('training'));
    window.emit('training', runIn('training', { saveFailure: full }));
    expect(window.notices()).toHaveLength(1);
  });
});

describe('a crash of the compute process', () => {
  const atRest = /stopped unexpectedly, and a new one is starting/;
  const crash = (second = 1, brokeRun = false) => ({
    ...{ at: `2026-01-02T03:04:0${second}.000Z`, brokeRun },
  });

  it('while a page was away is told when it is back, once, reloaded or not', async () => {
    let lastCrash: ComputeStatus['lastCrash'] = null;
    const open = () => openWindow({ 'compute.status': () => ({ state: 'ready', lastCrash }) });
    const window = await open();
    lastCrash = crash();
    await window.app.load(); // as when the host is within reach again
    expect(window.notices()).toEqual([expect.stringMatching(atRest)]);
    expect(window.app.news.unseen).toEqual(['train']);
    await window.app.load();
    expect(window.notices()).toHaveLength(1);
  });

  /** @param known what an earlier page of this browser has kept */
  function reloaded(status: ComputeStatus, known: Record<string, string>): string[] {
    browserStorage(known);
    const notices = new Notices();
    const navigation = { view: 'models', go: () => {} } as unknown as Navigation;
    const news = new News({ navigation, notices, nameOf: () => '', writeWith: () => {} });
    news.hearCompute(status);
    return notices.list.map(({ text }) => text);
  }

  it.each([
    ['there was none before', { 'verseloom.crash': '""' }, crash(), 1],
    ['another is known', { 'verseloom.crash': JSON.stringify(crash(1).at) }, crash(2), 1],
    ['it is known', { 'verseloom.crash': JSON.stringify(crash(1).at) }, crash(1), 0],
    ['a run tells of it', { 'verseloom.crash': '""' }, crash(1, true), 0],
    ['it was before this browser came', {}, crash(), 0],
    ['the host was started anew', { 'verseloom.crash': JSON.stringify(crash(1).at) }, null, 0],
  ])('during a reload is told or not, when %s', (_, known, lastCrash, times) => {
    expect(reloaded({ state: 'ready', lastCrash }, known)).toHaveLength(times);
  });

  it('stays told when there was no run, and is not taken for two', async () => {
    const window = await openWindow();
    window.app.navigation.go('write');
    window.emit('compute', { state: 'crashed', lastCrash: crash() });
    window.emit('compute', { state: 'ready', lastCrash: crash() });
    expect(window.notices()).toEqual([expect.stringMatching(atRest)]);
    expect(window.app.news.unseen).toEqual(['train']);
    window.app.notices.error(new VerseloomError('compute.crashed', { reason: 'SIGKILL' }));
    expect(window.notices()).toHaveLength(1);
    look(window, 'train');
    expect(window.app.news.unseen).toEqual([]);
    expect(window.notices()).toHaveLength(1);
  });

  it.each([true, false])('is told by the run that it broke off (first: %s)', async (first) => {
    const window = await besideRun();
    const run = (): void => window.emit('training', runIn('failed', { failure: crashed }));
    if (first) run();
    const lastCrash = crash(1, true);
    window.emit('compute', { state: 'crashed', lastCrash });
    if (!first) run();
    window.emit('compute', { state: 'ready', lastCrash });
    expect(window.notices()).toEqual([expect.stringContaining('was interrupted')]);
    window.emit('compute', { state: 'crashed', lastCrash: crash(2) });
    expect(window.notices()).toHaveLength(2);
  });
});
