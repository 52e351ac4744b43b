/**
 * A queue that two windows edit at once, and one whose corpus is deleted while it waits, in a real browser.
 *
 * @module-tag long
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { importText } from '../support/import-text.ts';
import { expectGoodLooks } from '../support/looks.ts';
import { fill, goTo } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

const settings = { epochs: 2, hiddenSize: 16, maxCharacters: 2000, predPeriod: 100 };
const rows = (page: Page) => page.locator('.queue li');
const seed = (page: Page) => page.getByLabel('Seed', { exact: true });
const seeds = async (): Promise<unknown[]> =>
  (await stage.host.calls['queue.list']({})).entries.map(({ request }) => request.settings['seed']);

async function add(corpusId: string, withSeed: number): Promise<void> {
  const request = { corpusId, settings: { ...settings, seed: withSeed }, engine: 'onnx' } as const;
  await stage.host.calls['queue.add']({ runs: [{ request: { ...request, withText: true } }] });
}

/** Takes the first run of the queue into the form. */
async function edit(page: Page, expected: string): Promise<void> {
  await rows(page).first().getByRole('button', { name: 'Edit in the form' }).click();
  await expect.poll(() => seed(page).inputValue()).toBe(expected);
}

it('what one window saved in the queue is not lost to another that had it in its form as well', async () => {
  await stage.host.calls['queue.pause']({});
  const [corpus] = await stage.host.calls['corpora.list']({});
  await add(corpus!.id, 21);
  const windows = [];
  for (let i = 0; i < 2; i++) {
    const opened = await stage.openPage();
    await goTo(opened.page, 'Train');
    await edit(opened.page, '21');
    windows.push(opened);
  }
  const [one, two] = windows.map(({ page }) => page) as [Page, Page];
  const save = (page: Page) => page.getByRole('button', { name: 'Save in queue' }).click();
  await fill(one, { Seed: '22' });
  await save(one);
  await expect.poll(seeds).toEqual([22]);
  await fill(two, { Seed: '23' });
  await save(two);
  await two.getByText('This run was changed in another window meanwhile').first().waitFor();
  expect(await seeds()).toEqual([22]);
  await expectGoodLooks(two, 'queue changed elsewhere');
  // Looked at again, it has what the other window saved, and is saved in turn.
  await edit(two, '22');
  await fill(two, { Seed: '24' });
  await save(two);
  await expect.poll(seeds).toEqual([24]);
  expect(windows.flatMap(({ complaints }) => complaints)).toEqual([]);
});

it.each(['en-US', 'zh-CN'] as const)(
  'a run whose corpus was deleted while it waited says so, and the next is made: %s',
  async (locale) => {
    const { calls } = stage.host;
    await calls['queue.pause']({});
    const name = `gone-${locale}`;
    await importText(calls, `${name}.txt`, `${name}：想要有直升机，和你飞到宇宙去\n`.repeat(40));
    const gone = (await calls['corpora.list']({})).find((one) => one.name === name)!;
    await add(gone.id, 31);
    await calls['corpora.remove']({ id: gone.id });
    const { page, complaints } = await stage.openPage({
      ...{ locale, viewport: { width: 900, height: 700 } },
    });
    await page.keyboard.press('Alt+2');
    await rows(page).first().waitFor();
    await calls['queue.resume']({});
    const said = { 'en-US': /corpus.*(no longer|deleted)/i, 'zh-CN': /语料/ }[locale];
    await rows(page).filter({ hasText: name }).getByText(said).first().waitFor();
    await expectGoodLooks(page, `queue corpus deleted ${locale}`);
    const left = (await calls['queue.list']({})).entries;
    expect(left).toMatchObject([{ state: 'skipped', failure: { code: 'corpus.notFound' } }]);
    await calls['queue.remove']({ ids: left.map(({ id }) => id) });
    expect(complaints).toEqual([]);
  },
);
