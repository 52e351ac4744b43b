/** A question that changes quickly and is answered slowly. */
import { expect, it, onTestFinished, vi } from 'vitest';
import { Inquiry } from '../../../src-renderer/state/inquiry.svelte.ts';

function begin() {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked: string[] = [];
  const answers: PromiseWithResolvers<string>[] = [];
  const signals: AbortSignal[] = [];
  const inquiry = new Inquiry((question: string, signal) => {
    asked.push(question);
    signals.push(signal);
    answers.push(Promise.withResolvers());
    return answers.at(-1)!.promise;
  });
  const settle = () => vi.advanceTimersByTimeAsync(1000);
  const answer = async (which: number, said: string | Error): Promise<void> => {
    if (said instanceof Error) answers[which]!.reject(said);
    else answers[which]!.resolve(said);
    await vi.advanceTimersByTimeAsync(0);
  };
  return { inquiry, asked, signals, answer, settle };
}

it('is asked once, when one has stopped typing', async () => {
  const { inquiry, asked, answer, settle } = begin();
  for (const question of ['a', 'ab', 'abc']) inquiry.want(question);
  expect(inquiry.waits).toBe(true);
  await settle();
  expect(asked).toEqual(['abc']);
  await answer(0, 'yes');
  expect([inquiry.answer, inquiry.waits]).toEqual(['yes', false]);
});

it('asks one thing at a time, and of those that wait the newest alone', async () => {
  const { inquiry, asked, answer, settle } = begin();
  inquiry.want('slow');
  await settle();
  inquiry.want('between');
  await settle();
  inquiry.want('newest');
  await settle();
  expect(asked).toEqual(['slow']);
  await answer(0, 'too late');
  expect(asked).toEqual(['slow', 'newest']);
  expect([inquiry.answer, inquiry.waits]).toEqual([null, true]);
  await answer(1, 'the newest');
  expect([inquiry.answer, inquiry.waits]).toEqual(['the newest', false]);
});

it('tells whoever answers when nobody waits any more', async () => {
  const { inquiry, signals, answer, settle } = begin();
  inquiry.want('slow');
  await settle();
  expect(signals[0]!.aborted).toBe(false);
  inquiry.want('newer');
  expect(signals[0]!.aborted).toBe(true);
  await settle();
  await answer(0, 'too late');
  expect(signals[1]!.aborted).toBe(false);
  inquiry.forget();
  expect(signals[1]!.aborted).toBe(true);
});

it('waits for the end of the pause when something is asked while it is answered', async () => {
  const { inquiry, asked, answer, settle } = begin();
  inquiry.want('first');
  await settle();
  inquiry.want('second');
  await answer(0, 'of the first');
  expect([asked, inquiry.answer]).toEqual([['first'], null]);
  await settle();
  expect(asked).toEqual(['first', 'second']);
});

it('keeps the answer before until there is a newer one, and tells why there is none', async () => {
  const { inquiry, answer, settle } = begin();
  inquiry.want('first');
  await settle();
  await answer(0, 'yes');
  inquiry.want('second');
  await settle();
  expect([inquiry.answer, inquiry.waits]).toEqual(['yes', true]);
  const why = new Error('no');
  await answer(1, why);
  expect([inquiry.answer, inquiry.error, inquiry.waits]).toEqual([null, why, false]);
  inquiry.want('third');
  await settle();
  await answer(2, 'again');
  expect([inquiry.answer, inquiry.error]).toEqual(['again', null]);
});

it('lets go of a question whose answer is under way', async () => {
  const { inquiry, answer, settle } = begin();
  inquiry.want('first');
  await settle();
  inquiry.forget();
  await answer(0, 'yes');
  expect([inquiry.answer, inquiry.waits]).toEqual([null, false]);
});
