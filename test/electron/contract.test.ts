/**
 * The contract over the bridge of the window: calls go out by the page, through preload and processes, and come back there.
 *
 * @module-tag long
 */
import { afterAll, beforeAll, vi } from 'vitest';
import type { Page } from 'playwright-core';
import type { Bridge } from '../../src-main/contract/links/bridge.ts';
import { callsOf, declareContractSuite, type Connection } from '../hosts/contract-suite.ts';
import { startDesktop, type Desktop } from './desktop.ts';
import { openScreens, type Screens } from './screens.ts';

let screens: Screens;
let desktop: Desktop;

beforeAll(async () => {
  screens = await openScreens();
  desktop = await startDesktop(screens);
});
afterAll(async () => {
  await desktop.end();
  await screens.close();
});

declareContractSuite(() => connect(desktop), 'window');

async function connect({ page: open, control }: Desktop): Promise<Connection> {
  const page = await open();
  const told: { name: string; data: unknown }[] = [];
  await page.exposeFunction('tellTest', (name: string, data: unknown) => told.push({ name, data }));
  await page.evaluate(() => {
    const { verseloom, tellTest } = window as unknown as {
      verseloom: Bridge;
      tellTest: (name: string, data: unknown) => void;
    };
    verseloom.listen((name, data) => tellTest(name, data));
  });
  return {
    calls: callsOf((name, input) => callFrom(page, name, input)),
    told,
    carry: async (name, input) =>
      JSON.parse(await control.callTakenOver('main', 'verseloom:call', name, input)) as unknown,
    close: () => {},
    dismissDialog: async () => {
      await vi.waitUntil(async () => (await control.look()).dialogs[0], 10_000);
      await control.answerDialog({ canceled: true, filePaths: [] });
    },
  };
}

const callFrom = (page: Page, name: string, input: unknown): Promise<unknown> =>
  page.evaluate(
    ([name, input]) =>
      (window as unknown as { verseloom: Bridge }).verseloom.call(name as string, input),
    [name, input],
  );
