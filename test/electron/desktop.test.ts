/** The desktop application in the stand-in: the main path, and what the system around it sees of it. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fill, goTo } from '../e2e/support/page.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import type { Desktop } from './desktop.ts';
import { modelsIn, playScenario, startTraining, type Running } from './scenario.ts';
import { openScreens, type Screens } from './screens.ts';
import { shareDesktop, startForTest } from './start-for-test.ts';
import type { MenuEntry } from './stand-in/record.ts';

let screens: Screens;

beforeAll(async () => {
  screens = await openScreens();
  return () => screens.close();
});

it(
  'starts, trains, stops, saves, writes, quits while training and has it all at the next start',
  { tags: ['long'] },
  async () => {
    const data = await temporaryFolder();
    await playScenario({ data, start: async () => run(await startForTest(screens, { data })) });
  },
);

async function run({ control, page, answer, ended, complaints }: Desktop): Promise<Running> {
  return {
    page: await page(),
    clickMenu: (id) => control.clickMenu(id),
    quitAndAnswer: async (button) => {
      await control.clickMenu('quit');
      return answer(button);
    },
    exitCode: ended.then(({ code, output }) => {
      expect([complaints, output]).toEqual([[], '']);
      return code;
    }),
  };
}

async function train(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await startTraining(page);
}

const progress = async ({ control }: Desktop) => (await control.look()).progress.at(-1);

const window = async ({ control }: Desktop) => (await control.look()).windows[0];

describe('while it trains', () => {
  describe('in a window that is there', () => {
    const shared = shareDesktop(() => screens);

    it(
      'shows its progress, keeps the system awake, and lets go of both afterwards',
      { tags: ['long'] },
      async () => {
        const { desktop, page } = shared;
        await train(page);
        expect((await desktop.control.look()).powerBlockers).toEqual(['prevent-app-suspension']);
        const { value, mode } = (await progress(desktop))!;
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThan(1);
        expect(mode).toBe('normal');
        await page.getByRole('button', { name: 'Pause' }).click();
        await expect.poll(async () => (await progress(desktop))?.mode).toBe('paused');
        expect((await desktop.control.look()).powerBlockers).toEqual([]);
        await page.getByRole('button', { name: 'Stop and save' }).click();
        await expect.poll(async () => (await progress(desktop))?.value).toBe(-1);
        expect((await desktop.control.look()).notifications).toEqual([]); // the person has done it
      },
    );

    it(
      'tells the end to somebody who is elsewhere, and comes back at a click',
      { tags: ['long'] },
      async () => {
        const { desktop, page } = shared;
        const { control } = desktop;
        await goTo(page, 'Train');
        await control.changeWindow({ isFocused: false, isMinimized: true });
        await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
        await fill(page, { Epochs: '2', 'Hidden units': '24' }); // called otherwise than the run before
        await page.getByRole('button', { name: 'Start training' }).click();
        await page.getByText('Finished and saved').waitFor();
        // Another one that is refused after its text has been gone through is not this one's end again.
        const refused = await page.evaluate(async () => {
          const { verseloom } = globalThis as unknown as WithBridge;
          const bytes = new TextEncoder().encode('想要有直升机\n'.repeat(60_000));
          const imported = await verseloom.call('corpora.import', {
            ...{ task: 'long', files: [{ name: 'long.txt', bytes }] },
          });
          const { id } = (imported as { value: { id: string } }).value;
          const settings = { prefixes: ['不'] };
          return verseloom.call('training.start', { corpusId: id, settings, engine: 'onnx' });
        });
        expect(refused).toMatchObject({ failure: { code: 'prefix.unknown' } });
        const { notifications } = await control.look();
        expect(notifications).toEqual([
          {
            title: 'Verseloom sample lyrics · H=24 · 2 epochs: training finished',
            body: expect.stringMatching(/^Perplexity [\d,.]+ after 2 epochs\.$/),
          },
        ]);
        await control.clickNotification();
        expect(await window(desktop)).toMatchObject({ isFocused: true, isMinimized: false });
      },
    );
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s saves without asking',
    { tags: ['long'] },
    async (signal) => {
      const data = await temporaryFolder();
      const { page, signal: send, ended } = await startForTest(screens, { data });
      await train(await page());
      send(signal);
      expect(await ended).toMatchObject({ code: 0, output: '' });
      await expect.poll(() => modelsIn(data)).toHaveLength(1);
    },
  );

  it(
    'asks nobody when the system shuts down or logs the person off',
    { tags: ['long'] },
    async () => {
      for (const leave of ['shutDown', 'logOff'] as const) {
        const data = await temporaryFolder();
        const { page, control, ended } = await startForTest(screens, { data });
        await train(await page());
        expect(await control[leave](), leave).toBe(true); // the system waits
        expect(await ended).toMatchObject({ code: 0 });
        await expect.poll(() => modelsIn(data)).toHaveLength(1);
      }
    },
  );

  it('a system that does not wait for the answer finds it saving', { tags: ['long'] }, async () => {
    const data = await temporaryFolder();
    const { page, control, ended } = await startForTest(screens, { data });
    await train(await page());
    await control.clickMenu('quit');
    await vi.waitUntil(async () => (await control.look()).dialogs.length === 1, 20_000);
    await control.shutDown();
    expect(await ended).toMatchObject({ code: 0 });
    await expect.poll(() => modelsIn(data)).toHaveLength(1);
  });

  it.skipIf(process.platform === 'darwin')(
    'closing the window asks, too',
    { tags: ['long'] },
    async () => {
      const data = await temporaryFolder();
      const desktop = await startForTest(screens, { data });
      const page = await desktop.page();
      await train(page);
      await desktop.control.closeWindow();
      await desktop.answer('Keep training');
      await page.getByRole('status').filter({ hasText: 'Training' }).waitFor();
      await desktop.control.closeWindow();
      await desktop.answer('Stop, save and quit');
      expect(await desktop.ended).toMatchObject({ code: 0 });
      await expect.poll(() => modelsIn(data)).toHaveLength(1);
    },
  );
});

it.each([
  ['what people are given', true],
  ['a checkout', false],
])('debuggers of the page: %s', async (_, isPackaged) => {
  const args = ['--remote-debugging-port=0', '--remote-debugging-pipe'];
  const desktop = await startForTest(screens, { isPackaged, args });
  await desktop.page();
  expect((await desktop.control.look()).remoteDebugging).toBe(!isPackaged);
});

describe('where there is a dock', () => {
  async function trainWithoutWindow(): Promise<Desktop> {
    const desktop = await startForTest(screens, { hasDock: true });
    await train(await desktop.page());
    await desktop.control.closeWindow();
    await expect.poll(() => window(desktop)).toBeUndefined();
    return desktop;
  }

  it('a run goes on without the window, and so does its progress', { tags: ['long'] }, async () => {
    const desktop = await trainWithoutWindow();
    const { value } = (await progress(desktop))!;
    await expect.poll(async () => (await progress(desktop))!.value).toBeGreaterThan(value);
    process.kill((await desktop.control.look()).utilityProcesses[0]!.pid, 'SIGKILL');
    await expect.poll(async () => (await progress(desktop))!.value).toBe(-1);
    await desktop.control.activate();
    await expect.poll(async () => (await window(desktop))?.isVisible).toBe(true);
    await desktop.control.clickMenu('quit');
    expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
  });

  it('quitting without the window asks, and saves', { tags: ['long'] }, async () => {
    const desktop = await trainWithoutWindow();
    await desktop.control.clickMenu('quit');
    await desktop.answer('Keep training');
    await desktop.control.clickMenu('quit');
    await desktop.answer('Stop, save and quit');
    expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
    await expect.poll(() => modelsIn(desktop.data)).toHaveLength(1);
  });
});

describe('the menu', () => {
  const entries = (menu: readonly MenuEntry[]): MenuEntry[] =>
    menu.flatMap((entry) => [entry, ...entries(entry.submenu)]);

  describe('of a window that is there', () => {
    const shared = shareDesktop(() => screens);

    it('has the usual entries with their keys', async () => {
      const { control } = shared.desktop;
      const all = entries((await control.look()).menu);
      const keys = Object.fromEntries(
        all.flatMap(({ id, accelerator }) => (accelerator ? [[id, accelerator]] : [])),
      );
      expect(keys).toEqual({
        newRun: 'CmdOrCtrl+N',
        open: 'CmdOrCtrl+O',
        save: 'CmdOrCtrl+S',
        exportModel: 'CmdOrCtrl+Shift+E',
        undo: 'CmdOrCtrl+Z',
        palette: 'CmdOrCtrl+K',
        settings: 'CmdOrCtrl+,',
      });
      const roles = ['redo', 'cut', 'copy', 'paste', 'selectAll', 'resetZoom', 'zoomIn'];
      expect(all.flatMap(({ role }) => role ?? [])).toEqual(
        expect.arrayContaining([
          ...roles,
          'zoomOut',
          'togglefullscreen',
          'about',
          'toggleDevTools',
        ]),
      );
    });

    it('undoes and redoes in the field that one writes in', async () => {
      const { page } = shared;
      const { control } = shared.desktop;
      await goTo(page, 'Train');
      const field = page.getByLabel('Epochs', { exact: true });
      await field.focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('77');
      // In one go or key by key, as Chromium has it.
      const press = async (id: 'undo' | 'redo', until: string): Promise<void> => {
        for (let times = 0; times < 3 && (await field.inputValue()) !== until; times++) {
          const before = await field.inputValue();
          await control.clickMenu(id);
          await expect.poll(() => field.inputValue()).not.toBe(before);
        }
        await expect.poll(() => field.inputValue()).toBe(until);
      };
      await press('undo', '250');
      await press('redo', '77');
    });

    it(
      'opens the folders, copies the diagnostics, and lists the models used last',
      { tags: ['long'] },
      async () => {
        const { page } = shared;
        const { control, data } = shared.desktop;
        await control.clickMenu('dataFolder');
        await control.clickMenu('licences');
        const { openedPaths } = await control.look();
        expect(openedPaths[0]).toBe(data);
        expect((await readdir(openedPaths[1]!)).length).toBeGreaterThan(0);

        await control.clickMenu('diagnostics');
        await expect.poll(async () => (await control.look()).clipboard).toMatch(/^Verseloom \d/);
        const { clipboard } = await control.look();
        expect(clipboard).toMatch(/Electron \d+.*\n/);
        expect(clipboard).not.toMatch(/undefined|\p{Script=Han}/u);

        // The settings show the same.
        await control.clickMenu('settings');
        await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
        for (const name of ['Data folder', 'Log folder', 'Licences of'])
          await page.getByRole('button', { name: `Show folder: ${name}` }).click();
        const shown = async () => (await control.look()).openedPaths.slice(2);
        await expect.poll(shown).toEqual([data, join(data, 'logs'), openedPaths[1]]);
        await page.getByRole('button', { name: 'Copy diagnostics' }).click();
        await page.getByText('Diagnostics copied to the clipboard.').last().waitFor();
        const runsOn = /^Runs on: (.*)$/m.exec(clipboard)![1]!;
        await page.getByText(runsOn, { exact: true }).waitFor();

        expect(
          entries((await control.look()).menu).find(({ id }) => id === 'recent'),
        ).toMatchObject({
          enabled: false,
        });
        await train(page);
        await page.getByRole('button', { name: 'Stop and save' }).click();
        await page.getByText('Stopped and saved').waitFor();
        await goTo(page, 'Corpus');
        const recent = async (): Promise<MenuEntry | undefined> =>
          entries((await control.look()).menu).find(({ id }) => id.startsWith('recent:'));
        const { id } = await vi.waitUntil(recent, 20_000);
        await control.clickMenu(id);
        await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
      },
    );

    it('takes a deletion back where one is in no field, as its key does', async () => {
      const { page } = shared;
      const { control } = shared.desktop;
      await page.evaluate(() =>
        (globalThis as unknown as WithBridge).verseloom.call('corpora.import', {
          task: 'river',
          files: [
            { name: 'river.txt', bytes: new TextEncoder().encode('雨落在河上\n'.repeat(20)) },
          ],
        }),
      );
      await goTo(page, 'Corpus');
      const river = page
        .getByRole('list', { name: 'Corpora' })
        .getByRole('button', { name: /^river/ });
      await river.click();
      await river.press('Delete');
      await river.waitFor({ state: 'detached' });
      await control.clickMenu('undo');
      await river.waitFor();
    });
  });

  it('speaks the language of the system, and follows the one that is chosen', async () => {
    const { control, page } = await startForTest(screens, { languages: ['zh-Hans-CN', 'en'] });
    const labels = async (): Promise<string[]> =>
      (await control.look()).menu.map(({ label }) => label);
    const opened = await page();
    expect(await labels()).toContain('文件');
    await opened.evaluate(() =>
      (globalThis as unknown as WithBridge).verseloom.call('preferences.set', { language: 'en' }),
    );
    await expect.poll(labels).toContain('File');
  });

  it('in what people are given, is without the tools of developers', async () => {
    const desktop = await startForTest(screens, { isPackaged: true });
    await desktop.page();
    const roles = entries((await desktop.control.look()).menu).flatMap(({ role }) => role ?? []);
    expect(roles).not.toContain('toggleDevTools');
    expect(roles).not.toContain('reload');
    expect((await window(desktop))!.devTools).toBe(false);
  });
});

describe('the window', () => {
  it('opens where it was', { tags: ['long'] }, async () => {
    const data = await temporaryFolder();
    const bounds = { x: 300, y: 200, width: 900, height: 700 };
    const first = await startForTest(screens, { data });
    await first.page();
    await first.control.changeWindow({ bounds, isMaximized: true });
    await first.control.clickMenu('quit');
    expect((await first.ended).code).toBe(0);
    const second = await startForTest(screens, { data });
    await second.page();
    expect(await window(second)).toMatchObject({ bounds, isMaximized: true });
  });

  it('opens on a screen that is there', { tags: ['long'] }, async () => {
    const data = await temporaryFolder();
    const bounds = { x: 2500, y: 200, width: 900, height: 700 };
    const first = await startForTest(screens, { data });
    await first.page();
    await first.control.changeWindow({ bounds });
    await first.control.clickMenu('quit');
    await first.ended;
    const second = await startForTest(screens, {
      data,
      workAreas: [{ x: 0, y: 0, width: 1280, height: 760 }],
    });
    await second.page();
    expect((await window(second))!.bounds).toEqual({ x: 190, y: 30, width: 900, height: 700 });
  });

  describe('that is there', () => {
    const shared = shareDesktop(() => screens);

    it('comes to the front when the application is called', async () => {
      const { desktop } = shared;
      await desktop.control.changeWindow({ isMinimized: true, isFocused: false });
      await desktop.control.activate();
      expect(await window(desktop)).toMatchObject({ isMinimized: false, isFocused: true });
    });

    it('has the looks that are chosen, also where they are not those of a page', async () => {
      const { page } = shared;
      const { control } = shared.desktop;
      await page.evaluate(() =>
        (globalThis as unknown as WithBridge).verseloom.call('preferences.set', { theme: 'dark' }),
      );
      await expect.poll(async () => (await control.look()).themeSource).toBe('dark');
    });
  });
});

interface WithBridge {
  verseloom: { call(name: string, input: unknown): Promise<unknown> };
}
