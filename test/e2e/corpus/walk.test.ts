/** The corpora as one walks through them by hand, in a real browser: what is a click away, what stays in sight in windows of any size, and what a hasty hand does not lose. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { focusOf } from '../support/focus.ts';
import { goTo, takePicture, type Look } from '../support/page.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();
let page: Page;
let complaints: string[];

const bytes = new TextEncoder();
/** A song whose second last line has a byte that is none of UTF-8. */
const damaged = (lines: number): Uint8Array => {
  const text = Array.from({ length: lines }, (_, n) => `第${n + 1}行的风吹过山岗\n`);
  return new Uint8Array([
    ...bytes.encode(text.slice(0, -1).join('')),
    ...[0xe9, 0xa3, 0x0a], // 风, cut short
    ...bytes.encode(text.at(-1)),
  ]);
};
const files = [
  { name: '一路/01 山.txt', bytes: bytes.encode('山上的花开了又谢\n山下的人来了又别\n') },
  { name: '一路/02 水.txt', bytes: bytes.encode('水里的船走了又停\n岸上的人等了又等\n') },
  ...Array.from({ length: 30 }, (_, n) => ({
    ...{ name: `一路/${n + 10} 路.txt`, bytes: bytes.encode(`路过第${n}个村口\n月亮还在枝头\n`) },
  })),
  { name: '一路/90 风.txt', bytes: damaged(120) },
  // 風雨, 天 in Big5, or perhaps something else
  {
    name: '一路/91 猜.txt',
    bytes: new Uint8Array([0xad, 0xb7, 0xab, 0x42, 0x0a, 0xa4, 0xd1, 0x0a]),
  },
  { name: '一路/封面.pdf', bytes: bytes.encode('%PDF-1.4\n1 0 obj\n') },
];

beforeAll(async () => {
  for (let n = 1; n <= 12; n++)
    await stage.host.calls['corpora.create']({ name: `另一份 ${n}`, text: `只有${n}句\n` });
  await stage.host.calls['corpora.import']({ task: 'walk', files });
});

const list = () => page.getByRole('list', { name: 'Corpora' });
const corpus = (name: RegExp) => list().getByRole('button', { name });
const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const songs = () => page.getByRole('grid', { name: 'Songs of the corpus' });
const song = (name: string) => songs().getByRole('row').filter({ hasText: name });
const sheet = (name: string) => page.getByRole('dialog', { name });

/** Whether it is seen whole, and nothing lies over it. */
const isInSight = (thing: Locator): Promise<boolean> =>
  thing.evaluate((element) => {
    const { top, right, bottom, left } = element.getBoundingClientRect();
    const isSeen = (x: number, y: number): boolean => {
      const at = document.elementFromPoint(x, y);
      return at !== null && (element.contains(at) || at.contains(element));
    };
    return isSeen(left + 2, top + 2) && isSeen(right - 2, bottom - 2);
  });

/** Opens the screen on the corpus of many songs. */
async function openOn(look: Look = {}, name = /^一路/): Promise<void> {
  ({ page, complaints } = await stage.openPage(look));
  await goTo(page, 'Corpus');
  const more = page.getByRole('button', { name: /more corpora/ });
  if (await more.isVisible()) await more.click();
  await corpus(name).click();
  await expect.poll(() => corpus(name).getAttribute('aria-pressed')).toBe('true');
  await songs().getByRole('row').first().waitFor();
}

it('opens on the corpus that was chosen last, which is seen in the list', async () => {
  await openOn({}, /^另一份 7(?!\d)/);
  const chosen = corpus(/^另一份 7(?!\d)/);
  for (const again of [
    () => page.reload(),
    async () => {
      await goTo(page, 'Train');
      await goTo(page, 'Corpus');
    },
  ]) {
    await again();
    await page.getByRole('heading', { level: 2, name: '另一份 7', exact: true }).waitFor();
    await expect.poll(() => chosen.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => isInSight(chosen)).toBe(true);
  }
  await takePicture(page, 'corpus chosen last');
  const { id } = (await stage.host.calls['corpora.list']({})).find(
    ({ name }) => name === '另一份 7',
  )!;
  await page.goto('about:blank');
  await stage.host.calls['corpora.remove']({ id });
  await page.goBack();
  await page.getByRole('heading', { level: 2, name: /^Verseloom sample lyrics/ }).waitFor();
  await stage.host.calls['corpora.restore']({ id });
  expect(complaints).toEqual([]);
});

describe('what one should look at', () => {
  it('was left out, is damaged or not certain: each is a click away for as long as it is there', async () => {
    await openOn();
    const leftOut = songs().getByText(/封面\.pdf” is a PDF/);
    await expect.poll(() => leftOut.count()).toBe(0); // far below
    await page.getByRole('button', { name: '1 file left out' }).click();
    await leftOut.waitFor();
    await expect.poll(() => isInSight(leftOut)).toBe(true);

    const doubtful = page.getByRole('button', { name: '2 songs to check' });
    await doubtful.click();
    await expect.poll(() => focusOf(page)).toBe('90 风');
    await expect.poll(() => isInSight(song('90 风'))).toBe(true);
    await doubtful.click();
    await expect.poll(() => focusOf(page)).toBe('91 猜');
    await doubtful.click(); // and round again
    await expect.poll(() => focusOf(page)).toBe('90 风');
    await takePicture(page, 'corpus to check');

    await song('90 风').getByText('1 damaged place').click();
    const line = sheet('90 风').getByText('unreadable characters');
    await line.waitFor();
    await expect.poll(() => isInSight(line)).toBe(true);
    await page.keyboard.press('Escape');

    await song('91 猜').getByText('Not certain').click();
    const readings = sheet('91 猜').getByRole('table');
    await readings.getByRole('cell', { name: '風雨' }).waitFor();
    await expect.poll(() => readings.getByRole('columnheader').count()).toBe(2);
    await expect.poll(() => readings.getByRole('cell').count()).toBe(4);
    await page.keyboard.press('Escape');

    await song('91 猜').getByRole('switch').click(); // what is not learnt need not be looked at
    await page.getByRole('button', { name: '1 song to check' }).waitFor();
    // What is shown at once, the host has a little later.
    const inLibrary = async () =>
      (await stage.host.calls['corpora.list']({})).find(({ name }) => name === '一路');
    await expect.poll(inLibrary).toMatchObject({ songs: 33 });
    await page.keyboard.press('ControlOrMeta+Z');
    await doubtful.waitFor();
    await expect.poll(inLibrary).toMatchObject({ songs: 34 });
    expect(complaints).toEqual([]);
  });

  it('and is told again when the same files come again', async () => {
    await openOn();
    const desk = await mkdtemp(join(tmpdir(), 'verseloom-walk-'));
    onTestFinished(() => rm(desk, { recursive: true, force: true }));
    await mkdir(join(desk, '一路'));
    for (const { name, bytes } of files) await writeFile(join(desk, name), bytes);
    const mouse = await page.context().newCDPSession(page);
    const data = { items: [], files: [join(desk, '一路')], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await mouse.send('Input.dispatchDragEvent', { type, x: 640, y: 200, data });
    await page.getByText('“一路” was in the library already. 1 file was left out').waitFor();
    await page.getByRole('button', { name: 'Show them' }).click();
    await expect
      .poll(() =>
        songs()
          .getByText(/封面\.pdf” is a PDF/)
          .count(),
      )
      .toBe(1);
  });
});

describe('a hasty hand', () => {
  it('that clicks twice opens a song, and marks and presses nothing in it', async () => {
    await openOn();
    const at = (await page.getByRole('region', { name: '一路' }).boundingBox())!;
    // Where the words of the song will lie.
    const row = (await song('02 水').boundingBox())!;
    await page.mouse.dblclick(at.x + 120, row.y + row.height / 2);
    await sheet('02 水').getByText('水里的船走了又停').first().waitFor();
    await expect.poll(() => page.evaluate(() => String(getSelection()))).toBe('');
    // One's own double click does what it always does.
    await sheet('02 水').getByText('水里的船走了又停').last().dblclick();
    await expect.poll(() => page.evaluate(() => String(getSelection()))).not.toBe('');
    await page.keyboard.press('Escape');
  });

  it('that closes a song half written gets it back', async () => {
    await openOn();
    await page.getByRole('button', { name: 'Add a song…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a song to “一路”' });
    await dialog.getByLabel('Lyrics').fill('写了一半的歌');
    await page.keyboard.press('Escape');
    await page.getByText('The lyrics that you typed were discarded.').waitFor();
    await page.keyboard.press('ControlOrMeta+Z');
    await expect.poll(() => dialog.getByLabel('Lyrics').inputValue()).toBe('写了一半的歌');
    await dialog.getByLabel('Lyrics').fill('');
    await page.keyboard.press('Escape'); // of nothing there is nothing to be said
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByText('were discarded').count()).toBe(0);
  });

  it('that merges and changes nothing else makes no second corpus of the same name', async () => {
    await openOn({}, /^另一份 3(?!\d)/);
    await page
      .getByRole('region', { name: '另一份 3' })
      .getByRole('button', { name: 'Actions', exact: true })
      .click();
    await page.getByRole('menuitem', { name: 'Merge with…' }).click();
    const name = page.getByRole('dialog').getByLabel('Name of the new corpus');
    await expect.poll(() => name.inputValue()).toBe('另一份 3 (2)');
    await page.keyboard.press('Escape');
  });
});

describe('the text', () => {
  it('is searched by its key from anywhere on the screen', { tags: ['long'] }, async () => {
    await openOn();
    await tab('Text').click();
    await page.getByRole('listbox', { name: 'Songs' }).focus();
    await page.keyboard.press('ControlOrMeta+F');
    await page.keyboard.type('村口');
    const search = page.getByRole('searchbox', { name: 'Search the text' });
    await expect.poll(() => search.inputValue()).toBe('村口');
    await page.getByText('1 of 30').waitFor();
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.press('/');
    await page.keyboard.type('山岗');
    await expect.poll(() => search.inputValue()).toBe('山岗'); // in place of what stood there
    await page.getByText('1 of 120').waitFor();
  });
});

describe('the figures', () => {
  it('are drawn in the colours of the night when that falls', async () => {
    await openOn();
    await tab('Figures').click();
    const bars = page.locator('canvas').last();
    await bars.waitFor();
    /** The colour that most of the bars have, and the one that they should have. */
    const colours = () =>
      bars.evaluate((canvas: HTMLCanvasElement) => {
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
        const counts = new Map<string, number>();
        for (let at = 0; at < data.length; at += 4) {
          if (data[at + 3] !== 255) continue;
          const colour = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
          counts.set(colour, (counts.get(colour) ?? 0) + 1);
        }
        return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0];
      });
    await expect.poll(colours).toBeDefined();
    const byDay = await colours();
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(colours).not.toBe(byDay);
    await takePicture(page, 'corpus figures at night');
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(colours).toBe(byDay);
  });
});

describe('in a window', () => {
  it('of 900×700 the ways in stay in sight while one goes through a long list of corpora', async () => {
    await openOn({ viewport: { width: 900, height: 700 } }, /^Verseloom sample lyrics/);
    await corpus(/^Verseloom sample lyrics/).focus();
    await page.keyboard.press('End');
    await expect
      .poll(() =>
        isInSight(
          corpus(/^一路/)
            .or(corpus(/^另一份 1 /))
            .last(),
        ),
      )
      .toBe(true);
    await expect
      .poll(() => isInSight(page.getByRole('heading', { level: 1, name: 'Corpus' })))
      .toBe(true);
    await expect
      .poll(() => isInSight(page.getByRole('button', { name: 'Import lyrics…' })))
      .toBe(true);
    await takePicture(page, 'corpus many 900');
  });

  it('of 360 px the chosen corpus follows at once, and the others unfold', async () => {
    await openOn({ viewport: { width: 360, height: 740 } });
    await expect.poll(() => list().getByRole('listitem').count()).toBe(1);
    await expect.poll(() => isInSight(page.getByRole('heading', { level: 2 }))).toBe(true);
    await expect.poll(() => isInSight(tab('Songs'))).toBe(true);
    const more = page.getByRole('button', { name: /^\d+ more corpora$/ });
    await expect.poll(() => more.getAttribute('aria-expanded')).toBe('false');
    await takePicture(page, 'corpus folded 360');
    await more.click();
    await expect.poll(() => list().getByRole('listitem').count()).toBeGreaterThan(12);
    await corpus(/^另一份 12 /).click();
    await page.getByRole('heading', { level: 2, name: '另一份 12' }).waitFor();
    await expect.poll(() => list().getByRole('listitem').count()).toBe(1);
    await expect.poll(() => isInSight(corpus(/^另一份 12 /))).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('of 1280×800 at 200 % a list and a closer look have room to be worked in', async () => {
    await openOn({ viewport: { width: 640, height: 400 } });
    const heightOf = async (thing: Locator) => (await thing.boundingBox())!.height;
    await expect.poll(() => heightOf(songs())).toBeGreaterThan(150);
    await tab('Text').click();
    expect(
      await heightOf(page.getByRole('region', { name: 'Text', exact: true }).last()),
    ).toBeGreaterThan(100);
    await tab('Songs').click();
    await song('02 水').locator('.name').click();
    const look = sheet('02 水');
    await expect
      .poll(() => heightOf(look.getByRole('region', { name: 'As it is learned' })))
      .toBeGreaterThan(100);
    await look.getByRole('tab', { name: 'Songs' }).click();
    const way = look.getByRole('radio', { name: 'Split at blank lines' });
    await way.click();
    await expect.poll(() => way.isChecked()).toBe(true);
    await look.getByRole('tab', { name: 'Edit' }).click();
    const keep = look.getByRole('button', { name: 'Save these words' });
    await keep.scrollIntoViewIfNeeded();
    await expect.poll(() => isInSight(keep)).toBe(true);
    await page.keyboard.press('Escape');
    expect(complaints).toEqual([]);
  });
});

describe('a row', () => {
  it('of a song and one of what was left out begin and end alike, with nothing between the handle and the number', async () => {
    await openOn();
    const left = async (thing: Locator) => (await thing.boundingBox())!.x;
    const right = async (thing: Locator) => {
      const { x, width } = (await thing.boundingBox())!;
      return x + width;
    };
    const first = songs().getByRole('row').first();
    const gap = (await left(first.locator('.number'))) - (await right(first.locator('.grip')));
    expect(gap).toBeLessThan(16);
    const begin = await left(first.locator('.said'));
    const end = await right(first.getByRole('button', { name: /^Actions/ }));
    await page.getByRole('button', { name: '1 file left out' }).click();
    const out = songs().getByRole('row').filter({ hasText: '封面' });
    expect(await left(out.locator('.said'))).toBeCloseTo(begin, 0);
    expect(await right(out.getByRole('button', { name: /^Actions/ }))).toBeCloseTo(end, 0);
  });
});

describe('where there is no song', () => {
  it('each part says so in the middle', async () => {
    const { id } = await stage.host.calls['corpora.create']({ name: '空的', text: '' });
    ({ page, complaints } = await stage.openPage());
    await goTo(page, 'Corpus');
    await corpus(/^空的/).click();
    const middles: number[] = [];
    for (const [part, said] of [
      ['Songs', 'No songs yet.'],
      ['Text', 'There is no text yet.'],
      ['Figures', 'There is nothing to count yet.'],
    ] as const) {
      await tab(part).click();
      const { y, height } = (await page.getByText(said).boundingBox())!;
      middles.push(y + height / 2);
    }
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(40);
    expect(Math.min(...middles)).toBeGreaterThan(350);
    await stage.host.calls['corpora.remove']({ id });
  });
});
