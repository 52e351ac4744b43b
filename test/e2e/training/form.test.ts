/** The form of a run in a browser: what one sees first, all of its settings, presets, forecasts, and what is put back by a click. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isPresent } from '../../engines/on-each-engine.ts';
import { focusOf } from '../support/focus.ts';
import { expectGoodAlways, expectGoodLooks, wear } from '../support/looks.ts';
import { fill, openEverything, takePicture, type Look } from '../support/page.ts';
import { faultsOfReach } from '../support/reach.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const open = async (look: Look = {}) => {
  await stage.host.calls['preferences.set']({ everySetting: false, engine: 'onnx' });
  const opened = await stage.openPage(look);
  await opened.page.keyboard.press('Alt+2');
  await opened.page.locator('#train-corpus').waitFor();
  return opened;
};
const everything = (page: Page) => page.getByRole('button', { name: /^(All settings|所有设置)$/ });
const forecast = (page: Page) => page.locator('.forecast[data-known]');
const preset = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });
/** @returns what is counted in units that stand neither on the line of its name nor right below its beginning */
const unitsOutOfLine = (page: Page): Promise<string[]> =>
  page.locator('.field .unit').evaluateAll((units) =>
    units.flatMap((unit) => {
      const label = unit.parentElement!.querySelector('label')!;
      const [at, of] = [unit, label].map((one) => one.getBoundingClientRect());
      return at!.top < of!.bottom || at!.left === of!.left
        ? []
        : [`${label.textContent} ${unit.textContent}`];
    }),
  );
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe.skipIf(!isPresent('onnx'))('the form of a run', () => {
  it(
    'says at first sight what is learnt, what for and how long it takes',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await page.getByText('Learns 10,000 of 14,986 characters.').waitFor();
      await expect.poll(() => preset(page, 'The book’s chapter').isChecked()).toBe(true);
      await forecast(page).waitFor();
      await expect
        .poll(() => forecast(page).textContent())
        .toMatch(/^\s*About .* here.*A 2\.\d MB model\.\s*$/);
      await expect.poll(() => field(page, 'Epochs').count()).toBe(0);
      await expectGoodAlways(page, 'form simple en');
      await preset(page, 'Careful').check();
      await page.getByText(/^\s*At most .* or so here/).waitFor();
      await everything(page).click();
      await expect.poll(() => field(page, 'Patience').inputValue()).toBe('5');
      await expectGoodAlways(page, 'form everything en');
      await wear(page, { colorScheme: 'light', viewport: { width: 1280, height: 800 } });
      await field(page, 'Snapshots').scrollIntoViewIfNeeded();
      await takePicture(page, 'form units en');
      await expect.poll(() => unitsOutOfLine(page)).toEqual([]);
      // On a large screen the first ones stay beside the last.
      await wear(page, { colorScheme: 'light', viewport: { width: 1920, height: 1080 } });
      await field(page, 'Snapshots').scrollIntoViewIfNeeded();
      await expect
        .poll(async () => (await field(page, 'Corpus').boundingBox())!.y)
        .toBeGreaterThanOrEqual(0);
      await page.reload();
      await field(page, 'Epochs').waitFor(); // it lasts, and so does what was chosen
      await expect.poll(() => preset(page, 'Careful').isChecked()).toBe(true);
      expect(complaints).toEqual([]);
    },
  );

  it(
    'shows of an optimiser its own settings and none of another, with the learning rate that suits it',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await everything(page).click();
      await expect.poll(() => field(page, 'Learning rate').inputValue()).toBe('100');
      await expect.poll(() => field(page, 'Momentum').count()).toBe(0);
      await page.locator('#train-optimiser').selectOption('adamw');
      await expect.poll(() => field(page, 'Learning rate').inputValue()).toBe('0.001');
      await field(page, 'Weight decay').waitFor();
      await page.locator('#train-schedule').selectOption('step');
      await field(page, 'Step factor').waitFor();
      await page.locator('#train-learningRate').fill('100');
      await page.getByText(/can be at most 1 with AdamW, not 100/).waitFor();
      await page.locator('#train-optimiser').scrollIntoViewIfNeeded();
      await expectGoodAlways(page, 'form optimiser en');
      await page
        .getByRole('button', { name: /0\.001/ })
        .first()
        .click();
      await expect.poll(() => field(page, 'Learning rate').inputValue()).toBe('0.001');
      await page.locator('#train-optimiser').selectOption('sgd');
      await expect.poll(() => field(page, 'Weight decay').count()).toBe(0);
      await expect.poll(() => field(page, 'Learning rate').inputValue()).toBe('100');
      await preset(page, 'RNN with Adam').check();
      await expect.poll(() => field(page, 'Learning rate').inputValue()).toBe('0.005');
      await expect.poll(() => page.locator('#train-optimiser').inputValue()).toBe('adam');
      expect(complaints).toEqual([]);
    },
  );

  it(
    'shows what was unfolded, at once for who wants nothing to move, and stays where that is seen',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await page.evaluate(() => {
        const { scrollIntoView } = Element.prototype;
        Element.prototype.scrollIntoView = function (how) {
          document.documentElement.dataset['scrolled'] = (how as ScrollIntoViewOptions).behavior;
          scrollIntoView.call(this, how);
        };
      });
      const first = page.locator('#train-everything fieldset').first();
      const seen = (): Promise<boolean> =>
        first.evaluate((its) => its.getBoundingClientRect().top < innerHeight - 100);
      const scrolled = (): Promise<string | undefined> =>
        page.evaluate(() => {
          const { dataset } = document.documentElement;
          const { scrolled: how } = dataset;
          delete dataset['scrolled'];
          return how;
        });
      for (const [reducedMotion, behavior] of [
        ['no-preference', 'smooth'],
        ['reduce', 'instant'],
      ] as const) {
        await page.emulateMedia({ reducedMotion });
        await everything(page).click();
        await expect.poll(seen).toBe(true);
        expect(await scrolled()).toBe(behavior);
        await page
          .getByText('§ is the section in Dive into Deep Learning, first edition')
          .waitFor();
        await takePicture(page, `form unfolded ${reducedMotion} en`);
        await everything(page).click();
        await expect.poll(() => first.count()).toBe(0);
      }
      await page.emulateMedia({ reducedMotion: null });
      await page.setViewportSize({ width: 1920, height: 1080 }); // beside the others
      await everything(page).click();
      await expect.poll(seen).toBe(true);
      await page.waitForFunction(
        () =>
          new Promise((then) =>
            requestAnimationFrame(() => requestAnimationFrame(() => then(true))),
          ),
      );
      expect(await scrolled()).toBeUndefined();
      // In a narrow window no number breaks.
      await page.setViewportSize({ width: 900, height: 700 });
      const figures = page.locator('section[aria-labelledby="train-consequences"] dd');
      await expect.poll(() => figures.first().textContent()).toBe('617,267');
      const lines = await figures.evaluateAll((all) =>
        all.map((one) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          return range.getClientRects().length;
        }),
      );
      expect(new Set(lines)).toEqual(new Set([1]));
      expect(complaints).toEqual([]);
    },
  );

  it('in Chinese, and in a window at 200 %', { tags: ['long'] }, async () => {
    const { page, complaints } = await open({ locale: 'zh-CN' });
    await forecast(page).waitFor();
    await expectGoodAlways(page, 'form simple zh');
    await everything(page).click();
    await page.getByText('§ 是《动手学深度学习》第一版的节号。').waitFor();
    await page.locator('#train-epochs').fill('0');
    await page.locator('#train-batchSize').fill('64');
    for (const [name, viewport] of [
      ['900', { width: 900, height: 700 }],
      ['200', { width: 640, height: 400 }], // of CSS, in a window of 1280
    ] as const) {
      await wear(page, { colorScheme: 'light', viewport });
      await page.locator('#train-batchSize').scrollIntoViewIfNeeded();
      await expectGoodLooks(page, `form everything zh ${name}`);
      expect(await faultsOfReach(page)).toEqual([]);
    }
    await page.locator('#train-cell').selectOption('lstm');
    await expect.poll(() => page.locator('#train-activation').count()).toBe(0);
    await wear(page, { colorScheme: 'dark', viewport: { width: 900, height: 700 } });
    await page.locator('#train-cell').scrollIntoViewIfNeeded();
    await expectGoodLooks(page, 'form cell lstm zh');
    await wear(page, { colorScheme: 'light', viewport: { width: 640, height: 400 } });
    await page.getByRole('img', { name: /^LSTM 的一步：/ }).scrollIntoViewIfNeeded();
    await expectGoodLooks(page, 'form cell lstm zh 200');
    expect(complaints).toEqual([]);
  });

  it('marks what differs from the preset, and puts it back by the keyboard', async () => {
    const { page, complaints } = await open();
    await openEverything(page);
    await expect.poll(() => page.locator('.setting.changed').count()).toBe(0);
    await fill(page, { Epochs: '40', 'Hidden units': '128', Prefixes: '月光、魑' });
    await field(page, 'Sampling').selectOption({ label: 'Consecutive' });
    await page.getByText('3 settings differ from it.').waitFor(); // prefixes are no part of a preset
    await expect.poll(() => page.locator('.setting.changed').count()).toBe(4);
    await page.getByText('Not in what is learned, and so left out: 魑').waitFor();
    await button(page, 'Put Epochs back to 250').press('Enter');
    await expect.poll(() => field(page, 'Epochs').inputValue()).toBe('250');
    await expect.poll(() => focusOf(page)).toBe('Epochs');
    await button(page, 'Put Sampling back to Random').press('Enter');
    await expect.poll(() => field(page, 'Sampling').inputValue()).toBe('random');
    await page.getByText('1 setting differs from it.').waitFor();
    await button(page, 'Put all back').click();
    await expect.poll(() => field(page, 'Hidden units').inputValue()).toBe('256');
    await expect.poll(() => page.locator('.setting.changed').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it(
    'shows of a cell its own settings, formulas and shapes, and none of another',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await openEverything(page);
      const cell = page.locator('.setting', { has: page.locator('#train-cell') });
      const lesson = cell.locator('details');
      const drawn = cell.getByRole('img');
      await expect.poll(() => drawn.getAttribute('aria-label')).toMatch(/one layer with tanh;/);
      await field(page, 'Activation').selectOption({ label: 'ReLU' });
      await expect.poll(() => drawn.getAttribute('aria-label')).toMatch(/one layer with ReLU;/);
      await cell.scrollIntoViewIfNeeded();
      await expectGoodLooks(page, 'form cell rnn en');
      await lesson.locator('summary').click();
      await expect.poll(() => lesson.textContent()).toMatch(/§ 6\.4\.2.*relu\(Xₜ W_xh/s);
      await field(page, 'Cell').selectOption({ label: 'GRU' });
      await expect.poll(() => field(page, 'Activation').count()).toBe(0);
      await expect.poll(() => lesson.textContent()).toMatch(/§ 6\.7.*W_xz, W_xr, W_xh 1075 × 256/s);
      await expect.poll(() => drawn.getAttribute('aria-label')).toMatch(/the update gate Z\./);
      await expect
        .poll(() => drawn.locator('.symbol').allTextContents())
        .toEqual(['Ht−1', 'Xt', 'Ht', 'Rt', 'Zt', 'H̃t']);
      await cell.scrollIntoViewIfNeeded();
      await expectGoodAlways(page, 'form cell gru en');
      await field(page, 'Cell').selectOption({ label: 'LSTM' });
      await expect
        .poll(() => lesson.textContent())
        .toMatch(/§ 6\.8.*W_hi, W_hf, W_ho, W_hc 256 × 256/s);
      await page.getByText('1 setting differs from it.').waitFor(); // the activation is none of an LSTM's
      await fill(page, { Epochs: '1', 'Hidden units': '16', 'Characters to learn': '2,000' });
      await page.getByRole('button', { name: /^Start training/ }).click();
      await expect
        .poll(async () => (await stage.host.calls['training.status']({})).state, {
          timeout: 30_000,
        })
        .toBe('finished');
      await page.keyboard.press('Alt+4');
      const row = page.getByRole('row').filter({ hasText: 'LSTM' }).first();
      await row.waitFor();
      await row.click();
      await page.getByRole('complementary').getByText('LSTM', { exact: true }).first().waitFor();
      await expectGoodAlways(page, 'model lstm en');
      expect(complaints).toEqual([]);
    },
  );

  it('says of each conflict which number would do, and takes it', async () => {
    const { page } = await open();
    await openEverything(page);
    await fill(page, { 'Batch size': '900' });
    await page.getByText(/only 10,000 are learned\. 285 would do\./).waitFor();
    await page.getByText(/only 10,000 are learned\. 11 would do\./).waitFor();
    await button(page, 'Set Batch size to 285').click();
    await expect.poll(() => field(page, 'Batch size').inputValue()).toBe('285');
    await expect.poll(() => page.getByText('would do').count()).toBe(0);
    await fill(page, { 'Batch size': '32', Patience: '3' });
    await page.getByText(/Patience needs a held-out part to watch/).waitFor();
    await field(page, 'Held-out part').selectOption({ label: 'The end of the text' });
    await expect.poll(() => page.getByText(/needs a held-out part/).count()).toBe(0);
    await fill(page, { 'Characters to learn': '2,000', 'Share to hold out': '50' });
    await button(page, 'Set Held-out part to 43').click();
    await expect.poll(() => page.getByText('would do').count()).toBe(0);
    await fill(page, { Epochs: '0' });
    await button(page, 'Set Epochs to 1').click();
    await expect.poll(() => field(page, 'Epochs').inputValue()).toBe('1');

    await fill(page, { 'Hidden units': '5000' });
    await everything(page).click();
    await page.getByText(/Hidden units must be between 1 and 2,048/).waitFor();
    await button(page, 'Show').click(); // what is out of sight is said, and shown
    await page.locator('#train-hiddenSize:focus').waitFor();
    await everything(page).click();
    await button(page, 'Start training').click();
    await page.locator('#train-hiddenSize:focus').waitFor();
  });

  it(
    'keeps presets by name, in every window, and takes each change back',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      const { page: other } = await stage.openPage();
      await other.keyboard.press('Alt+2');
      await openEverything(page);
      await fill(page, { Epochs: '30', 'Hidden units': '64' });
      await button(page, 'Save as a preset…').click();
      await page.getByLabel('Name of the preset').fill('quick');
      await page.keyboard.press('Enter');
      await preset(page, 'quick').waitFor();
      await expect.poll(() => preset(page, 'quick').isChecked()).toBe(true);
      await expect.poll(() => page.locator('.setting.changed').count()).toBe(0);
      await preset(other, 'quick').check();
      await expect.poll(() => field(other, 'Epochs').inputValue()).toBe('30');

      await fill(page, { Epochs: '31' });
      await button(page, 'Update preset').click();
      await expect.poll(() => field(other, 'Epochs').inputValue()).toBe('31');
      await button(page, 'Rename…').click();
      await page.getByLabel('Name of the preset').fill('quicker');
      await page.keyboard.press('Enter');
      await preset(other, 'quicker').waitFor();
      await preset(page, 'quicker').waitFor();
      await button(page, 'Delete').click();
      await page.getByText('It was deleted; its settings are still here.').waitFor();
      await expect.poll(() => field(page, 'Epochs').inputValue()).toBe('31');
      await page.keyboard.press('Control+Z');
      await preset(other, 'quicker').waitFor();
      await expect.poll(() => page.getByText('It was deleted').count()).toBe(0);
      await page.reload();
      await expect.poll(() => preset(page, 'quicker').isChecked()).toBe(true);
      await expect.poll(() => field(page, 'Epochs').inputValue()).toBe('31');
      expect(complaints).toEqual([]);
    },
  );
});
