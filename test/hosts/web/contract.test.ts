/** The contract over the WebSocket of the web host. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { presentEngines } from '../../../src-main/engines/presence.ts';
import { startWebHost, type WebHost } from '../../../src-main/hosts/web/server.ts';
import { openProduct, type Product } from '../../../src-main/services/product.ts';
import { resolveDataFolder } from '../../../src-main/store/data-folder.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { declareContractSuite } from '../contract-suite.ts';
import { connect } from './client.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let folder: string;
let host: WebHost;
let product: Product;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verseloom-contract-'));
  product = await openProduct({
    version: '0.0.0',
    host: 'browser',
    data: resolveDataFolder({ VERSELOOM_DATA: folder }),
    exportedPage: join(root, 'dist', 'main', 'exported-page.html'),
    builtInCorpora: join(root, 'resources', 'corpora'),
    engines: presentEngines(),
    spawn: childProcessSpawn(join(root, 'dist', 'main', 'compute.cjs')),
    language: () => 'en',
    emit: (name, data) => host.emit(name, data),
  });
  host = await startWebHost(join(root, 'dist', 'renderer'), product.handlers, () => {});
});

afterAll(async () => {
  await product.close();
  await host.close();
  await rm(folder, { recursive: true });
});

declareContractSuite(async () => {
  const { calls, told, carry, socket } = await connect(host.address);
  return { calls, told, carry, close: () => socket.close() };
}, 'browser');

it('tells every page, and lets go of one that is closed', async () => {
  const [one, other] = [await connect(host.address), await connect(host.address)];
  const told = { name: 'preferences', data: expect.objectContaining({ theme: 'light' }) };
  await one.calls['preferences.set']({ theme: 'light' });
  for (const page of [one, other]) await expect.poll(() => page.told).toContainEqual(told);
  other.socket.close();
  expect(await one.calls['preferences.set']({ theme: 'system' })).toMatchObject({
    theme: 'system',
  });
  one.socket.close();
});
