/** What the window owes to the real Electron: how it comes up, its menus and dialogs, and what is done where the system refuses. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { layOut } from '../../src-main/store/data/data-folder.ts';
import { writeModelFile } from '../../src-main/store/models/model-file.ts';
import { fill, goTo } from '../e2e/support/page.ts';
import { sampleFile } from '../store/models/sample-model.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import type { Desktop } from './desktop.ts';
import { modelsIn, startTraining } from './scenario.ts';
import { openScreens, type Screens } from './screens.ts';
import { startForTest } from './start-for-test.ts';
import { draftPage, draftText } from '../e2e/support/draft-page.ts';

let screens: Screens;

beforeAll(async () => {
  screens = await openScreens();
  return () => screens.close();
});

const quit = async (desktop: Desktop): Promise<void> => {
  await desktop.control.clickMenu('quit');
  expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
};

async function train(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await startTraining(page);
}

const log = (data: string): Promise<string> =>
  readFile(join(layOut(data).logs, 'verseloom.log'), 'utf8');

async function diagnostics({ control }: Desktop): Promise<string> {
  await control.clickMenu('diagnostics');
  await expect.poll(async () => (await control.look()).clipboard).toMatch(/^Verseloom \d/);
  return (await control.look()).clipboard;
}

/** @returns the page of an application whose data are open, so that it has said what it has to say */
async function openedPage(desktop: Desktop): Promise<Page> {
  const page = await desktop.page();
  await goTo(page, 'Corpus');
  await page.getByRole('list', { name: 'Corpora' }).getByRole('listitem').first().waitFor();
  return page;
}

it(
  'a window that was maximised comes up so, and not before its page',
  { tags: ['long'] },
  async () => {
    const data = await temporaryFolder();
    const first = await startForTest(screens, { data });
    await first.page();
    await first.control.changeWindow({ isMaximized: true });
    await quit(first);
    const second = await startForTest(screens, { data });
    await second.page();
    const [window] = (await second.control.look()).windows;
    expect(window).toMatchObject({ isVisible: true, isMaximized: true, wasBlank: false });
  },
);

describe('the context menu', () => {
  const popup = async ({ control }: Desktop) =>
    (await vi.waitUntil(async () => (await control.look()).popup, 10_000)).map(
      ({ role, label, enabled }) => [role ?? '', label, enabled] as const,
    );

  it('edits the text under it', { tags: ['long'] }, async () => {
    const model = join(await temporaryFolder(), 'a.verse');
    await writeModelFile(model, sampleFile());
    const desktop = await startForTest(screens, { args: [model] });
    const page = await desktop.page();
    await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
    const field = draftPage(page);
    await field.fill('春天');
    await field.press('ControlOrMeta+A');
    await field.click({ button: 'right' });
    expect(await popup(desktop)).toEqual([
      ['undo', 'Undo', true],
      ['redo', 'Redo', false],
      ['', '', true],
      ['cut', 'Cut', true],
      ['copy', 'Copy', true],
      ['paste', 'Paste', true],
      ['', '', true],
      ['selectAll', 'Select all', true],
    ]);
    await desktop.control.clickPopup('cut');
    await expect.poll(() => draftText(page)).toBe('');
    await field.click({ button: 'right' });
    expect(await popup(desktop)).toContainEqual(['cut', 'Cut', false]);
    await desktop.control.clickPopup('undo');
    await expect.poll(() => draftText(page)).toBe('春天');
    expect(desktop.complaints).toEqual([]);
  });

  it(
    'copies what is selected of the page, and is not there where there is nothing to do',
    { tags: ['long'] },
    async () => {
      const desktop = await startForTest(screens, { languages: ['zh-CN'] });
      const page = await desktop.page();
      const heading = page.getByRole('heading', { level: 1 });
      await heading.click({ button: 'right' });
      await heading.selectText();
      await heading.click({ button: 'right' });
      // The first click would have been told before the second.
      expect(await popup(desktop)).toEqual([['copy', '复制', true]]);
      await desktop.control.clickPopup('copy');
      await page.evaluate(() => getSelection()!.removeAllRanges());
      await heading.click({ button: 'right' });
      await page.waitForTimeout(200);
      expect((await desktop.control.look()).popup).toBeNull();
    },
  );
});

it(
  'dialogs begin where something was chosen last, also after another start',
  { tags: ['long'] },
  async () => {
    const data = await temporaryFolder();
    const folder = await temporaryFolder();
    const choose = async (
      { control }: Desktop,
      result: { canceled: boolean; filePaths: string[] },
    ): Promise<string> => {
      await control.clickMenu('open');
      const dialog = await vi.waitUntil(async () => (await control.look()).dialogs[0], 10_000);
      if (dialog.kind !== 'open') throw new Error('a question is open');
      await control.answerDialog(result);
      return dialog.startsIn;
    };
    const nothing = { canceled: true, filePaths: [] };
    const first = await startForTest(screens, { data });
    await first.page();
    expect(await choose(first, nothing)).toMatch(/Downloads$/);
    await choose(first, { canceled: false, filePaths: [join(folder, 'none.txt')] });
    await expect.poll(() => choose(first, nothing)).toBe(folder);
    expect(await choose(first, nothing)).toBe(folder); // which a dialog that was left does not change
    await quit(first);
    const second = await startForTest(screens, { data });
    await second.page();
    expect(await choose(second, nothing)).toBe(folder);
  },
);

describe('a notification that cannot be shown', () => {
  async function finishElsewhere(desktop: Desktop): Promise<void> {
    const page = await desktop.page();
    await goTo(page, 'Train');
    await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
    await fill(page, { Epochs: '1', 'Hidden units': '16' });
    await desktop.control.changeWindow({ isFocused: false });
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Finished and saved').waitFor();
  }

  it.each([
    ['failed', false, 'flash', 'Notifications are not allowed'],
    ['none', true, 'bounce', 'the system has none'],
  ] as const)(
    '(%s) is logged, and attention is asked for',
    { tags: ['long'] },
    async (notifications, hasDock, call, why) => {
      const desktop = await startForTest(screens, { notifications, hasDock });
      await finishElsewhere(desktop);
      await expect.poll(async () => (await desktop.control.look()).calls).toEqual([call]);
      await expect.poll(() => diagnostics(desktop)).toContain(`notification: ${why}`);
    },
  );

  it('of a checkout, Windows knows by its program', { tags: ['long'] }, async () => {
    for (const [isPackaged, id] of [
      [true, 'app.verseloom'],
      [false, process.execPath],
    ] as const) {
      const desktop = await startForTest(screens, { isPackaged });
      await desktop.page();
      expect((await desktop.control.look()).appUserModelId).toBe(id);
    }
  });
});

it(
  'that the launcher of an AppImage took the sandbox away is told once, with what to do, and stands in the diagnostics',
  { tags: ['long'] },
  async () => {
    vi.stubEnv('APPIMAGE', '/opt/Verseloom.AppImage');
    onTestFinished(() => void vi.unstubAllEnvs());
    const data = await temporaryFolder();
    const start = (args: string[] = []) => startForTest(screens, { data, args, isPackaged: true });
    const notice = (page: Page) => page.getByText(/\.deb package/);
    const [off, on] = ['Sandbox of the pages: off', 'Sandbox of the pages: on'];

    const first = await start(['--no-sandbox']);
    await notice(await first.page()).waitFor();
    await expect.poll(() => diagnostics(first)).toContain(off);
    await quit(first);
    expect(await log(data)).toContain('problem the pages run without a sandbox');

    const second = await start(['--no-sandbox']);
    const page = await openedPage(second);
    await expect.poll(() => diagnostics(second)).toContain(off);
    await expect.poll(() => notice(page).count()).toBe(0);
    await quit(second);

    const third = await start();
    await openedPage(third);
    await expect.poll(() => diagnostics(third)).toContain(on);
    await quit(third);

    const fourth = await start(['--no-sandbox']);
    await notice(await fourth.page()).waitFor();
  },
);

it('who starts it without a sandbox is not told so', { tags: ['long'] }, async () => {
  const data = await temporaryFolder();
  const desktop = await startForTest(screens, { data, args: ['--no-sandbox'], isPackaged: true });
  const page = await openedPage(desktop);
  await expect.poll(() => diagnostics(desktop)).toContain('Sandbox of the pages: off');
  await expect.poll(() => page.getByText(/\.deb package/).count()).toBe(0);
  await quit(desktop);
  expect(await log(data)).toContain('problem the pages run without a sandbox');
});

describe('a session that ends without a word', () => {
  it('leaves time to save what runs', { tags: ['long'] }, async () => {
    const desktop = await startForTest(screens);
    await train(await desktop.page());
    await desktop.control.loseSession();
    expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
    const [model] = await modelsIn(desktop.data);
    expect(model!.manifest.outcome).toBe('stopped');
    expect(await log(desktop.data)).toMatch(/info end\n$/);
  });

  it('while the application ends already does not break that off', { tags: ['long'] }, async () => {
    const desktop = await startForTest(screens);
    await train(await desktop.page());
    desktop.signal('SIGTERM');
    await desktop.control.loseSession().catch(() => {}); // it may be over by then
    expect(await desktop.ended).toMatchObject({ code: 0 });
    await expect.poll(() => modelsIn(desktop.data)).toHaveLength(1);
  });

  it('ends one in which nothing runs', async () => {
    const desktop = await startForTest(screens);
    await desktop.page();
    await desktop.control.loseSession();
    expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
  });
});
