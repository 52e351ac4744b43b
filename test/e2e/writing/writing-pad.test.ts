/** The page that one types on, in a real browser: what a model offers on it, by keys and by mouse, through input methods and undo. */
import type { CDPSession, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { computePid } from '../support/application.ts';
import {
  draftPage,
  draftText,
  offerFrom,
  offerOf,
  openDraft,
  openPad,
  untilModels,
  writeFrom,
  showOnPage,
} from '../support/draft-page.ts';
import { keptModel } from '../support/kept-model.ts';
import { violationsOn, wear } from '../support/looks.ts';
import { expectNoSidewaysScroll, fill, takePicture, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

beforeAll(async () => {
  await keptModel(stage, { epochs: 60, hiddenSize: 48 });
});

const open = (): Promise<WatchedPage> => openPad(stage);

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('what is offered', () => {
  it('is grey, no part of the page, and taken by keys, each a step that is undone', async () => {
    const { page, complaints } = await open();
    await takePicture(page, 'pad empty');
    await offerFrom(page, '分开');
    await takePicture(page, 'pad offer');
    expect(await violationsOn(page)).toEqual([]);
    await expect.poll(() => draftText(page)).toBe('分开');
    const offered = (await offerOf(page).textContent())!;
    await page.keyboard.press('ArrowRight');
    const [first] = [...offered];
    await expect.poll(() => draftText(page)).toBe(`分开${first}`);
    await page.keyboard.press('ControlOrMeta+ArrowRight');
    const line = /^\n*[^\n]*/.exec(offered.slice(first!.length))![0];
    await expect.poll(() => draftText(page)).toBe(`分开${first}${line}`);
    await page.keyboard.press('Tab');
    await expect.poll(() => draftText(page)).toBe(`分开${offered}`);
    await takePicture(page, 'pad taken');
    for (const before of [`分开${first}${line}`, `分开${first}`, '分开']) {
      await page.keyboard.press('ControlOrMeta+Z');
      await expect.poll(() => draftText(page)).toBe(before);
    }
    await page.keyboard.press('Tab'); // nothing is offered: it leaves the page
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).not.toBe('write-page');
    expect(complaints).toEqual([]);
  });

  it('is one of several, gone with Escape, kept in the strip, and put back by a click', async () => {
    const { page, complaints } = await open();
    await offerFrom(page, '分开');
    const one = (await offerOf(page).textContent())!;
    await page.keyboard.press('Alt+]');
    await expect.poll(() => offerOf(page).textContent()).not.toBe(one);
    await expect.poll(() => button(page, 'Stop').count()).toBe(0);
    const two = (await offerOf(page).textContent())!;
    await page.keyboard.press('Alt+[');
    await expect.poll(() => offerOf(page).textContent()).toBe(one);
    await page.keyboard.press('Alt+]');
    await expect.poll(() => offerOf(page).textContent()).toBe(two);
    await page.keyboard.press('Escape');
    await expect.poll(() => offerOf(page).count()).toBe(0);
    await expect.poll(() => draftText(page)).toBe('分开');
    await page.getByRole('tab', { name: 'Kept' }).click();
    const kept = page.getByRole('tabpanel').getByRole('listitem');
    await expect.poll(() => kept.count()).toBe(2);
    await takePicture(page, 'pad strip');
    expect(await violationsOn(page)).toEqual([]);
    await kept.nth(1).getByRole('button').click(); // the newest stands first
    await expect.poll(() => draftText(page)).toBe(`分开${one}`);
    expect(complaints).toEqual([]);
  });

  it('keeps what agrees with what is typed over it', async () => {
    const { page } = await open();
    await offerFrom(page, '分开');
    const offered = (await offerOf(page).textContent())!;
    const [first] = [...offered];
    await page.keyboard.insertText(first!);
    await expect.poll(() => offerOf(page).textContent()).toBe(offered.slice(first!.length));
    await page.keyboard.insertText('☂');
    await expect.poll(() => offerOf(page).count()).toBe(0);
    await expect.poll(() => draftText(page)).toBe(`分开${first}☂`);
  });

  it('is worked by the mouse alone', async () => {
    const { page } = await open();
    await draftPage(page).fill('分开');
    await button(page, 'Continue from here').click();
    await button(page, 'Take all').waitFor();
    await expect.poll(() => button(page, 'Stop').count()).toBe(0);
    const offered = (await offerOf(page).textContent())!;
    await button(page, 'A line').click();
    await button(page, 'Take all').click();
    await expect.poll(() => draftText(page)).toBe(`分开${offered}`);
    await showOnPage(page, 'What the model wrote');
    await takePicture(page, 'pad origins');
    const said = page.locator('#write-page .cm-written').first();
    await expect.poll(() => said.getAttribute('title')).toMatch(/Temperature: 0\.6, Seed: 1/);
    expect(await violationsOn(page)).toEqual([]);
    await button(page, 'Rewrite').click();
    await expect.poll(() => draftText(page)).not.toBe(`分开${offered}`);
    expect((await draftText(page)).startsWith('分开')).toBe(true);
  });

  it('appears by itself where one pauses at the end of a line, if one wants that', async () => {
    const { page } = await open();
    await page.getByLabel('Suggest when I pause').check();
    await draftPage(page).focus();
    await page.keyboard.insertText('分开');
    await offerOf(page).waitFor();
    await expect.poll(() => offerOf(page).textContent()).toMatch(/^\n*[^\n]+$/); // no more than a line
  });

  it('stays as far as it came when the process is killed, and the pad goes on', async () => {
    const { page } = await open();
    await fill(page, { Length: '20000' });
    await draftPage(page).fill('分开');
    await untilModels(page);
    await page.keyboard.press('Control+Enter');
    await offerOf(page).waitFor();
    process.kill(await computePid(stage.application), 'SIGKILL');
    await page.getByText('Writing was interrupted here.').waitFor();
    await takePicture(page, 'pad broken off');
    await expect.poll(() => draftText(page)).toBe('分开');
    expect((await offerOf(page).textContent())!.length).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await fill(page, { Length: '20' });
    await writeFrom(page);
    expect((await draftText(page)).length).toBeGreaterThan(10);
  });
});

/** As an input method writes: letters that are not final, and then what is chosen of its candidates. */
async function compose(session: CDPSession, letters: string, chosen: string): Promise<void> {
  for (let end = 1; end <= letters.length; end++) {
    const text = letters.slice(0, end);
    await session.send('Input.imeSetComposition', {
      text,
      selectionStart: end,
      selectionEnd: end,
    });
  }
  await session.send('Input.insertText', { text: chosen });
}

describe('an input method', () => {
  it('writes beside what is offered, never into it; what it writes may agree with it', async () => {
    const { page, complaints } = await open();
    const session = await page.context().newCDPSession(page);
    await offerFrom(page, '分开');
    const offered = (await offerOf(page).textContent())!;
    const [first] = [...offered];
    await session.send('Input.imeSetComposition', {
      text: 'zi',
      selectionStart: 2,
      selectionEnd: 2,
    });
    await expect.poll(() => offerOf(page).count()).toBe(0); // so long it waits
    await expect.poll(() => draftText(page)).toBe('分开zi');
    await session.send('Input.insertText', { text: first! });
    await expect.poll(() => draftText(page)).toBe(`分开${first}`);
    await expect.poll(() => offerOf(page).textContent()).toBe(offered.slice(first!.length));
    await compose(session, 'bu', '☂');
    await expect.poll(() => draftText(page)).toBe(`分开${first}☂`);
    await expect.poll(() => offerOf(page).count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it(
    'asks for nothing while it composes, and Enter that confirms a candidate triggers nothing',
    { tags: ['long'] },
    async () => {
      const { page } = await open();
      await page.getByLabel('Suggest when I pause').check();
      const session = await page.context().newCDPSession(page);
      await draftPage(page).focus();
      await session.send('Input.imeSetComposition', {
        text: 'chuntian',
        selectionStart: 8,
        selectionEnd: 8,
      });
      const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
      await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter, modifiers: 2 });
      await page.waitForTimeout(1000); // longer than a pause is
      await expect.poll(() => offerOf(page).count()).toBe(0);
      await session.send('Input.insertText', { text: '春天' });
      await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
      await expect.poll(() => draftText(page)).toBe('春天');
      await offerOf(page).waitFor(); // and now one pauses
    },
  );

  it('is undone by whole words', async () => {
    const { page } = await open();
    const session = await page.context().newCDPSession(page);
    await draftPage(page).focus();
    await compose(session, 'chuntian', '春天');
    await page.waitForTimeout(700); // what comes later is another step
    await compose(session, 'fenkai', '分开');
    await expect.poll(() => draftText(page)).toBe('春天分开');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect.poll(() => draftText(page)).toBe('春天');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect.poll(() => draftText(page)).toBe('');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await expect.poll(() => draftText(page)).toBe('春天');
  });
});

describe('a long draft', () => {
  const paste = (page: Page, text: string) =>
    draftPage(page).evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, text);

  it('of 200,000 characters takes keys as a short one does, and shows no more than one sees', async () => {
    const { page, complaints } = await open();
    await draftPage(page).focus();
    await paste(page, '春天在河边等船\n'.repeat(25_000));
    await page.keyboard.insertText('分开');
    await page.locator('#write-page .cm-line').filter({ hasText: '分开' }).waitFor();
    await expect.poll(() => page.locator('#write-page .cm-line').count()).toBeLessThan(200);
    await offerFrom(page);
    expect(complaints).toEqual([]);
  });

  it('of more than a draft can hold is refused in a sentence, and what stood there stands', async () => {
    const { page } = await open();
    await draftPage(page).fill('分开');
    await paste(page, '春'.repeat(1_700_000)); // 5 MB
    await page
      .getByText(/This text is too long: a draft can have at most 1,000,000 characters/)
      .waitFor();
    await expect.poll(() => draftText(page)).toBe('分开');
    await page.keyboard.insertText('了');
    await expect.poll(() => draftText(page)).toBe('分开了');
  });
});

describe('what can be done with the page', () => {
  it.each(['en-US', 'zh-CN'] as const)(
    'stands in one row, and what can be done with a part of it in another, where there is no more room: %s',
    { tags: ['long'] },
    async (locale) => {
      const { page } = await openDraft(stage, '', { locale });
      await page.setViewportSize({ width: 900, height: 700 });
      await writeFrom(page, '想要有');
      const tools = page.getByRole('toolbar', { name: /^(What to do with the text|歌词操作)$/ });
      const rows = async () => {
        const boxes = await tools
          .getByRole('button')
          .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
        return [...Map.groupBy(boxes, (top) => top).values()].map(({ length }) => length);
      };
      await expect.poll(() => rows()).toEqual([2, 5]);
      await page.setViewportSize({ width: 1280, height: 700 });
      expect((await rows()).length).toBe(1);
    },
  );
});

describe('the keys of the page', () => {
  it('are those of a text: signs of the screens’ shortcuts are typed, and found and replaced', async () => {
    const { page, complaints } = await open();
    await draftPage(page).focus();
    await page.keyboard.type('what? 1/2');
    await expect.poll(() => draftText(page)).toBe('what? 1/2');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('ControlOrMeta+F');
    await page.getByRole('textbox', { name: 'Find' }).fill('what');
    await page.getByRole('textbox', { name: 'Replace' }).fill('which');
    await takePicture(page, 'pad find');
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Replace all' }).click();
    await expect.poll(() => draftText(page)).toBe('which? 1/2');
    await page.keyboard.press('Escape');
    expect(complaints).toEqual([]);
  });
});

it('is seen where it is offered, at every size, by light and by night', async () => {
  const { page, complaints } = await open();
  await draftPage(page).fill(`${'春天在河边等船\n'.repeat(40)}分开`);
  for (const [width, height, colorScheme] of [
    [360, 640, 'light'],
    [640, 450, 'dark'], // of 1280 × 900 at 200 %
    [1920, 1080, 'dark'],
  ] as const) {
    await wear(page, { colorScheme, viewport: { width, height } });
    await offerFrom(page);
    const isSeen = await offerOf(page).evaluate((grey) => {
      const page = (grey.getRootNode() as ShadowRoot).host.getBoundingClientRect();
      const [first] = grey.getClientRects(); // beside the cursor
      return first!.top >= page.top && first!.bottom <= page.bottom;
    });
    expect([width, isSeen]).toEqual([width, true]);
    await expectNoSidewaysScroll(page);
    await takePicture(page, `pad ${width}`);
    await page.keyboard.press('Escape');
    await takePicture(page, `pad ${width} without an offer`);
  }
  expect(complaints).toEqual([]);
});
