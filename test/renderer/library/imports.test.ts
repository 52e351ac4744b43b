/** Files on their way into the library: songs together, models one by one, what becomes of each, and that nothing holds up what comes next. */
import { describe, expect, it } from 'vitest';
import type { ApiHandlers } from '../../../src-main/contract/api.ts';
import type { ImportOutcome } from '../../../src-main/contract/corpus/corpus.ts';
import { VerseloomError, type FileReason } from '../../../src-main/contract/errors.ts';
import { cameDetail } from '../../../src-renderer/library/came.ts';
import { gathered, type Gathered } from '../../../src-renderer/state/files.ts';
import { settled } from '../fake-host.ts';
import { corpusOf, modelOf, openWindow, outcomeOf } from '../window.ts';

type ImportInput = Parameters<ApiHandlers['corpora.import']>[0];

/** A host that keeps a corpus by the name of its first file, and refuses what is called bad. */
async function openLibrary(more: Partial<ImportOutcome> = {}) {
  const corpora: ReturnType<typeof corpusOf>[] = [];
  const inputs: ImportInput[] = [];
  const window = await openWindow({
    'corpora.list': () => corpora,
    'corpora.cancel': () => ({}),
    'corpora.import': (input) => {
      inputs.push(input);
      const name = input.files[0]!.name.replace('.txt', '');
      if (name.startsWith('bad')) throw new VerseloomError('corpus.nothingLeft', { name });
      const alreadyThere = corpora.some((corpus) => corpus.name === name);
      if (!alreadyThere) corpora.push(corpusOf(name, { name, songs: input.files.length }));
      const made = corpora.find((corpus) => corpus.name === name)!;
      return outcomeOf(made, { alreadyThere, added: input.files.length, ...more });
    },
    'models.import': ({ name }) => {
      if (name.startsWith('bad')) throw new VerseloomError('model.notOurs', { name });
      return { ...modelOf('m', { name: 'kept' }), alreadyThere: name.startsWith('old') };
    },
  });
  return { ...window, corpora, inputs };
}

const file = (name: string): File => new File(['x'], name);
const files = (...names: string[]): Gathered => gathered(names.map(file));
/** As the system gives one that was moved away since it was dropped. */
const lostFile = (name: string): File =>
  Object.assign(file(name), {
    arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
  });
const largeFile = (name: string, megabytes: number): File =>
  Object.defineProperty(file(name), 'size', { value: megabytes * 1024 * 1024 });

describe('one file', () => {
  it.each([
    ['a.txt', '“a” is in the library: 1 song.'],
    ['old.verse', 'The model of “old.verse” was in the library already, as “kept”.'],
    ['new.verse', '“kept” is in the library.'],
    [
      'bad.verse',
      'bad.verse is not a Verseloom model, or it is damaged, and was not opened. ' +
        'Choose another .verse file, or copy this one again from where it came.',
    ],
  ])('%s is told: %s', async (name, told) => {
    const { app, notices } = await openLibrary();
    await app.importFiles(files(name));
    expect(notices()).toEqual([told]);
    expect(app.imports.report).toBeNull();
  });

  it('that is there already is told as that', async () => {
    const { app, notices } = await openLibrary();
    await app.importFiles(files('a.txt'));
    await app.importFiles(files('a.txt'));
    expect(notices()[1]).toBe('“a” was in the library already.');
    expect(app.corpora.list).toHaveLength(1);
  });

  it('that the host refuses is told on the screen alone, until the next one comes', async () => {
    const { app, notices } = await openLibrary();
    await app.importFiles(files('bad.txt'));
    expect(notices()).toEqual([]);
    expect(app.imports.refusal).toMatchObject({ code: 'corpus.nothingLeft' });
    await app.importFiles(files('a.txt'));
    expect(app.imports.refusal).toBeNull();
  });

  it.each(['song.txt', 'model.verse'])('%s that has vanished holds up nothing', async (name) => {
    const { app, inputs } = await openLibrary();
    await app.importFiles(gathered([lostFile(name)]));
    expect([app.imports.task, app.models.importing]).toEqual([null, null]);
    expect(app.notices.list[0]!.text).toContain(`${name} cannot be read`);
    expect(inputs).toEqual([]);
    await app.importFiles(files('a.txt'));
    expect(app.corpora.list).toHaveLength(1);
  });

  it('that is no file is told as that', async () => {
    const { app, calls, notices } = await openLibrary();
    app.navigation.go('write');
    await app.importFiles(gathered([]));
    expect(notices()).toEqual([expect.stringContaining('That is not a file')]);
    expect(app.navigation.view).toBe('write');
    expect(calls).toEqual([]);
  });
});

describe('several files', () => {
  it('are one corpus, with the folders that they came in', async () => {
    const { app, inputs, notices } = await openLibrary({ leftOut: 1 });
    const paths = ['歌/1.txt', '歌/里面/2.lrc', '歌/3.pdf'];
    await app.importFiles({
      files: paths.map((path) => ({ path, file: file(path.split('/').at(-1)!) })),
      ...{ lost: [], isCut: false },
    });
    expect(inputs).toHaveLength(1);
    expect(inputs[0]).toMatchObject({ files: paths.map((name) => ({ name })), replace: false });
    expect(notices()).toEqual([
      '“歌/1” is in the library: 3 songs. 1 file was left out; the reason is at the end of the list of songs.',
    ]);
  });

  it('can be added to one that is there, in the place of those of their names', async () => {
    const { app, inputs, notices } = await openLibrary({
      ...{ added: 1, leftOut: 0, replaced: 2, unchanged: 3 },
    });
    await app.importFiles(files('a.txt', 'b.txt'), { into: 'x', replace: true });
    expect(inputs[0]).toMatchObject({ into: 'x', replace: true });
    expect(notices()).toEqual(['“a”: 1 file added, 2 replaced, 3 unchanged.']);
  });

  it('with models among them become a corpus and those models, each told a click away', async () => {
    const { app, inputs, notices } = await openLibrary();
    await app.importFiles(files('a.txt', 'new.verse', 'b.txt'));
    expect(inputs.map((input) => input.files.length)).toEqual([2]);
    expect(notices()).toEqual(['2 files imported']);
    app.notices.list[0]!.actions[0]!.run();
    expect(app.imports.report).toMatchObject([
      { file: 'new.verse', outcome: 'imported', name: 'kept' },
      { file: 'a', outcome: 'imported', name: 'a' },
    ]);
  });

  it('of which none can be learnt are shown each with its reason, and those beyond with their number', async () => {
    const reasonOf = (name: string): FileReason => ({
      name,
      reason: { code: 'corpus.leftOut', params: { name, because: 'empty' } },
    });
    const some = ['a.txt', 'b.txt'].map(reasonOf);
    let inAll = 2;
    const { app, notices } = await openWindow({
      'corpora.list': () => [],
      'corpora.import': () => {
        const params = { name: 'a.txt', files: inAll };
        throw new VerseloomError('corpus.noneLeft', params, { files: some });
      },
    });
    await app.importFiles(files('a.txt', 'b.txt'));
    expect([notices(), app.imports.refusal]).toEqual([[], null]);
    expect(app.imports.report!.map((came) => cameDetail(came))).toEqual([
      '“a.txt” is empty.',
      '“b.txt” is empty.',
    ]);
    inAll = 250;
    await app.importFiles(files('a.txt', 'b.txt'));
    expect(app.imports.report!.map((came) => cameDetail(came)).at(-1)).toBe(
      'None of these 250 files has words to learn from.',
    );
  });

  it('of which some cannot be read are shown with the reasons at once, and the others come in', async () => {
    const { app, inputs, notices } = await openLibrary();
    const what = gathered([lostFile('c.txt'), file('d.txt'), file('bad.verse')]);
    await app.importFiles({ ...what, lost: ['歌/锁着'], isCut: true });
    expect(notices()).toEqual([]);
    expect(app.imports.report).toMatchObject([
      { file: 'bad.verse', outcome: 'refused', error: { code: 'model.notOurs' } },
      { outcome: 'imported', numbers: { songs: 1 } },
      { file: 'c.txt', outcome: 'refused', error: { code: 'file.lost' } },
      { file: '歌/锁着', outcome: 'refused', error: { code: 'file.lost' } },
      { outcome: 'refused', error: { code: 'corpus.tooManyFiles', params: { max: 3 } } },
    ]);
    expect(inputs[0]!.files.map(({ name }) => name)).toEqual(['d.txt']);
  });

  it('that are too large for one message are not sent: the largest ones stay', async () => {
    const { app, inputs } = await openLibrary();
    const sizes = { 'song.lrc': 1, 'music.mp3': 40, 'film.mkv': 700, 'more.mp3': 30 };
    await app.importFiles(
      gathered(Object.entries(sizes).map(([name, megabytes]) => largeFile(name, megabytes))),
    );
    expect(inputs[0]!.files.map(({ name }) => name)).toEqual(['song.lrc', 'more.mp3']);
    const [, film, music] = app.imports.report!;
    expect([film, music]).toMatchObject([
      { file: 'film.mkv', error: { code: 'corpus.tooLarge', params: { limitMb: 64 } } },
      { file: 'music.mp3', error: { code: 'corpus.tooLarge', params: { field: 'files' } } },
    ]);
  });

  it('that come while others are read wait for them', async () => {
    const { app, corpora } = await openLibrary();
    const both = [app.importFiles(files('a.txt', 'b.txt')), app.importFiles(files('c.txt'))];
    await settled();
    await Promise.all(both);
    expect(corpora.map(({ name }) => name)).toEqual(['a', 'c']);
    expect(app.imports.task).toBeNull();
  });
});

describe('an import under way', () => {
  it('tells how far it is, and can be called off while the host works and before', async () => {
    const cancelled: string[] = [];
    const answer = Promise.withResolvers<ImportOutcome>();
    const window = await openWindow({
      'corpora.import': () => answer.promise,
      'corpora.cancel': ({ task }) => {
        cancelled.push(task);
        answer.reject(new VerseloomError('corpus.cancelled'));
        return {};
      },
    });
    const { app, emit, notices } = window;
    const done = app.importFiles(files('a.txt'));
    await settled();
    const { id } = app.imports.task!;
    expect(app.imports.task).toMatchObject({ name: 'a.txt', files: 1, total: 0 });
    emit('importing', { task: 'another', done: 1, total: 2 });
    expect(app.imports.task!.total).toBe(0);
    emit('importing', { task: id, done: 3, total: 9 });
    expect(app.imports.task).toMatchObject({ done: 3, total: 9 });
    await app.imports.cancel();
    await done;
    expect(cancelled).toEqual([id]);
    expect(app.imports.task).toBeNull();
    expect(app.imports.refusal).toBeNull();
    expect(notices()).toEqual(['The import was cancelled; nothing was kept.']);

    const read = Promise.withResolvers<ArrayBuffer>();
    const slow = Object.assign(file('b.txt'), { arrayBuffer: () => read.promise });
    window.calls.length = 0;
    const second = app.importFiles(gathered([slow]));
    await settled();
    await app.imports.cancel();
    read.resolve(new ArrayBuffer(1));
    await second;
    expect(window.calls).toEqual(['corpora.cancel']); // and nothing was sent
  });
});

it('calls the sample corpus in the language of the screens, also where a model learnt it in another', async () => {
  const hash = 'of the sample';
  const sample = { zh: '词织样例歌词', en: 'Verseloom sample lyrics' };
  const { app } = await openWindow({
    'corpora.list': () => [
      corpusOf('sample', { name: '词织样例歌词', names: sample, builtIn: true, hash }),
    ],
    'models.list': () => [
      modelOf('a', { corpusName: '词织样例歌词', corpusHash: hash }),
      modelOf('b', { corpusName: '我的歌', corpusHash: 'another' }),
    ],
  });
  const called = () => app.models.list.map(({ corpusName }) => corpusName);
  expect(called()).toEqual(['Verseloom sample lyrics', '我的歌']);
});
