/** What may come next, in a real browser with a real model: found by pinyin, put on the page, in the place of what stands there, by keyboard alone. */
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../hosts/web/client.ts';
import { computePid, type Application } from '../support/application.ts';
import { draftPage, draftText } from '../support/draft-page.ts';
import { expectGoodAlways, expectGoodLooks, violationsOn, wear } from '../support/looks.ts';
import { openPage, picture, type Look, type WatchedPage } from '../support/page.ts';
import { openStage } from '../support/stage.ts';

let application: Application;
let browser: Browser;
let host: Client;

beforeAll(async () => {
  const stage = await openStage();
  ({ application, browser, host } = stage);
  const { calls } = host;
  const [corpus] = await calls['corpora.list']({});
  const settings = { epochs: 60, hiddenSize: 48 };
  await calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });
  await vi.waitUntil(async () => (await calls['training.status']({})).state === 'finished', 60_000);
  return stage.close;
}, 120_000);

async function open(text: string, look: Look = {}): Promise<WatchedPage> {
  const opened = await openPage(browser, application.address, look);
  const { page } = opened;
  for (const { id } of await host.calls['drafts.list']({}))
    await host.calls['drafts.remove']({ id });
  await page.reload();
  await page.keyboard.press('Alt+3');
  await draftPage(page).fill(text);
  await page.getByRole('tab', { name: /^(Words|字词)$/ }).click();
  return opened;
}

const panel = (page: Page): Locator => page.getByRole('tabpanel');
const filter = (page: Page): Locator => page.locator('#words-filter');
const characters = (page: Page): Locator =>
  page.getByRole('list', { name: /^(What may come next|下一个字)$/ }).getByRole('button');

describe('what may come next', () => {
  it.each(['en-US', 'zh-CN'] as const)(
    'looks well in %s, also on a narrow screen',
    async (locale) => {
      const { page } = await open('记得你说过', { locale });
      await characters(page).first().waitFor();
      await expectGoodAlways(page, `next ${locale}`);
      await wear(page, { colorScheme: 'light', viewport: { width: 360, height: 740 } });
      await expectGoodLooks(page, `next ${locale} 360`);
    },
  );
});
