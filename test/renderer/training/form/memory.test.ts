/** What the form's run would learn and take of memory: asked for a moment after each change, and insisted on only where it would be refused. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ApiCalls } from '../../../../src-main/contract/api.ts';
import { VerseloomError, type Failure } from '../../../../src-main/contract/errors.ts';
import type { RunEstimate } from '../../../../src-main/contract/training.ts';
import {
  Memory,
  type MemoryQuestion,
} from '../../../../src-renderer/training/form/memory.svelte.ts';
import { openWindow } from '../../window.ts';

const refusal: Failure = {
  code: 'settings.tooMuchMemory',
  params: { field: 'batchSize', max: 9, needed: 12, available: 4 },
};
const question = (batchSize: number): MemoryQuestion => ({
  ...{ corpusId: 'songs', engine: 'onnx', settings: { batchSize } },
});
const all = { characters: 60, learnt: 60, songs: 4, learntSongs: 4, heldOut: 0, heldOutSongs: 0 };
const estimate = (bytes: number, more: Partial<RunEstimate> = {}): RunEstimate => ({
  ...{ share: all, vocabularySize: 20, unknownCharacters: [], fileBytes: 5000 },
  ...{ bytes, availableBytes: 100, writingBytes: 10, refusal: null },
  ...more,
});

/** A host that answers when it is told to. */
function ask() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked: MemoryQuestion[] = [];
  const answers: PromiseWithResolvers<RunEstimate>[] = [];
  const calls = {
    'training.estimate': (input: MemoryQuestion) => {
      asked.push(input);
      answers.push(Promise.withResolvers<RunEstimate>());
      return answers.at(-1)!.promise;
    },
  } as unknown as ApiCalls;
  const memory = new Memory(calls);
  const answer = async (which: number, with_: RunEstimate): Promise<void> => {
    answers[which]!.resolve(with_);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { memory, asked, answers, answer };
}

describe('an estimate', () => {
  it('is asked for once while one types, and follows the form', async () => {
    const { memory, asked, answer } = ask();
    for (const digits of [1, 10, 102, 1024]) memory.ask(question(digits));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toEqual([question(1024)]);
    await answer(0, estimate(5));
    expect(memory.estimate).toEqual(estimate(5));
    memory.ask(null);
    expect(memory.estimate).toBeNull();
  });

  it('of an earlier form comes too late', async () => {
    const { memory, answer, answers } = ask();
    memory.ask(question(1));
    await vi.advanceTimersByTimeAsync(1000);
    memory.ask(question(2));
    await vi.advanceTimersByTimeAsync(1000);
    await answer(1, estimate(2));
    await answer(0, estimate(1));
    expect(memory.estimate).toEqual(estimate(2));
    memory.ask(question(3));
    await vi.advanceTimersByTimeAsync(1000);
    answers[2]!.reject(new VerseloomError('corpus.notFound', { id: 'songs' }));
    await vi.advanceTimersByTimeAsync(0);
    expect(memory.estimate).toBeNull();
  });

  it('can be insisted on only where the run would be refused, and for that run alone', async () => {
    const { memory, answer } = ask();
    memory.ask(question(1));
    await vi.advanceTimersByTimeAsync(1000);
    await answer(0, estimate(5, { refusal }));
    expect(memory.insists).toBe(false);
    memory.insist(true);
    expect(memory.insists).toBe(true);
    for (const [place, answered] of [
      [1, estimate(1)],
      [2, estimate(5, { refusal })],
    ] as const) {
      memory.ask(question(place + 1));
      await vi.advanceTimersByTimeAsync(1000);
      await answer(place, answered);
      expect(memory.insists).toBe(false);
    }
  });
});

describe('how much is learnt', () => {
  const asked = (settings: Record<string, unknown>): MemoryQuestion => ({
    ...{ corpusId: 'songs', engine: 'onnx', settings },
  });
  const half = { ...all, learnt: 30, learntSongs: 2 };

  it('is known of the very text and settings that the host was asked about', async () => {
    const { memory, answer } = ask();
    const question = asked({ maxCharacters: 30, lineBreaks: 'own', heldOut: { by: 'none' } });
    memory.ask(question);
    expect(memory.shareOf(question)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1000);
    await answer(0, estimate(5, { share: half }));
    expect(memory.shareOf(question)).toEqual(half);
    expect(memory.shareOf(null)).toBeUndefined();
    // What decides nothing of it may change.
    expect(memory.shareOf(asked({ ...question.settings, batchSize: 9 }))).toEqual(half);
    for (const other of [
      { ...question, corpusId: 'poems' },
      asked({ ...question.settings, maxCharacters: 31 }),
      asked({ ...question.settings, lineBreaks: 'space' }),
      asked({ ...question.settings, heldOut: { by: 'last', percent: 5 } }),
    ])
      expect(memory.shareOf(other)).toBeUndefined();
  });

  it('makes the work of an epoch, and is known without the host where nothing is held out', async () => {
    const corpus = {
      ...{
        id: 'songs',
        name: 'songs',
        builtIn: false,
        names: null,
        characters: 5000,
        distinct: 99,
      },
      ...{ songs: 4, lines: 9, firstLines: [], encodings: ['utf-8'], hash: '', earlierHashes: [] },
      suggestedPrefixes: ['分开'],
    };
    const { app } = await openWindow({ 'corpora.list': () => [corpus] });
    const { form, memory } = app.training;
    form.write('timeSteps', '10');
    form.write('batchSize', '10');
    form.choose({ sampling: 'random' });
    expect(app.training.share).toEqual({ characters: 5000, learnt: 5000 });
    expect(app.training.work?.steps).toBe(49);
    form.write('maxCharacters', '1001');
    expect(app.training.work?.steps).toBe(10);
    form.choose({ heldOutBy: 'songs' });
    expect(app.training.work).toBeNull();
    const share = { ...half, learnt: 901 };
    vi.spyOn(memory, 'shareOf').mockReturnValue(share);
    expect(app.training.share).toEqual(share);
    expect(app.training.work?.steps).toBe(9);
    form.write('epochs', '');
    expect(app.training.work).toBeNull();
  });
});

describe('a start that is refused for its memory', () => {
  it('leads to the field, and begins where one insists', async () => {
    const sent: (boolean | undefined)[] = [];
    const corpus = {
      ...{
        id: 'songs',
        name: 'songs',
        builtIn: true,
        names: { zh: '词织样例歌词', en: 'Verseloom sample lyrics' },
        characters: 9999,
        distinct: 99,
      },
      ...{ songs: 1, lines: 9, firstLines: [], encodings: ['utf-8'], hash: '', earlierHashes: [] },
      suggestedPrefixes: ['分开'],
    };
    const { app, notices } = await openWindow({
      'corpora.list': () => [corpus],
      'training.start': ({ insist }) => {
        sent.push(insist);
        throw new VerseloomError(refusal.code, refusal.params);
      },
    });
    await app.training.start();
    expect(app.navigation.focus).toBe('train-batchSize');
    expect(app.training.memory.refusal).toEqual(refusal);
    expect(notices()).toEqual([]);
    app.training.memory.insist(true);
    await app.training.start();
    expect(sent).toEqual([undefined, true]);
  });
});
