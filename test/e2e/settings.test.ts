/** The settings, in a real browser: what is chosen holds at once, and what they tell is so. */
import { readdir, readFile, stat, symlink, unlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { MAX_PREFIXES, ranges } from '../../src-main/contract/settings.ts';
import type { Client } from '../hosts/web/client.ts';
import {
  computePid,
  connectTo,
  startApplication,
  type Application,
} from './support/application.ts';
import { launchBrowser } from './support/browser.ts';
import { drop, setDesk } from './support/desk.ts';
import { linkOf, type HostLink } from './support/host-link.ts';
import { violationsOn } from './support/looks.ts';
import {
  expectNoSidewaysScroll,
  goTo,
  openPage,
  takePicture,
  startRun,
  type Look,
} from './support/page.ts';
import { finishedModel, startTraining } from './support/train.ts';

let application: Application;
let browser: Browser;
let host: Client;

beforeAll(async () => {
  [application, browser] = await Promise.all([startApplication(), launchBrowser()]);
  host = await connectTo(application);
  const bytes = await readFile(
    join(import.meta.dirname, '../store/models/earlier-versions/model-v1.verse'),
  );
  await host.calls['models.import']({ name: 'first.verse', bytes: new Uint8Array(bytes) });
}, 60_000);

afterAll(async () => {
  host.socket.close();
  await browser.close();
  await application.end();
});

/** A page that shows the settings; at the end of the test nothing may have gone wrong on it. */
async function openSettings(
  look: Look = {},
  says: Parameters<HostLink['says']>[0] | undefined = undefined,
): Promise<Page> {
  const { page, complaints } = await openPage(browser, application.address, look, async (page) => {
    if (says) (await linkOf(page)).says(says);
  });
  onTestFinished(async () => {
    expect(complaints).toEqual([]);
    await page.context().close();
  });
  await page.keyboard.press('Control+5');
  await page.locator('#settings-title').waitFor();
  return page;
}

const section = (page: Page, title: string): Locator => page.getByRole('region', { name: title });

describe('the settings', () => {
  it(
    'are the fifth place of the rail, by shortcut, address and title',
    { tags: ['long'] },
    async () => {
      const page = await openSettings();
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
      expect(new URL(page.url()).hash).toBe('#/settings');
      await expect.poll(() => page.title()).toBe('Settings · Verseloom 词织');
      const link = page.getByRole('navigation').getByRole('link', { name: 'Settings' });
      await expect.poll(() => link.getAttribute('aria-current')).toBe('page');
      // All that the rail has are its places: the menus behind icons are gone.
      await expect.poll(() => page.getByRole('banner').getByRole('button').count()).toBe(0);
      await goTo(page, 'Corpus');
      await page.keyboard.press('Alt+5');
      await page.keyboard.press('Tab'); // from the heading to the first setting
      await expect
        .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name))
        .toBe('language');
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    },
  );

  it(
    'change language and appearance at once, by keyboard, and keep them',
    { tags: ['long'] },
    async () => {
      const page = await openSettings();
      await page.getByRole('radio', { name: 'Match the system' }).first().focus();
      await page.keyboard.press('ArrowDown'); // 中文
      await page.getByRole('heading', { level: 1, name: '设置' }).waitFor();
      await expect.poll(() => page.title()).toBe('设置 · 词织 Verseloom');
      await page.getByRole('radiogroup', { name: '外观' }).getByLabel('深色').check();
      await expect
        .poll(() => page.evaluate(() => getComputedStyle(document.body).colorScheme))
        .toMatch(/dark/);
      const kept = { language: 'zh', theme: 'dark' };
      await expect.poll(() => host.calls['preferences.get']({})).toMatchObject(kept);
      await page.reload();
      await expect.poll(() => page.getByRole('radio', { name: '中文' }).isChecked()).toBe(true);
      await host.calls['preferences.set']({ language: 'system', theme: 'system' });
      await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor(); // told from elsewhere
    },
  );

  it('name the data folder, and count what is in it when asked', { tags: ['long'] }, async () => {
    const page = await openSettings();
    const data = section(page, 'Data folder');
    await data.getByText(application.data, { exact: true }).waitFor();
    await data.getByText('VERSELOOM_DATA').waitFor();
    await data.getByRole('button', { name: 'Copy path' }).click();
    await page.getByText('Path copied to the clipboard.').waitFor();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toBe(application.data);
    await expect.poll(() => page.getByRole('button', { name: /^Show folder/ }).count()).toBe(0); // for windows
    await expect.poll(() => data.getByRole('table').count()).toBe(0);
    await data.getByRole('button', { name: 'Show disk usage' }).click();
    const [models, trash] = [
      data.locator('[data-kind=models]'),
      data.locator('[data-kind=removedModels]'),
    ];
    await models.getByText('1 model', { exact: true }).waitFor();
    const folder = join(application.data, 'models');
    const names = (await readdir(folder)).filter((name) => name !== '.trash');
    const sizes = await Promise.all(
      names.map(async (name) => (await stat(join(folder, name))).size),
    );
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    await expect
      .poll(() => models.getByRole('cell').last().innerText())
      .toBe(`${Math.round(bytes / 1024)} kB`);
    await expect
      .poll(() => trash.innerText())
      .toMatch(/can be restored for 30 days[^]*0 models[^]*–/);

    // What has changed since is there when it is counted again; what cannot be read is told.
    const [model] = await host.calls['models.list']({});
    await host.calls['models.remove']({ id: model!.id });
    const circle = join(application.data, 'circle');
    await symlink(circle, circle);
    await data.getByRole('button', { name: 'Measure again' }).click();
    await trash.getByText('1 model', { exact: true }).waitFor();
    await models.getByText('0 models', { exact: true }).waitFor();
    await data.getByText('1 file or folder could not be read and is not included:').waitFor();
    await data.getByText(circle).waitFor();
    await unlink(circle);
    await host.calls['models.restore']({ id: model!.id });
  });

  it('choose the engine of new runs, the same in the form of a run', async () => {
    const page = await openSettings();
    const engine = section(page, 'Engine');
    await engine.getByLabel('ONNX Runtime', { exact: true }).check();
    await goTo(page, 'Train');
    await expect.poll(() => page.getByLabel('Engine', { exact: true }).inputValue()).toBe('onnx');
    await page.getByLabel('Engine', { exact: true }).selectOption('auto');
    await page.keyboard.press('Control+5');
    await expect.poll(() => engine.getByLabel('Automatic', { exact: true }).isChecked()).toBe(true);
  });

  it(
    'choose the threads of new runs, which the compute process obeys',
    { tags: ['long'] },
    async () => {
      const page = await openSettings();
      const threads = page.getByLabel('Threads', { exact: true });
      const options = await threads.locator('option').allInnerTexts();
      expect(options[0]).toMatch(/^Automatic \(.*\d\)$/);
      const numbers = Array.from({ length: availableParallelism() }, (_, i) => String(i + 1));
      expect(options.slice(1)).toEqual(numbers);
      await threads.selectOption('1');
      await startRun(page, { Epochs: '1', 'Hidden units': '8' });
      await page.getByText('Finished and saved').waitFor();
      const ofRun = async () => (await host.calls['training.status']({})).engine;
      expect(await ofRun()).toMatchObject({ name: 'onnx', threads: 1 });
      await page.getByText(/ONNX Runtime .*, 1 thread\s· /).waitFor();

      const max = availableParallelism();
      await page.keyboard.press('Control+5');
      await threads.selectOption(String(max));
      const [model] = await host.calls['models.list']({});
      expect(model!.engine.threads).toBe(1);
      // The saved run goes on with its own number; a new one takes the one that is chosen now.
      await host.calls['training.goOn']({ id: model!.id, moreEpochs: 1 });
      await finishedModel(host);
      expect(await ofRun()).toMatchObject({ threads: 1, reason: 'recorded' });
      await startRun(page, { Epochs: '1' });
      await expect
        .poll(ofRun, { timeout: 30_000 })
        .toMatchObject({ threads: max, reason: 'chosen' });
      await finishedModel(host);
      await host.calls['preferences.set']({ threads: null, engine: 'auto' });
    },
  );

  it(
    'leave room for other programs: a thread fewer, at a low priority, as the run says',
    { tags: ['long'] },
    async () => {
      const page = await openSettings();
      await host.calls['preferences.set']({ engine: 'onnx' });
      const cores = availableParallelism();
      const fewer = Math.max(1, Math.min(8, cores - 1));
      const automatic = page.getByLabel('Threads', { exact: true }).locator('option').first();
      await expect.poll(() => automatic.innerText()).toBe(`Automatic (${Math.min(8, cores)})`);
      const room = page.getByLabel('Leave room for other programs', { exact: true });
      await room.check();
      await expect.poll(() => automatic.innerText()).toBe(`Automatic (${fewer})`);
      await room.scrollIntoViewIfNeeded();
      await takePicture(page, 'settings leave room');
      await startRun(page, { Epochs: '1', 'Hidden units': '8' });
      // Until this run has begun, an earlier one is finished.
      await expect
        .poll(async () => (await host.calls['training.status']({})).engine, { timeout: 30_000 })
        .toMatchObject({ name: 'onnx', threads: fewer, leavesRoom: true });
      await finishedModel(host);
      await page.getByText(/ONNX Runtime .*\s· leaves room for other programs/).waitFor();
      await takePicture(page, 'train leaves room');
      await host.calls['preferences.set']({ leavesRoom: false, engine: 'auto' });
    },
  );

  it('tell the limits by which things are refused, and the memory', async () => {
    const page = await openSettings();
    const limits = section(page, 'Limits');
    const of = async (name: string): Promise<string> =>
      limits.locator('dl > div', { hasText: name }).locator('dd').innerText();
    expect(await of('Hidden units')).toBe(`1 – ${ranges.hiddenSize.max.toLocaleString('en')}`);
    expect(await of('Layers')).toBe(`1 – ${ranges.layers.max}`);
    expect(await of('Embedding')).toBe(`0 – ${ranges.embeddingSize.max.toLocaleString('en')}`);
    expect(await of('Sample prefixes')).toMatch(new RegExp(`^${MAX_PREFIXES}, up to`));
    expect(await of('Available for a run now')).toMatch(/^[\d.,]+ [MG]B$/);
  });

  it(
    'let set how much a corpus may hold, which holds for the next files that come',
    { tags: ['long'] },
    async () => {
      const page = await openSettings();
      const limits = section(page, 'Limits');
      const text = limits.getByLabel('Text of a corpus');
      const limitMb = async () => (await host.calls['preferences.get']({})).limitMb;
      await expect.poll(() => text.inputValue()).toBe('64');
      for (const wrong of ['0', '257', '1.5', 'viel', '']) {
        await text.fill(wrong);
        await text.press('Enter');
        await limits.getByText('Enter a whole number from 1 to 256.').waitFor();
      }
      expect(await limitMb()).toBe(64);
      const ends = await limits
        .locator('input')
        .evaluateAll((fields) => fields.map((field) => field.getBoundingClientRect().right));
      expect(ends).toEqual([ends[0], ends[0]]); // below one another, however long their words are
      await text.fill('１'); // as an input method writes it
      await text.press('Tab');
      await expect.poll(limitMb).toBe(1);
      await expectNoSidewaysScroll(page);
      await takePicture(limits, 'settings limits');
      const desk = await setDesk();
      onTestFinished(() => desk.clear());
      const files = [
        await desk.put('大.txt', '啊'.repeat(400_000)),
        await desk.put('小.txt', '夜来了\n灯亮了'),
      ];
      const mouse = await page.context().newCDPSession(page);
      const add = () => drop(mouse, { files });
      await add();
      await page
        .getByText(
          '大.txt is larger than 1 MB. You can raise this limit in the settings, under “Limits”.',
        )
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Close' }).last().click();
      await page.keyboard.press('Control+5');
      await text.fill('2');
      await text.press('Enter');
      await expect.poll(limitMb).toBe(2);
      await add();
      await expect
        .poll(async () => (await host.calls['corpora.list']({})).map(({ songs }) => songs))
        .toContain(2);
      await host.calls['preferences.set']({ limitMb: 64 });
    },
  );

  it('copy the diagnostics that they show, of this host and this browser', async () => {
    const page = await openSettings();
    const diagnostics = section(page, 'Diagnostics');
    await diagnostics.getByText('No errors since Verseloom started.').waitFor();
    await diagnostics.getByText('printed in the terminal where Verseloom was started').waitFor();
    await diagnostics.getByRole('button', { name: 'Copy diagnostics' }).click();
    await page.getByText('Diagnostics copied to the clipboard.').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    const { version, engines } = await host.calls['app.info']({});
    expect(text).toMatch(new RegExp(`^Verseloom ${version}\nRuns on: Node \\d`));
    expect(text).toContain(`Browser: ${await page.evaluate(() => navigator.userAgent)}\n`);
    expect(text).toContain(`onnx ${engines.find(({ name }) => name === 'onnx')!.version}`);
    for (const line of text.trim().split('\n').slice(1, -1))
      await diagnostics
        .getByText(line.slice(line.indexOf(': ') + 2), { exact: true })
        .first()
        .waitFor();
  });

  it('tell the last errors, also of this host', { tags: ['long'] }, async () => {
    await startTraining(host, { epochs: 100_000, hiddenSize: 8, predPeriod: 100_000 });
    process.kill(await computePid(application), 'SIGKILL');
    await vi.waitUntil(
      async () => (await host.calls['training.status']({})).state === 'failed',
      30_000,
    );
    const page = await openSettings();
    const diagnostics = section(page, 'Diagnostics');
    await diagnostics.getByText('Last errors, newest first').waitFor();
    await diagnostics.getByText(/T\S+Z the compute process ended: SIGKILL/).waitFor();
    await diagnostics.getByText(/^failed \(compute\.crashed\), \d+ epochs$/).waitFor();
    await diagnostics.getByRole('button', { name: 'Copy diagnostics' }).click();
    await page.getByText('Diagnostics copied to the clipboard.').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/\nLast problems:\n\S+ the compute process ended: SIGKILL/);
  });

  it('tell version, licence and where the licences of others are', async () => {
    const page = await openSettings();
    const { version, licences } = await host.calls['app.info']({});
    const about = section(page, 'About');
    await about.getByText(`Verseloom ${version}`, { exact: true }).waitFor();
    await about.getByText('MIT licence').waitFor();
    await about.getByText(licences, { exact: true }).waitFor();
    expect((await readdir(licences)).length).toBeGreaterThan(0);
  });
});

it('say why an engine is not there, and show folders in a window', { tags: ['long'] }, async () => {
  const page = await openSettings(
    {},
    {
      ...{ host: 'window', canMoveData: true, logs: '/data/logs' },
      engines: [{ name: 'onnx', version: '1.30.0' }],
      missingEngines: [{ name: 'tensorflow', reason: 'library' }],
    },
  );
  const tensorflow = page.getByRole('radio', { name: 'TensorFlow' });
  await expect.poll(() => tensorflow.isDisabled()).toBe(true);
  await page.getByText('Not available: its native library could not be set up.').waitFor();
  expect(
    await page.getByLabel('Threads', { exact: true }).locator('option').first().innerText(),
  ).toBe(`Automatic (${(await host.calls['app.info']({})).automaticThreads.onnx})`);
  await page.getByText('/data/logs', { exact: true }).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^Show folder/ }).count()).toBe(3);
  await page.getByRole('button', { name: 'Move data…' }).click();
  await page.getByRole('dialog', { name: 'Data folder' }).waitFor();
});

describe('their looks', () => {
  const sizes = [
    { width: 360, height: 740 },
    { width: 900, height: 700 },
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ];
  it.each([
    ['en-US', 'light'],
    ['zh-CN', 'dark'],
  ] as const)('%s %s', { tags: ['long'] }, async (locale, colorScheme) => {
    const page = await openSettings({ locale, colorScheme });
    await page.locator('#settings-data + .content button').last().click();
    await page.getByRole('table').waitFor();
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      await expectNoSidewaysScroll(page);
      // Nothing lies beyond the edge of the part that scrolls, and no line is too long to be read.
      const { beyond, widest } = await page.locator('main').evaluate((main) => ({
        beyond: main.scrollWidth - main.clientWidth,
        widest: Math.max(...[...main.querySelectorAll('p')].map((p) => p.clientWidth)),
      }));
      expect(beyond).toBeLessThanOrEqual(0);
      expect(widest).toBeLessThanOrEqual(700);
      const { height } = await page
        .locator('.view')
        .evaluate((view) => view.getBoundingClientRect());
      await page.setViewportSize({ ...viewport, height: Math.ceil(height) + 2 });
      await takePicture(page, `settings ${locale} ${colorScheme} ${viewport.width}`);
    }
    expect(await violationsOn(page)).toEqual([]);
  });
});
