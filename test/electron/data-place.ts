/** The place of the platform for data, and how they are moved from there in the window. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, vi } from 'vitest';
import { platformPlace } from '../../src-main/store/data/data-folder.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import type { Desktop } from './desktop.ts';

/** Gives the platform a place of its own for one test; Macs have no variable for that. @returns it, and the folder that it is in */
export async function ownPlace(): Promise<{ folder: string; place: string }> {
  const folder = await temporaryFolder();
  vi.stubEnv('XDG_DATA_HOME', join(folder, 'share'));
  vi.stubEnv('LOCALAPPDATA', join(folder, 'share'));
  onTestFinished(() => void vi.unstubAllEnvs());
  return { folder, place: platformPlace() };
}

/** @returns the question where the data are, after a folder was chosen for them; null: none was */
export async function choose(page: Page, { control }: Desktop, folder: string | null) {
  const dialog = page.getByRole('dialog');
  if ((await dialog.count()) === 0) {
    await page.keyboard.press('Control+5');
    await page.getByRole('button', { name: 'Move data…' }).click();
  }
  await dialog.getByRole('button', { name: 'Move…' }).click();
  const chooser = await vi.waitUntil(async () => (await control.look()).dialogs[0], 10_000);
  expect(chooser).toMatchObject({
    kind: 'open',
    options: {
      title: 'Choose a folder for your data',
      properties: ['openDirectory', 'createDirectory'],
    },
  });
  await control.answerDialog({ canceled: folder === null, filePaths: folder ? [folder] : [] });
  return dialog;
}
