/** One file of a corpus at a closer look: how it came in and what is learnt of it, its encoding, the songs in it, and its text changed. */
import iconv from 'iconv-lite';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { takePicture } from '../support/page.ts';
import { sharedSongs, tab, undoLast } from '../support/old-songs.ts';

const { stage, songsId, details, open, textLines } = sharedSongs();

/** @returns the closer look at a source */
async function look(page: Page, source: string): Promise<Locator> {
  await tab(page, 'Songs').click();
  await page.getByRole('region', { name: '旧歌集' }).getByText(source, { exact: true }).dblclick();
  const sheet = page.getByRole('dialog', { name: source });
  await sheet.waitFor();
  return sheet;
}

describe('a source at a closer look', () => {
  it('is shown as it came in, with what went, beside what is learnt', async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '01 夜行');
    await tab(page, 'Words').click();
    const before = sheet.getByRole('region', { name: 'As it came in' });
    await expect.poll(() => before.locator('del').first().innerText()).toBe('[ti:夜行]');
    const after = sheet.getByRole('region', { name: 'As it is learned' });
    await expect
      .poll(() => after.innerText())
      .toBe('夜里的风吹过长街\n\n我还是会想起你\n\n我还是会想起你\n\nHello my old friend');
    expect(complaints).toEqual([]);
  });

  it('leads to its damaged places', async () => {
    const { page } = await open('Songs');
    const sheet = await look(page, '04 旧时');
    await sheet.getByRole('tab', { name: 'Words' }).click();
    await sheet.getByRole('button', { name: 'Show 1 damaged place' }).click();
    const damagedLine = sheet.locator('.line.damaged');
    await expect.poll(() => damagedLine.innerText()).toMatch(/^2\s[^]*unreadable characters/);
  });

  it('is read in another encoding, alone or with those that are read like it, and taken back', async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '04 旧时');
    await sheet.getByRole('tab', { name: 'Encoding' }).click();
    await sheet.getByLabel('Compare with').selectOption('big5');
    const readings = sheet.getByRole('table', { name: 'Two readings of the same lines' });
    await expect.poll(() => readings.getByRole('row').nth(1).innerText()).toContain('旧时的月色\t');
    await readings.getByRole('button', { name: 'Read it this way' }).click();
    const encoding = async (): Promise<unknown> =>
      (await details()).sources.find(({ name }) => name === '04 旧时')?.encoding;
    await expect.poll(encoding).toBe('big5');
    await sheet.getByText('It is read as Big5, as you chose.').waitFor();
    await sheet.getByRole('button', { name: 'Guess again' }).click();
    await expect.poll(encoding).toBe('gbk');
    await sheet.getByRole('tab', { name: 'Words' }).click();

    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect.poll(encoding).toBe('big5');
    await undoLast(page);
    await expect.poll(encoding).toBe('gbk');

    // All that are read in the same one.
    const together = await look(page, '02 归路');
    await together.getByRole('tab', { name: 'Encoding' }).click();
    await together.getByLabel('Compare with').selectOption('windows-1252');
    await together.getByRole('radio', { name: 'All 4 sources read as UTF-8' }).click();
    await together.getByRole('button', { name: 'Read it this way' }).click();
    await expect
      .poll(async () => (await details()).sources.map(({ encoding: name }) => name))
      .toEqual([...Array<string>(3).fill('windows-1252'), 'gbk', 'windows-1252']);
    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect
      .poll(async () => (await details()).sources.map(({ encoding: name }) => name))
      .toEqual([...Array<string>(3).fill('utf-8'), 'gbk', 'utf-8']);
    expect(complaints).toEqual([]);
  });

  it('of which the encoding is not certain is shown in both readings as it is guessed, and corrected', async () => {
    // Four bytes that are words in either: what they are, only who wrote them knows.
    const bytes = new Uint8Array(iconv.encode('夜曲', 'big5'));
    const files = [{ name: '短.txt', bytes }];
    const { id } = await stage.host.calls['corpora.import']({ task: 'short', files, name: '一短' });
    const source = async () => (await details(id)).sources[0]!;
    expect(await source()).toMatchObject({
      ...{ encoding: 'gbk', certain: false, otherEncoding: 'big5', encodingChosen: false },
    });
    const { page, complaints } = await open('Songs', '一短');
    await page.getByRole('region', { name: '一短' }).getByText('短', { exact: true }).dblclick();
    const sheet = page.getByRole('dialog', { name: '短' }); // at its encoding, without being asked
    const readings = sheet.getByRole('table', { name: 'Two readings of the same lines' });
    const cells = readings.getByRole('row').nth(1).getByRole('cell');
    await expect
      .poll(() => cells.allInnerTexts())
      .toEqual([iconv.decode(Buffer.from(bytes), 'gbk'), '夜曲']);
    await takePicture(page, 'corpus uncertain encoding');
    await readings.getByRole('button', { name: 'Read it this way' }).click();
    await sheet.getByText('It is read as Big5, as you chose.').waitFor();
    expect(await source()).toMatchObject({ encoding: 'big5', certain: true });
    expect(await textLines(id)).toEqual(['夜曲']);
    await stage.host.calls['corpora.remove']({ id });
    expect(complaints).toEqual([]);
  });

  it('is edited in place, and goes back to what came in', { tags: ['long'] }, async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '02 归路');
    await sheet.getByRole('tab', { name: 'Edit' }).click();
    const words = sheet.getByRole('textbox', { name: 'Words of 02 归路' });
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n我还是会想起你\n愛在風中飄');
    await words.fill('山高水又长\n路也长');
    // What was typed is there when one comes back.
    await page.keyboard.press('Escape');
    await look(page, '02 归路');
    await sheet.getByRole('tab', { name: 'Edit' }).click();
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n路也长');
    await sheet.getByRole('button', { name: 'Save these words' }).click();
    const source = async () => (await details()).sources[1]!;
    await expect.poll(async () => (await source()).edited).toBe(true);
    await expect.poll(() => textLines(songsId())).toContain('路也长');
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n路也长');
    await sheet.getByRole('button', { name: 'Go back to what came in' }).click();
    await expect.poll(async () => (await source()).edited).toBe(false);
    await expect.poll(() => words.inputValue()).toBe('山高水又长\n我还是会想起你\n愛在風中飄');
    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect.poll(() => textLines(songsId())).toContain('路也长');
    await undoLast(page);
    await expect.poll(async () => (await source()).edited).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('is split into songs that one sees first', async () => {
    const { page, complaints } = await open('Songs');
    const sheet = await look(page, '03 集');
    await sheet.getByRole('tab', { name: 'Songs' }).click();
    await sheet.getByText('That makes 1 song.').waitFor();
    await sheet.getByRole('radio', { name: 'Split at headings' }).check();
    await sheet.getByText('That makes 2 songs.').waitFor();
    const songs = sheet.getByRole('region', { name: 'Songs that this makes' });
    await expect.poll(() => songs.innerText()).toContain('秋月照人归');
    expect((await details()).sources[2]!.split).toEqual({ by: 'none' });
    await sheet.getByRole('radio', { name: 'Split at blank lines' }).check();
    await sheet.getByLabel('Blank lines', { exact: true }).fill('x');
    await sheet.getByText('Enter a whole number from 1 to 20.').waitFor();
    await expect
      .poll(() => sheet.getByRole('button', { name: 'Split this way' }).isDisabled())
      .toBe(true);
    await sheet.getByRole('radio', { name: 'Split at headings' }).check();
    await sheet.getByText('That makes 2 songs.').waitFor();
    await sheet.getByRole('button', { name: 'Split this way' }).click();
    await expect.poll(async () => (await details()).sources[2]!.songs).toBe(2);
    await page.keyboard.press('Escape');
    await undoLast(page);
    await expect.poll(async () => (await details()).sources[2]!.split).toEqual({ by: 'none' });
    expect(complaints).toEqual([]);
  });

  it('or several together are split into songs, which are called after their headings', async () => {
    const { page, complaints } = await open('Songs');
    for (const name of ['02 归路', '03 集'])
      await page.getByRole('checkbox', { name: new RegExp(name) }).check();
    await page.getByRole('button', { name: 'Split into songs…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Split 2 files into songs' });
    await dialog.getByRole('radio', { name: 'Split at headings' }).check();
    await dialog.getByText('That makes 3 songs.').waitFor();
    const songs = dialog.getByRole('region', { name: 'Songs that this makes' });
    await expect.poll(() => songs.innerText()).toMatch(/1 · 02 归路[^]*2 · 一[^]*3 · 二/);
    await takePicture(page, 'corpus split several');
    await dialog.getByRole('button', { name: 'Split this way' }).click();
    await page.getByText('2 files were split again.').waitFor();
    await tab(page, 'Text').click();
    const list = page.getByRole('listbox', { name: 'Songs' });
    await expect.poll(() => list.innerText()).toMatch(/02 归路[^]*一[^]*二/);
    await undoLast(page);
    await expect.poll(async () => (await details()).sources[2]!.split).toEqual({ by: 'none' });
    expect(complaints).toEqual([]);
  });
});
