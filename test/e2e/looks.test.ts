/** Every view in both languages, light and dark, at two sizes: nothing overflows, nothing is inaccessible, nothing complains. */
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { offerFrom, writeFrom } from './support/draft-page.ts';
import { importText } from './support/import-text.ts';
import { linkOf } from './support/host-link.ts';
import { expectGoodAlways, expectGoodLooks, rulesIn, wear } from './support/looks.ts';
import { type WatchedPage } from './support/page.ts';
import { sharedStage } from './support/stage.ts';
import { trainModel } from './support/train.ts';

const stage = sharedStage();

beforeAll(async () => {
  const { calls } = stage.host;
  await trainModel(stage.host, { epochs: 40, hiddenSize: 48, predPeriod: 10 });
  const [model] = await calls['models.list']({});
  await calls['models.change']({
    id: model!.id,
    name: '一个名字很长很长的模型，长得在一行里放不下，也不该把表格撑破'.repeat(2),
    tags: ['试验', 'a tag that is as long as a tag can ever be'.slice(0, 40)],
    favourite: true,
  });
  const torn = await calls['models.duplicate']({ id: model!.id, name: 'torn' });
  await truncate(join(stage.application.data, 'models', `${torn.id}.verse`), 2000);
  await calls['models.duplicate']({ id: model!.id, name: 'second' });
  const bytes = new TextEncoder().encode(
    `${'一行没有换行的很长的歌词'.repeat(40)}\n短的一行\n`.repeat(3),
  );
  await importText(
    calls,
    'a-file-name-without-a-single-space-that-goes-on-and-on-and-on.txt',
    bytes,
  );
});

const views = ['corpus', 'train', 'write', 'models', 'settings'] as const;

async function show(page: Page, view: (typeof views)[number]): Promise<void> {
  await page.keyboard.press(`Alt+${views.indexOf(view) + 1}`);
  await page.locator(`#${view}-title`).waitFor();
}

describe.each(['en-US', 'zh-CN'] as const)('%s', (locale) => {
  const isChinese = locale === 'zh-CN';
  // One page goes through all of them, as a person does.
  let opened: WatchedPage | undefined;
  afterAll(() => opened?.page.context().close());
  const open = async (): Promise<WatchedPage> => (opened ??= await stage.openPage({ locale }));

  // English is the longer one; what is drawn in Chinese is seen by `all`.
  const tags = isChinese ? ['long'] : [];
  it.each(views)('%s', { tags }, async (view) => {
    const { page, complaints } = await open();
    await expect
      .poll(() => page.locator('html').getAttribute('lang'))
      .toMatch(isChinese ? /^zh/ : /^en/);
    await show(page, view);
    if (view === 'write') {
      await writeFrom(page, '不分开');
      await offerFrom(page);
    }
    await expectGoodAlways(page, `${view} ${locale}`);
    expect(complaints).toEqual([]);
  });

  it('models, a menu and the questions', { tags: ['long'] }, async () => {
    const { page, complaints } = await open();
    await show(page, 'models');
    // Of one size wherever there is room for them, so where there is the least.
    const viewport = { width: 900, height: 700 };
    for (const colorScheme of ['light', 'dark'] as const) {
      await wear(page, { colorScheme, viewport });
      const look = `${locale} ${colorScheme} ${viewport.width}`;
      for (const [question, name] of [
        [/^(Continue training|接着训练)…/, 'continue'],
        [/^(Export|导出)…/, 'export'],
      ] as const) {
        await page.locator('tr[data-model]:not(.damaged) .name').first().click({ button: 'right' });
        await expectGoodLooks(page, `menu ${look}`, rulesIn({ colorScheme }));
        await page.getByRole('menuitem', { name: question }).click();
        await page.getByRole('dialog').waitFor();
        await expectGoodLooks(page, `${name} ${look}`, rulesIn({ colorScheme }));
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
    }
    expect(complaints).toEqual([]);
  });

  it('models, at a closer look and as cards', { tags: ['long'] }, async () => {
    const { page, complaints } = await open();
    await show(page, 'models');
    await page.locator('tr[data-model]:not(.damaged) .name').first().click();
    await page.getByRole('complementary').getByRole('img').waitFor();
    await expectGoodAlways(page, `closer look ${locale}`);
    await page.getByRole('button', { name: isChinese ? '卡片' : 'Cards' }).click();
    await page.getByRole('gridcell').first().getByRole('checkbox').check();
    await expectGoodAlways(page, `cards ${locale}`);
    expect(complaints).toEqual([]);
  });

  it('train, without an engine and with a problem of the start', { tags: ['long'] }, async () => {
    const prepare = async (page: Page): Promise<void> =>
      (await linkOf(page)).says({
        engines: [],
        problems: [{ code: 'file.setAside', params: { path: `/home/${'li/'.repeat(30)}p.json` } }],
      });
    const { page, complaints } = await stage.openPage({ locale }, prepare);
    await show(page, 'train');
    await page.locator('.notice').waitFor();
    await expectGoodAlways(page, `no engine ${locale}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
