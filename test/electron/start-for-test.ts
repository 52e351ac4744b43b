/** The desktop application for the length of one test, or of several that need no start of their own, with a picture of its windows where a test fails. */
import type { Page } from 'playwright-core';
import { beforeAll, beforeEach, onTestFailed, onTestFinished } from 'vitest';
import { picture } from '../e2e/support/page.ts';
import { startDesktop, type Desktop, type DesktopOptions } from './desktop.ts';
import type { Screens } from './screens.ts';

export async function startForTest(screens: Screens, options?: DesktopOptions): Promise<Desktop> {
  const desktop = await startDesktop(screens, options);
  onTestFinished(() => desktop.end());
  pictureOfFailure(screens);
  return desktop;
}

/** An application in the order of the tests of one `describe`, each of which finds it as the one before has left it. */
export interface SharedDesktop {
  desktop: Desktop;
  page: Page;
}

/** To be called in a `describe`; what it returns is filled when its tests begin. */
export function shareDesktop(screens: () => Screens): SharedDesktop {
  const shared = {} as SharedDesktop;
  beforeAll(async () => {
    shared.desktop = await startDesktop(screens());
    shared.page = await shared.desktop.page();
    return () => shared.desktop.end();
  });
  beforeEach(() => pictureOfFailure(screens()));
  return shared;
}

function pictureOfFailure(screens: Screens): void {
  onTestFailed(async ({ task }) => {
    const path = picture(`failed ${task.name.replaceAll(/[^\w]+/g, ' ')}`);
    const [, ...ofWindows] = screens.context.pages(); // the first is the browser's own
    for (const page of ofWindows) await page.screenshot({ path }).catch(() => {});
  });
}
