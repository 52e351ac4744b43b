/** Small pieces of state that outlive a reload of the page; what does not parse any more is as if it had never been kept. */
import type { z } from 'zod';

const PREFIX = 'verseloom.';

export function recall<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  return recallFrom(() => localStorage, name, schema);
}

/** @returns whether it is kept: storage that is full or forbidden costs a convenience, not the work */
export function keep(name: string, value: unknown): boolean {
  return keepIn(() => localStorage, name, value);
}

/** As `recall`, of what `keepHere` kept: in this window, or where nothing was in it yet, in the last one. */
export function recallHere<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  return recallFrom(() => sessionStorage, name, schema) ?? recall(name, schema);
}

/** As `keep`; another window that keeps something else does not change what a reload of this one recalls. */
export function keepHere(name: string, value: unknown): void {
  keepIn(() => sessionStorage, name, value);
  keep(name, value);
}

function recallFrom<Schema extends z.ZodType>(
  storage: () => Storage,
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    const text = storage().getItem(PREFIX + name);
    if (text === null) return undefined;
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // storage may be forbidden, or hold something that is not ours
  }
}

function keepIn(storage: () => Storage, name: string, value: unknown): boolean {
  try {
    storage().setItem(PREFIX + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
