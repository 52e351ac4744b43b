/** Rows on the window, with the stand-in in Electron's place: how soon it is there, what its main process costs, how soon a stop is answered. */
import { setTimeout } from 'node:timers/promises';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { startDesktop, type Desktop } from '../electron/desktop.ts';
import { openScreens, type Screens } from '../electron/screens.ts';
import { median } from './statistics.ts';

export interface DesktopFigures {
  /** From the launch to a page that answers a click: medians. */
  readonly secondsToInteractive: number;
  /** Of one core, while a run at the book's size is told about ten times a second; with what the stand-in itself costs. */
  readonly mainProcessShare: number;
  /** From the click to the model on disk. */
  readonly stopMilliseconds: number;
}

const LAUNCHES = 5;
/** In which the program is still being compiled. */
const SETTLING_SECONDS = 5;
const WATCHED_SECONDS = 20;

export async function measureDesktop(engine: EngineName): Promise<DesktopFigures> {
  const screens = await openScreens();
  try {
    const seconds: number[] = [];
    for (let launch = 0; launch < LAUNCHES; launch++) {
      const launched = performance.now();
      const desktop = await startDesktop(screens);
      const page = await desktop.page();
      await page.getByRole('link', { name: 'Write' }).click();
      await page.getByRole('heading', { level: 1, name: 'Write' }).waitFor();
      seconds.push((performance.now() - launched) / 1000);
      await desktop.end();
    }
    return { secondsToInteractive: median(seconds), ...(await measureTraining(screens, engine)) };
  } finally {
    await screens.close();
  }
}

async function measureTraining(
  screens: Screens,
  engine: EngineName,
): Promise<Omit<DesktopFigures, 'secondsToInteractive'>> {
  const desktop = await startDesktop(screens);
  try {
    const page = await desktop.page();
    await page.getByRole('link', { name: 'Train' }).click();
    await page.getByLabel('Engine', { exact: true }).selectOption(engine);
    await page.getByLabel('Epochs', { exact: true }).fill('100000');
    await page.getByLabel('Sample interval', { exact: true }).fill('100000');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByRole('img', { name: /Perplexity over \d/ }).waitFor();
    const mainProcessShare = await shareOfACore(desktop);
    const clicked = performance.now();
    await page.getByRole('button', { name: 'Stop and save' }).click();
    await page.getByText('Stopped and saved').waitFor();
    return { mainProcessShare, stopMilliseconds: performance.now() - clicked };
  } finally {
    await desktop.end();
  }
}

async function shareOfACore({ control }: Desktop): Promise<number> {
  await setTimeout(SETTLING_SECONDS * 1000);
  const before = await control.cpuSeconds();
  const started = performance.now();
  await setTimeout(WATCHED_SECONDS * 1000);
  const cpu = (await control.cpuSeconds()) - before;
  return cpu / ((performance.now() - started) / 1000);
}
