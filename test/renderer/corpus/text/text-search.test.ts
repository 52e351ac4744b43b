/** What is looked for in a text: places in order, more of them as one goes on, and none of a text that was searched before. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { ApiCalls } from '../../../../src-main/contract/api.ts';
import type { SearchHit } from '../../../../src-main/contract/corpus/figures.ts';
import { TextSearch } from '../../../../src-renderer/corpus/text/text-search.svelte.ts';
import { hostWith } from '../../fake-host.ts';

type Asked = Parameters<ApiCalls['corpora.search']>[0];

/** A text with a place in each of its lines, of which a call tells so many. */
function begin(lines: number, atOnce = 1000) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked: Asked[] = [];
  const shown: number[] = [];
  const held: { now?: Promise<void> } = {};
  const hitOf = (line: number): SearchHit => ({
    ...{ line, song: 0, start: 0, length: 1, text: `${line}`, from: 0 },
  });
  const search = new TextSearch(
    hostWith({
      'corpora.search': async (input) => {
        asked.push(input);
        await held.now;
        const { from = 0 } = input;
        const all = Array.from({ length: lines - from }, (_, index) => hitOf(from + index));
        return { hits: all.slice(0, atOnce), total: lines };
      },
    }),
    ({ line }) => void shown.push(line),
  );
  search.follow('x');
  return { search, asked, shown, held, settle: () => vi.advanceTimersByTimeAsync(1000) };
}

it('is asked once one stops typing, and goes round', async () => {
  const { asked, search, settle, shown } = begin(3);
  for (const query of ['风', '风吹', '风']) search.write(query);
  expect(search.total).toBeNull();
  await settle();
  expect(asked.map(({ id, query }) => [id, query])).toEqual([['x', '风']]);
  expect([search.total, search.hits.length]).toEqual([3, 3]);
  search.begin(1);
  expect(search.current?.line).toBe(1);
  await search.go(1);
  await search.go(1);
  await search.go(-1);
  expect(shown).toEqual([1, 2, 0, 2]);
  search.begin(99); // behind the last of them: the first of all
  expect(search.at).toBe(0);
  search.write('');
  expect([search.hits, search.current]).toEqual([[], undefined]);
  await search.go(1);
  expect(shown).toHaveLength(5);
});

it('fetches more where one comes to the last that is known', async () => {
  const { asked, search, settle } = begin(5, 2);
  search.write('风');
  await settle();
  expect(search.hits.map(({ line }) => line)).toEqual([0, 1]);
  await search.go(1);
  await search.go(1);
  expect(asked[1]).toMatchObject({ from: 1 });
  expect(search.hits.map(({ line }) => line)).toEqual([0, 1, 2]); // line 1 is not told twice
  expect(search.current?.line).toBe(2);
});

it.each([
  ['another word', ({ write }: Pick<TextSearch, 'write'>) => write('雨')],
  ['a changed text', ({ follow }: Pick<TextSearch, 'follow'>) => follow('x')],
])('of %s has no places of the one before', async (_, change) => {
  const { held, search, settle } = begin(4, 2);
  search.write('风');
  await settle();
  search.at = 1;
  const more = Promise.withResolvers<void>();
  held.now = more.promise;
  const going = search.go(1);
  change({ write: search.write.bind(search), follow: search.follow.bind(search) });
  more.resolve();
  await going;
  await settle();
  expect(search.hits.map(({ line }) => line)).toEqual([0, 1]);
});

it('says why it cannot be searched', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const error = new Error('away');
  const calls = hostWith({ 'corpora.search': () => Promise.reject(error) });
  const search = new TextSearch(calls, () => {});
  search.write('风');
  await vi.advanceTimersByTimeAsync(1000);
  expect([search.error, search.hits]).toEqual([error, []]);
});
