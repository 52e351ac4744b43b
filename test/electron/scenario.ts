/** The main path of the desktop application, played the same in the stand-in and in the real Electron. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { readModelFile, type ModelFile } from '../../src-main/store/models/model-file.ts';
import { draftText, writeFrom } from '../e2e/support/draft-page.ts';
import { fill, goTo, openEverything } from '../e2e/support/page.ts';

/** The application, running. */
export interface Running {
  /** Of its window, which a person would see by now. */
  readonly page: Page;
  clickMenu(id: string): Promise<void>;
  /** Quits while something is at stake, and answers the question by its button. @returns what was asked, once it is answered */
  quitAndAnswer(button: string): Promise<{ message: string; buttons: string[] }>;
  readonly exitCode: Promise<number | null>;
}

export interface Host {
  readonly data: string;
  start(): Promise<Running>;
}

const lyrics = '春天在河边等船\n船在等一个人\n我们不分开\n风把名字吹远\n'.repeat(60);
const training = /Training/;

export async function playScenario(host: Host): Promise<void> {
  const first = await host.start();
  await importLyrics(first.page);

  await startTraining(first.page);
  await first.page.getByRole('button', { name: 'Stop and save' }).click();
  await first.page.getByText('Stopped and saved').waitFor();
  const [stopped] = await modelsIn(host.data);
  expect(stopped!.manifest).toMatchObject({ outcome: 'stopped', corpus: { name: 'river' } });

  await writeWithIt(first.page);

  await goTo(first.page, 'Train');
  await startTraining(first.page);
  await first.clickMenu('save');
  await first.page.getByText(/^Saved as/).waitFor();
  await first.page.getByRole('status').filter({ hasText: training }).waitFor(); // it goes on
  const saved = (await modelsIn(host.data)).at(-1)!;

  const question = await first.quitAndAnswer('Keep training');
  expect(question.buttons).toEqual(['Stop, save and quit', 'Keep training']);
  await first.page.getByRole('status').filter({ hasText: training }).waitFor();
  await first.quitAndAnswer('Stop, save and quit');
  expect(await first.exitCode).toBe(0);

  const models = await modelsIn(host.data);
  expect(models).toHaveLength(2);
  const checkpoint = models.find(
    ({ manifest }) => manifest.createdAt === saved.manifest.createdAt,
  )!;
  expect(checkpoint.manifest.outcome).toBe('stopped');
  expect(checkpoint.epochs.length).toBeGreaterThan(saved.epochs.length);

  const second = await host.start();
  await goTo(second.page, 'Models');
  await expect.poll(() => second.page.getByText('stopped early').count()).toBe(1);
  await expect.poll(() => second.page.getByText('cut off', { exact: true }).count()).toBe(1);
  await writeWithIt(second.page);
  await second.clickMenu('quit'); // nothing is at stake, so nothing is asked
  expect(await second.exitCode).toBe(0);
}

async function importLyrics(page: Page): Promise<void> {
  await goTo(page, 'Corpus');
  await page.getByRole('list', { name: 'Corpora' }).getByText('Verseloom sample lyrics').waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByText('Import lyrics…').click(),
  ]);
  const buffer = Buffer.from(lyrics);
  await chooser.setFiles({ name: 'river.txt', mimeType: 'text/plain', buffer });
  await page.getByRole('heading', { name: 'river' }).waitFor();
  await page.getByRole('button', { name: 'Train with this' }).click();
}

/** On a small network, for as long as nobody stops it. */
export async function startTraining(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
  await openEverything(page);
  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
  await fill(page, {
    'Hidden units': '16',
    Epochs: '100000',
    'Sample interval': '100000',
  });
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('status').filter({ hasText: training }).waitFor(); // and so the curve is not that of the run before
  await page.getByRole('img', { name: /Perplexity over \d/ }).waitFor();
}

async function writeWithIt(page: Page): Promise<void> {
  await goTo(page, 'Write');
  await page.getByLabel('Length', { exact: true }).fill('24');
  await writeFrom(page, '春天');
  const text = await draftText(page);
  // Spaces become line ends on the page, so that fewer than 26 characters may be seen.
  expect(text.replaceAll(/\s/g, '').length).toBeGreaterThan(15);
  expect(text).toMatch(/^春天/);
}

/** @returns all saved models, oldest first */
export async function modelsIn(data: string): Promise<ModelFile[]> {
  const folder = join(data, 'models');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.verse'));
  const models = await Promise.all(names.map((name) => readModelFile(join(folder, name))));
  return models.sort((a, b) => a.manifest.createdAt.localeCompare(b.manifest.createdAt));
}
