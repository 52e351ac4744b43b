/** Which part of a text a run does not learn, so that its model can be tried on what it has never seen. */
import { z } from 'zod';

export const heldOutRanges = {
  percent: { min: 1, max: 50, whole: true },
  every: { min: 2, max: 1000, whole: true },
} as const;
const { percent, every } = heldOutRanges;

export const heldOut = z.discriminatedUnion('by', [
  z.object({ by: z.literal('none') }),
  /** The last so many hundredths of its characters: from the end of a song or of a line on, where one is near. */
  z.object({ by: z.literal('last'), percent: z.int().min(percent.min).max(percent.max) }),
  /** Song n, 2n, 3n … */
  z.object({ by: z.literal('songs'), every: z.int().min(every.min).max(every.max) }),
]);
export type HeldOut = Readonly<z.infer<typeof heldOut>>;

export const NONE_HELD_OUT: HeldOut = { by: 'none' };

/** @returns how a person writes it: `none`, `10%` or `every:5` */
export function heldOutText(held: HeldOut): string {
  if (held.by === 'last') return `${held.percent}%`;
  return held.by === 'songs' ? `every:${held.every}` : 'none';
}

/** All that can be written so, to be shown where something else was. */
export const heldOutChoices = [
  'none',
  `${percent.min}%–${percent.max}%`,
  `every:${every.min}–${every.max}`,
] as const;

/** @returns what a person wrote; the text itself where that is neither of these, and its number as it is, for the schema to judge */
export function readHeldOut(written: string): unknown {
  const text = written.trim();
  if (text === 'none') return NONE_HELD_OUT;
  const [, last, songs] = /^(?:(-?[\d.]+) ?[%％]|every:(-?[\d.]+))$/.exec(text) ?? [];
  if (last !== undefined) return { by: 'last', percent: Number(last) };
  return songs === undefined ? written : { by: 'songs', every: Number(songs) };
}
