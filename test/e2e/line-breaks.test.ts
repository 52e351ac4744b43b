/** Lines that are real, from the form to the paper, in a real browser. */
import type { Browser } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { importText } from './support/import-text.ts';
import type { Application } from './support/application.ts';
import type { Client } from '../hosts/web/client.ts';
import { goTo, openPage, picture, startRun } from './support/page.ts';
import { openStage } from './support/stage.ts';

/** Each line has a space within it, after which it does not break. */
const lyrics = ['the river 在 等船', 'goes on 到 天亮', '', '我 们 不分开', '']
  .join('\r\n')
  .repeat(60);

let application: Application;
let browser: Browser;
let host: Client;

beforeAll(async () => {
  const stage = await openStage();
  ({ application, browser, host } = stage);
  return stage.close;
});

it('are asked for in the form, learnt, told of, and written', async () => {
  const bytes = new TextEncoder().encode(lyrics);
  await importText(host.calls, 'river.txt', bytes);
  const { page, complaints } = await openPage(browser, application.address);
  await goTo(page, 'Train');
  const field = page.getByLabel('Line breaks', { exact: true });
  expect(await field.inputValue()).toBe('space'); // the book's way
  await field.selectOption({ label: 'Lines are real' });
  await page.screenshot({ path: picture('line breaks in the form'), fullPage: true });
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

  await page.getByLabel('Prefix', { exact: true }).fill('the river 在 等船\ngoes on');
  await page.getByLabel('Length', { exact: true }).fill('80');
  await page.getByLabel('Greedy').setChecked(true);
  await page.getByRole('button', { name: 'Write', exact: true }).last().click();
  await page
    .getByRole('status')
    .filter({ hasText: /^80 characters/ })
    .waitFor();
  const verse = page.getByRole('region', { name: 'Text', exact: true }).locator('.verse');
  const text = (await verse.textContent())!;
  expect(text.startsWith('the river 在 等船\ngoes on')).toBe(true);
  expect(text.split('\n').length).toBeGreaterThan(4);
  expect(text).toMatch(/[在到] [等天]/); // which was set as two lines where breaks were spaces
  await page.screenshot({ path: picture('line breaks on the paper') });
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied.').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);

  await goTo(page, 'Models');
  await page
    .getByText(/^river · .*lines/)
    .first()
    .click();
  const settings = page
    .getByRole('region', { name: 'Settings of the run' })
    .or(page.locator('aside'));
  await settings.getByText('Lines are real').waitFor();
  await page.screenshot({ path: picture('line breaks in the details') });
  expect(complaints).toEqual([]);
});
