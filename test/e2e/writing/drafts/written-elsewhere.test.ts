/** What a model wrote on other screens, on its way into a draft: by a click, and dragged to its place. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { drop, setDesk } from '../../support/desk.ts';
import { draftPage, draftText, newDraft, showOnPage } from '../../support/draft-page.ts';
import { goTo, takePicture, type WatchedPage } from '../../support/page.ts';
import { sharedStage } from '../../support/stage.ts';
import { trainModel } from '../../support/train.ts';

const stage = sharedStage();

beforeAll(async () => {
  await trainModel(stage.host, { epochs: 60, hiddenSize: 48, predPeriod: 60 }); // of which a sample says something
});

async function open(): Promise<WatchedPage> {
  const opened = await stage.openPage();
  await goTo(opened.page, 'Write');
  await draftPage(opened.page).waitFor();
  return opened;
}

/** @returns the text, as the host has it, of the draft that was changed last */
async function newestText(): Promise<string> {
  const { calls } = stage.host;
  const [newest] = (await calls['drafts.list']({})).toSorted((a, b) =>
    b.changedAt.localeCompare(a.changedAt),
  );
  return (await calls['drafts.open']({ id: newest!.id })).content.text;
}

describe('what a model wrote elsewhere', () => {
  /** The end of a draft, which is all of an empty one. */
  async function withSamples(): Promise<WatchedPage> {
    const opened = await open();
    await newDraft(opened.page);
    await goTo(opened.page, 'Train');
    await sampleIn(opened.page).waitFor();
    return opened;
  }
  const sampleIn = (page: Page) => page.locator('.sample').first();
  const put = async (page: Page): Promise<void> => {
    await page.getByText('Added to the end of the draft.').waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await draftPage(page).waitFor();
  };
  const sung = (text: string): string => text.replaceAll(/\s/g, '');
  const focusedOn = (page: Page) => page.evaluate(() => document.activeElement?.id);

  it(
    'goes into the draft by a click, and the model’s part is marked',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await withSamples();
      const sample = sung((await sampleIn(page).locator('.verse').textContent())!);
      expect(sample.length).toBeGreaterThan('分开'.length);
      await sampleIn(page).getByRole('button', { name: 'Add to the draft' }).click();
      await put(page);
      expect(sung(await draftText(page))).toBe(sample);
      await showOnPage(page, 'What the model wrote');
      const written = page.locator('#write-page .cm-written');
      await expect
        .poll(async () => sung((await written.allTextContents()).join('')))
        .toBe(sample.slice('分开'.length));
      expect(complaints).toEqual([]);
    },
  );

  it(
    'is dragged to where one writes, by its handle or as text that is marked',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await withSamples();
      const sample = sung((await sampleIn(page).locator('.verse').textContent())!);
      const write = page.getByRole('navigation').getByRole('link', { name: 'Write' });
      await sampleIn(page).getByRole('button', { name: 'Add to the draft' }).dragTo(write);
      await put(page);
      expect(sung(await draftText(page))).toBe(sample);

      await goTo(page, 'Train');
      const verse = sampleIn(page).locator('.verse');
      await verse.scrollIntoViewIfNeeded();
      const box = await verse.evaluate((marked) => {
        document.getSelection()!.selectAllChildren(marked);
        const range = document.createRange();
        range.selectNodeContents(marked.querySelector('b')!); // and not what is free beside the words
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      const to = (await write.boundingBox())!;
      await page.mouse.move(box.x, box.y);
      await page.mouse.down();
      await page.mouse.move(box.x + 14, box.y + 6, { steps: 4 });
      await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
      await page.mouse.up();
      await expect.poll(async () => sung(await newestText())).toBe(sample + sample);
      expect(complaints).toEqual([]);
    },
  );

  /**
   * Drags it over *Write*, which opens, and from there to the page.
   * @param place of the page, in px from its first character
   * @returns how far below the last line the cursor was that showed where it goes, in px from its top
   */
  async function dragToPage(
    page: Page,
    from: Locator,
    place: [x: number, y: number],
  ): Promise<number> {
    await from.scrollIntoViewIfNeeded();
    const verse = await from.evaluate((marked) => {
      document.getSelection()!.selectAllChildren(marked);
      const range = document.createRange();
      range.selectNodeContents(marked.querySelector('b')!);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    const write = page.getByRole('navigation').getByRole('link', { name: 'Write' });
    const over = (await write.boundingBox())!;
    await page.mouse.move(verse.x, verse.y);
    await page.mouse.down();
    await page.mouse.move(verse.x + 14, verse.y + 6, { steps: 4 });
    await page.mouse.move(over.x + over.width / 2, over.y + over.height / 2, { steps: 4 });
    await draftPage(page).waitFor(); // it opens where one stays
    const text = await page.locator('#write-page .cm-line').first().boundingBox();
    const [x, y] = [text!.x + 10 + place[0], text!.y + place[1]];
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.move(x + 1, y); // where one has come by now, one is above it
    const cursor = page.locator('#write-page .cm-goesHere');
    await cursor.waitFor();
    await takePicture(page, `writ over the page at ${place[1]}`);
    const last = (await page.locator('#write-page .cm-line').last().boundingBox())!;
    const { y: top } = (await cursor.boundingBox())!;
    await page.mouse.up();
    await expect.poll(() => cursor.count()).toBe(0);
    return top - last.y - last.height;
  }

  async function withDraft(text: string, hash: string): Promise<WatchedPage> {
    const opened = await open();
    await newDraft(opened.page);
    await draftPage(opened.page).focus();
    await opened.page.keyboard.insertText(text);
    await opened.page.evaluate((to) => (window.location.hash = to), hash);
    return opened;
  }

  it(
    'is dragged to its place on the page, where it is the model’s, as one step',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await withDraft('第一行\n第二行', '#/train');
      await sampleIn(page).waitFor();
      const sample = (await sampleIn(page).locator('.verse').textContent())!;
      const lineHeight = 46;
      const below = await dragToPage(page, sampleIn(page).locator('.verse'), [0, lineHeight * 1.5]);
      expect(below).toBeLessThan(0); // in the line that it goes before
      expect(below).toBeGreaterThan(-lineHeight);
      const text = await draftText(page);
      expect(text).toMatch(/^第一行\n分开[^]*第二行$/u);
      expect(sung(text.slice(4, -3))).toBe(sung(sample));
      expect(await focusedOn(page)).toBe('write-page');
      await showOnPage(page, 'What the model wrote');
      const written = page.locator('#write-page .cm-written');
      await expect
        .poll(async () => sung((await written.allTextContents()).join('')))
        .toBe(sung(sample).slice('分开'.length));
      await draftPage(page).focus();
      await page.keyboard.press('ControlOrMeta+Z');
      await expect.poll(() => draftText(page)).toBe('第一行\n第二行');
      expect(complaints).toEqual([]);
    },
  );

  it(
    'comes from where models are compared, too; below all that stands there, it is a stanza of its own',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await withDraft('第一行\n第二行', '#/compare');
      await page.getByLabel('Prefixes', { exact: true }).fill('分开');
      await page.getByLabel('Length', { exact: true }).fill('12');
      await page.getByRole('button', { name: 'Write', exact: true }).click();
      const cell = page.locator('tbody td:has(button)').first();
      await cell.waitFor();
      const piece = (await cell.locator('.verse').textContent())!;
      expect(await dragToPage(page, cell.locator('.verse'), [0, 400])).toBeGreaterThanOrEqual(0);
      const text = await draftText(page);
      expect(text).toMatch(/^第一行\n第二行\n\n分开/u);
      expect(sung(text.slice(7))).toBe(sung(piece));
      await showOnPage(page, 'What the model wrote');
      const written = page.locator('#write-page .cm-written').first();
      await expect.poll(() => written.getAttribute('title')).toMatch(/Temperature: 0.8, Seed: 1$/);

      // What was dragged is gone with its screen, and nobody has told its end: files are taken all the same.
      const desk = await setDesk();
      onTestFinished(() => desk.clear());
      const files = [await desk.put('新歌.txt', '一首新歌\n又一行\n')];
      await page.mouse.move(300, 300);
      await drop(await page.context().newCDPSession(page), { files });
      const names = async () =>
        (await stage.host.calls['corpora.list']({})).map(({ name }) => name);
      await expect.poll(names).toContain('新歌');
      expect(complaints).toEqual([]);
    },
  );

  it('is dropped on the page as what it is, and what merely bears its name is not', async () => {
    const { page } = await open();
    await newDraft(page);
    await page.locator('#write-page').evaluate((host) => {
      const data = new DataTransfer();
      data.setData('text/plain', '只是文字');
      data.setData(
        'application/x-verseloom-writ',
        JSON.stringify({
          ...{ modelId: '', modelName: '甲', prefix: '分开', continuation: ' 一起', settings: {} },
          lineBreaks: 'space',
        }),
      );
      const inner = host.shadowRoot!.querySelector('.cm-content')!;
      const how = { dataTransfer: data, bubbles: true, cancelable: true, composed: true };
      inner.dispatchEvent(new DragEvent('drop', how));
      const other = new DataTransfer();
      other.setData('application/x-verseloom-writ', '{"modelId": 1}'); // of another program
      inner.dispatchEvent(new DragEvent('drop', { ...how, dataTransfer: other }));
    });
    await expect.poll(() => draftText(page)).toBe('分开\n一起');
  });
});
