/** The web host: who is answered, what is sent along, and what it outlives. */
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '@msgpack/msgpack';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { CLAIM_HEADER, introduce } from '../../../src-main/contract/links/web-link.ts';
import { isPortRefused, startWebHost, type WebHost } from '../../../src-main/hosts/web/server.ts';
import { ask as askAt, type Asked, type Asking } from './ask.ts';
import { connect, enter, socketOf, takeCookie } from './client.ts';
import { openHost, type OpenHost } from './open-host.ts';

let files: string;
let open: OpenHost;
let host: WebHost;
let Cookie: string;

beforeAll(async () => {
  files = await mkdtemp(join(tmpdir(), 'verseloom-files-'));
  await mkdir(join(files, 'assets'));
  await mkdir(join(files, 'folder'));
  await writeFile(join(files, 'assets', 'font-1a2b.woff2'), 'a font');
  const meta = '<meta name="verseloom-build" content="0123abcd">';
  await writeFile(join(files, 'index.html'), `<!doctype html>${meta}<title>Verseloom</title>`);
  open = await openHost(files);
  host = open.host;
  Cookie = await takeCookie(host.newAddress());
});

afterAll(async () => {
  await open.close();
  await rm(files, { recursive: true });
});

const ask = (path: string, options?: Asking): Promise<Asked> => askAt(host.origin, path, options);

/** @returns 101, or with what the host refuses to speak over a socket */
const upgradeStatus = (headers: Record<string, string>, path = '/ws'): Promise<number> =>
  new Promise((resolve) => {
    const url = `${host.origin.replace('http', 'ws')}${path}`;
    const socket = new WebSocket(url, introduce({ secret: '', build: '' }), { headers });
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode!));
    socket.once('error', () => {});
  });

describe('the guard', () => {
  it('lets nothing be seen without the cookie of a session', async () => {
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/?code=wrong')).status).toBe(401);
    const name = `verseloom-${new URL(host.origin).port}`;
    for (const value of ['wrong', '', '=', `${Cookie.split('=')[1]}x`])
      expect((await ask('/', { headers: { Cookie: `${name}=${value}` } })).status).toBe(401);
    const page = await ask('/', { headers: { Cookie } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('<title>Verseloom</title>');
    // As where another host had the same port before, and left its own.
    const several = `${name}=of-another; other=1; ${Cookie}`;
    expect((await ask('/', { headers: { Cookie: several } })).status).toBe(200);
  });

  it('sends a strict Content-Security-Policy with every answer', async () => {
    for (const [path, headers] of [
      ['/', { Cookie }],
      ['/', {}],
      ['/missing', { Cookie }],
      ['http://[', { Cookie }],
    ] as const) {
      const policy = String((await ask(path, { headers })).headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    }
  });

  it('refuses foreign names and foreign pages', async () => {
    const { origin } = host;
    const foreign = 'https://example.invalid';
    for (const Host of ['example.invalid', 'a@127.0.0.1', '127.0.0.1', '['])
      expect((await ask('/', { headers: { Cookie, Host } })).status, Host).toBe(403);
    expect((await ask('/', { headers: { Cookie, Origin: foreign } })).status).toBe(403);
    expect(await upgradeStatus({ Cookie, Origin: origin })).toBe(101);
    expect(await upgradeStatus({ Cookie, Origin: foreign })).toBe(403);
    expect(await upgradeStatus({ Cookie })).toBe(403);
    expect(await upgradeStatus({ Cookie, Origin: origin }, '/elsewhere')).toBe(403);
    expect(await upgradeStatus({ Cookie, Origin: origin, Host: 'example.invalid' })).toBe(403);
  });

  it('takes no request but for pages, and no body', async () => {
    const headers = { Cookie };
    expect((await ask('/', { method: 'POST', headers, body: 'x' })).status).toBe(405);
    const long = { ...headers, 'Content-Length': '1' };
    expect((await ask('/', { headers: long, body: 'x' })).status).toBe(413);
    const claiming = { Cookie, Origin: host.origin, [CLAIM_HEADER]: '1' };
    expect((await ask('/claim', { method: 'POST', headers: claiming, body: 'x' })).status).toBe(
      413,
    );
    for (const path of ['/../../package.json', '/%2e%2e/data/preferences.json', '/folder', '/%00'])
      expect((await ask(path, { headers })).status, path).toBe(404);
  });

  it('refuses an address that is none, with or without the cookie', async () => {
    for (const headers of [{}, { Cookie }] as Record<string, string>[])
      for (const path of ['//', '//?code=x', 'http://[', '*'])
        expect((await ask(path, { headers })).status, path).toBe(400);
    expect((await ask('/', { headers: { Cookie } })).status).toBe(200);
  });

  it('says why in both languages', async () => {
    const { text } = await ask('/');
    expect(text).toMatch(/按回车键/);
    expect(text).toMatch(/press Enter/);
  });

  it('outlives a page that is refused and hangs up at once', async () => {
    const { port, host: name } = new URL(host.origin);
    const lines = [
      'GET /ws HTTP/1.1',
      `Host: ${name}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
    ];
    const upgrade = [...lines, 'Origin: https://example.invalid', '', ''].join('\r\n');
    const hangUp = (atOnce: boolean): Promise<void> =>
      new Promise((resolve) => {
        const socket = connectTcp(Number(port), '127.0.0.1');
        socket.once('close', () => resolve());
        socket.on('error', () => {});
        if (!atOnce) socket.once('data', () => socket.resetAndDestroy());
        socket.write(upgrade, () => atOnce && socket.resetAndDestroy());
      });
    for (let i = 0; i < 20; i++) await hangUp(i % 2 === 0);
    await new Promise((resolve) => setTimeout(resolve, 50)); // the host hears of it a little later
    expect((await ask('/', { headers: { Cookie } })).status).toBe(200);
  });

  it('listens on the loopback address only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    expect(new URL(host.origin).hostname).toBe('127.0.0.1');
    if (!outside) return;
    const refused = await new Promise((resolve) => {
      const socket = connectTcp(Number(new URL(host.origin).port), outside.address);
      socket.once('connect', () => resolve(false));
      socket.once('error', () => resolve(true));
    });
    expect(refused).toBe(true);
  });
});

describe('a file', () => {
  const headers = (more: Record<string, string> = {}) => ({ headers: { Cookie, ...more } });
  const font = '/assets/font-1a2b.woff2';

  it.each(['bytes=9-1', 'bytes=0-3', 'bytes=-1', 'bytes=99999-', 'bytes=a-b', 'x', 'bytes=-0,-'])(
    'is sent whole where %s of it is asked for',
    async (Range) => {
      const whole = await ask('/', headers());
      expect(await ask('/', headers({ Range }))).toMatchObject({ status: 200, text: whole.text });
    },
  );

  it('is asked for anew each time, but for those that have their hash in their name', async () => {
    expect((await ask('/', headers())).headers['cache-control']).toBe('no-cache');
    expect((await ask('/index.html', headers())).headers['cache-control']).toBe('no-cache');
    const { headers: sent, text } = await ask(font, headers());
    expect(sent).toMatchObject({
      'cache-control': expect.stringContaining('immutable') as string,
      'content-type': 'font/woff2',
    });
    expect(text).toBe('a font');
  });

  it('that was there at the start and cannot be read any more is not there', async () => {
    const path = join(files, font);
    await rename(path, `${path}.away`);
    expect((await ask(font, headers())).status).toBe(404);
    await mkdir(path); // a folder in its place
    expect((await ask(font, headers())).status).toBe(404);
    await rm(path, { recursive: true });
    await rename(`${path}.away`, path);
    if (process.getuid?.() !== 0) {
      await chmod(path, 0);
      expect((await ask(font, headers())).status).toBe(404);
      await chmod(path, 0o644);
    }
    expect((await ask(font, headers())).status).toBe(200);
  });

  it('that came later is not there', async () => {
    await writeFile(join(files, 'later.txt'), 'later');
    expect((await ask('/later.txt', headers())).status).toBe(404);
  });
});

describe('the port', () => {
  it('is the first of those wanted that can be had', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port: taken } = other.address() as AddressInfo;
    const start = (ports?: number[]): Promise<WebHost> =>
      startWebHost(files, open.product.handlers, () => {}, ports);
    const portOf = ({ origin }: WebHost): number => Number(new URL(origin).port);

    const refusal: unknown = await start([taken]).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'EADDRINUSE' });
    expect(isPortRefused(refusal)).toBe(true);
    const fallenBack = await start([taken, 0]);
    expect(portOf(fallenBack)).not.toBe(taken);
    await fallenBack.close();

    await new Promise((resolve) => other.close(resolve));
    const first = await start([taken, 0]);
    expect(portOf(first)).toBe(taken);
    await first.close();
  });

  it('is also refused by the system', () => {
    expect(isPortRefused(Object.assign(new Error(), { code: 'EACCES' }))).toBe(true);
    expect(isPortRefused(new Error())).toBe(false);
  });

  it("may be HTTP's own, which no address names", async ({ skip }) => {
    const started = await startWebHost(files, open.product.handlers, () => {}, [80]).catch(
      (error: unknown) => {
        if (isPortRefused(error)) return undefined; // the guard alone is asked by its own test
        throw error;
      },
    );
    if (!started) return skip();
    onTestFinished(() => started.close());
    expect(started.origin).toBe('http://127.0.0.1');
    const client = await connect(started.newAddress());
    expect(await client.calls['training.status']({})).toMatchObject({ state: 'idle' });
    client.socket.close();
  });
});

describe('the WebSocket', () => {
  /** @returns with which code the host closes it */
  async function closing(message: Uint8Array | string): Promise<number> {
    const { socket } = await connect(host.newAddress());
    const code = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.send(message);
    return code;
  }
  const call = { t: 'q', i: '1', m: 'call', a: ['training.status', {}] };
  const nested = (levels: number): unknown =>
    Array.from({ length: levels }).reduce((inner) => [inner], 0);
  const noMessages: [string, Uint8Array | string][] = [
    ['nothing', new Uint8Array()],
    ['nil', Uint8Array.of(0xc0)],
    ['what msgpack never uses', Uint8Array.of(0xc1, 0xff, 0x00)],
    ['a text', 'call'],
    ['two calls at once', Buffer.concat([encode(call), encode(call)])],
    ['a method with a method of its own', encode({ ...call, m: { toString: 1 } })],
    ...['toString', '__proto__', 'constructor', 'event', '$functions'].map(
      (m) => [`the method ${m}`, encode({ ...call, m })] as [string, Uint8Array],
    ),
    ['an answer', encode({ t: 's', i: '1', r: 1 })],
    ['a call without a place for the answer', encode({ ...call, i: undefined })],
    ['a call without arguments', encode({ ...call, a: undefined })],
    ['a call with no name', encode({ ...call, a: [{ toString: 1 }, {}] })],
    ['a call with more than there is', encode({ ...call, o: true })],
    ['deep nesting', encode({ ...call, a: ['training.status', nested(60)] })],
    ['nesting that would fill the memory', new Uint8Array(4_000_000).fill(0x91)],
    ['an array that is said to be huge', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)],
  ];

  it.each(noMessages)('is closed for %s, and nothing else is', async (_, message) => {
    const other = await connect(host.newAddress());
    expect(await closing(message)).toBe(1007);
    expect(await other.calls['training.status']({})).toMatchObject({ state: 'idle' });
    other.socket.close();
    expect(open.faults).toEqual([]);
  });

  it('is closed for a message over the limit', async () => {
    expect(await closing(new Uint8Array(257 * 1024 * 1024))).toBe(1009);
  });

  it.each(['toString', '__proto__', 'constructor', 'hasOwnProperty'])(
    'knows no call named %s',
    async (name) => {
      const { carry, socket } = await connect(host.newAddress());
      expect(await carry(name, {})).toEqual({
        failure: { code: 'request.unknown', params: { name } },
      });
      socket.close();
    },
  );

  it('answers an answer that cannot be sent with a failure, and goes on', async () => {
    const broken = { ...open.product.handlers, 'models.list': () => [() => {}] as never };
    const faults: string[] = [];
    const other = await startWebHost(files, broken, (_, name) => faults.push(name));
    onTestFinished(() => other.close());
    const { calls } = await connect(other.newAddress());
    await expect(calls['models.list']({})).rejects.toMatchObject({ code: 'internal' });
    other.emit('models', { more: () => {} } as never);
    expect(await calls['training.status']({})).toMatchObject({ state: 'idle' });
    expect(faults).toEqual(['models.list', 'models']);
  });

  it('tells a page of another build of which build the host is', async () => {
    const entry = await enter(host.newAddress());
    expect(entry.build).toBe('0123abcd');
    const socket = socketOf({ ...entry, build: 'of-yesterday' });
    const closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => resolve([code, reason.toString()])),
    );
    expect(await closed).toEqual([4409, '0123abcd']);
    const { socket: same } = await connect(entry); // its reload is let in
    same.close();
  });
});
