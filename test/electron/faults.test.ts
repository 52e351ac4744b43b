/** What goes wrong around the window: a process that dies, a page that is gone, a folder that cannot be had. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { goTo } from '../e2e/support/page.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import type { Desktop } from './desktop.ts';
import { modelsIn, startTraining } from './scenario.ts';
import { openScreens, type Screens } from './screens.ts';
import { startForTest } from './start-for-test.ts';

let screens: Screens;

beforeAll(async () => {
  screens = await openScreens({ apart: true }); // pages crash here
  return () => screens.close();
});

async function train(page: Page): Promise<void> {
  await goTo(page, 'Train');
  await startTraining(page);
}

async function computePid({ control }: Desktop): Promise<number> {
  const processes = async () => (await control.look()).utilityProcesses;
  await vi.waitUntil(async () => (await processes()).length > 0, 10_000);
  return (await processes())[0]!.pid;
}

describe('the compute process', () => {
  it('starts after the window has been drawn, and ends with the application', async () => {
    const desktop = await startForTest(screens);
    await desktop.page();
    const pid = await computePid(desktop);
    expect((await desktop.control.look()).utilityProcesses).toEqual([
      { pid, name: 'Verseloom compute', behindWindow: true },
    ]);
    await desktop.control.clickMenu('quit');
    expect((await desktop.ended).code).toBe(0);
    await vi.waitUntil(() => !isAlive(pid), 10_000);
  });

  it('ends also with an application that is killed', { tags: ['long'] }, async () => {
    const desktop = await startForTest(screens);
    await desktop.page();
    const pid = await computePid(desktop);
    desktop.signal('SIGKILL');
    await desktop.ended;
    await vi.waitUntil(() => !isAlive(pid), 10_000);
  });

  it(
    'killed while it trains is told, leaves the window as it is, and is there again',
    { tags: ['long'] },
    async () => {
      const desktop = await startForTest(screens);
      const page = await desktop.page();
      await train(page);
      const pid = await computePid(desktop);
      await page.getByText(/^saved /).waitFor();
      await desktop.control.changeWindow({ isFocused: false });
      process.kill(pid, 'SIGKILL');
      await page.getByRole('status').filter({ hasText: 'Failed' }).waitFor();
      // The page is told beside the system, and not after it.
      await expect
        .poll(() => desktop.control.look())
        .toMatchObject({
          notifications: [
            {
              title: 'Verseloom sample lyrics · H=16 · 100000 epochs: training failed',
              body: expect.stringMatching(/compute process/),
            },
          ],
          powerBlockers: [],
        });
      await train(page);
      expect(await computePid(desktop)).not.toBe(pid);
      await page.getByRole('button', { name: 'Stop and save' }).click();
      await page.getByText('Stopped and saved').waitFor();
      await expect.poll(() => modelsIn(desktop.data)).toHaveLength(2);
    },
  );
});

it.each(['throws', 'rejects'] as const)(
  'a fault of ours that %s is in the log, what was learnt is saved, and the run goes on',
  { tags: ['long'] },
  async (how) => {
    const desktop = await startForTest(screens);
    const page = await desktop.page();
    await train(page);
    const folder = join(desktop.data, 'models');
    /** When the model was last saved; 0 while there is none. */
    const savedAt = async (): Promise<number> => {
      const [name] = (await readdir(folder)).filter((name) => name.endsWith('.verse'));
      return name ? (await stat(join(folder, name))).mtimeMs : 0;
    };
    await expect.poll(savedAt, { timeout: 20_000 }).toBeGreaterThan(0);
    const before = await savedAt(); // and not again for the next ten seconds by itself
    await desktop.control.fail(how);
    await expect.poll(savedAt).toBeGreaterThan(before);
    const log = await readFile(join(desktop.data, 'logs', 'verseloom.log'), 'utf8');
    expect(log).toMatch(how === 'throws' ? /problem uncaught: Error/ : /problem unhandled: Error/);
    await page.getByRole('status').filter({ hasText: 'Training' }).waitFor();
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await page.getByText('Stopped and saved').waitFor();
  },
);

// Windows stops no process.
describe.skipIf(process.platform === 'win32')(
  'a compute process that is stopped while it trains',
  () => {
    /** @returns the number of the process, which has saved the run once */
    async function trainAndStop(desktop: Desktop): Promise<number> {
      const page = await desktop.page();
      await train(page);
      await page.getByText(/^saved /).waitFor();
      const pid = await computePid(desktop);
      process.kill(pid, 'SIGSTOP');
      return pid;
    }

    it(
      'keeps nobody from quitting who quits once more and does not want to wait',
      { tags: ['long'] },
      async () => {
        const desktop = await startForTest(screens);
        const pid = await trainAndStop(desktop);
        await desktop.control.clickMenu('quit');
        await desktop.answer('Stop, save and quit');
        await (await desktop.page()).getByText('Stopping after the current step.').waitFor();
        await desktop.control.clickMenu('quit');
        await expect
          .poll(async () => (await desktop.control.look()).dialogs)
          .toMatchObject([{ options: { defaultId: 1, cancelId: 1 } }]);
        const { message, buttons } = await desktop.answer('Quit without waiting');
        expect(message).toBe('The current step is not finished yet.');
        expect(buttons).toEqual(['Quit without waiting', 'Wait']);
        expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
        await vi.waitUntil(() => !isAlive(pid), 10_000);
        await expect.poll(() => modelsIn(desktop.data)).toHaveLength(1);
      },
    );

    it(
      'keeps the application from ending no longer than its patience',
      { tags: ['long'] },
      async () => {
        const desktop = await startForTest(screens);
        const pid = await trainAndStop(desktop);
        desktop.signal('SIGTERM');
        const { code, output } = await desktop.ended;
        expect(code).toBe(1); // what was learnt since the last save is lost
        expect(output).toMatch(/^Last saved at .* \(epoch \d+\) in .*\.verse\n$/);
        await vi.waitUntil(() => !isAlive(pid), 10_000);
        await expect.poll(() => modelsIn(desktop.data)).toHaveLength(1);
      },
    );

    it(
      'is gone at once with a second signal, which is answered with the last save',
      { tags: ['long'] },
      async () => {
        const desktop = await startForTest(screens);
        const pid = await trainAndStop(desktop);
        desktop.signal('SIGTERM');
        await (await desktop.page()).getByText('Stopping after the current step.').waitFor();
        desktop.signal('SIGTERM');
        const { code, output } = await desktop.ended;
        expect(code).toBe(1);
        expect(output).toMatch(/^Last saved at .* \(epoch \d+\) in .*\.verse\n$/);
        await vi.waitUntil(() => !isAlive(pid), 10_000);
        await expect.poll(() => modelsIn(desktop.data)).toHaveLength(1);
      },
    );
  },
);

it('a compute process that the system does not start does not keep the application from ending', async () => {
  const desktop = await startForTest(screens, { startsProcesses: false });
  await desktop.page();
  await expect.poll(async () => (await desktop.control.look()).processesAskedFor).toBe(1);
  await desktop.control.clickMenu('quit');
  expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
});

describe('a window of which no first paint is heard', () => {
  it('is shown all the same', { tags: ['long'] }, async () => {
    const desktop = await startForTest(screens, { paints: false });
    await goTo(await desktop.page(), 'Train');
    await computePid(desktop);
    expect(desktop.complaints).toEqual([]);
  });

  it('has no question on it before, since nobody could answer that', async () => {
    const desktop = await startForTest(screens, { paints: false });
    await vi.waitUntil(async () => (await desktop.control.look()).windows.length > 0, 10_000);
    await desktop.control.clickMenu('open');
    await vi.waitUntil(async () => (await desktop.control.look()).dialogs.length > 0, 10_000);
    await desktop.control.answerDialog({ canceled: true, filePaths: [] });
    await desktop.page();
    expect(desktop.complaints).toEqual([]);
  });
});

describe('a page that is gone', () => {
  it('is loaded again, and training has gone on meanwhile', { tags: ['long'] }, async () => {
    const desktop = await startForTest(screens);
    const page = await desktop.page();
    await train(page);
    const before = await desktop.control.look();
    await desktop.control.crashPage();
    const { message } = await desktop.answer('Reload');
    expect(message).toBe('The window stopped working.');
    const again = await chromium.connectOverCDP(screens.address); // a Playwright that has seen no crash
    onTestFinished(() => again.close());
    const loaded = again
      .contexts()[0]!
      .pages()
      .find((page) => page.url() !== 'about:blank')!;
    await goTo(loaded, 'Train');
    await loaded.getByRole('status').filter({ hasText: 'Training' }).waitFor();
    const { utilityProcesses } = await desktop.control.look();
    expect(utilityProcesses).toEqual(before.utilityProcesses);
  });

  it('can be given up, and what runs is saved', { tags: ['long'] }, async () => {
    const desktop = await startForTest(screens);
    await train(await desktop.page());
    await desktop.control.crashPage();
    await desktop.answer('Quit');
    expect((await desktop.ended).code).toBe(0);
    await expect.poll(() => modelsIn(desktop.data)).toHaveLength(1);
  });
});

it(
  'what cannot be saved at the end is asked about, until it can be or is given up',
  { tags: ['long'] },
  async () => {
    const desktop = await startForTest(screens);
    const page = await desktop.page();
    await train(page);
    await page.getByText(/^saved /).waitFor(); // so that no save is under way
    const models = join(desktop.data, 'models');
    await rm(models, { recursive: true, maxRetries: 5 }); // what is being read may leave a trace meanwhile
    await writeFile(models, 'in the way');
    await desktop.control.clickMenu('quit');
    await desktop.answer('Stop, save and quit');
    const { message, detail } = await desktop.answer('Try again');
    expect(message).toBe('What the model learned could not be saved.');
    expect(detail).toContain(models);
    await vi.waitUntil(async () => (await desktop.control.look()).dialogs.length > 0, 10_000);
    await rm(models);
    await mkdir(models);
    await desktop.answer('Try again');
    expect((await desktop.ended).code).toBe(0);
    await expect.poll(() => modelsIn(desktop.data)).toHaveLength(1);
  },
);

describe('a start', () => {
  it('without a data folder says so, and what to do', async () => {
    const folder = await temporaryFolder();
    const data = join(folder, 'file', 'data');
    await writeFile(join(folder, 'file'), 'in the way');
    const desktop = await startForTest(screens, { data });
    const { message, detail } = await desktop.answer('Copy diagnostics and quit');
    expect(message).toBe('Verseloom cannot start.');
    expect(detail).toContain(data);
    const { code, output } = await desktop.ended;
    expect([code, output]).toEqual([1, '']);
  });

  it('that has failed ends with the system, whether or not somebody has read why', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'in the way');
    const desktop = await startForTest(screens, { data: join(folder, 'file', 'data') });
    await vi.waitUntil(async () => (await desktop.control.look()).dialogs.length === 1, 10_000);
    desktop.signal('SIGTERM');
    expect(await desktop.ended).toMatchObject({
      code: 1,
      output: 'left unanswered: Verseloom cannot start.\n',
    });
  });

  /** Held up by its settings, which the disk does not give yet. */
  describe('that is under way', () => {
    it.each([
      ['quit by the person', 'opens', (control: Desktop['control']) => control.clickMenu('quit')],
      ['quit by the person', 'fails', (control: Desktop['control']) => control.clickMenu('quit')],
      ['shut down with the system', 'opens', (control: Desktop['control']) => control.shutDown()],
    ] as const)('and %s gives the data back, when it %s', async (_, outcome, leave) => {
      const data = await temporaryFolder();
      const preferences = join(data, 'preferences.json');
      const preload = pathToFileURL(join(import.meta.dirname, 'held-file.ts')).href;
      vi.stubEnv('NODE_OPTIONS', `--import ${preload}`);
      vi.stubEnv('VERSELOOM_HELD_FILE', preferences);
      onTestFinished(() => void vi.unstubAllEnvs());
      if (outcome === 'fails') await writeFile(join(data, 'models'), 'in the way');
      const desktop = await startForTest(screens, { data });
      await vi.waitUntil(async () => (await desktop.control.look()).windows[0]?.isVisible, 10_000);
      const inUse = (): boolean => existsSync(join(data, 'in-use.json'));
      await expect.poll(inUse).toBe(true);
      await leave(desktop.control);
      await writeFile(`${preferences}.go`, '');
      expect(await desktop.ended).toMatchObject({ code: 0, output: '' });
      expect(inUse()).toBe(false);
    });
  });

  it('with a broken settings file sets it aside and goes on', async () => {
    const data = await temporaryFolder();
    await writeFile(join(data, 'preferences.json'), '{"theme": ');
    const desktop = await startForTest(screens, { data });
    const page = await desktop.page();
    const kept = (await readdir(data)).filter((name) => name.startsWith('preferences'));
    expect(kept).toHaveLength(1);
    await page.getByText(kept[0]!).first().waitFor();
    expect(desktop.complaints).toEqual([]);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
