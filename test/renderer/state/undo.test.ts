/** What can be taken back, and in which order. */
import { beforeEach, expect, it, vi } from 'vitest';
import { settled } from '../fake-host.ts';
import { openWindow } from '../window.ts';

let app: Awaited<ReturnType<typeof openWindow>>['app'];
let back: string[];
const backTo = (what: string) => () => {
  back.push(what);
  return Promise.resolve();
};

beforeEach(async () => {
  ({ app } = await openWindow());
  back = [];
});

it('takes several steps that are alike and follow one another back at once, to where they began', async () => {
  const { undo } = app;
  undo.keep('other', backTo('other'));
  undo.keep('moved', backTo('first'), 'move a');
  undo.keep('moved', backTo('second'), 'move a');
  undo.keep('moved', backTo('of b'), 'move b');
  undo.keep('moved', backTo('third'), 'move a');
  for (let steps = 0; steps < 5; steps++) {
    undo.takeBack();
    await settled();
  }
  expect(back).toEqual(['third', 'of b', 'first', 'other']);
  expect(undo.last).toBeUndefined();
});

it('says nothing of what one sees, and forgets what was not done after all, with its notice', async () => {
  const { notices, undo } = app;
  undo.keep('seen', backTo('seen'));
  expect(notices.list).toEqual([]);
  const forget = undo.offer('removed', backTo('removed'));
  expect(notices.list).toHaveLength(1);
  forget();
  expect(notices.list).toEqual([]);
  undo.takeBack();
  await settled();
  expect(back).toEqual(['seen']);
  vi.useRealTimers();
});

it('takes back together what one notice says of several, as many as they are', async () => {
  const { notices, undo } = app;
  const alike = { kind: 'came', several: (count: number) => `${count} files` };
  const names = Array.from({ length: 29 }, (_, index) => String(index));
  for (const name of names) undo.offer(name, backTo(name), [], alike);
  expect(notices.list).toMatchObject([{ text: '29 files', all: names }]);
  expect(undo.last).toBe('29 files');
  notices.list[0]!.actions[0]!.run();
  await settled();
  expect(back).toEqual(names.toReversed());
  expect(notices.list).toEqual([]);
  expect(undo.last).toBeUndefined();
  undo.offer('alone', backTo('alone'), [], alike);
  expect(notices.list).toMatchObject([{ text: 'alone' }]);
});
