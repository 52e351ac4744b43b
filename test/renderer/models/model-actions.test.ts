/** What is done with models, what is said of it, and how it is taken back. */
import { describe, expect, it, vi } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { Browsing } from '../../../src-renderer/models/browsing.svelte.ts';
import { settled } from '../fake-host.ts';
import { info, modelOf, openWindow, type Window } from '../window.ts';

/** A library in memory that answers as the host does. */
async function windowWith(models: ModelInfo[], stuck = ''): Promise<Window> {
  const trash: ModelInfo[] = [];
  const add = (from: string, id: string, name: string): ModelInfo => {
    const model = { ...models.find((one) => one.id === from)!, id, name };
    models.push(model);
    return model;
  };
  const take = (list: ModelInfo[], id: string): ModelInfo =>
    list.splice(
      list.findIndex((model) => model.id === id),
      1,
    )[0]!;
  return openWindow({
    'app.info': () => ({ ...info, host: 'browser' }),
    'models.list': () => [...models],
    'models.remove': ({ id }) => {
      if (id === stuck) throw new VerseloomError('file.unwritable', { path: id, reason: 'x' });
      trash.push(take(models, id));
      return {};
    },
    'models.restore': ({ id }) => {
      const model = take(trash, id);
      models.push(model);
      return model;
    },
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
      return (models[index] = { ...models[index]!, ...changes } as ModelInfo);
    },
  });
}
const songs = (): ModelInfo[] => ['a', 'b', 'c'].map((id) => modelOf(id));
const ids = ({ app }: Window): string[] => app.models.list.map(({ id }) => id);

describe('a name that is typed', () => {
  const away = (): never => {
    throw new VerseloomError('host.away');
  };

  it('is still there when the host is away, and when it and the page have come back', async () => {
    let change: () => ModelInfo = away;
    const open = (): Promise<Window> =>
      openWindow({ 'models.list': () => songs(), 'models.change': () => change() });
    const { app } = await open();
    const [model] = app.models.list;
    const { actions, browsing } = app.modelsScreen;
    browsing.rename(model!.id, 'panel');
    expect(browsing.draftOf(model!, 'panel')).toEqual({ text: model!.name, isBegun: false });
    browsing.typeName(model!.id, 'panel', '河边');
    await actions.rename(model!, '河边', 'panel');
    expect(browsing.draftOf(model!, 'panel')).toEqual({ text: '河边', isBegun: true });
    expect(browsing.draftOf(model!, 'list')).toBeUndefined();

    const reloaded = new Browsing(() => app.models.list);
    expect(reloaded.draftOf(model!, 'list')).toEqual({ text: '河边', isBegun: true });

    change = () => ({ ...model!, name: '河边' });
    await actions.rename(model!, '河边', 'panel');
    expect(browsing.draftOf(model!, 'panel')).toBeUndefined();
    expect(new Browsing(() => []).draftOf(model!, 'list')).toBeUndefined();
  });

  it('is let go of where one thinks better of it', async () => {
    const { app, calls } = await windowWith(songs());
    const [model] = app.models.list;
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
    await window.app.modelsScreen.actions.remove([window.app.models.byId('b')!]);
    expect(ids(window)).toEqual(['a', 'c']);
    expect(window.notices()).toEqual(['“name of b” was deleted.']);
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
    expect(window.notices()).toEqual(['3 models were deleted.']);
    window.app.notices.list[0]!.actions[0]!.run();
    await settled();
    expect(ids(window).sort()).toEqual(['a', 'b', 'c']);
    expect(window.notices()).toContain('3 models were restored.');
  });

  it('of several goes on past one that cannot be', async () => {
    const window = await windowWith(songs(), 'b');
    await window.app.modelsScreen.actions.remove(window.app.models.list);
    expect(ids(window)).toEqual(['b']);
    expect(window.notices()).toEqual(['b cannot be written (x).', '2 models were deleted.']);
    expect(window.app.modelsScreen.browsing.chosen).toEqual([]);
  });

  it('that did not work says why and nothing else', async () => {
    const window = await windowWith(songs(), 'b');
    await window.app.modelsScreen.actions.remove([window.app.models.byId('b')!]);
    expect(window.notices()).toEqual(['b cannot be written (x).']);
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
