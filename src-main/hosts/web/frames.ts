/**
 * The messages of a socket, in the form that birpc gives them: the one place that reads what comes in, which is a page's call or no
 * message at all. The library itself takes any value for one, looks up whatever name it brings, and rejects into nowhere.
 */
import { decode, encode } from '@msgpack/msgpack';
import { z } from 'zod';
import type { EventName } from '../../contract/api.ts';
import type { Reply } from '../../contract/links/door.ts';
import { isWithinBounds } from './msgpack-bounds.ts';

/** A page only asks: it answers nothing, since the host asks nothing of it. */
const callFrame = z.strictObject({
  t: z.literal('q'),
  m: z.literal('call'),
  i: z.string().min(1).max(100),
  a: z.tuple([z.string().max(100), z.unknown()]),
});
export type CallFrame = z.infer<typeof callFrame>;

/** @returns undefined for what is no message */
export function readFrame(bytes: Uint8Array): CallFrame | undefined {
  if (!isWithinBounds(bytes)) return undefined;
  try {
    return callFrame.safeParse(decode(bytes)).data;
  } catch {
    return undefined;
  }
}

export const answerFrame = (id: string, reply: Reply): Uint8Array =>
  bytesOf({ t: 's', i: id, r: reply });

export const eventFrame = (name: EventName, data: unknown): Uint8Array =>
  bytesOf({ t: 'q', m: 'event', a: [name, data] });

/** Every number array of the contract is a plain array here; undefined fields are left out, as in JSON. */
const bytesOf = (message: unknown): Uint8Array => encode(message, { ignoreUndefined: true });
