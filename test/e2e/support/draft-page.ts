/** The page of *Write* in a browser: what stands on it, what is offered, and the usual way to have something written. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { DraftContent } from '../../../src-main/contract/writing/draft.ts';
import type { Client } from '../../hosts/web/client.ts';
import { parkPages, type Look, type WatchedPage } from './page.ts';
import type { Stage } from './stage.ts';

/** Opens *Write* on an empty page: what other tests have written is gone. */
export async function openPad(stage: Stage, look: Look = {}): Promise<WatchedPage> {
  await parkPages(stage.browser); // which would save them once more
  await removeDrafts(stage.host);
  const opened = await stage.openPage(look);
  const { page } = opened;
  // What a page saved as it was left may come late.
  if (await removeDrafts(stage.host)) await page.reload();
  await page.keyboard.press('Alt+3');
  await draftPage(page).waitFor();
  return opened;
}

/** @returns whether there were any */
async function removeDrafts({ calls }: Client): Promise<boolean> {
  const drafts = await calls['drafts.list']({});
  for (const { id } of drafts) await calls['drafts.remove']({ id });
  return drafts.length > 0;
}

/** Opens *Write* on a text of its own. */
export async function openDraft(stage: Stage, text: string, look: Look = {}): Promise<WatchedPage> {
  const opened = await openPad(stage, look);
  await draftPage(opened.page).fill(text);
  return opened;
}

export const draftPage = (page: Page): Locator =>
  page.getByRole('textbox', { name: /^(Text|写出的词)$/ });

/** @returns what stands on the page, in lines; what is offered is no part of it */
export const draftText = (page: Page): Promise<string> =>
  page.locator('#write-page').evaluate((host) => {
    const lines = [...host.shadowRoot!.querySelectorAll('.cm-line')];
    return lines
      .map((line) => {
        const copy = line.cloneNode(true) as Element;
        for (const other of copy.querySelectorAll('.cm-offer, .cm-placeholder')) other.remove();
        return copy.textContent;
      })
      .join('\n');
  });

/** @returns the content, as the host has it, of the only draft; the page saves it a moment later, so it is asked for until it is there */
export async function keptDraft({ host: { calls } }: Stage): Promise<DraftContent> {
  const [draft] = await calls['drafts.list']({});
  if (draft === undefined) throw new Error('No draft has been saved yet.');
  return (await calls['drafts.open']({ id: draft.id })).content;
}

/** The grey text behind the cursor. */
export const offerOf = (page: Page): Locator => page.locator('#write-page .cm-offer');

/** The button of the side panel that asks the model, whichever tab is open. */
const askButton = (page: Page): Locator =>
  page.getByRole('button', { name: /^(Continue from here|从这里接着写|Find lines|找句子)$/ });

/** Until the page knows the models: before that, a key asks none. */
export const untilModels = (page: Page): Promise<void> =>
  expect.poll(() => askButton(page).isEnabled()).toBe(true);

/** Has the model go on from a text in place of what stands there, and takes nothing of what it offers. */
export async function offerFrom(page: Page, text?: string): Promise<void> {
  await draftPage(page).focus();
  if (text !== undefined) {
    // Not filled: the browser's own command would dress the text as what it replaces was, in a style that the page forbids.
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(text);
  }
  await untilModels(page);
  await page.keyboard.press('Control+Enter');
  await offerOf(page).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^(Stop|停)$/ }).count()).toBe(0);
}

/** As `offerFrom`, and takes all of it. */
export async function writeFrom(page: Page, text?: string): Promise<void> {
  await offerFrom(page, text);
  await draftPage(page).press('Tab');
  await offerOf(page).waitFor({ state: 'detached' });
}

/** Chooses what the text on the page is coloured by. */
export async function showOnPage(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: /^(Show|显示)$/ }).click();
  await page.getByRole('radio', { name }).check();
  await page.keyboard.press('Escape');
}

/** Has an empty draft of its own on the page. */
export async function newDraft(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Drafts' }).click();
  await page.getByRole('button', { name: 'New draft' }).click();
  await expect.poll(() => draftText(page)).toBe('');
}
