/** Which draft comes onto the page, however the host's answers, a person's keys and another page come between. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import {
  draftContent,
  type Draft,
  type DraftInfo,
} from '../../../src-main/contract/writing/draft.ts';
import { emptyContent } from '../../../src-renderer/writing/draft.svelte.ts';
import { Drafts } from '../../../src-renderer/writing/drafts/drafts.svelte.ts';
import { Keeping } from '../../../src-renderer/writing/drafts/keeping.svelte.ts';
import { Opening } from '../../../src-renderer/writing/drafts/opening.ts';
import { browserStorage } from '../browser-storage.ts';
import { hostWith, settled } from '../fake-host.ts';

const HISTORY = 'all that can be undone';
/** What the host has, by ids; each save makes the next revision. */
let saved: Map<string, Draft>;
/** Calls that are answered only when a test says so. */
let held: Map<string, PromiseWithResolvers<void>>;

beforeEach(() => {
  saved = new Map();
  held = new Map();
  browserStorage();
});

function holds(call: keyof ApiCalls): () => void {
  const until = Promise.withResolvers<void>();
  held.set(call, until);
  return () => {
    if (held.get(call) === until) held.delete(call);
    until.resolve();
  };
}

function has(id: string, text: string, changedAt = '2026-01-01T00:00:00Z'): void {
  saved.set(id, {
    ...{ id, name: null, pinned: false, createdAt: changedAt, changedAt, revision: 1 },
    content: { ...emptyContent, text },
  });
}

const infoOf = ({ content, ...draft }: Draft): DraftInfo => ({
  ...draft,
  ...{ characters: content.text.length, firstLines: [content.text], damage: null },
});

function calls(): ApiCalls {
  const of = <Request, Answer>(name: keyof ApiCalls, answer: (request: Request) => Answer) => {
    return async (request: Request): Promise<Answer> => {
      const given = structuredClone(answer(request));
      await held.get(name)?.promise; // done, and not answered yet
      return given;
    };
  };
  const find = (id: string): Draft => {
    const draft = saved.get(id);
    if (!draft) throw new VerseloomError('draft.notFound');
    return draft;
  };
  return hostWith({
    'drafts.list': of('drafts.list', () => [...saved.values()].map(infoOf)),
    'drafts.open': of('drafts.open', ({ id }) => find(id)),
    'drafts.create': of('drafts.create', ({ id = `made ${saved.size + 1}` }) => {
      if (!saved.has(id)) has(id, '', new Date().toISOString());
      return find(id);
    }),
    'drafts.save': of('drafts.save', ({ id, revision, content }) => {
      const draft = find(id);
      if (draft.revision !== revision) throw new VerseloomError('draft.changedElsewhere');
      const changed = { ...draft, content: draftContent.parse(content), revision: revision + 1 };
      saved.set(id, changed);
      return changed;
    }),
    'drafts.keep': of('drafts.keep', () => ({
      ...{ number: 1, at: '', reason: 'elsewhere' as const, characters: 1 },
    })),
  });
}

/** A window, with nothing on its page yet. @param before one that was open in its place */
function open(before?: { session: Map<string, string> }) {
  const session = browserStorage(Object.fromEntries(before?.session ?? []), 'sessionStorage');
  const host = calls();
  const page = { text: '' };
  const told: unknown[] = [];
  const drafts = new Drafts(host);
  const content = () => ({ ...emptyContent, text: page.text, history: HISTORY });
  const isWorth = () => page.text !== '';
  const keeping = new Keeping(host, {
    ...{ content, isWorth },
    made: (id) => opening.made(id),
    replace: (draft) => (page.text = draft.content.text),
    fail: (error) => told.push(error),
  });
  const opening = new Opening(host, drafts, keeping, {
    ...{ content, isWorth },
    leave: () => {},
    show: (file) => (page.text = file?.content.text ?? ''),
  });
  const type = (text: string): void => {
    page.text = text;
    keeping.changed();
  };
  return { page, keeping, opening, type, told, session };
}

it('is that of last time, though the list is asked for again while it is on its way', async () => {
  has('one', '月光');
  const { page, opening } = open();
  const answers = holds('drafts.list');
  const loaded = opening.load();
  await settled();
  const answersAgain = holds('drafts.list');
  const heard = opening.heard(); // another window has saved something
  answers();
  await settled();
  answersAgain();
  await Promise.all([loaded, heard]);
  expect(page.text).toBe('月光');
});

it('is that of this window, whatever another window has opened since', async () => {
  has('one', '月光', '2026-01-01T00:00:00Z');
  has('two', '海风', '2026-01-02T00:00:00Z');
  const one = open();
  await one.opening.load();
  await one.opening.open('one');
  const two = open();
  await two.opening.load();
  await two.opening.open('two');
  const third = open();
  await third.opening.load();
  expect(third.page.text).toBe('海风'); // the last of all
  const again = open(one);
  await again.opening.load();
  expect(again.page.text).toBe('月光');
});

it('stays what somebody has begun to write before the draft of last time has come', async () => {
  has('one', '月光');
  const { page, opening, keeping, type } = open();
  const answers = holds('drafts.open');
  const loaded = opening.load();
  await settled();
  type('新的一行');
  answers();
  await loaded;
  expect(page.text).toBe('新的一行');
  expect(saved.get(keeping.id!)!.content.text).toBe('新的一行');
  expect(saved.get('one')!.content.text).toBe('月光');
});

it('is the one that was chosen last, however long the one before takes', async () => {
  has('one', '月光');
  has('two', '海风');
  const { page, opening } = open();
  const answers = holds('drafts.open');
  const first = opening.open('one');
  await settled();
  held.delete('drafts.open');
  await opening.open('two');
  answers();
  await first;
  expect(page.text).toBe('海风');
});

it('stays as it was typed when it is opened though it is on the page', async () => {
  has('one', '月光');
  const { page, opening, type } = open();
  await opening.load();
  const answers = holds('drafts.open');
  const again = opening.open('one');
  await settled();
  type('月光照着');
  answers();
  await again;
  expect(page.text).toBe('月光照着');
  expect(saved.get('one')!.content.text).toBe('月光照着');
});

it.each(['drafts.create', 'drafts.save'] as const)(
  'comes back whole when the page goes before %s is answered',
  async (call) => {
    const before = open();
    before.type('还没答复的一行');
    holds(call);
    void before.keeping.save();
    await settled();
    before.opening.unload();
    held.clear();
    const { page, keeping, opening, told } = open();
    await opening.load();
    await keeping.save();
    await keeping.save(); // where the one before has got through
    expect(page.text).toBe('还没答复的一行');
    expect(saved.get(keeping.id!)!.content.text).toBe('还没答复的一行');
    expect(saved.size).toBe(1); // no empty one besides
    expect(told).toEqual([]);
  },
);

it('comes back from each of several windows that went', async () => {
  for (const text of ['甲写的', '乙写的']) {
    const { type, opening } = open();
    type(text);
    opening.unload();
  }
  const { page, opening, keeping } = open();
  await opening.load();
  await keeping.save();
  expect(page.text).toBe('乙写的');
  expect([...saved.values()].map(({ content }) => content.text)).toEqual(['甲写的', '乙写的']);
  const later = open();
  await later.opening.load();
  expect(saved.size).toBe(2); // and once only
});

it('is not put away for what another window has left when the host comes back', async () => {
  has('one', '月光');
  const { page, opening, type } = open();
  await opening.load();
  const gone = open();
  gone.type('另一个窗口写的');
  gone.opening.unload();
  type('月光照着');
  await opening.load();
  expect(page.text).toBe('月光照着');
  const later = open();
  await later.opening.load();
  expect(later.page.text).toBe('另一个窗口写的');
});

it('comes back without its undoing where both are more than the browser keeps', async () => {
  const { setItem } = localStorage;
  const isFull = vi.spyOn(localStorage, 'setItem').mockImplementation((name, value) => {
    if (value.includes(HISTORY)) throw new Error('QuotaExceededError');
    setItem(name, value);
  });
  const { type, opening } = open();
  type('很长的一行');
  opening.unload();
  expect(isFull).toHaveBeenCalledTimes(2);
  const { page, opening: again } = open();
  await again.load();
  expect(page.text).toBe('很长的一行');
});
