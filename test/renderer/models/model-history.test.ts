/** The history of the model that one looks at. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { ModelHistory } from '../../../src-renderer/models/model-history.svelte.ts';
import { hostWith } from '../fake-host.ts';
import { modelOf } from '../window.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';

type Reply = Awaited<ReturnType<ApiCalls['models.history']>>;

function open(): {
  history: ModelHistory;
  asked: string[];
  reply: (id: string, value: Reply | Error) => Promise<void>;
} {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked: string[] = [];
  const waiting = new Map<string, PromiseWithResolvers<Reply>>();
  const history = new ModelHistory(
    hostWith({
      'models.history': ({ id }) => {
        asked.push(id);
        waiting.set(id, Promise.withResolvers<Reply>());
        return waiting.get(id)!.promise;
      },
    }),
  );
  const reply = async (id: string, value: Reply | Error): Promise<void> => {
    if (value instanceof Error) waiting.get(id)!.reject(value);
    else waiting.get(id)!.resolve(value);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { history, asked, reply };
}
const historyOf = (perplexity: number): Reply => ({
  epochs: [{ epoch: 1, perplexity, seconds: 1, gradientNorm: 1, clipped: 0, ...plainEpoch }],
  ...{ stepsPerEpoch: 8, samples: [], samplesInAll: 0, changes: [] },
  ...{ settings: defaultSettings, engineVersion: '1', stepVersion: 2, corpusHash: 'f00' },
});
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

it('is read once the eye rests on a model', async () => {
  const { history, asked, reply } = open();
  for (const id of ['a', 'b', 'c']) history.follow(modelOf(id));
  expect(history.history).toBeNull();
  await settle();
  expect(asked).toEqual(['c']);
  await reply('c', historyOf(3));
  expect(history.history).toEqual(historyOf(3));
  history.follow(modelOf('c', { name: 'renamed' }));
  await settle();
  expect(asked).toEqual(['c']);
});

it('brings the samples before those that are here, one page at a time', async () => {
  const { history, reply } = open();
  const written = (...epochs: number[]) =>
    epochs.map((epoch) => ({ epoch, prefix: '分开', continuation: '' }));
  history.follow(modelOf('a'));
  await settle();
  await reply('a', { ...historyOf(3), samples: written(4, 5), samplesInAll: 5 });
  const earlier = history.earlier();
  await history.earlier(); // while one is on its way, no other is asked for
  await reply('a', { ...historyOf(3), epochs: [], samples: written(2, 3), samplesInAll: 5 });
  await earlier;
  expect(history.history).toEqual({
    ...historyOf(3),
    ...{ samples: written(2, 3, 4, 5), samplesInAll: 5 },
  });
});

it('is read anew when the model was saved again', async () => {
  const { history, asked, reply } = open();
  history.follow(modelOf('a', { savedAt: '1' }));
  await settle();
  await reply('a', historyOf(3));
  history.follow(modelOf('a', { savedAt: '2' }));
  expect(history.history).toBeNull();
  await settle();
  await reply('a', historyOf(2));
  expect(asked).toEqual(['a', 'a']);
  expect(history.history).toEqual(historyOf(2));
});

it('is never that of another model, however late it comes', async () => {
  const { history, reply } = open();
  history.follow(modelOf('a'));
  await settle();
  history.follow(modelOf('b'));
  await settle();
  await reply('a', historyOf(3));
  expect(history.history).toBeNull();
  await reply('b', historyOf(4));
  expect(history.history).toEqual(historyOf(4));
});

it('says why it cannot be read, until one looks elsewhere', async () => {
  const { history, reply } = open();
  history.follow(modelOf('a'));
  await settle();
  const error = new VerseloomError('model.notFound');
  await reply('a', error);
  expect(history.error).toBe(error);
  history.follow(undefined);
  expect(history.error).toBeNull();
});

it('is not asked of a file that cannot be opened', async () => {
  const { history, asked } = open();
  history.follow(modelOf('a', { damage: { code: 'model.damaged', params: {} } }));
  await settle();
  expect(asked).toEqual([]);
});
