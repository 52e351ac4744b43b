/** How a screen has to look in every language, theme and size: nothing overflows, and nothing is inaccessible. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { expectNoSidewaysScroll, picture, type Look } from './page.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const usual: readonly Size[] = [
  { width: 1280, height: 800 },
  { width: 900, height: 700 },
];

/** @returns both languages, light and dark, at each size, with a name for each */
export const allLooks = (sizes = usual): [string, Required<Look>][] =>
  (['en-US', 'zh-CN'] as const).flatMap((locale) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      sizes.map((viewport): [string, Required<Look>] => [
        `${locale} ${colorScheme} ${viewport.width}`,
        { locale, colorScheme, viewport },
      ]),
    ),
  );

/** What axe finds on a page, whether or not it is serious. */
export async function violationsOn(page: Page) {
  // The other mode puts what it found together on a second page, for frames from elsewhere, of which there are none.
  return (await new AxeBuilder({ page }).setLegacyMode().analyze()).violations;
}

/** Leaves a picture, and fails where a person would stumble. */
export async function expectGoodLooks(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: picture(name) });
  await expectNoSidewaysScroll(page);
  const text = await page.locator('body').innerText();
  // Where two sentences meet: Chinese ones have no space between them.
  expect(text.match(/.*[。，；：！？][^\S\n]+\p{Script=Han}.*/gu) ?? []).toEqual([]);
  const serious = (await violationsOn(page)).filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );
  expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
