/** The pad on English lyrics, with a model that has learnt English: words are what is counted as copied, syllables are the measure, and sounds rhyme. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { draftPage, draftText, openDraft, showOnPage, writeFrom } from '../support/draft-page.ts';
import { expectGoodAlways } from '../support/looks.ts';
import { fill, takePicture, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

const stage = sharedStage();
/** Of eight words and more that the model has learnt. */
let words: string[];

beforeAll(async () => {
  const { calls } = stage.host;
  const corpora = await calls['corpora.list']({});
  const { id: corpusId } = corpora.find(({ name }) => /English|英文/.test(name))!;
  await trainModel(stage.host, { epochs: 1, hiddenSize: 8, maxCharacters: 20_000 }, { corpusId });
  const { text } = await calls['corpora.text']({ id: corpusId });
  const lines = text.slice(0, 15_000).split('\n');
  words = lines.find((line) => /^[A-Za-z]+(?: [a-z]+){7,}$/.test(line))!.split(' ');
});

const open = (text: string): Promise<WatchedPage> => openDraft(stage, text);
const copied = (page: Page): Locator => page.locator('#write-page .cm-copied');
const letters = (page: Page): Promise<string> =>
  page
    .locator('#write-page')
    .evaluate((host) =>
      [...host.shadowRoot!.querySelectorAll('.cm-fact:not([title=""]) .cm-rhyme')]
        .map(({ textContent }) => textContent || '-')
        .join(''),
    );

it(
  'underlines five words in a row, counts in words, and avoids one less',
  { tags: ['long'] },
  async () => {
    const four = words.slice(0, 4).join(' ');
    const { page, complaints } = await open(`and so ${four} zebras`);
    await page.getByText('From the corpus: 0 of 1 line.').waitFor();
    await expect.poll(() => copied(page).count()).toBe(0);
    await draftPage(page).press('Enter');
    await page.keyboard.insertText(words.slice(0, 5).join(' '));
    await expect.poll(() => copied(page).allInnerTexts()).toEqual([words.slice(0, 5).join(' ')]);
    await expect
      .poll(() => copied(page).getAttribute('title'))
      .toMatch(/^Copied from “.+”, 5 words in a row\.$/);
    await page.getByText('From the corpus: 1 of 2 lines.').waitFor();
    await page.getByText('No more than 4 words in a row').waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const count = page.getByLabel('Words in a row that count as copied');
    await expect.poll(() => count.inputValue()).toBe('5');
    await count.fill('4');
    await expect.poll(() => copied(page).count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.getByText('No more than 3 words in a row').waitFor();
    expect(await stage.host.calls['preferences.get']({})).toMatchObject({
      ...{ copiedWords: 4, copiedCharacters: 6 },
    });
    await stage.host.calls['preferences.set']({ copiedWords: 5 });
    await expect.poll(() => copied(page).count()).toBe(1); // here as in any window
    expect(complaints).toEqual([]);
  },
);

it('counts syllables, and letters of rhymes take slant ones in where that is wished', async () => {
  const { page, complaints } = await open(
    'a fire in the night\nand all of us came home\nunder a silver light\nwe slept on the warm stone',
  );
  await expect.poll(() => letters(page)).toBe('abac');
  const counts = page.locator('#write-page .cm-fact:not([title=""]) > :first-child');
  await expect.poll(() => counts.allInnerTexts()).toEqual(['6', '6', '6', '6']);
  await expect
    .poll(() => page.getByRole('status', { name: 'Line at the cursor' }).innerText())
    .toMatch(/^Line 4: 6 syllables, no other line of this stanza has this rhyme \(\/.+\/\)\.$/);
  await page.getByRole('tab', { name: 'Words' }).click();
  await page.locator('#rhymes-system').selectOption('near');
  await expect.poll(() => letters(page)).toBe('abab');
  expect(complaints).toEqual([]);
});

it(
  'finds words that rhyme with the end of a line, slant rhymes below',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await open('under a silver light');
    await page.getByRole('tab', { name: 'Words' }).click();
    const rhymes = page.getByRole('region', { name: 'What rhymes' });
    const first = rhymes.getByRole('list').first();
    await first.getByRole('button').first().waitFor();
    await expect.poll(() => first.getByText('night', { exact: true }).count()).toBe(1);
    const near = rhymes.getByRole('list', { name: /^(Near rhymes|Common words that nearly)/ });
    await expect.poll(() => near.count()).toBeGreaterThan(0);
    const [above, below] = [await first.boundingBox(), await near.first().boundingBox()];
    expect(below!.y).toBeGreaterThan(above!.y);
    await rhymes.scrollIntoViewIfNeeded();
    await takePicture(page, 'English rhymes');
    await expectGoodAlways(page, 'English rhymes');
    expect(complaints).toEqual([]);
  },
);

it('says how a line is wished that rhymes with a word, and finds characters by their letters', async () => {
  const { page, complaints } = await open('under a silver moon');
  await page.getByRole('tab', { name: 'Lines', exact: true }).click();
  const wish = page.locator('#lines-wish');
  await wish.fill('8 light');
  const refusal = page.getByText(/“light” is not understood as a wish/);
  await refusal.waitFor();
  expect(await refusal.innerText()).toMatch(/^“light” .* Write @light for a line that rhymes/);
  await wish.fill('8 @frobay');
  const guess = page.getByText(
    'How “frobay” sounds is guessed from its spelling: the dictionary does not have it.',
  );
  await guess.waitFor();
  await wish.fill('8 @light');
  await expect.poll(() => guess.count()).toBe(0);
  await page
    .getByRole('group', { name: 'Understood as' })
    .getByText(/rhymes with “?light/)
    .waitFor();
  await page.getByRole('tab', { name: 'Words', exact: true }).click();
  await page.getByLabel('Find by letter', { exact: true }).waitFor();
  await expect.poll(() => page.getByText(/pinyin such as ch/i).count()).toBe(0);
  expect(complaints).toEqual([]);
});

it('goes on in English, and tells what surprises in it', async () => {
  const { page, complaints } = await open('');
  await fill(page, { Length: '30' });
  await writeFrom(page, 'under a silver ');
  await expect.poll(() => draftText(page)).toMatch(/^under a silver [^\p{Script=Han}]/u);
  await showOnPage(page, /^Surprise/);
  await page.locator('#write-page [class^=cm-surprise]').first().waitFor();
  await page.getByText(/^Perplexity [\d.,]+/).waitFor();
  expect(complaints).toEqual([]);
});

it(
  'is read aloud as English: the page, and the lines that are found',
  { tags: ['long'] },
  async () => {
    const { page } = await open('the moon is high\n');
    await expect.poll(() => draftPage(page).getAttribute('lang')).toBe('en');
    await page.getByRole('tab', { name: 'Lines', exact: true }).click();
    await page.locator('#lines-wish').fill('4');
    await page.getByRole('button', { name: 'Find lines' }).click();
    const texts = page.getByRole('list', { name: 'Lines that fit' }).locator('.text');
    await texts.first().waitFor();
    expect(
      new Set(await texts.evaluateAll((all) => all.map((one) => one.getAttribute('lang')))),
    ).toEqual(new Set(['en']));
    await draftPage(page).fill('the moon 月光');
    await expect.poll(() => draftPage(page).getAttribute('lang')).toBe('zh');
  },
);
