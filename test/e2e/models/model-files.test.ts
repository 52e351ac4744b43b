/** What becomes of a model in the library, in a real browser: the files that it is exported as, copies, runs that begin from it, and its own run continued. */
import { readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { importText } from '../support/import-text.ts';
import { linkOf } from '../support/host-link.ts';
import { goTo } from '../support/page.ts';
import {
  choose,
  downloadBy,
  focused,
  row,
  rowNames,
  sharedLibrary,
} from '../support/library-page.ts';

const { stage, train, models, named, discard, openLibrary } = sharedLibrary();

const lyrics = '春天在河边等船\n船在等一个人\n我们不分开\n风把名字吹远\n'.repeat(40);

describe('files', () => {
  it('are exported as what one chooses, each with its word', async () => {
    const { page, complaints } = await openLibrary();
    for (const [kind, label, begins] of [
      ['verse', /^Verseloom model/, 'PK'],
      ['safetensors', /^Weights/, ''],
      ['onnx', /^ONNX/, ''],
      ['csv', /^History/, 'epoch'],
      ['html', /^Web page/, '<!doctype html'],
    ] as const) {
      await choose(page, 'river', 'Export…');
      const dialog = page.getByRole('dialog', { name: 'Export “river”' });
      await dialog.getByRole('radio', { name: label }).check();
      const download = await downloadBy(page, () =>
        dialog.getByRole('button', { name: 'Export', exact: true }).click(),
      );
      expect(download.suggestedFilename()).toBe(`river.${kind}`);
      const bytes = await readFile(await download.path());
      expect(bytes.length).toBeGreaterThan(100);
      expect(bytes.toString('latin1', 0, 40).toLowerCase().startsWith(begins.toLowerCase())).toBe(
        true,
      );
      await expect.poll(() => dialog.count()).toBe(0);
    }
    expect(complaints).toEqual([]);
  });

  it('are exported without their text, and come back so', async () => {
    const { page } = await openLibrary();
    await choose(page, 'river', 'Export…');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^Verseloom model/ }).check();
    const said = dialog.getByRole('status');
    await expect.poll(() => said.textContent()).toContain('The lyrics are in this file');
    for (const kind of [/safetensors/, /onnx/, /html/, /csv/, /^Verseloom model/]) {
      await dialog.getByRole('radio', { name: kind }).check();
      const isIn = String(kind).includes('Verseloom');
      await expect
        .poll(() => said.textContent())
        .toContain(isIn ? 'are in' : 'are not in this file');
    }
    await dialog.getByRole('checkbox', { name: /^Include the text/ }).uncheck();
    await expect.poll(() => said.textContent()).toContain('are not in this file');
    const download = await downloadBy(page, () =>
      dialog.getByRole('button', { name: 'Export', exact: true }).click(),
    );
    const bytes = await readFile(await download.path());
    const { id } = await stage.host.calls['models.import']({ name: 'bare.verse', bytes });
    onTestFinished(() => discard(id));
    expect((await models()).find((model) => model.id === id)!.hasText).toBe(false);
  });

  it('are told of where they are, for a browser cannot show them', async () => {
    const { page } = await openLibrary();
    await choose(page, 'river', 'Show in folder');
    const notice = page.locator('.notice').filter({ hasText: 'The file is' });
    await notice.waitFor();
    await notice.getByRole('button', { name: 'Copy path' }).click();
    await page.getByText('Copied.').waitFor();
    const path = await page.evaluate(() => navigator.clipboard.readText());
    expect(path).toBe(
      join(stage.application.data, 'models', `${(await named('river'))!.id}.verse`),
    );
  });

  it('that are damaged say why, can be deleted, and nothing else', async () => {
    const { id } = await stage.host.calls['models.duplicate']({
      id: (await named('river'))!.id,
      name: 'torn',
    });
    const path = join(stage.application.data, 'models', `${id}.verse`);
    await truncate(path, Math.floor((await readFile(path)).length / 2));
    const { page, complaints } = await openLibrary();
    const torn = page.locator(`[data-model="${id}"]`);
    await torn.getByText(/^Damaged: the end of the file is missing\.$/).waitFor();
    await expect.poll(() => torn.getByRole('button').count()).toBe(1);
    await torn.getByRole('button').click();
    await expect
      .poll(() => page.getByRole('menuitem').allInnerTexts())
      .toEqual([expect.stringContaining('Delete')]);
    await page.getByRole('menuitem').click();
    await expect.poll(() => rowNames(page)).toEqual(['月亮', 'river']);
    expect(await models()).toHaveLength(2);
    expect(complaints).toEqual([]);
  });
});

describe('other models of one', () => {
  it('are copies, shown where they are', async () => {
    const { page } = await openLibrary();
    await choose(page, 'river', 'Duplicate');
    await page.getByText('“river copy” is in the library.').waitFor();
    await expect.poll(() => focused(page)).toBe('river copy');
    expect((await named('river copy'))!.tags).toEqual(['slow']);
    await discard((await named('river copy'))!.id);
    await expect.poll(() => rowNames(page)).toHaveLength(2);
  });

  it('are new runs that begin from it', async () => {
    const { page } = await openLibrary();
    await choose(page, 'river', 'New run from it');
    await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
    await page.getByText(/river/).first().waitFor();
  });
});

describe('going on', () => {
  it(
    'suggests what is left, refuses none, and goes on in the same model',
    { tags: ['long'] },
    async () => {
      const id = await train({ epochs: 100_000, stopAfter: 5 });
      await stage.host.calls['models.change']({ id, name: 'long' });
      onTestFinished(() => discard(id));
      const { epochs } = (await named('long'))!;
      const { page, complaints } = await openLibrary();
      await choose(page, 'long', 'Continue training…');
      const dialog = page.getByRole('dialog', { name: 'Continue training “long”' });
      await dialog.getByText(`Trained for ${epochs} epochs so far`).waitFor();
      await dialog.getByText(/ONNX Runtime [\d.]+ on \d+ threads?, as before/).waitFor();
      const field = dialog.getByLabel('More epochs', { exact: true });
      await expect.poll(() => field.inputValue()).toBe(String(100_000 - epochs));
      await field.fill('0');
      await dialog.getByRole('alert').waitFor();
      await expect
        .poll(() => dialog.getByRole('button', { name: 'Continue training' }).isDisabled())
        .toBe(true);
      await field.fill(String(100_000 - epochs));
      await dialog.getByRole('button', { name: 'Continue training' }).click();
      await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
      await vi.waitUntil(
        async () => (await stage.host.calls['training.status']({})).epochs > epochs,
        30_000,
      );

      // While it runs it is not to be gone on with, and says what it does.
      await goTo(page, 'Models');
      await row(page, 'long').getByText('training').waitFor();
      await row(page, 'long').getByRole('button', { name: 'Actions for long' }).click();
      await expect
        .poll(() => page.getByRole('menuitem', { name: 'Continue training…' }).count())
        .toBe(0);
      await page.keyboard.press('Escape');
      await stage.host.calls['training.stop']({});
      await row(page, 'long').getByText('stopped early').waitFor();
      expect((await named('long'))!.id).toBe(id);
      expect((await named('long'))!.epochs).toBeGreaterThan(epochs);
      expect(complaints).toEqual([]);
    },
  );

  it('asks for the text where it is gone, and takes it in', { tags: ['long'] }, async () => {
    const bytes = new TextEncoder().encode(lyrics);
    const corpus = await importText(stage.host.calls, 'songs.txt', bytes);
    const id = await train({ epochs: 2, withText: false, corpusId: corpus.id });
    await stage.host.calls['models.change']({ id, name: 'hashed' });
    await stage.host.calls['corpora.remove']({ id: corpus.id });
    onTestFinished(() => discard(id));
    const { page, complaints } = await openLibrary();
    await choose(page, 'hashed', 'Continue training…');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('More epochs', { exact: true }).fill('3');
    const go = dialog.getByRole('button', { name: 'Continue training' });
    await go.click();
    await dialog.getByRole('alert').filter({ hasText: 'only the hash of its text' }).waitFor();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      dialog.getByRole('button', { name: 'Import “songs”…' }).click(),
    ]);
    await chooser.setFiles({
      name: 'songs.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(bytes),
    });
    await expect.poll(() => dialog.getByRole('alert').count()).toBe(0);
    await go.click();
    await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
    await vi.waitUntil(
      async () => (await stage.host.calls['training.status']({})).state === 'finished',
      30_000,
    );
    expect((await named('hashed'))!.epochs).toBe(5);
    expect(complaints).toEqual([]);
  });

  it('asks for another engine where its own is not there', async () => {
    const { page } = await stage.openPage({}, async (page) =>
      (await linkOf(page)).says({
        engines: [{ name: 'tensorflow', version: '4.22.0' }],
      }),
    );
    onTestFinished(async () => {
      await page.context().close();
    });
    await goTo(page, 'Models');
    await choose(page, 'river', 'Continue training…');
    const dialog = page.getByRole('dialog');
    const go = dialog.getByRole('button', { name: 'Continue training' });
    await dialog.getByText(/trained with ONNX Runtime, which is not available here/).waitFor();
    await expect.poll(() => go.isDisabled()).toBe(true);
    await expect.poll(() => dialog.getByRole('radio').count()).toBe(1);
    await dialog.getByRole('radio', { name: 'TensorFlow' }).check();
    await expect.poll(() => go.isEnabled()).toBe(true);
  });

  it('says where its engine is of another version here', async () => {
    const { page } = await stage.openPage({}, async (page) =>
      (await linkOf(page)).says({ engines: [{ name: 'onnx', version: '9.9.9' }] }),
    );
    onTestFinished(async () => {
      await page.context().close();
    });
    await goTo(page, 'Models');
    await choose(page, 'river', 'Continue training…');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/ONNX Runtime [\d.]+ .*; here it is 9\.9\.9\. .* bit-for-bit the same/)
      .waitFor();
    await expect
      .poll(() => dialog.getByRole('button', { name: 'Continue training' }).isEnabled())
      .toBe(true);
  });
});
