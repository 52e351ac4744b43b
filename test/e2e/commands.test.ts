/** Saving, opening and exporting by key, by button and from a window's menu, in a real browser; and a machine without an engine. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { writeFrom } from './support/draft-page.ts';
import { importText } from './support/import-text.ts';
import { focusOf } from './support/focus.ts';
import { linkOf, type HostLink } from './support/host-link.ts';
import { goTo, takePicture, type Look } from './support/page.ts';
import { sharedStage } from './support/stage.ts';
import { startTraining } from './support/train.ts';

const stage = sharedStage();

/** Small enough to be finished at once, or too long to finish by itself. */
async function train(epochs: number): Promise<void> {
  await startTraining(stage.host, { epochs, hiddenSize: 16, predPeriod: 100_000 });
}

beforeAll(async () => {
  await train(2);
  await vi.waitUntil(async () => (await stage.host.calls['models.list']({})).length === 1, 60_000);
  const [model] = await stage.host.calls['models.list']({});
  await stage.host.calls['models.change']({ id: model!.id, name: 'older' });
  await stage.host.calls['models.duplicate']({ id: model!.id, name: 'copy' });
});

interface Linked {
  readonly page: Page;
  readonly link: HostLink;
  readonly complaints: string[];
}

async function openLinked(says: Parameters<HostLink['says']>[0], look: Look = {}): Promise<Linked> {
  let link: HostLink | undefined;
  const opened = await stage.openPage(look, async (page) => {
    link = await linkOf(page);
    link.says(says);
  });
  return { ...opened, link: link! };
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}

async function writeSomething(page: Page): Promise<void> {
  await goTo(page, 'Write');
  await page.getByLabel('Length', { exact: true }).fill('12');
  await writeFrom(page, '分开');
}

describe('in a browser', () => {
  it('Ctrl+S and its button save the text on the paper', async () => {
    const { page, complaints } = await stage.openPage();
    await writeSomething(page);
    const [byKey] = await Promise.all([
      page.waitForEvent('download'),
      page.keyboard.press('ControlOrMeta+S'),
    ]);
    expect(byKey.suggestedFilename()).toMatch(/^分开.*\.txt$/);
    const text = await textOf(byKey);
    expect(text.startsWith('分开')).toBe(true);
    const [byButton] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as text' }).click(),
    ]);
    expect(await textOf(byButton)).toBe(text);
    expect(complaints).toEqual([]);
  });

  it(
    'Ctrl+S saves a run, which goes on, and one can write with what it has learnt',
    { tags: ['long'] },
    async () => {
      const { page, complaints } = await stage.openPage();
      await goTo(page, 'Train');
      await page.keyboard.press('ControlOrMeta+S');
      await page.getByText('Everything is already saved.').waitFor();
      const before = await stage.host.calls['models.list']({});
      await train(100_000);
      onTestFinished(async () => void (await stage.host.calls['training.stop']({})));
      const running = page.getByRole('status').filter({ hasText: /Training/ });
      await running.waitFor();
      await page.keyboard.press('ControlOrMeta+S');
      await page.getByText(/^Saved as “.+”\.$/).waitFor();
      await running.waitFor();
      expect(await stage.host.calls['models.list']({})).toHaveLength(before.length + 1);
      const saved = async (): Promise<number> =>
        (await stage.host.calls['models.list']({}))[0]!.epochs;
      const once = await saved();

      // By mouse as by key: the same model again, one notice, and the button keeps the focus.
      const save = page.getByRole('button', { name: 'Save progress' });
      await save.click();
      await expect.poll(saved).toBeGreaterThan(once);
      await expect.poll(() => page.getByText(/^Saved as/).count()).toBe(1);
      await expect
        .poll(() => save.evaluate((button) => button === document.activeElement))
        .toBe(true);
      expect(await stage.host.calls['models.list']({})).toHaveLength(before.length + 1);
      await takePicture(page, 'saved while training');

      await page.getByRole('button', { name: 'Write with this model' }).click();
      await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
      await writeSomething(page);
      expect((await stage.host.calls['training.status']({})).state).toBe('training');
      expect(complaints).toEqual([]);
    },
  );

  it('Ctrl+O opens lyrics and models, and the focus goes on with what came', async () => {
    const { page, complaints } = await stage.openPage();
    page.on('filechooser', () => {}); // asked for early: a key is quicker than the browser hears of it
    await page.getByText('Verseloom sample lyrics').first().waitFor(); // it is connected, and knows where it is shown
    const open = async (name: string, buffer: Uint8Array): Promise<void> => {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.keyboard.press('ControlOrMeta+O'),
      ]);
      expect(chooser.isMultiple()).toBe(true);
      await chooser.setFiles({
        name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(buffer),
      });
    };
    await open('river.txt', Buffer.from('春天在河边等船\n船在等一个人\n'.repeat(9)));
    await page.getByRole('heading', { name: 'river' }).waitFor();
    await page.getByText('“river” is in the library').waitFor();
    await expect.poll(() => focusOf(page)).toBe('river');
    const [model] = await stage.host.calls['models.list']({});
    const { bytes } = await stage.host.calls['models.export']({ id: model!.id });
    await open('another.verse', bytes);
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
    await page.getByText(/^The model of “another\.verse” was in the library already/).waitFor();
    await expect.poll(() => focusOf(page)).toBe(model!.name);
    await page.keyboard.press('ControlOrMeta+Shift+O'); // is somebody else's
    expect(complaints).toEqual([]);
  });
});

describe('in a window', () => {
  it('keys of the menu are left to the menu', { tags: ['long'] }, async () => {
    const { page } = await openLinked({ host: 'window' });
    await goTo(page, 'Train');
    const taken = await page.evaluate(() =>
      ['s', 'o'].map((key) => {
        const init = { key, ctrlKey: true, bubbles: true, cancelable: true };
        return !document.body.dispatchEvent(new KeyboardEvent('keydown', init));
      }),
    );
    expect(taken).toEqual([false, false]);
  });

  it(
    'the menu’s new run begins at the corpus, from wherever one is',
    { tags: ['long'] },
    async () => {
      const { page, link, complaints } = await openLinked({ host: 'window' });
      for (const view of ['Models', 'Train'] as const) {
        await goTo(page, view);
        link.emit('command', { name: 'newRun' });
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.id))
          .toBe('train-corpus');
      }
      expect(complaints).toEqual([]);
    },
  );

  it('the menu exports the model of the row with the focus', { tags: ['long'] }, async () => {
    const { page, link } = await openLinked({ host: 'window' });
    await goTo(page, 'Models');
    await page.getByRole('button', { name: 'Write with older' }).first().focus();
    for (const view of ['Models', 'Write'] as const) {
      if (view === 'Write') await page.keyboard.press('Enter');
      link.emit('command', { name: 'exportModel' });
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page
          .getByRole('dialog', { name: 'Export “older”' })
          .getByText('Export', { exact: true })
          .click(),
      ]);
      expect(download.suggestedFilename()).toBe('older.verse');
      await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    }
  });

  it(
    'files that were opened from outside are shown, and problems are said',
    { tags: ['long'] },
    async () => {
      const { page, link, complaints } = await openLinked({
        host: 'window',
        problems: [
          { code: 'file.setAside', params: { path: '/home/li/preferences.json.damaged' } },
        ],
      });
      await page.locator('.notice').filter({ hasText: 'preferences.json.damaged' }).waitFor();
      const bytes = new TextEncoder().encode('月亮在海上等船\n'.repeat(9));
      const corpus = await importText(stage.host.calls, 'moon.txt', bytes);
      await goTo(page, 'Models');
      const opened = { id: corpus.id, name: corpus.name, alreadyThere: false };
      link.emit('opened', { kind: 'corpus', ...opened });
      await page.getByRole('heading', { level: 2, name: 'moon' }).waitFor();
      await page.getByText('“moon” is in the library.').waitFor();
      const models = await stage.host.calls['models.list']({});
      const { id, name } = models.at(-1)!;
      link.emit('opened', { kind: 'model', id, name, alreadyThere: true });
      await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
      await expect.poll(() => page.getByLabel('Model', { exact: true }).inputValue()).toBe(id);
      link.emit('refused', { code: 'file.notFound', params: { path: 'song.mp3' } });
      await page.locator('.notice').filter({ hasText: 'song.mp3' }).waitFor();
      expect(complaints).toEqual([]);
    },
  );
});

describe('without an engine', () => {
  const none = {
    engines: [],
  } satisfies Parameters<HostLink['says']>[0];

  it('says so, and offers neither training nor writing', { tags: ['long'] }, async () => {
    const { page, complaints } = await openLinked(none);
    await page.getByText(/^No engine for training and writing was found/).waitFor();
    await goTo(page, 'Train');
    const start = page.getByRole('button', { name: 'Start training' });
    await expect.poll(() => start.isDisabled()).toBe(true);
    const reason = page.locator(`#${await start.getAttribute('aria-describedby')}`);
    await expect.poll(() => reason.innerText()).toContain('There is no engine to train with.');
    await goTo(page, 'Write');
    const write = page.getByRole('button', { name: 'Continue from here' });
    await expect.poll(() => write.isDisabled()).toBe(true);
    await goTo(page, 'Models');
    await page.getByRole('button', { name: 'Actions for older' }).first().click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog').getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('older.verse');
    expect(complaints).toEqual([]);
  });
});
