/** Drafts in a real browser: kept as one types, found again with all that belongs to them, in a list, and in two windows at once. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { drop, setDesk } from '../support/desk.ts';
import { linkOf, type HostLink } from '../support/host-link.ts';
import { draftPage, draftText, offerFrom, writeFrom, showOnPage } from '../support/draft-page.ts';
import { expectGoodAlways, violationsOn } from '../support/looks.ts';
import { goTo, picture, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

const stage = sharedStage();
let link: HostLink;

beforeAll(async () => {
  await trainModel(stage.host, { epochs: 60, hiddenSize: 48, predPeriod: 60 }); // of which a sample says something
});

async function open(): Promise<WatchedPage> {
  const opened = await stage.openPage();
  await goTo(opened.page, 'Write');
  await draftPage(opened.page).waitFor();
  return opened;
}

const newDraft = async (page: Page): Promise<void> => {
  await page.getByRole('tab', { name: 'Drafts' }).click();
  await page.getByRole('button', { name: 'New draft' }).click();
  await expect.poll(() => draftText(page)).toBe('');
};
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

it('are listed, looked for, named, pinned, and taken back from the trash', async () => {
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
  await page.screenshot({ path: picture('drafts list') });
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
});

it('are labelled from a menu, and exported as text, Markdown, Word and LRC', async () => {
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
  expect([text, textBytes.toString()]).toEqual(['江风吹着.txt', '江风吹着\n\n[Chorus]\n你走了\n']);
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
});

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
  it('what one writes is seen in the other; what both write at once is lost in neither', async () => {
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
  });
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

it('is on the page after a reload, though another window saves while it is opening', async () => {
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
});

describe('texts of before', () => {
  const dialog = (page: Page) => page.getByRole('dialog');
  async function earlierOf(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: `Actions for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Earlier versions…' }).click();
    await dialog(page).waitFor();
  }
  const reasons = async (id: string): Promise<string[]> =>
    (await stage.host.calls['drafts.revisions']({ id })).map(({ reason }) => reason);

  it('are shown with what has changed since, put back by a click, and that is undone', async () => {
    const { page, complaints } = await open();
    await newDraft(page);
    await draftPage(page).fill('海风吹着\n你走了');
    await expect.poll(async () => (await newest())?.firstLines).toEqual(['海风吹着', '你走了']);
    const { id } = (await newest())!;
    await earlierOf(page, '海风吹着');
    await dialog(page).getByText('There are no earlier versions').waitFor();
    await page.getByRole('button', { name: 'Keep the present version' }).click();
    await dialog(page).getByText('The draft says the same now.').waitFor();
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
    await page.screenshot({ path: picture('drafts earlier 360') });
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
  });

  it('of another draft than the open one are put back where they belong, in Chinese and by keys', async () => {
    const { calls } = stage.host;
    const { id } = await calls['drafts.create']({ name: '旧稿', text: '后来的样子' });
    await calls['drafts.keep']({ id, reason: 'kept', content: { text: '原来的样子', spans: [] } });
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
  });

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
      .poll(() => page.getByRole('button', { name: 'Keep the present version' }).count())
      .toBe(0);
    await page.getByRole('button', { name: 'Restore this version' }).click();
    await expect.poll(() => draftText(page)).toBe('还在这里');
    expect((await calls['drafts.open']({ id })).content.text).toBe('还在这里');
  });
});

describe('what a model wrote elsewhere', () => {
  /** The end of a draft, which is all of an empty one. */
  async function withSamples(): Promise<WatchedPage> {
    const opened = await open();
    await newDraft(opened.page);
    await goTo(opened.page, 'Train');
    await sampleIn(opened.page).waitFor();
    return opened;
  }
  const sampleIn = (page: Page) => page.locator('.sample').first();
  const put = async (page: Page): Promise<void> => {
    await page.getByText('Added to the end of the draft.').waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await draftPage(page).waitFor();
  };
  const sung = (text: string): string => text.replaceAll(/\s/g, '');
  const focusedOn = (page: Page) => page.evaluate(() => document.activeElement?.id);

  it('goes into the draft by a click, and the model’s part is marked', async () => {
    const { page, complaints } = await withSamples();
    const sample = sung((await sampleIn(page).locator('.verse').textContent())!);
    expect(sample.length).toBeGreaterThan('分开'.length);
    await sampleIn(page).getByRole('button', { name: 'Add to the draft' }).click();
    await put(page);
    expect(sung(await draftText(page))).toBe(sample);
    await showOnPage(page, 'What the model wrote');
    const written = page.locator('#write-page .cm-written');
    await expect
      .poll(async () => sung((await written.allTextContents()).join('')))
      .toBe(sample.slice('分开'.length));
    expect(complaints).toEqual([]);
  });

  it('is dragged to where one writes, by its handle or as text that is marked', async () => {
    const { page, complaints } = await withSamples();
    const sample = sung((await sampleIn(page).locator('.verse').textContent())!);
    const write = page.getByRole('navigation').getByRole('link', { name: 'Write' });
    await sampleIn(page).getByRole('button', { name: 'Add to the draft' }).dragTo(write);
    await put(page);
    expect(sung(await draftText(page))).toBe(sample);

    await goTo(page, 'Train');
    const verse = sampleIn(page).locator('.verse');
    await verse.scrollIntoViewIfNeeded();
    const box = await verse.evaluate((marked) => {
      document.getSelection()!.selectAllChildren(marked);
      const range = document.createRange();
      range.selectNodeContents(marked.querySelector('b')!); // and not what is free beside the words
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    const to = (await write.boundingBox())!;
    await page.mouse.move(box.x, box.y);
    await page.mouse.down();
    await page.mouse.move(box.x + 14, box.y + 6, { steps: 4 });
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => sung(await textOf((await newest())!.id))).toBe(sample + sample);
    expect(complaints).toEqual([]);
  });

  /**
   * Drags it over *Write*, which opens, and from there to the page.
   * @param place of the page, in px from its first character
   * @returns how far below the last line the cursor was that showed where it goes, in px from its top
   */
  async function dragToPage(
    page: Page,
    from: Locator,
    place: [x: number, y: number],
  ): Promise<number> {
    await from.scrollIntoViewIfNeeded();
    const verse = await from.evaluate((marked) => {
      document.getSelection()!.selectAllChildren(marked);
      const range = document.createRange();
      range.selectNodeContents(marked.querySelector('b')!);
      const { x, y, width, height } = range.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    const write = page.getByRole('navigation').getByRole('link', { name: 'Write' });
    const over = (await write.boundingBox())!;
    await page.mouse.move(verse.x, verse.y);
    await page.mouse.down();
    await page.mouse.move(verse.x + 14, verse.y + 6, { steps: 4 });
    await page.mouse.move(over.x + over.width / 2, over.y + over.height / 2, { steps: 4 });
    await draftPage(page).waitFor(); // it opens where one stays
    const text = await page.locator('#write-page .cm-line').first().boundingBox();
    const [x, y] = [text!.x + 10 + place[0], text!.y + place[1]];
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.move(x + 1, y); // where one has come by now, one is above it
    const cursor = page.locator('#write-page .cm-goesHere');
    await cursor.waitFor();
    await page.screenshot({ path: picture(`writ over the page at ${place[1]}`) });
    const last = (await page.locator('#write-page .cm-line').last().boundingBox())!;
    const { y: top } = (await cursor.boundingBox())!;
    await page.mouse.up();
    await expect.poll(() => cursor.count()).toBe(0);
    return top - last.y - last.height;
  }

  async function withDraft(text: string, hash: string): Promise<WatchedPage> {
    const opened = await open();
    await newDraft(opened.page);
    await draftPage(opened.page).focus();
    await opened.page.keyboard.insertText(text);
    await opened.page.evaluate((to) => (window.location.hash = to), hash);
    return opened;
  }

  it('is dragged to its place on the page, where it is the model’s, as one step', async () => {
    const { page, complaints } = await withDraft('第一行\n第二行', '#/train');
    await sampleIn(page).waitFor();
    const sample = (await sampleIn(page).locator('.verse').textContent())!;
    const lineHeight = 46;
    const below = await dragToPage(page, sampleIn(page).locator('.verse'), [0, lineHeight * 1.5]);
    expect(below).toBeLessThan(0); // in the line that it goes before
    expect(below).toBeGreaterThan(-lineHeight);
    const text = await draftText(page);
    expect(text).toMatch(/^第一行\n分开[^]*第二行$/u);
    expect(sung(text.slice(4, -3))).toBe(sung(sample));
    expect(await focusedOn(page)).toBe('write-page');
    await showOnPage(page, 'What the model wrote');
    const written = page.locator('#write-page .cm-written');
    await expect
      .poll(async () => sung((await written.allTextContents()).join('')))
      .toBe(sung(sample).slice('分开'.length));
    await draftPage(page).focus();
    await page.keyboard.press('ControlOrMeta+Z');
    await expect.poll(() => draftText(page)).toBe('第一行\n第二行');
    expect(complaints).toEqual([]);
  });

  it('comes from where models are compared, too; below all that stands there, it is a stanza of its own', async () => {
    const { page, complaints } = await withDraft('第一行\n第二行', '#/compare');
    await page.getByLabel('Prefixes', { exact: true }).fill('分开');
    await page.getByLabel('Length', { exact: true }).fill('12');
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    const cell = page.locator('tbody td:has(button)').first();
    await cell.waitFor();
    const piece = (await cell.locator('.verse').textContent())!;
    expect(await dragToPage(page, cell.locator('.verse'), [0, 400])).toBeGreaterThanOrEqual(0);
    const text = await draftText(page);
    expect(text).toMatch(/^第一行\n第二行\n\n分开/u);
    expect(sung(text.slice(7))).toBe(sung(piece));
    await showOnPage(page, 'What the model wrote');
    const written = page.locator('#write-page .cm-written').first();
    await expect.poll(() => written.getAttribute('title')).toMatch(/Temperature: 0.8, Seed: 1$/);

    // What was dragged is gone with its screen, and nobody has told its end: files are taken all the same.
    const desk = await setDesk();
    onTestFinished(() => desk.clear());
    const files = [await desk.put('新歌.txt', '一首新歌\n又一行\n')];
    await page.mouse.move(300, 300);
    await drop(await page.context().newCDPSession(page), { files });
    const names = async () => (await stage.host.calls['corpora.list']({})).map(({ name }) => name);
    await expect.poll(names).toContain('新歌');
    expect(complaints).toEqual([]);
  });

  it('is dropped on the page as what it is, and what merely bears its name is not', async () => {
    const { page } = await open();
    await newDraft(page);
    await page.locator('#write-page').evaluate((host) => {
      const data = new DataTransfer();
      data.setData('text/plain', '只是文字');
      data.setData(
        'application/x-verseloom-writ',
        JSON.stringify({
          ...{ modelId: '', modelName: '甲', prefix: '分开', continuation: ' 一起', settings: {} },
          lineBreaks: 'space',
        }),
      );
      const inner = host.shadowRoot!.querySelector('.cm-content')!;
      const how = { dataTransfer: data, bubbles: true, cancelable: true, composed: true };
      inner.dispatchEvent(new DragEvent('drop', how));
      const other = new DataTransfer();
      other.setData('application/x-verseloom-writ', '{"modelId": 1}'); // of another program
      inner.dispatchEvent(new DragEvent('drop', { ...how, dataTransfer: other }));
    });
    await expect.poll(() => draftText(page)).toBe('分开\n一起');
  });
});
