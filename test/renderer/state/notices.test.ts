/** Which notices there are: how long, and when several are one. */
import { beforeEach, expect, it, vi } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { Notices } from '../../../src-renderer/state/notices.svelte.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';

let notices: Notices;
const texts = (): string[] => notices.list.map(({ text }) => text);
const several = (count: number): string => `${count} models are there.`;

beforeEach(() => {
  messages.language = 'en';
  vi.useFakeTimers();
  notices = new Notices();
  return () => vi.useRealTimers();
});

it('makes one of several of a kind, with a count, and every name in it', () => {
  const names = Array.from({ length: 29 }, (_, index) => `“${index}” is there.`);
  for (const name of names) notices.done(name, undefined, { kind: 'there', several });
  expect(texts()).toEqual(['29 models are there.']);
  expect(notices.list[0]!.all).toEqual(names);
});

it('begins the time of one anew with the next of its kind, and then afresh', () => {
  const say = (): number => notices.done('one', undefined, { kind: 'there', several });
  say();
  vi.advanceTimersByTime(5000);
  say();
  vi.advanceTimersByTime(5000);
  expect(texts()).toEqual(['2 models are there.']);
  vi.advanceTimersByTime(1500);
  expect(texts()).toEqual([]);
  say();
  expect(texts()).toEqual(['one']);
});

it('says what was done twice once, where there is no way back from either', () => {
  notices.done('copied');
  vi.advanceTimersByTime(5000);
  notices.done('saved', [{ label: 'Undo', run: () => {} }]);
  notices.done('saved', [{ label: 'Undo', run: () => {} }]);
  notices.done('copied');
  expect(texts()).toEqual(['saved', 'saved', 'copied']);
  vi.advanceTimersByTime(5000);
  expect(texts()).toContain('copied');
});

it('makes one of several errors of a code, and does not repeat itself', () => {
  for (const name of ['a.verse', 'b.verse', 'b.verse', 'c.verse'])
    notices.error(new VerseloomError('model.notOurs', { name }));
  expect(texts()).toEqual([expect.stringMatching(/^c\.verse is not .* \(3 like this\)$/)]);
  expect(notices.list[0]!.all).toHaveLength(3);
});

it('lets nothing that was done push out what stays', () => {
  notices.error(new VerseloomError('model.notFound'));
  notices.tell('end', { text: 'finished' });
  for (const text of 'abcdefgh') notices.done(text);
  expect(texts()).toEqual([expect.any(String), 'finished', 'e', 'f', 'g', 'h']);
  vi.advanceTimersByTime(60_000);
  expect(texts()).toEqual([expect.any(String), 'finished']);
});

it('is silent of a host that is away: the window says so itself', () => {
  notices.error(new VerseloomError('host.away'));
  expect(texts()).toEqual([]);
});
