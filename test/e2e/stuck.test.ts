/**
 * A compute process that is stopped, in a real browser and behind a real web host: it is told, it may go on, and it can be ended.
 *
 * @module-tag long
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '../compute/compute-process.ts';
import { draftPage, draftText, writeFrom } from './support/draft-page.ts';
import { computePid, startApplication, type Application } from './support/application.ts';
import { closePages, sharedBrowser } from './support/browser.ts';
import { openPage, takePicture, startRun } from './support/page.ts';

let application: Application;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await sharedBrowser();
  return () => closePages(browser);
});

/** Starts a run that has been saved, and stops its process. @returns its number */
async function startAndStop(): Promise<number> {
  await startRun(page, { Epochs: '100000', 'Hidden units': '32' }, 'Verseloom sample lyrics');
  await page.getByText(/^saved at \d+:\d\d:\d\d$/).waitFor();
  const pid = await computePid(application);
  process.kill(pid, 'SIGSTOP');
  return pid;
}

const told = () => page.getByText(/The compute process is not responding\./);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const state = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text });

// How processes are found is Linux's way.
describe.skipIf(process.platform !== 'linux')('a compute process that is stopped', () => {
  beforeAll(async () => {
    application = await startApplication();
    return async () => {
      await application.end();
    };
  });

  beforeEach(async () => {
    ({ page } = await openPage(browser, application.address));
    return () => page.context().close();
  });

  it('is told, and no longer when it goes on, with all that was asked for', async () => {
    const pid = await startAndStop();
    await button('Pause').click();
    await page.getByText('Pausing after the current step.').waitFor();
    await told().waitFor({ timeout: 30_000 });
    process.kill(pid, 'SIGCONT');
    await state('Paused').waitFor();
    await told().waitFor({ state: 'detached' });
    await expect.poll(() => page.getByText('Pausing after').count()).toBe(0);
    await button('Stop and save').click();
    await state('Stopped and saved').waitFor();
  });

  it('is ended by who does not want to wait, after a look at what is lost; the run goes on from its last save', async () => {
    const pid = await startAndStop();
    await button('Stop and save').click();
    await page.getByText('Stopping after the current step.').waitFor();
    await takePicture(page, 'waiting for the step');
    await button('Don’t wait…').click();
    const dialog = page.getByRole('dialog', { name: 'End the compute process?' });
    await dialog.getByText(/was saved at \d+:\d\d:\d\d, after epoch [\d,]+, and/).waitFor();
    await takePicture(page, 'ending the compute process');
    // One right after the other: before the event `close` of the first dialog has come.
    const pressed = async (first: Element, [again]: Node[]) => {
      (first as HTMLButtonElement).click();
      await Promise.resolve();
      (again as HTMLButtonElement).click();
    };
    const cancel = dialog.getByRole('button', { name: 'Cancel' });
    await cancel.evaluate(pressed, await button('Don’t wait…').elementHandles());
    await dialog.getByRole('button', { name: 'End process' }).press('Enter');
    await state('Failed').waitFor();
    expect(isAlive(pid)).toBe(false);
    const problem = page.getByRole('alert').filter({ hasText: 'was ended before it could answer' });
    await problem
      .getByText(/(up to epoch [\d,]+ at \d+:\d\d:\d\d|beginning of the run was saved); you can/)
      .waitFor();
    await takePicture(page, 'ended compute process');
    await button('Continue training').click();
    await state(/^Training$/).waitFor();
    await button('Stop and save').click();
    await state('Stopped and saved').waitFor();
  });

  it('is told also on a page that is opened then, and while it writes; another one writes', async () => {
    await startRun(page, { Epochs: '2', 'Hidden units': '16' }, 'Verseloom sample lyrics');
    await button('Write with this model').click();
    const pid = await computePid(application);
    process.kill(pid, 'SIGSTOP');
    await draftPage(page).fill('分开');
    await page.keyboard.press('Control+Enter');
    await told().waitFor({ timeout: 30_000 });
    const { page: later } = await openPage(browser, application.address, { locale: 'zh-CN' });
    await later.getByText('计算进程没有响应。').waitFor();
    await takePicture(later, 'unresponsive zh');
    await later.context().close();
    await takePicture(page, 'unresponsive');
    await button('End the process…').click();
    await button('End process').click();
    await told().waitFor({ state: 'detached' });
    await page.getByText('was ended before it could answer').first().waitFor();
    await writeFrom(page);
    await expect.poll(() => draftText(page)).toMatch(/分开\s*\S/);
  });
});

describe.skipIf(process.platform !== 'linux')(
  'the end of a web host whose compute process is stopped',
  () => {
    beforeEach(async () => {
      application = await startApplication();
      ({ page } = await openPage(browser, application.address));
      return () => page.context().close();
    });

    const lastSave = /Last saved at .* \(epoch [\d,]+\) in .*\.verse\n/;

    it('waits no longer than its patience, and names the last save', async () => {
      const pid = await startAndStop();
      const { code, output } = await application.end();
      expect(code).toBe(1);
      expect(output).toMatch(
        /Shutting down…\nWaiting for the current step to finish.*\nLast saved/,
      );
      expect(output).toMatch(lastSave);
      expect(isAlive(pid)).toBe(false);
    });

    it('comes at once with a second signal', async () => {
      const pid = await startAndStop();
      const host = Number(/PPid:\s*(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]);
      const ended = application.end();
      await page.getByText('Stopping after the current step.').waitFor();
      process.kill(host, 'SIGINT');
      const { code, output } = await ended;
      expect(code).toBe(1);
      expect(output).toMatch(/Quit without waiting\.\nLast saved/);
      expect(output).toMatch(lastSave);
      await vi.waitUntil(() => !isAlive(pid), 5000);
    });
  },
);
