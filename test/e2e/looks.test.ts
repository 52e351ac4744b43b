/** Every view in both languages, light and dark, at two sizes: nothing overflows, nothing is inaccessible, nothing complains. */
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Application } from './support/application.ts';
import { linkOf } from './support/host-link.ts';
import { allLooks, expectGoodLooks } from './support/looks.ts';
import { openPage, type WatchedPage } from './support/page.ts';
import { openStage } from './support/stage.ts';

let application: Application;
let browser: Browser;

beforeAll(async () => {
  const stage = await openStage();
  ({ application, browser } = stage);
  const { calls } = stage.host;
  const [corpus] = await calls['corpora.list']({});
  const settings = { epochs: 40, hiddenSize: 48, predPeriod: 10 };
  await calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });
  await vi.waitUntil(async () => (await calls['training.status']({})).state === 'finished', 60_000);
  const [model] = await calls['models.list']({});
  await calls['models.change']({
    id: model!.id,
    name: '一个名字很长很长的模型，长得在一行里放不下，也不该把表格撑破'.repeat(2),
    tags: ['试验', 'a tag that is as long as a tag can ever be'.slice(0, 40)],
    favourite: true,
  });
  const torn = await calls['models.duplicate']({ id: model!.id, name: 'torn' });
  await truncate(join(application.data, 'models', `${torn.id}.verse`), 2000);
  await calls['models.duplicate']({ id: model!.id, name: 'second' });
  const bytes = new TextEncoder().encode(
    `${'一行没有换行的很长的歌词'.repeat(40)}\n短的一行\n`.repeat(3),
  );
  await calls['corpora.import']({
    name: 'a-file-name-without-a-single-space-that-goes-on-and-on-and-on.txt',
    bytes,
  });
  return stage.close;
}, 120_000);

const views = ['corpus', 'train', 'write', 'models', 'settings'] as const;

async function show(page: Page, view: (typeof views)[number]): Promise<void> {
  await page.keyboard.press(`Alt+${views.indexOf(view) + 1}`);
  await page.locator(`#${view}-title`).waitFor();
  await page.evaluate(() => document.fonts.ready);
}

describe.each(allLooks())('%s', (title, look) => {
  // One page goes through all of them, as a person does.
  let opened: WatchedPage | undefined;
  afterAll(() => opened?.page.context().close());
  const open = async (): Promise<WatchedPage> =>
    (opened ??= await openPage(browser, application.address, look));

  it.each(views)('%s', async (view) => {
    const { page, complaints } = await open();
    expect(await page.locator('html').getAttribute('lang')).toMatch(
      look.locale === 'zh-CN' ? /^zh/ : /^en/,
    );
    await show(page, view);
    if (view === 'write') {
      await page.locator('#write-prefix').fill('不分开');
      await page.keyboard.press('Control+Enter');
      await page.locator('#write-title').waitFor();
      await page.waitForTimeout(600);
    }
    if (view === 'train') await page.waitForTimeout(400); // the chart is drawn a moment later
    await expectGoodLooks(page, `${view} ${title}`);
    expect(complaints).toEqual([]);
  });

  it('models, at a closer look and as cards', async () => {
    const { page, complaints } = await open();
    await show(page, 'models');
    await page.locator('tr[data-model]:not(.damaged) .name').first().click();
    await page.getByRole('complementary').getByRole('img').waitFor();
    await page.waitForTimeout(400); // the chart is drawn a moment later
    await expectGoodLooks(page, `closer look ${title}`);
    await page.getByRole('button', { name: look.locale === 'zh-CN' ? '卡片' : 'Cards' }).click();
    await page.getByRole('gridcell').first().getByRole('checkbox').check();
    await expectGoodLooks(page, `cards ${title}`);
    expect(complaints).toEqual([]);
  });

  // Of one size wherever there is room for them, so where there is the least.
  if (look.viewport.width === 900)
    it('models, a menu and the questions', async () => {
      const { page, complaints } = await openPage(browser, application.address, look);
      await show(page, 'models');
      for (const question of [/^(Continue training|接着训练)…/, /^(Export|导出)…/]) {
        await page.locator('tr[data-model]:not(.damaged) .name').first().click({ button: 'right' });
        await expectGoodLooks(page, `menu ${title}`);
        await page.getByRole('menuitem', { name: question }).click();
        await page.getByRole('dialog').waitFor();
        await expectGoodLooks(
          page,
          `${question.source.includes('Continue') ? 'continue' : 'export'} ${title}`,
        );
        await page.keyboard.press('Escape');
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    });

  it('train, without an engine and with a problem of the start', async () => {
    const { page, complaints } = await openPage(browser, application.address, look, async (page) =>
      (await linkOf(page)).says({
        engines: [],
        problems: [{ code: 'file.setAside', params: { path: `/home/${'li/'.repeat(30)}p.json` } }],
      }),
    );
    await show(page, 'train');
    await page.locator('.notice').waitFor();
    await expectGoodLooks(page, `no engine ${title}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
