/** The screens of the product, and what lies over them: the way to each, and the buttons that it is there for. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { onTestFinished, vi } from 'vitest';
import * as en from '../../../resources/messages/en.ts';
import * as zh from '../../../resources/messages/zh.ts';
import { offerFrom } from './draft-page.ts';
import { type Stage } from './stage.ts';
import { startTraining } from './train.ts';

export type Language = 'en' | 'zh';

const catalogues: Record<Language, object> = { en, zh };

/** What the screens say there, as it stands in the catalogue. */
export function words(language: Language, key: `${string}.${string}`): string {
  const [room, name] = key.split('.') as [string, string];
  return (catalogues[language] as Record<string, Record<string, string>>)[room]![name]!;
}

export interface Screen {
  readonly name: string;
  open(page: Page, language: Language): Promise<void>;
  /** The buttons that it is there for, which are seen however far one scrolls. */
  actions(page: Page, language: Language): Promise<Locator[]>;
  /** Buttons that are seen before anything is scrolled. */
  atFirst?(page: Page, language: Language): Promise<Locator[]>;
}

export const button = (page: Page, language: Language, key: `${string}.${string}`) =>
  page.getByRole('button', { name: words(language, key), exact: true });

export async function goTo(page: Page, view: string): Promise<void> {
  await page.evaluate((view) => (location.hash = `#/${view}`), view);
  await page.locator(`#${view}-title`).waitFor({ state: 'attached' });
}

export const rows = (page: Page): Locator => page.locator('tr[data-model]:not(.damaged)');

async function askFrom(page: Page, entry: string): Promise<void> {
  await goTo(page, 'models');
  await rows(page).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: entry }).click();
  await page.getByRole('dialog').waitFor();
}

/** Settings of the smallest run that there is. */
export const settings = { hiddenSize: 8, timeSteps: 5, batchSize: 4, predPeriod: 1 };

export const screensOf = (stage: Stage): Screen[] => [
  {
    name: 'corpus',
    open: (page) => goTo(page, 'corpus'),
    actions: async (page, language) => [button(page, language, 'corpus.train')],
    atFirst: async (page, language) => [button(page, language, 'corpus.import')],
  },
  {
    name: 'train',
    open: (page) => goTo(page, 'train'),
    // How much is learnt stands on it, too.
    actions: async (page, language) => [
      page.getByRole('button', { name: words(language, 'train.start') }),
    ],
  },
  {
    name: 'train, while it lasts',
    async open(page) {
      await startTraining(stage.host, { ...settings, epochs: 10_000 });
      await stage.host.calls['training.pause']({}); // it takes no time from the others
      await goTo(page, 'train');
      onTestFinished(async () => {
        await stage.host.calls['training.stop']({});
      });
    },
    actions: async (page, language) => [
      button(page, language, 'train.stop'),
      button(page, language, 'train.resume'),
    ],
  },
  {
    name: 'write',
    async open(page) {
      await goTo(page, 'write');
      await offerFrom(page);
    },
    actions: async (page, language) => [button(page, language, 'write.goOn')],
  },
  {
    name: 'models',
    open: (page) => goTo(page, 'models'),
    actions: async () => [],
    atFirst: async (page, language) => [button(page, language, 'models.import')],
  },
  {
    name: 'models, at a closer look',
    async open(page) {
      await goTo(page, 'models');
      await rows(page).first().click();
      await page.locator('aside dl').first().waitFor();
    },
    actions: async (page, language) => [
      page.getByRole('complementary').getByRole('button', {
        name: words(language, 'models.write'),
        exact: true,
      }),
    ],
  },
  {
    name: 'cards',
    async open(page, language) {
      await goTo(page, 'models');
      await page.keyboard.press('Escape');
      await button(page, language, 'models.cards').click();
    },
    actions: async () => [],
    atFirst: async (page, language) => [button(page, language, 'models.import')],
  },
  {
    name: 'settings',
    async open(page) {
      await goTo(page, 'settings');
      await page.locator('section[aria-labelledby="settings-data"] button').last().click(); // has the sizes counted
      await page.locator('[data-kind="models"]').waitFor();
    },
    actions: async () => [],
  },
  {
    name: 'compare',
    async open(page, language) {
      await goTo(page, 'models');
      await button(page, language, 'models.table').click();
      for (const row of await rows(page).all()) await row.getByRole('checkbox').check();
      await page.getByRole('toolbar').locator('button:has(svg.lucide-scale)').click();
      await page.locator('#compare-title').waitFor();
    },
    actions: async (page, language) => [button(page, language, 'write.write')],
  },
  {
    name: 'export',
    open: async (page, language) => askFrom(page, words(language, 'models.export')),
    actions: async (page, language) => [button(page, language, 'export.export')],
  },
  {
    name: 'go on',
    open: async (page, language) => askFrom(page, words(language, 'models.goOnAsk')),
    actions: async (page, language) => [button(page, language, 'goOn.start')],
  },
  {
    name: 'palette',
    async open(page) {
      await page.keyboard.press('ControlOrMeta+K');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
    },
    actions: async (page) => [page.getByRole('dialog').getByRole('combobox')],
  },
  {
    name: 'shortcuts',
    async open(page) {
      await goTo(page, 'settings');
      await page.locator('#settings-title').focus();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
    actions: async (page) => [page.getByRole('dialog').getByRole('button')],
  },
  {
    name: 'a question, of a run that could not be saved',
    async open(page, language) {
      const models = join(stage.application.data, 'models');
      await rename(models, `${models}-aside`);
      await writeFile(models, ''); // in the place of the folder
      await startTraining(stage.host, { ...settings, epochs: 1 });
      await vi.waitUntil(
        async () => (await stage.host.calls['training.status']({})).unsaved,
        30_000,
      );
      await rm(models);
      await rename(`${models}-aside`, models);
      onTestFinished(async () => {
        await stage.host.calls['training.discard']({});
      });
      await goTo(page, 'train');
      await button(page, language, 'train.discard').click();
      await page.getByRole('dialog').waitFor();
    },
    actions: async (page) => page.getByRole('dialog').getByRole('button').all(),
  },
];
