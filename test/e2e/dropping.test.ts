/** Files that are dropped on the window as the system gives them, what models are called, and what a choice out of a list shows. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeModel } from '../../src-main/store/models/model-file.ts';
import { sampleFile, sampleManifest } from '../store/models/sample-model.ts';
import { draftPage, draftText, offerFrom, offerOf } from './support/draft-page.ts';
import { importText } from './support/import-text.ts';
import { expectNoSidewaysScroll, goTo, takePicture, startRun } from './support/page.ts';
import { drop, setDesk, type Desk } from './support/desk.ts';
import { sharedStage } from './support/stage.ts';

const stage = sharedStage();
/** What the person drops things from. */
let desk: Desk;
let page: Page;
let complaints: string[];
let mouse: CDPSession;

const LONG = '一九八七到二零二六年所有写过的歌词，未整理的草稿也在里面，按年份排好';

beforeAll(async () => {
  desk = await setDesk();
  return desk.clear;
});

beforeEach(async () => {
  if (page) return; // one for all of them
  ({ page, complaints } = await stage.openPage());
  mouse = await page.context().newCDPSession(page);
});

const song = (words: string): string => `${words}\n`.repeat(20);
const importButton = () => page.getByRole('button', { name: 'Import lyrics…' });
const dismissAll = async (): Promise<void> => {
  const buttons = page.getByRole('button', { name: 'Dismiss' });
  while ((await buttons.count()) > 0) await buttons.first().click();
};

describe('dropping', () => {
  it('an empty folder is told, and the next file is taken in', async () => {
    await goTo(page, 'Corpus');
    const folder = join(desk.folder, 'My songs');
    await mkdir(folder);
    await drop(mouse, { files: [folder] });
    await page.getByText('That is not a file, nor a folder with files in it.').waitFor();
    await expect.poll(() => importButton().isEnabled()).toBe(true);
    await drop(mouse, { files: [await desk.put('rain.txt', song('雨落在河上'))] });
    await page.getByRole('heading', { level: 2, name: 'rain' }).waitFor();
    expect(complaints).toEqual([]);
    await dismissAll();
  });

  it('a file that vanishes before it is read, and one of no bytes, hold up nothing', async () => {
    const path = await desk.put('gone.txt', song('走了'));
    const input = await page.evaluateHandle(() => {
      const input = Object.assign(document.createElement('input'), { type: 'file' });
      document.body.append(input);
      return input;
    });
    await input.setInputFiles(path);
    await rm(path);
    const transfer = await input.evaluateHandle((input) => {
      input.remove();
      const transfer = new DataTransfer();
      transfer.items.add(input.files![0]!);
      return transfer;
    });
    await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
    await page.getByText('gone.txt cannot be read').waitFor();
    await expect.poll(() => importButton().isEnabled()).toBe(true);
    await drop(mouse, { files: [await desk.put('empty.txt', '')] });
    await page.getByText('“empty.txt” is empty.').waitFor();
    await expect.poll(() => importButton().isEnabled()).toBe(true);
    await drop(mouse, { files: [await desk.put('empty.verse', '')] });
    await page.getByText('empty.verse is not a Verseloom model').waitFor();
    await goTo(page, 'Corpus');
    expect(complaints).toEqual([]);
    await dismissAll();
  });

  it('text is no file, and takes the page nowhere; in a field it is text', async () => {
    await drop(mouse, {
      items: [{ mimeType: 'text/uri-list', data: 'http://127.0.0.1:9/elsewhere' }],
    });
    await page.getByText('That is not a file').waitFor();
    expect(page.url()).toContain('#/corpus');
    await dismissAll();
    await goTo(page, 'Train');
    const prefixes = page.getByLabel('Prefixes', { exact: true });
    await prefixes.fill('');
    await prefixes.scrollIntoViewIfNeeded();
    const box = (await prefixes.boundingBox())!;
    await drop(
      mouse,
      { items: [{ mimeType: 'text/plain', data: '春天' }] },
      { x: box.x + 30, y: box.y + 20 },
    );
    await expect.poll(() => prefixes.inputValue()).toBe('春天');
    await expect.poll(() => page.getByText('That is not a file').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('several files are told together, each by its name and what was refused by its reason', async () => {
    const model = sampleFile({ manifest: sampleManifest({ name: 'inside' }) });
    const files = [
      await desk.put('rain again.txt', song('雨落在河上')),
      await desk.put('snow.txt', song('雪落在桥上')),
      await desk.put(
        'picture.txt',
        Uint8Array.from({ length: 999 }, (_, i) => i % 7),
      ),
      await desk.put('loom.verse', await encodeModel(model)),
      await desk.put('broken.verse', 'no model'),
      join(desk.folder, 'My songs'),
    ];
    await drop(mouse, { files });
    // The texts are one corpus; that one of them is a picture, its list of songs tells.
    const report = page.getByRole('dialog', { name: '1 not imported, 2 files imported' });
    await report.waitFor();
    const lines = await report.getByRole('listitem').allInnerTexts();
    expect(lines).toEqual([
      expect.stringMatching(/^broken\.verse is not a Verseloom model/),
      'loom.verse',
      expect.stringMatching(
        /“rain again and 1 more” is in the library: 2 songs\. 1 file was left out/,
      ),
    ]);
    await takePicture(page, 'import-report');
    await page.keyboard.press('Escape');
    await goTo(page, 'Corpus');
    expect((await stage.host.calls['models.list']({})).map(({ name }) => name)).toEqual(['loom']);

    await drop(mouse, {
      files: files.slice(3, 4).concat(await desk.put('rain.txt', song('雨落在河上'))),
    });
    await page.getByText('2 were there already').waitFor();
    await page.getByRole('button', { name: 'Show them' }).click();
    // With one outcome, the title says it all.
    await expect
      .poll(() => page.getByRole('dialog').getByText('2 were there already').count())
      .toBe(1);
    await expect.poll(() => page.getByRole('dialog').getByRole('region').count()).toBe(1);
    await expect
      .poll(() => page.getByRole('dialog').getByRole('listitem').allInnerTexts())
      .toEqual(['loom.verse', 'rain.txt']);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    expect(await stage.host.calls['models.list']({})).toHaveLength(1);
    expect(complaints).toEqual([]);
  });
});

describe('names', () => {
  it('say what sets a model apart; a paused run is not said to learn', async () => {
    const fields = {
      Epochs: '100000',
      'Hidden units': '8',
      Threshold: '0',
      'Sample interval': '100000',
    };
    await goTo(page, 'Train');
    await page.getByLabel('Let it explode', { exact: true }).check();
    await startRun(page, fields, 'Verseloom sample lyrics');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await goTo(page, 'Models');
    const row = page.getByRole('row').filter({ hasText: 'H=8 · θ=0' });
    await row.getByText('paused', { exact: true }).waitFor();
    await expect.poll(() => row.getByText('training', { exact: true }).count()).toBe(0);
    await goTo(page, 'Train');
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await page.getByText('Stopped and saved').first().waitFor();
    const [model] = await stage.host.calls['models.list']({});
    expect(model!.name).toBe(
      `Verseloom sample lyrics · H=8 · θ=0 · ${model!.epochs} ${model!.epochs === 1 ? 'epoch' : 'epochs'}`,
    );
  });

  it('of the sample corpus are in the language of the screens, those of models stay', async () => {
    await stage.host.calls['preferences.set']({ language: 'zh' });
    await page
      .getByRole('link', { name: '模型' })
      .or(page.getByRole('button', { name: '模型' }))
      .first()
      .click();
    const row = page.getByRole('row').filter({ hasText: 'Verseloom sample lyrics · H=8' });
    await row.getByText('词织样例歌词').waitFor();
    await stage.host.calls['preferences.set']({ language: 'en' });
    await goTo(page, 'Models');
  });
});

describe('choices', () => {
  it(
    'another model leaves what one has typed, and suggests where one has not',
    { tags: ['long'] },
    async () => {
      await goTo(page, 'Write');
      const model = page.getByLabel('Model', { exact: true });
      const ids = await model
        .locator('option')
        .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
      expect(ids).toHaveLength(2);
      await model.selectOption(ids[0]!);
      await offerFrom(page);
      const suggested = (await offerOf(page).textContent())!;
      await model.selectOption(ids[1]!);
      await offerFrom(page);
      expect((await offerOf(page).textContent())!.slice(0, 2)).not.toBe(suggested.slice(0, 2));
      await draftPage(page).fill('我写的');
      await model.selectOption(ids[0]!);
      await expect.poll(() => draftText(page)).toBe('我写的');
      await page.reload();
      await page.getByRole('navigation').waitFor();
      await expect.poll(() => draftText(page)).toBe('我写的');
    },
  );

  it('show all of what is chosen, however narrow the window is', { tags: ['long'] }, async () => {
    const { calls } = stage.host;
    const { id } = (await calls['models.list']({})).find(({ name }) => name !== 'loom')!;
    await calls['models.change']({ id, name: `${LONG} · H=8 · 30 轮` });
    for (const epochs of [60, 90])
      await calls['models.duplicate']({ id, name: `${LONG} · H=8 · ${epochs} 轮` });
    for (const [ending, words] of Object.entries({ 上: '山', 下: '海' })) {
      const bytes = new TextEncoder().encode(song(words));
      await importText(calls, `${LONG}${ending}.txt`, bytes);
    }
    for (const width of [360, 900, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      for (const [view, id] of Object.entries(choicesOfViews)) {
        await page.evaluate((view) => (window.location.hash = `#/${view}`), view);
        const select = page.locator(`#${id}`);
        const long = select.locator('option').filter({ hasText: LONG }).first();
        await select.selectOption(await long.getAttribute('value'));
        expect(await isWhole(select), `${view} at ${width}`).toBe(true);
        await select.click();
        await takePicture(page, `choice ${view} ${width}`);
        await page.keyboard.press('Escape');
        await expectNoSidewaysScroll(page);
      }
    }
    await stage.host.calls['preferences.set']({ language: 'zh', theme: 'dark' });
    await page.evaluate(() => (window.location.hash = '#/train'));
    await page.locator('#train-corpus').click();
    await takePicture(page, 'choice dark zh');
    expect(complaints).toEqual([]);
  });
});

/** The choices out of the library, by the views that they are in. */
const choicesOfViews = { train: 'train-corpus', write: 'write-modelId', compare: 'compare-add' };

/** Whether the text of the chosen row lies within the closed choice, of which nothing is hidden. */
async function isWhole(select: Locator): Promise<boolean> {
  return select.evaluate((element) => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
    const { font, fontSize } = getComputedStyle(element);
    const text = (element as HTMLSelectElement).selectedOptions[0]!.textContent;
    const pen = document.createElement('canvas').getContext('2d')!;
    pen.font = font;
    const lines = Math.ceil(pen.measureText(text).width / clientWidth);
    const room = Math.floor(clientHeight / (1.4 * parseFloat(fontSize)));
    return scrollWidth <= clientWidth && scrollHeight <= clientHeight && room >= lines;
  });
}
