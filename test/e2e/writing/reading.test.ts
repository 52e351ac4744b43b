/**
 * The page as one looks at it: large or small, in kai or sans, in columns, with nothing beside it, and on paper.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { draftPage, draftText, keptDraft } from '../support/draft-page.ts';
import { focusOf } from '../support/focus.ts';
import { expectGoodAlways, violationsOn, wear } from '../support/looks.ts';
import { goTo, takePicture, type Look, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const SONG = '[主歌]\n月亮打开窗\n风从山上来\n\n[副歌]\n我们在海边等船\n等一个人说“回来”';

async function open(text = SONG, locale: Look['locale'] = 'en-US'): Promise<WatchedPage> {
  const { calls } = stage.host;
  for (const { id } of await calls['drafts.list']({})) await calls['drafts.remove']({ id });
  await calls['drafts.create']({ name: '海边', text });
  const opened = await stage.openPage({ locale });
  const { page } = opened;
  if (locale === 'en-US') await goTo(page, 'Write');
  else await page.getByRole('navigation').getByRole('link', { name: '写词' }).click();
  await draftPage(page).waitFor();
  await expect.poll(async () => (await draftText(page)).length).toBeGreaterThan(0);
  return opened;
}

const inMenu = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name: /^(View|版面)$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
};
const columns = (page: Page) => page.getByRole('group', { name: 'The draft in vertical columns' });

it('is set larger and in another face, which is kept, and lines are measured anew', async () => {
  const { page, complaints } = await open();
  const scroller = page.locator('#write-page .cm-scroller');
  const setIn = () =>
    scroller.evaluate((one) => {
      const { fontSize, fontFamily } = getComputedStyle(one);
      return {
        fontSize,
        isKai: fontFamily.includes('WenKai') && !fontFamily.includes('system-ui'),
      };
    });
  expect(await setIn()).toEqual({ fontSize: '22px', isKai: true });
  await page.getByRole('button', { name: 'View' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('radio', { name: 'Normal' }).focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
  await page.getByRole('radio', { name: 'Sans serif' }).check();
  await expect.poll(setIn).toEqual({ fontSize: '48px', isKai: false });
  expect(await violationsOn(page)).toEqual([]);
  await takePicture(page, 'reading menu');
  await page.setViewportSize({ width: 900, height: 700 });
  await expect
    .poll(async () => {
      const { x, width } = (await page.getByRole('dialog', { name: 'View' }).boundingBox())!;
      return x + width;
    })
    .toBeLessThanOrEqual(900);
  await page.setViewportSize({ width: 1280, height: 800 });
  const heights = (what: string) =>
    page
      .locator(`#write-page ${what}`)
      .evaluateAll((all) =>
        all.map((one) => Math.round(one.getBoundingClientRect().top)).filter((top) => top > 0),
      );
  await expect
    .poll(() => heights('.cm-lineNumbers .cm-gutterElement'))
    .toEqual(expect.arrayContaining(await heights('.cm-line')));
  await page.keyboard.press('Escape');
  await expect.poll(() => focusOf(page)).toBe('View');
  await expectGoodAlways(page, 'reading largest');
  await page.reload();
  await draftPage(page).waitFor();
  await expect.poll(setIn).toEqual({ fontSize: '48px', isKai: false });
  expect(await stage.host.calls['preferences.get']({})).toMatchObject({
    pageSize: 'largest',
    pageFace: 'sans',
  });
  await stage.host.calls['preferences.set']({ pageSize: 'usual', pageFace: 'kai' });
  expect(complaints).toEqual([]);
});

it('has the window to itself, where one goes on typing, and gives it back', async () => {
  const { page, complaints } = await open();
  await draftPage(page).focus();
  await page.keyboard.press('F9');
  await page.getByRole('navigation').waitFor({ state: 'detached' });
  await expect.poll(() => page.getByRole('tab').count()).toBe(0);
  await expect.poll(() => page.getByRole('button').allTextContents()).toEqual(['Show everything']);
  await expect.poll(() => focusOf(page)).toBe('Text');
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.insertText('啊');
  await expect.poll(() => draftText(page)).toBe(`${SONG}啊`);
  expect(await violationsOn(page)).toEqual([]);
  await expectGoodAlways(page, 'reading alone');
  await page.setViewportSize({ width: 360, height: 640 });
  await takePicture(page, 'reading alone 360');
  await page.keyboard.press('ControlOrMeta+F'); // what lies on the page closes first
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('navigation').count()).toBe(0);
  await page.keyboard.press('Escape');
  await page.getByRole('navigation').waitFor();
  await expect.poll(() => focusOf(page)).toBe('Text');
  await page.setViewportSize({ width: 1280, height: 800 });
  await inMenu(page, 'Only the page');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await page.getByRole('navigation').waitFor();
  await page.keyboard.press('F9');
  await page.keyboard.press('Alt+1'); // elsewhere there is nothing to be alone with
  await page.getByRole('navigation').waitFor();
  await page.keyboard.press('Alt+3');
  await page.getByRole('navigation').waitFor();
  expect(complaints).toEqual([]);
});

it('is read in columns from the right, and a click goes back to that place', async () => {
  const long = `${SONG}\n\n${Array.from({ length: 60 }, (_, at) => `这是第${at}行`).join('\n')}`;
  const { page, complaints } = await open(long);
  await draftPage(page).focus();
  await page.keyboard.press('ControlOrMeta+Home');
  await inMenu(page, 'Vertical layout');
  await columns(page).waitFor();
  const left = async (text: string) =>
    (await columns(page).getByText(text, { exact: true }).boundingBox())!.x;
  const room = (await columns(page).boundingBox())!;
  const first = await left('月亮打开窗');
  expect(first).toBeGreaterThan(room.x + room.width / 2); // it begins at the right
  expect(await left('风从山上来')).toBeLessThan(first);
  await expect
    .poll(() => columns(page).getByRole('heading').allTextContents())
    .toEqual(['主歌', '副歌']);
  await expect.poll(() => focusOf(page)).toBe('月亮打开窗'); // where the cursor was
  expect(await violationsOn(page)).toEqual([]);
  await expectGoodAlways(page, 'reading columns');
  await page.setViewportSize({ width: 360, height: 640 });
  await takePicture(page, 'reading columns 360');
  await wear(page, { colorScheme: 'light', viewport: { width: 1280, height: 800 } });

  await page.keyboard.press('End');
  await expect.poll(() => focusOf(page)).toBe('这是第59行');
  expect(await left('这是第59行')).toBeGreaterThan(room.x); // in sight
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => focusOf(page)).toBe('风从山上来');
  await page.keyboard.press('Enter');
  await draftPage(page).waitFor();
  await page.keyboard.insertText('〇');
  expect((await draftText(page)).split('\n')[2]).toBe('〇风从山上来');

  await inMenu(page, 'Vertical layout');
  const box = (await columns(page).getByText('月亮打开窗', { exact: true }).boundingBox())!;
  await page.mouse.click(box.x + box.width / 2, box.y + 22 * 2.2); // in the third of its characters
  await draftPage(page).waitFor();
  await page.keyboard.insertText('〇');
  expect((await draftText(page)).split('\n')[1]).toMatch(/^月亮(〇打|打〇)开窗$/);

  await inMenu(page, 'Vertical layout');
  await page.keyboard.press('Escape'); // to where the cursor was
  await draftPage(page).waitFor();
  await page.keyboard.insertText('一');
  expect((await draftText(page)).split('\n')[1]).toMatch(/〇一/);
  await expect.poll(async () => (await keptDraft(stage)).text.split('\n')[1]).toMatch(/〇一/);
  expect(complaints).toEqual([]);
});

it('is printed as a lyric sheet, without the window, also from the dark', async () => {
  const many = Array.from(
    { length: 12 },
    (_, at) => `[第${at}段]\n${SONG.split('\n')[1]}\n二\n三\n四`,
  );
  const { page, complaints } = await open(many.join('\n\n'), 'zh-CN');
  const pdf = async (): Promise<string> => (await page.pdf()).toString('latin1');
  await page.emulateMedia({ colorScheme: 'dark' });
  const pages = [...(await pdf()).matchAll(/\/Type \/Page\b/g)].length;
  expect(pages).toBeGreaterThan(1); // all of it, and not what is seen of it
  await expect.poll(() => page.locator('.printed-alone').count()).toBe(0); // gone again
  expect(complaints).toEqual([]); // below, what had the focus is out of sight, as it is on no screen

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const sheet = page.locator('.printed-alone');
  await expect.poll(() => sheet.getByRole('heading', { level: 1 }).textContent()).toBe('海边');
  await expect
    .poll(() => sheet.getByRole('heading', { level: 2 }).allTextContents())
    .toEqual(many.map((_, at) => `第${at}段`));
  await expect.poll(() => page.title()).toBe('海边');
  await expect.poll(() => page.getByRole('navigation').count()).toBe(0); // out of sight
  const looks = await sheet
    .locator('section')
    .first()
    .evaluate((one) => {
      const { breakInside, color } = getComputedStyle(one);
      return { breakInside, color };
    });
  expect(looks).toEqual({ breakInside: 'avoid', color: 'rgb(0, 0, 0)' });
  await takePicture(page, 'reading printed');
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect.poll(() => sheet.count()).toBe(0);
  await expect.poll(() => page.title()).not.toBe('海边');

  // By key and by menu alike.
  await page.evaluate(() => {
    window.print = () =>
      void (document.body.dataset['printed'] = String(
        Number(document.body.dataset['printed'] ?? 0) + 1,
      ));
  });
  await draftPage(page).focus();
  await page.keyboard.press('ControlOrMeta+P');
  await inMenu(page, '打印…');
  await expect.poll(() => page.locator('body').getAttribute('data-printed')).toBe('2');
  await page.getByRole('button', { name: '版面' }).click();
  await takePicture(page, 'reading menu zh');
});
