/** The main path in a real browser, from the first minute to the last: import, train, watch, stop, reload, write, keep. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { draftPage, draftText, offerFrom } from './support/draft-page.ts';
import { focusOf } from './support/focus.ts';
import { startApplication } from './support/application.ts';
import { byTheBook, fill, goTo, openEverything, openPage, startRun } from './support/page.ts';
import { sharedStage } from './support/stage.ts';

const lyrics = [
  '春天在河边等船',
  '船在等一个人',
  '我们不分开',
  '风把名字吹远',
  '分开以后还是春天',
  '',
]
  .join('\n')
  .repeat(60);

const stage = sharedStage();

it('imports a corpus, trains on it, shows the curve, stops, saves, survives a reload, and writes', async () => {
  const { page, complaints } = await stage.openPage();
  expect(page.url()).not.toContain('code='); // neither in the history nor on a screenshot

  // The sample corpus is there already.
  await goTo(page, 'Corpus');
  await page.getByRole('list', { name: 'Corpora' }).getByText('Verseloom sample lyrics').waitFor();

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByText('Import lyrics…').click(),
  ]);
  await chooser.setFiles({
    name: 'river.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(lyrics),
  });
  await page.getByRole('heading', { name: 'river' }).waitFor();
  await page.getByRole('tab', { name: 'Text' }).click();
  await page.getByText('春天在河边等船').first().waitFor();
  await page.getByRole('button', { name: 'Train with this' }).click();

  // Training, as small as it goes.
  await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
  await openEverything(page);
  await byTheBook(page);
  await page.getByLabel('Engine', { exact: true }).selectOption({ label: 'ONNX Runtime' });
  await fill(page, {
    'Hidden units': '32',
    'Time steps': '10',
    'Batch size': '4',
    'Learning rate': '10',
    Epochs: '100000',
    'Sample interval': '20',
  });
  // The focus waits among them while the button waits for its answer; they stay as one has left them.
  const fields = page.locator('aside').filter({ has: page.getByLabel('Epochs', { exact: true }) });
  await fields.evaluate((element) => (element.scrollTop = 0));
  await page.getByRole('button', { name: 'Start training' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /Training/ })
    .waitFor();
  await expect.poll(() => fields.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  const curve = page.getByRole('img', { name: /Perplexity over \d/ });
  await curve.waitFor();
  await page.getByText('After epoch 20', { exact: true }).waitFor();
  const alternative = (await curve.getAttribute('aria-label'))!;
  const [first, last] = [/([\d.,]+) after the first/, /([\d.,]+) after the last/].map((pattern) =>
    Number(pattern.exec(alternative)![1]!.replaceAll(',', '')),
  );
  expect(last).toBeLessThan(first!);

  // Pause holds, resume goes on.
  await page.getByRole('button', { name: 'Pause' }).click();
  await page
    .getByRole('status')
    .filter({ hasText: /Paused/ })
    .waitFor();
  await page.waitForTimeout(500); // the last epoch is still being drawn
  const held = await curve.getAttribute('aria-label');
  await page.waitForTimeout(400);
  await expect.poll(() => curve.getAttribute('aria-label')).toBe(held);
  await page.getByRole('button', { name: 'Resume' }).click();

  // A reload in the middle finds everything again.
  await page.reload();
  await goTo(page, 'Train');
  await page.getByText('After epoch 20', { exact: true }).waitFor();
  await expect.poll(() => curve.getAttribute('aria-label')).not.toBe(held);

  await page.getByRole('button', { name: 'Stop and save' }).click();
  await page.getByText('Stopped and saved').waitFor();
  expect(
    (await readdir(join(stage.application.data, 'models'))).filter((name) =>
      name.endsWith('.verse'),
    ),
  ).toHaveLength(1);

  // Writing.
  await page.reload();
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Write with this model' }).click();
  await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
  await page.getByLabel('Length', { exact: true }).fill('24');
  await offerFrom(page, '分开🙂');
  await page.getByText(/does not know these characters.*🙂/).waitFor();
  await draftPage(page).press('Tab');
  const text = await draftText(page);
  expect(text.startsWith('分开🙂')).toBe(true);
  // Spaces become line ends on the page, so that fewer than 26 characters may be seen.
  expect(text.replaceAll(/\s/g, '').length).toBeGreaterThan(15);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied.').waitFor();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('分开');

  expect(complaints).toEqual([]);
});

it('lists the model, renames it, and takes a deletion back', async () => {
  const { page, complaints } = await stage.openPage();
  await goTo(page, 'Models');
  await page.getByRole('button', { name: 'Actions for river' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByLabel('New name for river').fill('河');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Actions for 河' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('“河” was deleted; the record of its run stays.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Write with 河' }).click();
  await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
  await expect.poll(() => focusOf(page)).toBe('Text'); // one writes on at once
  expect(complaints).toEqual([]);
});

it('carries a model out and in again', async () => {
  const { page } = await stage.openPage();
  await goTo(page, 'Models');
  await page.getByRole('button', { name: 'Actions for 河' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('dialog').getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('河.verse');
  const buffer = await readFile(await download.path());
  const bringIn = async (): Promise<void> => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByText('Import a model…').click(),
    ]);
    await chooser.setFiles({ name: 'again.verse', mimeType: 'application/octet-stream', buffer });
  };
  await bringIn();
  await page.getByText(/was in the library already/).waitFor();
  await expect.poll(() => page.getByRole('button', { name: /^Actions for/ }).count()).toBe(1);
  await page.getByRole('button', { name: 'Actions for 河' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('row').getByText('no model', { exact: true }).waitFor();
  await bringIn();
  await page.getByRole('button', { name: 'Actions for again' }).waitFor();
});

it(
  'saves what runs when it is ended, and the model is there at the next start',
  { tags: ['long'] },
  async () => {
    const first = await startApplication(undefined, join(stage.application.data, 'second'));
    const { page } = await openPage(stage.browser, first.address);
    await startRun(page, { Epochs: '100000', 'Hidden units': '16' });
    await page.getByRole('img', { name: /Perplexity over \d/ }).waitFor();
    const { code, output } = await first.end();
    expect(code).toBe(0);
    expect(output).toMatch(/saved/);
    await page.getByText(/Verseloom cannot be reached/).waitFor();

    const second = await startApplication(undefined, join(stage.application.data, 'second'));
    const { page: later } = await openPage(stage.browser, second.address);
    await goTo(later, 'Models');
    await later.getByText('cut off', { exact: true }).waitFor();
    await later.context().close();
    await second.end();
  },
);
