/**
 * A sweep on a cluster in a real browser: the cluster is named, what is sent is agreed to, and the runs come in; on a double whose jobs are really run.
 *
 * @module-tag long
 */
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { askForSweep, clusterEntries, sharedCluster } from '../support/cluster-page.ts';
import { expectGoodAlways } from '../support/looks.ts';
import { linkOf, type HostLink } from '../support/host-link.ts';
import { goTo, takePicture } from '../support/page.ts';
import { words } from '../support/screens.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const met = {
  ...{ name: 'http://head:8265', address: 'http://head:8265', storage: null, there: null },
  agreedAt: '2026-01-01T00:00:00.000Z',
};

beforeAll(() => writeFile(join(stage.application.data, 'clusters.json'), JSON.stringify([met])));
const beside = sharedCluster();

/** @returns the address of a port at which nothing answers */
async function deadAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'Queue several runs' });

it('is named, agreed to, and made there; its table is told, and a model of it taken in', async () => {
  const { ray, storage } = beside;
  let link!: HostLink;
  const { page, complaints } = await stage.openPage({}, async (one) => {
    link = await linkOf(one);
  });
  const dialog = await askForSweep(page, '4', '1, 10, 100, 1000');
  const where = dialog.getByLabel('Where');
  // One that a command has met has no folder yet: it is asked for.
  await expect
    .poll(() => where.locator('option').allInnerTexts())
    .toEqual(['This computer', met.name, 'Another cluster…']);
  await where.selectOption({ label: met.name });
  await expect
    .poll(() => dialog.getByLabel('Address of Ray’s dashboard').inputValue())
    .toBe(met.address);
  await where.selectOption({ label: 'Another cluster…' });
  const send = dialog.getByRole('button', { name: /^Send/ });
  const save = dialog.getByRole('button', { name: 'Save cluster' });
  expect([await send.isDisabled(), await save.isDisabled()]).toEqual([true, true]);

  // What is wrong stands at its field, and is gone once that is changed.
  const field = (name: string): Locator => dialog.getByLabel(name, { exact: true });
  const problemOf = (name: string): Promise<string> =>
    field(name).evaluate((input: HTMLInputElement) => {
      const ids = input.getAttribute('aria-describedby')?.split(' ') ?? [];
      const at = ids.find((id) => id.endsWith('-problem'));
      return at === undefined ? '' : (document.getElementById(at)?.innerText ?? '');
    });
  const address = 'Address of Ray’s dashboard';
  await field('Name').fill('the lab');
  await field(address).fill('ftp://head');
  await field('Folder').fill(storage);
  await save.click();
  await expect.poll(() => problemOf(address)).toContain('“ftp://head” is not the address');
  await field(address).fill(await deadAddress());
  await expect.poll(() => problemOf(address)).toBe('');
  await save.click();
  await expect
    .poll(() => problemOf(address))
    .toContain('cannot be reached (nothing answers there)');
  await field(address).fill(ray.address);
  await field('Folder').fill('/nowhere/at/all');
  await save.click();
  await expect
    .poll(() => problemOf('Folder'))
    .toContain('is not a folder that this computer can see');
  await expectGoodAlways(page, 'cluster fields');
  await field('Folder').fill(storage);
  await field('Folder').press('Enter'); // means the cluster, not the sweep
  await dialog.getByText(/leaves this computer/).waitFor();
  expect(await where.evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.text)).toBe(
    'the lab',
  );

  await dialog.getByText(/Compared|The runs are compared on their way/).waitFor();
  await dialog.getByLabel('Halving').selectOption({ label: 'One in 2 continues' });
  await dialog.getByText(/^Compared after epoch 1, 2 of 4: one run in 2 continues/).waitFor();
  await expectGoodAlways(page, 'cluster sent');
  expect(await send.isDisabled()).toBe(true);
  await dialog.getByLabel('Send this to “the lab”').check();
  // Whoever presses twice, since the cluster takes a while to answer, has sent one sweep.
  await dialog.getByRole('button', { name: 'Send 4 runs' }).dblclick();
  await dialog.waitFor({ state: 'hidden' });
  await clusterEntries(page)
    .getByText(/on the lab/)
    .waitFor();
  await clusterEntries(page)
    .getByText(/4\/4\s· done/)
    .waitFor({ timeout: 90_000 });
  expect(await clusterEntries(page).innerText()).not.toMatch(/at work|waiting/); // the last word of its machines
  expect([await clusterEntries(page).count(), await readdir(storage)]).toEqual([
    1,
    [expect.any(String)],
  ]);
  await clusterEntries(page)
    .getByText(/best \d/)
    .waitFor();

  await clusterEntries(page)
    .getByRole('button', { name: /^Show the table/ })
    .click();
  const table = page.getByRole('dialog');
  const rows = table.getByRole('row');
  await expect.poll(() => rows.count()).toBe(5);
  await table
    .getByText(/Compared after epoch 1 \(rung 1\)/)
    .first()
    .waitFor();
  expect(await table.getByText('left behind').count()).toBe(3);
  const perplexities = async (): Promise<string[]> =>
    (await table.locator('tbody tr td:nth-of-type(2)').allInnerTexts()).map((text) => text.trim());
  const inOrder = await perplexities();
  await table.getByRole('button', { name: 'Best first' }).click();
  await expect
    .poll(perplexities)
    .toEqual(inOrder.toSorted((a, b) => Number(a.replace(',', '')) - Number(b.replace(',', ''))));
  await expectGoodAlways(page, 'cluster table');
  // While the host is away, whatever it would have to do is off, in the table and in the list behind it.
  const asking = table.getByRole('button', { name: /^(In order|Best first|Add run)/ });
  const behind = clusterEntries(page).locator('button');
  const on = async (): Promise<number[]> =>
    Promise.all(
      [asking, behind].map((all) =>
        all.evaluateAll((them) => them.filter((one) => !one.matches(':disabled')).length),
      ),
    );
  const before = await on();
  expect(Math.min(...before)).toBeGreaterThan(1);
  const broken = link.cut();
  await page.getByText(words('en', 'app.connectionLost')).waitFor();
  await expect.poll(on).toEqual([0, 0]);
  await takePicture(page, 'cluster table without its host');
  broken.mend();
  await expect.poll(on).toEqual(before);
  await table
    .getByRole('button', { name: /^Add run/ })
    .first()
    .click();
  await table.getByRole('button', { name: /^Write with run/ }).waitFor();
  const models = await stage.host.calls['models.list']({});
  expect(models.filter(({ builtIn }) => !builtIn).map(({ name }) => name)).toEqual([
    expect.stringMatching(/-sweep η 1/),
  ]);
  await table.getByRole('button', { name: 'Close' }).click();
  await table.waitFor({ state: 'hidden' });
  expect(complaints).toEqual([]);
});

it('is stopped, continued, and found again by a page that is opened anew; in Chinese as well', async () => {
  const { ray, storage } = beside;
  const { page, complaints } = await stage.openPage();
  const dialog = await askForSweep(page, '100000', '1, 10');
  await expect
    .poll(() => dialog.getByLabel('Where').locator('option').allInnerTexts())
    .toContain('the lab');
  await dialog.getByLabel('Where').selectOption({ label: 'the lab' });
  // It is asked once, and stays so under another name.
  await dialog.getByText('You agreed to what is sent there').waitFor();
  await dialog.getByRole('button', { name: 'Change the cluster the lab' }).click();
  await expect.poll(() => dialog.getByLabel('Folder', { exact: true }).inputValue()).toBe(storage);
  await dialog.getByLabel('Name', { exact: true }).fill('the other lab');
  await page.keyboard.press('Enter');
  await dialog.getByText('You agreed to what is sent there').waitFor();
  await dialog.getByRole('button', { name: 'Change the cluster the other lab' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('the lab');
  await dialog.getByRole('button', { name: 'Save cluster' }).click();
  await dialog.getByRole('button', { name: 'Change the cluster the lab' }).waitFor();
  await dialog.getByText('You agreed to what is sent there').waitFor();
  // What no cluster can make.
  await dialog.getByLabel('Second setting').selectOption({ label: 'Engine' });
  await dialog.getByText('Choose another setting than the engine').waitFor();
  expect(await dialog.getByRole('button', { name: /^Send/ }).isDisabled()).toBe(true);
  await dialog.getByLabel('Second setting').selectOption({ label: 'Threshold' });
  await dialog.getByRole('button', { name: 'Send 2 runs' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const entry = clusterEntries(page).last();
  await entry.getByText(/0\/2\s· [12] at work/).waitFor({ timeout: 60_000 });
  await expectGoodAlways(page, 'cluster sweeps');

  const chinese = await stage.openPage({ locale: 'zh-CN' });
  await chinese.page.keyboard.press('Alt+2');
  const there = chinese.page.getByRole('region', { name: '集群上' }).getByRole('listitem').last();
  await there.getByText(/在 the lab 上\s· 0\/2/).waitFor();
  await expectGoodAlways(chinese.page, 'cluster sweeps zh');
  await chinese.page.getByRole('button', { name: '排入多次训练…' }).click();
  const asked = chinese.page.getByRole('dialog', { name: '排入多次训练' });
  await asked.getByLabel('取值').first().fill('1, 10, 100, 1000');
  await asked.getByLabel('在哪里训练').selectOption({ label: 'the lab' });
  await asked.getByLabel('逐次减半').selectOption({ index: 1 });
  await asked.getByText('你已同意发送到那里的内容').waitFor();
  await expectGoodAlways(chinese.page, 'cluster choice zh');

  await entry.getByRole('button', { name: /^Stop / }).focus();
  await page.keyboard.press('Enter');
  await entry.getByText(/· stopped/).waitFor({ timeout: 60_000 });
  await there.getByText(/已停止/).waitFor();
  expect(ray.running()).toEqual([]);
  await entry.getByRole('button', { name: /^Continue / }).click();
  await entry.getByText(/at work/).waitFor({ timeout: 60_000 });

  await page.reload();
  await goTo(page, 'Train');
  await expect.poll(() => clusterEntries(page).count()).toBe(2);
  await clusterEntries(page)
    .last()
    .getByText(/at work/)
    .waitFor({ timeout: 60_000 });
  // The head goes away: the runs go on, and one is told.
  ray.instead = () => ({ status: 503, text: 'busy' });
  await clusterEntries(page)
    .last()
    .getByText(/does not answer as Ray 2\.60 does \(status 503/)
    .waitFor();
  ray.instead = undefined;
  await expect.poll(() => clusterEntries(page).last().locator('.problem').count()).toBe(0);

  await clusterEntries(page)
    .last()
    .getByRole('button', { name: /^Stop / })
    .click();
  await clusterEntries(page)
    .last()
    .getByText(/· stopped/)
    .waitFor({ timeout: 60_000 });
  for (let left = 2; left > 0; left -= 1) {
    await clusterEntries(page)
      .last()
      .getByRole('button', { name: /^Remove .* from the list/ })
      .click();
    await expect.poll(() => clusterEntries(page).count()).toBe(left - 1);
  }
  await page.getByRole('button', { name: 'Queue several runs…' }).click();
  const again = dialogOf(page);
  await expect
    .poll(() => again.getByLabel('Where').locator('option').allInnerTexts())
    .toContain('the lab');
  await again.getByLabel('Where').selectOption({ label: 'the lab' });
  await again.getByRole('button', { name: 'Remove the cluster the lab' }).click();
  await expect
    .poll(() => again.getByLabel('Where').locator('option').allInnerTexts())
    .toEqual(['This computer', met.name, 'Another cluster…']);
  await again.getByText(/sweep --halving/).waitFor();
  expect([...complaints, ...chinese.complaints]).toEqual([]);
});
