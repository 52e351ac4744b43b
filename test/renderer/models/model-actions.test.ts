/** What is done with models, what is said of it, and how it is taken back. */
import { describe, expect, it, vi } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import { Notes } from '../../../src-renderer/models/notes.svelte.ts';
import { Browsing } from '../../../src-renderer/models/browsing.svelte.ts';
import { settled } from '../fake-host.ts';
import { info, modelOf, openWindow, type Window } from '../window.ts';

/** A library in memory that answers as the host does. */
async function windowWith(models: RunInfo[], stuck = ''): Promise<Window> {
  const trash: RunInfo[] = [];
  const add = (from: string, id: string, name: string): RunInfo => {
    const model = { ...models.find((one) => one.id === from)!, id, name };
    models.push(model);
    return model;
  };
  const take = (list: RunInfo[], id: string): RunInfo =>
    list.splice(
      list.findIndex((model) => model.id === id),
      1,
    )[0]!;
  return openWindow({
    'app.info': () => ({ ...info, host: 'browser' }),
    'models.list': () => [...models],
    'models.remove': ({ id }) => {
      if (id === stuck) throw new VerseloomError('file.unwritable', { path: id, reason: 'x' });
      const removed = take(models, id);
      trash.push(removed);
      return { hasRecord: removed.damage === null };
    },
    'models.restore': ({ id }) => {
      const model = take(trash, id);
      models.push(model);
      return model;
    },
    'runs.remove': () => ({}),
    'runs.restore': ({ id }) => modelOf(id, { hasModel: false }),
    'models.duplicate': ({ id, name }) => add(id, `${id} ${models.length}`, name),
    'models.takeBest': ({ id, name }) => add(id, `best of ${id}`, name),
    'models.reveal': ({ id }) => ({ path: `/data/models/${id}.verse` }),
    'models.export': ({ id, kind, withText }) => ({
      name: `${id}.${kind}`,
      bytes: Uint8Array.of(Number(withText)),
    }),
    'models.change': ({ id, ...changes }) => {
      if (id === stuck) throw new VerseloomError('file.unwritable', { path: id, reason: 'x' });
      const index = models.findIndex((model) => model.id === id);
      return (models[index] = { ...models[index]!, ...changes });
    },
  });
}
const songs = (): RunInfo[] => ['a', 'b', 'c'].map((id) => modelOf(id));
const ids = ({ app }: Window): string[] => app.models.list.map(({ id }) => id);

describe('a name that is typed', () => {
  const away = (): never => {
    throw new VerseloomError('host.away');
  };

  it('is still there when the host is away, and when it and the page have come back', async () => {
    let change: () => RunInfo = away;
    const open = (): Promise<Window> =>
      openWindow({ 'models.list': () => songs(), 'models.change': () => change() });
    const { app } = await open();
    const [model] = app.models.runs;
    const { actions, browsing } = app.modelsScreen;
    browsing.rename(model!.id, 'panel');
    expect(browsing.draftOf(model!, 'panel')).toEqual({ text: model!.name, isBegun: false });
    browsing.typeName(model!.id, 'panel', '河边');
    await actions.rename(model!, '河边', 'panel');
    expect(browsing.draftOf(model!, 'panel')).toEqual({ text: '河边', isBegun: true });
    expect(browsing.draftOf(model!, 'list')).toBeUndefined();

    const reloaded = new Browsing(() => app.models.runs);
    expect(reloaded.draftOf(model!, 'list')).toEqual({ text: '河边', isBegun: true });

    change = () => ({ ...model!, name: '河边' });
    await actions.rename(model!, '河边', 'panel');
    expect(browsing.draftOf(model!, 'panel')).toBeUndefined();
    expect(new Browsing(() => []).draftOf(model!, 'list')).toBeUndefined();
  });

  it('is let go of where one thinks better of it', async () => {
    const { app, calls } = await windowWith(songs());
    const [model] = app.models.runs;
    const { actions, browsing } = app.modelsScreen;
    browsing.typeName(model!.id, 'list', '河边');
    await actions.rename(model!, undefined, 'list');
    expect(browsing.draftOf(model!, 'list')).toBeUndefined();
    expect(calls).toEqual([]);
  });
});

describe('deleting', () => {
  it('can be taken back', async () => {
    const window = await windowWith(songs());
    await window.app.modelsScreen.actions.remove([window.app.models.runById('b')!]);
    expect(ids(window)).toEqual(['a', 'c']);
    expect(window.notices()).toEqual(['“name of b” was deleted; the record of its run stays.']);
    window.app.notices.list[0]!.actions[0]!.run();
    await settled();
    expect(ids(window).sort()).toEqual(['a', 'b', 'c']);
    expect(window.app.modelsScreen.browsing.current?.id).toBe('b');
    expect(window.notices()).toContain('“name of b” was restored.');
  });

  it('of several is said once and taken back at once', async () => {
    const window = await windowWith(songs());
    window.app.modelsScreen.browsing.list.chooseAll();
    await window.app.modelsScreen.actions.remove(window.app.modelsScreen.browsing.chosen);
    expect(ids(window)).toEqual([]);
    expect(window.notices()).toEqual(['3 models were deleted; the records of their runs stay.']);
    window.app.notices.list[0]!.actions[0]!.run();
    await settled();
    expect(ids(window).sort()).toEqual(['a', 'b', 'c']);
    expect(window.notices()).toContain('3 models were restored.');
  });

  it('of several goes on past one that cannot be', async () => {
    const window = await windowWith(songs(), 'b');
    await window.app.modelsScreen.actions.remove(window.app.models.runs);
    expect(ids(window)).toEqual(['b']);
    expect(window.notices()).toEqual([
      'b cannot be written (x).',
      '2 models were deleted; the records of their runs stay.',
    ]);
    expect(window.app.modelsScreen.browsing.chosen).toEqual([]);
  });

  it('of a model leaves its record in its place, and that of the record nothing', async () => {
    const window = await windowWith(songs());
    const { app } = window;
    const { actions, browsing } = app.modelsScreen;
    browsing.point('b');
    await actions.remove([app.models.runById('b')!]);
    expect(app.models.runs.map(({ id, hasModel }) => [id, hasModel])).toEqual([
      ['a', true],
      ['c', true],
      ['b', false],
    ]);
    expect(browsing.current).toMatchObject({ id: 'b', hasModel: false, canGoOn: false });
    expect(app.models.list.map(({ id }) => id)).toEqual(['a', 'c']);
    await actions.remove([app.models.runById('b')!]);
    expect(app.models.runById('b')).toBeUndefined();
    expect(window.notices()).toContain('The record of “name of b” was deleted.');
    expect(window.calls).toEqual(['models.remove', 'runs.remove']);
    app.undo.takeBack();
    await settled();
    expect(window.calls).toContain('runs.restore');
    expect(window.notices()).toContain('The record of “name of b” was restored.');
  });

  it('that did not work says why and nothing else', async () => {
    const window = await windowWith(songs(), 'b');
    await window.app.modelsScreen.actions.remove([window.app.models.runById('b')!]);
    expect(window.notices()).toEqual(['b cannot be written (x).']);
  });
});

describe('notes', () => {
  const opened = async (): Promise<Window & { kept: () => string }> => {
    const models = songs();
    const window = await windowWith(models);
    return { ...window, kept: () => models[0]!.notes };
  };

  it('are kept a moment after the last letter, and taken back as they were', async () => {
    const { app, calls, kept } = await opened();
    const { notes } = app.modelsScreen;
    notes.type('a', '雨');
    notes.type('a', '雨夜');
    expect(notes.of(app.models.runById('a')!)).toBe('雨夜');
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(2000);
    await settled();
    expect(calls.filter((name) => name === 'models.change')).toHaveLength(1);
    expect(kept()).toBe('雨夜');
    notes.type('a', '雨夜行');
    await notes.save();
    expect(kept()).toBe('雨夜行');
    app.undo.takeBack();
    await settled();
    expect(kept()).toBe(''); // one after the other, they are one change
  });

  it('of one run are not lost where those of another are typed before they are kept', async () => {
    const { app, kept } = await opened();
    const { notes } = app.modelsScreen;
    notes.type('a', '雨');
    notes.type('b', '雪');
    expect(notes.of(app.models.runById('a')!)).toBe('雨');
    await notes.save();
    expect(kept()).toBe('雨');
    expect(app.models.runById('b')!.notes).toBe('雪');
  });

  it('that were typed when the page or the host went are kept when they are back', async () => {
    const { app } = await opened();
    app.modelsScreen.notes.type('a', '雨');
    let isThere = false;
    const put = vi.fn(async () => isThere);
    const notes = new Notes(() => app.models.runs, put);
    const run = app.models.runById('a')!;
    expect(notes.of(run)).toBe('雨');
    await notes.save();
    expect(notes.of(run)).toBe('雨');
    isThere = true;
    await notes.save();
    expect(put).toHaveBeenLastCalledWith(run, '雨');
    await notes.save();
    expect(put).toHaveBeenCalledTimes(2);
    expect(new Notes(() => app.models.runs, put).of(run)).toBe('');
  });
});

describe('a change', () => {
  it('is seen at once', async () => {
    const window = await windowWith(songs());
    const changed = window.app.modelsScreen.actions.change(window.app.models.byId('a')!, {
      favourite: true,
    });
    expect(window.app.models.byId('a')!.favourite).toBe(true);
    await changed;
    expect(window.app.models.byId('a')!.favourite).toBe(true);
  });

  it('that is refused is taken back, with the reason', async () => {
    const window = await windowWith(songs(), 'a');
    await window.app.modelsScreen.actions.change(window.app.models.byId('a')!, { name: 'other' });
    expect(window.app.models.byId('a')!.name).toBe('name of a');
    expect(window.notices()).toEqual(['a cannot be written (x).']);
  });
});

describe('another model of one', () => {
  it('is a copy, with a name that none has', async () => {
    const window = await windowWith(songs());
    const copy = async (): Promise<string> => {
      await window.app.modelsScreen.actions.duplicate(window.app.models.byId('a')!);
      return window.app.modelsScreen.browsing.current!.name;
    };
    expect(await copy()).toBe('name of a copy');
    expect(await copy()).toBe('name of a copy (2)');
  });

  it('is its best step, named after the epoch', async () => {
    const models = [modelOf('a', { best: { epoch: 1200, perplexity: 2 } }), modelOf('b')];
    const window = await windowWith(models);
    await window.app.modelsScreen.actions.takeBest(models[0]!);
    expect(window.app.models.byId('best of a')!.name).toBe('name of a, epoch 1,200');
    await window.app.modelsScreen.actions.takeBest(models[1]!); // has none but its last
    expect(ids(window)).toHaveLength(3);
  });
});

it('tells where a file is, where the host cannot show it, and copies the path', async () => {
  const window = await windowWith(songs());
  const written: string[] = [];
  vi.stubGlobal('navigator', {
    clipboard: { writeText: async (text: string) => written.push(text) },
  });
  await window.app.modelsScreen.actions.reveal(window.app.models.byId('a')!);
  expect(window.notices()).toEqual(['The file is at /data/models/a.verse']);
  window.app.notices.list[0]!.actions[0]!.run();
  await settled();
  expect(written).toEqual(['/data/models/a.verse']);
  window.app.machine.info = info; // a window of its own
  await window.app.modelsScreen.actions.reveal(window.app.models.byId('b')!);
  expect(window.notices()).not.toContain('The file is /data/models/b.verse');
});

describe('exporting', () => {
  it('saves what was chosen, and suggests it the next time', async () => {
    const window = await windowWith(songs());
    const { exporting, models, modelsScreen } = window.app;
    exporting.ask(models.byId('a')!);
    expect(exporting.choice).toEqual({ kind: 'verse', withText: true });
    exporting.choose({ withText: false });
    await modelsScreen.actions.export(exporting.model!, exporting.choice);
    exporting.close();
    exporting.ask(models.byId('b')!);
    exporting.choose({ kind: 'onnx' });
    await modelsScreen.actions.export(exporting.model!, exporting.choice);
    expect(window.downloads.map(({ name }) => name)).toEqual(['a.verse', 'b.onnx']);
    expect([...(await window.downloads[0]!.bytes())]).toEqual([0]);
    expect(exporting.choice.kind).toBe('onnx');
  });

  it('has no text to send along where there is none', async () => {
    const window = await windowWith([modelOf('a', { hasText: false })]);
    window.app.exporting.ask(window.app.models.byId('a')!);
    expect(window.app.exporting.choice.withText).toBe(false);
  });
});
