/** Files that the person opens outside of the screens: by the system, by arguments, in a second start, by dialog or by drag. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeModelFile } from '../../src-main/store/models/model-file.ts';
import { goTo } from '../e2e/support/page.ts';
import { sampleFile } from '../store/models/sample-model.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { openScreens, type Screens } from './screens.ts';
import { shareDesktop, startForTest } from './start-for-test.ts';

let screens: Screens;

beforeAll(async () => {
  screens = await openScreens();
  return () => screens.close();
});

async function makeLyrics(name = '河边.txt'): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, `${basename(name, '.txt')}\n春天在河边等船\n`.repeat(30));
  return path;
}

async function makeModel(): Promise<string> {
  const path = join(await temporaryFolder(), '织机.verse');
  await writeModelFile(path, sampleFile());
  return path;
}

const showsLyrics = (page: Page, name = '河边'): Promise<void> =>
  page.getByRole('heading', { name }).waitFor();
const showsModel = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
  await expect
    .poll(() => page.getByLabel('Model', { exact: true }).locator('option:checked').innerText())
    .toContain('织机');
};

describe('a file that the system hands over', () => {
  it(
    'before the application is ready is open when the window is there',
    { tags: ['long'] },
    async () => {
      const { page } = await startForTest(screens, { openedBeforeReady: [await makeLyrics()] });
      await showsLyrics(await page());
    },
  );
});

describe('arguments', () => {
  it(
    'are opened, seen from where the person stands, and switches are left alone',
    { tags: ['long'] },
    async () => {
      const path = await makeLyrics();
      const { page } = await startForTest(screens, {
        args: ['--no-such-switch=river.txt', basename(path)],
        workingFolder: dirname(path),
      });
      await showsLyrics(await page());
    },
  );

  it(
    'of an application that is installed begin after its own name',
    { tags: ['long'] },
    async () => {
      const { page } = await startForTest(screens, {
        isPackaged: true,
        args: [await makeLyrics()],
      });
      await showsLyrics(await page());
    },
  );
});

describe('a second start', () => {
  it(
    'ends at once and leaves its files to the first, whose window comes to the front',
    { tags: ['long'] },
    async () => {
      const data = await temporaryFolder();
      const first = await startForTest(screens, { data });
      const page = await first.page();
      await first.control.changeWindow({ isMinimized: true, isFocused: false });
      const second = await startForTest(screens, { data, args: [await makeLyrics()] });
      expect(await second.ended).toEqual({ code: 0, signal: null, output: '' });
      await showsLyrics(page);
      expect((await first.control.look()).windows).toEqual([
        expect.objectContaining({ isMinimized: false, isFocused: true }),
      ]);
      await first.control.clickMenu('quit');
      expect((await first.ended).code).toBe(0);
      await (await startForTest(screens, { data })).page(); // the lock is free again
    },
  );

  it('without files brings the window to the front', { tags: ['long'] }, async () => {
    const data = await temporaryFolder();
    const first = await startForTest(screens, { data });
    await first.page();
    await first.control.changeWindow({ isMinimized: true, isFocused: false });
    expect((await (await startForTest(screens, { data })).ended).code).toBe(0);
    await expect
      .poll(async () => (await first.control.look()).windows)
      .toEqual([expect.objectContaining({ isMinimized: false, isFocused: true })]);
  });

  it('with another data folder is an application of its own', { tags: ['long'] }, async () => {
    const first = await startForTest(screens);
    await first.page();
    const second = await startForTest(screens);
    await second.page();
    for (const { control } of [first, second])
      expect((await control.look()).windows).toHaveLength(1);
  });

  it('after one that was killed starts as usual', { tags: ['long'] }, async () => {
    const data = await temporaryFolder();
    const first = await startForTest(screens, { data });
    await first.page();
    await first.end();
    await (await startForTest(screens, { data })).page();
  });
});

describe('in a window that is there', () => {
  const shared = shareDesktop(() => screens);

  describe('a file that the system hands over', () => {
    it('gets one sentence where it is not what it says', async () => {
      const { page } = shared;
      const { control } = shared.desktop;
      const path = join(await temporaryFolder(), 'broken.verse');
      await writeFile(path, 'no model');
      await control.openFile(path);
      await page
        .getByText(/broken\.verse/)
        .first()
        .waitFor();
      await control.openFile(join(dirname(path), 'missing.txt'));
      await page
        .getByText(/missing\.txt/)
        .first()
        .waitFor();
      await goTo(page, 'Models');
      await expect.poll(() => page.getByRole('button', { name: /^Export / }).count()).toBe(0);
    });

    it('is opened in it, and it comes to the front', async () => {
      const { page } = shared;
      const { control } = shared.desktop;
      await control.changeWindow({ isMinimized: true, isFocused: false });
      await control.openFile(await makeModel());
      await showsModel(page);
      expect((await control.look()).windows).toEqual([
        expect.objectContaining({ isMinimized: false, isFocused: true }),
      ]);
    });
  });

  describe('the dialog', () => {
    it('opens what is chosen, several at once', async () => {
      const { page } = shared;
      const { control } = shared.desktop;
      const filePaths = [await makeLyrics('one.txt'), await makeLyrics('two.txt')];
      await control.clickMenu('open');
      await expect.poll(async () => (await control.look()).dialogs).toHaveLength(1);
      const [dialog] = (await control.look()).dialogs;
      expect(dialog).toMatchObject({
        kind: 'open',
        options: {
          properties: ['openFile', 'multiSelections'],
          filters: [{ extensions: expect.arrayContaining(['verse', 'txt', 'zip', 'lrc', 'docx']) }],
        },
      });
      await control.answerDialog({ canceled: false, filePaths });
      await showsLyrics(page, 'two');
      await page.getByRole('list', { name: 'Corpora' }).getByText('one').waitFor();
    });

    it('changes nothing when the person thinks better of it', async () => {
      const { page } = shared;
      const { control } = shared.desktop;
      await goTo(page, 'Corpus');
      const corpora = page.getByRole('list', { name: 'Corpora' }).getByRole('listitem');
      await corpora.first().waitFor();
      const before = await corpora.allInnerTexts();
      await control.clickMenu('open');
      await expect.poll(async () => (await control.look()).dialogs).toHaveLength(1);
      await control.answerDialog({ canceled: true, filePaths: [] });
      await goTo(page, 'Models');
      await goTo(page, 'Corpus');
      await expect.poll(() => corpora.allInnerTexts()).toEqual(before);
    });
  });
});

it('a file that is dropped on the window goes into its library', async () => {
  const { page: open, complaints } = await startForTest(screens);
  const page = await open();
  const bytes = [...(await readFile(await makeModel()))];
  const transfer = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(bytes)], '织机.verse'));
    return transfer;
  }, bytes);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
  await page.getByRole('button', { name: 'Write with 织机' }).waitFor();
  expect(complaints).toEqual([]);
});
