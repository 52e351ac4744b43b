/** A cluster beside the page: a double of Ray whose jobs are really run, a folder that both see, and where the screens show what is made there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import { RayDouble } from '../../ray/ray-double.ts';
import { fill, goTo } from './page.ts';

export interface BesideThePage {
  ray: RayDouble;
  storage: string;
}

/** For all tests of a file, in which it is there from the first one on. */
export function sharedCluster(): BesideThePage {
  const beside = {} as BesideThePage;
  beforeAll(async () => {
    beside.storage = await mkdtemp(join(tmpdir(), 'verseloom-storage-'));
    beside.ray = await RayDouble.start({ cpus: 2 });
    beside.ray.hasAllPackages = true;
    return async () => {
      await beside.ray.close();
      await rm(beside.storage, { recursive: true, force: true });
    };
  });
  return beside;
}

export const clusterPanel = (page: Page): Locator =>
  page.getByRole('region', { name: 'On clusters' });
export const clusterEntries = (page: Page): Locator => clusterPanel(page).getByRole('listitem');

/** Opens the dialog of a sweep over learning rates, of small runs. @param rates as a person types them */
export async function askForSweep(page: Page, epochs: string, rates: string): Promise<Locator> {
  await goTo(page, 'Train');
  await fill(page, {
    ...{ 'Hidden units': '12', 'Characters to learn': '600', 'Sample interval': '100000' },
    ...{ Epochs: epochs, 'Batch size': '8', 'Time steps': '10' },
  });
  await page.getByRole('button', { name: 'Queue several runs…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Queue several runs' });
  await dialog.getByLabel('Values').first().fill(rates);
  await dialog.getByText(/^\d+ runs\./).waitFor();
  return dialog;
}
