/** What the page says where something cannot be told of its text, in both languages: no model, no text in it, no corpus, no file of it, and a line that is prose. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { draftPage, openDraft, showOnPage } from '../support/draft-page.ts';
import { importText } from '../support/import-text.ts';
import { takePicture, type WatchedPage } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';
import { trainModel } from '../support/train.ts';

const SONG = '窗外的雨一直不肯停\n我在等一个不回来的人\n风把月亮吹进了河里\n谁的船还没有靠岸\n';
const [LINE] = SONG.split('\n');

const stage = sharedStage();

/** Learns the song, which is the only corpus of its name, and nothing else has been learnt. */
async function learn(withText: boolean): Promise<{ modelId: string; corpusId: string }> {
  const { calls } = stage.host;
  for (const { id } of await calls['models.list']({})) await calls['models.remove']({ id });
  for (const { id, name } of await calls['corpora.list']({}))
    if (/^河/.test(name)) await calls['corpora.remove']({ id });
  await importText(calls, '河.txt', SONG.repeat(30));
  const corpus = (await calls['corpora.list']({})).find(({ name }) => /^河/.test(name))!;
  await trainModel(stage.host, { epochs: 1, hiddenSize: 8 }, { corpusId: corpus.id, withText });
  const { modelId } = await calls['training.status']({});
  await calls['preferences.set']({ pageColour: 'nothing', pageMarks: true });
  await calls['preferences.set']({ copiesEverywhere: false });
  return { modelId: modelId!, corpusId: corpus.id };
}

type Language = 'en' | 'zh';
const open = (text: string, language: Language): Promise<WatchedPage> =>
  openDraft(stage, text, {
    locale: language === 'en' ? 'en-US' : 'zh-CN',
  });
const copied = (page: Page) => page.locator('#write-page .cm-copied');
const surprising = (page: Page) => page.locator('#write-page [class^=cm-surprise]');

describe.each([
  {
    language: 'en',
    noText: 'The model has no text with it, so there is no telling what is copied.',
    elsewhere: 'From corpora in the library: 1 of 1 line; the model itself has no text.',
    nowhere: 'From corpora in the library: 0 of 1 line; the model itself has no text.',
    own: 'From the corpus: 1 of 1 line.',
    everywhere: 'In all corpora',
    noModel: 'Without a model there is no telling what is copied.',
    noReader: 'There is no model that could read the text.',
    notNow: /^Copies cannot be looked for right now: ./,
    unread: /^Surprise cannot be computed right now: ./,
    prose: 'Line 1 is too long to be measured or rhymed.',
  },
  {
    language: 'zh',
    noText: '模型里没有原文，无从知道有没有照抄。',
    elsewhere: '1 句中有 1 句出自库中的语料；模型里没有原文。',
    nowhere: '1 句中有 0 句出自库中的语料；模型里没有原文。',
    own: '1 句中有 1 句出自语料。',
    everywhere: '对照全部语料',
    noModel: '没有模型，无从知道有没有照抄。',
    noReader: '还没有模型可以来读这段文字。',
    notNow: /现在没法判断有没有照抄：/,
    unread: /^现在没法计算意外程度：./,
    prose: '第 1 行太长，字数和韵脚不作统计。',
  },
] as const)('in $language', ({ language, ...said }) => {
  const tags = language === 'zh' ? ['long'] : [];
  it(
    'a model without a text is said to have none, and only what other corpora have is told',
    { tags: ['long'] },
    async () => {
      const { corpusId } = await learn(false);
      const { page, complaints } = await open(LINE!, language);
      await page.getByRole('note').getByText(said.noText, { exact: true }).waitFor();
      await expect.poll(() => copied(page).count()).toBe(0);
      await page.getByRole('button', { name: /^(Show|显示)$/ }).click();
      await page.getByRole('checkbox', { name: said.everywhere }).check();
      await page.keyboard.press('Escape');
      await page.getByText(said.elsewhere, { exact: true }).waitFor();
      await expect.poll(() => copied(page).count()).toBe(1);
      await takePicture(page, `cannot tell ${language}`);
      await stage.host.calls['corpora.remove']({ id: corpusId });
      await page.getByText(said.nowhere, { exact: true }).waitFor();
      await expect.poll(() => copied(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );

  it('a corpus that is deleted is still in the model, and told from there', { tags }, async () => {
    const { corpusId } = await learn(true);
    const { page, complaints } = await open(LINE!, language);
    await page.getByText(said.own, { exact: true }).waitFor();
    await stage.host.calls['corpora.remove']({ id: corpusId });
    await draftPage(page).press('Control+End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(SONG.split('\n')[2]!);
    await expect.poll(() => copied(page).count()).toBe(2);
    expect(complaints).toEqual([]);
  });

  it(
    'without a model, neither what is copied nor what surprises can be told',
    { tags: ['long'] },
    async () => {
      const { modelId } = await learn(true);
      const { page, complaints } = await open(LINE!, language);
      await page.getByText(said.own, { exact: true }).waitFor();
      await showOnPage(page, /^(Surprise|意外)/);
      await surprising(page).first().waitFor();
      await stage.host.calls['models.remove']({ id: modelId });
      await page.getByText(said.noModel, { exact: true }).waitFor();
      await page.getByText(said.noReader, { exact: true }).waitFor();
      await expect.poll(() => copied(page).count()).toBe(0);
      await expect.poll(() => surprising(page).count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );

  it('a model whose file is gone is said to be the reason', { tags }, async () => {
    await learn(true);
    const { page } = await open('', language);
    await showOnPage(page, /^(Surprise|意外)/);
    const models = join(stage.application.data, 'models');
    for (const name of await readdir(models))
      if (name.endsWith('.verse')) await rm(join(models, name));
    await draftPage(page).focus();
    await page.keyboard.insertText(LINE!);
    await page.getByText(said.notNow).waitFor();
    await page.getByText(said.unread).waitFor();
    await takePicture(page, `cannot tell now ${language}`);
  });

  it('a line of prose is said to be too long', { tags }, async () => {
    await learn(true);
    const { page } = await open('窗'.repeat(1000), language);
    await page.getByText(said.prose, { exact: true }).waitFor();
  });
});
