/** Asking for another data folder: what is proposed, what is refused, and what a page sees of a move that another one asked for. */
import { describe, expect, it, vi } from 'vitest';
import type { ApiHandlers } from '../../../src-main/contract/api.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { settled } from '../fake-host.ts';
import { info, openWindow, runIn, type Window } from '../window.ts';

const progress = { files: 1, filesInAll: 4, bytes: 10, bytesInAll: 40 };
const notEmpty = (folder: string) => new VerseloomError('data.notEmpty', { folder });

/** The page of a browser, which has no system's way of choosing a folder. */
function openPage(handlers: Partial<ApiHandlers> = {}): Promise<Window> {
  return openWindow({ 'app.info': () => ({ ...info, host: 'browser' }), ...handlers });
}

describe('a folder that is typed', () => {
  it.each([
    ['/new place', '/new place'],
    ['  /new  ', '/new'],
    ['D:\\data', 'D:\\data'],
    ['d:/data', 'd:/data'],
    ['"C:\\my data"', 'C:\\my data'],
    ['\\\\server\\data', '\\\\server\\data'],
  ])('%j is asked about', async (text, folder) => {
    const { app, calls } = await openPage();
    const { dataFolder } = app;
    dataFolder.ask();
    dataFolder.write(text);
    await dataFolder.propose();
    expect([dataFolder.step, dataFolder.target]).toEqual(['question', folder]);
    expect(calls).toEqual([]);
  });

  it.each(['', 'data', './data', '~/data', 'C:data', '"'])('%j is no whole path', async (text) => {
    const { app } = await openPage();
    const { dataFolder } = app;
    dataFolder.ask();
    dataFolder.write(text);
    await dataFolder.propose();
    expect([dataFolder.step, dataFolder.incomplete]).toEqual(['place', true]);
    dataFolder.write('/');
    expect(dataFolder.incomplete).toBe(false);
  });
});

describe('a folder that is chosen', () => {
  it('is asked about, unless the person thought better of it', async () => {
    const answers = [null, '/chosen'];
    const { app } = await openWindow({ 'data.choose': () => ({ folder: answers.shift()! }) });
    const { dataFolder } = app;
    dataFolder.ask();
    await dataFolder.propose();
    expect(dataFolder.step).toBe('place');
    await dataFolder.propose();
    expect([dataFolder.step, dataFolder.target]).toEqual(['question', '/chosen']);
    dataFolder.back();
    expect(dataFolder.step).toBe('place');
  });

  it('is not asked for while a run is under way', async () => {
    const { app, emit, calls } = await openWindow();
    emit('training', runIn('paused'));
    app.dataFolder.ask();
    await app.dataFolder.propose();
    expect(app.dataFolder.refusal).toMatchObject({ code: 'training.running' });
    expect(calls).not.toContain('data.choose');
  });
});

describe('a move', () => {
  it('is shown until its end, and then the folder that the data are in', async () => {
    const moved = Promise.withResolvers<{ folder: string }>();
    let now = info;
    const { app, emit } = await openWindow({
      'app.info': () => now,
      'data.choose': () => ({ folder: '/chosen' }),
      'data.move': ({ folder }) => moved.promise.then(() => ({ folder })),
    });
    const { dataFolder, machine } = app;
    dataFolder.ask();
    await dataFolder.propose();
    const moving = dataFolder.move();
    expect([dataFolder.step, dataFolder.progress]).toEqual(['move', null]);
    emit('moving', progress);
    expect(dataFolder.progress).toEqual(progress);
    dataFolder.close(); // as a browser may force it
    expect(dataFolder.step).toBe('move');
    now = { ...info, dataFolder: '/chosen' };
    moved.resolve({ folder: '/chosen' });
    await moving;
    expect([dataFolder.step, dataFolder.moved, dataFolder.refusal]).toEqual(['place', true, null]);
    expect(machine.info!.dataFolder).toBe('/chosen');
    dataFolder.ask();
    expect(dataFolder.moved).toBe(false);
  });

  it('that is refused says why where it was asked for, and keeps what was typed', async () => {
    const { app } = await openPage({
      'data.move': ({ folder }) => {
        throw notEmpty(folder);
      },
    });
    const { dataFolder } = app;
    dataFolder.ask();
    dataFolder.write('/full');
    await dataFolder.propose();
    await dataFolder.move();
    expect([dataFolder.step, dataFolder.target, dataFolder.moved]).toEqual([
      'place',
      '/full',
      false,
    ]);
    expect(dataFolder.refusal).toMatchObject({ code: 'data.notEmpty' });
    dataFolder.write('/full/new');
    expect(dataFolder.refusal).toBeNull();
  });

  it.each([
    ['/full', '/full/Verseloom'],
    ['D:\\', 'D:\\Verseloom'],
    ['/', '/Verseloom'],
    ['/full/Verseloom', null],
  ])('into %j, which is not empty, could go to a folder within', async (full, within) => {
    const { app } = await openWindow({
      'data.choose': () => ({ folder: full }),
      'data.move': ({ folder }) => {
        throw notEmpty(folder);
      },
    });
    const { dataFolder } = app;
    dataFolder.ask();
    await dataFolder.propose();
    await dataFolder.move();
    expect(dataFolder.within).toBe(within);
    if (within === null) return;
    dataFolder.proposeWithin();
    expect([dataFolder.step, dataFolder.target]).toEqual(['question', within]);
    expect(dataFolder.within).toBeNull();
  });

  it('to where the data cannot be opened says both', async () => {
    let isBroken = false;
    const { app } = await openWindow({
      'app.info': () => {
        if (isBroken) throw new VerseloomError('file.unreadable', { path: '/x', reason: '' });
        return info;
      },
      'data.choose': () => ({ folder: '/chosen' }),
      'data.move': ({ folder }) => ({ folder }),
    });
    app.dataFolder.ask();
    await app.dataFolder.propose();
    isBroken = true;
    await app.dataFolder.move();
    expect(app.dataFolder.moved).toBe(true);
    expect(app.dataFolder.refusal).toMatchObject({ code: 'file.unreadable' });
    expect(app.machine.info!.dataFolder).toBe('/chosen');
  });

  it('of another page is shown until the host answers again', async () => {
    const answers = vi.fn<ApiHandlers['app.info']>(() => info);
    const { app, emit } = await openWindow({ 'app.info': answers });
    const { dataFolder, machine } = app;
    const over = Promise.withResolvers<typeof info>();
    answers.mockClear();
    answers.mockImplementation(() => over.promise);
    emit('moving', progress);
    emit('moving', { ...progress, files: 2 });
    await settled();
    expect(answers).toHaveBeenCalledOnce();
    expect([dataFolder.step, dataFolder.progress?.files]).toEqual(['move', 2]);
    over.resolve({ ...info, dataFolder: '/elsewhere' });
    await settled();
    expect(dataFolder.step).toBeNull();
    expect(machine.info!.dataFolder).toBe('/elsewhere');
  });

  it('of another page is over for this one when the host is gone', async () => {
    const { app, emit } = await openWindow({
      'app.info': () => {
        throw new VerseloomError('compute.stopped');
      },
    });
    emit('moving', progress);
    expect(app.dataFolder.step).toBe('move');
    await settled();
    expect(app.dataFolder.step).toBeNull();
  });
});
