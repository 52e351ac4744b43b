/** All runs in one table, in a real browser: notes, tags, columns, records, what is taken into the form, what is looked at and compared. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it, vi } from 'vitest';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import { isResting } from '../../../src-main/contract/training.ts';
import { encodeModel } from '../../../src-main/store/models/model-file.ts';
import { sampleFile, sampleManifest, sampleState } from '../../store/models/sample-model.ts';
import { connectTo, startApplication } from '../support/application.ts';
import { expectGoodLooks, violationsOn } from '../support/looks.ts';
import { expectNoSidewaysScroll, goTo, openPage, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

async function train(name: string, settings: Record<string, unknown>): Promise<string> {
  const { calls } = stage.host;
  const [corpus] = await calls['corpora.list']({});
  const small = { epochs: 3, hiddenSize: 16, predPeriod: 1, predLength: 10, ...settings };
  await calls['training.start']({ corpusId: corpus!.id, settings: small, engine: 'onnx', name });
  const status = () => calls['training.status']({});
  await vi.waitUntil(async () => isResting((await status()).state), 60_000);
  return (await status()).modelId!;
}

beforeAll(async () => {
  await train('careful', { learningRate: 10 });
  const gone = await train('gone', { seed: 7 });
  await stage.host.calls['runs.change']({ id: gone, tags: ['θ'], notes: '炸过一次' });
  await stage.host.calls['runs.remove']({ id: gone });
});

const runs = (): Promise<RunInfo[]> => stage.host.calls['runs.list']({});
const named = async (name: string): Promise<RunInfo> =>
  (await runs()).find((run) => run.name === name)!;
const row = (page: Page, name: string): Locator =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader').getByText(name, { exact: true }) });
const rowNames = (page: Page): Promise<string[]> =>
  page.getByRole('rowheader').locator('.name').allInnerTexts();
const panel = (page: Page): Locator => page.getByRole('complementary');

async function openRuns(look: Parameters<typeof openPage>[2] = {}) {
  const opened = await stage.openPage(look);
  await goTo(opened.page, 'Models');
  await row(opened.page, 'gone').waitFor();
  return opened;
}

it('finds, sorts and marks a run without a model like any other', async () => {
  const { page, complaints } = await openRuns();
  await expect.poll(() => rowNames(page)).toEqual(['gone', 'careful']);
  await row(page, 'gone').getByText('no model', { exact: true }).waitFor();
  await page.getByRole('searchbox').fill('炸过'); // its notes
  await expect.poll(() => rowNames(page)).toEqual(['gone']);
  await page.getByRole('searchbox').fill('');
  await page.getByLabel('Tag', { exact: true }).selectOption('θ');
  await expect.poll(() => rowNames(page)).toEqual(['gone']);
  await page.getByLabel('Tag', { exact: true }).selectOption({ label: 'All tags' });
  await page.getByLabel('Sort by', { exact: true }).selectOption('learningRate');
  await expect.poll(() => rowNames(page)).toEqual(['gone', 'careful']);
  await page.getByRole('button', { name: 'Descending; click to reverse' }).click();
  await expect.poll(() => rowNames(page)).toEqual(['careful', 'gone']);
  await page.getByRole('button', { name: 'Favourite: gone' }).click();
  await expect.poll(async () => (await named('gone')).favourite).toBe(true);

  await row(page, 'gone').getByText('gone', { exact: true }).click();
  await panel(page)
    .getByText(/^This run has no model/)
    .waitFor();
  await panel(page).getByText('After epoch 3', { exact: true }).waitFor();
  await panel(page)
    .getByRole('img', { name: /^Perplexity over 3 epochs/ })
    .waitFor();
  await expect.poll(() => panel(page).getByRole('button', { name: 'Write' }).count()).toBe(0);
  await expect.poll(() => panel(page).getByLabel('Notes').inputValue()).toBe('炸过一次');
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, 'runs record');
  expect(complaints).toEqual([]);
});

it(
  'keeps notes by themselves, takes them back by a key, and carries them out and in',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await openRuns();
    await row(page, 'careful').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Edit notes' }).click();
    const field = panel(page).getByLabel('Notes');
    await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.type('η = 10：平稳');
    await page.keyboard.press('Enter');
    await page.keyboard.type('慢');
    await row(page, 'careful').focus(); // leaves the field
    const notes = async () => (await named('careful')).notes;
    await expect.poll(notes).toBe('η = 10：平稳\n慢');
    // Who is slow at typing has it kept in parts, each of which is taken back.
    for (let before = await notes(); before !== ''; before = await notes()) {
      await page.keyboard.press('ControlOrMeta+z');
      await expect.poll(notes).not.toBe(before);
    }
    await expect.poll(() => field.inputValue()).toBe('');

    // Typed, and the page goes before they are kept: they are kept when it is back.
    await field.fill('写到一半');
    await page.reload();
    await expect.poll(notes).toBe('写到一半');

    const { id } = await named('careful');
    const { bytes } = await stage.host.calls['models.export']({ id, kind: 'verse' });
    const other = await startApplication();
    const there = await connectTo(other);
    try {
      const came = await there.calls['models.import']({ name: 'careful.verse', bytes });
      expect(came).toMatchObject({ notes: '写到一半' });
    } finally {
      there.socket.close();
      await other.end();
    }

    await row(page, 'careful').waitFor();
    for (const [kind, label] of [
      ['csv', /^Save as CSV/],
      ['jsonl', /^Save as JSON lines/],
    ] as const) {
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export all runs…' }).press('Enter');
      await page.getByRole('menuitem', { name: label }).press('Enter');
      const download = await coming;
      expect(download.suggestedFilename()).toBe(`verseloom-runs.${kind}`);
      const text = await readFile(await download.path(), 'utf8');
      for (const part of ['写到一半', '炸过一次', 'careful', 'gone', 'θ'])
        expect(text).toContain(part);
    }
    expect(complaints).toEqual([]);
  },
);

it('shows the columns that one chooses, and remembers them', { tags: ['long'] }, async () => {
  const { page, complaints } = await openRuns({ viewport: { width: 900, height: 700 } });
  const heads = (): Promise<string[]> =>
    page.locator('thead th:not(.choice, .favourite, .actions)').allInnerTexts();
  const choose = page.getByRole('button', { name: 'Choose columns' });
  await choose.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Columns of the table' });
  await expect.poll(() => dialog.getByLabel('As many as there is room for').isChecked()).toBe(true);
  for (const name of ['Threshold', 'Seed', 'Notes', 'Sampling', 'Held-out perplexity'])
    await dialog.getByLabel(name, { exact: true }).check();
  await dialog.getByLabel('Saved', { exact: true }).uncheck();
  await expect
    .poll(() => dialog.getByLabel('As many as there is room for').isChecked())
    .toBe(false);
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, 'runs columns');
  await page.keyboard.press('Escape');
  await expect.poll(() => dialog.count()).toBe(0);
  const shown = (await heads()).map((text) => text.trim());
  for (const name of ['Threshold', 'Seed', 'Notes', 'Sampling']) expect(shown).toContain(name);
  expect(shown).not.toContain('Saved');
  await expect.poll(() => row(page, 'gone').locator('td.seed').innerText()).toBe('7');
  await expect.poll(() => row(page, 'gone').locator('td.notes').innerText()).toBe('炸过一次');
  await expectNoSidewaysScroll(page); // the table itself is scrolled
  await takePicture(page, 'runs chosen columns 900');
  await page.locator('.scroller').evaluate((scroller) => (scroller.scrollLeft = 1e6));
  await row(page, 'gone').hover();
  await takePicture(page, 'runs chosen columns 900 scrolled');
  await page.getByRole('columnheader', { name: 'Seed' }).getByRole('button').click();
  await expect.poll(() => rowNames(page)).toEqual(['gone', 'careful']);
  await page.reload();
  await row(page, 'gone').waitFor();
  await expect.poll(async () => (await heads()).map((text) => text.trim())).toEqual(shown);
  await choose.click();
  await dialog.getByLabel('As many as there is room for').check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect.poll(heads).toContain('Saved');
  expect(complaints).toEqual([]);
});

it(
  'takes the settings of a run into the form, where what is changed from then on is marked',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await openRuns();
    await row(page, 'gone').getByRole('button', { name: 'Use the settings of gone' }).click();
    await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
    const chosen = page.getByRole('radio', { name: /^gone/ });
    await expect.poll(() => chosen.isChecked()).toBe(true);
    await page.getByText('The settings of an earlier run.').waitFor();
    const seed = page.getByLabel('Seed', { exact: true });
    await expect.poll(() => seed.inputValue()).toBe('7');
    const differs = page.getByText(/1 setting differs from it\.$/);
    await expect.poll(() => differs.count()).toBe(0);
    await page.getByLabel('Learning rate', { exact: true }).fill('5');
    await differs.waitFor();
    await takePicture(page, 'runs form');
    await page.getByRole('button', { name: 'Put all back' }).click();
    await expect
      .poll(() => page.getByLabel('Learning rate', { exact: true }).inputValue())
      .toBe('100');
    await expect.poll(() => differs.count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);

it('looks inside the model of a run', async () => {
  const { page, complaints } = await openRuns();
  await row(page, 'careful').getByText('careful', { exact: true }).click();
  await panel(page).getByRole('button', { name: 'Look inside' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
  const toggle = page.getByRole('button', { name: 'Look inside', expanded: true });
  await expect.poll(() => toggle.evaluate((one) => one === document.activeElement)).toBe(true);
  const { id } = await named('careful');
  await expect.poll(() => page.getByRole('combobox', { name: /^Model/ }).inputValue()).toBe(id);
  await page.getByRole('heading', { name: /^Hidden state.*: 16 × / }).waitFor();
  expect(complaints).toEqual([]);
});

it('puts a run without a model beside one that has its weights', { tags: ['long'] }, async () => {
  const { page, complaints } = await openRuns();
  await page.getByLabel('Select gone').check();
  await page.getByLabel('Select careful').check();
  await page.getByRole('button', { name: 'Compare (2)' }).click();
  await page.getByRole('heading', { level: 1, name: 'Compare runs' }).waitFor();
  await page.getByRole('img', { name: /^Curves of the runs.*gone/ }).waitFor();
  const settings = page.getByRole('region', { name: 'Results and settings' });
  const rate = settings.getByRole('row', { name: /^Learning rate/ });
  await expect.poll(() => rate.locator('b').allInnerTexts()).toEqual(['100', '10']);
  await settings.getByText('炸过一次').waitFor();
  const texts = page.getByRole('region', { name: 'What the models wrote' });
  await page.getByText(/Runs without a model cannot write/).waitFor();
  await texts.getByText(/no model$/).waitFor();
  const { samples } = await stage.host.calls['runs.history']({ id: (await named('gone')).id });
  const last = samples.findLast(({ prefix }) => prefix === '分开')!;
  await texts.getByText('After epoch 3').first().waitFor();
  const cell = texts.locator('tbody tr').first().locator('td').first();
  expect((await cell.locator('.verse').innerText()).replaceAll(/\s/g, '')).toBe(
    `${last.prefix}${last.continuation}`.replaceAll(/\s/g, ''),
  );
  await page.getByLabel('Text', { exact: true }).fill('想要有直升机');
  await page.getByRole('button', { name: 'Score', exact: true }).click();
  const scores = page.getByRole('table', { name: 'Perplexity of each model on the text' });
  await expect.poll(() => scores.locator('.perplexity').count()).toBe(1);
  await scores.getByText('no weights to score with').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, 'runs compared', { fullPage: true });
  await page.locator('#main').evaluate((main) => main.scrollTo(0, 10_000));
  await takePicture(page, 'runs compared below');
  expect(complaints).toEqual([]);
});

it('offers to go on with a run that was cut off', async () => {
  const ending = { outcome: 'stopped', endedBy: null, cutOff: true } as const;
  const manifest = sampleManifest({ name: 'cut off', ...ending });
  const bytes = await encodeModel(sampleFile({ manifest, state: sampleState(), text: null }));
  const { id } = await stage.host.calls['models.import']({ name: 'cut off.verse', bytes });
  const { page, complaints } = await openRuns();
  await row(page, 'cut off').locator('.outcome', { hasText: 'cut off' }).waitFor();
  const offer = row(page, 'cut off').getByRole('button', { name: 'Continue training cut off' });
  await row(page, 'cut off').focus();
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('ArrowRight');
    if (await offer.evaluate((one) => one === document.activeElement)) break;
  }
  await expect.poll(() => offer.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  // Its text is not here, which is asked for; with it, it goes on at once.
  await page.getByRole('dialog', { name: /cut off/ }).waitFor();
  await page.keyboard.press('Escape');
  await stage.host.calls['runs.remove']({ id });
  await stage.host.calls['runs.remove']({ id });
  expect(complaints).toEqual([]);
});

it.each([
  ['zh-CN', 'dark', 900, 700],
  ['zh-CN', 'dark', 640, 400], // 1280 × 800 at 200 %
  ['en-US', 'light', 1280, 800],
] as const)(
  'looks well: %s, %s, %i × %i px',
  { tags: ['long'] },
  async (locale, colorScheme, width, height) => {
    const say = (en: string, zh: string): string => (locale === 'zh-CN' ? zh : en);
    const { page, complaints } = await stage.openPage({
      ...{ locale, colorScheme, viewport: { width, height } },
    });
    const look = (name: string) => expectGoodLooks(page, `runs ${name} ${locale} ${width}`);
    await page.evaluate(() => (location.hash = '#/models'));
    await page.getByText(say('no model', '无模型'), { exact: true }).waitFor();
    await look('table');
    await page.getByRole('button', { name: say('Cards', '卡片') }).click();
    await page.getByRole('gridcell').filter({ hasText: 'gone' }).waitFor();
    await look('cards');
    await page.getByRole('button', { name: say('Table', '表格') }).click();
    await row(page, 'gone').getByText('gone', { exact: true }).click();
    await panel(page).getByLabel(say('Notes', '备注')).waitFor();
    await look('panel');
    await page.keyboard.press('Escape');
    for (const name of ['gone', 'careful'])
      await page.getByLabel(say(`Select ${name}`, `选中 ${name}`)).check();
    await page.getByRole('button', { name: say('Compare (2)', '对比（2）') }).click();
    await page
      .getByText(say('Runs without a model cannot write', '没有模型的训练不能再写'))
      .waitFor();
    const main = page.locator('#main');
    for (let nth = 1; nth <= 6; nth++) {
      await look(`compared ${nth}`);
      const [before, after] = await main.evaluate((one) => {
        const before = one.scrollTop;
        one.scrollBy({ top: one.clientHeight * 0.9, behavior: 'instant' });
        return [before, one.scrollTop];
      });
      if (before === after) break;
    }
    expect(complaints).toEqual([]);
  },
);
