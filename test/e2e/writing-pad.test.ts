/** The page that one types on, in a real browser: what a model offers on it, by keys and by mouse, through input methods and undo. */
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeModelFile } from '../../src-main/store/models/model-file.ts';
import type { Client } from '../hosts/web/client.ts';
import type { Application } from './support/application.ts';
import { draftPage, draftText, offerFrom, offerOf, writeFrom } from './support/draft-page.ts';
import { goTo, openPage, picture, startRun, type WatchedPage } from './support/page.ts';
import { openStage } from './support/stage.ts';

void writeModelFile;
let application: Application;
let browser: Browser;
let host: Client;

beforeAll(async () => {
  const stage = await openStage();
  ({ application, browser, host } = stage);
  const { page } = await openPage(browser, application.address);
  await startRun(page, { Epochs: '60', 'Hidden units': '32' }, 'Verseloom sample lyrics');
  await page.getByRole('status').filter({ hasText: 'Finished and saved' }).waitFor();
  return stage.close;
});

async function open(): Promise<WatchedPage> {
  const opened = await openPage(browser, application.address);
  await goTo(opened.page, 'Write');
  await draftPage(opened.page).waitFor();
  return opened;
}

describe('what is offered', () => {
  it('is grey, no part of the page, and taken by keys', async () => {
    const { page, complaints } = await open();
    await page.screenshot({ path: picture('pad empty') });
    await offerFrom(page, '分开');
    await page.screenshot({ path: picture('pad offer') });
    expect(await draftText(page)).toBe('分开');
    const offered = (await offerOf(page).textContent())!;
    await page.keyboard.press('ArrowRight');
    expect(await draftText(page)).toBe(`分开${offered.slice(0, 1)}`);
    await page.keyboard.press('Tab');
    expect(await draftText(page)).toBe(`分开${offered}`);
    await page.keyboard.press('ControlOrMeta+Z');
    await page.keyboard.press('ControlOrMeta+Z');
    expect(await draftText(page)).toBe('分开');
    expect(complaints).toEqual([]);
  });
});
void host;
void writeFrom;
export type { Page };
