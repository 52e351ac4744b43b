/** A page's side of the web host, without a page: the address, the claim, one WebSocket, the typed calls. */
import { decode, encode } from '@msgpack/msgpack';
import { createBirpc } from 'birpc';
import { WebSocket } from 'ws';
import { api, type ApiCalls } from '../../../src-main/contract/api.ts';
import { callsOver } from '../../../src-main/contract/links/door.ts';
import {
  BUILD_META,
  claim,
  CLAIM_HEADER,
  CLAIM_PATH,
  introduce,
  SOCKET_PATH,
} from '../../../src-main/contract/links/web-link.ts';

export interface Client {
  readonly calls: ApiCalls;
  readonly socket: WebSocket;
  /** Everything that the host told, in order. */
  readonly told: { name: string; data: unknown }[];
  carry(name: string, input: unknown): Promise<unknown>;
}

/** Opens a fresh address as a browser does. @returns the cookie that it was given */
export async function takeCookie(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

/** What a page holds once it is loaded. */
export interface Entry {
  readonly origin: string;
  readonly cookie: string;
  readonly secret: string;
  readonly build: string;
}

/** Opens a fresh address and claims what its page is let in by. */
export async function enter(address: string): Promise<Entry> {
  const { origin } = new URL(address);
  const cookie = await takeCookie(address);
  const document = await (await fetch(origin, { headers: { Cookie: cookie } })).text();
  const build = new RegExp(`name="${BUILD_META}" content="(.*?)"`).exec(document)?.[1] ?? '';
  const headers = { Cookie: cookie, Origin: origin, [CLAIM_HEADER]: '1' };
  const answer = await fetch(origin + CLAIM_PATH, { method: 'POST', headers });
  return { origin, cookie, build, ...claim.parse(await answer.json()) };
}

export const socketOf = (
  { origin, secret, build }: Entry,
  headers: Readonly<Record<string, string>> = { Origin: origin },
): WebSocket =>
  new WebSocket(`${origin.replace('http', 'ws')}${SOCKET_PATH}`, introduce({ secret, build }), {
    headers,
  });

/** @param address a fresh one, or what an earlier one has opened */
export async function connect(address: string | Entry): Promise<Client> {
  const socket = socketOf(typeof address === 'string' ? await enter(address) : address);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const told: Client['told'] = [];
  type Remote = { call: (name: string, input: unknown) => Promise<unknown> };
  const rpc = createBirpc<Remote, { event: (name: string, data: unknown) => void }>(
    { event: (name, data) => told.push({ name, data }) },
    {
      timeout: -1,
      serialize: (message) => encode(message, { ignoreUndefined: true }),
      deserialize: (bytes) => decode(bytes as Uint8Array),
      post: (bytes) => socket.send(bytes as Uint8Array),
      on: (listener) => socket.on('message', listener),
    },
  );
  socket.once('close', () => rpc.$close());
  const carry = (name: string, input: unknown): Promise<unknown> => rpc.call(name, input);
  return { calls: callsOver(api, carry), socket, told, carry };
}
