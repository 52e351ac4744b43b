/**
 * The graphics processor on the screens, in a real browser: tried in one window and told in all, and offered wherever an engine is chosen.
 *
 * @module-tag long
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { Client } from '../hosts/web/client.ts';
import type { Application } from './support/application.ts';
import { linkOf, type HostLink } from './support/host-link.ts';
import { violationsOn } from './support/looks.ts';
import { expectNoSidewaysScroll, goTo, openPage, takePicture, type Look } from './support/page.ts';
import { openStage } from './support/stage.ts';

let application: Application;
let browser: Browser;
let host: Client;

beforeAll(async () => {
  const stage = await openStage();
  ({ application, browser, host } = stage);
  return stage.close;
});

const agrees = {
  graphics: { outcome: 'agrees', furthest: 9.2e-7, reason: null, at: '2026-01-01T00:00:00.000Z' },
  engines: [
    { name: 'onnx', version: '1.30.0' },
    { name: 'webgpu', version: '1.30.0' },
  ],
  missingEngines: [{ name: 'tensorflow', reason: 'library' }],
} as const satisfies Parameters<HostLink['says']>[0];

/** A page whose host says this of itself; at the end of the test nothing may have gone wrong on it. */
async function open(look: Look = {}, says?: Parameters<HostLink['says']>[0]): Promise<Page> {
  const { page, complaints } = await openPage(browser, application.address, look, async (page) => {
    if (says) (await linkOf(page)).says(says);
  });
  onTestFinished(() => expect(complaints).toEqual([]));
  return page;
}

async function openSettings(look: Look = {}, says?: Parameters<HostLink['says']>[0]) {
  const page = await open(look, says);
  await page.keyboard.press('Control+5');
  await page.locator('#settings-title').waitFor();
  return page;
}

const sectionOn = (page: Page): Locator => page.getByRole('region', { name: 'Graphics processor' });
const choiceOn = (page: Page, name = 'Graphics processor (WebGPU)'): Locator =>
  page.getByRole('radio', { name });

it(
  'is not named before it is tried; then every window is told what came of it',
  { timeout: 240_000 },
  async () => {
    const [page, other] = [await openSettings(), await openSettings()];
    for (const each of [page, other]) {
      await sectionOn(each).getByRole('button', { name: 'Try the graphics processor' }).waitFor();
      expect(await choiceOn(each).count()).toBe(0);
    }
    // Whatever this machine has.
    await sectionOn(page).getByRole('button', { name: 'Try the graphics processor' }).click();
    for (const each of [page, other])
      await sectionOn(each)
        .getByRole('button', { name: 'Try again' })
        .waitFor({ timeout: 200_000 });
    const { graphics: trial, engines } = await host.calls['app.info']({});
    const told = { absent: /^There is none that can be used/, agrees: /^It agrees/ } as const;
    const expected = trial!.outcome in told ? told[trial!.outcome as keyof typeof told] : /offered/;
    const isOffered = engines.some(({ name }) => name === 'webgpu');
    for (const each of [page, other]) {
      await expect.poll(() => sectionOn(each).getByRole('status').innerText()).toMatch(expected);
      await expect.poll(() => choiceOn(each).count()).toBe(isOffered ? 1 : 0);
    }
  },
);

it('is offered in a window where nobody asked for it, as soon as the host tells that it agrees', async () => {
  let link: HostLink | undefined;
  const { page } = await openPage(browser, application.address, {}, async (page) => {
    link = await linkOf(page);
  });
  await page.keyboard.press('Control+5');
  const onnx = page.getByRole('radio', { name: 'ONNX Runtime' });
  await onnx.waitFor();
  // What the host is told to say must not be overtaken by what it was asked for before.
  await sectionOn(page).getByRole('button', { name: /^Try/ }).waitFor();
  const { engines, graphics } = agrees;
  link!.emit('engines', { engines: [engines[0]], graphics: null, isTrying: true });
  await sectionOn(page).getByText('Trying…').waitFor();
  expect(await choiceOn(page).count()).toBe(0);
  link!.emit('engines', { engines: [...engines], graphics, isTrying: false });
  await sectionOn(page)
    .getByText(/^It agrees/)
    .waitFor();
  await expect.poll(() => choiceOn(page).isEnabled()).toBe(true);
});

it.each([
  { locale: 'en-US', colorScheme: 'light', name: 'Graphics processor (WebGPU)' },
  { locale: 'zh-CN', colorScheme: 'dark', name: '显卡 WebGPU' },
] as const)('can be chosen where it agrees, $locale', async ({ locale, colorScheme, name }) => {
  onTestFinished(async () => void (await host.calls['preferences.set']({ engine: 'auto' })));
  const viewport = { width: 900, height: 1400 };
  const page = await openSettings({ locale, colorScheme, viewport }, agrees);
  const choice = choiceOn(page, name);
  await expect.poll(() => choice.isEnabled()).toBe(true);
  await choice.check();
  await expect.poll(async () => (await host.calls['preferences.get']({})).engine).toBe('webgpu');
  await page.locator('#settings-graphics').scrollIntoViewIfNeeded();
  expect(await violationsOn(page)).toEqual([]);
  await expectNoSidewaysScroll(page);
  await takePicture(page, `settings graphics ${locale}`);
});

const ONNX = 'ONNX Runtime';
const GRAPHICS = 'Graphics processor (WebGPU)';

it('is among the engines of the form, of a sweep and of the palette, as far as they are there', async () => {
  const page = await open({ viewport: { width: 900, height: 1000 } }, agrees);
  await goTo(page, 'Train');
  const engine = page.getByLabel('Engine', { exact: true });
  await expect
    .poll(() => engine.locator('option:enabled').allInnerTexts())
    .toEqual(['Automatic', ONNX, GRAPHICS]);

  await page.getByRole('button', { name: 'Queue several runs…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Queue several runs' });
  await dialog.getByLabel('Setting', { exact: true }).selectOption({ label: 'Engine' });
  const words = dialog.getByRole('group', { name: 'Engine: Values' });
  await expect.poll(() => words.getByRole('checkbox').count()).toBe(2);
  for (const name of [ONNX, GRAPHICS])
    await expect.poll(() => words.getByRole('checkbox', { name }).isChecked()).toBe(true);
  await dialog.getByText(/^2 runs\./).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, 'sweep engines');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('graphics');
  await page.locator('[role="option"] .label', { hasText: GRAPHICS }).waitFor();
});

it('is named nowhere where it is not offered, nor is a sweep over a single engine', async () => {
  const { engines, missingEngines } = agrees;
  const page = await open({}, { engines: [engines[0]], missingEngines: [...missingEngines] });
  await goTo(page, 'Train');
  const engine = page.getByLabel('Engine', { exact: true });
  await expect
    .poll(() => engine.locator('option').allInnerTexts())
    .toEqual(['Automatic', ONNX, expect.stringContaining('TensorFlow')]);
  await page.getByRole('button', { name: 'Queue several runs…' }).click();
  const settings = page
    .getByRole('dialog', { name: 'Queue several runs' })
    .getByLabel('Setting', { exact: true })
    .locator('option');
  await expect.poll(() => settings.allInnerTexts()).toContain('Optimiser');
  expect(await settings.allInnerTexts()).not.toContain('Engine');
});
