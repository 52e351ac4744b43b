/** What the page says of its own text, in a real browser with a real model: what is copied, what is not known, and what surprises. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { draftPage, draftText, offerFrom, showOnPage, openDraft } from '../support/draft-page.ts';
import { keptModel } from '../support/kept-model.ts';
import { expectGoodAlways } from '../support/looks.ts';
import { type Look, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();
/** Lines of what the model has learnt. */
let lines: string[];

beforeAll(async () => {
  const { calls } = stage.host;
  const [corpus] = await calls['corpora.list']({});
  await keptModel(stage, { epochs: 20, hiddenSize: 32 });
  const { text } = await calls['corpora.text']({ id: corpus!.id });
  lines = text.split(/\s/).filter((line) => /^\p{Script=Han}{7,}$/u.test(line));
});

async function open(text: string, look: Look = {}): Promise<WatchedPage> {
  await stage.host.calls['preferences.set']({ pageColour: 'nothing', pageMarks: true });
  await stage.host.calls['preferences.set']({ copiedCharacters: 6 });
  return openDraft(stage, text, look);
}

const copied = (page: Page) => page.locator('#write-page .cm-copied');
const unknown = (page: Page) => page.locator('#write-page .cm-unknown');
const here = (page: Page) => page.getByRole('status', { name: /^(At the cursor|光标处)$/ });

describe('the page', () => {
  it('underlines what is copied as one types, names its song, and counts the lines', async () => {
    const [line] = lines;
    const { page, complaints } = await open(`[副歌]\n${line}\n我自己写的𠮷一句`);
    await expect.poll(() => copied(page).allInnerTexts()).toEqual([line]);
    await expect
      .poll(() => copied(page).getAttribute('title'))
      .toMatch(/^Copied from “.+”, \d+ characters in a row\.$/);
    await page.getByText('From the corpus: 1 of 2 lines.').waitFor();
    await draftPage(page).press('Control+Home');
    await expect.poll(() => here(page).innerText()).toBe('');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await expect.poll(() => here(page).innerText()).toMatch(/^Copied from “.+”, \d+ characters/);
    await draftPage(page).press('Control+End');
    await page.keyboard.type(`\n𠮷${lines[1]!.slice(0, 5)}`);
    await page.getByText('From the corpus: 1 of 3 lines.').waitFor();
    await page.keyboard.type(lines[1]!.slice(5));
    await expect.poll(() => copied(page).allInnerTexts()).toEqual([line, lines[1]]);
    await page.getByText('From the corpus: 2 of 3 lines.').waitFor();
    for (let typed = 0; typed < lines[1]!.length - 5; typed++)
      await page.keyboard.press('Backspace');
    await expect.poll(() => copied(page).allInnerTexts()).toEqual([line]);
    expect(complaints).toEqual([]);
  });

  it('marks what the model does not know at once, with what it reads instead', async () => {
    const { page } = await open('想要𠮷分开');
    await expect.poll(() => unknown(page).allInnerTexts()).toEqual(['𠮷']);
    await expect
      .poll(() => unknown(page).getAttribute('title'))
      .toBe('The model does not know “𠮷” and reads the line without it: “想要分开”.');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => here(page).innerText()).toMatch(/^The model does not know “𠮷”/);
  });

  it(
    'is quiet where it is told to, and counts from as many as one likes, by keyboard alone',
    { tags: ['long'] },
    async () => {
      const { page } = await open(`${lines[0]!.slice(0, 5)}𠮷`);
      await page.getByText('From the corpus: 0 of 1 line.').waitFor();
      await page.getByRole('button', { name: 'Show', exact: true }).focus();
      await page.keyboard.press('Enter');
      const count = page.getByLabel('Chinese characters in a row that count as copied');
      await count.fill('1');
      await page.getByText('A whole number from 2 to 64.').waitFor();
      await count.fill('５');
      await expect.poll(() => copied(page).count()).toBe(1);
      await page
        .getByRole('checkbox', { name: 'Mark copies and unknown characters' })
        .press('Space');
      await expect.poll(() => copied(page).count()).toBe(0);
      await expect.poll(() => unknown(page).count()).toBe(0);
      await page.keyboard.press('Escape');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent?.trim()))
        .toBe('Show');
      await page.reload();
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      await expect.poll(() => count.inputValue()).toBe('5');
      await page.getByRole('tab', { name: 'Settings' }).click();
      await page.getByText('No more than 4 Chinese characters in a row').waitFor();
    },
  );

  it('counts so in every window, and shows the same there', { tags: ['long'] }, async () => {
    const { page } = await open(lines[0]!.slice(0, 5));
    await page.getByText('From the corpus: 0 of 1 line.').waitFor();
    await expect.poll(async () => (await stage.host.calls['drafts.list']({})).length).toBe(1);
    const other = await stage.openPage();
    await other.page.keyboard.press('Alt+3');
    await expect.poll(() => draftText(other.page)).toBe(lines[0]!.slice(0, 5));
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByLabel('Chinese characters in a row that count as copied').fill('5');
    await page.getByRole('radio', { name: /^Surprise/ }).check();
    // A mark for each colour that lies over it.
    await expect
      .poll(async () => (await copied(other.page).allInnerTexts()).join(''))
      .toBe(lines[0]!.slice(0, 5));
    await other.page.locator('#write-page [class^=cm-surprise]').first().waitFor();
    await other.page.getByRole('button', { name: 'Show', exact: true }).click();
    const count = other.page.getByLabel('Chinese characters in a row that count as copied');
    await expect.poll(() => count.inputValue()).toBe('5');
    expect(other.complaints).toEqual([]);
  });

  it(
    'underlines what the model wrote as well, and says at the cursor who did',
    { tags: ['long'] },
    async () => {
      const [line] = lines;
      const { page, complaints } = await open('');
      const piece = {
        ...{ id: 'p', at: new Date().toISOString(), modelId: 'm', modelName: '织机' },
        ...{ prefix: '想', text: line!, settings: { temperature: 0.5, seed: 7 } },
      };
      const { id, revision } = await stage.host.calls['drafts.create']({});
      const spans = [{ from: 2, to: 2 + line!.length, piece: 'p' }];
      const content = { text: `我\n${line}`, spans, pieces: [piece] };
      await stage.host.calls['drafts.save']({
        ...{ id, revision },
        content: { ...content, readings: [], settings: {}, history: null },
      });
      await page.reload();
      await expect.poll(() => copied(page).allInnerTexts()).toEqual([line]);
      await showOnPage(page, 'What the model wrote');
      await expect
        .poll(() => page.locator('#write-page .cm-written').allInnerTexts())
        .toEqual([line]);
      await draftPage(page).press('Control+End');
      await expect
        .poll(() => here(page).innerText())
        .toMatch(/^织机, Temperature: 0\.5, Seed: 7.+Copied from “.+”, \d+ characters/);
      await draftPage(page).press('Control+Home');
      await page.keyboard.press('End');
      await expect.poll(() => here(page).innerText()).toBe('');
      expect(complaints).toEqual([]);
    },
  );

  it('tells once of what a model leaves out of what it goes on from', async () => {
    const { page, complaints } = await open('');
    const said = page.getByText('left them out: 𠮷');
    await offerFrom(page, '想要𠮷分开');
    await said.waitFor();
    await expect.poll(() => said.count()).toBe(1);
    await page.keyboard.press('Escape');
    await expect.poll(() => said.count()).toBe(0);
    await offerFrom(page, '想要分开');
    await expect.poll(() => page.getByText('left them out').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it(
    'shows how much each character surprises the model, and its perplexity',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open(`[主歌]\n${lines[0]}\n𠮷想要\n\n分开`);
      await showOnPage(page, /^Surprise/);
      const coloured = page.locator('#write-page [class^=cm-surprise]');
      await coloured.first().waitFor();
      expect((await coloured.allInnerTexts()).join('')).toBe(`${lines[0]!.slice(1)}想要分开`);
      await expect
        .poll(() => coloured.first().getAttribute('title'))
        .toMatch(/^probability .+%, surprise /);
      await page.getByText(/^Perplexity [\d.]+, line [\d.]+|^Perplexity [\d.]+, stanza/).waitFor();
      await draftPage(page).press('Control+End');
      await expect.poll(() => here(page).innerText()).toMatch(/^“开”: probability/);
      await page.keyboard.type('想');
      await expect.poll(async () => (await coloured.allInnerTexts()).join('')).toMatch(/分开想$/);
      expect(complaints).toEqual([]);
    },
  );

  it.each(['zh', 'en'] as const)('looks good in %s', { tags: ['long'] }, async (language) => {
    const locale = language === 'zh' ? 'zh-CN' : 'en-US';
    const { page } = await open(`[副歌]\n${lines[0]}\n我自己写的𠮷一句\n`, { locale });
    await copied(page).first().waitFor();
    await expectGoodAlways(page, `honesty ${language}`);
    await showOnPage(page, /^(Surprise|意外)/);
    await page.locator('#write-page [class^=cm-surprise]').first().waitFor();
    await page.getByRole('button', { name: /^(Show|显示)$/ }).click();
    await expectGoodAlways(page, `honesty surprise ${language}`);
    await page.setViewportSize({ width: 900, height: 700 });
    const end = async (): Promise<number> => {
      const { x, width } = (await page.locator('#write-show').boundingBox())!;
      return x + width;
    };
    await expect.poll(end).toBeLessThanOrEqual(900); // it has gone along with its button
  });

  it('takes 200,000 characters, and typing goes on', { tags: ['long'] }, async () => {
    const text = `${lines.slice(0, 20).join('\n')}\n`;
    const { page } = await open('');
    await draftPage(page).focus();
    await draftPage(page).evaluate(
      (element, long) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', long);
        element.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
        );
      },
      text.repeat(Math.ceil(200_000 / text.length)),
    );
    await page.getByText(/^From the corpus: [\d,]+ of [\d,]+ lines/).waitFor({ timeout: 30_000 });
    await page.keyboard.type('想要');
    await expect.poll(() => draftText(page)).toMatch(/想要$/);
  });
});
