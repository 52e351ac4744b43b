/**
 * Lines that are real, from the form to the paper, in a real browser.
 *
 * @module-tag long
 */
import { expect, it } from 'vitest';
import { draftText, writeFrom } from './support/draft-page.ts';
import { importText } from './support/import-text.ts';
import { byTheBook, goTo, takePicture, startRun } from './support/page.ts';
import { sharedStage } from './support/stage.ts';
import { finishedModel } from './support/train.ts';

/** Each line has a space within it, after which it does not break. */
const lyrics = ['the river 在 等船', 'goes on 到 天亮', '', '我 们 不分开', '']
  .join('\r\n')
  .repeat(60);

const stage = sharedStage();

it('are what a new corpus is learnt with, told of, and written', async () => {
  const bytes = new TextEncoder().encode(lyrics);
  await importText(stage.host.calls, 'river.txt', bytes);
  const { page, complaints } = await stage.openPage();
  await goTo(page, 'Train');
  await page.getByLabel('Corpus', { exact: true }).selectOption({ label: 'river' });
  const field = page.getByLabel('Line breaks', { exact: true });
  await expect.poll(() => field.inputValue()).toBe('own');
  await takePicture(page, 'line breaks in the form', { fullPage: true });
  await byTheBook(page);
  await startRun(
    page,
    {
      ...{ 'Hidden units': '32', 'Time steps': '10', 'Batch size': '4', 'Learning rate': '10' },
      ...{ Epochs: '60', 'Sample interval': '60', Prefixes: 'the river' },
    },
    'river',
  );
  await page.getByText('After epoch 60', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Write with this model' }).click();

  await page.getByLabel('Length', { exact: true }).fill('80');
  await page.getByLabel('Greedy').setChecked(true);
  await writeFrom(page, 'the river 在 等船\ngoes on');
  await page
    .getByRole('status')
    .filter({ hasText: /^80 characters/ })
    .waitFor();
  const text = await draftText(page);
  expect(text.startsWith('the river 在 等船\ngoes on')).toBe(true);
  expect(text.split('\n').length).toBeGreaterThan(4);
  expect(text).toMatch(/[在到] [等天]/); // which was set as two lines where breaks were spaces
  await takePicture(page, 'line breaks on the paper');
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied.').waitFor();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);

  await goTo(page, 'Models');
  await page
    .getByText(/^river\s· .*lines/)
    .first()
    .click();
  const settings = page
    .getByRole('region', { name: 'Settings of the run' })
    .or(page.locator('aside'));
  await settings.getByText('Real lines').waitFor();
  await takePicture(page, 'line breaks in the details');
  expect(complaints).toEqual([]);
});

it('and how much is learnt follow the corpus, and the button says what is not', async () => {
  const files = Array.from({ length: 12 }, (_, i) => ({
    name: `${i + 1}.txt`,
    bytes: new TextEncoder().encode(
      Array.from({ length: 20 }, (_, line) => `第 ${i} 首歌的第 ${line} 行`).join('\n'),
    ),
  }));
  const { id } = await stage.host.calls['corpora.import']({
    task: 'songs',
    name: 'twelve',
    files,
  });
  const sizes = (await stage.host.calls['corpora.songs']({ id })).map(
    ({ characters }) => characters,
  );
  const all = sizes.reduce((sum, size) => sum + size, 0) + 11;
  const { page, complaints } = await stage.openPage();
  await goTo(page, 'Train');
  const corpus = page.getByLabel('Corpus', { exact: true });
  const limit = page.getByLabel('Characters to learn', { exact: true });
  const lineBreaks = page.getByLabel('Line breaks', { exact: true });
  const start = page.getByRole('button', { name: 'Start training' });
  await corpus.selectOption({ label: 'Verseloom sample lyrics' });
  expect([await limit.inputValue(), await lineBreaks.inputValue()]).toEqual(['10000', 'space']);
  await page.getByRole('button', { name: /learns 10,000 of [\d,]+ characters$/ }).waitFor();
  await corpus.selectOption({ label: 'twelve' });
  expect([await limit.inputValue(), await lineBreaks.inputValue()]).toEqual(['0', 'own']);
  await expect.poll(() => start.textContent()).not.toContain('learns');

  await byTheBook(page);
  const taken = sizes.slice(0, 7).reduce((sum, size) => sum + size + 1, 0) + 5;
  await limit.fill(String(taken));
  const number = (value: number): string => new Intl.NumberFormat('en').format(value);
  const said = `learns ${number(taken)} of ${number(all)} characters: 7 of 12 songs`;
  await page.getByRole('button', { name: `Start training ${said}` }).waitFor();
  await page.getByText(`L${said.slice(1)}.`).waitFor();
  await takePicture(page, 'how much is learnt');

  await limit.fill('0');
  await page
    .getByLabel('Held-out part', { exact: true })
    .selectOption({ label: 'One song in every few' });
  await page.getByLabel('One song in', { exact: true }).fill('13');
  await page.getByText(/would be empty: one song in 13/).waitFor();
  await page.getByLabel('One song in', { exact: true }).fill('5');
  await page.getByText(/10 of 12 songs\. Held out: [\d,]+ characters, 2 whole songs\./).waitFor();
  await page.getByLabel('Held-out part', { exact: true }).scrollIntoViewIfNeeded();
  await takePicture(page, 'a held-out part in the form');

  await page.getByLabel('Prefixes', { exact: true }).fill('第');
  await startRun(
    page,
    {
      ...{ 'Hidden units': '16', 'Time steps': '10', 'Batch size': '4', 'Learning rate': '10' },
      ...{ Epochs: '20', 'Sample interval': '10', 'Sample length': '400' },
    },
    'twelve',
  );
  await page.getByText('After epoch 20', { exact: true }).waitFor();
  const trained = await finishedModel(stage.host);
  const { settings, samples } = await stage.host.calls['models.history']({ id: trained });
  expect(settings).toMatchObject({ heldOut: { by: 'songs', every: 5 }, lineBreaks: 'own' });
  expect(samples.length).toBeGreaterThan(0);
  await goTo(page, 'Models');
  await page
    .getByText(/^twelve\s· .*1 song in 5 held out/)
    .first()
    .click();
  await page.getByText('One song in 5', { exact: true }).waitFor();
  // What ends a song is in the vocabulary, and is nowhere seen.
  await page
    .getByRole('button', { name: /Write with/ })
    .first()
    .click();
  await page.getByLabel('Length', { exact: true }).fill('300');
  await page.locator('#write-sampled').check();
  await writeFrom(page, '第 1 首');
  await page
    .getByRole('status')
    .filter({ hasText: /^300 characters/ })
    .waitFor();
  await expect.poll(() => draftText(page)).toContain('\n');
  await expect.poll(() => draftText(page)).not.toContain('\u001e');
  await takePicture(page, 'songs on the paper');
  expect(complaints).toEqual([]);
  await page.context().close();
});
