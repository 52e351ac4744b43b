/** Drafts in a real browser: kept as one types, found again with all that belongs to them, in a list, and in two windows at once. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { linkOf, type HostLink } from '../../support/host-link.ts';
import {
  draftPage,
  draftText,
  newDraft,
  offerFrom,
  writeFrom,
  showOnPage,
} from '../../support/draft-page.ts';
import { expectGoodAlways, violationsOn } from '../../support/looks.ts';
import { goTo, takePicture, type WatchedPage } from '../../support/page.ts';
import { sharedStage } from '../../support/stage.ts';
import { keptModel } from '../../support/kept-model.ts';

const stage = sharedStage();
let link: HostLink;

beforeAll(async () => {
  await keptModel(stage, { epochs: 60, hiddenSize: 48 });
});

async function open(): Promise<WatchedPage> {
  const opened = await stage.openPage();
  await goTo(opened.page, 'Write');
  await draftPage(opened.page).waitFor();
  return opened;
}

const textOf = async (id: string): Promise<string> =>
  (await stage.host.calls['drafts.open']({ id })).content.text;
/** The one that was changed last, pinned or not. */
const newest = async () =>
  (await stage.host.calls['drafts.list']({})).toSorted((a, b) =>
    b.changedAt.localeCompare(a.changedAt),
  )[0];

it('are with the host by themselves, and come back with undo, origin and all that was written', async () => {
  const { page, complaints } = await open();
  await draftPage(page).focus();
  await page.keyboard.insertText('分开');
  await expect.poll(async () => (await newest())?.firstLines).toEqual(['分开']);
  await writeFrom(page);
  const whole = await draftText(page);
  await page.keyboard.press('End');
  await page.keyboard.press('Backspace'); // and with it a part of what the model wrote
  await offerFrom(page);
  await page.keyboard.press('Escape');
  const { id } = (await newest())!;
  await expect.poll(() => textOf(id)).toBe(whole.slice(0, -1));
  await expect
    .poll(async () => (await stage.host.calls['drafts.open']({ id })).content.pieces.length)
    .toBe(2);

  await page.reload();
  await draftPage(page).waitFor();
  await expect.poll(() => draftText(page)).toBe(whole.slice(0, -1));
  await showOnPage(page, 'What the model wrote');
  const written = page.locator('#write-page .cm-written');
  const shown = async (): Promise<string> => (await written.allTextContents()).join('');
  await expect.poll(shown).toBe(whole.slice(2, -1).replaceAll('\n', ''));
  await draftPage(page).focus();
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => draftText(page)).toBe(whole);
  await expect.poll(shown).toBe(whole.slice(2).replaceAll('\n', '')); // and whose it was
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => draftText(page)).toBe('分开');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect.poll(() => draftText(page)).toBe('');
  await page.getByRole('tab', { name: 'Kept' }).click();
  await expect.poll(() => page.getByRole('tabpanel').getByRole('listitem').count()).toBe(2);
  expect(complaints).toEqual([]);
});

it(
  'are listed, looked for, named, pinned, and taken back from the trash',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await open();
    await newDraft(page);
    await draftPage(page).fill('春天在河边等船');
    await expect.poll(async () => (await newest())?.firstLines).toEqual(['春天在河边等船']);
    await newDraft(page);
    await draftPage(page).fill('月亮打开窗');
    const list = page.getByRole('list', { name: 'Drafts' });
    await list.getByRole('button', { name: /^月亮打开窗/ }).waitFor();
    await page.getByRole('searchbox', { name: 'Search drafts' }).fill('河边');
    await list.getByRole('button', { name: /^月亮打开窗/ }).waitFor({ state: 'detached' });
    await list.getByRole('button', { name: /^春天在河边等船/ }).click();
    await expect.poll(() => draftText(page)).toBe('春天在河边等船');
    await page.getByRole('searchbox', { name: 'Search drafts' }).fill('');
    await list.getByRole('button', { name: /^月亮打开窗/ }).waitFor();

    const deed = async (name: string, what: string): Promise<void> => {
      await list.getByRole('button', { name: `Actions for ${name}` }).click();
      await page.getByRole('menuitem', { name: what, exact: true }).click();
    };
    await deed('春天在河边等船', 'Rename');
    await page.getByLabel('New name for 春天在河边等船').fill('等船');
    await page.keyboard.press('Enter');
    await list.getByRole('button', { name: /^等船/ }).waitFor();
    await deed('等船', 'Pin');
    await list.getByLabel('pinned').waitFor();
    await takePicture(page, 'drafts list');
    expect(await violationsOn(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      deed('等船', 'Export as text'),
    ]);
    expect(download.suggestedFilename()).toBe('等船.txt');
    await deed('等船', 'Delete');
    await expect.poll(() => draftText(page)).toBe('');
    await page.getByText('“等船” was deleted.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => draftText(page)).toBe('春天在河边等船');
    await expectGoodAlways(page, 'drafts');
    expect(complaints).toEqual([]);
  },
);

it(
  'are labelled from a menu, and exported as text, Markdown, Word and LRC',
  { tags: ['long'] },
  async () => {
    const { page, complaints } = await open();
    await newDraft(page);
    await draftPage(page).fill('江风吹着\n\n你走了');
    await draftPage(page).press('ControlOrMeta+End');
    await page.getByRole('button', { name: 'Label', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Chorus', exact: true }).click();
    await expect.poll(() => draftText(page)).toBe('江风吹着\n\n[Chorus]\n你走了');
    const labelled = page.locator('#write-page .cm-label');
    await expect.poll(() => labelled.allInnerTexts()).toEqual(['[Chorus]']);
    await expect.poll(async () => (await newest())?.firstLines[1]).toBe('[Chorus]');
    const { id } = (await newest())!;
    await expect.poll(() => textOf(id)).toBe('江风吹着\n\n[Chorus]\n你走了');
    const exported = async (what: string): Promise<[string, Buffer]> => {
      await page.getByRole('button', { name: 'Actions for 江风吹着' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: what, exact: true }).click(),
      ]);
      return [download.suggestedFilename(), await readFile(await download.path())];
    };
    const [text, textBytes] = await exported('Export as text');
    expect([text, textBytes.toString()]).toEqual([
      '江风吹着.txt',
      '江风吹着\n\n[Chorus]\n你走了\n',
    ]);
    const [markdown, markdownBytes] = await exported('Export as Markdown');
    expect(markdown).toBe('江风吹着.md');
    expect(markdownBytes.toString()).toContain('## Chorus\n你走了');
    const [lrc, lrcBytes] = await exported('Export as LRC');
    expect(lrc).toBe('江风吹着.lrc');
    expect(lrcBytes.toString()).toMatch(/江风吹着\n你走了\n$/); // a label is not sung
    await page
      .getByText('The LRC leaves out 1 label, 1 blank line; the draft still has them.')
      .waitFor();
    const [word, bytes] = await exported('Export for Word');
    expect(word).toBe('江风吹着.docx');
    const read = await stage.host.calls['drafts.import']({
      name: word,
      bytes: new Uint8Array(bytes),
    });
    expect(read.content.text).toBe('江风吹着\n\n[Chorus]\n你走了');
    expect(complaints).toEqual([]);
  },
);

it('are opened from a text file of one’s own', async () => {
  const { page } = await open();
  await page.getByRole('tab', { name: 'Drafts' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open a file…' }).click(),
  ]);
  const buffer = Buffer.from('灯火\r\n阑珊');
  await chooser.setFiles({ name: '夜.txt', mimeType: 'text/plain', buffer });
  await expect.poll(() => draftText(page)).toBe('灯火\n阑珊');
});

describe('in two windows', () => {
  it(
    'what one writes is seen in the other; what both write at once is lost in neither',
    { tags: ['long'] },
    async () => {
      const one = (await open()).page;
      await newDraft(one);
      await draftPage(one).fill('第一行');
      await expect.poll(async () => (await newest())?.firstLines).toEqual(['第一行']);
      const { id } = (await newest())!;
      const two = (await open()).page;
      await expect.poll(() => draftText(two)).toBe('第一行');
      await draftPage(two).fill('第一行\n第二行');
      await expect.poll(() => draftText(one)).toBe('第一行\n第二行');

      // Both within the time in which several changes are one save.
      await Promise.all([draftPage(one).fill('甲写的'), draftPage(two).fill('乙写的')]);
      await expect
        .poll(async () => {
          const texts = await Promise.all([draftText(one), draftText(two), textOf(id)]);
          return new Set(texts).size;
        })
        .toBe(1);
      const stays = await textOf(id);
      const kept = await stage.host.calls['drafts.revisions']({ id });
      const before = await Promise.all(
        kept.map(({ number }) => stage.host.calls['drafts.revision']({ id, number })),
      );
      expect([stays, ...before.map(({ text }) => text)]).toEqual(
        expect.arrayContaining(['甲写的', '乙写的']),
      );
      await two.context().close();
    },
  );
});

it('that the host has not got yet when the page goes are found again when it comes back', async () => {
  const { page } = await open();
  await newDraft(page);
  await draftPage(page).fill('还没存的一行');
  await page.reload(); // at once
  await draftPage(page).waitFor();
  await expect.poll(() => draftText(page)).toBe('还没存的一行');
  await expect.poll(async () => (await newest())?.firstLines).toEqual(['还没存的一行']);
});

it(
  'is on the page after a reload, though another window saves while it is opening',
  { tags: ['long'] },
  async () => {
    const { page } = await stage.openPage({}, async (before) => {
      link = await linkOf(before);
    });
    await goTo(page, 'Write');
    await newDraft(page);
    await draftPage(page).fill('月光照在窗前');
    await expect.poll(async () => (await newest())?.firstLines).toEqual(['月光照在窗前']);
    const { letGo } = link.holds('drafts.list');
    await page.reload();
    const ask = page.getByRole('button', { name: 'Continue from here' });
    await expect.poll(() => ask.isEnabled()).toBe(true); // all is asked for by now
    link.emit('drafts', {}); // reaches the page before the list that it has asked for
    letGo();
    await draftPage(page).waitFor();
    await expect.poll(() => draftText(page)).toBe('月光照在窗前');
  },
);

describe('texts of before', () => {
  const dialog = (page: Page) => page.getByRole('dialog');
  async function earlierOf(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Earlier versions…' }).click();
    await dialog(page).waitFor();
  }
  const reasons = async (id: string): Promise<string[]> =>
    (await stage.host.calls['drafts.revisions']({ id })).map(({ reason }) => reason);

  it(
    'are shown with what has changed since, put back by a click, and that is undone',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await open();
      await newDraft(page);
      await draftPage(page).fill('海风吹着\n你走了');
      await expect.poll(async () => (await newest())?.firstLines).toEqual(['海风吹着', '你走了']);
      const { id } = (await newest())!;
      await earlierOf(page, '海风吹着');
      await dialog(page).getByText('There are no earlier versions').waitFor();
      await page.getByRole('button', { name: 'Keep the current version' }).click();
      await dialog(page).getByText('The draft is the same now.').waitFor();
      await expect
        .poll(() => page.getByRole('button', { name: 'Restore this version' }).isDisabled())
        .toBe(true);
      await page.keyboard.press('Escape');

      await draftPage(page).fill('海风吹着\n你来了\n又是一行');
      await earlierOf(page, '海风吹着');
      const changes = dialog(page).getByRole('region', { name: 'What has changed since' });
      await changes.getByText('Struck through').waitFor();
      await expect.poll(() => changes.getByRole('deletion').allTextContents()).toEqual(['走']);
      await expect
        .poll(() => changes.getByRole('insertion').allTextContents())
        .toEqual(['来', '又是一行']);
      expect(await violationsOn(page)).toEqual([]);
      await expectGoodAlways(page, 'drafts earlier');
      await page.setViewportSize({ width: 360, height: 640 });
      await takePicture(page, 'drafts earlier 360');
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole('button', { name: 'Restore this version' }).focus();
      await page.keyboard.press('Enter');
      await dialog(page).waitFor({ state: 'detached' });
      await expect.poll(() => draftText(page)).toBe('海风吹着\n你走了');
      await expect.poll(() => textOf(id)).toBe('海风吹着\n你走了');
      expect(await reasons(id)).toEqual(['replaced', 'kept']);
      await draftPage(page).focus();
      await page.keyboard.press('ControlOrMeta+Z'); // on the page, as any other change
      await expect.poll(() => draftText(page)).toBe('海风吹着\n你来了\n又是一行');
      await page.keyboard.press('ControlOrMeta+Shift+Z');
      await page.getByRole('button', { name: 'Undo' }).click(); // or where it was said
      await expect.poll(() => draftText(page)).toBe('海风吹着\n你来了\n又是一行');
      expect(complaints).toEqual([]);
    },
  );

  it(
    'of another draft than the open one are put back where they belong, in Chinese and by keys',
    { tags: ['long'] },
    async () => {
      const { calls } = stage.host;
      const { id } = await calls['drafts.create']({ name: '旧稿', text: '后来的样子' });
      await calls['drafts.keep']({
        id,
        reason: 'kept',
        content: { text: '原来的样子', spans: [] },
      });
      await calls['drafts.create']({ name: '另一份', text: '别动这里' });
      const { page } = await stage.openPage({ locale: 'zh-CN' });
      await page.getByRole('navigation').getByRole('link', { name: '写词' }).click();
      await page.getByRole('tab', { name: '草稿' }).click();
      await page.getByRole('button', { name: /^另一份 \d/ }).click();
      await expect.poll(() => draftText(page)).toBe('别动这里');
      await page.getByRole('button', { name: /^旧稿 \d/ }).press('Shift+F10');
      await page.getByRole('menuitem', { name: '历史版本…' }).press('Enter');
      await dialog(page).getByText('删除线').waitFor();
      await expect.poll(() => draftText(page)).toBe('别动这里');
      await expectGoodAlways(page, 'drafts earlier zh');
      await page.getByRole('button', { name: '恢复这个版本' }).press('Enter');
      await expect.poll(() => draftText(page)).toBe('原来的样子');
      await expect.poll(() => textOf(id)).toBe('原来的样子');
    },
  );

  it('of a draft that is damaged are all that there is, and one of them makes it whole', async () => {
    const { calls } = stage.host;
    const { id } = await calls['drafts.create']({ name: '坏掉', text: '甲' });
    await calls['drafts.keep']({ id, reason: 'kept', content: { text: '还在这里', spans: [] } });
    await writeFile(join(stage.application.data, 'drafts', id, 'draft.json'), '{"version": 1, "na');
    const { page } = await open();
    await page.getByRole('tab', { name: 'Drafts' }).click();
    const damaged = page.getByRole('listitem').filter({ hasText: 'cannot be opened' });
    await damaged.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Earlier versions…' }).click();
    await dialog(page).getByText('还在这里').waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Keep the current version' }).count())
      .toBe(0);
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await expect.poll(() => draftText(page)).toBe('还在这里');
    expect((await calls['drafts.open']({ id })).content.text).toBe('还在这里');
  });
});
