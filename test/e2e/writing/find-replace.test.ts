/** Finding and replacing on the page, in a real browser: how many there are, which one is selected, what was replaced, and what is wrong with a pattern. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { draftPage, draftText, openDraft } from '../support/draft-page.ts';
import { looksOf, violationsOn, wear } from '../support/looks.ts';
import { expectNoSidewaysScroll, takePicture } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

const stage = sharedStage();

beforeAll(async () => {
  await trainModel(stage.host, { epochs: 1, hiddenSize: 16 }); // without any, there is no page
});

const TEXT = '月光照在窗台上\n月亮打开窗\n我等月光\n月光，月光';

const words = {
  en: {
    locale: 'en-US',
    ...{ sought: 'Find', instead: 'Replace with', next: 'Next', all: 'Replace all' },
    ...{ regexp: 'Regular expression', found: '4 found', third: '3 of 4', last: '4 of 4' },
    ...{ none: 'Nothing found.', replaced: '4 replaced' },
    wrong: 'Not a regular expression: a “(” is never closed.',
    range: /^Not a regular expression: a range in/,
  },
  zh: {
    locale: 'zh-CN',
    ...{ sought: '查找', instead: '替换为', next: '下一处', all: '全部替换' },
    ...{ regexp: '正则表达式', found: '找到 4 处', third: '第 3 处，共 4 处' },
    ...{ last: '第 4 处，共 4 处', none: '没有找到。', replaced: '已替换 4 处' },
    wrong: '不是正则表达式：有“(”没有闭合。',
    range: /^不是正则表达式：“\[…\]”里的范围/,
  },
} as const;
type Said = (typeof words)[keyof typeof words];

const panelOf = (page: Page) => page.locator('#write-page .cm-find');
const saidOn = (page: Page) => panelOf(page).getByRole('status');
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

async function open(said: Said, text = TEXT) {
  const opened = await openDraft(stage, text, { locale: said.locale });
  await draftPage(opened.page).press('ControlOrMeta+F');
  await expect.poll(() => field(opened.page, said.sought).count()).toBe(1);
  return opened;
}

it.each(Object.entries(words))(
  'says what is found and replaced: %s',
  { tags: ['long'] },
  async (language, said) => {
    const { page, complaints } = await open(said);
    const status = saidOn(page);
    await field(page, said.sought).fill('月光');
    await expect.poll(() => status.textContent()).toBe(said.found);
    for (let turn = 0; turn < 3; turn++) await page.keyboard.press('Enter');
    await expect.poll(() => status.textContent()).toBe(said.third);
    await panelOf(page).getByRole('button', { name: said.next, exact: true }).click();
    await expect.poll(() => status.textContent()).toBe(said.last);
    await takePicture(page, `find ${language}`);
    expect(await violationsOn(page)).toEqual([]);

    await field(page, said.instead).fill('星光');
    await page.getByRole('button', { name: said.all, exact: true }).click();
    await expect.poll(() => status.textContent()).toBe(said.replaced);
    expect(await draftText(page)).toBe(TEXT.replaceAll('月光', '星光'));
    await takePicture(page, `find replaced ${language}`);

    await field(page, said.sought).fill('雪');
    await expect.poll(() => status.textContent()).toBe(said.none);
    await field(page, said.sought).fill('月光');
    await expect.poll(() => status.textContent()).toBe(said.none);
    // What is written or undone on the page meanwhile counts.
    await draftPage(page).press('ControlOrMeta+Z'); // what was selected is so again
    await expect.poll(() => status.textContent()).toBe(said.last);
    expect(complaints).toEqual([]);
  },
);

it.each(Object.entries(words))('says what is wrong with a pattern: %s', async (language, said) => {
  const { page, complaints } = await open(said);
  const sought = field(page, said.sought);
  await sought.fill('(月|窗');
  const status = saidOn(page);
  expect(await sought.getAttribute('aria-invalid')).toBe('false'); // as words it is none
  await page.getByRole('checkbox', { name: said.regexp }).check();
  await expect.poll(() => status.textContent()).toBe(said.wrong);
  expect(await sought.getAttribute('aria-invalid')).toBe('true');
  expect(await sought.getAttribute('aria-describedby')).toBe(await status.getAttribute('id'));
  await takePicture(page, `find wrong ${language}`);
  expect(await violationsOn(page)).toEqual([]);
  await sought.fill('[窗-台]');
  await expect.poll(() => status.textContent()).toMatch(said.range);
  await sought.fill('窗.');
  await expect.poll(() => sought.getAttribute('aria-invalid')).toBe('false');
  await sought.fill('^月[光亮]');
  await page.keyboard.press('Enter');
  await expect.poll(() => status.textContent()).toMatch(/1/);
  await page.keyboard.press('Escape');
  await expect.poll(() => panelOf(page).count()).toBe(0);
  expect(complaints).toEqual([]);
});

it('has both rows in reach at every size, and the page below them', async () => {
  const { page, complaints } = await open(words.zh, `${TEXT}\n`.repeat(20));
  await field(page, words.zh.sought).fill('月光');
  const small = { width: 640, height: 400 }; // of 1280 × 800 at 200 %
  for (const [name, look] of looksOf([
    { width: 1280, height: 800 },
    { width: 900, height: 700 },
    small,
  ])) {
    await wear(page, look);
    await takePicture(page, `find ${name}`);
    await expectNoSidewaysScroll(page);
    const seen = await panelOf(page).evaluate((panel) => {
      const root = panel.getRootNode() as ShadowRoot;
      const sheet = root.host.getBoundingClientRect();
      const area = panel.parentElement!.getBoundingClientRect();
      const last = panel.querySelector('[name=replaceAll]')!.getBoundingClientRect();
      return {
        isReached: last.bottom <= Math.min(area.bottom, innerHeight) && last.right <= area.right,
        below: Math.round(Math.min(sheet.bottom, innerHeight) - area.bottom),
      };
    });
    expect([name, seen.isReached]).toEqual([name, true]);
    expect(seen.below).toBeGreaterThan(40); // a line of the page
  }
  expect(complaints).toEqual([]);
});
