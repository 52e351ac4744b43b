/** The thread in which corpora are read: one job at a time, called off, crashed, without memory, idle and closed. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { usualRecipe } from '../../../src-main/contract/corpus/recipe.ts';
import { Workplace, type WorkplaceOptions } from '../../../src-main/services/corpora/workplace.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { worker } from './open-corpora.ts';

/** A program that does what `source` is asked for as its `sourceId`, and tells how many it was asked for before. */
const PROGRAM = `
import { parentPort, threadId } from 'node:worker_threads';
let asked = 0;
parentPort.on('message', ({ input }) => {
  asked += 1;
  const songs = [String(threadId), String(asked)];
  if (input.sourceId === 'answer') return parentPort.postMessage({ value: { songs } });
  if (input.sourceId === 'exit') process.exit(3);
  if (input.sourceId === 'throw') throw new Error('broken');
  if (input.sourceId === 'fill') { const all = []; for (;;) all.push(new Array(1000).fill(asked)); }
  if (input.sourceId === 'fault') parentPort.postMessage({ failure: { code: 'internal', params: { message: 'a fault' } } });
  if (input.sourceId === 'refuse') parentPort.postMessage({ failure: { code: 'corpus.sourceNotFound', params: { id: 'x' } } });
  if (input.sourceId === 'hang') for (;;);
});
`;

async function open(options: WorkplaceOptions = {}) {
  const program = join(await temporaryFolder(), 'worker.mjs');
  await writeFile(program, PROGRAM);
  const workplace = new Workplace(program, options);
  onTestFinished(() => workplace.close());
  const ask = async (sourceId: string, signal?: AbortSignal) => {
    const wanted = { recipe: usualRecipe, sources: [], packs: {}, encoding: undefined };
    const { songs } = await workplace.do('source', { ...wanted, sourceId }, { signal });
    return { thread: songs[0]!, asked: Number(songs[1]) };
  };
  return { workplace, ask };
}

it('does one job after the other in one thread, which starts with the first', async () => {
  const { workplace, ask } = await open();
  expect(workplace.isRunning).toBe(false);
  const answers = await Promise.all([ask('answer'), ask('answer'), ask('answer')]);
  expect(answers.map(({ asked }) => asked)).toEqual([1, 2, 3]);
  expect(new Set(answers.map(({ thread }) => thread)).size).toBe(1);
});

it.each([
  ['exit', { code: 'corpus.workEnded', params: { reason: 'exit code 3' } }],
  ['throw', { code: 'corpus.workEnded', params: { reason: 'broken' } }],
  ['fill', { code: 'corpus.outOfMemory' }],
])('says that the thread ended by “%s”, and does the next job in another', async (how, error) => {
  const { ask, workplace } = await open({ memoryMb: () => 16 });
  const { thread } = await ask('answer');
  const { generation } = workplace;
  const [ended, next] = await Promise.allSettled([ask(how), ask('answer')]);
  expect(ended).toMatchObject({ status: 'rejected', reason: error });
  expect(next).toMatchObject({ status: 'fulfilled', value: { asked: 1 } });
  expect((await ask('answer')).thread).not.toBe(thread);
  expect(workplace.generation).toBeGreaterThan(generation);
});

it('tells a refusal as what it is, and a fault of ours as one', async () => {
  const { ask } = await open();
  await expect(ask('refuse')).rejects.toMatchObject({ code: 'corpus.sourceNotFound' });
  const fault = await ask('fault').catch((error: unknown) => error);
  expect(fault).toMatchObject({ name: 'Error', message: 'a fault' });
});

it('ends a job that is called off however busy it is, and one that waits at once', async () => {
  const { ask } = await open();
  const [stop, other] = [new AbortController(), new AbortController()];
  const hanging = ask('hang', stop.signal);
  const waiting = ask('answer', other.signal);
  const last = ask('answer');
  other.abort(new Error('the second'));
  await expect(waiting).rejects.toThrow('the second');
  stop.abort(new Error('the first'));
  await expect(hanging).rejects.toThrow('the first');
  expect(await last).toMatchObject({ asked: 1 });
});

it('ends the thread when nothing is asked for a while, and begins anew', async () => {
  const { ask, workplace } = await open({ idleMs: 20 });
  await ask('answer');
  await expect.poll(() => workplace.isRunning).toBe(false);
  expect(await ask('answer')).toMatchObject({ asked: 1 });
});

it('is not worn down by a job that could not be prepared', async () => {
  const { ask, workplace } = await open({ idleMs: 20 });
  await ask('answer');
  const unprepared = workplace.do('figures', () => Promise.reject(new Error('no text')));
  await expect(unprepared).rejects.toThrow('no text');
  await expect.poll(() => workplace.isRunning).toBe(false);
});

it('ends everything when it is closed', async () => {
  const { ask, workplace } = await open();
  const all = Promise.allSettled([ask('hang'), ask('answer')]);
  await workplace.close();
  const stopped = { status: 'rejected', reason: { code: 'compute.stopped' } };
  expect(await all).toMatchObject([stopped, stopped]);
  await expect(ask('answer')).rejects.toMatchObject({ code: 'compute.stopped' });
});

it('runs the program that is built', async () => {
  const workplace = new Workplace(worker);
  onTestFinished(() => workplace.close());
  const empty = { recipe: usualRecipe, sources: [], packs: {}, guess: [] };
  const { text, facts } = await workplace.do('make', empty);
  expect(text).toHaveLength(0);
  expect(facts).toMatchObject({ songs: 0, lines: 0, characters: 0, suggestedPrefixes: [] });
});
