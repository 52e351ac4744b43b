/** Songs on their way in and what becomes of them, in a real browser: folders, several files, paste, the list of the songs, and a way back for each step. */
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { goTo, takePicture } from '../support/page.ts';
import { drop, setDesk, type Desk } from '../support/desk.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();
/** What the person drops things from. */
let desk: Desk;
let page: Page;
let complaints: string[];
let mouse: CDPSession;

beforeAll(async () => {
  desk = await setDesk();
  return desk.clear;
});

beforeEach(async () => {
  if (page) return; // one for all of them
  ({ page, complaints } = await stage.openPage());
  mouse = await page.context().newCDPSession(page);
});

const songs = () => page.getByRole('grid', { name: 'Songs of the corpus' });
const names = () => songs().locator('.name').allInnerTexts();
const corpora = () => page.getByRole('list', { name: 'Corpora' }).locator('.name').allInnerTexts();
const song = (name: string) => songs().getByRole('row').filter({ hasText: name });
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const dismissAll = async (): Promise<void> => {
  const buttons = page.getByRole('button', { name: 'Dismiss' });
  while ((await buttons.count()) > 0) await buttons.first().click();
};
const detailsOf = async (name: string) => {
  const corpus = (await stage.host.calls['corpora.list']({})).find((one) => one.name === name);
  return stage.host.calls['corpora.details']({ id: corpus!.id });
};
/** Chooses from the menu of the corpus that is open. */
async function choose(deed: string): Promise<void> {
  await page
    .getByRole('region', { name: await openName() })
    .getByRole('button', { name: 'Actions', exact: true })
    .click();
  await page.getByRole('menuitem', { name: deed }).click();
}
/** The name of the song whose row has the focus. */
const focusIn = () =>
  page.evaluate(() => document.activeElement?.querySelector('.name')?.textContent);
const openName = () => page.getByRole('heading', { level: 2 }).first().innerText();

describe('what is dropped', () => {
  /** Those that come with the product. */
  let own = 0;

  it('a folder becomes one corpus, with a link back into it and with what was left out and why', async () => {
    await goTo(page, 'Corpus');
    await page.getByText('What you drop together becomes one corpus.').waitFor();
    own = (await corpora()).length;
    await takePicture(page, 'corpus first');
    await desk.put('歌/第十首.txt', '雨落在河上\n河在等船\n');
    await desk.put('歌/第二首.txt', '雪落在桥上\n桥在等人\n');
    await desk.put('歌/里面/2 风.lrc', '[00:01.00]风吹过海\n[00:05.00]海在等风\n');
    await desk.put('歌/封面.pdf', '%PDF-1.4\n1 0 obj\n');
    await symlink(join(desk.folder, '歌'), join(desk.folder, '歌', '里面', '回来'));
    await drop(mouse, { files: [join(desk.folder, '歌')] });
    await page.getByRole('heading', { level: 2, name: '歌' }).waitFor();
    await expect.poll(() => names()).toEqual(['第二首', '第十首', '2 风']);
    await song('2 风').getByText('LRC lyrics · UTF-8').waitFor();
    await songs().getByText('1 file left out').waitFor();
    await songs()
      .getByText(/封面\.pdf” is a PDF, which Verseloom does not read/)
      .waitFor();
    await page.getByText('“歌” is in the library: 3 songs. 1 file was left out').waitFor();
    await takePicture(page, 'corpus songs');
    await dismissAll();
  });

  it('onto the open corpus is added to it on the lower half, with a model put aside, and can be read again', async () => {
    const name = await desk.put('新歌.txt', '月亮在山上\n');
    const pair = [name, await desk.put('坏.verse', 'no model')];
    const data = { items: [], files: pair, dragOperationsMask: 1 };
    const at = { x: 640, y: 700 };
    for (const type of ['dragEnter', 'dragOver'] as const)
      await mouse.send('Input.dispatchDragEvent', { type, ...at, data });
    await page.getByText('Add to “歌”').waitFor();
    await takePicture(page, 'corpus drop');
    await mouse.send('Input.dispatchDragEvent', { type: 'drop', ...at, data });
    const report = page.getByRole('dialog', { name: '1 not imported, 1 file imported' });
    await report.getByText('坏.verse is not a Verseloom model').waitFor();
    await report.getByText('“歌”: 1 file added.').waitFor();
    await press('Escape');
    await expect.poll(names).toEqual(['第二首', '第十首', '2 风', '新歌']);
    await expect.poll(() => corpora()).toHaveLength(own + 1);

    await writeFile(name, '太阳在山上\n山在等月亮\n');
    await choose('Read the files again…');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('dialog').getByRole('button', { name: 'Choose files…' }).click(),
    ]);
    await chooser.setFiles([name]);
    await page.getByText('“歌”: 1 replaced.').waitFor();
    const textOf = async () =>
      (await stage.host.calls['corpora.text']({ id: (await detailsOf('歌')).id })).text;
    await expect.poll(textOf).toContain('太阳在山上');
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await expect.poll(textOf).toContain('月亮在山上');
    await expect.poll(names).toEqual(['第二首', '第十首', '2 风', '新歌']);
    await dismissAll();
  });

  it('or chosen in the system’s dialog as a whole folder is a corpus, which is taken back by its key', async () => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Folder…', exact: true }).click(),
    ]);
    await chooser.setFiles(join(desk.folder, '歌', '里面'));
    await page.getByText(/“.*” is in the library: 1 song\./).waitFor();
    await dismissAll();
    await expect.poll(() => corpora()).toHaveLength(own + 2);
    await press('ControlOrMeta+Z');
    await expect.poll(corpora).toHaveLength(own + 1);
    await page.getByRole('button', { name: '歌 4 songs' }).click();
  });
});

describe('a text', () => {
  it('is pasted where nothing is typed, and called after its first line', async () => {
    await page.evaluate(() =>
      navigator.clipboard.writeText('春天在河边\n河在等船\n\n夏天在海边\n'),
    );
    await page.getByRole('heading', { level: 1, name: 'Corpus' }).focus();
    await press('ControlOrMeta+V');
    const dialog = page.getByRole('dialog', { name: 'Paste or type lyrics' });
    await expect.poll(() => dialog.getByLabel('Name').inputValue()).toBe('春天在河边');
    await takePicture(page, 'corpus paste');
    await dialog.getByRole('button', { name: 'Create corpus' }).click();
    await page.getByRole('heading', { level: 2, name: '春天在河边' }).waitFor();
    await song('春天在河边').getByText('typed or pasted').waitFor();
  });

  it('begins empty, is filled, and is split with a preview', async () => {
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: 'New corpus' }).waitFor();
    await page.getByText('No songs yet.').waitFor();
    await page.getByRole('button', { name: 'Add a song…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a song to “New corpus”' });
    await dialog.getByLabel('Lyrics').fill('风来了\n\n风走了\n');
    await dialog.getByLabel('Name').fill('两首');
    await dialog.getByRole('button', { name: 'Add song' }).click();
    await song('两首').waitFor();
    await song('两首')
      .getByRole('button', { name: /^Actions/ })
      .click();
    await page.getByRole('menuitem', { name: 'Split into songs…' }).click();
    await page.getByRole('dialog', { name: '两首' }).waitFor();
    await takePicture(page, 'corpus split');
    await press('Escape');
    await press('ControlOrMeta+Z'); // the song
    await page.getByText('No songs yet.').waitFor();
    await press('ControlOrMeta+Z'); // the corpus
    await expect.poll(corpora).not.toContain('New corpus');
    await dismissAll();
  });
});

describe('songs', () => {
  const order = ['第二首', '第十首', '2 风', '新歌'];
  /** Songs alone, as the host has them. */
  const kept = async () => {
    const { sources } = await detailsOf('歌');
    return sources
      .filter(({ skipped }) => !skipped)
      .map(({ name, on }) => (on ? name : `(${name})`));
  };

  it('are moved, renamed, switched and removed by keys, and each is taken back', async () => {
    await page.getByRole('button', { name: '歌 4 songs' }).click();
    await expect.poll(names).toEqual(order);
    await song('第二首').focus();
    await press('Alt+ArrowDown', 'Alt+ArrowDown');
    await expect.poll(kept).toEqual(['第十首', '2 风', '第二首', '新歌']);
    await expect.poll(() => names()).toEqual(await kept());
    await expect.poll(focusIn).toBe('第二首');
    await press('F2');
    await page.getByLabel('New name for 第二首').fill('雪');
    await press('Enter');
    await expect.poll(kept).toEqual(['第十首', '2 风', '雪', '新歌']);
    await expect.poll(focusIn).toBe('雪');
    await song('雪').getByRole('switch').click();
    await expect.poll(kept).toEqual(['第十首', '2 风', '(雪)', '新歌']);
    await page.getByText('3 songs, in 4 files').waitFor();
    await press('ArrowUp', 'Shift+ArrowUp', 'Delete');
    await expect.poll(kept).toEqual(['(雪)', '新歌']);
    for (const [count, names] of [
      [1, ['第十首', '2 风', '(雪)', '新歌']],
      [1, ['第十首', '2 风', '雪', '新歌']],
      [1, ['第十首', '2 风', '第二首', '新歌']],
      [1, order], // both steps of the move at once
    ] as const) {
      for (let times = 0; times < count; times++) await press('ControlOrMeta+Z');
      await expect.poll(kept).toEqual(names);
    }
    await expect.poll(names).toEqual(order);
    await dismissAll();
  });

  it('are dragged, and sorted by name as people count', async () => {
    await song('新歌').dragTo(song('第二首'), { targetPosition: { x: 200, y: 4 } });
    await expect.poll(kept).toEqual(['新歌', '第二首', '第十首', '2 风']);
    await expect.poll(() => names()).toEqual(await kept());
    await page.getByRole('button', { name: 'Sort by name' }).click();
    await expect.poll(kept).toEqual(['2 风', '新歌', '第二首', '第十首']);
    await press('ControlOrMeta+Z', 'ControlOrMeta+Z');
    await expect.poll(kept).toEqual(order);
  });

  it('several are chosen, read in another encoding and switched off together', async () => {
    await song('第二首').focus();
    await press('ControlOrMeta+A');
    const tools = page.getByRole('toolbar', { name: '5 selected' });
    await tools.getByRole('button', { name: 'Encoding…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Encoding of 4 songs' });
    await dialog.getByLabel('Encoding').selectOption('Big5');
    await dialog.getByRole('button', { name: 'Read', exact: true }).click();
    await expect.poll(async () => (await detailsOf('歌')).encodings).toEqual(['big5']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await detailsOf('歌')).encodings).toEqual(['utf-8']);
    await tools.getByRole('button', { name: 'Switch off' }).click();
    await expect.poll(async () => (await detailsOf('歌')).songs).toBe(0);
    await press('ControlOrMeta+Z');
    await expect.poll(async () => (await detailsOf('歌')).songs).toBe(4);
    await press('Escape');
    await dismissAll();
  });
});

describe('a corpus', () => {
  it('is renamed, merged, exported as a text and as a zip, and removed, each from its menu', async () => {
    await choose('Rename');
    await page.getByLabel('New name for 歌').fill('四首歌');
    await press('Enter');
    await page.getByRole('heading', { level: 2, name: '四首歌' }).waitFor();
    await choose('Merge with…');
    const dialog = page.getByRole('dialog', { name: 'Merge “四首歌” with other corpora' });
    await dialog.getByText('The new corpus is cleaned the way “四首歌” is.').waitFor();
    await dialog.getByLabel(/春天在河边/).check();
    await dialog.getByLabel('Name of the new corpus').fill('全部');
    await takePicture(page, 'corpus merge');
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
    await page.getByRole('heading', { level: 2, name: '全部' }).waitFor();
    await expect.poll(names).toEqual(['第二首', '第十首', '2 风', '新歌', '春天在河边']);
    for (const [deed, ending] of [
      ['Export as text', /全部\.txt$/],
      ['Export as a ZIP of songs', /全部\.zip$/],
    ] as const) {
      const download = page.waitForEvent('download');
      await choose(deed);
      expect((await download).suggestedFilename()).toMatch(ending);
    }
    await choose('Remove');
    await expect.poll(corpora).not.toContain('全部');
    await press('ControlOrMeta+Z');
    await page.getByRole('heading', { level: 2, name: '全部' }).waitFor();
    await dismissAll();
  });

  it('that comes with the product cannot be changed, but copied', async () => {
    await page.getByRole('button', { name: /^Verseloom sample lyrics/ }).click();
    await page.getByRole('heading', { level: 2, name: 'Verseloom sample lyrics' }).waitFor();
    await songs().getByRole('row').first().waitFor();
    await expect.poll(() => songs().getByRole('checkbox').count()).toBe(0);
    await expect.poll(() => songs().getByRole('switch').count()).toBe(0);
    await expect.poll(() => page.getByRole('button', { name: 'Add files…' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Duplicate to change it' }).click();
    await page.getByRole('heading', { level: 2, name: 'Verseloom sample lyrics copy' }).waitFor();
    await songs().getByRole('switch').first().waitFor();
    await press('ControlOrMeta+Z');
    await expect.poll(corpora).not.toContain('Verseloom sample lyrics copy');
  });

  it(
    'of 5,000 files is listed without drawing them all, and goes to its last one by a key',
    { tags: ['long'] },
    async () => {
      const bytes = new TextEncoder();
      const files = Array.from({ length: 5000 }, (_, n) => ({
        ...{ name: `许多/${n + 1}.txt`, bytes: bytes.encode(`第${n}行\n又一行${n}\n`) },
      }));
      await stage.host.calls['corpora.import']({ task: 'many', files, name: '许多' });
      await page.getByRole('button', { name: /^许多/ }).click();
      await song('1').first().waitFor();
      await expect.poll(() => songs().getByRole('row').count()).toBeLessThan(60);
      await songs().getByRole('row').first().focus();
      await press('End');
      await expect.poll(focusIn).toBe('5000');
      await expect.poll(() => songs().getByRole('row').count()).toBeLessThan(60);
      await press('Alt+ArrowUp');
      await expect.poll(async () => (await detailsOf('许多')).sources.at(-2)!.name).toBe('5000');
      expect(complaints).toEqual([]);
    },
  );
});

describe('an import', () => {
  it('tells how far it is, and is called off', async () => {
    const before = await corpora();
    const line = '雨落在河上，河在等一只船，船在等一个人。\n';
    await drop(mouse, { files: [await desk.put('很长.txt', line.repeat(350_000))] });
    await page.getByText('Reading 很长.txt…').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('The import was cancelled').waitFor();
    await expect.poll(() => corpora()).toEqual(before);
    expect(complaints).toEqual([]);
  });
});
