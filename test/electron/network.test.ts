/** “Nothing leaves the computer”: each way out that the application lists, tried out. */
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { waysOut, type WayOut } from '../../src-main/hosts/electron/page/network.ts';
import { launchOptions } from '../e2e/support/browser.ts';
import { listing } from '../store/files/temporary-folder.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { openScreens, type Screens } from './screens.ts';
import type { Recorded } from './stand-in/record.ts';
import { openWire, type Wire } from './wire.ts';

vi.mock('electron', () => ({})); // the list alone is read here

const root = join(import.meta.dirname, '..', '..');
const ELSEWHERE = 'https://example.invalid';

let home: string;
let screens: Screens;
let desktop: Desktop;
let page: Page;
let wire: Wire;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'verseloom-home-'));
  screens = await openScreens();
  vi.stubEnv('HOME', home);
  for (const name of ['CI', 'XDG_CACHE_HOME', 'ORT_DISABLE_TELEMETRY']) vi.stubEnv(name, undefined);
  const args = ['--remote-debugging-port=0'];
  desktop = await startDesktop(screens, { isPackaged: true, args });
  page = await desktop.page();
  wire = await openWire();
});

afterAll(async () => {
  vi.unstubAllEnvs();
  wire.close();
  for (const browser of browsers.values()) await (await browser).close();
  await desktop.end();
  await screens.close();
  await rm(home, { recursive: true, force: true });
});

const look = (): Promise<Recorded> => desktop.control.look();

/** A page without the policy of ours, as if one had got past it. */
async function openBarePage(): Promise<void> {
  await desktop.control.showElsewhere('data:text/html,<body>');
}

/** Real Chromiums, with or without the switches that the application has given to its own. */
const browsers = new Map<string, Promise<Browser>>();

async function browserWith(isClosed: boolean, args: readonly string[]): Promise<Browser> {
  const switches = isClosed ? (await look()).switches : {};
  const given = Object.entries(switches)
    .filter(([name]) => name !== 'remote-debugging-port')
    .map(([name, value]) => `--${name}${value && `=${value}`}`);
  const { executablePath, args: usual } = await launchOptions();
  const all = [...usual, '--disable-features=LocalNetworkAccessChecks', ...args, ...given];
  const browser = browsers.get(all.join()) ?? chromium.launch({ executablePath, args: all });
  browsers.set(all.join(), browser);
  return browser;
}

/** @returns what is heard on the wire of what a page does */
async function heardOf(
  act: (page: Page) => Promise<unknown>,
  isClosed: boolean,
  args: readonly string[],
): Promise<('tcp' | 'udp')[]> {
  const page = await (await browserWith(isClosed, args)).newPage();
  // Where the page itself comes from needs no network.
  await page.route('http://page.invalid/', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<body>' }),
  );
  await page.goto('http://page.invalid/');
  wire.heard();
  await act(page);
  await page.close();
  return wire.heard();
}

/** @param act what is heard of in a Chromium as it comes, and not in that of the application */
async function expectSilence(
  act: (page: Page) => Promise<unknown>,
  { args = [], usually = ['tcp'] }: { args?: string[]; usually?: string[] } = {},
): Promise<void> {
  expect(await heardOf(act, false, args), 'without the switches').toEqual(usually);
  expect(await heardOf(act, true, args), 'with the switches').toEqual([]);
}

/** @returns the code of programs that a packed application runs, and of what they share */
async function programs(...names: readonly string[]): Promise<string[]> {
  const seen = new Map<string, string>();
  const read = async (name: string): Promise<void> => {
    if (seen.has(name)) return;
    seen.set(name, '');
    const code = await readFile(join(root, 'dist', 'main', name), 'utf8');
    seen.set(name, code.replaceAll(/^\s*(\*|\/\/|\/\*).*$/gm, ''));
    for (const [, other] of code.matchAll(/\brequire\("\.\/([\w-]+\.cjs)"\)/g)) await read(other!);
  };
  for (const name of names) await read(name);
  return [...seen.values()];
}

/** Node's modules that speak to a network, or let one in. */
const networks = [
  ...['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'dns/promises', 'inspector'],
];
const ASKING = /\b(fetch|WebSocket|EventSource)\(/;

/** @returns the modules of Node that programs require */
const requiredOf = (codes: readonly string[]): Set<string> =>
  new Set(
    codes.flatMap((code) =>
      [...code.matchAll(/\brequire\("(?:node:)?([^"]+)"\)/g)].flatMap(([, name]) =>
        isBuiltin(name!) ? name! : [],
      ),
    ),
  );

const tests: Record<WayOut, () => Promise<void>> = {
  'requests of a page': async () => {
    await openBarePage();
    const { cancelled: before } = await look();
    await page.evaluate(async (elsewhere) => {
      const add = (tag: string, facts: object): unknown =>
        document.body.append(Object.assign(document.createElement(tag), facts));
      add('img', { src: `${elsewhere}/img` });
      add('script', { src: `${elsewhere}/script` });
      add('link', { rel: 'stylesheet', href: `${elsewhere}/style` });
      add('iframe', { src: `${elsewhere}/frame` });
      navigator.sendBeacon(`${elsewhere}/beacon`);
      new EventSource(`${elsewhere}/events`).onerror = () => {};
      await fetch(`${elsewhere}/fetch`).catch(() => {});
    }, ELSEWHERE);
    const cancelled = async () => (await look()).cancelled.slice(before.length);
    const all = ['beacon', 'events', 'fetch', 'frame', 'img', 'script', 'style'];
    await expect
      .poll(async () => [...new Set(await cancelled())].sort())
      .toEqual(all.map((name) => `${ELSEWHERE}/${name}`));
    expect((await look()).blocked).toEqual([]);
  },

  'WebSockets of a page': () =>
    expectSilence((page) =>
      page.evaluate(
        (port) =>
          new Promise((resolve) => {
            const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
            socket.onclose = socket.onerror = resolve;
          }),
        wire.tcpPort,
      ),
    ),

  'WebRTC of a page': async () => {
    const { webRtcPolicies } = await look();
    expect(webRtcPolicies.length).toBeGreaterThan(0);
    expect(new Set(webRtcPolicies)).toEqual(new Set(['disable_non_proxied_udp']));
    await expectSilence(
      (page) =>
        page.evaluate(
          async ([udp, tcp]) => {
            const link = new RTCPeerConnection({
              iceServers: [
                { urls: `stun:127.0.0.1:${udp}` },
                { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'a', credential: 'b' },
              ],
            });
            link.createDataChannel('x');
            await link.setLocalDescription(await link.createOffer());
            const limit = Date.now() + 2_000;
            while (link.iceGatheringState !== 'complete' && Date.now() < limit)
              await new Promise((resolve) => setTimeout(resolve, 50));
          },
          [wire.udpPort, wire.tcpPort],
        ),
      { usually: ['tcp', 'udp'] },
    );
  },

  'what a page looks up ahead': async () => {
    await desktop.control.showElsewhere('app://verseloom/index.html');
    const response = await page.reload();
    expect(response!.headers()).toMatchObject({ 'x-dns-prefetch-control': 'off' });
    await expectSilence(async (page) => {
      await page.evaluate((port) => {
        const href = `http://127.0.0.1:${port}/`;
        for (const rel of ['dns-prefetch', 'preconnect', 'prefetch'])
          document.head.append(Object.assign(document.createElement('link'), { rel, href }));
      }, wire.tcpPort);
      await page.waitForTimeout(500);
    });
  },

  'a page that goes elsewhere': async () => {
    await desktop.control.showElsewhere('app://verseloom/index.html');
    await page.evaluate((elsewhere) => {
      window.open(`${elsewhere}/window`);
      location.assign(`${elsewhere}/page`);
    }, ELSEWHERE);
    await expect
      .poll(async () => (await look()).openedExternally.sort())
      .toEqual([`${ELSEWHERE}/page`, `${ELSEWHERE}/window`]);
    await expect(desktop.control.showElsewhere(`${ELSEWHERE}/past the guard`)).rejects.toThrow(
      /ERR_BLOCKED_BY_CLIENT/,
    );
    expect((await look()).blocked).toEqual([]);
    await desktop.control.showElsewhere('app://verseloom/index.html');
    await expect.poll(() => page.evaluate(() => document.readyState)).toBe('complete'); // for what comes next
  },

  'services behind a page': async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'display-capture'];
    const states = await page.evaluate(
      (names) =>
        Promise.all(
          names.map(
            async (name) =>
              (await navigator.permissions.query({ name: name as PermissionName })).state,
          ),
        ),
      names,
    );
    expect(states).toEqual(names.map(() => 'denied'));
  },

  'the spelling dictionary': async () => {
    const { spelling, cancelled } = await look();
    expect(spelling).toMatchObject({ languages: [], fetched: [] });
    expect(spelling.address).not.toMatch(/^(https?|ftp|file):/);
    // It was not even begun, since the languages were gone in the turn in which the session was made.
    expect(cancelled.filter((url) => url.endsWith('.bdic'))).toEqual([]);
  },

  'host names and addresses': async () => {
    expect((await look()).hostResolver).toEqual({
      secureDnsMode: 'off',
      enableBuiltInResolver: false,
    });
    const ask = (host: string) => (page: Page) =>
      page.evaluate((url) => fetch(url).catch(() => {}), `http://${host}:${wire.tcpPort}/`);
    await expectSilence(ask('127.0.0.1'));
    await expectSilence(ask('localhost'));
  },

  proxies: () =>
    expectSilence(
      (page) => page.evaluate(() => fetch('http://elsewhere.invalid/').catch(() => {})),
      { args: [`--proxy-server=127.0.0.1:${wire.tcpPort}`] },
    ),

  debuggers: async () => expect((await look()).remoteDebugging).toBe(false),

  'Electron’s own services': async () => {
    const used = (
      await programs('main.cjs', 'preload.cjs', 'compute.cjs', 'corpus-worker.cjs')
    ).flatMap((code) => [...code.matchAll(/\belectron\.(\w+)/g)].map(([, name]) => name));
    expect(used).toContain('app');
    for (const name of [
      'autoUpdater',
      'crashReporter',
      'pushNotifications',
      'net',
      'inAppPurchase',
    ])
      expect(used).not.toContain(name);
  },

  'Node, in the compute process and in threads': async () => {
    const codes = await programs('preload.cjs', 'compute.cjs', 'corpus-worker.cjs');
    expect(requiredOf(codes)).toContain('fs');
    expect(networks.filter((name) => requiredOf(codes).has(name))).toEqual([]);
    for (const code of codes) expect(code).not.toMatch(ASKING);
  },

  'Node, in the main process': async () => {
    const codes = await programs('main.cjs');
    expect(networks.filter((name) => requiredOf(codes).has(name))).toEqual(['http', 'https']);
    for (const code of codes) expect(code).not.toMatch(ASKING);
    // Whatever else asks a network is the web host, which listens on the loopback address and is not packed.
    const sources = globSync('src-main/**/*.ts', { cwd: root, exclude: ['src-main/hosts/web/**'] });
    const asking = sources.filter((path) =>
      /from '(node:)?(https?|http2|net|tls|dgram|dns|dns\/promises|inspector)'/.test(
        readFileSync(join(root, path), 'utf8'),
      ),
    );
    expect(asking).toEqual([join('src-main', 'ray', 'ray-jobs.ts')]);
  },

  'ONNX Runtime': async () => {
    await expect
      .poll(async () => (await look()).utilityProcesses.length, { timeout: 10_000 })
      .toBe(1);
    await page.evaluate(() =>
      (
        globalThis as unknown as { verseloom: { call(name: string, input: object): unknown } }
      ).verseloom.call('training.status', {}),
    );
    expect((await listing(home)).filter((path) => /microsoft|onnx/i.test(path))).toEqual([]);
  },

  TensorFlow: async () => {
    const packed = await readFile(join(root, 'electron-builder.yml'), 'utf8');
    expect(packed).toContain('tfjs-node');
    expect(packed).not.toMatch(/node-fetch|https-proxy-agent|whatwg-url/);
  },
};

describe('nothing leaves the computer by', () => {
  it.each(Object.keys(waysOut) as WayOut[])('%s', (way) => tests[way]());
});
