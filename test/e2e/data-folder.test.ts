/**
 * Where the data are, in a real browser: shown, moved, refused, and what is seen of it while it lasts.
 *
 * @module-tag long
 */
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decode, encode } from '@msgpack/msgpack';
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { EventData } from '../../src-main/contract/api.ts';
import { platformPlace } from '../../src-main/store/data/data-folder.ts';
import type { Client } from '../hosts/web/client.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { connectTo, startApplication, type Application } from './support/application.ts';
import { closePages, sharedBrowser } from './support/browser.ts';
import { expectGoodLooks } from './support/looks.ts';
import { fill, goTo, openPage, type Look } from './support/page.ts';
import { faultsOfReach } from './support/reach.ts';
import { startTraining } from './support/train.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await sharedBrowser();
  return () => closePages(browser);
});

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

interface Started {
  readonly application: Application;
  readonly host: Client;
  /** The platform's folder for application data, where the data are. */
  readonly place: string;
  /** A folder in which there is nothing but that. */
  readonly folder: string;
}

/** The application as it is started without `VERSELOOM_DATA`, with one model in its library. */
async function start(): Promise<Started> {
  const folder = await temporaryFolder();
  vi.stubEnv('XDG_DATA_HOME', join(folder, 'share'));
  vi.stubEnv('LOCALAPPDATA', join(folder, 'share'));
  const place = platformPlace();
  const application = await startApplication(['dist/main/serve.cjs'], ''); // named by nobody
  const host = await connectTo(application);
  onTestFinished(async () => {
    host.socket.close();
    await application.end();
    vi.unstubAllEnvs();
  });
  const bytes = await readFile(
    join(import.meta.dirname, '../store/models/earlier-versions/model-v1.verse'),
  );
  await host.calls['models.import']({ name: 'first.verse', bytes: new Uint8Array(bytes) });
  return { application, host, place, folder };
}

const dialogOf = (page: Page): Locator => page.getByRole('dialog');

async function ask(page: Page): Promise<Locator> {
  await page.keyboard.press('Alt+5');
  await page.getByRole('button', { name: /^(Move data|移动数据)…$/ }).click();
  await dialogOf(page).waitFor();
  return dialogOf(page);
}

/** Macs have no variable for that place. */
describe.skipIf(process.platform === 'darwin')("data in the platform's place", () => {
  it('are shown, moved by keyboard and moved again, and the screens go on', async () => {
    const { application, host, place, folder } = await start();
    const { page, complaints } = await openPage(browser, application.address);
    const other = await openPage(browser, application.address);
    await goTo(page, 'Train');
    await fill(page, { Epochs: '77' });
    await goTo(page, 'Models');
    await page.getByRole('row').nth(1).waitFor();

    await page.keyboard.press('Alt+5');
    await page.getByRole('button', { name: 'Move data…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = dialogOf(page);
    await dialog.getByText(place, { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Copy path' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(place);

    const field = dialog.getByLabel('Move to');
    await field.fill('data');
    await page.keyboard.press('Enter');
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    await dialog.getByText('Enter the full path').waitFor();
    const to = join(folder, '新的 place');
    await field.fill(to);
    await page.keyboard.press('Enter');
    await dialog.getByRole('heading', { name: 'Move your data?' }).waitFor();
    await dialog.getByText(to, { exact: true }).waitFor();
    await page.keyboard.press('Tab'); // from the question to its first answer
    await page.keyboard.press('Enter');
    await expect.poll(() => field.inputValue()).toBe(to);
    await dialog.getByRole('button', { name: 'Move…' }).press('Enter');
    await dialog.getByRole('button', { name: 'Move', exact: true }).press('Enter');
    await dialog.getByText('Your data is now here.').waitFor();
    await dialog.getByText(to, { exact: true }).waitFor();
    expect(await isThere(join(place, 'models'))).toBe(false);
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    await page.locator(':focus', { hasText: 'Move data…' }).waitFor();
    await page.getByText(to, { exact: true }).waitFor(); // in the settings, too

    // All is as it was before, also on the other page, and goes on in the new folder.
    const [model] = await host.calls['models.list']({});
    await goTo(page, 'Train');
    await expect.poll(() => page.getByLabel('Epochs', { exact: true }).inputValue()).toBe('77');
    await fill(page, { Epochs: '2', 'Hidden units': '8' });
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByText('Finished and saved').waitFor();
    const files = await readdir(join(to, 'models'));
    expect(files.filter((name) => name.endsWith('.verse'))).toHaveLength(2);
    await goTo(other.page, 'Models');
    await expect.poll(() => other.page.getByRole('row').count()).toBe(3);
    await ask(other.page);
    await dialogOf(other.page).getByText(to, { exact: true }).waitFor();

    // The other page moves them back.
    await dialogOf(other.page).getByLabel('Move to').fill(place);
    await dialogOf(other.page).getByRole('button', { name: 'Move…' }).click();
    await dialogOf(other.page).getByRole('button', { name: 'Move', exact: true }).click();
    await dialogOf(other.page).getByText('Your data is now here.').waitFor();
    expect(await isThere(to)).toBe(false);
    expect(await readdir(join(place, 'models'))).toContain(`${model!.id}.verse`);
    await expect.poll(() => dialogOf(page).count()).toBe(0);
    await ask(page);
    await dialog.getByText(place, { exact: true }).waitFor();
    expect([...complaints, ...other.complaints]).toEqual([]);
    for (const opened of [page, other.page]) await opened.context().close();
  });

  it('stay where they are when that is refused, with the reason where it was asked for', async () => {
    const { application, host, place, folder } = await start();
    const { page, complaints } = await openPage(browser, application.address);
    const full = join(folder, 'full');
    await mkdir(full);
    await writeFile(join(full, 'letter.txt'), 'somebody else’s');
    const dialog = await ask(page);
    const field = dialog.getByLabel('Move to');
    const move = async (to: string): Promise<void> => {
      await field.fill(to);
      await dialog.getByRole('button', { name: 'Move…' }).click();
      await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    };
    await move(full);
    await dialog
      .getByRole('alert')
      .filter({ hasText: `${full} is not empty` })
      .waitFor();
    await expect.poll(() => field.inputValue()).toBe(full);
    await move(join(place, 'inside'));
    await dialog
      .getByRole('alert')
      .filter({ hasText: 'it is inside the current data folder' })
      .waitFor();
    await dialog.getByText(place, { exact: true }).waitFor();
    expect(await isThere(join(place, 'models'))).toBe(true);

    await startTraining(host, { epochs: 100_000, hiddenSize: 8, predPeriod: 100_000 });
    await field.fill(join(folder, 'to'));
    await dialog.getByRole('button', { name: 'Move…' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'before you move the data' }).waitFor();
    await host.calls['training.stop']({});

    // A folder that is not empty may hold one that is.
    await move(full);
    const within = dialog.getByRole('button', {
      name: `Create a new folder inside it: ${join(full, 'Verseloom')}`,
    });
    const { room, lines } = await within.evaluate((button) => {
      const range = document.createRange();
      range.selectNodeContents(button);
      const [words, edge] = [range.getBoundingClientRect(), button.getBoundingClientRect()];
      return { room: words.top - edge.top, lines: range.getClientRects().length };
    });
    expect(lines).toBeGreaterThan(1);
    expect(room).toBeGreaterThan(4);
    await within.click();
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await dialog.getByText('Your data is now here.').waitFor();
    expect(await readdir(full)).toEqual(['Verseloom', 'letter.txt']);
    expect(complaints).toEqual([]);
  });
});

/** A page whose moves never begin. @returns tells the page how far the move is */
async function holdMoves(page: Page): Promise<(progress: EventData<'moving'>) => void> {
  let toPage: ((bytes: Buffer) => void) | undefined;
  await page.routeWebSocket(/\/ws$/, (route) => {
    const host = route.connectToServer();
    toPage = (bytes) => route.send(bytes);
    route.onMessage((bytes) => {
      const { a } = decode(bytes as Buffer) as { a?: readonly unknown[] };
      if (a?.[0] !== 'data.move') host.send(bytes);
    });
    host.onMessage((bytes) => route.send(bytes));
  });
  return (progress) =>
    toPage!(Buffer.from(encode({ m: 'event', a: ['moving', progress], t: 'q' })));
}

const looks: Look[] = [
  { locale: 'en-US', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { locale: 'en-US', colorScheme: 'dark', viewport: { width: 360, height: 640 } },
  { locale: 'zh-CN', colorScheme: 'light', viewport: { width: 640, height: 450 } },
  { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 900, height: 700 } },
];

describe.skipIf(process.platform === 'darwin')('its looks', () => {
  it.each(looks)('$locale $colorScheme', async (look) => {
    const { application, folder } = await start();
    const name = `data folder ${look.locale} ${look.colorScheme}`;
    let tell: Awaited<ReturnType<typeof holdMoves>> | undefined;
    const { page, complaints } = await openPage(
      browser,
      application.address,
      look,
      async (page) => void (tell = await holdMoves(page)),
    );
    await page.evaluate(() => document.fonts.ready);
    const dialog = await ask(page);
    await expectGoodLooks(page, `${name} place`);
    // Where there is little room the path has all of it, and the button follows.
    const widths = await dialog
      .locator('.path')
      .evaluate(({ clientWidth, children }) => [clientWidth, children[0]!.clientWidth]);
    expect(widths[1]).toBeGreaterThan(Math.min(0.8 * widths[0]!, 250));
    const field = dialog.locator('input');
    await field.fill('somewhere');
    await page.keyboard.press('Enter');
    await expectGoodLooks(page, `${name} incomplete`);
    await field.fill(join(dirname(folder), `${'很长的名字 a long name '.repeat(20)}`));
    await page.keyboard.press('Enter');
    await expectGoodLooks(page, `${name} question`);
    await dialog.locator('.buttons .primary').click();
    await expectGoodLooks(page, `${name} waiting`);
    const inAll = { filesInAll: 1234, bytesInAll: 5.67e9 };
    tell!({ files: 321, bytes: 1.2e9, ...inAll });
    await dialog.getByText('321').waitFor();
    for (let time = 0; time < 3; time++) await page.keyboard.press('Escape'); // which does not close it
    await expectGoodLooks(page, `${name} copying`);
    expect(await faultsOfReach(page)).toEqual([]);
    await expect.poll(() => dialog.isVisible()).toBe(true);
    tell!({ files: 1234, bytes: 5.67e9, ...inAll });
    await dialog.getByText(/1,234.*1,234/).waitFor();
    await expectGoodLooks(page, `${name} deleting`);
    expect(complaints).toEqual([]);
  });
});
