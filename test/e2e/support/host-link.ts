/** The link between a page and the web host, with what a test adds: what a window's host would say, and what another machine would. */
import { decode, encode } from '@msgpack/msgpack';
import type { Page, WebSocketRoute } from 'playwright-core';
import type { ApiCalls, Emit } from '../../../src-main/contract/api.ts';

type Info = Awaited<ReturnType<ApiCalls['app.info']>>;

/** A frame of birpc: a question has a method and arguments, its answer the same id and a result. */
interface Frame {
  readonly t: 'q' | 's';
  readonly i?: string;
  readonly m?: string;
  readonly a?: readonly unknown[];
  readonly r?: { value?: Info };
}

export interface HostLink {
  /** Says something to the page as its host would. */
  emit: Emit;
  /** Takes the place of what the host says of itself, from the next time that it is asked. */
  says(changed: Partial<Info>): void;
  /** Holds the answers to a call back until it is let go. */
  holds(call: string): { letGo: () => void };
}

/** Goes between a page that is not open yet and its host. Everything else passes as it is. */
export async function linkOf(page: Page): Promise<HostLink> {
  let changed: Partial<Info> = {};
  let toPage: WebSocketRoute | undefined;
  const asked = new Set<string | undefined>();
  /** Calls whose answers are held back, and the questions that wait for them. */
  const held = new Map<string, Promise<void>>();
  const waiting = new Map<string | undefined, Promise<void>>();
  await page.routeWebSocket(/\/ws$/, (route) => {
    toPage = route;
    const host = route.connectToServer();
    route.onMessage((bytes) => {
      const { i, a } = decode(bytes as Buffer) as Frame;
      if (a?.[0] === 'app.info') asked.add(i);
      const until = held.get(String(a?.[0]));
      if (until) waiting.set(i, until);
      host.send(bytes);
    });
    host.onMessage((bytes) => {
      const frame = decode(bytes as Buffer) as Frame;
      const isInfo = frame.t === 's' && asked.delete(frame.i);
      const value = { ...frame.r?.value, ...changed };
      const send = () => route.send(isInfo ? bytesOf({ ...frame, r: { value } }) : bytes);
      const until = frame.t === 's' ? waiting.get(frame.i) : undefined;
      if (until) void until.then(send);
      else send();
    });
  });
  return {
    emit: (...event) => toPage!.send(bytesOf({ m: 'event', a: event, t: 'q' })),
    says: (more) => {
      changed = { ...changed, ...more };
    },
    holds: (call) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(call, promise);
      return {
        letGo: () => {
          held.delete(call);
          resolve();
        },
      };
    },
  };
}

const bytesOf = (frame: unknown): Buffer => Buffer.from(encode(frame, { ignoreUndefined: true }));
