/** The pad in a real browser while its model is deleted, renamed or gone on with, and while the process that writes is killed beside a run. */
import { readdir, readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { draftPage, draftText, offerFrom, offerOf, writeFrom } from '../support/draft-page.ts';
import { fill, goTo, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

/** Characters of a piece that takes long enough for something to happen meanwhile. */
const LONG = 8000;

const stage = sharedStage();
let model: string;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const { calls } = stage.host;
  await trainModel(stage.host, { epochs: 20, hiddenSize: 32, predPeriod: 20 });
  model = (await calls['training.status']({})).modelId!;
});

/** Only the model, and no draft, are there at the beginning of each test. */
beforeEach(async () => {
  const { calls } = stage.host;
  const models = await calls['models.list']({});
  if (!models.some(({ id }) => id === model)) await calls['models.restore']({ id: model });
  for (const { id } of models) if (id !== model) await calls['models.remove']({ id });
  for (const { id } of await calls['drafts.list']({})) await calls['drafts.remove']({ id });
  ({ page, complaints } = await stage.openPage());
  await goTo(page, 'Write');
  await draftPage(page).waitFor();
  return () => page.context().close();
});

/** Has a long piece offered. @returns when some of it is there */
async function beginLong(): Promise<void> {
  await fill(page, { Length: String(LONG) });
  await draftPage(page).fill('分开');
  await page.keyboard.press('Control+Enter');
  await offerOf(page).waitFor();
}

const isStill = () => page.getByRole('button', { name: 'Stop', exact: true }).count();

describe('the model that one writes with', () => {
  it(
    'is deleted: what is offered comes to its end, the page stands, and it is said that no model writes',
    { tags: ['long'] },
    async () => {
      await beginLong();
      const id = model;
      await stage.host.calls['models.remove']({ id });
      await expect.poll(isStill).toBe(0);
      await expect.poll(async () => [...(await offerOf(page).textContent())!].length).toBe(LONG);
      await draftPage(page).press('Tab');
      await offerOf(page).waitFor({ state: 'detached' });
      // One writes on by oneself, in place of all of it, of which not every line is drawn.
      await draftPage(page).press('Control+A');
      await page.keyboard.insertText('分开了');
      await page.getByText('There is no model to write with. Train one').waitFor();
      await takePicture(page, 'pad without its model');
      await page.keyboard.press('Control+Enter');
      await expect.poll(() => draftText(page)).toBe('分开了');
      await stage.host.calls['models.restore']({ id });
      await page.getByText('There is no model to write with').waitFor({ state: 'detached' });
      await fill(page, { Length: '20' });
      await writeFrom(page);
      expect((await draftText(page)).length).toBeGreaterThan(10);
      expect(complaints).toEqual([]);
    },
  );

  it('is deleted where there is another one: that one writes, and this is said until it does', async () => {
    const id = model;
    const { id: other } = await stage.host.calls['models.duplicate']({ id, name: '另一架' });
    await fill(page, { Length: '20' });
    await page.getByRole('combobox', { name: 'Model' }).selectOption(id);
    await writeFrom(page, '分开');
    const before = await draftText(page);
    await stage.host.calls['models.remove']({ id });
    await page.getByText(/no longer in the library; “另一架” writes from now on/).waitFor();
    await takePicture(page, 'pad with another model');
    await expect.poll(() => page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe(other);
    await expect.poll(() => draftText(page)).toBe(before);
    await writeFrom(page);
    expect((await draftText(page)).startsWith(before)).toBe(true);
    await expect.poll(() => page.getByText(/writes from now on/).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it(
    'is renamed: what is offered comes to its end, and the pad calls it by its new name',
    { tags: ['long'] },
    async () => {
      await beginLong();
      const id = model;
      await stage.host.calls['models.change']({ id, name: '新织机' });
      await page
        .getByRole('combobox', { name: 'Model' })
        .getByText('新织机')
        .waitFor({ state: 'attached' });
      await expect.poll(isStill).toBe(0);
      await expect.poll(async () => [...(await offerOf(page).textContent())!].length).toBe(LONG);
      await page.keyboard.press('Escape');
      await fill(page, { Length: '20' });
      await offerFrom(page);
      await expect.poll(() => draftText(page)).toBe('分开');
      expect(complaints).toEqual([]);
    },
  );

  // How processes are found is Linux's way.
  it.skipIf(process.platform !== 'linux')(
    'is gone on with: it writes meanwhile, and where its process is killed, what stood there stands and the run goes on',
    { tags: ['long'] },
    async () => {
      const { calls } = stage.host;
      const id = model;
      await calls['training.goOn']({ id, moreEpochs: 90_000 });
      await beginLong();
      process.kill(await writersPid(), 'SIGKILL');
      await page.getByText('Writing was interrupted here.').waitFor();
      await expect.poll(() => draftText(page)).toBe('分开');
      const before = (await calls['training.status']({})).epochs;
      await vi.waitUntil(async () => (await calls['training.status']({})).epochs > before, 20_000);
      expect((await calls['training.status']({})).state).toBe('training');
      await page.keyboard.press('Escape');
      await fill(page, { Length: '20' });
      await writeFrom(page);
      expect((await draftText(page)).length).toBeGreaterThan(10);
      await takePicture(page, 'pad beside a run');
      await calls['training.stop']({});
      expect(complaints).toEqual([]);
    },
  );
});

/** @returns the process that writes while a run has the other one */
async function writersPid(): Promise<number> {
  for (const pid of await readdir('/proc')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (command.includes('--gives-way') && environment.includes(stage.application.data))
      return Number(pid);
  }
  throw new Error('writing has no process of its own');
}
