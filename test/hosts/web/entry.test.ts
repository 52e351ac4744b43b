/** The way into the web host, request by request: what each is given for what it has, and that none of it stays anywhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIM_HEADER } from '../../../src-main/contract/links/web-link.ts';
import { ask as askAt, type Asked, type Asking } from './ask.ts';
import { connect, enter, socketOf, takeCookie, type Entry } from './client.ts';
import { openHost, type OpenHost } from './open-host.ts';

let open: OpenHost;
let origin: string;

beforeAll(async () => {
  open = await openHost();
  origin = open.host.origin;
});
afterAll(() => open.close());

const ask = (path: string, options?: Asking): Promise<Asked> => askAt(origin, path, options);
const claim = (headers: Record<string, string>): Promise<Asked> =>
  ask('/claim', { method: 'POST', headers: { Origin: origin, [CLAIM_HEADER]: '1', ...headers } });

/** @returns with which code the host closes a socket that it does not want */
const closing = (entry: Entry): Promise<number> =>
  new Promise((resolve) => socketOf(entry).once('close', resolve));

describe('a fresh address', () => {
  it('becomes a cookie, and leaves the address bar', async () => {
    const address = open.host.newAddress();
    const { status, headers } = await ask(address);
    expect(status).toBe(303);
    expect(headers).toMatchObject({ location: '/', 'cache-control': 'no-store' });
    const [cookie] = headers['set-cookie'] as string[];
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(cookie).not.toContain(new URL(address).searchParams.get('code'));
  });

  it('is not used up by a look at it', async () => {
    const address = open.host.newAddress();
    expect((await ask(address, { method: 'HEAD' })).status).toBe(401);
    expect((await ask(address)).status).toBe(303);
  });

  it('works once, and then says how to get another', async () => {
    const address = open.host.newAddress();
    await takeCookie(address);
    const again = await ask(address);
    expect(again).toMatchObject({ status: 401, headers: { 'cache-control': 'no-store' } });
    expect(again.text).toMatch(/already.*Press Enter/);
    expect(again.text).toMatch(/已经用过.*按回车键/);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('that is in the history lets in whoever is in', async () => {
    const address = open.host.newAddress();
    const Cookie = await takeCookie(address);
    const again = await ask(address, { headers: { Cookie } });
    expect(again).toMatchObject({ status: 303, headers: { location: '/' } });
    expect((await ask('/', { headers: { Cookie } })).status).toBe(200);
  });

  it('for a browser that another program was faster with shows that one out', async () => {
    const address = open.host.newAddress(60_000);
    const thief = await connect(address);
    const closed = new Promise((resolve) => thief.socket.once('close', resolve));
    expect((await ask(address)).status).toBe(401);
    expect(await closed).toBe(4401);
  });
});

describe('the claim', () => {
  it('gives a page its secret, which is kept nowhere', async () => {
    const Cookie = await takeCookie(open.host.newAddress());
    const first = await claim({ Cookie });
    expect(first).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(Cookie).not.toContain((JSON.parse(first.text) as { secret: string }).secret);
    expect((await claim({ Cookie })).status).toBe(409); // another tab of the same browser
  });

  it('is for a script of our own page alone', async () => {
    const Cookie = await takeCookie(open.host.newAddress());
    expect((await claim({ Cookie, Origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await claim({ Cookie, 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    const form = { method: 'POST', headers: { Cookie, Origin: origin } };
    expect((await ask('/claim', form)).status).toBe(403);
    const noOrigin = { method: 'POST', headers: { Cookie, [CLAIM_HEADER]: '1' } };
    expect((await ask('/claim', noOrigin)).status).toBe(403);
    expect((await claim({})).status).toBe(401);
    expect((await claim({ Cookie })).status).toBe(200); // none of them has used it up
  });
});

describe('the socket', () => {
  it('is for the secret, however often its page is reloaded', async () => {
    const entry = await enter(open.host.newAddress());
    for (let time = 0; time < 2; time++) {
      const { calls, socket } = await connect(entry);
      expect(await calls['training.status']({})).toMatchObject({ state: 'idle' });
      socket.close();
    }
  });

  it('is for nothing else: not the cookie, not the code, and nothing in the address', async () => {
    const address = open.host.newAddress();
    const entry = await enter(address);
    const code = new URL(address).searchParams.get('code')!;
    for (const secret of ['', 'wrong', entry.cookie.split('=')[1]!, code])
      expect(await closing({ ...entry, secret })).toBe(4401);
  });
});
