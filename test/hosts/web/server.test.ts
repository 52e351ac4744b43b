/** The web host: who is let in, what is sent along, and what its WebSocket outlives. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { presentEngines } from '../../../src-main/engines/presence.ts';
import { isPortRefused, startWebHost, type WebHost } from '../../../src-main/hosts/web/server.ts';
import { openProduct, type Product } from '../../../src-main/services/product.ts';
import { resolveDataFolder } from '../../../src-main/store/data-folder.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { connect, takeCookie } from './client.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let folder: string;
let host: WebHost;
let product: Product;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verseloom-web-'));
  const files = join(folder, 'files');
  await mkdir(files);
  await writeFile(join(files, 'index.html'), '<!doctype html><title>Verseloom</title>');
  product = await openProduct({
    version: '0.0.0',
    host: 'browser',
    data: resolveDataFolder({ VERSELOOM_DATA: join(folder, 'data') }),
    exportedPage: join(root, 'dist', 'main', 'exported-page.html'),
    builtInCorpora: join(root, 'resources', 'corpora'),
    engines: presentEngines(),
    spawn: childProcessSpawn(join(root, 'dist', 'main', 'compute.cjs')),
    language: () => 'en',
    emit: (name, data) => host.emit(name, data),
  });
  host = await startWebHost(files, product.handlers, () => {});
});

afterAll(async () => {
  await product.close();
  await host.close();
  await rm(folder, { recursive: true });
});

/** Like `fetch`, which does not let a test choose `Host`. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> {
  const { hostname, port } = new URL(host.address);
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const outgoing = request({ hostname, port, path, ...rest }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, text }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const upgradeStatus = (headers: Record<string, string>, path = '/ws'): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://${new URL(host.address).host}${path}`, { headers });
    socket.once('open', () => {
      socket.close();
      resolve(101);
    });
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode!));
    socket.once('error', () => {});
  });

describe('the guard', () => {
  it('asks for the token, changes it into a cookie and takes it out of the address', async () => {
    expect((await ask('/')).status).toBe(401);
    expect((await ask('/?token=wrong')).status).toBe(401);
    expect(
      (await ask('/', { headers: { Cookie: `verseloom-${new URL(host.address).port}=wrong` } }))
        .status,
    ).toBe(401);
    const opened = await ask(new URL(host.address).pathname + new URL(host.address).search);
    expect(opened.status).toBe(303);
    expect(opened.headers['location']).toBe('/');
    expect(opened.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/);
    const page = await ask('/', { headers: { Cookie: await takeCookie(host.address) } });
    expect(page.status).toBe(200);
    expect(page.text).toContain('<title>Verseloom</title>');
  });

  it('sends a strict Content-Security-Policy with every answer', async () => {
    const Cookie = await takeCookie(host.address);
    for (const [path, headers] of [
      ['/', { Cookie }],
      ['/', {}],
      ['/missing', { Cookie }],
    ] as const) {
      const policy = String((await ask(path, { headers })).headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
    }
  });

  it('refuses foreign names and foreign pages', async () => {
    const Cookie = await takeCookie(host.address);
    const { origin } = new URL(host.address);
    expect((await ask('/', { headers: { Cookie, Host: 'example.invalid' } })).status).toBe(403);
    expect(
      (await ask('/', { headers: { Cookie, Origin: 'https://example.invalid' } })).status,
    ).toBe(403);
    expect(await upgradeStatus({ Cookie, Origin: origin })).toBe(101);
    expect(await upgradeStatus({ Cookie, Origin: 'https://example.invalid' })).toBe(403);
    expect(await upgradeStatus({ Cookie })).toBe(403);
    expect(await upgradeStatus({ Origin: origin })).toBe(403);
    expect(await upgradeStatus({ Cookie, Origin: origin }, '/elsewhere')).toBe(403);
    expect(await upgradeStatus({ Cookie, Origin: origin, Host: 'example.invalid' })).toBe(403);
  });

  it('takes no request but for pages, and no body', async () => {
    const Cookie = await takeCookie(host.address);
    expect((await ask('/', { method: 'POST', headers: { Cookie }, body: 'x' })).status).toBe(405);
    expect((await ask('/', { headers: { Cookie, 'Content-Length': '1' }, body: 'x' })).status).toBe(
      413,
    );
    expect((await ask('/../../package.json', { headers: { Cookie } })).status).toBe(404);
    expect((await ask('/%2e%2e/data/preferences.json', { headers: { Cookie } })).status).toBe(404);
  });

  it('refuses an address that is none, with or without the cookie', async () => {
    const Cookie = await takeCookie(host.address);
    for (const headers of [{}, { Cookie }] as Record<string, string>[])
      for (const path of ['//', '//?token=x', 'http://['])
        expect((await ask(path, { headers })).status, path).toBe(400);
    expect((await ask('/', { headers: { Cookie } })).status).toBe(200);
  });

  it('outlives a page that is refused and hangs up at once', async () => {
    const { port, host: name } = new URL(host.address);
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
    const Cookie = await takeCookie(host.address);
    expect((await ask('/', { headers: { Cookie } })).status).toBe(200);
  });

  it('listens on the loopback address only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address && !address.internal && address.family === 'IPv4');
    expect(new URL(host.address).hostname).toBe('127.0.0.1');
    if (!outside) return;
    const refused = await new Promise((resolve) => {
      const socket = connectTcp(Number(new URL(host.address).port), outside.address);
      socket.once('connect', () => resolve(false));
      socket.once('error', () => resolve(true));
    });
    expect(refused).toBe(true);
  });
});

describe('the port', () => {
  it('is the first of those wanted that can be had', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port: taken } = other.address() as AddressInfo;
    const start = (ports?: number[]): Promise<WebHost> =>
      startWebHost(join(folder, 'files'), product.handlers, () => {}, ports);
    const portOf = ({ address }: WebHost): number => Number(new URL(address).port);

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
});

describe('the WebSocket', () => {
  it('outlives garbage and messages over the limit', async () => {
    const closing = async (message: Uint8Array): Promise<number> => {
      const { socket } = await connect(host.address);
      const code = new Promise<number>((resolve) => socket.once('close', resolve));
      socket.send(message);
      return code;
    };
    expect(await closing(Uint8Array.of(0xc1, 0xff, 0x00))).toBe(1007);
    expect(await closing(new Uint8Array(65 * 1024 * 1024))).toBe(1009);
    const { calls, socket } = await connect(host.address);
    expect(await calls['training.status']({})).toMatchObject({ state: 'idle' });
    socket.close();
  });
});
