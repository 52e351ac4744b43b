/** The data of the window: chosen and moved in it, held by another application, written by a newer one. */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startApplication } from '../e2e/support/application.ts';
import { fill, goTo } from '../e2e/support/page.ts';
import { contentOf } from '../store/data/folder-content.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { choose, ownPlace } from './data-place.ts';
import { modelsIn, startTraining } from './scenario.ts';
import { openScreens, type Screens } from './screens.ts';
import { startForTest } from './start-for-test.ts';

let screens: Screens;

beforeAll(async () => {
  screens = await openScreens();
  return () => screens.close();
});

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Macs have no variable for that place. */
describe.skipIf(process.platform === 'darwin')("data in the platform's place", () => {
  it(
    'are moved to a folder that is chosen, and the window goes on with them there',
    { tags: ['long'] },
    async () => {
      const { folder, place } = await ownPlace();
      const desktop = await startForTest(screens, { data: '' }); // named by nobody
      const page = await desktop.page();
      await goTo(page, 'Train');
      await startTraining(page);
      await page.getByRole('button', { name: 'Stop and save' }).click();
      await page.getByText('Stopped and saved').waitFor();
      await fill(page, { Epochs: '77' });

      const [full, to] = [join(folder, 'full'), join(folder, '新的')];
      for (const path of [full, to]) await mkdir(path);
      await writeFile(join(full, 'letter.txt'), '');
      const dialog = await choose(page, desktop, null);
      await expect.poll(() => dialog.getByText(place, { exact: true }).count()).toBe(1);
      await choose(page, desktop, full);
      await dialog.getByRole('button', { name: 'Move', exact: true }).click();
      await dialog
        .getByRole('alert')
        .filter({ hasText: `${full} is not empty` })
        .waitFor();
      await choose(page, desktop, to);
      await dialog.getByText(to, { exact: true }).waitFor();
      await dialog.getByRole('button', { name: 'Move', exact: true }).click();
      await dialog.getByText('Your data is now here.').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();

      expect(await isThere(join(place, 'models'))).toBe(false);
      await goTo(page, 'Train');
      await expect.poll(() => page.getByLabel('Epochs', { exact: true }).inputValue()).toBe('77');
      const [model] = await modelsIn(to);
      await goTo(page, 'Models');
      await page.getByText(model!.manifest.name).first().waitFor();
      await desktop.control.clickMenu('dataFolder');
      expect((await desktop.control.look()).openedPaths).toEqual([to]);
      await goTo(page, 'Train');
      await startTraining(page);
      await page.getByRole('button', { name: 'Stop and save' }).click();
      await page.getByText('Stopped and saved').waitFor(); // or one is asked before it quits
      await expect.poll(() => modelsIn(to)).toHaveLength(2);
      expect(desktop.complaints).toEqual([]);
      await desktop.control.clickMenu('quit');
      expect(await desktop.ended).toMatchObject({ code: 0, output: '' });

      // The next start finds them; what belongs to the machine has stayed.
      const next = await startForTest(screens, { data: '' });
      const again = await next.page();
      await goTo(again, 'Models');
      await expect.poll(() => again.getByText('stopped early').count()).toBe(2);
      expect(await readdir(place)).toEqual(expect.arrayContaining(['location.json', 'window']));
    },
  );
});

describe('a window over data that are not its own', () => {
  /** @returns what the dialog says in the window's stead */
  async function refusal(data: string): Promise<string> {
    const desktop = await startForTest(screens, { data });
    const { message, detail } = await desktop.answer('Quit');
    expect(message).toBe('Verseloom cannot start.');
    expect(await desktop.ended).toMatchObject({ code: 1, output: '' });
    return detail;
  }

  it('since another application works with them says so, and changes nothing', async () => {
    const data = await temporaryFolder();
    const other = await startApplication(['dist/main/serve.cjs'], data);
    onTestFinished(async () => void (await other.end()));
    const before = await contentOf(data);
    const holder = JSON.parse(await readFile(join(data, 'in-use.json'), 'utf8')) as { pid: number };
    expect(await refusal(data)).toBe(
      `Verseloom is already open with the data in ${data} (process ${holder.pid}). ` +
        'To use it, press Enter in the terminal where it is running, and open the address it prints. ' +
        'Or close it there, or choose another folder with VERSELOOM_DATA.',
    );
    // What Chromium and the log keep belongs to the machine.
    const after = await contentOf(data, ['window', 'logs']);
    expect(after).toEqual(before);
  });

  it('since a newer version wrote them says so, and changes nothing', async () => {
    const data = await temporaryFolder();
    await mkdir(join(data, 'models'));
    await writeFile(join(data, 'layout.json'), '{"version": 99}');
    await writeFile(join(data, 'models', 'a.verse'), 'of another format');
    const before = await contentOf(data);
    const said = await refusal(data);
    expect(said).toContain(data);
    expect(said).toMatch(
      /written by a newer version of Verseloom \(layout 99; .*Nothing was changed/,
    );
    expect(await contentOf(data)).toEqual(before);
  });
});
