/** The web host: the application's files over HTTP and its contract over one WebSocket a page, on the loopback address only. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { api, type ApiHandlers, type Emit } from '../../contract/api.ts';
import { MAX_CORPUS_BYTES } from '../../contract/corpus/limits.ts';
import { answer } from '../../contract/links/door.ts';
import {
  closing,
  readIntroduction,
  REFUSAL_PROTOCOL,
  SOCKET_PATH,
  WEB_PROTOCOL,
} from '../../contract/links/web-link.ts';
import { BuiltFiles } from './built-files.ts';
import { Guard } from './guard.ts';
import { HttpAnswers } from './http-answers.ts';
import { PageSocket, type OnInternal } from './page-socket.ts';
import { Sessions, type Session } from './sessions.ts';

/** A file with what goes around it in a message. */
const MAX_MESSAGE_BYTES = MAX_CORPUS_BYTES + 64 * 1024;
const LOOPBACK = '127.0.0.1';

export interface WebHost {
  readonly origin: string;
  /**
   * An address that lets one page in, once.
   * @param lifetime ms; without one, it is good until it is used
   */
  newAddress(lifetime?: number): string;
  readonly emit: Emit;
  close(): Promise<void>;
}

/**
 * @param screens folder of the built screens
 * @param ports the first that can be had is taken; 0 for any that is free
 * @throws what `isPortRefused` knows, when none can be had
 */
export async function startWebHost(
  screens: string,
  handlers: ApiHandlers,
  onInternal: OnInternal,
  ports: readonly number[] = [0],
): Promise<WebHost> {
  const files = new BuiltFiles(screens);
  const server = await listen(ports);
  const { port } = server.address() as AddressInfo;
  const guard = new Guard(port);
  const sessions = new Sessions();
  const call = answer(api, handlers, onInternal);
  const pages = new Map<WebSocket, PageSocket>();

  /** A page is let in that has a secret and files of the same build. */
  const judge = (
    request: IncomingMessage,
  ): { session: Session } | { refusal: [number, string?] } => {
    const offered = request.headers['sec-websocket-protocol'] ?? '';
    const { secret, build } = readIntroduction(offered.split(',').map((one) => one.trim()));
    const session = sessions.sessionOf(secret);
    if (!session) return { refusal: [closing.notLetIn] };
    return build === files.build ? { session } : { refusal: [closing.otherBuild, files.build] };
  };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered, request) => {
      const wanted = 'session' in judge(request) ? WEB_PROTOCOL : REFUSAL_PROTOCOL;
      return offered.has(wanted) && wanted;
    },
  });
  const receive = (socket: WebSocket, request: IncomingMessage): void => {
    socket.on('error', () => socket.terminate());
    const judged = judge(request);
    if ('refusal' in judged) return socket.close(...judged.refusal);
    const { signal } = judged.session.ended;
    const showOut = (): void => socket.close(closing.notLetIn);
    signal.addEventListener('abort', showOut);
    pages.set(socket, new PageSocket(socket, call, onInternal));
    socket.once('close', () => {
      signal.removeEventListener('abort', showOut);
      pages.delete(socket);
    });
  };

  server.on('error', (error) => onInternal(error, 'server')); // such as of a machine that has no more open files
  server.on('request', new HttpAnswers(guard, sessions, files, onInternal).listener);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy()); // nobody else listens on one that is refused
    if (request.url === SOCKET_PATH && guard.isOurPage(request))
      sockets.handleUpgrade(request, socket, head, receive);
    else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });

  const { origin } = new URL(`http://${LOOPBACK}:${port}`);
  return {
    origin,
    newAddress: (lifetime) => `${origin}/?code=${sessions.newCode(lifetime)}`,
    emit: (name, data) => {
      for (const page of pages.values()) page.tell(name, data);
    },
    close: () => close(server, sockets, pages.keys()),
  };
}

/** Whether a port could not be had because another program has it or the system keeps it to itself. */
export function isPortRefused(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' || code === 'EACCES';
}

async function listen([port = 0, ...others]: readonly number[]): Promise<Server> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, LOOPBACK, resolve);
    });
    return server;
  } catch (error) {
    if (others.length > 0 && isPortRefused(error)) return listen(others);
    throw error;
  }
}

async function close(
  server: Server,
  sockets: WebSocketServer,
  pages: Iterable<WebSocket>,
): Promise<void> {
  const open = [...pages];
  for (const socket of open) socket.close(closing.going);
  sockets.close();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    setTimeout(() => {
      for (const socket of open) socket.terminate();
      server.closeAllConnections();
    }, 200).unref();
  });
}
