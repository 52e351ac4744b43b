/** While the host is away, on the screens of training, comparing and writing: whatever it would have to do is off, and comes on again with it. */
import type { Locator, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { presetSettings } from '../../src-main/contract/runs/training-preset.ts';
import { linkOf, type HostLink } from './support/host-link.ts';
import { goTo, words } from './support/screens.ts';
import { sharedStage } from './support/stage.ts';
import { startTraining, trainModel } from './support/train.ts';

const stage = sharedStage();
const small = { hiddenSize: 8, timeSteps: 5, batchSize: 4, predPeriod: 1 };
let page: Page;
let link: HostLink;
let complaints: string[];

beforeAll(async () => {
  const { calls } = stage.host;
  for (const epochs of [1, 2, 3]) await trainModel(stage.host, { ...small, epochs });
  await calls['drafts.create']({ name: '河', text: '春天在河边等船' });
  const settings = presetSettings.parse({ lineBreaks: 'space' });
  await calls['presets.put']({ preset: { id: 'mine', name: 'Mine', settings } });
});

beforeEach(async () => {
  const opened = await stage.openPage({}, async (one) => {
    link = await linkOf(one);
    await countRefusals(one);
  });
  ({ page, complaints } = opened);
});

/** What is asked of a host that is away is refused in the page itself, which says nothing of it: this counts it. */
async function countRefusals(one: Page): Promise<void> {
  await one.addInitScript(() => {
    const counted = globalThis as unknown as { refusals: number };
    counted.refusals = 0;
    globalThis.Error = new Proxy(Error, {
      construct(target, args: unknown[], made) {
        if (String(args[0]).includes('host.away')) counted.refusals += 1;
        return Reflect.construct(target, args, made) as object;
      },
    });
  });
}
const refusals = (): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as { refusals: number }).refusals);

const button = (name: string | RegExp): Locator =>
  page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });

/** @returns those that are not all off */
async function stillOn(all: Readonly<Record<string, Locator>>): Promise<string[]> {
  const on: string[] = [];
  for (const [name, one] of Object.entries(all)) {
    expect(await one.count(), name).toBeGreaterThan(0);
    if (!(await one.evaluateAll((them) => them.every((it) => it.matches(':disabled')))))
      on.push(name);
  }
  return on;
}

/** @returns those of which one is off */
async function stillOff(all: Readonly<Record<string, Locator>>): Promise<string[]> {
  const off: string[] = [];
  for (const [name, one] of Object.entries(all))
    if (!(await one.first().isEnabled())) off.push(name);
  return off;
}

async function cut(): Promise<{ mend: () => void }> {
  const broken = link.cut();
  onTestFinished(() => broken.mend());
  await page.getByText(words('en', 'app.connectionLost')).waitFor();
  return broken;
}

/**
 * Works everything that is on, one after the other, but the fields of a form: how long a run takes is asked whenever they change.
 * @returns what has asked the host for something, which is not there
 */
async function askers(view: string, except?: RegExp): Promise<string[]> {
  const faults: string[] = [];
  const done: string[] = [];
  const dialogs = page.locator('dialog[open]');
  const asked = await dialogs.count(); // those that are worked themselves
  for (;;) {
    const before = await refusals();
    const worked = await page.evaluate(
      ({ done, except }) => {
        const scope = document.querySelector('dialog[open]') ?? document.querySelector('main')!;
        const seen = new Map<string, number>();
        for (const one of scope.querySelectorAll<HTMLElement>('button, select, input, summary')) {
          if (one.matches(':disabled, form *') || !one.checkVisibility()) continue;
          const label = one.getAttribute('aria-label') ?? one.closest('label')?.textContent;
          const what = `${one.tagName} ${one.id} ${(label ?? one.textContent).trim().slice(0, 50)}`;
          const nth = (seen.get(what) ?? 0) + 1;
          seen.set(what, nth);
          const name = `${what} ${nth}`;
          if (done.includes(name) || new RegExp(except).test(name)) continue;
          if (one instanceof HTMLSelectElement) {
            one.selectedIndex = (one.selectedIndex + 1) % one.options.length;
            one.dispatchEvent(new Event('change', { bubbles: true }));
          } else if (one instanceof HTMLInputElement && !/checkbox|radio/.test(one.type)) {
            if (one.type === 'range') one.value = one.value === one.max ? one.min : one.max;
            one.dispatchEvent(new Event('input', { bubbles: true }));
          } else one.click();
          return name;
        }
        return null;
      },
      { done, except: except?.source ?? '^$' },
    );
    if (worked === null) {
      expect(done.length).toBeGreaterThan(0);
      return faults;
    }
    done.push(worked);
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30))),
    );
    if ((await refusals()) > before) faults.push(worked);
    for (const one of await page.locator('.notice').getByRole('button', { name: 'Dismiss' }).all())
      await one.click();
    const menus = page.locator('[popover]:popover-open');
    if ((await dialogs.count()) > asked || (await menus.count()) > 0)
      await page.keyboard.press('Escape');
    if (!page.url().endsWith(`#/${view}`)) await goTo(page, view);
  }
}

describe('training', () => {
  beforeEach(async () => {
    const { calls } = stage.host;
    await startTraining(stage.host, { ...small, epochs: 10_000 });
    await expect.poll(async () => (await calls['training.status']({})).epochs).toBeGreaterThan(1);
    await calls['training.pause']({});
    const corpusId = (await calls['corpora.list']({}))[0]!.id;
    const request = { corpusId, settings: { ...small, epochs: 1 }, engine: 'onnx' as const };
    const { ids } = await calls['queue.add']({
      runs: [5, 6, 7].map((seed) => ({
        request: { ...request, withText: true, settings: { ...request.settings, seed } },
      })),
    });
    onTestFinished(async () => {
      await calls['queue.remove']({ ids });
      await calls['training.stop']({});
    });
    await goTo(page, 'train');
    await page.locator('.queue li').nth(2).waitFor();
    await page.getByRole('radio', { name: /^Mine/ }).check();
    await button('Time line').waitFor();
  });

  it('has its buttons off, and on again', async () => {
    const rows = page.locator('.queue li');
    const all = {
      'look inside': page.locator('#inside-toggle'),
      'overlay runs': button('Overlay runs…'),
      ...{ resume: button('Resume'), stop: button('Stop and save'), save: button('Save progress') },
      ...{
        change: button('Change the run'),
        queue: button('Queue'),
        sweep: button('Queue several runs…'),
      },
      'pause the queue': button('Pause queue'),
      'edit and remove': rows.last().getByRole('button', { name: /^(Edit|Remove)/ }),
      ...{ rename: button('Rename…'), remove: page.locator('.presets').getByRole('button') },
      everything: page.locator('.everything'),
      'how samples are shown': button('Time line'),
      'how charts are drawn': page.locator('.charts').locator('select, input[type=checkbox]'),
    };
    expect(await stillOff(all)).toEqual([]);
    const away = await cut();
    expect(await stillOn(all)).toEqual([]);
    const before = await rows.allInnerTexts();
    await rows.last().focus();
    for (const key of ['Delete', 'Alt+ArrowUp', 'Enter']) await page.keyboard.press(key);
    expect(await rows.allInnerTexts()).toEqual(before);
    expect(await rows.last().getAttribute('draggable')).toBe('false');
    expect(await page.locator('.notice').count()).toBe(0);
    away.mend();
    await expect.poll(() => stillOff(all), { timeout: 10_000 }).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it(
    'has nothing on that would ask the host, with all of it open',
    { tags: ['long'] },
    async () => {
      const everything = page.locator('.everything');
      if ((await everything.getAttribute('aria-expanded')) === 'false') await everything.click();
      await page.locator('#inside-toggle').click();
      await page.locator('#inside .told').waitFor();
      await cut();
      // What is put into a draft is kept in the page until the host is back.
      expect(await askers('train', /Add to the draft/)).toEqual([]);
      // What was seen inside stays, and is asked for anew when the host is back.
      expect(await page.locator('#inside .problem').count()).toBe(0);
    },
  );

  it('has what its dialogs are there for off', { tags: ['long'] }, async () => {
    await button('Overlay runs…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').first().check();
    const away = await cut();
    expect(await stillOn({ runs: dialog.getByRole('checkbox') })).toEqual([]);
    expect(await askers('train', /Done/)).toEqual([]);
    away.mend();
    await expect.poll(() => dialog.getByRole('checkbox').first().isEnabled()).toBe(true);
    await page.keyboard.press('Escape');

    await button('Queue several runs…').click();
    await page.locator('#sweep-where').waitFor();
    const again = await cut();
    expect(await stillOn({ where: page.locator('#sweep-where') })).toEqual([]);
    again.mend();
    await expect.poll(() => page.locator('#sweep-where').isEnabled()).toBe(true);
    await page.keyboard.press('Escape');

    await button('Change the run').click();
    await dialog.getByLabel('Learning rate').fill('7');
    await cut();
    expect(await stillOn({ change: dialog.locator('[type=submit]') })).toEqual([]);
  });
});

it('comparing has nothing on that would ask the host', { tags: ['long'] }, async () => {
  await goTo(page, 'models');
  await page.locator('tr[data-model]').first().waitFor();
  for (const row of [0, 1])
    await page.locator('tr[data-model]').nth(row).getByRole('checkbox').check();
  await page.getByRole('toolbar').locator('button:has(svg.lucide-scale)').click();
  await page.locator('#compare-title').waitFor();
  await page.getByLabel('Text', { exact: true }).fill('月光照在窗台上');
  const all = {
    write: button('Write'),
    score: button('Score'),
    'a corpus': page.getByLabel('Use a corpus…'),
    add: page.locator('.add').locator('select, button'),
    'how charts are drawn': page.locator('.charts').locator('select, input[type=checkbox]'),
  };
  await expect.poll(() => stillOff(all)).toEqual([]);
  const away = await cut();
  expect(await stillOn(all)).toEqual([]);
  expect(await askers('compare')).toEqual([]);
  away.mend();
  await page.getByText(words('en', 'app.connectionLost')).waitFor({ state: 'detached' });
});

describe('writing', () => {
  const preset = (name: string) => page.locator('.preset').getByRole('button', { name });

  beforeEach(async () => {
    const { calls } = stage.host;
    const settings = { temperature: 0.5, topK: 0, topP: 0.9, repetition: 1.2, avoids: true };
    await calls['preferences.set']({
      presets: [{ id: 'p', name: 'Mine', settings }],
      forms: [{ id: 'f', name: 'Seven', text: '7 ang' }],
    });
    onTestFinished(async () => {
      await calls['preferences.set']({ presets: [], forms: [] });
    });
    await goTo(page, 'write');
    await page.locator('#write-preset').waitFor();
  });

  it('keeps neither presets nor forms, and does again', { tags: ['long'] }, async () => {
    await page.locator('#write-preset').selectOption({ label: 'Mine' });
    const presets = { rename: preset('Rename'), remove: preset('Delete') };
    expect(await stillOff(presets)).toEqual([]);
    const away = await cut();
    expect(await stillOn(presets)).toEqual([]);
    away.mend();
    await expect.poll(() => stillOff(presets), { timeout: 10_000 }).toEqual([]);
    await preset('Rename').click();
    const again = await cut();
    expect(await stillOn({ save: preset('Save') })).toEqual([]);
    again.mend();

    await page.getByRole('tab', { name: 'Lines' }).click();
    await page.locator('#lines-form-kept').selectOption({ label: 'Seven' });
    const forms = page.locator('.forms .tools fieldset').getByRole('button');
    await expect.poll(() => forms.count()).toBe(3); // of a song, from a file, and its end
    await expect.poll(() => stillOff({ forms }), { timeout: 10_000 }).toEqual([]);
    await cut();
    expect(await stillOn({ forms })).toEqual([]);
    await button('Show').click();
    expect(await stillOn({ shown: page.locator('#write-show').locator('input') })).toEqual([]);
  });
});
