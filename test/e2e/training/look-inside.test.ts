/**
 * Looks inside a model and inside a run, in a real browser: by mouse and by keyboard, in both languages and themes.
 *
 * @module-tag long
 */
import { expect, it, vi } from 'vitest';
import { isResting } from '../../../src-main/contract/training.ts';
import { violationsOn } from '../support/looks.ts';
import { expectNoSidewaysScroll, goTo, takePicture, type Look } from '../support/page.ts';
import { keptModel } from '../support/kept-model.ts';
import { sharedStage } from '../support/stage.ts';

const stage = sharedStage();

async function start(epochs: number): Promise<void> {
  const { calls } = stage.host;
  const [corpus] = await calls['corpora.list']({});
  const settings = { epochs, hiddenSize: 32, predPeriod: epochs };
  await calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });
}
const status = () => stage.host.calls['training.status']({});
const rests = () => vi.waitUntil(async () => isResting((await status()).state), 60_000);

const looks: Record<string, { look: Look; words: Record<string, string | RegExp> }> = {
  'English, light, 1280': {
    look: { locale: 'en-US', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    words: {
      ...{ title: 'Look inside', text: 'Text to read', surprise: 'Surprise' },
      draft: 'From a draft',
      ...{
        likely: /^Most probable after “/,
        unit: 'Show unit',
        hidden: /^Hidden state.*: 32 × 8$/,
      },
      ...{ gradient: 'Gradient through time', at: 'As it stands after' },
    },
  },
  '中文，深色，900': {
    look: { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 900, height: 700 } },
    words: {
      ...{ title: '看看里面', text: '要读的文字', surprise: '意外程度' },
      draft: '取自草稿',
      ...{
        likely: /”之后最可能的字$/,
        unit: '在文字中显示单元',
        hidden: /^隐藏状态.*：32 × 8$/,
      },
      ...{ gradient: '沿时间回传的梯度', at: '这是训练' },
    },
  },
};

it.each(Object.entries(looks))(
  'a run that goes on, and its model: %s',
  { tags: ['long'] },
  async (name, { look, words }) => {
    await start(100_000);
    const { page, complaints } = await stage.openPage(look);
    await page.evaluate(() => (location.hash = '#/train'));
    await page.getByRole('button', { name: words['title']! }).click();
    // A line of the corpus is there at once, and then what one types.
    const text = page.getByLabel(words['text']!);
    await expect.poll(() => text.inputValue()).not.toBe('');
    await text.fill('我在你的\n想要有');
    await page.getByRole('heading', { name: words['hidden']! }).waitFor();
    await page.getByRole('heading', { name: words['gradient']! }).waitFor();
    await expect.poll(() => page.getByRole('heading', { name: words['likely']! }).count()).toBe(1);
    const told = page.getByText(words['at']!);
    const before = await told.innerText();
    await expect.poll(() => told.innerText(), { timeout: 10_000 }).not.toBe(before); // it looks again by itself

    // By keyboard: to another character, and to a unit.
    const list = page.getByRole('listbox', { name: words['surprise']! });
    await list.focus();
    await page.keyboard.press('End');
    await page.locator('[role="option"][aria-selected="true"]#inside-character-7').waitFor();
    await page.locator('.picture').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('#inside-character-6[aria-selected="true"]').count()).toBe(1);
    await expectNoSidewaysScroll(page);
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize({ ...look.viewport!, height: 2400 });
    await takePicture(page.locator('#inside'), `inside ${name}`);

    // The run is over: its model is looked at, which has no batch at hand.
    await stage.host.calls['training.stop']({});
    await rests();
    await page.getByRole('heading', { name: words['gradient']! }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: words['hidden']! }).waitFor();

    const { id } = await stage.host.calls['drafts.create']({ text: '想要有一天', name: null });
    await page.getByRole('button', { name: words['title']! }).click();
    await page.getByRole('button', { name: words['title']! }).click();
    await page.getByRole('combobox', { name: words['draft']! }).selectOption(id);
    await expect.poll(() => text.inputValue()).toBe('想要有一天');
    await text.fill('🙂');
    await page.getByRole('alert').waitFor();
    await text.fill('');
    expect(complaints).toEqual([]);
    await page.close();
  },
);

it(
  'shows how the surprise fell at the moments that a run has kept',
  { tags: ['long'] },
  async () => {
    const { calls } = stage.host;
    const [corpus] = await calls['corpora.list']({});
    const settings = { epochs: 12, hiddenSize: 32, predPeriod: 12, snapshots: 4 };
    await calls['training.start']({ corpusId: corpus!.id, settings, engine: 'onnx' });
    await rests();
    const { page, complaints } = await stage.openPage();
    await goTo(page, 'Train');
    await page.getByRole('button', { name: 'Look inside' }).click();
    await page.getByLabel('Text to read').fill('我在你的想要有');
    const kept = page.getByRole('region', { name: 'Surprise at the snapshots of the run' });
    await kept
      .getByRole('rowheader', { name: /^after epoch \d+, step \d+$/ })
      .first()
      .waitFor();
    await kept.getByRole('rowheader', { name: 'now' }).waitFor();
    await page.getByText(/ \d moments since epoch \d+\./).waitFor(); // the weights of these moments, too
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 2600 });
    await takePicture(page.locator('#inside'), 'inside moments');
    // The text is read to its end, however narrow the window: nothing is scrolled aside.
    await page.setViewportSize({ width: 360, height: 2600 });
    await expect
      .poll(() =>
        kept.evaluate((region) => {
          const { right } = region.getBoundingClientRect();
          return [...region.querySelectorAll('.lyrics span')].filter(
            (character) => character.getBoundingClientRect().right > right + 1,
          ).length;
        }),
      )
      .toBe(0);
    expect(await kept.locator('.lyrics span').count()).toBeGreaterThan(7);
    await expectNoSidewaysScroll(page);
    await takePicture(page.locator('#inside'), 'inside moments 360');
    expect(complaints).toEqual([]);
    await page.close();
  },
);

it(
  'asks for nothing as long as it is closed, and for nothing more once it is closed again',
  { tags: ['long'] },
  async () => {
    await start(100_000);
    const { page } = await stage.openPage();
    await goTo(page, 'Train');
    const isShown = () => page.getByRole('listbox', { name: 'Surprise' }).isVisible();
    expect(await isShown()).toBe(false);
    await page.getByRole('button', { name: 'Look inside' }).click();
    await expect.poll(isShown).toBe(true);
    await page.getByRole('button', { name: 'Look inside' }).click();
    expect(await isShown()).toBe(false);
    await stage.host.calls['training.stop']({});
    await rests();
    await page.close();
  },
);

it(
  'draws the states of ReLU from 0 to the largest of them, and says which that is',
  { tags: ['long'] },
  async () => {
    const id = await keptModel(stage, {
      epochs: 3,
      hiddenSize: 32,
      predPeriod: 3,
      activation: 'relu',
    });
    const text = '我在你的想要有';
    const { stateRange } = await stage.host.calls['inside.look']({ modelId: id, text });
    expect(stateRange.isSigned).toBe(false);
    expect(stateRange.greatest).toBeGreaterThan(0);
    const { page, complaints } = await stage.openPage();
    await goTo(page, 'Train');
    await page.getByRole('button', { name: 'Look inside' }).click();
    await page.locator('#inside').getByRole('combobox', { name: 'Model' }).selectOption(id);
    await page.getByLabel('Text to read').fill(text);
    await page.getByRole('heading', { name: /^Hidden state.*: 32 × 7$/ }).waitFor();
    const legend = page.getByText(/closer to [\d.e−]+, the largest state in this text/);
    await legend.waitFor();
    // One of them has the full colour, and none is blue.
    const { full, blue } = await page.locator('.picture canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement)
        .getContext('2d')!
        .getImageData(0, 0, width, height);
      const is = (at: number, ...rgb: number[]) => rgb.every((value, i) => data[at + i] === value);
      const cells = Array.from({ length: width * height }, (_, i) => 4 * i);
      return {
        full: cells.filter((at) => is(at, 0xb5, 0x40, 0x2a)).length,
        blue: cells.filter((at) => data[at + 2]! > data[at]! + 8).length,
      };
    });
    expect(full).toBeGreaterThan(0);
    expect(blue).toBe(0);
    // The units that fire are those above 0, the strongest first, which then colours the text.
    await page
      .getByRole('heading', { name: /fires? at .*\(above 0; the strongest first\)$/ })
      .waitFor();
    await page.locator('.picture').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(/^Unit \d+ after .*: (0|[\d.e−]+)$/).waitFor();
    await expect.poll(() => legend.count()).toBe(2);
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 2000 });
    await takePicture(page.locator('#inside'), 'inside relu');
    expect(complaints).toEqual([]);
  },
);

it('takes a line of what was learnt, which a model of the first hundred characters knows', async () => {
  const id = await keptModel(stage, {
    epochs: 1,
    hiddenSize: 8,
    predPeriod: 1,
    maxCharacters: 100,
    batchSize: 1,
    timeSteps: 10,
  });
  const { characters } = await stage.host.calls['models.vocabulary']({ id });
  const { page } = await stage.openPage();
  await goTo(page, 'Train');
  await page.getByRole('button', { name: 'Look inside' }).click();
  await page.locator('#inside').getByRole('combobox', { name: 'Model' }).selectOption(id);
  const text = page.getByLabel('Text to read');
  // What stands there from the start, once it does, may be a line of the text of another model.
  await expect.poll(() => text.inputValue()).not.toBe('');
  const another = page.getByRole('button', { name: 'A line of the corpus' });
  for (let lines = 0; lines < 5; lines++) {
    await text.fill('?');
    await another.click();
    await expect.poll(() => text.inputValue()).not.toBe('?');
    const line = await text.inputValue();
    expect(Array.from(line).filter((character) => !characters.includes(character))).toEqual([]);
  }
});

it.each([
  ['en-US', 'Layer', 'Hidden state and units are those of layer 2 of 2', 'of layer 1 of 2'],
  ['zh-CN', '层', '隐藏状态和单元取自 2 层中的第 2 层', '2 层中的第 1 层'],
] as const)(
  'draws the layer that is chosen, the highest at first: %s',
  { tags: ['long'] },
  async (locale, name, highest, lowest) => {
    const id = await keptModel(stage, {
      ...{ epochs: 40, hiddenSize: 24, predPeriod: 40, cell: 'gru' },
      ...{ layers: 2, embeddingSize: 12, dropout: 0.2, optimiser: 'adamw' },
    });
    const plain = await keptModel(stage, { epochs: 3, hiddenSize: 24, predPeriod: 3 });
    const text = '我在你的想要有';
    const look: Look = { locale, viewport: { width: 900, height: 700 } };
    const { page, complaints } = await stage.openPage(look);
    await page.keyboard.press('Alt+2');
    await page.getByRole('button', { name: /^(Look inside|看看里面)$/ }).click();
    const inside = page.locator('#inside');
    await inside.getByRole('combobox').first().selectOption(id);
    await inside.locator('textarea').fill(text);
    await page.getByText(highest).waitFor();
    await page.getByRole('heading', { name: /24 × 7$/ }).waitFor();
    // The weights of every layer, and of the embedding, have their spread.
    for (const parameter of ['E', 'W_xz', 'W_hh_2'])
      await inside.getByText(parameter, { exact: true }).first().waitFor();

    const pixels = () =>
      inside
        .locator('.picture canvas')
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const ofHighest = await pixels();
    const choice = inside.getByRole('combobox', { name, exact: true });
    await expect.poll(() => choice.inputValue()).toBe('2');
    await inside.locator('.picture').focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => inside.locator('.unit[aria-pressed="true"]').count()).not.toBe(0);
    await choice.focus();
    for (const key of ['Space', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
    await page.getByText(lowest).waitFor();
    // A unit of one layer is none of another.
    await expect.poll(() => inside.locator('.unit[aria-pressed="true"]').count()).toBe(0);
    await expect.poll(pixels).not.toBe(ofHighest);
    await expectNoSidewaysScroll(page);
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 900, height: 2600 });
    await takePicture(inside, `inside layer ${locale}`);
    // The weights stand side by side at one height, whatever is said below them.
    await page.setViewportSize({ width: 1280, height: 2600 });
    const rows = await inside.locator('li:has(> svg)').evaluateAll((all) => {
      const rows = new Map<number, Set<number>>();
      for (const one of all) {
        const top = Math.round(one.getBoundingClientRect().top);
        const picture = one.querySelector('svg')!.getBoundingClientRect().top;
        rows.set(top, (rows.get(top) ?? new Set()).add(Math.round(picture - top)));
      }
      return [...rows.values()].map((heights) => heights.size);
    });
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.filter((heights) => heights > 1)).toEqual([]);
    // Another model is looked at from its highest layer on.
    await inside.getByRole('combobox').first().selectOption(plain);
    await expect.poll(() => choice.count()).toBe(0);
    await inside.getByRole('combobox').first().selectOption(id);
    await page.getByText(highest).waitFor();
    expect(complaints).toEqual([]);
  },
);
