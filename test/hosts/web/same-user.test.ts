/** Whether it is our own user who speaks to the host: what the system's table says, and another user who was faster than the browser. */
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { userOf } from '../../../src-main/hosts/web/same-user.ts';
import { takeCookie } from './client.ts';
import { openHost } from './open-host.ts';

const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const rest = '00000000:00000000 00:00000000 00000000';
const table = [
  head,
  `   0: 0100007F:B96E 00000000:0000 0A ${rest}  1000        0 1 1 0 100 0 0 10 0`,
  `   1: 0100007F:B96E 0100007F:97A8 01 ${rest}  1000        0 2 1 0 20 0 0 10 -1`,
  `   2: 0100007F:97A8 0100007F:B96E 01 ${rest}  1001        0 3 1 0 20 0 0 10 -1`,
  head,
  `   0: 0000000000000000FFFF00000100007F:97A9 0000000000000000FFFF00000100007F:B96E 01 ${rest}  1002        0 4 1`,
].join('\n');

test.each([
  [0x97a8, 1001],
  [0x97a9, 1002],
  [0x97aa, undefined],
])('the other end at port %d is of the user %s', (remotePort, user) => {
  expect(userOf({ remotePort, localPort: 47_470 }, table)).toBe(user);
});

// Only root can be another user.
test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'another user who reads the arguments of programs does not get in',
  async () => {
    const open = await openHost();
    onTestFinished(() => open.close());
    const address = open.host.newAddress(60_000);
    expect(await askAs(65_534, address)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await takeCookie(address)).toMatch(/^verseloom-\d+=/); // the browser, a moment later
  },
);

/** A request over a socket that is made as that user; everything else stays root's. @returns the answer */
function askAs(user: number, address: string): Promise<string> {
  const { hostname, port, host, pathname, search } = new URL(address);
  return new Promise((resolve, reject) => {
    process.seteuid!(user);
    const socket = connect(Number(port), hostname);
    const beRootAgain = (): void => process.seteuid!(0);
    socket.once('connect', beRootAgain).once('error', beRootAgain);
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
    socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
