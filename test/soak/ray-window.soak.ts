/** A window's sweep on a real Ray cluster, named and sent in a real browser: through a head that is killed, to the same table and the same bits as here. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { askForSweep, clusterEntries } from '../e2e/support/cluster-page.ts';
import { goTo } from '../e2e/support/page.ts';
import { sharedStage } from '../e2e/support/stage.ts';
import { bitsIn, rowsIn } from '../hosts/cli/sweep/sweep-table.ts';
import { Desk } from '../hosts/cli/verseloom.ts';
import { RealRay } from '../ray/real-ray.ts';

const stage = sharedStage();
let ray: RealRay;
let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await mkdir(desk.path('lab'));
  ray = await RealRay.start([2]);
  return async () => {
    await ray.close();
    await desk.clear();
  };
}, 600_000);

const EPOCHS = 6000;
it('is made as here, though the head was killed, and the window closed meanwhile', async () => {
  const { page, complaints } = await stage.openPage();
  const dialog = await askForSweep(page, String(EPOCHS), '1, 10, 100');
  await dialog.getByLabel('Where').selectOption({ label: 'Another cluster…' });
  const field = (name: string): Locator => dialog.getByLabel(name, { exact: true });
  await field('Name').fill('the lab');
  await field('Address of Ray’s dashboard').fill(ray.address);
  await field('Folder').fill(desk.path('lab'));
  await field('Folder').press('Enter');
  await dialog.getByLabel('Send this to “the lab”').check({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Send 3 runs' }).click();
  await dialog.waitFor({ state: 'hidden', timeout: 120_000 });
  await clusterEntries(page)
    .getByText(/at work/)
    .waitFor({ timeout: 240_000 });

  // Whatever happens to the head, what is learned is in the folder; whoever looks again hands in jobs anew.
  await ray.killHead();
  await clusterEntries(page)
    .getByText(/cannot be reached/)
    .waitFor({ timeout: 120_000 });
  await page.reload();
  await goTo(page, 'Train');
  await ray.startHead(2);
  await clusterEntries(page)
    .getByText(/3\/3\s· done/)
    .waitFor({ timeout: 400_000 });
  expect(await clusterEntries(page).locator('.problem').count()).toBe(0);

  const [name] = (await readdir(desk.path('lab'))).filter((one) => one.endsWith('-sweep'));
  const folder = desk.path(`lab/${name}`);
  const { code, stderr } = await desk.run([
    ...['sweep', join(folder, 'cluster', 'corpus.txt'), '--set', 'eta=1,10,100'],
    ...['--hidden', '12', '--chars', '600', '--epochs', String(EPOCHS), '--batch', '8'],
    ...['--steps', '10', '--period', '100000', '--threads', '1', '--engine', 'onnx'],
    ...['--out', 'here', '--lang', 'en'],
  ]);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  const figures = async (path: string) =>
    (await rowsIn(path)).map(({ perplexity, epochs }) => [perplexity, epochs]);
  expect(await figures(folder)).toEqual(await figures(desk.path('here')));
  expect(await bitsIn(folder)).toEqual(await bitsIn(desk.path('here')));
  expect(complaints).toEqual([]);
}, 1_200_000);
