/** Who may speak to the web host at all, by what a request says of itself. */
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { Guard } from '../../../src-main/hosts/web/guard.ts';

const request = (headers: Record<string, string>): IncomingMessage =>
  ({ headers }) as unknown as IncomingMessage;

test.each([
  [80, '127.0.0.1', 'http://127.0.0.1'],
  [80, 'localhost', 'http://localhost'],
  [80, '127.0.0.1:80', 'http://127.0.0.1'],
  [47_470, '127.0.0.1:47470', 'http://127.0.0.1:47470'],
])('port %d is reached as %s', (port, host, origin) => {
  const guard = new Guard(port);
  expect(guard.isOurs(request({ host }))).toBe(true);
  expect(guard.isOurPage(request({ host, origin }))).toBe(true);
});

test.each([
  [80, '127.0.0.1:8080', undefined],
  [8080, '127.0.0.1', undefined],
  [80, 'example.invalid', undefined],
  [80, '127.0.0.1', 'http://127.0.0.1:8080'],
  [80, '127.0.0.1', 'https://127.0.0.1'],
  [80, '127.0.0.1', 'http://localhost'],
  [80, '127.0.0.1', 'null'],
])('port %d is not reached as %s from %s', (port, host, origin) => {
  const guard = new Guard(port);
  expect(guard.isOurs(request({ host, ...(origin && { origin }) }))).toBe(false);
});
