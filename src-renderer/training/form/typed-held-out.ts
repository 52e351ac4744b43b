/** What of a text is held out, as it is typed: the numbers of every choice stay while another is taken. */
import { z } from 'zod';
import { heldOutRanges, type HeldOut } from '../../../src-main/contract/held-out.ts';
import { readNumber } from '../../controls/fields/read-number.ts';

const heldOutBy = z.enum(['none', 'last', 'songs']);
export type HeldOutBy = z.infer<typeof heldOutBy>;
export type HeldOutNumber = keyof typeof heldOutRanges;
/** The number that each of these takes. */
export const heldOutNumbers = { last: 'percent', songs: 'every' } as const;
const heldOutTexts = z.object({ percent: z.string(), every: z.string() });
export const typedHeldOut = z.object({ by: heldOutBy, texts: heldOutTexts });
export type TypedHeldOut = Readonly<z.infer<typeof typedHeldOut>>;
const usualTexts = { percent: '10', every: '10' };

export function typedOf(held: HeldOut): TypedHeldOut {
  const texts =
    held.by === 'last'
      ? { ...usualTexts, percent: String(held.percent) }
      : held.by === 'songs'
        ? { ...usualTexts, every: String(held.every) }
        : usualTexts;
  return { by: held.by, texts };
}

export function readHeldOut({ by, texts }: TypedHeldOut): HeldOut {
  if (by === 'none') return { by };
  return by === 'last'
    ? { by, percent: readNumber(texts.percent) }
    : { by, every: readNumber(texts.every) };
}
