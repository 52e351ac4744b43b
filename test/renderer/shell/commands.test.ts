/** What the menu's commands and the shortcuts come to, by what is on the screen. */
import { describe, expect, it, vi } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { taking } from '../../../src-renderer/writing/page/offer.ts';
import type { TrainingStatus } from '../../../src-main/contract/training.ts';
import { settled } from '../fake-host.ts';
import { focusRowOf, modelOf, openWindow, runIn, type Window } from '../window.ts';

const models = [modelOf('newest'), modelOf('older'), modelOf('oldest')];

const writes = async (window: Window, prefix: string): Promise<void> => {
  const { writing } = window.app;
  writing.draft.dispatch({
    changes: { from: 0, insert: prefix },
    selection: { anchor: prefix.length },
  });
  await writing.goOn();
  writing.draft.dispatch(taking(writing.draft.state, 'all')!);
};

const full = {
  code: 'file.unwritable',
  params: { path: 'a.verse', reason: 'no space left on the disk' },
} as const;

const library = {
  'models.list': () => models,
  'writing.write': ({ prefix }: { prefix: string }) => ({
    ...{ prefix, continuation: ' 风 吹', leftOut: [], cancelled: false, charactersPerSecond: 1 },
  }),
};

describe('save', () => {
  async function windowWith(
    status: TrainingStatus,
    saved: () => TrainingStatus = () => status,
  ): Promise<Window> {
    return openWindow({
      ...library,
      'training.status': () => status,
      'training.save': saved,
    });
  }
  const asSaved = (status: TrainingStatus): TrainingStatus => ({
    ...status,
    modelId: 'older',
    modelName: 'name of older',
  });

  it('saves the text that one sees on the paper, named after its first line', async () => {
    const window = await windowWith(runIn('training'));
    window.app.navigation.go('write');
    await writes(window, '分开');
    window.calls.length = 0;
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.downloads).toHaveLength(1);
    expect(window.downloads[0]!.name).toBe('分开.txt');
    expect(await window.downloads[0]!.text()).toBe('分开\n风\n吹\n');
    expect(window.calls).toEqual([]);
    expect(window.notices()).toEqual([]);
  });

  it('does not save a text that is on the paper of another view', async () => {
    const window = await windowWith(runIn('idle'));
    await writes(window, '分开');
    window.app.navigation.go('train');
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.downloads).toEqual([]);
    expect(window.notices()).toEqual(['There is nothing to save yet.']);
  });

  it.each(['training', 'paused'] as const)('saves a run that is %s', async (state) => {
    const window = await windowWith(runIn(state), () => asSaved(runIn(state)));
    window.app.navigation.go('write'); // where the paper is empty
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.calls.filter((name) => name === 'training.save')).toHaveLength(1);
    expect(window.app.run.active).toBe(true);
    expect(window.notices()).toEqual(['Saved as “name of older”.']);
    window.app.notices.list[0]!.actions[0]!.run();
    expect(window.app.navigation.view).toBe('write');
    expect(window.app.writing.model!.id).toBe('older');
  });

  it('saves once, however often it is asked for meanwhile', async () => {
    const window = await windowWith(runIn('training'), () => asSaved(runIn('training')));
    for (let i = 0; i < 3; i++) window.emit('command', { name: 'save' });
    await settled();
    expect(window.calls.filter((name) => name === 'training.save')).toHaveLength(1);
    expect(window.notices()).toHaveLength(1);
  });

  it('saves what could not be saved before', async () => {
    const failed = runIn('failed', { unsaved: true });
    const window = await windowWith(failed, () => asSaved(runIn('finished')));
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.notices()).toEqual(['Saved as “name of older”.']);
  });

  it('says why it failed again, but not beside a run that says so itself', async () => {
    const failed = runIn('failed', { unsaved: true, failure: full });
    const window = await windowWith(failed);
    window.app.navigation.go('train');
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.notices()).toEqual([]);
    window.app.navigation.go('corpus');
    window.emit('command', { name: 'save' });
    await settled();
    const told = [
      expect.stringMatching(/could not be saved\. a\.verse cannot be written \(no space/),
    ];
    expect(window.notices()).toEqual(told);
    window.app.notices.dismiss(window.app.notices.list[0]!.id);
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.notices()).toEqual(told); // whoever asks again is answered again
  });

  it.each(['train', 'corpus'] as const)(
    'is told to fail once on %s, whoever asks for it and however often',
    async (view) => {
      const failing = runIn('training', { saveFailure: full });
      const window = await windowWith(runIn('training'), () => {
        window.emit('training', failing); // as the host does before it answers
        throw new VerseloomError(full.code, full.params);
      });
      window.app.navigation.go(view);
      for (let times = 0; times < 3; times++) {
        window.emit('command', { name: 'save' });
        await settled();
        expect(window.notices()).toEqual([
          expect.stringMatching(/^a\.verse cannot be written.*saved yet\.$/),
        ]);
      }
      window.app.notices.dismiss(window.app.notices.list[0]!.id);
      await window.app.save();
      expect(window.notices()).toHaveLength(1);
    },
  );

  it('says what the host refuses', async () => {
    const window = await windowWith(runIn('training'), () => {
      throw new VerseloomError('training.notRunning');
    });
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.notices()).toEqual(['No model is training right now.']);
    expect(window.app.run.pending).toBeNull();
  });

  it.each([
    ['preparing', 'There is nothing to save yet.'],
    ['saving', 'Saving…'],
    ['finished', 'Everything is already saved.'],
    ['failed', 'Nothing that this run learned was saved.'],
    ['idle', 'There is nothing to save yet.'],
  ] as const)('asks nothing of a run that is %s', async (state, sentence) => {
    const window = await windowWith(runIn(state));
    window.emit('command', { name: 'save' });
    await settled();
    expect(window.calls).toEqual([]);
    expect(window.notices()).toEqual([sentence]);
  });
});

describe('export', () => {
  /** @returns the id of the model that one is asked about */
  const asked = async (window: Window): Promise<string | undefined> => {
    window.app.exporting.close();
    window.emit('command', { name: 'exportModel' });
    await settled();
    return window.app.exporting.model?.id;
  };

  it('is of the model that one writes with', async () => {
    const window = await openWindow(library);
    window.app.writeWith('oldest');
    expect(await asked(window)).toBe('oldest');
  });

  it('is of the row with the focus, else of the newest', async () => {
    const window = await openWindow(library);
    window.app.navigation.go('models');
    expect(await asked(window)).toBe('newest');
    focusRowOf('older');
    expect(await asked(window)).toBe('older');
    window.app.navigation.go('corpus');
    expect(await asked(window)).toBe('newest');
  });

  it('is of the run’s model, else of the newest', async () => {
    const window = await openWindow(library);
    window.app.navigation.go('train');
    window.emit('training', runIn('training', { modelId: 'older' }));
    expect(await asked(window)).toBe('older');
    window.emit('training', runIn('training'));
    expect(await asked(window)).toBe('newest');
    window.emit('training', runIn('finished', { modelId: 'deleted' }));
    expect(await asked(window)).toBe('newest');
  });

  it('is of none that cannot be opened', async () => {
    const damage = { code: 'model.damaged', params: {} } as const;
    const list = [modelOf('newest', { damage }), modelOf('older')];
    const window = await openWindow({ ...library, 'models.list': () => list });
    expect(await asked(window)).toBe('older');
  });

  it('says when there is no model', async () => {
    const window = await openWindow();
    for (const view of ['corpus', 'train', 'write', 'models', 'compare'] as const) {
      window.app.navigation.go(view);
      expect(await asked(window)).toBeUndefined();
    }
    expect(new Set(window.notices())).toEqual(new Set(['There are no models to export yet.']));
    expect(window.calls).toEqual([]);
  });
});

describe('a new run', () => {
  it('begins at the corpus', async () => {
    const { app, emit } = await openWindow();
    emit('command', { name: 'newRun' });
    await vi.waitUntil(() => app.navigation.view === 'train', 20_000);
    expect(app.navigation.focus).toBe('train-corpus');
    app.navigation.go('models');
    expect(app.navigation.focus).toBeUndefined();
  });

  it('waits for the one that is under way', async () => {
    const { app, emit, notices } = await openWindow({ 'training.status': () => runIn('paused') });
    emit('command', { name: 'newRun' });
    await settled();
    expect(app.navigation.view).toBe('train');
    expect(app.navigation.focus).toBeUndefined();
    expect(notices()).toEqual([
      'A model is already training; stop it before you start another run.',
    ]);
  });
});

it('answers a command in the place of the last answer', async () => {
  const { app, emit, notices } = await openWindow();
  app.notices.done('something else');
  for (const name of ['save', 'exportModel', 'save'] as const) {
    emit('command', { name });
    await settled();
  }
  expect(notices()).toEqual(['something else', 'There is nothing to save yet.']);
});
