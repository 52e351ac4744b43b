/** Small pieces of state that outlive a reload of the page; what does not parse any more is as if it had never been kept. */
import type { z } from 'zod';

const PREFIX = 'verseloom.';

export function recall<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name);
    if (text === null) return undefined;
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // storage may be forbidden, or hold something that is not ours
  }
}

export function keep(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Storage that is full or forbidden costs a convenience, not the work.
  }
}
