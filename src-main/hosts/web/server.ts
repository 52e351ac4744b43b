/** The web host: the application's files over HTTP and its contract over one WebSocket a page, on the loopback address only. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { decode, encode } from '@msgpack/msgpack';
import { createBirpc } from 'birpc';
import sirv from 'sirv';
import { WebSocketServer, type WebSocket } from 'ws';
import { api, type ApiHandlers, type Emit, type EventName } from '../../contract/api.ts';
import { MAX_CORPUS_BYTES } from '../../contract/corpus.ts';
import { answer, type Reply } from '../../contract/door.ts';
import { Guard, securityHeaders } from './guard.ts';

/** A file with what goes around it in a message. */
const MAX_MESSAGE_BYTES = MAX_CORPUS_BYTES + 64 * 1024;
/** While this much waits for a slow page, snapshots are left out: the next one says the same and more. */
const MAX_WAITING_BYTES = 1024 * 1024;
const LOOPBACK = '127.0.0.1';

type Remote = { event: (name: string, data: unknown) => void };
type Local = { call: (name: string, input: unknown) => Promise<Reply> };

interface Page {
  readonly socket: WebSocket;
  tell(name: EventName, data: unknown): void;
}

export interface WebHost {
  /** With the token. */
  readonly address: string;
  readonly emit: Emit;
  close(): Promise<void>;
}

/**
 * @param files folder of the built screens
 * @param ports the first that can be had is taken; 0 for any that is free
 * @throws what `isPortRefused` knows, when none can be had
 */
export async function startWebHost(
  files: string,
  handlers: ApiHandlers,
  onInternal: (error: unknown, name: string) => void,
  ports: readonly number[] = [0],
): Promise<WebHost> {
  const server = await listen(ports);
  const guard = new Guard((server.address() as AddressInfo).port);
  const serveFile = sirv(files, { etag: true, dev: false });
  const pages = new Set<Page>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  server.on('request', (request, response) => respond(guard, serveFile, request, response));
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy()); // nobody else listens on one that is refused
    if (request.url !== '/ws' || !guard.isOurPage(request) || !guard.knows(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const page = openPage(webSocket, answer(api, handlers, onInternal));
      pages.add(page);
      webSocket.once('close', () => pages.delete(page));
    });
  });

  return {
    address: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/?token=${guard.token}`,
    emit: (name, data) => {
      for (const page of pages) page.tell(name, data);
    },
    close: () => close(server, sockets, pages),
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

function respond(
  guard: Guard,
  serveFile: ReturnType<typeof sirv>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const refuse = (status: number, sentence: string): void => {
    response.writeHead(status, {
      ...securityHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      Connection: 'close',
    });
    response.end(`${sentence}\n`);
  };
  if (!guard.isOurs(request))
    return refuse(403, 'This address answers only the Verseloom page of this machine.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(405, 'Only pages can be asked for here.');
  if (Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'])
    return refuse(413, 'A request for a page has no body.');
  const path = request.url ?? '/';
  if (!URL.canParse(path, 'http://localhost')) return refuse(400, 'This is no address of a page.');
  const address = new URL(path, 'http://localhost');
  if (guard.opens(address)) {
    response.writeHead(303, { ...securityHeaders, 'Set-Cookie': guard.setCookie, Location: '/' });
    response.end();
    return;
  }
  if (!guard.knows(request))
    return refuse(
      401,
      '请用终端里打印的完整地址（含 token）打开。 Open the whole address that was printed, with its token.',
    );
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  serveFile(request, response, () => refuse(404, 'There is no such page.'));
}

function openPage(socket: WebSocket, call: Local['call']): Page {
  const rpc = createBirpc<Remote, Local>(
    { call },
    {
      timeout: -1,
      eventNames: ['event'],
      // Every number array of the contract is a plain array here; undefined fields are left out, as in JSON.
      serialize: (message) => encode(message, { ignoreUndefined: true }),
      deserialize: (bytes) => decode(bytes as Uint8Array),
      post: (bytes) => socket.send(bytes as Uint8Array),
      on: (listener) => socket.on('message', (data: Buffer) => listener(data)),
      onGeneralError: () => {
        socket.close(1007); // not a message of ours
        return true;
      },
    },
  );
  socket.on('error', () => socket.terminate());
  socket.once('close', () => rpc.$close());
  return {
    socket,
    tell: (name, data) => {
      const isSnapshot = name === 'training';
      if (isSnapshot && socket.bufferedAmount > MAX_WAITING_BYTES) return;
      if (socket.readyState === socket.OPEN) void rpc.event(name, data);
    },
  };
}

async function close(
  server: Server,
  sockets: WebSocketServer,
  pages: ReadonlySet<Page>,
): Promise<void> {
  for (const { socket } of pages) socket.close(1001);
  sockets.close();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    setTimeout(() => {
      for (const { socket } of pages) socket.terminate();
      server.closeAllConnections();
    }, 200).unref();
  });
}
