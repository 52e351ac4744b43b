/** What the host tells a window by itself: problems of its start, files that were opened, refusals. */
import { describe, expect, it } from 'vitest';
import type { ApiHandlers } from '../../src-main/contract/api.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { settled } from './fake-host.ts';
import {
  corpusOf as corpusNamed,
  info,
  modelOf,
  openWindow,
  runIn,
  type Window,
} from './window.ts';

const corpusOf = (id: string) => corpusNamed(id, { name: id });

it('says the problems of the start once, and keeps them until they are dismissed', async () => {
  const problems = [{ code: 'file.setAside', params: { path: '/data/old.json' } } as const];
  const { app, notices } = await openWindow({ 'app.info': () => ({ ...info, problems }) });
  expect(notices()).toEqual([expect.stringContaining('/data/old.json')]);
  expect(app.notices.list[0]!.kind).toBe('error');
  app.notices.dismiss(app.notices.list[0]!.id);
  await app.load(); // as after a lost connection
  expect(notices()).toEqual([]);
});

it('shows a corpus that was opened outside of the screens', async () => {
  const list = [corpusOf('first')];
  const { app, emit, notices } = await openWindow({ 'corpora.list': () => [...list] });
  app.navigation.go('write');
  list.push(corpusOf('second'));
  emit('opened', { kind: 'corpus', id: 'second', name: 'second', alreadyThere: false });
  await settled();
  expect(app.navigation.view).toBe('corpus');
  expect(app.corpora.selected!.id).toBe('second');
  expect(notices()).toEqual(['“second” is in the library.']);
});

it('shows the last of several corpora that were opened at once, whichever list comes first', async () => {
  const list = [corpusOf('first')];
  const answers: (() => void)[] = [];
  let isSlow = false;
  const { app, emit } = await openWindow({
    'corpora.list': async () => {
      const found = [...list];
      if (isSlow) await new Promise<void>((resolve) => answers.push(resolve));
      return found;
    },
  });
  isSlow = true;
  for (const id of ['second', 'third']) {
    list.push(corpusOf(id));
    emit('opened', { kind: 'corpus', id, name: id, alreadyThere: false });
    await settled();
  }
  for (let answer = answers.pop(); answer; answer = answers.pop()) {
    answer();
    await settled();
  }
  expect(app.corpora.selected!.id).toBe('third');
  expect(app.corpora.list.map(({ id }) => id)).toEqual(['first', 'second', 'third']);
});

it('writes with a model that was opened outside of the screens', async () => {
  const list = [modelOf('first')];
  const { app, emit } = await openWindow({ 'models.list': () => [...list] });
  list.push(modelOf('second'));
  emit('opened', { kind: 'model', id: 'second', name: 'second', alreadyThere: false });
  await settled();
  expect(app.navigation.view).toBe('write');
  expect(app.writing.model!.id).toBe('second');
});

it('shows a model that cannot be opened where its damage is told', async () => {
  const list = [
    modelOf('first'),
    modelOf('second', { damage: { code: 'model.damaged', params: {} } }),
  ];
  const { app, emit } = await openWindow({ 'models.list': () => [...list] });
  emit('opened', { kind: 'model', id: 'second', name: 'second', alreadyThere: false });
  await settled();
  expect(app.navigation.view).toBe('models');
  expect(app.writing.model!.id).toBe('first');
});

it('says what was refused outside of the screens, and that diagnostics were copied', async () => {
  const { emit, notices } = await openWindow();
  emit('refused', { code: 'file.notFound', params: { path: 'song.mp3' } });
  emit('diagnosticsCopied', {});
  expect(notices()).toEqual(['song.mp3 does not exist.', 'Diagnostics copied to the clipboard.']);
});

it('counts an engine as there until the host says that there is none', async () => {
  const { app } = await openWindow({ 'app.info': () => ({ ...info, engines: [] }) });
  expect(app.machine.hasEngine).toBe(false);
  app.machine.info = null;
  expect(app.machine.hasEngine).toBe(true);
});

describe('a run from a model', () => {
  it('begins where the form is, with that model and its corpus', async () => {
    const parent = modelOf('parent', {
      ...{ corpusName: 'first', corpusHash: 'hash of second', hiddenSize: 48 }, // named elsewhere, in another language
    });
    const sent: unknown[] = [];
    const { app } = await openWindow({
      'models.list': () => [parent],
      'corpora.list': () => [corpusOf('first'), corpusOf('second')],
      'training.start': (input) => {
        sent.push(input);
        return runIn('training');
      },
    });
    app.training.form.choose({ withText: false });
    app.trainFrom(parent);
    expect(app.navigation.view).toBe('train');
    expect(app.training.form.corpus!.id).toBe('second');
    await app.training.start();
    app.training.form.beginFrom(null);
    await app.training.start();
    expect(sent).toEqual([
      expect.objectContaining({ corpusId: 'second', withText: false, parentId: 'parent' }),
      expect.not.objectContaining({ parentId: expect.anything() }),
    ]);
    expect(sent[0]).toMatchObject({ settings: { hiddenSize: 48 } });
  });

  it('keeps the corpus that was chosen where the model’s own is gone', async () => {
    const { app } = await openWindow({
      'corpora.list': () => [corpusOf('first'), corpusOf('second')],
    });
    app.training.form.choose({ corpusId: 'second' });
    app.trainFrom(modelOf('parent', { corpusName: 'deleted' }));
    expect(app.training.form.corpus!.id).toBe('second');
  });

  it('that the host refuses is told at the field at fault', async () => {
    const { app } = await openWindow({
      'corpora.list': () => [corpusOf('first')],
      'training.start': () => {
        throw new VerseloomError('corpus.tooShort', { characters: 2, needed: 9 });
      },
    });
    await app.training.start();
    expect(app.navigation.focus).toBe('train-corpus');
    expect(app.training.form.errors.corpus).toMatchObject({ code: 'corpus.tooShort' });
  });
});

describe('going on with a run', () => {
  const stopped = modelOf('a', { epochs: 3, epochsWanted: 9 });

  async function windowOf(goOn: ApiHandlers['training.goOn']): Promise<Window> {
    return openWindow({
      'models.list': () => [stopped],
      'models.history': () => ({
        ...{
          epochs: [],
          samples: [],
          samplesInAll: 0,
          stepsPerEpoch: 8,
          changes: [],
          settings: defaultSettings,
        },
        ...{ engineVersion: '1.30.0', stepVersion: 2, corpusHash: '' },
      }),
      'training.goOn': goOn,
    });
  }

  it('shows it, and throws what the host refuses', async () => {
    const { app } = await windowOf(() => runIn('training'));
    await app.goOn('a', { moreEpochs: 5 });
    expect(app.navigation.view).toBe('train');
    expect(app.run.active).toBe(true);

    const refused = await windowOf(() => {
      throw new VerseloomError('training.running');
    });
    await expect(refused.app.goOn('a')).rejects.toMatchObject({ code: 'training.running' });
    expect(refused.app.navigation.view).toBe('corpus');
    expect(refused.app.run.pending).toBeNull();
  });

  it('that has epochs left asks nothing', async () => {
    const { app, calls } = await windowOf(() => runIn('training'));
    await app.goOnOrAsk(stopped);
    expect(app.going).toBeNull();
    expect(calls).toContain('training.goOn');
  });

  it('that has none left, or that is refused, asks', async () => {
    const { app, calls } = await windowOf(() => {
      throw new VerseloomError('model.noText', { name: 'a', corpus: 'songs' });
    });
    await app.goOnOrAsk(modelOf('a', { epochs: 9, epochsWanted: 9 }));
    expect(calls).not.toContain('training.goOn');
    expect(app.going!.refusal).toBeNull();
    await app.goOnOrAsk(stopped);
    expect(app.going!.refusal).toMatchObject({ code: 'model.noText' });
  });

  it('is not asked about when the file is gone, and that is said', async () => {
    const { app, notices } = await openWindow({
      'models.history': () => {
        throw new VerseloomError('model.notFound');
      },
    });
    await app.askToGoOn(stopped);
    expect(app.going).toBeNull();
    expect(notices()).toEqual([expect.stringContaining('no longer in the library')]);
  });
});
