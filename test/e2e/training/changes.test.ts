/**
 * A run is changed while it goes on, in a real browser: by mouse and by keys, in both languages.
 *
 * @module-tag long
 */
import { expect, it, vi } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { violationsOn } from '../support/looks.ts';
import { expectNoSidewaysScroll, takePicture, type Look } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const status = () => stage.host.calls['training.status']({});

const looks: Record<string, { look: Look; words: Record<string, string> }> = {
  'English, light, 1280': {
    look: { locale: 'en-US', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    words: {
      ...{ change: 'Change the run', eta: 'Learning rate', theta: 'Threshold', make: 'Change' },
      ...{ more: 'More epochs', refused: 'Learning rate must be' },
    },
  },
  '中文，深色，900': {
    look: { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 900, height: 700 } },
    words: {
      ...{ change: '改动训练', eta: '学习率', theta: '裁剪阈值', make: '改动' },
      ...{ more: '增加轮数', refused: '学习率' },
    },
  },
};

it.each(Object.entries(looks))('%s', async (name, { look, words }) => {
  const { calls } = stage.host;
  const [corpus] = await calls['corpora.list']({});
  const settings = { epochs: 90_000, hiddenSize: 16, maxCharacters: 2000, predPeriod: 90_000 };
  await calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });
  await vi.waitUntil(async () => (await status()).epochs > 1, 20_000);
  const { page, complaints } = await stage.openPage(look);
  await page.evaluate(() => (location.hash = '#/train'));
  const open = page.getByRole('button', { name: words['change']!, exact: true });
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: words['change']! });
  const eta = dialog.locator('#change-run-learningRate');
  await expect.poll(() => eta.inputValue()).toBe('100');
  const make = dialog.getByRole('button', { name: words['make']!, exact: true });
  await expect.poll(() => make.isDisabled()).toBe(true); // nothing is changed yet

  // What is no number stays at its field, and the run as it was.
  await eta.fill('fast');
  await page.keyboard.press('Enter');
  await dialog.locator('#change-run-learningRate[aria-invalid="true"]:focus').waitFor();
  await dialog.getByText(words['refused']!).last().waitFor();
  expect((await status()).settings.learningRate).toBe(100);
  await expectNoSidewaysScroll(page);
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, `change ${name}`);

  await eta.fill('50');
  await dialog.locator('#change-run-clippingThreshold').fill('0.02');
  await dialog.locator('#change-run-moreEpochs').fill('500');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  const after = await status();
  expect(after.settings).toMatchObject({ epochs: 90_500 });
  await vi.waitUntil(async () => (await status()).lastEpoch?.learningRate === 50, 20_000);
  expect((await status()).lastEpoch).toMatchObject({ clippingThreshold: 0.02 });
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe(words['change']);
  const { changes } = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
  expect(changes.at(-1)).toMatchObject({ learningRate: 50, clippingThreshold: 0.02 });

  await calls['training.stop']({});
  await vi.waitUntil(async () => isResting((await status()).state), 20_000);
  await open.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await page.close();
});
