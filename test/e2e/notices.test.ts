/** What happens elsewhere, told on whatever screen one is, in a real browser: ends, crashes, failed saves, a host that is gone. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Client } from '../hosts/web/client.ts';
import {
  computePid,
  connectTo,
  freshAddress,
  startApplication,
  type Application,
} from './support/application.ts';
import { draftPage, draftText, writeFrom } from './support/draft-page.ts';
import { closePages, sharedBrowser } from './support/browser.ts';
import { linkOf, type HostLink } from './support/host-link.ts';
import { violationsOn } from './support/looks.ts';
import { expectNoSidewaysScroll, goTo, openPage, takePicture, type Look } from './support/page.ts';

let application: Application;
let browser: Browser;
let host: Client;
let corpusId: string;

beforeAll(async () => {
  [application, browser] = await Promise.all([startApplication(), sharedBrowser()]);
  host = await connectTo(application);
  const [corpus] = await host.calls['corpora.list']({});
  corpusId = corpus!.id;
  await start({ epochs: 2 });
  await rest('finished');
});

afterAll(async () => {
  await closePages(browser);
  await application.end();
});

beforeEach(async () => {
  await closePages(browser);
  await host.calls['training.stop']({}).catch(() => {}); // where a test has left a run
});

const start = (settings: Record<string, number>) =>
  host.calls['training.start']({
    ...{ corpusId, engine: 'onnx' },
    settings: { hiddenSize: 16, maxCharacters: 2000, predPeriod: 1000, ...settings },
  });
const status = () => host.calls['training.status']({});
const rest = (state: string) =>
  vi.waitUntil(async () => (await status()).state === state, { timeout: 20_000 });

async function startAtLength(): Promise<void> {
  await start({ epochs: 100_000 });
  await vi.waitUntil(async () => (await status()).epochs > 0, { timeout: 20_000 });
}

const strip = (page: Page) => page.getByRole('region', { name: /^(Notifications|通知)$/ });
const notice = (page: Page, text: string | RegExp) =>
  strip(page).locator('.notice').filter({ hasText: text });
const marked = (page: Page) =>
  page.getByRole('navigation').getByRole('link', { name: 'Train (something new here)' });

async function open(view: 'Corpus' | 'Write' | 'Models', look: Look = {}): Promise<Page> {
  const { page, complaints } = await openPage(browser, application.address, look);
  onTestFinished(() => expect(complaints).toEqual([]));
  await goTo(page, view);
  return page;
}

async function drop(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const [name, text] of Object.entries(files)) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

/** Whether a click in its middle gets there, without anything being scrolled. */
const isInSight = (thing: Locator): Promise<boolean> =>
  thing.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  });

describe('what happens elsewhere', () => {
  it(
    'the end of a run is told on any screen until one looks at it, and marked',
    { tags: ['long'] },
    async () => {
      const page = await open('Models');
      await start({ epochs: 2 });
      const told = notice(page, /is finished and saved: 2 epochs, perplexity \d/);
      await told.waitFor();
      await marked(page).waitFor();
      await goTo(page, 'Corpus');
      await told.getByRole('button', { name: 'Write with it' }).waitFor();
      expect(await violationsOn(page)).toEqual([]);
      await takePicture(page, 'news finished');
      await goTo(page, 'Train');
      await marked(page).waitFor({ state: 'detached' });
      await told.waitFor({ state: 'detached' });
      await goTo(page, 'Models');
      await start({ epochs: 2 });
      await told.getByRole('button', { name: 'Write with it' }).click();
      await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
      await marked(page).waitFor();
    },
  );

  it(
    'an end during a reload is told, and not again once it is dismissed',
    { tags: ['long'] },
    async () => {
      const page = await open('Write');
      await startAtLength();
      await page.getByRole('navigation').locator('.lamp').waitFor();
      await page.goto('about:blank');
      await host.calls['training.stop']({});
      await page.goto(application.address);
      await goTo(page, 'Write');
      const told = notice(page, 'was stopped and saved');
      await told.waitFor();
      await marked(page).waitFor();
      await page.reload();
      await told.getByRole('button', { name: 'Dismiss' }).press('Enter');
      await told.waitFor({ state: 'detached' });
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
      await page.reload();
      await draftPage(page).waitFor();
      await expect.poll(() => told.count()).toBe(0);
    },
  );

  it(
    'divergence, which no text comes by for real, is told in Chinese and at night as well',
    { tags: ['long'] },
    async () => {
      let link: HostLink | undefined;
      const { page } = await openPage(
        browser,
        application.address,
        { locale: 'zh-CN', colorScheme: 'dark' },
        async (page) => {
          link = await linkOf(page);
        },
      );
      await page.keyboard.press('Alt+3');
      await page.locator('#write-title').waitFor();
      const run = { ...(await status()), runId: 'diverging' };
      link!.emit('training', { ...run, state: 'training' });
      const failure = { code: 'training.diverged', params: { epoch: 3, step: 2 } } as const;
      link!.emit('training', { ...run, state: 'diverged', failure });
      await notice(page, /发散/).waitFor();
      await page.getByRole('link', { name: '有新情况' }).waitFor();
      await takePicture(page, 'news diverged');
      await strip(page).getByRole('button', { name: '去看看' }).click();
      await page.locator('#train-title').waitFor();
      await expect.poll(() => strip(page).locator('.notice').count()).toBe(0);
    },
  );

  // How processes are found is Linux's way.
  it.skipIf(process.platform !== 'linux')(
    'a crash leaves a trace that stays, and says what is lost',
    async () => {
      const page = await open('Write');
      await startAtLength();
      process.kill(await computePid(application), 'SIGKILL');
      const told = notice(page, 'was interrupted');
      await told.waitFor();
      await vi.waitUntil(
        async () => (await host.calls['compute.status']({})).state === 'ready',
        20_000,
      );
      await marked(page).waitFor();
      const { savedAt } = await status();
      await told
        .getByText(savedAt === null ? /Nothing that this run learned/ : /(was|is) saved/)
        .waitFor();
      await expect.poll(() => page.getByText(/saved is safe/).count()).toBe(0);
      await takePicture(page, 'news crash');
      await told.getByRole('button', { name: 'Show' }).click();
      await page.getByRole('alert').filter({ hasText: 'stopped unexpectedly' }).waitFor();
      await expect.poll(() => strip(page).locator('.notice').count()).toBe(0);

      // And where there was no run.
      await goTo(page, 'Write');
      process.kill(await computePid(application), 'SIGKILL');
      await notice(page, 'No model was training').waitFor();
      await marked(page).waitFor();
      await vi.waitUntil(
        async () => (await host.calls['compute.status']({})).state === 'ready',
        20_000,
      );
      await goTo(page, 'Models');
      await expect.poll(() => notice(page, 'No model was training').count()).toBe(1);
    },
  );

  it('a save that fails is told, and what came of it', async () => {
    const page = await open('Write');
    const models = join(application.data, 'models');
    const aside = join(application.data, 'models-aside');
    const breakDisk = async (): Promise<void> => {
      await rename(models, aside);
      await writeFile(models, '');
    };
    const mendDisk = async (): Promise<void> => {
      await rm(models);
      await rename(aside, models);
    };
    await breakDisk();
    await startAtLength();
    await host.calls['training.save']({}).catch(() => {});
    const failed = notice(page, 'Nothing of this run has been saved yet.');
    await failed.waitFor();
    await marked(page).waitFor();
    await takePicture(page, 'news save failed');
    await mendDisk();
    await host.calls['training.save']({});
    await notice(page, 'after all').waitFor();
    await expect.poll(() => failed.count()).toBe(0);
    await breakDisk();
    await host.calls['training.stop']({});
    const unsaved = notice(page, /could not be saved\..*kept in memory/);
    await unsaved.waitFor();
    await page.reload();
    await unsaved.waitFor();
    await mendDisk();
    await page.keyboard.press('ControlOrMeta+S');
    await notice(page, /was stopped and saved|Saved as/)
      .first()
      .waitFor();
    await expect.poll(() => unsaved.count()).toBe(0);
  });
});

describe('notices', () => {
  const sizes = [
    { width: 360, height: 640 },
    { width: 640, height: 400 }, // of 1280 × 800 at 200 %
    { width: 900, height: 700 },
    { width: 1920, height: 1080 },
  ];

  it('cover nothing at any size', { tags: ['long'] }, async () => {
    const page = await open('Write');
    await writeFrom(page);
    await start({ epochs: 2 });
    await notice(page, 'is finished and saved').waitFor();
    for (const name of ['a.verse', 'b.verse']) await drop(page, { [name]: 'no model' });
    const refused = notice(page, '(2 like this)');
    await refused.getByText('Show all 2').click();
    for (const name of ['a.verse', 'b.verse'])
      await refused.getByRole('listitem').filter({ hasText: name }).waitFor();
    await goTo(page, 'Write');
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      await expectNoSidewaysScroll(page);
      const [above, below] = [page.locator('main'), strip(page)];
      const [main, foot] = await Promise.all([above.boundingBox(), below.boundingBox()]);
      expect(main!.y + main!.height).toBeLessThanOrEqual(foot!.y);
      expect(foot!.y + foot!.height).toBeLessThanOrEqual(viewport.height);
      for (const control of [
        page.getByRole('button', { name: 'Copy' }),
        page.getByLabel('Seed', { exact: true }),
        page.getByRole('button', { name: 'Continue from here' }),
      ]) {
        await control.scrollIntoViewIfNeeded();
        expect([viewport, await isInSight(control)]).toEqual([viewport, true]);
      }
      await takePicture(page, `notices ${viewport.width}`);
    }
  });

  it(
    'of one kind are one, with a count and all names; a refusal is in sight beside a long list',
    { tags: ['long'] },
    async () => {
      const page = await open('Corpus');
      const names = Array.from({ length: 29 }, (_, index) => `song ${index + 1}`);
      for (const name of names)
        await drop(page, { [`${name}.txt`]: `${name} 春天在河边等船`.repeat(20) });
      const one = notice(page, '29 files imported');
      await one.waitFor();
      await expect.poll(() => strip(page).locator('.notice').count()).toBe(1);
      await takePicture(page, 'notices of a kind');
      await one.getByText('Show all 29').click();
      for (const name of names) await one.getByText(`“${name}” is in the library`).waitFor();
      await one.getByRole('button', { name: 'Dismiss' }).click();
      await expect.poll(() => strip(page).locator('.notice').count()).toBe(0);

      const after = ['rain', 'snow'];
      for (const name of after) await drop(page, { [`${name}.txt`]: name.repeat(200) });
      const two = notice(page, '2 files imported');
      await two.getByText('Show all 2').click();
      for (const name of after) await two.getByText(`“${name}” is in the library`).waitFor();
      await expect.poll(() => strip(page).locator('.notice').count()).toBe(1);
      await two.getByRole('button', { name: 'Dismiss' }).click();

      await drop(page, { 'empty.txt': '' });
      const refusal = page.getByRole('alert').filter({ hasText: '“empty.txt” is empty' });
      await refusal.waitFor();
      await expect.poll(() => isInSight(refusal)).toBe(true);
      await page.getByRole('button', { name: /^song 29 / }).scrollIntoViewIfNeeded();
      await drop(page, { 'blank.txt': '' });
      const next = page.getByRole('alert').filter({ hasText: 'blank.txt' });
      await next.waitFor();
      await expect.poll(() => isInSight(next)).toBe(true);
      await takePicture(page, 'refusal beside a long list');
    },
  );

  it.skipIf(process.platform !== 'linux')(
    'stand where they are read out, and so does what a run waits for, whose button hands the focus on',
    { tags: ['long'] },
    async () => {
      const page = await open('Models');
      const region = await strip(page).elementHandle();
      await expect.poll(() => region.getAttribute('aria-live')).toBe('polite');
      await startAtLength();
      await goTo(page, 'Train');
      const regions = await page.getByRole('status').elementHandles();
      const holds = async (text: string): Promise<boolean[]> =>
        Promise.all(
          regions.map((region) =>
            region.evaluate(
              (node, text) => node.isConnected && (node.textContent ?? '').includes(text),
              text,
            ),
          ),
        );
      const pid = await computePid(application);
      process.kill(pid, 'SIGSTOP');
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByText('Pausing after the current step.').waitFor();
      expect(await holds('Pausing after')).toContain(true);
      await page.getByRole('button', { name: 'Don’t wait…' }).focus();
      process.kill(pid, 'SIGCONT');
      await page.getByText('Pausing after').waitFor({ state: 'detached' });
      await page.getByRole('toolbar', { name: 'Training controls' }).locator(':focus').waitFor();
      await goTo(page, 'Write');
      await host.calls['training.stop']({});
      await notice(page, 'was stopped').waitFor();
      await expect
        .poll(() => region.evaluate((node) => node.isConnected && node.textContent))
        .toContain('was stopped');
    },
  );
});

describe('a page without its host', () => {
  const away = (page: Page) =>
    page.getByRole('status').filter({ hasText: /cannot be reached|连不上词织/ });
  const hostButtons: [
    view: 'Corpus' | 'Train' | 'Write' | 'Models' | 'Settings',
    buttons: (string | RegExp)[],
  ][] = [
    ['Train', [/^Start training/]],
    ['Corpus', ['Import lyrics…', 'Actions']],
    ['Models', ['Import a model…', /^Actions for /, /^Favourite: /]],
    ['Write', ['Continue from here']],
    ['Settings', ['Show disk usage', 'Try the graphics processor', 'Refresh']],
  ];
  /** Of what stands beside the page. */
  const besidePage = { Drafts: ['New draft', /^Actions for /], Lines: ['Like a song…'] } as const;
  const expectButtons = async (
    page: Page,
    enabled: boolean,
    views = hostButtons.map(([view]) => view),
  ): Promise<void> => {
    for (const [view, buttons] of hostButtons.filter(([view]) => views.includes(view))) {
      await goTo(page, view);
      for (const name of buttons) {
        const button = page.locator('main').getByRole('button', { name, exact: true }).first();
        await expect.poll(async () => [name, await button.isEnabled()]).toEqual([name, enabled]);
      }
      if (view !== 'Write') continue;
      for (const [tab, names] of Object.entries(besidePage)) {
        await page.getByRole('tab', { name: tab }).click();
        for (const name of names) {
          const button = page.getByRole('tabpanel').getByRole('button', { name }).first();
          await expect.poll(async () => [name, await button.isEnabled()]).toEqual([name, enabled]);
        }
      }
      await page.getByRole('tab', { name: 'Settings' }).click();
    }
  };

  it(
    'says it in one sentence, turns off what needs it, keeps what was typed, and says how to get back in',
    { tags: ['long'] },
    async () => {
      let link: WebSocketRoute | undefined;
      let isThere = true;
      const { page } = await openPage(browser, application.address, {}, (page) =>
        page.routeWebSocket(/\/ws$/, (route) => {
          if (!isThere) return void route.close();
          link = route;
          route.connectToServer();
        }),
      );
      await goTo(page, 'Corpus');
      await page.getByRole('button', { name: 'song 1 ' }).first().click();
      await goTo(page, 'Write');
      await writeFrom(page, '春天');

      // A link that breaks is mended without anybody's doing.
      isThere = false;
      await link!.close();
      await away(page).waitFor();
      await expectButtons(page, false);
      isThere = true;
      await away(page).waitFor({ state: 'hidden' });
      await expectButtons(page, true);

      await goTo(page, 'Train');
      await page.getByLabel('Epochs', { exact: true }).fill('77');
      host.socket.close();
      const port = ['--port', new URL(application.address).port];
      await application.end();
      await away(page).waitFor();
      await goTo(page, 'Write');
      await draftPage(page).fill('春天来了');
      await page.keyboard.press('Control+Enter');
      await goTo(page, 'Models');
      await page.getByRole('row').nth(1).focus();
      await page.keyboard.press('Delete');
      await expect.poll(() => strip(page).locator('.notice').count()).toBe(0);
      await expect.poll(() => page.getByText(/compute process/).count()).toBe(0);
      await takePicture(page, 'host away');

      application = await startApplication(['dist/main/serve.cjs', ...port]);
      const how = page.getByRole('status').filter({ hasText: 'Press Enter in the terminal' });
      await how.getByText('npm start').waitFor();
      await expectButtons(page, false, ['Train', 'Write']);
      expect(await violationsOn(page)).toEqual([]);
      await goTo(page, 'Train');
      await expect.poll(() => page.getByLabel('Epochs', { exact: true }).inputValue()).toBe('77');
      await goTo(page, 'Write');
      await expect.poll(() => draftText(page)).toBe('春天来了');
      await takePicture(page, 'host anew');
      await page.goto(await freshAddress(application.address));
      await goTo(page, 'Write');
      await expect.poll(() => how.count()).toBe(0);
    },
  );
});
