/** The desktop application for the length of one test, with a picture of its windows where the test fails. */
import { onTestFailed, onTestFinished } from 'vitest';
import { picture } from '../e2e/support/page.ts';
import { startDesktop, type Desktop, type DesktopOptions } from './desktop.ts';
import type { Screens } from './screens.ts';

export async function startForTest(screens: Screens, options?: DesktopOptions): Promise<Desktop> {
  const desktop = await startDesktop(screens, options);
  onTestFinished(() => desktop.end());
  onTestFailed(async ({ task }) => {
    const path = picture(`failed ${task.name.replaceAll(/[^\w]+/g, ' ')}`);
    for (const page of screens.context.pages())
      if (page.url() !== 'about:blank') await page.screenshot({ path }).catch(() => {});
  });
  return desktop;
}
