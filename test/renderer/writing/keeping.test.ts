/** Drafts are saved one after the other, never over what another window has written, and never the text of another. */
import { beforeEach, expect, it, vi } from 'vitest';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import type { Draft } from '../../../src-main/contract/writing/draft.ts';
import { emptyContent } from '../../../src-renderer/writing/draft.svelte.ts';
import { Keeping } from '../../../src-renderer/writing/drafts/keeping.svelte.ts';
import { hostWith } from '../fake-host.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const fileOf = (text: string, revision: number): Draft => ({
  ...{ id: 'd', name: null, pinned: false, createdAt: '', changedAt: '', revision },
  content: { ...emptyContent, text },
});

function open(calls: Partial<ApiCalls> = {}) {
  const page = { text: '' };
  const saved: [revision: number, text: string][] = [];
  const failures: unknown[] = [];
  const keeping = new Keeping(
    hostWith({
      'drafts.create': async () => fileOf('', 1),
      'drafts.save': async ({ revision, content }) => {
        saved.push([revision, content.text]);
        return { revision: revision + 1, changedAt: '' };
      },
      ...calls,
    }),
    {
      content: () => ({ ...emptyContent, text: page.text }),
      isWorth: () => page.text !== '',
      made: () => {},
      replace: ({ content }) => (page.text = content.text),
      fail: (error) => failures.push(error),
    },
  );
  const type = (text: string): void => {
    page.text = text;
    keeping.changed();
  };
  return { keeping, page, saved, failures, type };
}

it('is saved within a second of its first change, however fast one types on', async () => {
  const { saved, type } = open();
  for (const text of ['一', '一二', '一二三', '一二三四', '一二三四五']) {
    type(text);
    await vi.advanceTimersByTimeAsync(190);
  }
  expect(saved[0]).toEqual([1, '一二三']);
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved.at(-1)).toEqual([2, '一二三四五']);
});

it('becomes a draft only with something on it', async () => {
  const { keeping, saved, type } = open();
  type('');
  await vi.advanceTimersByTimeAsync(1000);
  expect(keeping.id).toBeNull();
  expect(saved).toEqual([]);
});

it('saves one after the other, each on the revision before', async () => {
  const { keeping, saved, type } = open();
  keeping.begin({ id: 'd', revision: 1 });
  type('一');
  const first = keeping.save();
  await Promise.resolve(); // it has begun
  type('二');
  await Promise.all([first, keeping.save()]);
  expect(saved).toEqual([
    [1, '一'],
    [2, '二'],
  ]);
  expect(keeping.isSaved).toBe(true);
});

it('tries again what could not be saved', async () => {
  let isFull = true;
  const { saved, failures, type } = open({
    'drafts.save': async ({ revision, content }) => {
      if (isFull) throw new VerseloomError('file.unwritable', { path: '', reason: '' });
      saved.push([revision, content.text]);
      return { revision: revision + 1, changedAt: '' };
    },
  });
  type('一');
  await vi.advanceTimersByTimeAsync(1000);
  expect(failures).toMatchObject([{ code: 'file.unwritable' }]);
  isFull = false;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saved).toEqual([[1, '一']]);
});

it('keeps as one of before what another window has been quicker than, and takes that in', async () => {
  const kept: string[] = [];
  const { keeping, page, failures, type } = open({
    'drafts.save': async () => {
      throw new VerseloomError('draft.changedElsewhere');
    },
    'drafts.keep': async ({ content }) => {
      kept.push(content.text);
      return { number: 1, at: '', reason: 'elsewhere', characters: 1 };
    },
    'drafts.open': async () => fileOf('别处写的', 7),
  });
  keeping.begin({ id: 'd', revision: 3 });
  type('这里写的');
  await vi.advanceTimersByTimeAsync(1000);
  expect(kept).toEqual(['这里写的']);
  expect(page.text).toBe('别处写的');
  expect(failures).toMatchObject([{ code: 'draft.changedElsewhere' }]);
  expect(keeping.revision).toBe(7);
});

it('becomes another one where it was deleted meanwhile', async () => {
  let made = 0;
  const { keeping, saved, type } = open({
    'drafts.create': async () => ({ ...fileOf('', 1), id: `new ${++made}` }),
    'drafts.save': async ({ id, revision, content }) => {
      if (id === 'd') throw new VerseloomError('draft.notFound');
      saved.push([revision, content.text]);
      return { revision: revision + 1, changedAt: '' };
    },
  });
  keeping.begin({ id: 'd', revision: 3 });
  type('一');
  await vi.advanceTimersByTimeAsync(2000);
  expect([keeping.id, saved]).toEqual(['new 1', [[1, '一']]]);
});

it('does not take its own save for that of another window', async () => {
  const { keeping, page, type } = open({
    'drafts.save': async ({ revision }) => {
      void keeping.heard({ id: 'd', revision: revision + 1 }); // told before it is answered
      return { revision: revision + 1, changedAt: '' };
    },
  });
  keeping.begin({ id: 'd', revision: 3 });
  type('一');
  await vi.advanceTimersByTimeAsync(2000);
  expect(page.text).toBe('一');
  expect(keeping.revision).toBe(4);
});

it('does not take its own save, whose answer was lost with the link, for that of another window', async () => {
  let isCut = true;
  let onDisk = fileOf('', 3);
  const { keeping, page, failures, type } = open({
    'drafts.save': async ({ revision, content }) => {
      if (revision !== onDisk.revision) throw new VerseloomError('draft.changedElsewhere');
      onDisk = fileOf(content.text, revision + 1);
      if (isCut) throw new VerseloomError('host.away');
      return { revision: revision + 1, changedAt: '' };
    },
    'drafts.open': async () => onDisk,
  });
  keeping.begin({ id: 'd', revision: 3 });
  type('一');
  await vi.advanceTimersByTimeAsync(1000);
  isCut = false;
  type('一二');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(page.text).toBe('一二');
  expect(onDisk.content.text).toBe('一二');
  expect(failures).toMatchObject([{ code: 'host.away' }]); // which the window says by itself
});

it('loses nothing that is typed while what another window has written is on its way', async () => {
  const kept: string[] = [];
  const opened = Promise.withResolvers<Draft>();
  const { keeping, page, type } = open({
    'drafts.open': () => opened.promise,
    'drafts.save': async () => {
      throw new VerseloomError('draft.changedElsewhere');
    },
    'drafts.keep': async ({ content }) => {
      kept.push(content.text);
      if (kept.length === 1) type('这里写的，还有'); // and while that is kept
      return { number: 1, at: '', reason: 'elsewhere', characters: 1 };
    },
  });
  keeping.begin({ id: 'd', revision: 3 });
  const heard = keeping.heard({ id: 'd', revision: 4 });
  await vi.advanceTimersByTimeAsync(1);
  type('这里写的');
  opened.resolve(fileOf('别处写的', 4));
  await heard;
  expect(kept).toEqual(['这里写的', '这里写的，还有']);
  expect(page.text).toBe('别处写的');
});
