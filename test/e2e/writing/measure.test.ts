/** What stands beside the lines of a page, in a real browser: how much each counts, its rhyme through the stanza, and the tone of its end. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { draftPage, draftText, keptDraft, openDraft } from '../support/draft-page.ts';
import { keptModel } from '../support/kept-model.ts';
import { expectGoodAlways, violationsOn } from '../support/looks.ts';
import { takePicture, type Look, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

beforeAll(async () => {
  await keptModel(stage, { epochs: 1, hiddenSize: 8 });
});

async function open(text: string, look: Look = {}): Promise<WatchedPage> {
  const opened = await openDraft(stage, text, look);
  const { page } = opened;
  await expect.poll(() => factsOf(page)).not.toEqual([]);
  return opened;
}

/** Of the lines that have any: what is shown, and what is said. */
const factsOf = (page: Page): Promise<[string, string][]> =>
  page
    .locator('#write-page')
    .evaluate((host) =>
      [...host.shadowRoot!.querySelectorAll<HTMLElement>('.cm-facts .cm-fact')]
        .filter(({ title }) => title !== '')
        .map((fact): [string, string] => [
          [...fact.children].map(({ textContent }) => textContent).join(' '),
          fact.title,
        ]),
    );
const shownOf = async (page: Page): Promise<string[]> => (await factsOf(page)).map(([one]) => one);

const STANZA = '窗前有光\n月照他乡\n谁在山上走\n夜未央\n\n[副歌]\n再见，朋友\n一杯酒';

describe('beside the lines', () => {
  it('stand characters, the rhyme through the stanza, and the tone of the end, and in words by whom one hovers', async () => {
    const { page, complaints } = await open(STANZA);
    expect(await factsOf(page)).toEqual([
      ['4 a ˉ', '4 characters, rhyme a (十六唐), ends in the first tone, level'],
      ['4 a ˉ', '4 characters, rhyme a (十六唐), ends in the first tone, level'],
      [
        '5 b ˇ',
        '5 characters, no other line of this stanza has this rhyme (十二侯), ends in the third tone, oblique',
      ],
      ['3 a ˉ', '3 characters, rhyme a (十六唐), ends in the first tone, level'],
      ['4 a ˇ', '4 characters, rhyme a (十二侯), ends in the third tone, oblique'],
      ['3 a ˇ', '3 characters, rhyme a (十二侯), ends in the third tone, oblique'],
    ]);
    const colours = await page
      .locator('#write-page .cm-fact:not([title=""]) .cm-rhyme')
      .evaluateAll((letters) => letters.map((letter) => getComputedStyle(letter).color));
    expect(colours[0]).toBe(colours[1]);
    expect(colours[2]).not.toBe(colours[0]);
    expect(complaints).toEqual([]);
    await expectGoodAlways(page, 'measure');
  });

  it('follows what is typed, in the line and in its stanza', async () => {
    const { page } = await open(STANZA);
    await draftPage(page).press('Control+Home');
    await page.keyboard.press('End');
    await page.keyboard.insertText('头');
    await expect
      .poll(() => shownOf(page))
      .toEqual(['5 a ˊ', '4 b ˉ', '5 a ˇ', '3 b ˉ', '4 a ˇ', '3 a ˇ']);
    await page.keyboard.press('Enter'); // the stanza ends here
    await page.keyboard.press('Enter');
    await expect
      .poll(() => shownOf(page))
      .toEqual(['5 a ˊ', '4 a ˉ', '5 b ˇ', '3 a ˉ', '4 a ˇ', '3 a ˇ']);
  });

  it('counts syllables of English, which rhymes by its last stressed vowel', async () => {
    const { page, complaints } = await open(
      'We danced until the night\nunder a silver light\nand nobody remembers\nthe colours of September',
    );
    const rhymes = (): Promise<string[]> => shownOf(page);
    await expect.poll(rhymes).toEqual(['6 a ', '6 a ', '7 b ', '7 c ']);
    expect((await factsOf(page))[0]![1]).toBe('6 syllables, rhyme a (/aɪt/)');
    expect(complaints).toEqual([]);
    await takePicture(page, 'measure English');
  });

  it('stands also what is said of the line at the cursor, for who sees no signs and has no pointer', async () => {
    const { page, complaints } = await open(STANZA);
    const line = page.getByRole('status', { name: 'Line at the cursor' });
    await draftPage(page).press('Control+Home');
    await expect
      .poll(() => line.innerText())
      .toBe('Line 1: 4 characters, rhyme a (十六唐), ends in the first tone, level.');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => line.innerText()).toMatch(/^Line 3: 5 characters, no other line/);
    await page.keyboard.insertText('[桥段]\n');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => line.innerText()).toBe('');
    expect(complaints).toEqual([]);
  });

  it(
    'a character that can be read in several ways is decided at itself, by keyboard or mouse, and kept',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open('路很重\n虫');
      await expect.poll(() => shownOf(page)).toEqual(['3 a ˋ', '1 a ˊ']);
      await draftPage(page).press('Control+Home');
      await page.keyboard.press('Alt+R');
      await page.getByText('There is no character with more than one reading').waitFor();
      await page.keyboard.press('End');
      await page.keyboard.press('Alt+R');
      const menu = page.getByRole('menu', { name: '“重” is read zhòng' });
      await menu.waitFor();
      const character = await page.locator('#write-page .cm-line').first().boundingBox();
      const { x, y } = (await menu.boundingBox())!;
      expect(Math.abs(y - character!.y)).toBeLessThan(70); // beside the character
      expect(x - character!.x).toBeLessThan(120);
      expect(await violationsOn(page)).toEqual([]);
      await takePicture(page, 'measure reading');
      await expect
        .poll(() => menu.getByRole('menuitem').allInnerTexts())
        .toEqual(['zhòng (in this context)', 'chóng']);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(() => shownOf(page)).toEqual(['3 a ˊ', '1 a ˊ']);
      const kept = async () => (await keptDraft(stage)).readings;
      await expect.poll(kept).toEqual([{ at: 2, reading: 'chong2' }]);
      await page.reload(); // the cursor is at the end, behind another character
      await expect.poll(() => shownOf(page)).toEqual(['3 a ˊ', '1 a ˊ']);
      await draftPage(page).press('Control+Home');
      await page.keyboard.press('End');
      await page.getByRole('button', { name: '“重” is read chóng' }).click();
      await page.getByRole('menuitem', { name: 'zhòng (in this context)' }).click();
      await expect.poll(() => shownOf(page)).toEqual(['3 a ˋ', '1 a ˊ']);
      await expect.poll(kept).toEqual([]);
      await page.keyboard.insertText('了'); // one types on
      await expect.poll(() => draftText(page)).toBe('路很重了\n虫');
      expect(complaints).toEqual([]);
    },
  );

  it('is said in Chinese, too', { tags: ['long'] }, async () => {
    const { page } = await open(STANZA, { locale: 'zh-CN' });
    expect((await factsOf(page))[0]![1]).toBe('4 字，韵脚 a（十六唐），阴平（平声）收尾');
    await expectGoodAlways(page, '度量');
  });
});
