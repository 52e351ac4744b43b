/** The library in a real browser: finding, ordering, changing, comparing and deleting models, by mouse and by keys. */
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeModel } from '../../../src-main/store/models/model-file.ts';
import { sampleFile, sampleManifest } from '../../store/models/sample-model.ts';
import {
  choose,
  details,
  downloadBy,
  focused,
  row,
  rowNames,
  sharedLibrary,
} from '../support/library-page.ts';

const { stage, models, named, discard, openLibrary } = sharedLibrary();

describe('finding', () => {
  it('searches as one types, from anywhere, and goes on to what was found', async () => {
    const { page, complaints } = await openLibrary();
    await page.keyboard.press('/');
    await page.keyboard.type('RIV');
    await expect.poll(() => rowNames(page)).toEqual(['river']);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focused(page)).toBe('river');
    await page.keyboard.press('ControlOrMeta+F');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('nothing like it');
    await page.getByText('No runs match.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => rowNames(page)).toHaveLength(2);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('slow'); // a letter in the list goes to the search
    await expect.poll(() => rowNames(page)).toEqual(['river']);
    await page.keyboard.press('Escape');
    await expect.poll(() => rowNames(page)).toHaveLength(2);
    expect(complaints).toEqual([]);
  });

  it('shows what has a tag, and what is a favourite', async () => {
    const { page } = await openLibrary();
    await page.getByLabel('Tag', { exact: true }).selectOption('slow');
    await expect.poll(() => rowNames(page)).toEqual(['river']);
    await page.getByLabel('Tag', { exact: true }).selectOption({ label: 'All tags' });
    const star = row(page, '月亮').getByRole('button', { name: 'Favourite: 月亮' });
    await star.click();
    await expect.poll(async () => (await named('月亮'))!.favourite).toBe(true);
    await page.getByRole('button', { name: 'Favourites only' }).click();
    await expect.poll(() => rowNames(page)).toEqual(['月亮']);
    await star.click();
    await page.getByText('No runs match.').waitFor();
    await expect.poll(async () => (await named('月亮'))!.favourite).toBe(false);
  });

  it('cuts off what models share in their names before what sets them apart', async () => {
    const { id } = (await named('月亮'))!;
    const [shared, own] = ['从前慢歌词选集与民谣合订本第二版', 'θ=0 · 30 轮'];
    await stage.host.calls['models.change']({ id, name: `${shared} · ${own}` });
    onTestFinished(
      async () => void (await stage.host.calls['models.change']({ id, name: '月亮' })),
    );
    const { page } = await openLibrary({ viewport: { width: 900, height: 700 } });
    await row(page, shared).click(); // the panel takes room away
    const parts = row(page, shared).locator('.name > :is(.begin, .end)');
    await expect.poll(() => parts.allTextContents()).toEqual([shared, own]);
    const [cut, whole] = await parts.evaluateAll((spans) =>
      spans.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
    );
    expect(cut).toBeGreaterThan(0);
    expect(whole).toBe(0);
  });

  it(
    'orders by every column, and remembers it, as table and as cards',
    { tags: ['long'] },
    async () => {
      const { page } = await openLibrary();
      await page.setViewportSize({ width: 1600, height: 800 }); // where there is room for all of them
      const head = page.getByRole('columnheader', { name: 'Epochs' });
      await expect
        .poll(() => page.getByRole('columnheader', { name: 'Saved' }).getAttribute('aria-sort'))
        .toBe('descending');
      await head.getByRole('button').click();
      await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending');
      await expect.poll(() => rowNames(page)).toEqual(['river', '月亮']);
      await head.getByRole('button').click();
      await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
      await expect.poll(() => rowNames(page)).toEqual(['月亮', 'river']);
      for (const column of [
        'Favourite',
        'Name',
        'Corpus',
        'Characters',
        'Cell',
        'Hidden units',
        'Perplexity',
        'Size',
      ]) {
        const other = page.getByRole('columnheader', { name: column });
        await other.getByRole('button').click();
        expect(await other.getAttribute('aria-sort'), column).toMatch(/ascending|descending/);
        await expect.poll(() => page.locator('[aria-sort]').count()).toBe(1);
      }
      await page.getByRole('button', { name: 'Cards' }).click();
      await page.getByLabel('Sort by', { exact: true }).selectOption('epochs');
      await expect
        .poll(() => page.getByRole('gridcell').locator('.name').allInnerTexts())
        .toEqual(['river', '月亮']);
      await page.reload();
      await expect
        .poll(() => page.getByRole('gridcell').locator('.name').allInnerTexts())
        .toEqual(['river', '月亮']);
      await page.getByRole('gridcell').first().focus();
      await page.keyboard.press('ArrowRight');
      await expect.poll(() => focused(page)).toBe('月亮');
      await page.getByRole('button', { name: 'Table' }).click();
      await page.getByLabel('Sort by', { exact: true }).selectOption('savedAt');
    },
  );
});

describe('by keys alone', () => {
  it('one looks closer, renames, takes a deletion back, and leaves', async () => {
    const { page, complaints } = await openLibrary();
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('river');
    await page.keyboard.press('Enter');
    await details(page).getByRole('heading', { name: 'river' }).waitFor();
    await page.keyboard.press('ArrowUp');
    await details(page).getByRole('heading', { name: '月亮' }).waitFor();
    await page.keyboard.press('F2');
    await page.keyboard.type('月光');
    await page.keyboard.press('Enter');
    await row(page, '月光').waitFor();
    await expect.poll(() => focused(page)).toBe('月光');
    await expect.poll(() => named('月光')).toBeDefined();
    await page.keyboard.press('F2');
    await page.keyboard.type('nothing');
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('月光');
    await page.keyboard.press('Delete');
    await page.getByText('“月光” was deleted; the record of its run stays.').waitFor();
    await row(page, '月光').getByText('no model', { exact: true }).waitFor();
    await expect.poll(() => focused(page)).toBe('月光');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect
      .poll(() => row(page, '月光').getByText('no model', { exact: true }).count())
      .toBe(0);
    await expect.poll(() => focused(page)).toBe('月光');
    await page.keyboard.press('Escape');
    await expect.poll(() => details(page).count()).toBe(0);
    await expect.poll(() => focused(page)).toBe('月光');
    await stage.host.calls['models.change']({ id: (await named('月光'))!.id, name: '月亮' });
    expect(complaints).toEqual([]);
  });

  it('one reaches every action of a model', async () => {
    const { page } = await openLibrary();
    await row(page, 'river').focus();
    await page.keyboard.press('Shift+F10');
    const actions = await page.getByRole('menuitem').allInnerTexts();
    expect(actions.map((text) => text.trim())).toEqual([
      'Write with it',
      'Continue training…',
      'New run from it',
      'Use these settings',
      'Look inside',
      'Rename',
      'Edit tags',
      'Edit notes',
      'Add to favourites',
      'Duplicate',
      'Export…',
      'Show in folder',
      'Delete',
    ]);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown'); // round to the first
    await page.keyboard.press('Escape');
    await expect.poll(() => focused(page)).toBe('river');
    await page.keyboard.press('ArrowRight'); // the controls of the row that has the cursor
    await expect
      .poll(() => page.evaluate(() => document.activeElement!.getAttribute('aria-label')))
      .toBe('Select river');
    await page.keyboard.press('Shift+F10');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
  });

  it('a menu of the right button stays, and goes when one looks elsewhere', async () => {
    const { page } = await openLibrary();
    await row(page, 'river').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Duplicate' }).waitFor();
    await page.getByRole('heading', { level: 1, name: 'Models' }).click();
    await expect.poll(() => page.getByRole('menu').count()).toBe(0);
  });

  it('one chooses several', async () => {
    const { page } = await openLibrary();
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('Space');
    await page.getByRole('status').getByText('1 selected').waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: 'Compare (1)' }).isDisabled())
      .toBe(true);
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByRole('status').getByText('2 selected').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByText('2 selected').count()).toBe(0);
    await page.keyboard.press('ControlOrMeta+A');
    await page.getByRole('status').getByText('2 selected').waitFor();
  });
});

describe('several models', () => {
  it('are deleted together and taken back together', async () => {
    const { page } = await openLibrary();
    await page.getByLabel('Select all shown').check();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('2 models were deleted; the records of their runs stay.').waitFor();
    const records = page.getByRole('grid').getByText('no model', { exact: true });
    await expect.poll(() => records.count()).toBe(2);
    expect(await models()).toEqual([]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => records.count()).toBe(0);
    await expect.poll(() => rowNames(page)).toHaveLength(2);
    expect(await models()).toHaveLength(2);
  });

  it('are compared', async () => {
    const { page, complaints } = await openLibrary();
    await page.getByLabel('Select river').check();
    await page.getByLabel('Select 月亮').check();
    await page.getByRole('button', { name: 'Compare (2)' }).click();
    await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
    for (const name of ['river', '月亮']) await page.getByText(name).first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('a closer look', () => {
  it('tells of the run, and has its curve and its samples', async () => {
    const { page, complaints } = await openLibrary();
    await row(page, 'river').getByText('river').click();
    await details(page)
      .getByRole('img', { name: /^Perplexity over 6 epochs/ })
      .waitFor();
    await details(page).getByText('After epoch 6', { exact: true }).waitFor();
    const facts = (await details(page).locator('dl').allInnerTexts()).join('\n');
    for (const fact of ['finished', 'included', 'RNN', 'Hash of the text'])
      expect(facts).toContain(fact);
    expect(facts).toMatch(/ONNX Runtime \d+\.\d+/);
    expect(facts).toMatch(/Time steps\s+5\b/);
    expect(complaints).toEqual([]);
  });

  it(
    'shows the latest of very many samples, and earlier ones as one asks for them',
    { tags: ['long'] },
    async () => {
      const samples = Array.from({ length: 300_000 }, (_, i) => ({
        ...{ epoch: 1, prefix: '', continuation: i % 1000 === 0 ? `written ${i}` : '' },
      }));
      const manifest = sampleManifest({ name: 'talkative' });
      const bytes = await encodeModel(sampleFile({ manifest, samples }));
      const { id } = await stage.host.calls['models.import']({ name: 'talkative.verse', bytes });
      onTestFinished(() => discard(id));
      const { page, complaints } = await openLibrary();
      await row(page, 'talkative').click();
      const section = page.getByRole('region', { name: 'Samples' });
      const shown = (): Promise<number> => section.locator('.verse').count();
      await expect.poll(shown, { timeout: 30_000 }).toBe(80);
      for (let count = 160; count <= 1120; count += 80) {
        await section.getByRole('button', { name: 'Show earlier ones' }).click();
        await expect.poll(shown, { timeout: 30_000 }).toBe(count);
      }
      await section.getByText('written 299000').waitFor();
      expect(complaints).toEqual([]);
    },
  );

  it('edits the tags, with those of the library at hand', async () => {
    const { page } = await openLibrary();
    await choose(page, '月亮', 'Edit tags');
    const field = details(page).getByRole('combobox', { name: 'Add a tag' });
    await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.type('sl');
    await page.getByRole('option', { name: 'slow', exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('夜 曲,');
    await expect.poll(async () => (await named('月亮'))!.tags).toEqual(['slow', '夜 曲']);
    await page.keyboard.press('Backspace');
    await expect.poll(async () => (await named('月亮'))!.tags).toEqual(['slow']);
    await details(page).getByRole('button', { name: 'Remove the tag slow' }).click();
    await expect.poll(async () => (await named('月亮'))!.tags).toEqual([]);
  });

  it.each([
    ['light', { paper: 0xf7f2e7, line: 0xa93a25, ink: 0x2a2622 }],
    ['dark', { paper: 0x1d1a16, line: 0xea8068, ink: 0xece4d6 }],
  ] as const)(
    'saves the curve as a picture on %s paper',
    { tags: ['long'] },
    async (colorScheme, colours) => {
      const { page, complaints } = await openLibrary({ colorScheme });
      await row(page, 'river').getByText('river').click();
      const save = details(page).getByRole('button', { name: 'Save as image' });
      await save.and(page.locator(':enabled')).waitFor();
      const download = await downloadBy(page, () => save.click());
      expect(download.suggestedFilename()).toBe('river.png');
      const picture = sharp(await download.path());
      expect(await picture.metadata()).toMatchObject({ format: 'png', width: 1920, height: 1200 });
      const data = await picture.removeAlpha().raw().toBuffer();
      expect(data.readUIntBE(0, 3)).toBe(colours.paper);
      const there = new Set<number>();
      for (let at = 0; at < data.length; at += 3) there.add(data.readUIntBE(at, 3));
      expect(there).toContain(colours.line);
      expect(there).toContain(colours.ink);
      expect(complaints).toEqual([]);
    },
  );
});

it(
  'draws of a long library what is seen, and the keys reach its end',
  { tags: ['long'] },
  async () => {
    const [model] = await models();
    for (let number = 1; number <= 60; number++)
      await stage.host.calls['models.duplicate']({ id: model!.id, name: `copy ${number}` });
    onTestFinished(async () => {
      for (const { id, name } of await models()) if (name.startsWith('copy')) await discard(id);
    });
    const { page, complaints } = await openLibrary();
    await page.getByLabel('Sort by', { exact: true }).selectOption('name');
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('63');
    await expect.poll(() => page.locator('tr[data-model]').count()).toBeLessThan(40);
    await page.getByRole('row').nth(1).focus();
    await page.keyboard.press('End');
    await expect.poll(() => focused(page)).toBe('月亮');
    await page.keyboard.press('PageUp');
    await expect.poll(() => focused(page)).toMatch(/^copy [45]\d/);
    await page.keyboard.press('Home');
    await expect.poll(() => focused(page)).toBe('copy 1');
    // The cursor's row stays, however far one scrolls, and the focus with it.
    await page.locator('.scroller').evaluate((scroller) => (scroller.scrollTop = 1e6));
    await row(page, '月亮').waitFor();
    await expect.poll(() => focused(page)).toBe('copy 1');
    await page.keyboard.press('/');
    await page.keyboard.type('copy 47');
    await expect.poll(() => rowNames(page)).toEqual(['copy 47']);
    expect(complaints).toEqual([]);
  },
);
