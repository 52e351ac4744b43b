/** A page's side of the web host, without a page: the token's cookie, one WebSocket, the typed calls. */
import { decode, encode } from '@msgpack/msgpack';
import { createBirpc } from 'birpc';
import { WebSocket } from 'ws';
import { api, type ApiCalls } from '../../../src-main/contract/api.ts';
import { callsOver } from '../../../src-main/contract/door.ts';

export interface Client {
  readonly calls: ApiCalls;
  readonly socket: WebSocket;
  /** Everything that the host told, in order. */
  readonly told: { name: string; data: unknown }[];
  carry(name: string, input: unknown): Promise<unknown>;
}

/** Opens the printed address as a browser does. @returns the cookie that it was given */
export async function takeCookie(address: string): Promise<string> {
  const response = await fetch(address, { redirect: 'manual' });
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

export async function connect(address: string): Promise<Client> {
  const { host, origin } = new URL(address);
  const headers = { Cookie: await takeCookie(address), Origin: origin };
  const socket = new WebSocket(`ws://${host}/ws`, { headers });
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
