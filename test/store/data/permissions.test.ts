/** Who may read what lies in a data folder. */
import { chmod, lstat, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeFileAtomically } from '../../../src-main/store/files/atomic-file.ts';
import { CorpusLibrary } from '../../../src-main/store/corpora/corpus-library.ts';
import { moveData } from '../../../src-main/store/data/data-move.ts';
import { writeModelFile } from '../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { openData, useData } from '../../../src-main/store/data/open-data.ts';
import { sampleFile } from '../models/sample-model.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';
import { livedInFolder } from './lived-in-folder.ts';

const modeOf = async (path: string) => ((await lstat(path)).mode & 0o7777).toString(8);

/** @returns the permissions of everything, by path */
async function modesIn(folder: string): Promise<Record<string, string>> {
  const modes: Record<string, string> = { '.': await modeOf(folder) };
  for (const path of await listing(folder)) modes[path] = await modeOf(join(folder, path));
  return modes;
}

/** Puts a file somewhere, as an earlier version has left it. */
async function put(path: string, mode = 0o644): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  await chmod(path, mode);
}

/** What everybody has by default. */
function usualUmask(): void {
  const before = process.umask(0o022);
  onTestFinished(() => void process.umask(before));
}

describe.skipIf(process.platform === 'win32')('a data folder', () => {
  it("is only the person's, with all that is made in it", async () => {
    usualUmask();
    const root = join(await temporaryFolder(), 'new', 'data');
    const { lock, product, modelId } = await livedInFolder(root);
    await product.handlers['models.change']({ id: modelId, name: 'x' });
    await product.handlers['models.remove']({ id: modelId });
    await product.start();
    await product.training.ended();
    await product.handlers['models.list']({});
    const modes = await modesIn(root);
    expect(Object.keys(modes)).toEqual(
      expect.arrayContaining([
        ...['.', 'models', 'models/.trash', 'models/index.json', 'models/.changes.lock'],
        ...['corpora', 'preferences.json', 'layout.json', 'data.lock', 'in-use.json'],
        ...['logs', 'logs/verseloom.log', `models/.trash/${modelId}.verse`],
      ]),
    );
    for (const [path, mode] of Object.entries(modes)) {
      const isFolder = (await stat(join(root, path))).isDirectory();
      expect({ path, mode }).toEqual({ path, mode: isFolder ? '700' : '600' });
    }
    await lock.release();
  });

  it('that an earlier version has made is closed once, but for what the person has chosen', async () => {
    usualUmask();
    const place = join(await temporaryFolder(), 'place');
    await put(join(place, 'models', 'a.verse'));
    await put(join(place, 'models', '.trash', 'b.verse'), 0o664);
    await put(join(place, 'models', 'shared.verse'), 0o640);
    await put(join(place, 'corpora', '0123456789abcdef', 'corpus.json'), 0o666);
    await put(join(place, 'preferences.json'));
    await put(join(place, 'logs', 'verseloom.log'));
    await put(join(place, 'window', 'Cookies'), 0o600);
    await put(join(dirname(place), 'elsewhere.verse'));
    await symlink('../../elsewhere.verse', join(place, 'models', 'link.verse'));
    await chmod(join(place, 'corpora'), 0o2775);

    await (await openData({}, place)).lock.release();
    const modes = await modesIn(place);
    expect(modes).toMatchObject({
      ...{ '.': '700', models: '700', 'models/.trash': '700', logs: '700', window: '700' },
      ...{ 'models/a.verse': '600', 'models/.trash/b.verse': '600', 'preferences.json': '600' },
      ...{ 'models/shared.verse': '640', corpora: '2775', 'layout.json': '600' },
      ...{ 'corpora/0123456789abcdef/corpus.json': '600', 'logs/verseloom.log': '600' },
    });
    expect(await modeOf(join(dirname(place), 'elsewhere.verse'))).toBe('644');

    // What is opened after that stays open.
    await chmod(place, 0o755);
    await chmod(join(place, 'models', 'a.verse'), 0o644);
    await (await openData({}, place)).lock.release();
    await useData({}, place);
    expect(await modesIn(place)).toEqual({ ...modes, '.': '755', 'models/a.verse': '644' });
  });

  it('is closed by a command, too, unless an application has it', async () => {
    usualUmask();
    const root = join(await temporaryFolder(), 'data');
    await put(join(root, 'models', 'a.verse'));
    await writeFile(join(root, 'layout.json'), '{"version": 4}');
    const { lock } = await openData({ VERSELOOM_DATA: root });
    await writeFile(join(root, 'layout.json'), '{"version": 4}'); // as an earlier version would have
    await chmod(root, 0o755);
    await useData({ VERSELOOM_DATA: root });
    expect(await modeOf(root)).toBe('755');
    await lock.release();
    await useData({ VERSELOOM_DATA: root });
    expect(await modeOf(root)).toBe('700');
  });

  it('among other things of the person leaves them, and its folder, as they are', async () => {
    usualUmask();
    const root = await temporaryFolder();
    await chmod(root, 0o755);
    await put(join(root, 'lyrics.txt'));
    await put(join(root, 'notes', 'a.txt'));
    await put(join(root, 'models', 'a.verse'));
    await (await openData({ VERSELOOM_DATA: root })).lock.release();
    expect(await modesIn(root)).toMatchObject({
      ...{ '.': '755', 'lyrics.txt': '644', notes: '755', 'notes/a.txt': '644' },
      ...{ models: '700', 'models/a.verse': '600' },
    });
  });

  it('keeps its permissions where it is moved', async () => {
    usualUmask();
    const folder = await temporaryFolder();
    const [place, to] = [join(folder, 'place'), join(folder, 'moved')];
    await put(join(place, 'models', 'a.verse'));
    await put(join(place, 'corpora', '0123456789abcdef', 'corpus.json'));
    let open = await openData({}, place);
    await chmod(join(place, 'corpora'), 0o750);
    open = await moveData(open, to, () => {});
    expect(await modesIn(to)).toMatchObject({
      ...{ '.': '700', models: '700', 'models/a.verse': '600', corpora: '750' },
      ...{
        'corpora/0123456789abcdef/corpus.json': '600',
        'layout.json': '600',
        'data.lock': '600',
      },
    });
    await chmod(to, 0o755);
    await open.lock.release();
    await (await openData({}, place)).lock.release();
    expect(await modeOf(to)).toBe('755');
  });
});

describe.skipIf(process.platform === 'win32')('a file that the person names', () => {
  it('has the permissions of all that they make, or those that it had', async () => {
    usualUmask();
    const folder = await temporaryFolder();
    const [made, kept] = [join(folder, 'new', 'a.verse'), join(folder, 'b.html')];
    await writeModelFile(made, sampleFile());
    await put(kept, 0o640);
    await writeFileAtomically(kept, 'new');
    expect(await modesIn(folder)).toMatchObject({
      ...{ new: '755', 'new/a.verse': '644', 'b.html': '640' },
    });
  });

  it('is closed as a model of the library, which keeps what it has', async () => {
    usualUmask();
    const folder = await temporaryFolder();
    await writeModelFile(join(folder, 'a.verse'), sampleFile());
    const library = await ModelLibrary.open(join(folder, 'models'));
    const { id } = await library.importFile(join(folder, 'a.verse'));
    expect(await modeOf(library.path(id))).toBe('600');
    await chmod(library.path(id), 0o644);
    await library.change(id, { name: 'x' });
    expect(await modeOf(library.path(id))).toBe('644');
    await CorpusLibrary.open(join(folder, 'corpora'));
    expect(await modeOf(join(folder, 'corpora'))).toBe('700');
  });
});
