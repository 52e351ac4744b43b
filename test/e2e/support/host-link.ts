/** The link between a page and the web host, with what a test adds: what a window's host would say, and what another machine would. */
import { decode, encode } from '@msgpack/msgpack';
import type { Page, WebSocketRoute } from 'playwright-core';
import type { ApiCalls, Emit } from '../../../src-main/contract/api.ts';

/** A frame of birpc: a question has a method and arguments, its answer the same id and a result. */
interface Frame {
  readonly t: 'q' | 's';
  readonly i?: string;
  readonly m?: string;
  readonly a?: readonly unknown[];
  readonly r?: { value?: object | null };
}

type Changed<Name extends keyof ApiCalls> = Partial<Awaited<ReturnType<ApiCalls[Name]>>>;

export interface HostLink {
  /** Says something to the page as its host would. */
  emit: Emit;
  /** Takes the place of what the host says of itself, from the next time that it is asked. */
  says(changed: Changed<'app.info'>): void;
  /** The same of what it answers to another call. */
  answers<Name extends keyof ApiCalls>(call: Name, changed: Changed<Name>): void;
  /** Holds the answers to a call back until it is let go. */
  holds(call: string): { letGo: () => void };
  /** Breaks the link, as when the host is ended; nothing gets through until it is mended. */
  cut(): { mend: () => void };
}

/** Goes between a page that is not open yet and its host. Everything else passes as it is. */
export async function linkOf(page: Page): Promise<HostLink> {
  let toPage: WebSocketRoute | undefined;
  let toHost: WebSocketRoute | undefined;
  let isCut = false;
  /** What takes the place of answers, by their calls, and the questions that wait for them. */
  const changes = new Map<string, object>();
  const asked = new Map<string | undefined, object>();
  /** Calls whose answers are held back, and the questions that wait for them. */
  const held = new Map<string, Promise<void>>();
  const waiting = new Map<string | undefined, Promise<void>>();
  await page.routeWebSocket(/\/ws$/, (route) => {
    if (isCut) return void route.close();
    toPage = route;
    const host = (toHost = route.connectToServer());
    route.onMessage((bytes) => {
      const { i, a } = decode(bytes as Buffer) as Frame;
      const change = changes.get(String(a?.[0]));
      if (change) asked.set(i, change);
      const until = held.get(String(a?.[0]));
      if (until) waiting.set(i, until);
      host.send(bytes);
    });
    host.onMessage((bytes) => {
      const frame = decode(bytes as Buffer) as Frame;
      const change = frame.t === 's' ? asked.get(frame.i) : undefined;
      if (change) asked.delete(frame.i);
      const value = { ...frame.r?.value, ...change };
      const send = () => route.send(change ? bytesOf({ ...frame, r: { value } }) : bytes);
      const until = frame.t === 's' ? waiting.get(frame.i) : undefined;
      if (until) void until.then(send);
      else send();
    });
  });
  const answers: HostLink['answers'] = (call, changed) => {
    changes.set(call, { ...changes.get(call), ...changed });
  };
  return {
    emit: (...event) => toPage!.send(bytesOf({ m: 'event', a: event, t: 'q' })),
    says: (changed) => answers('app.info', changed),
    answers,
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
    cut: () => {
      isCut = true;
      void toPage?.close();
      void toHost?.close();
      return { mend: () => (isCut = false) };
    },
  };
}

const bytesOf = (frame: unknown): Buffer => Buffer.from(encode(frame, { ignoreUndefined: true }));
