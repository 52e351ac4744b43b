/** The part of the contract that is about drafts: a case a name. */
import { isDeepStrictEqual } from 'node:util';
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { DraftContent } from '../../src-main/contract/writing/draft.ts';
import { expectFailure, expectTold, type Case } from './contract-cases.ts';

type DraftCall = Extract<keyof ApiCalls, `drafts.${string}`>;

const NOBODY = '0123456789abcdef';
const contentOf = (text: string): DraftContent => ({
  ...{ text, spans: [], readings: [], pieces: [], settings: {}, history: null },
});
/** @returns as much beside a text as the contract allows: as if each second character were of the model */
const mostContent = (piece: DraftContent['pieces'][number]): DraftContent => ({
  ...contentOf('风雨'.repeat(100_000)),
  pieces: [piece],
  spans: Array.from({ length: 100_000 }, (_, at) => ({
    ...{ from: 2 * at + 1, to: 2 * at + 2, piece: piece.id },
  })),
});
const newDraft = (calls: ApiCalls, text = '想要有直升机', name: string | null = null) =>
  calls['drafts.create']({ text, name });

export const draftCases: Record<DraftCall, Case> = {
  'drafts.list': async ({ calls }) => {
    const { id } = await newDraft(calls, '[副歌]\n独一无二的 Words\n', '给妈妈');
    for (const query of [undefined, '独一无二', 'words', '妈妈']) {
      const list = await calls['drafts.list']({ query });
      expect(list.find((draft) => draft.id === id)).toMatchObject({
        ...{ name: '给妈妈', characters: 15, damage: null, pinned: false },
        firstLines: ['[副歌]', '独一无二的 Words'],
      });
    }
    expect(await calls['drafts.list']({ query: '没有人写过的' })).toEqual([]);
  },

  'drafts.create': async ({ calls, told }) => {
    const draft = await newDraft(calls, '风\n雨', '天气');
    expect(draft).toMatchObject({ name: '天气', revision: 1, content: contentOf('风\n雨') });
    await expectTold(told, 'drafts', {});
    expect(await calls['drafts.create']({})).toMatchObject({ name: null, content: contentOf('') });

    const id = randomBytes(8).toString('hex');
    const made = await calls['drafts.create']({ id });
    expect(made.id).toBe(id);
    await calls['drafts.save']({ id, revision: made.revision, content: contentOf('月光') });
    // Asked again, as after an answer that was lost: it is the same one, with what stands in it.
    expect(await calls['drafts.create']({ id })).toMatchObject({
      ...{ id, revision: made.revision + 1, content: contentOf('月光') },
    });
  },

  'drafts.open': async ({ calls }) => {
    const draft = await newDraft(calls);
    expect(await calls['drafts.open']({ id: draft.id })).toEqual(draft);
    for (const id of [NOBODY, '../models', 'nothing'])
      await expectFailure(calls['drafts.open']({ id }), 'draft.notFound', { id });
  },

  'drafts.save': async ({ calls, told, carry }) => {
    const { id, revision } = await newDraft(calls, '风');
    const piece = {
      ...{ id: 'p1', at: '2026-01-01T00:00:00.000Z', modelId: 'm', modelName: '样例' },
      ...{ prefix: '风', text: '雨', settings: { temperature: 0.5, seed: 1 } },
    };
    const content: DraftContent = {
      ...{ text: '风雨', spans: [{ from: 1, to: 2, piece: 'p1' }], pieces: [piece] },
      readings: [{ at: 0, reading: 'feng3' }],
      ...{ settings: { length: 50, modelId: 'm' }, history: '{"done":[]}' },
    };
    const saved = await calls['drafts.save']({ id, revision, content });
    expect(saved.revision).toBe(2);
    await expectTold(told, 'draft', { id, revision: 2 });
    expect(await calls['drafts.open']({ id })).toMatchObject({ ...saved, content });
    const late = calls['drafts.save']({ id, revision, content: contentOf('晚了') });
    await expectFailure(late, 'draft.changedElsewhere', { id, revision: 2 });
    expect((await calls['drafts.open']({ id })).content.text).toBe('风雨');
    const most = mostContent(piece);
    expect(await calls['drafts.save']({ id, revision: 2, content: most })).toMatchObject({
      revision: 3,
    });
    // Of so much, vitest's own comparison would take seconds.
    const opened = await calls['drafts.open']({ id });
    expect(isDeepStrictEqual(opened.content, most)).toBe(true);
    const long = { id, revision: 2, content: contentOf('字'.repeat(1_000_001)) };
    expect(await carry('drafts.save', long)).toMatchObject({
      failure: { code: 'request.invalid' },
    });
  },

  'drafts.rename': async ({ calls }) => {
    const { id, changedAt } = await newDraft(calls);
    expect(await calls['drafts.rename']({ id, name: ' 飞 ' })).toMatchObject({ name: '飞' });
    // The window that has it open goes on from what it has.
    await calls['drafts.save']({ id, revision: 1, content: contentOf('想') });
    expect(await calls['drafts.open']({ id })).toMatchObject({ name: '飞' });
    const unnamed = await calls['drafts.rename']({ id, name: null });
    expect(unnamed.name).toBeNull();
    expect(unnamed.changedAt >= changedAt).toBe(true);
  },

  'drafts.pin': async ({ calls }) => {
    const { id } = await newDraft(calls, '旧');
    await newDraft(calls, '新');
    expect(await calls['drafts.pin']({ id, pinned: true })).toMatchObject({ pinned: true });
    expect((await calls['drafts.list']({}))[0]!.id).toBe(id);
    await calls['drafts.pin']({ id, pinned: false });
    expect((await calls['drafts.list']({}))[0]!.id).not.toBe(id);
  },

  'drafts.duplicate': async ({ calls }) => {
    const { id } = await newDraft(calls, '风');
    const copy = await calls['drafts.duplicate']({ id, name: '副本' });
    expect(copy).toMatchObject({ name: '副本', characters: 1, pinned: false });
    expect(copy.id).not.toBe(id);
    expect((await calls['drafts.open']({ id: copy.id })).content).toEqual(contentOf('风'));
  },

  'drafts.remove': async ({ calls }) => {
    const { id } = await newDraft(calls);
    expect(await calls['drafts.remove']({ id })).toEqual({});
    expect((await calls['drafts.list']({})).map((draft) => draft.id)).not.toContain(id);
    await expectFailure(calls['drafts.remove']({ id }), 'draft.notFound', { id });
    const save = { id, revision: 1, content: contentOf('还在写') };
    await expectFailure(calls['drafts.save'](save), 'draft.notFound', { id });
  },

  'drafts.restore': async ({ calls }) => {
    const draft = await newDraft(calls);
    const { id } = draft;
    await calls['drafts.remove']({ id });
    expect(await calls['drafts.restore']({ id })).toMatchObject({ id, characters: 6 });
    expect(await calls['drafts.open']({ id })).toEqual(draft);
    expect(await calls['drafts.restore']({ id })).toMatchObject({ id }); // once is enough
    await expectFailure(calls['drafts.restore']({ id: NOBODY }), 'draft.notFound', { id: NOBODY });
  },

  'drafts.revisions': async ({ calls }) => {
    const { id } = await newDraft(calls);
    expect(await calls['drafts.revisions']({ id })).toEqual([]);
    for (const reason of ['kept', 'elsewhere'] as const)
      await calls['drafts.keep']({ id, reason, content: { text: reason, spans: [] } });
    expect(await calls['drafts.revisions']({ id })).toMatchObject([
      { number: 2, reason: 'elsewhere', characters: 9 },
      { number: 1, reason: 'kept', characters: 4 },
    ]);
  },

  'drafts.revision': async ({ calls }) => {
    const { id } = await newDraft(calls);
    const content = { text: '以前', spans: [{ from: 0, to: 1, piece: 'p' }] };
    const { number } = await calls['drafts.keep']({ id, reason: 'kept', content });
    expect(await calls['drafts.revision']({ id, number })).toEqual(content);
    const none = calls['drafts.revision']({ id, number: number + 1 });
    await expectFailure(none, 'draft.notFound', { id: `${id}/${number + 1}` });
  },

  'drafts.keep': async ({ calls }) => {
    const { id, revision } = await newDraft(calls, '现在');
    const content = { text: '另一个窗口', spans: [] };
    const kept = await calls['drafts.keep']({ id, reason: 'elsewhere', content });
    expect(kept).toMatchObject({ number: 1, reason: 'elsewhere', characters: 5 });
    const draft = await calls['drafts.open']({ id });
    expect(draft).toMatchObject({ revision, content: contentOf('现在') });
  },

  'drafts.goBack': async ({ calls, told }) => {
    const { id } = await newDraft(calls, '现在');
    const content = { text: '以前', spans: [{ from: 0, to: 1, piece: 'gone' }] };
    const { number } = await calls['drafts.keep']({ id, reason: 'kept', content });
    const draft = await calls['drafts.goBack']({ id, number });
    expect(draft).toMatchObject({ revision: 2, content: contentOf('以前') });
    await expectTold(told, 'draft', { id, revision: 2 });
    const [newest] = await calls['drafts.revisions']({ id });
    expect(newest).toMatchObject({ reason: 'replaced' });
    const before = await calls['drafts.revision']({ id, number: newest!.number });
    expect(before.text).toBe('现在');
  },

  'drafts.import': async ({ calls, told }) => {
    const bytes = new Uint8Array(Buffer.from('[副歌]\r\n想要有直升机\r\n\r\n飞到宇宙去\r\n'));
    const draft = await calls['drafts.import']({ name: '直升机.txt', bytes });
    expect(draft).toMatchObject({ name: '直升机', encoding: 'utf-8', certain: true, damaged: 0 });
    expect(draft.content.text).toBe('[副歌]\n想要有直升机\n\n飞到宇宙去');
    await expectTold(told, 'drafts', {});
    const pdf = { name: '歌.pdf', bytes: new Uint8Array(Buffer.from('%PDF-1.7\n')) };
    await expectFailure(calls['drafts.import'](pdf), 'corpus.refused', {
      ...{ name: '歌.pdf', kind: 'pdf' },
    });
  },

  'drafts.export': async ({ calls }) => {
    const { id } = await newDraft(calls, '[副歌]\n风*\n雨\n\n雪', '天气');
    const none = { labels: 0, blankLines: 0, spaced: 0, controls: 0 };
    const exported = async (kind: 'txt' | 'md' | 'lrc') => {
      const { name, bytes, losses } = await calls['drafts.export']({ id, kind });
      expect(name).toBe(`天气.${kind}`);
      expect(losses).toEqual(kind === 'lrc' ? { ...none, labels: 1, blankLines: 1 } : none);
      return new TextDecoder().decode(bytes);
    };
    expect(await exported('txt')).toBe('[副歌]\n风*\n雨\n\n雪\n');
    expect(await exported('md')).toBe('# 天气\n\n## 副歌\n风\\*\\\n雨\n\n雪\n');
    expect(await exported('lrc')).toBe('[ti:天气]\n风*\n雨\n雪\n');
    const word = await calls['drafts.export']({ id, kind: 'docx' });
    expect(word.name).toBe('天气.docx');
    const read = await calls['drafts.import'](word);
    expect(read).toMatchObject({ name: '天气', content: { text: '[副歌]\n风*\n雨\n\n雪' } });
  },
};
