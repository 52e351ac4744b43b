/** trial */
import { afterAll, beforeAll, it } from 'vitest';
import { closePages, sharedBrowser } from './support/browser.ts';
import { picture } from './support/page.ts';
import { buildPanels, type PanelPages } from './support/panels/panels.ts';
let pages: PanelPages;
beforeAll(async () => {
  pages = await buildPanels();
});
afterAll(async () => {
  await closePages(await sharedBrowser());
  await pages.close();
});
it('shows', async () => {
  const browser = await sharedBrowser();
  for (const panel of ['recipe', 'text', 'figures', 'source']) {
    const { page, complaints } = await pages.open(browser, { panel, language: 'en', songs: '100000' });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.waitForTimeout(700);
    if (panel === 'source') {
      await page.click('button');
      await page.waitForTimeout(500);
    }
    if (panel === 'recipe') {
      await page.locator('button[aria-expanded]').first().click();
      await page.waitForTimeout(300);
    }
    await page.screenshot({ path: picture(`panel ${panel}`) });
    if (panel === 'source') {
      await page.getByRole('tab', { name: 'Words' }).click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: picture(`panel ${panel} words`) });
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.waitForTimeout(300);
      await page.screenshot({ path: picture(`panel ${panel} words wide`) });
      await page.getByRole('tab', { name: 'Songs' }).click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: picture(`panel ${panel} songs`) });
      await page.getByRole('tab', { name: 'Edit' }).click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: picture(`panel ${panel} edit`) });
    }
    console.log(panel, complaints);
  }
});
