/** Where the window was, and where it is opened again: always where a person can see and take hold of it. */
import { z } from 'zod';

const rectangle = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Rectangle = z.infer<typeof rectangle>;

export const windowState = z.object({
  /** In device-independent pixels; null before the first time. */
  bounds: rectangle.nullable().default(null),
  maximized: z.boolean().default(false),
  /** Where a file or a folder was chosen last; null before the first time. */
  folder: z.string().nullable().default(null),
  /** Whether the person knows that the pages run without Chromium's sandbox. */
  sandboxTold: z.boolean().default(false),
});
export type WindowState = z.infer<typeof windowState>;
/** What of it is the window itself. */
export type WindowPlace = Pick<WindowState, 'bounds' | 'maximized'>;

const USUAL = { width: 1280, height: 860 };
export const SMALLEST = { width: 720, height: 540 };
/** As much of the title bar has to be on a screen. */
const GRIP = { width: 120, height: 32 };

/**
 * @param saved where the window was
 * @param areas the work areas of the screens, the primary one first
 * @returns bounds that fit a screen: those saved, if their title bar can be reached there, or else the middle of the primary one
 */
export function visibleBounds(saved: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  const reached = saved && areas.find((area) => isReachable(saved, area));
  const area = reached ?? areas[0];
  if (!area) return { x: 0, y: 0, ...USUAL };
  const wanted = saved ?? USUAL;
  const width = Math.min(Math.max(wanted.width, SMALLEST.width), area.width);
  const height = Math.min(Math.max(wanted.height, SMALLEST.height), area.height);
  if (reached && saved) return { x: saved.x, y: saved.y, width, height };
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const across =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return (
    across >= GRIP.width && window.y >= area.y && window.y + GRIP.height <= area.y + area.height
  );
}
