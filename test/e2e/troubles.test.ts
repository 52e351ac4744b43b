/** What goes wrong for people, in a real browser: bad files, bad fields, a compute process that dies, the keyboard alone. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { draftText, writeFrom } from './support/draft-page.ts';
import { computePid, connectTo } from './support/application.ts';
import { byTheBook, fill, goTo, startRun } from './support/page.ts';
import { sharedStage } from './support/stage.ts';

const stage = sharedStage();

/** Drops a file onto the page, as from a folder. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], name));
      return transfer;
    },
    { name, bytes: [...bytes] },
  );
  for (const type of ['dragenter', 'dragover', 'drop'])
    await page.dispatchEvent('body', type, { dataTransfer: transfer });
}

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

describe('files that are no corpus', () => {
  const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
  const zipOf = async (name: string): Promise<Uint8Array> =>
    new JSZip().file(name, png).generateAsync({ type: 'uint8array' });
  const cases: [string, string, () => Promise<Uint8Array> | Uint8Array, RegExp][] = [
    ['an empty file', 'empty.txt', () => text(''), /“empty.txt” is empty/],
    [
      'a binary file',
      'binary.txt',
      () => Uint8Array.from({ length: 4000 }, (_, i) => (i * 73) % 256),
      /“binary.txt” is not text/,
    ],
    [
      'a zip without text',
      'pictures.zip',
      () => zipOf('picture.png'),
      /“pictures.zip\/picture.png” is an image/,
    ],
    [
      'a damaged zip',
      'damaged.zip',
      async () => (await zipOf('a.txt')).slice(0, 60),
      /“damaged.zip” is damaged/,
    ],
  ];
  it.each(cases)('%s gets one sentence and changes nothing', async (_, name, bytes, sentence) => {
    const { page } = await stage.openPage();
    await goTo(page, 'Corpus');
    const corpora = page.getByRole('list', { name: 'Corpora' }).getByRole('listitem');
    await corpora.first().waitFor();
    const before = await corpora.allInnerTexts();
    await drop(page, name, await bytes());
    await page.getByText(sentence).first().waitFor();
    await expect.poll(() => corpora.allInnerTexts()).toEqual(before);
    expect(await readdir(join(stage.application.data, 'corpora')).catch(() => [])).toEqual([]);
  });

  it('a file in GBK is read, and that is said', async () => {
    const { page } = await stage.openPage();
    const gbk = Uint8Array.from(
      'b4 ba cc ec d4 da ba d3 b1 df b5 c8 b4 ac 0a'.split(' ').map((hex) => parseInt(hex, 16)),
    );
    await goTo(page, 'Corpus');
    await drop(
      page,
      'gbk.txt',
      Uint8Array.from({ length: gbk.length * 20 }, (_, i) => gbk[i % gbk.length]!),
    );
    await page.getByText('text · GBK').waitFor();
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByText('春天在河边等船').first().waitFor();
    const listed = page
      .getByRole('list', { name: 'Corpora' })
      .getByRole('button', { name: /^gbk/ });
    await listed.press('Delete');
    await expect.poll(() => listed.count()).toBe(0);
  });
});

describe('fields', () => {
  it.each([
    ['Hidden units', '0', /between 1 and 2,?048|1 to 2,?048/],
    ['Epochs', '2.5', /whole/],
    ['Learning rate', 'fast', /number/],
    ['Batch size', '', /number/],
  ])('%s: %j is refused at the field', async (label, value, sentence) => {
    const { page } = await stage.openPage();
    await goTo(page, 'Train');
    await fill(page, { [label]: value });
    await page.getByRole('button', { name: 'Start training' }).click();
    const field = page.getByLabel(label, { exact: true });
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true');
    const described = (await field.getAttribute('aria-describedby'))!.split(' ');
    const sentences = await Promise.all(described.map((id) => page.locator(`#${id}`).innerText()));
    expect(sentences.join('\n')).toMatch(sentence);
    await expect
      .poll(() => field.evaluate((element) => element === document.activeElement))
      .toBe(true);
  });

  it('a corpus with fewer characters than one batch needs is told how many are needed', async () => {
    const { page } = await stage.openPage();
    await goTo(page, 'Corpus');
    await drop(page, 'short.txt', text('短歌一首'.repeat(30)));
    await page.getByRole('heading', { name: 'short' }).waitFor();
    await page.getByRole('button', { name: 'Train with this' }).click();
    await byTheBook(page);
    await page
      .getByText(/1,121.*120/)
      .first()
      .waitFor();
  });

  it('a prefix that is unknown to the corpus is refused at its field', async () => {
    const { page } = await stage.openPage();
    await startRun(page, { Prefixes: 'zzz' }, 'Verseloom sample lyrics');
    await expect
      .poll(() => page.getByLabel('Prefixes', { exact: true }).getAttribute('aria-invalid'))
      .toBe('true');
  });
});

describe('a compute process that is killed', () => {
  it('is reported, the run is marked, what was saved stays, and the next run works', async () => {
    const { page } = await stage.openPage();
    const fields = { Epochs: '100000', 'Hidden units': '32' };
    await startRun(page, fields, 'Verseloom sample lyrics');
    await page.getByRole('img', { name: /Perplexity over \d/ }).waitFor();
    process.kill(await computePid(stage.application), 'SIGKILL');
    await page.getByRole('status').filter({ hasText: 'Failed' }).waitFor();
    await page
      .getByText(/compute process/)
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByRole('status').filter({ hasText: 'Training' }).waitFor();
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await page.getByRole('status').filter({ hasText: 'Stopped and saved' }).waitFor();
  });
});

it('needs no mouse', { tags: ['long'] }, async () => {
  const { page } = await stage.openPage();
  await page.keyboard.press('Alt+2');
  await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
  await page.getByLabel('Epochs', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('3');
  await page.getByLabel('Hidden units', { exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('16');
  await page.keyboard.press('Enter'); // sends the form
  await page.getByRole('status').filter({ hasText: 'Finished and saved' }).waitFor();
  await page.getByRole('button', { name: 'Write with this model' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
  await writeFrom(page);
  await expect.poll(() => draftText(page)).toContain('分开');
});

it(
  'shows the same run on two pages, and changes language and looks on both',
  { tags: ['long'] },
  async () => {
    const [one, two] = [await stage.openPage(), await stage.openPage()];
    const { calls, socket } = await connectTo(stage.application);
    await calls['preferences.set']({ language: 'zh', theme: 'dark' });
    for (const { page } of [one, two]) {
      await page.getByRole('navigation').getByText('训练').waitFor();
      await expect.poll(() => page.locator('html').getAttribute('lang')).toMatch(/^zh/);
    }
    await one.page.reload();
    await one.page.getByRole('navigation').getByText('训练').waitFor();
    await calls['preferences.set']({ language: 'system', theme: 'system' });
    socket.close();
  },
);
