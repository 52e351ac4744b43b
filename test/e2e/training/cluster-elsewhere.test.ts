/**
 * What happens on clusters while one is elsewhere, in a real browser: a token that is asked for, ends that are told on every screen, and sweeps that others began.
 *
 * @module-tag long
 */
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  askForSweep,
  clusterEntries,
  clusterPanel,
  sharedCluster,
} from '../support/cluster-page.ts';
import { expectGoodAlways } from '../support/looks.ts';
import { goTo } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();
const beside = sharedCluster();

it('asks for a token where the cluster does, tells an end on every screen, and finds what others began', async () => {
  const { ray, storage } = beside;
  const { page, complaints } = await stage.openPage();
  const dialog = await askForSweep(page, '300', '1, 10');
  await dialog.getByLabel('Where').selectOption({ label: 'Another cluster…' });
  const field = (name: string): Locator => dialog.getByLabel(name, { exact: true });
  ray.instead = ({ headers }) =>
    headers.authorization === 'Bearer abc' ? undefined : { status: 401, text: '' };
  await field('Name').fill('the lab');
  await field('Address of Ray’s dashboard').fill(ray.address);
  await field('Folder').fill(storage);
  await field('Folder').press('Enter');
  await dialog.getByText('wants to know who is asking').waitFor();
  await expect
    .poll(() => field('Token').evaluate((input) => input === document.activeElement))
    .toBe(true);
  expect(await field('Token').getAttribute('type')).toBe('password');
  await expectGoodAlways(page, 'cluster token');
  await field('Token').fill('abc');
  await field('Token').press('Enter');
  await dialog.getByText(/leaves this computer/).waitFor();

  // What is kept is not told again; at another address it is asked for.
  await dialog.getByRole('button', { name: 'Change the cluster the lab' }).click();
  await dialog.getByText('A token is kept').waitFor();
  expect(await field('Token').count()).toBe(0);
  await field('Address of Ray’s dashboard').fill('http://other:8265');
  await field('Token').waitFor();
  expect(await field('Token').inputValue()).toBe('');
  await field('Address of Ray’s dashboard').fill(ray.address);
  await dialog.getByRole('button', { name: 'Another token…' }).click();
  await expect
    .poll(() => field('Token').evaluate((input) => input === document.activeElement))
    .toBe(true);
  await dialog.getByRole('button', { name: 'Cancel' }).first().click();

  await dialog.getByLabel('Send this to “the lab”').check();
  await dialog.getByRole('button', { name: 'Send 2 runs' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await clusterEntries(page)
    .getByText(/on the lab/)
    .waitFor();

  // On another screen one hears of the end, and that Train has something to show.
  await goTo(page, 'Write');
  const news = page.getByText(
    /^The sweep .*-sweep on the lab is done: 2 runs, the best with perplexity/,
  );
  await news.waitFor({ timeout: 90_000 });
  await expectGoodAlways(page, 'cluster news');
  // It is not known before it is looked at, whatever happens to the page.
  await page.reload();
  await news.waitFor();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await clusterEntries(page)
    .getByText(/2\/2\s· done/)
    .waitFor();
  await expect.poll(() => news.count()).toBe(0);
  await page.reload();
  await goTo(page, 'Write');
  await goTo(page, 'Train');
  await clusterEntries(page)
    .getByText(/2\/2\s· done/)
    .waitFor();
  expect(await news.count()).toBe(0);

  // One that is not in the list is found where it lies, and followed from here.
  await clusterEntries(page)
    .getByRole('button', { name: /^Remove .* from the list/ })
    .click();
  await expect.poll(() => clusterEntries(page).count()).toBe(0);
  await clusterPanel(page).getByRole('button', { name: 'Find others' }).click();
  await clusterEntries(page)
    .getByText(/on the lab · started/)
    .waitFor();
  await expectGoodAlways(page, 'cluster found');
  await clusterEntries(page)
    .getByRole('button', { name: /^Follow / })
    .click();
  await clusterEntries(page)
    .getByText(/2\/2\s· done/)
    .waitFor();
  await clusterPanel(page).getByRole('button', { name: 'Find others' }).click();
  await clusterPanel(page).getByText('There are no other sweeps in the folders').waitFor();
  expect(complaints).toEqual([]);
});
