/** What may stand at a place of a draft: asked for where the cursor is, and put there as one step. */
import { expect, it, vi } from 'vitest';
import type { ApiCalls } from '../../../../src-main/contract/api.ts';
import type { ModelInfo } from '../../../../src-main/contract/model.ts';
import { nextRequest, type NextRequest } from '../../../../src-main/contract/writing/next.ts';
import { parseForm } from '../../../../src-main/form/form-text.ts';
import {
  Draft,
  emptyContent,
  type DraftHost,
} from '../../../../src-renderer/writing/draft.svelte.ts';
import { reading } from '../../../../src-renderer/writing/page/readings.ts';
import { spansOf } from '../../../../src-renderer/writing/page/origin.ts';
import { NextCharacters } from '../../../../src-renderer/writing/words/next.svelte.ts';
import { hostWith } from '../../fake-host.ts';
import { modelOf } from '../../window.ts';

const nothing = (): void => {};
const host: DraftHost = {
  ...{ send: nothing, refused: nothing, turn: () => false, drop: () => false },
  ...{ sayOf: () => '', isTaken: () => false },
  ...{ changed: nothing, looked: nothing, offerGone: nothing, typed: nothing },
};
const own: ModelInfo = { ...modelOf('m'), lineBreaks: 'own', suggestedPrefix: '分开' };
const spaces: ModelInfo = { ...own, lineBreaks: 'space' };

interface Options {
  model?: ModelInfo | undefined;
  answer?: ApiCalls['writing.next'];
  words?: string;
  temperature?: number;
}

const probabilities: readonly (readonly [string, number])[] = [
  ['春', 0.5],
  ['天', 0.2],
  [' ', 0.15],
  ['\n', 0.1],
  ['\u001e', 0.05],
];
const usual: ApiCalls['writing.next'] = async ({ prefix }) => ({
  ...{ prefix, leftOut: [], share: 1, cancelled: false },
  characters: probabilities.map(([character, probability]) => ({
    ...{ character, probability, drawn: probability, allowed: true },
  })),
});

/** A page with the cursor at the sign |, or the selection between two of them. */
function open(page: string, options: Options = {}) {
  const { model = own, answer = usual, words, temperature = 1 } = options;
  const at = page.indexOf('|');
  const to = page.lastIndexOf('|');
  const draft = new Draft({ ...emptyContent, text: page.replaceAll('|', '') }, host);
  draft.dispatch({ selection: { anchor: at, head: to === at ? at : to - 1 } });
  const requests: NextRequest[] = [];
  const cancelled: string[] = [];
  const next = new NextCharacters(
    hostWith({
      'writing.next': (request) => {
        requests.push(nextRequest.parse(request));
        return answer(request);
      },
      'writing.cancel': async ({ id }) => {
        cancelled.push(id);
        return {};
      },
    }),
    {
      draft,
      model,
      form: words === undefined ? null : parseForm(words),
      sampling: { temperature },
      noCopyOf: () => 5,
    },
  );
  return { draft, next, requests, cancelled };
}

/** @returns when the panel has its answer, however slow the machine */
const answered = (next: NextCharacters): Promise<boolean> =>
  vi.waitUntil(() => !next.inquiry.waits, { interval: 5, timeout: 60_000 });

async function looked(...given: Parameters<typeof open>) {
  const opened = open(...given);
  opened.next.look();
  await answered(opened.next);
  return opened;
}

it.each<[page: string, prefix: string, stands: string | undefined]>([
  ['春天来|', '春天来', undefined],
  ['春|天来', '春', '天'],
  ['春|天来|', '春', '天'], // of what is selected, the first
  ['春天来|\n花开', '春天来', undefined], // at the end of a line, nothing of the next one
  ['春天来|\n|花开', '春天来', '\n'], // unless it is selected
  ['春天来\n|花开', '春天来\n', '花'],
  ['春|𠮷天', '春', '𠮷'],
  ['[副歌]\n春|', '\n春'.slice(1), undefined],
  ['|', '分开\n', undefined],
  ['|春天', '分开\n', '春'],
])('of %j the model goes on from %j, and %j stands there', async (page, prefix, stands) => {
  const { next, requests } = await looked(page);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({ modelId: 'm', prefix, temperature: 1 });
  expect(requests[0]!.fit).toBeUndefined();
  expect(next.place!.stands).toBe(stands);
  expect(next.inquiry.answer!.isBorrowed).toBe(page.startsWith('|'));
});

it('nothing is asked in a label, without a model, or twice', async () => {
  const label = open('[副|歌]\n春');
  label.next.look();
  expect(label.next.place).toBeUndefined();
  const { next, requests } = await looked('春天|');
  next.look();
  next.look();
  expect(next.inquiry.waits).toBe(false);
  expect(requests).toHaveLength(1);
  next.leave();
  next.look();
  await vi.waitUntil(() => requests.length === 2, { timeout: 60_000 });
});

it('a character goes behind the cursor, or in the place of what stands there, as one step of the model', async () => {
  for (const [page, isInstead, after] of [
    ['花开|', true, '花开春'],
    ['花|开了', true, '花春了'],
    ['花|开了', false, '花春开了'],
    ['花|𠮷了', true, '花春了'],
    ['花|开|了', false, '花春了'], // what is selected always gives way
  ] as const) {
    const { next, draft } = open(page);
    next.isInstead = isInstead;
    next.look();
    await answered(next);
    const before = draft.text;
    next.put(next.found[0]!);
    expect(draft.text).toBe(after);
    const [span] = spansOf(draft.state);
    expect(draft.text.slice(span!.from, span!.to)).toBe('春');
    expect(draft.pieceOf(span!.piece)).toMatchObject({
      ...{ modelId: 'm', text: '春', chosen: true, settings: {} },
    });
    expect(draft.state.selection.main.head).toBe(span!.to);
    expect(before).not.toBe(after);
  }
});

it('characters that are chosen one after the other are one piece', async () => {
  const { next, draft } = await looked('花|');
  for (const at of [0, 1, 3, 0]) {
    next.look();
    await answered(next);
    next.put(next.characters[at]!);
  }
  expect(draft.text).toBe('花春天\n春');
  expect(draft.pieces.map(({ text }) => text)).toEqual(['春天\n春']);
  expect(spansOf(draft.state)).toHaveLength(1);
  draft.dispatch({ changes: { from: 5, insert: '了' }, selection: { anchor: 6 } });
  next.look();
  await answered(next);
  next.put(next.characters[1]!);
  expect(draft.pieces.map(({ text }) => text)).toEqual(['春天\n春', '天']);
});

it.each<[model: ModelInfo, page: string, character: string, after: string]>([
  [own, '花|', '\n', '花\n'],
  [own, '花|', ' ', '花 '],
  [own, 'so|', ' ', 'so '],
  [own, '花|', '\u001e', '花\n\n\n'],
  [spaces, '花|', ' ', '花\n'],
  [spaces, '花\n|', ' ', '花\n\n'],
  [spaces, 'so|', ' ', 'so '],
])('of %o: behind %j, %j makes %j', async (model, page, character, after) => {
  const { next, draft } = await looked(page, { model });
  next.put({ character });
  expect(draft.text).toBe(after);
});

it('goes where the cursor is by then', async () => {
  const { next, draft } = await looked('花开|');
  draft.dispatch({ changes: { from: 0, insert: '了了' } });
  next.put(next.found[0]!);
  expect(draft.text).toBe('了了花开春');
});

it('of what is typed to find it, the first is put as soon as it is known', async () => {
  const { next, draft } = await looked('花|');
  await next.find('tian');
  expect(next.found.map(({ character }) => character)).toEqual(['天']);
  expect(await next.takeFirst()).toBe(true);
  expect(draft.text).toBe('花天');
  expect(next.filter).toBe('');
  next.look(); // the answer is under way
  void next.find('chun1');
  expect(await next.takeFirst()).toBe(false);
  await answered(next);
  expect(await next.answered()).toBe(true);
  expect(draft.text).toBe('花天春');
  expect(await next.answered()).toBe(false); // once
  next.look();
  await answered(next);
  await next.find('xia');
  expect(await next.takeFirst()).toBe(false);
  expect(draft.text).toBe('花天春');
});

it('what is wished of lines holds for that of the cursor, with those above it', async () => {
  const { next, requests } = open('[副歌]\n一二三\n四五|', { words: '3 / 5 @1 / 3 / 5 @3' });
  next.isWished = true;
  next.look();
  await answered(next);
  const { fit, noCopy } = requests[0]!;
  const { form } = fit!;
  expect(noCopy).toBe(5);
  expect(form.lines.map(({ text }) => text)).toEqual(['一二三', undefined, undefined, undefined]);
});

it.each<[page: string, words: string, locked: (string | undefined)[]]>([
  ['一\n二\n三|', '3', [undefined]],
  ['一\n二\n三|', '3 / 5', [undefined, undefined]], // the form begins anew
  ['一\n二|', '3 / 5', ['一', undefined]],
  ['一\n\n二|', '3 / 5', [undefined, undefined]],
  ['一\n[副歌]\n二|', '3 / 5', [undefined, undefined]],
])('of %j under %j, the lines above are %j', async (page, words, locked) => {
  const { next, requests } = open(page, { words });
  next.isWished = true;
  next.look();
  await answered(next);
  expect(requests[0]!.fit!.form.lines.map(({ text }) => text)).toEqual(locked);
});

it('what the host refuses is kept, and asked again elsewhere', async () => {
  let fails = true;
  const { next, draft, requests } = await looked('花|', {
    answer: (request) => (fails ? Promise.reject(new Error('gone')) : usual(request)),
  });
  expect(next.inquiry.error).toBeInstanceOf(Error);
  expect(next.found).toEqual([]);
  fails = false;
  draft.dispatch({ selection: { anchor: 0 } });
  next.look();
  await answered(next);
  expect(requests).toHaveLength(2);
  expect(next.inquiry.error).toBeNull();
});

it.each<[words: string | undefined, temperature: number, noCopy: number | null]>([
  [undefined, 1, 5],
  [undefined, 0, null], // the book's, which avoids nothing
  ['3', 0, 5], // lines that are wished are never looked for so
])('of %j at a temperature of %d, %s in a row are allowed', async (words, temperature, noCopy) => {
  const { next, requests } = open('春天|', { temperature, ...(words && { words }) });
  next.isWished = words !== undefined;
  next.look();
  await answered(next);
  expect(requests[0]).toMatchObject({ noCopy });
});

it('lines that are wished are read as the person has said', async () => {
  const { draft, next, requests } = open('一行\n春|', { words: '2 / 2 @1' });
  next.isWished = true;
  next.look();
  await answered(next);
  expect(requests[0]!.fit!.readings).toEqual([]);
  draft.dispatch(reading({ from: 1, to: 2, reading: 'hang2' }));
  next.look();
  await answered(next);
  expect(requests[1]!.fit!.readings).toEqual([
    { before: '一', character: '行', after: '', reading: 'hang2' },
  ]);
});

it('a question is called off where the cursor has moved on, or nobody looks any more', async () => {
  const { draft, next, requests, cancelled } = open('春天|', {
    answer: () => new Promise(() => {}),
  });
  next.look();
  await vi.waitUntil(() => requests.length === 1, { timeout: 60_000 });
  expect(cancelled).toEqual([]);
  draft.dispatch({ selection: { anchor: 1 } });
  next.look();
  next.leave();
  expect(cancelled).toEqual([requests[0]!.id]);
});
