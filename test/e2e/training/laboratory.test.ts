/**
 * The form of a network that is not the book's first one, in a browser: every field of cell, depth and optimiser, its pictures, by keyboard alone and at every size.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { isPresent } from '../../engines/on-each-engine.ts';
import { expectGoodLooks, wear } from '../support/looks.ts';
import { openEverything, takePicture, type Look } from '../support/page.ts';
import { faultsOfReach } from '../support/reach.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

/** Its picture. */
const network = (page: Page) => page.locator('figure', { has: page.locator('.size') });

const open = async (look: Look = {}) => {
  await stage.host.calls['preferences.set']({ everySetting: false, engine: 'onnx' });
  const opened = await stage.openPage(look);
  await opened.page.keyboard.press('Alt+2');
  await opened.page.locator('#train-corpus').waitFor();
  await openEverything(opened.page);
  await network(opened.page).getByText('1075').first().waitFor(); // what is learnt has been counted
  return opened;
};

const setting = (page: Page, field: string) =>
  page.locator('.setting', { has: page.locator(`#train-${field}`) });

/** A field, with what it has at first, the keys that change it, and what it has then. */
type Field = readonly [field: string, first: string, keys: readonly string[], then: string];
const typed = (field: string, first: string, text: string): Field => [
  ...([field, first] as const),
  ['ControlOrMeta+A', ...text],
  text,
];
/** The list is opened, gone through and closed. */
const chosen = (field: string, first: string, key: string, then: string): Field => [
  ...([field, first] as const),
  ['Space', key, 'Enter'],
  then,
];
/** In the order of the form. */
const fields: readonly Field[] = [
  chosen('cell', 'rnn', 'ArrowDown', 'gru'),
  typed('layers', '1', '3'),
  typed('embeddingSize', '0', '256'),
  typed('dropout', '0', '0.25'),
  chosen('firstWeights', 'normal', 'ArrowDown', 'uniform'),
  chosen('optimiser', 'sgd', 'ArrowDown', 'momentum'),
  typed('momentum', '0.9', '0.5'),
  chosen('schedule', 'constant', 'End', 'step'),
  typed('stepPeriod', '50', '20'),
  typed('stepFactor', '0.1', '0.5'),
  typed('warmup', '0', '5'),
  chosen('sampling', 'random', 'ArrowDown', 'consecutive'),
  ['detach', 'true', ['Space'], 'false'],
  chosen('clip', 'norm', 'ArrowDown', 'value'),
];

/** @returns what a field has, whatever it is */
const valueOf = (page: Page, field: string): Promise<string> =>
  page
    .locator(`#train-${field}`)
    .evaluate((element) =>
      element instanceof HTMLInputElement && element.type === 'checkbox'
        ? String(element.checked)
        : (element as HTMLInputElement).value,
    );

/** Tabs on, until the focus is where it is to be. */
async function tabTo(page: Page, id: string): Promise<void> {
  const TABS = 12; // past the fields and lessons between
  for (let tabs = 0; tabs < TABS; tabs++) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
  }
  throw new Error(`${id} is not within ${TABS} Tabs`);
}

/** By the button behind a field that has the focus, which comes back to it. */
async function putBack(page: Page, field: string, first: string): Promise<void> {
  const focused = (property: 'id' | 'className') =>
    page.evaluate((name) => document.activeElement?.[name], property);
  await page.keyboard.press('Tab');
  await expect.poll(() => focused('className')).toContain('back');
  await page.keyboard.press('Enter');
  await expect.poll(() => valueOf(page, field)).toBe(first);
  await expect.poll(() => focused('id')).toBe(`train-${field}`);
}

describe.skipIf(!isPresent('onnx'))('the form of a network', () => {
  it.each([
    ['en-US', 'light', { width: 1280, height: 900 }],
    ['zh-CN', 'dark', { width: 900, height: 700 }],
  ] as const)(
    'says before the start what cannot be, and which number would do: %s',
    async (locale, colorScheme, viewport) => {
      const { page, complaints } = await open({ locale, colorScheme, viewport });
      const say = (en: string, zh: string) => (locale === 'en-US' ? en : zh);
      const value = (field: string) => page.locator(`#train-${field}`).inputValue();
      const remedy = (field: string) => setting(page, field).locator('.button:not(.back)');

      // Without detaching, an epoch of so few rows is far too long.
      await page.locator('#train-batchSize').fill('8');
      await page.locator('#train-sampling').selectOption('consecutive');
      await page.locator('#train-detach').uncheck();
      await page.locator('#train-firstWeights').selectOption('uniform');
      const tooLong = setting(page, 'batchSize').getByText(
        say('Without detaching, an epoch can have', '不分离时，这一轮的梯度要往回传'),
      );
      await tooLong.waitFor();
      await takePicture(page, `laboratory detach ${locale}`);
      await page.locator('#train-firstWeights').scrollIntoViewIfNeeded();
      await takePicture(page, `laboratory first weights ${locale}`);
      await setting(page, 'batchSize').scrollIntoViewIfNeeded();
      await expectGoodLooks(page, `laboratory conflict ${locale}`);
      const number = /\d+/.exec(await remedy('batchSize').innerText())![0];
      await remedy('batchSize').click();
      await expect.poll(() => value('batchSize')).toBe(number);
      await expect.poll(() => tooLong.count()).toBe(0);

      // An embedding is no larger than the vocabulary, which the host alone knows.
      await page.locator('#train-embeddingSize').fill('1200');
      const tooLarge = setting(page, 'embeddingSize').locator('.problem');
      await tooLarge.waitFor();
      await remedy('embeddingSize').click();
      await expect.poll(() => value('embeddingSize')).toBe('1075');
      await expect.poll(() => tooLarge.count()).toBe(0);

      // Of tied weights it is the hidden layer's size, and that is blamed.
      await page.locator('#train-hiddenSize').fill('1200');
      await page.locator('#train-tied').check();
      const tooMany = setting(page, 'hiddenSize').locator('.problem');
      await tooMany.waitFor();
      await remedy('hiddenSize').click();
      await expect.poll(() => value('hiddenSize')).toBe('1075');
      await expect.poll(() => tooMany.count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );

  it('is filled in, and put back, by keyboard alone', async () => {
    const { page, complaints } = await open();
    // Tied weights are as large as the hidden layer: the embedding is not asked for then.
    await page.locator('#train-layers').focus();
    await tabTo(page, 'train-tied');
    await page.keyboard.press('Space');
    await expect.poll(() => valueOf(page, 'tied')).toBe('true');
    await expect.poll(() => page.locator('#train-embeddingSize').count()).toBe(0);
    await network(page).getByText('Eᵀ').waitFor();
    await putBack(page, 'tied', 'false');

    await page.locator('#train-withText').focus();
    for (const [field, first, keys, then] of fields) {
      await tabTo(page, `train-${field}`);
      await expect.poll(() => valueOf(page, field)).toBe(first);
      for (const key of keys) await page.keyboard.press(key);
      await expect.poll(() => valueOf(page, field)).toBe(then);
      await expect
        .poll(() => setting(page, field).evaluate((one) => one.classList.contains('changed')))
        .toBe(true);
    }
    await page.locator('#train-withText').focus();
    await takePicture(network(page), 'laboratory keyboard network');
    await expectGoodLooks(page, 'laboratory keyboard');
    // Backwards, so that none is hidden before: each by the button that stands behind it.
    for (const [field, first] of fields.toReversed()) {
      await page.locator(`#train-${field}`).focus();
      await putBack(page, field, first);
    }
    await expect.poll(() => page.locator('.setting.changed').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it.each(['en-US', 'zh-CN'] as const)('fits every window, light and dark: %s', async (locale) => {
    const { page, complaints } = await open({ locale });
    const choose = (field: string, value: string) =>
      page.locator(`#train-${field}`).selectOption(value);
    const write = (field: string, text: string) => page.locator(`#train-${field}`).fill(text);
    await choose('cell', 'lstm');
    await write('layers', '4');
    await page.locator('#train-tied').check();
    await write('dropout', '0.5');
    await choose('optimiser', 'adamw');
    await choose('schedule', 'step');
    await write('warmup', '5');
    for (const lesson of ['layers', 'tied', 'dropout', 'optimiser'])
      await setting(page, lesson).locator('summary').click();
    for (const [size, viewport, colorScheme] of [
      ['1280', { width: 1280, height: 800 }, 'light'],
      ['900', { width: 900, height: 700 }, 'light'],
      ['900', { width: 900, height: 700 }, 'dark'],
      ['200', { width: 640, height: 400 }, 'light'], // of CSS, in a window of 1280
      ['360', { width: 360, height: 740 }, 'dark'],
    ] as const) {
      await wear(page, { colorScheme, viewport });
      const name = `laboratory ${locale} ${size} ${colorScheme}`;
      await setting(page, 'layers').scrollIntoViewIfNeeded();
      await expectGoodLooks(page, `${name} depth`);
      await network(page).scrollIntoViewIfNeeded();
      await takePicture(page, `${name} network`);
      await setting(page, 'optimiser').scrollIntoViewIfNeeded();
      await takePicture(page, `${name} descent`);
      expect(await faultsOfReach(page)).toEqual([]);
    }
    await wear(page, { colorScheme: 'light', viewport: { width: 1280, height: 800 } });
    await takePicture(network(page), `laboratory ${locale} network`);
    expect(complaints).toEqual([]);
  });
});
