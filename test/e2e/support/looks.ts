/** How a screen has to look in every language, theme and size: nothing overflows, and nothing is inaccessible. */
import type { AxeResults, RunOptions } from 'axe-core';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectNoSidewaysScroll, takePicture, type Look } from './page.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const usual: readonly Size[] = [
  { width: 1280, height: 800 },
  { width: 900, height: 700 },
];

type Shown = Pick<Required<Look>, 'colorScheme' | 'viewport'>;

/** @returns light and dark, at each size, with a name for each */
export const looksOf = (sizes: readonly Size[] = usual): [string, Shown][] =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    sizes.map((viewport): [string, Shown] => [
      `${colorScheme} ${viewport.width}`,
      { colorScheme, viewport },
    ]),
  );

/**
 * Changes how a page is shown, and waits until it is drawn so. One page goes through all looks, as one does whose system goes
 * dark in the evening: to open a page takes longer than all that is looked at on it.
 */
export async function wear(page: Page, { colorScheme, viewport }: Shown): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(viewport);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Charts follow the size of the page a picture later.
    for (let picture = 0; picture < 3; picture++)
      await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** What is wrong by axe’s name for that, with the elements, and what axe says of each: the two colours of a contrast, say. */
export type Violation = readonly [rule: string, elements: readonly string[]];

/** Those of axe’s rules whose outcome colours change. */
const colourRules: readonly string[] = ['color-contrast', 'link-in-text-block'];

/**
 * Only the colours of a page are others by night: nothing else is looked for then on what was seen by day, which takes about
 * half the time.
 * @returns the rules for one look of a page that goes through those of `looksOf`, light ones first; undefined for all
 */
export const rulesIn = ({
  colorScheme,
}: Pick<Shown, 'colorScheme'>): typeof colourRules | undefined =>
  colorScheme === 'dark' ? colourRules : undefined;

/**
 * Looks once every colour is what it stays: one that still goes over into another has less contrast for a tenth of a second.
 * @param serious leaves out what hinders nobody
 * @param rules all that axe has unless given
 * @returns what axe finds on a page
 */
export async function violationsOn(
  page: Page,
  serious = false,
  rules?: readonly string[],
): Promise<Violation[]> {
  // Once for a page, in which it stays, and without all that is as it should be: to hand the one in and to name the other
  // takes several times as long as to look.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: [...rules] } }),
  };
  const found = await page.evaluate(async (options) => {
    // There are some though nothing is to move: while the browser is told of another scheme, that is at times taken back.
    // One that another takes the place of is rejected, and one that came meanwhile has to end, too.
    const transitions = () =>
      document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    for (let running = transitions(); running.length > 0; running = transitions())
      await Promise.allSettled(running.map(({ finished }) => finished));
    type Axe = { run(options: RunOptions): Promise<AxeResults> };
    return (await (globalThis as unknown as { axe: Axe }).axe.run(options)).violations;
  }, options);
  return found
    .filter(({ impact }) => !serious || impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [
      id,
      nodes.map(({ html, failureSummary }) => `${html}: ${failureSummary}`),
    ]);
}

/** Leaves a picture, and fails where a person would stumble. @param rules of axe, all unless given */
export async function expectGoodLooks(
  page: Page,
  name: string,
  rules?: readonly string[],
): Promise<void> {
  await takePicture(page, name);
  await expectNoSidewaysScroll(page);
  const text = await page.locator('body').innerText();
  // Where two sentences meet: Chinese ones have no space between them.
  expect(text.match(/.*[。，；：！？][^\S\n]+\p{Script=Han}.*/gu) ?? []).toEqual([]);
  expect(await violationsOn(page, true, rules)).toEqual([]);
}

/** Looks at what a page shows, light and dark, at each size. @param name of a picture, to which the look’s own is added */
export async function expectGoodAlways(page: Page, name: string): Promise<void> {
  for (const [title, look] of looksOf()) {
    await wear(page, look);
    await expectGoodLooks(page, `${name} ${title}`, rulesIn(look));
  }
}
