/** The queue of runs in a real browser: a second run is prepared while one is under way, ordered, edited, taken out, and made. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { QueueEntry } from '../../../src-main/contract/runs/queue.ts';
import { linkOf, type HostLink } from '../support/host-link.ts';
import { violationsOn } from '../support/looks.ts';
import { fill, goTo, openEverything, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const small = { 'Hidden units': '16', 'Characters to learn': '2000', 'Sample interval': '100000' };
const rows = (page: Page) => page.locator('.queue li');
/** @returns when the page shows the runs in this order */
const shows = (page: Page, seeds: readonly number[]) =>
  expect
    .poll(async () =>
      (await rows(page).allInnerTexts()).map((text) => Number(/Seed (\d+)/.exec(text)?.[1] ?? 1)),
    )
    .toEqual(seeds);
const seedsIn = async (): Promise<unknown[]> =>
  (await stage.host.calls['queue.list']({})).entries.map(({ request }) => request.settings['seed']);
const queueButton = (page: Page) => page.getByRole('button', { name: 'Queue', exact: true });

async function fillForm(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
  await fill(page, { ...small, ...fields });
}

it(
  'a second run is prepared and queued while one is under way, and the list is worked with by keys',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await stage.openPage({
      colorScheme: 'light',
      viewport: { width: 1280, height: 800 },
    });
    await goTo(page, 'Train');
    await fillForm(page, { Epochs: '100000', 'Hidden units': '256' });
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    // The form is open, and keeps its own values.
    for (const seed of ['11', '12', '13']) {
      await fill(page, { Seed: seed, Epochs: '3', 'Hidden units': '16' });
      await queueButton(page).click();
      await expect.poll(seedsIn).toContain(Number(seed));
    }
    await expect.poll(() => page.title()).toMatch(/^\d+% · Train · Verseloom/);
    await page.getByText('Settings of this run').click();
    await page.getByText('100000', { exact: true }).or(page.getByText('100,000')).first().waitFor();
    await shows(page, [11, 12, 13]);
    // A shape that was never measured, and cannot be now: what this machine does with others tells, about.
    const [{ request }] = (await stage.host.calls['queue.list']({})).entries as [QueueEntry];
    const odd = { ...request, settings: { ...request.settings, hiddenSize: 48, seed: 15 } };
    const { ids } = await stage.host.calls['queue.add']({ runs: [{ request: odd }] });
    await page.getByText(/done at about \d+:\d+.*, a rough estimate$/).waitFor();
    await takePicture(page, 'queue guess');
    await stage.host.calls['queue.remove']({ ids });
    await shows(page, [11, 12, 13]);
    await rows(page).nth(2).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await shows(page, [11, 13, 12]);
    await rows(page).nth(0).dragTo(rows(page).nth(2));
    await shows(page, [13, 11, 12]);
    await rows(page).nth(0).getByRole('button', { name: 'Edit in the form' }).click();
    await expect.poll(() => page.getByLabel('Seed', { exact: true }).inputValue()).toBe('13');
    await fill(page, { Seed: '14' });
    await page.getByRole('button', { name: 'Save in queue' }).click();
    await shows(page, [14, 11, 12]);
    await rows(page).nth(1).focus();
    await page.keyboard.press('Delete');
    await shows(page, [14, 12]);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await shows(page, [14, 11, 12]);
    await takePicture(page, 'queue light');
    expect(await violationsOn(page)).toEqual([]);

    const second = await stage.openPage({
      colorScheme: 'dark',
      viewport: { width: 900, height: 700 },
    });
    await goTo(second.page, 'Train');
    await expect.poll(() => rows(second.page).count()).toBe(3);
    await rows(second.page).nth(2).getByRole('button', { name: 'Remove from the queue' }).click();
    await expect.poll(() => rows(page).count()).toBe(2); // in the other window, too
    await takePicture(second.page, 'queue dark');
    expect(await violationsOn(second.page)).toEqual([]);

    await page.getByRole('button', { name: 'Stop and save', exact: true }).click();
    await expect.poll(seedsIn, { timeout: 30_000 }).toEqual([]);
    const models = await stage.host.calls['models.list']({});
    expect(models.map(({ settings }) => settings?.seed)).toEqual(expect.arrayContaining([14, 11]));
    expect([...complaints, ...second.complaints]).toEqual([]);
  },
);

it('a sweep over two settings comes to a map', { tags: ['long'] }, async () => {
  const { page, complaints } = await stage.openPage({
    colorScheme: 'light',
    viewport: { width: 1280, height: 800 },
  });
  await goTo(page, 'Train');
  await fillForm(page, { Epochs: '3' });
  await page.getByRole('button', { name: 'Queue several runs…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Queue several runs' });
  await dialog.getByLabel('Values').first().fill('10, 10000');
  await dialog.getByLabel('Values').last().fill('0..1');
  await dialog.getByText('A range is written 10..50:10, factors 1..1000*10.').waitFor();
  // More than there is room for: how many, how long, and no button.
  await dialog.getByLabel('Values').first().fill('1..100:1');
  await dialog.getByLabel('Values').last().fill('0.001..0.1:0.001');
  await dialog
    .getByText(/^10,000 runs are more than the queue has room for \(1,000\)\. About .* in all\.$/)
    .waitFor();
  const queueThem = dialog.getByRole('button', { name: 'Queue', exact: true });
  expect(await queueThem.isDisabled()).toBe(true);
  await dialog.getByLabel('Values').first().fill('10, 10000');
  await dialog.getByLabel('Values').last().fill('0, 0.01');
  await dialog.getByText(/^4 runs\./).waitFor();
  await takePicture(page, 'sweep dialog');
  expect(await violationsOn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Queue 4 runs' }).click();
  const map = page.getByRole('region', { name: 'Perplexity by both settings' });
  await page.getByText('4 of 4 runs done').waitFor({ timeout: 30_000 });
  await expect.poll(() => map.getByRole('row').count()).toBe(3);
  await expect.poll(() => map.getByText('Diverged').count()).toBeGreaterThan(0);
  await takePicture(page, 'sweep map');
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  const table = page.getByRole('region', { name: 'Runs of the sweep' });
  await table.waitFor();
  await expect.poll(() => table.getByRole('row').count()).toBe(5);
  await page.getByRole('button', { name: 'Map', exact: true }).click();
  await map.waitFor();
  await page.getByRole('button', { name: 'Compare the runs' }).click();
  await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
  await page.goBack();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Close this table; the models stay' }).click();
  await expect.poll(() => map.count()).toBe(0);
  expect(complaints).toEqual([]);
});

it(
  'a sweep makes two runs at once where that gains, and either of them is shown and stopped',
  { tags: ['long'] },
  async () => {
    let link!: HostLink;
    const { page, complaints } = await stage.openPage(
      { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
      async (opened) => {
        link = await linkOf(opened);
        // What is measured depends on what else the machine does.
        link.answers('training.twoAtOnce', { share: 1.02 });
      },
    );
    await goTo(page, 'Train');
    await fillForm(page, { Epochs: '100000', 'Hidden units': '64', Seed: '1' });
    const dialog = page.getByRole('dialog', { name: 'Queue several runs' });
    const two = dialog.getByLabel('Two runs at once, one thread each');
    const open = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Queue several runs…' }).click();
      await dialog.getByLabel('Seeds per combination').fill('3');
    };
    await open();
    await dialog.getByText('102% of the time').waitFor({ timeout: 30_000 });
    await expect.poll(() => two.isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    link.answers('training.twoAtOnce', { share: 0.84 });
    await open();
    await dialog.getByText('84% of the time').waitFor({ timeout: 30_000 });
    await two.check();
    await takePicture(page, 'two at once dialog');
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Queue 3 runs' }).click();

    const other = rows(page).nth(1);
    await other.getByText(/epoch \d[\d,]* of 100,000, perplexity [\d.]+, .* left/).waitFor();
    await expect.poll(() => rows(page).count()).toBe(3);
    const seedShown = async () => (await stage.host.calls['training.status']({})).settings.seed;
    expect(await seedShown()).toBe(1);
    await takePicture(page, 'two at once');
    expect(await violationsOn(page)).toEqual([]);
    const second = await stage.openPage({
      ...{ locale: 'zh-CN', colorScheme: 'dark' },
      viewport: { width: 900, height: 700 },
    });
    await second.page.evaluate(() => (location.hash = '#/train'));
    await rows(second.page)
      .nth(1)
      .getByText(/第 \d+ \/ 100,000 轮，困惑度/)
      .waitFor();
    await takePicture(second.page, 'two at once dark zh 900');
    expect(await violationsOn(second.page)).toEqual([]);
    await other.getByRole('button', { name: /^Show the run of/ }).click();
    await expect.poll(seedShown).toBe(2);
    await rows(page)
      .nth(0)
      .getByRole('button', { name: /^Show the run of/ })
      .waitFor();
    // What is shown is what is stopped; the next one begins beside what is left.
    for (const left of [2, 1, 0]) {
      await page.getByRole('button', { name: 'Stop and save', exact: true }).click();
      await page.getByText(`${3 - left} of 3 runs done`).waitFor({ timeout: 30_000 });
    }
    await expect.poll(() => stage.host.calls['training.beside']({})).toBeNull();
    const engines = (await stage.host.calls['models.list']({})).flatMap(({ settings, engine }) =>
      settings?.epochs === 100_000 && settings.hiddenSize === 64 ? engine : [],
    );
    expect(engines).toHaveLength(3);
    for (const { threads } of engines) expect(threads).toBe(1);
    await page.getByRole('button', { name: 'Close this table; the models stay' }).click();
    expect([...complaints, ...second.complaints]).toEqual([]);
  },
);

it('a sweep goes through the words of a setting', async () => {
  const { page, complaints } = await stage.openPage({
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 900, height: 700 },
  });
  await page.evaluate(() => (location.hash = '#/train'));
  await page.getByRole('button', { name: '排入多次训练…' }).click();
  const dialog = page.getByRole('dialog', { name: '排入多次训练' });
  await dialog.getByLabel('设置', { exact: true }).selectOption({ label: '采样方式' });
  await dialog.getByText(/^共 2 次训练。/).waitFor();
  await dialog.getByRole('checkbox', { name: '相邻采样' }).uncheck();
  await dialog.getByText('请至少写两个取值，或者多选几个种子。').waitFor();
  await dialog.getByRole('checkbox', { name: '相邻采样' }).check();
  await takePicture(page, 'sweep words');
  expect(await violationsOn(page)).toEqual([]);
  await stage.host.calls['queue.pause']({});
  await dialog.getByRole('button', { name: '排入 2 次训练' }).click();
  await expect.poll(() => rows(page).count()).toBe(2);
  await page.getByRole('heading', { name: '扫描设置：采样方式' }).waitFor();
  const { entries } = await stage.host.calls['queue.list']({});
  expect(entries.map(({ request }) => request.settings.sampling)).toEqual([
    'random',
    'consecutive',
  ]);
  await stage.host.calls['queue.remove']({ ids: entries.map(({ id }) => id) });
  await expect.poll(() => rows(page).count()).toBe(0);
  expect(complaints).toEqual([]);
});

it(
  'a sweep goes through the held-out part, and each of its runs holds out what was asked',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await stage.openPage({
      colorScheme: 'dark',
      viewport: { width: 900, height: 700 },
    });
    await goTo(page, 'Train');
    await fillForm(page, { Epochs: '2' });
    await page.getByRole('button', { name: 'Queue several runs…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Queue several runs' });
    await dialog.getByLabel('Setting', { exact: true }).selectOption({ label: 'Held-out part' });
    await dialog.getByLabel('Values').first().fill('none, 60%');
    await dialog.getByText('must be between 1 and 50').waitFor();
    await dialog.getByLabel('Values').first().fill('none, 10%, 20');
    await dialog.getByText(/^3 runs\./).waitFor();
    await takePicture(page, 'sweep held out');
    expect(await violationsOn(page)).toEqual([]);
    await stage.host.calls['queue.resume']({});
    await dialog.getByRole('button', { name: 'Queue 3 runs' }).click();
    await page.getByText('3 of 3 runs done').waitFor({ timeout: 30_000 });
    const table = page.getByRole('region', { name: 'Runs of the sweep' });
    await expect.poll(() => table.getByText('The last 20%').count()).toBe(1);
    await table.scrollIntoViewIfNeeded();
    await takePicture(page, 'sweep held out table');
    const { entries } = await stage.host.calls['queue.list']({});
    expect(
      entries.map(({ values, result }) => [values['heldOut'], result?.validationPerplexity]),
    ).toEqual([
      ['none', null],
      ['10%', expect.any(Number)],
      ['20%', expect.any(Number)],
    ]);
    await page.getByRole('button', { name: 'Close this table; the models stay' }).click();
    await expect.poll(() => table.count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);

it.each(['en', 'zh'] as const)(
  'a sweep over cells tells what becomes of ReLU: %s',
  { tags: ['long'] },
  async (language) => {
    const isEnglish = language === 'en';
    const say = (english: string, chinese: string) => (isEnglish ? english : chinese);
    const { page, complaints } = await stage.openPage(
      isEnglish
        ? { colorScheme: 'dark', viewport: { width: 900, height: 700 } }
        : { locale: 'zh-CN', colorScheme: 'light', viewport: { width: 640, height: 900 } },
    );
    await page.evaluate(() => (location.hash = '#/train'));
    await openEverything(page);
    const field = (english: string, chinese: string) =>
      page.getByLabel(say(english, chinese), { exact: true });
    const title = say('Queue several runs', '排入多次训练');
    const dialog = page.getByRole('dialog', { name: title });
    const open = async (chosen: string): Promise<void> => {
      await page.getByRole('button', { name: `${title}…` }).click();
      const first = dialog.getByLabel(say('Setting', '设置'), { exact: true });
      await first.selectOption({ label: chosen });
    };
    const [cell, activation] = [say('Cell', '循环单元'), say('Activation', '激活函数')];
    const close = () => dialog.getByRole('button', { name: say('Cancel', '取消') }).click();

    // Of one cell that has no choice of them, activations are nothing to go through.
    await field('Cell', '循环单元').selectOption({ label: 'GRU' });
    await open(activation);
    await dialog
      .getByText(
        say(
          'Activation can be chosen only for an RNN: with GRU, it is always tanh.',
          '只有 RNN 能选激活函数，GRU 只用 tanh。',
        ),
      )
      .waitFor();
    const queueIt = dialog.getByRole('button', { name: say('Queue', '加入队列'), exact: true });
    expect(await queueIt.isDisabled()).toBe(true);
    await takePicture(page, `sweep activation of a gru ${language}`);
    expect(await violationsOn(page)).toEqual([]);
    await close();

    // The form's ReLU: the other cells take their own.
    await field('Cell', '循环单元').selectOption({ label: 'RNN' });
    await field('Activation', '激活函数').selectOption({ label: 'ReLU' });
    await open(cell);
    await dialog
      .getByText(
        say(
          '2 runs of other cells take tanh: ReLU is for an RNN alone.',
          '其中 2 次是别的循环单元，用 tanh：只有 RNN 能用 ReLU。',
        ),
      )
      .waitFor();

    // Both of them swept: what another cell cannot have is left out, and told.
    const second = dialog.getByLabel(say('Second setting', '第二项设置'), { exact: true });
    await second.selectOption({ label: activation });
    await dialog
      .getByText(
        say(
          '2 combinations of other cells with ReLU are left out: ReLU is for an RNN alone.',
          '略去了别的循环单元与 ReLU 的 2 种组合：只有 RNN 能用 ReLU。',
        ),
      )
      .waitFor();
    await takePicture(page, `sweep cells and activations ${language}`);
    expect(await violationsOn(page)).toEqual([]);
    await stage.host.calls['queue.pause']({});
    await dialog.getByRole('button', { name: say('Queue 4 runs', '排入 4 次训练') }).click();
    await expect.poll(() => rows(page).count()).toBe(4);
    const { entries } = await stage.host.calls['queue.list']({});
    expect(
      entries.map(({ request: { settings } }) => [settings.cell, settings.activation]),
    ).toEqual([
      ['rnn', 'tanh'],
      ['rnn', 'relu'],
      ['gru', 'tanh'],
      ['lstm', 'tanh'],
    ]);
    await stage.host.calls['queue.remove']({ ids: entries.map(({ id }) => id) });
    await expect.poll(() => rows(page).count()).toBe(0);
    await stage.host.calls['queue.resume']({});
    expect(complaints).toEqual([]);
  },
);

it(
  'a long queue is shown a page at a time, and says how much of it is not in sight',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await stage.openPage();
    await goTo(page, 'Train');
    await stage.host.calls['queue.pause']({});
    const [corpus] = await stage.host.calls['corpora.list']({});
    const { ids } = await stage.host.calls['queue.add']({
      runs: Array.from({ length: 120 }, (_, seed) => ({
        request: { corpusId: corpus!.id, engine: 'onnx' as const, settings: { epochs: 3, seed } },
      })),
    });
    await page.getByText('120 runs left').waitFor();
    await page.getByRole('button', { name: 'Show more: 70 runs are not shown' }).click();
    await page.getByRole('button', { name: 'Show more: 20 runs are not shown' }).waitFor();
    await expect.poll(() => rows(page).count()).toBe(100);
    // What is moved out of sight is followed.
    await rows(page).nth(99).focus();
    await page.keyboard.press('Alt+ArrowDown');
    await expect.poll(() => rows(page).count()).toBe(101);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.id))
      .toBe(`queue-${ids[99]!}`);
    await takePicture(page, 'queue long');
    await stage.host.calls['queue.remove']({ ids });
    await expect.poll(() => rows(page).count()).toBe(0);
    expect(complaints).toEqual([]);
  },
);

it(
  'a run whose model is deleted leaves its record, whose settings go into the form',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await stage.openPage({
      colorScheme: 'dark',
      viewport: { width: 900, height: 700 },
    });
    const [model] = await stage.host.calls['models.list']({});
    await stage.host.calls['models.remove']({ id: model!.id });
    await goTo(page, 'Models');
    const record = page
      .locator('tr', { hasText: 'no model' })
      .filter({ has: page.locator('.name').getByText(model!.name, { exact: true }) });
    await record.waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await takePicture(page, 'records dark');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export all runs…' }).click();
    await page.getByRole('menuitem', { name: /^Save as CSV/ }).click();
    expect((await saved).suggestedFilename()).toBe('verseloom-runs.csv');
    await record
      .getByRole('button', { name: `Use the settings of ${model!.name}`, exact: true })
      .click();
    const seed = page.getByLabel('Seed', { exact: true });
    await expect.poll(() => seed.inputValue()).toBe(String(model!.settings!.seed));
    const hidden = page.getByLabel('Hidden units', { exact: true });
    await expect.poll(() => hidden.inputValue()).toBe(String(model!.hiddenSize));
    await goTo(page, 'Models');
    await record.getByRole('button', { name: `Actions for ${model!.name}`, exact: true }).click();
    await page.getByRole('menuitem', { name: 'Delete the record' }).click();
    await expect.poll(() => record.count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await record.waitFor();
    expect(complaints).toEqual([]);
  },
);
