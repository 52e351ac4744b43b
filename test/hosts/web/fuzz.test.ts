/** What anybody on this machine may send to the program behind `npm start`, 10,000 frames and 2,000 requests of it: it answers afterwards, and its run goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readFrame } from '../../../src-main/hosts/web/frames.ts';
import { connect, enter, socketOf, type Client, type Entry } from './client.ts';
import { expectToLearn, startEndlessRun } from './endless-run.ts';
import { startHostProcess, type HostProcess } from './host-process.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const seed = 20_261;
let data: string;
let host: HostProcess;
let entry: Entry;
let watcher: Client;

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'verseloom-fuzz-'));
  const command = [join(root, 'dist', 'main', 'serve.cjs'), '--no-open', '--port', '0'];
  host = startHostProcess(command, { env: { ...process.env, VERSELOOM_DATA: data, LC_ALL: 'C' } });
  entry = await enter(await host.newAddress());
  watcher = await connect(entry);
  await startEndlessRun(watcher);
});

afterAll(async () => {
  host.child.kill('SIGINT');
  await host.ended;
  await rm(data, { recursive: true, force: true });
});

afterEach(async () => {
  await expectToLearn(watcher); // over a socket that was open all along
  const { calls, socket } = await connect(await host.newAddress());
  expect(await calls['training.status']({})).toMatchObject({ state: 'training' });
  socket.close();
  expect(host.printed.err).toBe('');
});

/** Names that lead somewhere in JavaScript, and calls that change nothing. */
const name = fc.oneof(
  fc.constantFrom('call', 'event', 'toString', '__proto__', 'constructor', '$close', 'then'),
  fc.constantFrom('app.info', 'models.list', 'training.status', 'writing.cancel', 'models.score'),
  fc.string({ unit: 'binary' }),
);
const value = fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.uint8Array({ maxLength: 64 }), name);
const parts = {
  t: fc.oneof({ weight: 8, arbitrary: fc.constant<unknown>('q') }, value),
  m: fc.oneof({ weight: 8, arbitrary: fc.constant<unknown>('call') }, value),
  i: fc.oneof({ weight: 8, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) }, value),
  a: fc.oneof({ weight: 8, arbitrary: fc.tuple(name, value) }, value),
};
const callLike = fc.oneof(
  fc.record(parts),
  fc.record({ ...parts, o: value, r: value, e: value }, { requiredKeys: [] }),
);
const wellFormed = fc.oneof(callLike, value).map((message) => encode(message));
/** A message with some of its bytes changed, left out or put in between. */
const mutated = fc
  .tuple(wellFormed, fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.nat(2)), { minLength: 1 }))
  .map(([bytes, changes]) => {
    const list = [...bytes];
    for (const [at, byte, how] of changes)
      list.splice(at % (list.length + 1), how === 0 ? 0 : 1, ...(how === 1 ? [] : [byte]));
    return Uint8Array.from(list);
  });
const frame = fc.oneof(wellFormed, mutated, fc.uint8Array({ maxLength: 200 }));
const frames = fc.sample(frame, { numRuns: 10_000, seed });

test('10,000 frames, each by itself, are calls or nothing', () => {
  const calls = frames.map((bytes) => readFrame(bytes)).filter((read) => read !== undefined);
  expect(calls.length).toBeGreaterThan(100); // or all were caught at the first byte
  expect(calls.length).toBeLessThan(5_000);
  for (const { a } of calls) expect(typeof a[0]).toBe('string');
});

test(
  '10,000 frames over sockets, of pages that are let in and of others',
  { tags: ['long'] },
  async () => {
    const perSocket = 40; // all of them are on their way before the first is answered
    const stranger = { ...entry, secret: '' };
    const codes = new Set<number>();
    for (let from = 0; from < frames.length; from += perSocket) {
      const socket = socketOf((from / perSocket) % 4 === 0 ? stranger : entry);
      codes.add(await throwInto(socket, frames.slice(from, from + perSocket)));
    }
    expect([...codes].sort()).toEqual([1007, 4401]);
  },
);

/** @returns with which code the host closes it */
function throwInto(socket: WebSocket, bytes: readonly Uint8Array[]): Promise<number> {
  socket.on('error', () => {});
  socket.once('open', () => {
    for (const one of bytes) socket.send(one);
    socket.send(Uint8Array.of(0xc0)); // by then at the latest
  });
  return new Promise((resolve) => socket.once('close', resolve));
}

const token = fc.string({
  unit: fc.constantFrom(...'abcXYZ019-_%.~'),
  minLength: 1,
  maxLength: 12,
});
const line = fc.string({ unit: 'grapheme-ascii', maxLength: 40 });
const path = fc.oneof(
  fc.constantFrom('/', '/index.html', '/claim', '/ws', '/?code=', '/?code=%', '/%', '//', '*', ''),
  fc.constantFrom('/../../package.json', '/%2e%2e/%2e%2e/package.json', '/assets/', '/%00', '/\\'),
  fc.webPath(),
  line,
);
const header: fc.Arbitrary<[name: string, text: string]> = fc.oneof(
  fc.tuple(
    fc.constant('Range'),
    fc.oneof(fc.constantFrom('bytes=9-1', 'bytes=-', 'bytes=1e9-', 'bytes=0-0,5-', '-'), line),
  ),
  fc.tuple(fc.constant('Host'), fc.oneof(fc.constantFrom('', 'example.invalid', '::', '['), line)),
  fc.tuple(fc.constant('Cookie'), line),
  fc.tuple(fc.constant('If-None-Match'), line),
  fc.tuple(
    fc.constantFrom('Upgrade', 'Connection'),
    fc.constantFrom('websocket', 'h2c', 'Upgrade'),
  ),
  fc.tuple(fc.constantFrom('Sec-WebSocket-Key', 'Sec-WebSocket-Version'), line),
  fc.tuple(fc.constantFrom('Sec-WebSocket-Protocol', 'Sec-WebSocket-Extensions'), line),
  fc.tuple(fc.constantFrom('Content-Length', 'Transfer-Encoding', 'Expect', 'Accept'), line),
  fc.tuple(token, line),
);
const request = fc.record({
  method: fc.oneof(
    { weight: 3, arbitrary: fc.constant('GET') },
    fc.constantFrom('HEAD', 'POST', 'PUT', 'OPTIONS', 'CONNECT'),
    token,
  ),
  path,
  headers: fc.array(header, { maxLength: 4, size: 'small' }),
  ours: fc.boolean(),
  knocks: fc.boolean(),
  ending: fc.constantFrom('\r\n\r\n', '\r\n\r\n', '\r\n\r\nbody', '\r\n', '\n\n', ''),
});

test('2,000 requests, with the cookie and without', { tags: ['long'] }, async () => {
  const requests = fc.sample(request, { numRuns: 2_000, seed });
  const answers: string[] = [];
  const lane = async (): Promise<void> => {
    for (let next = requests.pop(); next; next = requests.pop()) answers.push(await send(next));
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  const status = answers.map((answer) => /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
  const seen = [...new Set(status)].sort();
  for (const one of ['200', '400', '401', '403', '404', '405']) expect(seen).toContain(one);
  expect(seen).not.toContain('500');
});

/** @returns what came back until the host, or a patient time, ended it */
function send({ method, path, headers, ours, knocks, ending }: RequestLike): Promise<string> {
  const { hostname, port, host: name, origin } = new URL(entry.origin);
  const own = [
    ...(headers.some(([header]) => header === 'Host') ? [] : [`Host: ${name}`]),
    ...(knocks ? [`Cookie: ${entry.cookie}`] : []),
    ...(ours ? [`Origin: ${origin}`] : []),
    'Connection: close',
  ];
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...own,
    ...headers.map(([header, text]) => `${header}: ${text}`),
  ];
  return new Promise((resolve) => {
    let answer = '';
    const socket = connectTcp(Number(port), hostname);
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.once('close', () => resolve(answer));
    socket.write(lines.join('\r\n') + ending);
    if (!ending.startsWith('\r\n\r\n')) socket.end(); // or the host would wait for the rest
  });
}

type RequestLike = typeof request extends fc.Arbitrary<infer One> ? One : never;
