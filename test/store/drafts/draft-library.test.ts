/** The library of drafts: what is kept, what of before is kept, two windows on one draft, and files that are damaged. */
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { form } from '../../../src-main/contract/writing/constraint.ts';
import {
  KEPT_PIECES,
  KEPT_REVISIONS,
  REVISION_PERIOD,
  type DraftPiece,
} from '../../../src-main/contract/writing/draft.ts';
import { removedDrafts } from '../../../src-main/store/drafts/draft-folder.ts';
import { DraftLibrary } from '../../../src-main/store/drafts/draft-library.ts';
import { emptyTrash } from '../../../src-main/store/files/trash.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';
import { contentOf } from './drafts-work.ts';

async function openLibrary() {
  const folder = join(await temporaryFolder(), 'drafts');
  const clock = { now: Date.UTC(2026, 0, 1) };
  const open = () => DraftLibrary.open(folder, () => clock.now);
  return { folder, clock, open, library: await open() };
}

const pieceOf = (id: string): DraftPiece => ({
  ...{ id, at: '2026-01-01T00:00:00.000Z', modelId: 'm', modelName: '样例', prefix: '风' },
  ...{ text: '雨', settings: { seed: 1 } },
});

/** Drawn, chosen by hand among what may come next, and taken from what a model has learnt. */
const madeOtherwise: Partial<DraftPiece>[] = [
  { settings: { length: 20, temperature: 0.8, seed: 1, topP: 0.9 } },
  { settings: {}, chosen: true },
  { settings: {}, taken: { line: '一二三' } },
];
const fitted: DraftPiece = {
  ...pieceOf('p'),
  lines: {
    form: form.parse({ lines: [{ rhyme: { with: { name: 'ang' } } }, { text: '雨' }] }),
    ...{ count: 6, noCopy: null, shown: ['风'] },
  },
};

describe('DraftLibrary', () => {
  it('keeps all of a draft across restarts', async () => {
    const { library, open } = await openLibrary();
    const { id } = await library.create('天气', '风');
    const content = {
      ...{ text: '风雨𠮷\u0000\u2028', spans: [{ from: 1, to: 2, piece: 'p' }] },
      ...{
        readings: [{ at: 0, reading: 'feng4' }],
        pieces: [...madeOtherwise.map((piece, at) => ({ ...pieceOf(`${at}`), ...piece })), fitted],
      },
      ...{ settings: { modelId: 'm', nested: { a: [1] } }, history: '{"done":[]}' },
    };
    const saved = await library.save(id, 1, content);
    const again = await (await open()).read(id);
    expect(again).toMatchObject({ id, name: '天气', pinned: false, ...saved, content });
  });

  it('lists pinned ones first, then by their last change, and shows how they begin', async () => {
    const { library, clock } = await openLibrary();
    const ids: string[] = [];
    for (const text of ['\n\n  一  \n\n二\n三\n四', '乙', '丙']) {
      clock.now += 1000;
      ids.push((await library.create(null, text)).id);
    }
    const order = async () => (await library.list()).map(({ id }) => ids.indexOf(id));
    expect(await order()).toEqual([2, 1, 0]);
    clock.now += 1000;
    await library.save(ids[1]!, 1, contentOf('乙二'));
    expect(await order()).toEqual([1, 2, 0]);
    await library.label(ids[0]!, { pinned: true });
    expect(await order()).toEqual([0, 1, 2]);
    expect((await library.list())[0]).toMatchObject({ firstLines: ['一', '二', '三'] });
    const long = await library.create(null, '😀'.repeat(10_000));
    expect((await library.info(long.id)).firstLines).toEqual(['😀'.repeat(80)]);
  });

  it('finds a draft by its name and by its text, upper and lower case alike', async () => {
    const { library } = await openLibrary();
    const { id } = await library.create('My Song', '夜里 Hello 的风');
    await library.create(null, '雨');
    for (const query of ['my song', 'HELLO', '夜里 h'])
      expect((await library.list(query)).map((draft) => draft.id)).toEqual([id]);
    expect(await library.list('雪')).toEqual([]);
  });

  it('tells the second of two windows that the draft is another by now, and keeps the first one’s words', async () => {
    const { library, open } = await openLibrary();
    const { id } = await library.create(null, '风');
    const elsewhere = await open();
    await elsewhere.save(id, 1, contentOf('风雨'));
    const late = library.save(id, 1, contentOf('风雪'));
    const params = { id, revision: 2 };
    await expect(late).rejects.toMatchObject({ code: 'draft.changedElsewhere', params });
    expect((await library.read(id)).content.text).toBe('风雨');
    // Many at once: each revision is taken by one of them.
    const saves = Array.from({ length: 8 }, (_, i) =>
      [library, elsewhere][i % 2]!.save(id, 2, contentOf(`同时${i}`)).then(
        () => 1,
        () => 0,
      ),
    );
    expect((await Promise.all(saves)).reduce<number>((sum, one) => sum + one, 0)).toBe(1);
  });

  it('keeps a text of before after some time of work, and before most of it is taken out', async () => {
    const { library, clock } = await openLibrary();
    const long = '一二三四五六七八九十'.repeat(10);
    const { id, ...made } = await library.create(null, '');
    let { revision } = made;
    const save = async (text: string) => {
      ({ revision } = await library.save(id, revision, contentOf(text)));
      return (await library.revisions(id)).map(({ reason }) => reason);
    };
    expect(await save('一')).toEqual([]);
    clock.now += REVISION_PERIOD - 1;
    expect(await save('一二')).toEqual([]);
    clock.now += 1;
    expect(await save(long)).toEqual(['time']);
    expect(await library.revision(id, 1)).toEqual({ text: '一二', spans: [] });
    expect(await save(long.slice(0, 60))).toEqual(['time']); // little is gone
    expect(await save(long)).toEqual(['time']);
    expect(await save('')).toEqual(['shortened', 'time']);
    expect((await library.revision(id, 2)).text).toBe(long);
  });

  it('keeps no text twice that was kept before another one takes its place', async () => {
    const { library } = await openLibrary();
    const long = '一二三四五六七八九十'.repeat(10);
    const { id, revision } = await library.create(null, long);
    await library.keep(id, 'replaced', { text: long, spans: [] });
    await library.save(id, revision, contentOf('短'));
    expect((await library.revisions(id)).map(({ reason }) => reason)).toEqual(['replaced']);
  });

  it('keeps the last texts of before, and lets the oldest go', async () => {
    const { library, folder } = await openLibrary();
    const { id } = await library.create(null, '今');
    await library.keep(id, 'kept', { text: '第一', spans: [] });
    const first = await readFile(join(folder, id, '1.revision.json'));
    for (let i = 2; i <= KEPT_REVISIONS; i++)
      await writeFile(join(folder, id, `${i}.revision.json`), first);
    for (const text of ['昨天', '今天']) await library.keep(id, 'kept', { text, spans: [] });
    const numbers = (await library.revisions(id)).map(({ number }) => number);
    expect(numbers).toHaveLength(KEPT_REVISIONS);
    expect([numbers[0], numbers.at(-1)]).toEqual([KEPT_REVISIONS + 2, 3]);
  });

  it('goes back to a text of before, and from there to what it replaced', async () => {
    const { library } = await openLibrary();
    const { id } = await library.create(null, '今');
    const content = { ...contentOf('今天'), pieces: [pieceOf('p')], history: '{}' };
    await library.save(id, 1, content);
    const spans = [
      { from: 0, to: 1, piece: 'p' },
      { from: 1, to: 2, piece: 'gone' },
    ];
    const { number } = await library.keep(id, 'kept', { text: '昨天', spans });
    const back = await library.goBack(id, number);
    expect(back).toMatchObject({ revision: 3, content: { text: '昨天', history: null } });
    expect(back.content.spans).toEqual(spans.slice(0, 1));
    const [replaced] = await library.revisions(id);
    expect(replaced).toMatchObject({ reason: 'replaced' });
    expect((await library.goBack(id, replaced!.number)).content.text).toBe('今天');
  });

  it('keeps the last 200 pieces, and those of which something stands in the text', async () => {
    const { library } = await openLibrary();
    const { id } = await library.create(null, '风雨');
    const pieces = Array.from({ length: KEPT_PIECES + 5 }, (_, i) => pieceOf(`p${i}`));
    const spans = [{ from: 0, to: 1, piece: 'p1' }];
    await library.save(id, 1, { ...contentOf('风雨'), pieces, spans });
    const kept = (await library.read(id)).content.pieces.map((piece) => piece.id);
    expect(kept.slice(0, 2)).toEqual(['p1', 'p5']);
    expect(kept).toHaveLength(KEPT_PIECES + 1);
  });

  it('shows a damaged draft, gives back its texts of before, and sets the broken file aside', async () => {
    const { library, folder } = await openLibrary();
    const { id } = await library.create('天气', '风');
    await library.keep(id, 'kept', { text: '风', spans: [] });
    const path = join(folder, id, 'draft.json');
    for (const broken of ['{"version": 1, "revision": ', '{"version": 1}', '']) {
      await writeFile(path, broken);
      expect(await library.list()).toMatchObject([{ id, damage: { code: 'file.unreadable' } }]);
      await expect(library.read(id)).rejects.toMatchObject({ code: 'file.unreadable' });
      const save = library.save(id, 1, contentOf('雨'));
      await expect(save).rejects.toMatchObject({ code: 'file.unreadable' });
      expect(await readFile(path, 'utf8')).toBe(broken);
      const [kept] = await library.revisions(id);
      expect(await library.goBack(id, kept!.number)).toMatchObject({ content: { text: '风' } });
      expect((await listing(folder)).filter((name) => name.includes('.broken-'))).not.toEqual([]);
    }
  });

  it('leaves a draft of a newer version alone', async () => {
    const { library, folder } = await openLibrary();
    const { id } = await library.create(null, '风');
    const path = join(folder, id, 'draft.json');
    const newer = '{"version": 2, "verses": []}';
    await writeFile(path, newer);
    expect(await library.list()).toMatchObject([{ id, damage: { code: 'draft.newer' } }]);
    await library.keep(id, 'kept', { text: '风', spans: [] });
    await expect(library.goBack(id, 1)).rejects.toMatchObject({ code: 'draft.newer' });
    expect(await readFile(path, 'utf8')).toBe(newer);
  });

  it('keeps removed drafts for 30 days, and takes them back with their texts of before', async () => {
    const { library, folder } = await openLibrary();
    const { id } = await library.create(null, '风');
    await library.keep(id, 'kept', { text: '昨天', spans: [] });
    await library.remove(id);
    expect(await library.list()).toEqual([]);
    const trash = join(folder, '.trash');
    const day = 24 * 60 * 60 * 1000;
    await emptyTrash(trash, removedDrafts, Date.now() + 29 * day);
    await library.restore(id);
    expect((await library.revisions(id)).length).toBe(1);
    await library.remove(id);
    const old = new Date(Date.now() - 60 * day);
    await utimes(join(trash, id), old, old);
    await emptyTrash(trash, removedDrafts, Date.now() + 31 * day);
    await expect(library.restore(id)).rejects.toMatchObject({ code: 'draft.notFound' });
  });

  it('leaves what is not ours in the folder alone', async () => {
    const { library, folder } = await openLibrary();
    await mkdir(join(folder, 'mine'), { recursive: true });
    await writeFile(join(folder, '0123456789abcdef'), 'a file, and no folder');
    await mkdir(join(folder, 'fedcba9876543210'));
    expect(await library.list()).toEqual([]);
    for (const id of ['0123456789abcdef', 'fedcba9876543210', 'mine'])
      await expect(library.read(id)).rejects.toMatchObject({ code: expect.any(String) });
  });
});
