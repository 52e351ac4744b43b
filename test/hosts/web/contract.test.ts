/** The contract over the WebSocket of the web host. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { declareContractSuite } from '../contract-suite.ts';
import { connect } from './client.ts';
import { openHost, type OpenHost } from './open-host.ts';

let open: OpenHost;

beforeAll(async () => {
  open = await openHost();
});

afterAll(() => open.close());

declareContractSuite(async () => {
  const { calls, told, carry, socket } = await connect(open.host.newAddress());
  return { calls, told, carry, close: () => socket.close() };
}, 'browser');

it('tells every page, and lets go of one that is closed', async () => {
  const address = (): string => open.host.newAddress();
  const [one, other] = [await connect(address()), await connect(address())];
  const told = { name: 'preferences', data: expect.objectContaining({ theme: 'light' }) };
  await one.calls['preferences.set']({ theme: 'light' });
  for (const page of [one, other]) await expect.poll(() => page.told).toContainEqual(told);
  other.socket.close();
  expect(await one.calls['preferences.set']({ theme: 'system' })).toMatchObject({
    theme: 'system',
  });
  one.socket.close();
});
