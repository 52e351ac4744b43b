/** What a page of the window must not do, tried out in the page, and what is left of it. */
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api } from '../../src-main/contract/api.ts';
import type { Bridge } from '../../src-main/contract/links/bridge.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { openScreens, type Screens } from './screens.ts';

let screens: Screens;
let desktop: Desktop;
let page: Page;
/** Where the screens are, as the browser says it. */
let home: string;
/** What was tried has left it without screens, or its driver waiting for a navigation that was refused. */
let isSpoilt = false;
/** How much of it was there before the test. */
let before: { complaints: number; outside: number };

beforeAll(async () => {
  screens = await openScreens();
  desktop = await startDesktop(screens);
  page = await desktop.page();
  home = page.url().replace(/#.*/, '');
  return async () => {
    await desktop.end();
    await screens.close();
  };
});

beforeEach(async () => {
  // Whatever was tried before has left it as it was, or has led elsewhere.
  if (isSpoilt || !page.url().startsWith(home)) await desktop.control.showElsewhere(SCREENS);
  isSpoilt = false;
  await page.getByRole('navigation').waitFor();
  const { openedExternally } = await desktop.control.look();
  before = { complaints: desktop.complaints.length, outside: openedExternally.length };
});

// Whatever was tried: nothing of it got out.
afterEach(async () => {
  expect((await desktop.control.look()).blocked).toEqual([]);
});

const SCREENS = 'app://verseloom/index.html';
const complaints = (): string => desktop.complaints.slice(before.complaints).join();
/** What was handed to the system's browser. */
const outside = async (): Promise<string[]> =>
  (await desktop.control.look()).openedExternally.slice(before.outside);

type WithBridge = { verseloom: Bridge };
const call = (name: string, input: unknown = {}): Promise<unknown> =>
  page.evaluate(
    ([name, input]) =>
      (globalThis as unknown as WithBridge).verseloom
        .call(name as string, input)
        .catch((error: Error) => error.message),
    [name, input],
  );

/** It still shows the screens, and still hears of what happens. */
async function expectWorkingPage(): Promise<void> {
  expect(page.url()).toMatch(/\/index\.html(#.*)?$/);
  // The browser's own first one, and ours.
  await expect.poll(() => screens.context.pages()).toHaveLength(2);
  for (const theme of ['dark', 'light']) {
    await call('preferences.set', { theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
  }
}

describe('the bridge', () => {
  it('is two functions, and there is nothing else of the host in the page', async () => {
    const found = await page.evaluate(() => {
      const { verseloom } = globalThis as unknown as WithBridge;
      const kinds = Object.entries(verseloom).map(([name, value]) => [name, typeof value]);
      const frame = document.body.appendChild(document.createElement('iframe'));
      const empty = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      const inner = 'verseloom' in frame.contentWindow!;
      frame.remove();
      const names = Object.getOwnPropertyNames(globalThis).filter((name) => !empty.has(name));
      return { kinds, inner, names: names.filter((name) => !/^__/.test(name)) };
    });
    expect(found.kinds).toEqual([
      ['call', 'function'],
      ['listen', 'function'],
    ]);
    expect(found.inner).toBe(false); // no frame within the page has it
    expect(found.names).toEqual(['verseloom']);
    const changed = await page.evaluate(() => {
      const { verseloom } = globalThis as unknown as WithBridge;
      try {
        (verseloom as { call: unknown }).call = () => 'mine';
      } catch {
        // not to be changed
      }
      delete (globalThis as { verseloom?: unknown }).verseloom;
      return String((globalThis as { verseloom?: Bridge }).verseloom?.call);
    });
    expect(changed).not.toContain('mine');
    expect(changed).toContain('=>');
  });

  it('lets out every call of the contract, and main parses what it says', async () => {
    for (const name of Object.keys(api))
      expect(await call(name, null)).toMatchObject({
        failure: { code: 'request.invalid', params: { name } },
      });
    await expectWorkingPage();
  });

  it.each(['no.such', '__proto__', 'toString', '', 'verseloom:call'])(
    'lets out no call of the name “%s”',
    async (name) => {
      expect(await call(name)).toMatch(/is not a call of Verseloom/);
    },
  );

  it('carries values, and no code', async () => {
    const refused = await page.evaluate(async () => {
      const { call } = (globalThis as unknown as WithBridge).verseloom;
      try {
        return await call('preferences.set', { theme: () => 'dark' });
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(refused).toMatch(/could not be cloned/);
  });
});

describe('a forged sender', () => {
  it('in a frame within the page is not answered', async () => {
    await page.evaluate(() => document.body.append(document.createElement('iframe')));
    expect(await desktop.control.callTakenOver('inner', 'verseloom:call', 'app.info', {})).toMatch(
      /Only the page of the window is answered/,
    );
    expect(await desktop.control.callTakenOver('main', 'verseloom:call', 'app.info', {})).toContain(
      'dataFolder',
    );
  });

  // One of the web is not even loaded: see network.test.ts.
  it.each(['data:text/html,<p>elsewhere</p>'])(
    'on the page %s is neither answered nor told anything',
    async (address) => {
      await desktop.control.showElsewhere(address);
      const heard = await page.evaluate(async () => {
        const { verseloom } = globalThis as { verseloom?: Bridge };
        const heard: string[] = [];
        verseloom?.listen((name) => heard.push(name));
        return { heard, answer: await verseloom?.call('app.info', {}).catch(String) };
      });
      if (heard.answer !== undefined)
        expect(heard.answer).toMatch(/Only the page of the window is answered/);
      await desktop.control.clickMenu('newRun');
      expect(heard.heard).toEqual([]);

      // What is said meanwhile is not lost on the right page.
      await desktop.control.showElsewhere(SCREENS);
      await page.getByRole('heading', { level: 1, name: 'Train' }).waitFor();
      await expectWorkingPage();
    },
  );
});

describe('a navigation', () => {
  const ways: [string, (address: string) => void][] = [
    ['by script', (address) => location.assign(address)],
    [
      'by link',
      (address) => {
        const link = Object.assign(document.createElement('a'), { href: address });
        document.body.append(link);
        link.click();
      },
    ],
    ['of the page within a frame', (address) => window.open(address, '_top')],
  ];
  it.each(ways)('%s to elsewhere is refused, and goes to the system’s browser', async (_, go) => {
    await page.evaluate(go, 'https://example.invalid/');
    await expect.poll(outside).toEqual(['https://example.invalid/']);
    await expectWorkingPage();
  });

  it.each(['http://example.invalid/', 'file:///etc/passwd', 'calculator:run', 'app://other/'])(
    'to %s is refused, and opens nothing',
    async (address) => {
      await page.evaluate(ways[0]![1], address);
      await page.evaluate(ways[1]![1], address);
      await expectWorkingPage();
      expect(await outside()).toEqual([]);
    },
  );

  it('by form is refused', async () => {
    await page.evaluate(() => {
      const form = document.body.appendChild(document.createElement('form'));
      form.action = 'https://example.invalid/';
      form.submit();
    });
    isSpoilt = true;
    await expect.poll(complaints).toMatch(/form-action/);
    expect(page.url()).toMatch(/\/index\.html(#.*)?$/);
  });

  it('to the page itself, as a reload does, is let through', async () => {
    await page.reload();
    await page.getByRole('navigation').waitFor();
    await expectWorkingPage();
  });
});

describe('a new window', () => {
  it.each([
    ['https://example.invalid/', ['https://example.invalid/']],
    ['http://example.invalid/', []],
    ['app://verseloom/index.html', []],
    ['about:blank', []],
  ])('at %s is not opened', async (address, expected) => {
    const inBrowser = address.replace('app://verseloom', new URL(page.url()).origin);
    await page.evaluate((address) => {
      window.open(address);
      window.open(address, '_blank', 'noopener');
      const facts = { href: address, target: '_blank' };
      document.body.appendChild(Object.assign(document.createElement('a'), facts)).click();
    }, inBrowser);
    await expect.poll(outside).toEqual([...expected, ...expected, ...expected]);
    await expectWorkingPage();
  });
});

describe('a permission', () => {
  const requests: [string, () => Promise<string>][] = [
    ['to read the clipboard', async () => navigator.clipboard.readText()],
    ['to notify', async () => Notification.requestPermission()],
    [
      'for the place',
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            ({ code, PERMISSION_DENIED }) =>
              resolve(code === PERMISSION_DENIED ? 'denied' : 'none'),
          ),
        ),
    ],
    ['for MIDI', async () => String((await navigator.requestMIDIAccess()).sysexEnabled)],
  ];
  it.each(requests)('%s is denied', async (_, request) => {
    const answer = await page
      .evaluate(request)
      .catch((error: Error) =>
        /NotAllowedError|SecurityError/.test(error.message) ? 'denied' : error.message,
      );
    expect(answer).toBe('denied');
  });

  const state = (name: string): Promise<string> =>
    page.evaluate(
      async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
      name,
    );

  it.each(['camera', 'microphone', 'display-capture', 'idle-detection', 'window-management'])(
    '“%s” is denied',
    async (name) => {
      expect(await state(name)).toBe('denied');
    },
  );

  it('to put text on the clipboard is given', async () => {
    await page.evaluate(() => navigator.clipboard.writeText('分开'));
    expect(await state('clipboard-write')).toBe('granted');
  });
});

describe('the Content-Security-Policy', () => {
  const attempts: [string, () => unknown, RegExp][] = [
    [
      'a script in the page',
      () => {
        const script = document.createElement('script');
        script.textContent = 'document.title = "mine"';
        document.head.append(script);
      },
      /script-src/,
    ],
    [
      'a text as a script',
      () => {
        // Later, since what a debugger runs may do this.
        setTimeout(() =>
          (Reflect.construct(Function, ['document.title = "mine"']) as () => void)(),
        );
      },
      /script-src/,
    ],
    [
      'a handler in the markup',
      () => {
        document.body.insertAdjacentHTML('beforeend', '<p onclick="document.title=`mine`">x</p>');
        document.querySelector<HTMLElement>('p[onclick]')!.click();
      },
      /script-src/,
    ],
    [
      'a script from elsewhere',
      () => {
        const src = 'https://example.invalid/a.js';
        document.head.append(Object.assign(document.createElement('script'), { src }));
      },
      /script-src/,
    ],
    [
      'a request to elsewhere',
      () => fetch('https://example.invalid/').catch(() => {}),
      /connect-src/,
    ],
    ['a request for its own files', () => fetch('index.html').catch(() => {}), /connect-src/],
    [
      'a picture from elsewhere',
      () => {
        const src = 'https://example.invalid/a.png';
        document.body.append(Object.assign(document.createElement('img'), { src }));
      },
      /img-src/,
    ],
    [
      'a frame',
      () => {
        const src = 'index.html';
        document.body.append(Object.assign(document.createElement('iframe'), { src }));
      },
      /frame-src|default-src/,
    ],
  ];
  it.each(attempts)('allows no %s', async (_, attempt, violated) => {
    const title = await page.title();
    await page.evaluate(attempt);
    await expect.poll(complaints).toMatch(violated);
    await expect.poll(() => page.title()).toBe(title);
    await expectWorkingPage();
  });
});

describe('the pages’ own files', () => {
  it.each([
    'app://verseloom/../package.json',
    'app://verseloom/%2e%2e/%2e%2e/package.json',
    'app://verseloom/..%2f..%2fpackage.json',
    'app://verseloom/..%5c..%5cpackage.json',
    'app://verseloom/%00',
    'app://verseloom/%',
    'app://other/index.html',
  ])('are all there is: not %s', async (address) => {
    isSpoilt = true;
    const text = await desktop.control.showElsewhere(address).then(
      () => page.evaluate(() => document.documentElement.innerText),
      () => '',
    );
    expect(text).toBe('');
  });
});

it('a download is let through only for what the page has made itself', async () => {
  const download = async (ours: boolean): Promise<string | null> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.evaluate((ours) => {
        const href = ours ? URL.createObjectURL(new Blob(['text'])) : 'index.html';
        Object.assign(document.createElement('a'), { href, download: 'file.txt' }).click();
      }, ours),
    ]);
    return download.failure();
  };
  expect(await download(true)).toBeNull();
  // The stand-in can take back only what has not arrived yet.
  await expect.poll(() => download(false)).toBe('canceled');
  await expectWorkingPage();
});
