/** Files on their way into the library: what becomes of each of those that come together, and that nothing holds up what comes next. */
import { describe, expect, it } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { settled } from '../fake-host.ts';
import { modelOf, openWindow } from '../window.ts';

const corpusOf = (name: string) => ({
  ...{ id: name, name, builtIn: false, names: null, characters: 9, distinct: 5, firstLines: [] },
  ...{ encoding: 'UTF-8', hash: name, suggestedPrefixes: [] },
});

/** A host that keeps what it is given by its name, and refuses what is called bad. */
async function openLibrary() {
  const corpora: ReturnType<typeof corpusOf>[] = [];
  const window = await openWindow({
    'corpora.list': () => corpora,
    'corpora.import': ({ name: file }) => {
      const name = file.replace('.txt', '');
      if (name.startsWith('bad')) throw new VerseloomError('corpus.encoding', { name: file });
      const alreadyThere = corpora.some((corpus) => corpus.name === name);
      if (!alreadyThere) corpora.push(corpusOf(name));
      return { ...corpusOf(name), alreadyThere };
    },
    'models.import': ({ name }) => {
      if (name.startsWith('bad')) throw new VerseloomError('model.notOurs', { name });
      return { ...modelOf('m', { name: 'kept' }), alreadyThere: name.startsWith('old') };
    },
  });
  return { ...window, corpora };
}

const file = (name: string): File => new File(['x'], name);
/** As the system gives one that was moved away since it was dropped. */
const lostFile = (name: string): File =>
  Object.assign(file(name), {
    arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
  });

describe('one file', () => {
  it.each([
    ['a.txt', '“a” is in the library.'],
    ['old.verse', 'The model of “old.verse” was in the library already, as “kept”.'],
    ['new.verse', '“kept” is in the library.'],
    ['bad.verse', 'bad.verse is not a Verseloom model; choose a .verse file.'],
  ])('%s is told: %s', async (name, told) => {
    const { app, notices } = await openLibrary();
    await app.importFiles([file(name)]);
    expect(notices()).toEqual([told]);
    expect(app.imports.report).toBeNull();
  });

  it('that is there already is told as that', async () => {
    const { app, notices } = await openLibrary();
    await app.importFiles([file('a.txt')]);
    await app.importFiles([file('a.txt')]);
    expect(notices()[1]).toBe('“a” was in the library already.');
    expect(app.corpora.list).toHaveLength(1);
  });

  it.each(['song.txt', 'model.verse'])('%s that has vanished holds up nothing', async (name) => {
    const { app } = await openLibrary();
    await app.importFiles([lostFile(name)]);
    expect([app.corpora.importing, app.models.importing]).toEqual([null, null]);
    const error = name.endsWith('.txt') ? app.corpora.refusal : undefined;
    if (error) expect(error).toMatchObject({ code: 'file.lost', params: { name } });
    else expect(app.notices.list[0]!.text).toContain(`${name} cannot be read`);
    await app.importFiles([file('a.txt')]);
    expect(app.corpora.list).toHaveLength(1);
    expect(app.corpora.refusal).toBeNull();
  });
});

it('a folder is told as what it is, and so is what is no file', async () => {
  const { app, calls, notices } = await openLibrary();
  app.navigation.go('write');
  await app.importFiles([{ folder: 'songs' }]);
  await app.importFiles([]);
  expect(notices()).toEqual([
    expect.stringContaining('“songs” is a folder.'),
    expect.stringContaining('That is not a file.'),
  ]);
  expect(app.navigation.view).toBe('write');
  expect(calls).toEqual([]);
});

describe('several files', () => {
  it('are told in one line, each by its name a click away', async () => {
    const { app, notices } = await openLibrary();
    await app.importFiles([file('a.txt')]);
    await app.importFiles([file('a.txt'), file('b.txt'), file('new.verse')]);
    expect(notices()[1]).toBe('1 was there already, 2 files imported');
    app.notices.list[1]!.action!.run();
    expect(app.imports.report).toMatchObject([
      { file: 'a.txt', outcome: 'alreadyThere', name: 'a' },
      { file: 'b.txt', outcome: 'imported', name: 'b' },
      { file: 'new.verse', outcome: 'imported', name: 'kept' },
    ]);
  });

  it('of which some are refused are shown with the reasons at once', async () => {
    const { app, notices } = await openLibrary();
    await app.importFiles([
      ...[file('bad.txt'), { folder: 'songs' }, lostFile('c.txt'), file('bad.verse')],
      file('d.txt'),
    ]);
    expect(notices()).toEqual([]);
    expect(app.imports.report).toMatchObject([
      { file: 'bad.txt', outcome: 'refused', error: { code: 'corpus.encoding' } },
      { file: 'songs', outcome: 'refused', error: { code: 'file.isFolder' } },
      { file: 'c.txt', outcome: 'refused', error: { code: 'file.lost' } },
      { file: 'bad.verse', outcome: 'refused', error: { code: 'model.notOurs' } },
      { file: 'd.txt', outcome: 'imported' },
    ]);
    expect(app.corpora.list).toHaveLength(1);
  });

  it('leave a text that may be read in another encoding where that is chosen', async () => {
    const { app } = await openLibrary();
    await app.importFiles([file('bad.txt'), file('d.txt')]);
    expect(app.corpora.last).toMatchObject({ name: 'bad.txt', corpusId: undefined });
    expect(app.corpora.anotherEncodingMayHelp).toBe(true);
  });

  it('that are dropped while others are read wait for them', async () => {
    const { app, corpora } = await openLibrary();
    const both = [
      app.importFiles([file('a.txt'), file('b.txt')]),
      app.importFiles([file('c.txt')]),
    ];
    await settled();
    await Promise.all(both);
    expect(corpora.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(app.corpora.importing).toBeNull();
  });
});

it('another encoding puts nothing away that was there before', async () => {
  const removed: string[] = [];
  const there = new Set(['UTF-8']);
  const { app } = await openWindow({
    'corpora.import': ({ encoding = 'UTF-8' }) => {
      const alreadyThere = there.has(encoding);
      there.add(encoding);
      return { ...corpusOf(encoding), alreadyThere };
    },
    'corpora.remove': ({ id }) => {
      removed.push(id);
      return {};
    },
  });
  await app.importFiles([file('a.txt')]);
  await app.corpora.importAgain('Big5');
  expect(removed).toEqual([]);
  await app.corpora.importAgain('GB18030');
  expect(removed).toEqual(['Big5']);
});

it('calls the sample corpus in the language of the screens, also where a model learnt it in another', async () => {
  const { app } = await openWindow({
    'corpora.list': () => [
      {
        ...corpusOf('词织样例歌词'),
        builtIn: true,
        names: { zh: '词织样例歌词', en: 'Verseloom sample lyrics' },
      },
    ],
    'models.list': () => [
      modelOf('a', { corpusName: '词织样例歌词', corpusHash: '词织样例歌词' }),
      modelOf('b', { corpusName: '我的歌', corpusHash: 'another' }),
    ],
  });
  const names = () => app.models.list.map(({ corpusName }) => corpusName);
  expect(names()).toEqual(['Verseloom sample lyrics', '我的歌']);
});
