/**
 * Forms in a real browser: made of a song's stanza, kept by name, given away and opened again; lines of a stanza locked while the others are written anew.
 *
 * @module-tag long
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { draftPage, draftText } from '../support/draft-page.ts';
import { violationsOn } from '../support/looks.ts';
import { takePicture, type Look } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

const stage = sharedStage();

beforeAll(async () => {
  const { calls } = stage.host;
  const text = '月亮在山上\n等船的人不讲\n\n风吹过海\n她不来\n';
  const { id } = await calls['corpora.create']({ name: '等船', text: `${text}\n`.repeat(60) });
  await trainModel(
    stage.host,
    { epochs: 30, hiddenSize: 32, lineBreaks: 'own' as const },
    { corpusId: id },
  );
});

async function open(look: Look = {}): Promise<Page> {
  const { page } = await stage.openPage(look);
  await page.keyboard.press('Alt+3');
  await page.getByRole('tab', { name: /^(Lines|找句)$/ }).click();
  return page;
}
const wish = (page: Page): Promise<string> => page.locator('#lines-wish').inputValue();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

it('are made of a song, kept by name, chosen, given away, deleted and brought back', async () => {
  const page = await open();
  await button(page, 'Like a song…').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Corpus').selectOption({ label: '等船' });
  await dialog.getByRole('list', { name: 'Songs' }).getByRole('button').first().click();
  await dialog.getByRole('button', { name: /^“月亮在山上”, 2 lines$/ }).waitFor();
  await dialog.getByRole('button', { name: /^The whole song: 240 lines/ }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, 'form of a song');
  await dialog.getByRole('button', { name: /^“月亮在山上”/ }).click();
  await expect.poll(() => wish(page)).toBe('5 / 6 @1');

  await button(page, 'Save as a form…').click();
  await page.keyboard.type('等船的格式');
  await page.keyboard.press('Enter');
  await page.getByText('The form “等船的格式” was saved.').waitFor();
  const kept = page.getByLabel('Form', { exact: true });
  await expect.poll(() => kept.locator('option:checked').innerText()).toBe('等船的格式');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    button(page, 'Save as a file').click(),
  ]);
  expect(download.suggestedFilename()).toBe('等船的格式.form.txt');
  const file = await readFile(await download.path(), 'utf8');
  expect(file).toBe('# 等船的格式\n5\n6 @1\n');

  await page.locator('#lines-wish').fill('7');
  await kept.selectOption({ label: '等船的格式' });
  expect(await wish(page)).toBe('5 / 6 @1');
  await button(page, 'Delete').click();
  await kept.waitFor({ state: 'detached' });
  const notice = page.locator('.notice').filter({ hasText: '“等船的格式” was deleted.' });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await kept.waitFor();

  const path = join(await temporaryFolder(), '词牌.form.txt');
  await writeFile(path, '# 小令\n7 ang\n5 @1\n');
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    button(page, 'Open a form file…').click(),
  ]);
  await chooser.setFiles([path]);
  await expect.poll(() => kept.locator('option:checked').innerText()).toBe('小令');
  await expect.poll(() => wish(page)).toBe('7 ang\n5 @1');
  await writeFile(path, '%%\n');
  const [again] = await Promise.all([
    page.waitForEvent('filechooser'),
    button(page, 'Open a form file…').click(),
  ]);
  await again.setFiles([path]);
  await page.getByText(/“%%” is not understood/).waitFor();
  expect(await wish(page)).toBe('7 ang\n5 @1');

  // Another window has them as well.
  const other = await open({
    ...{ locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 900, height: 700 } },
  });
  await expect
    .poll(() => other.getByLabel('格式', { exact: true }).locator('option').count())
    .toBeGreaterThan(1);
  await takePicture(other, 'forms zh dark 900');
  expect(await violationsOn(other)).toEqual([]);
});

it('keep the lines that are locked while the others are written anew, by keyboard alone', async () => {
  const page = await open();
  await draftPage(page).fill('月亮在山上\n等船的人不讲\n风吹过海');
  await draftPage(page).press('Control+A');
  await button(page, 'Like this line').focus();
  await page.keyboard.press('Enter');
  const first = page.getByRole('button', { name: 'Keep line 1 as it stands' });
  await first.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => first.getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('button', { name: 'Rewrite only line 2' }).focus();
  await page.keyboard.press('Enter');
  const third = page.getByRole('button', { name: 'Keep line 3 as it stands' });
  await expect.poll(() => third.getAttribute('aria-pressed')).toBe('true');
  await takePicture(page, 'lines locked');
  await page.keyboard.press('Control+Shift+Enter');
  const reading = page.getByRole('list', { name: 'Lines that fit' }).getByRole('button').first();
  await reading.waitFor();
  await reading.focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await draftText(page)).split('\n')[1]).not.toBe('等船的人不讲');
  const lines = (await draftText(page)).split('\n');
  expect([lines[0], lines[2]]).toEqual(['月亮在山上', '风吹过海']);
  expect(lines).toHaveLength(3);
  expect([...lines[1]!]).toHaveLength(6);
});
