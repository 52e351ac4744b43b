/** What most tests in a browser begin with: an application with a data folder of its own, the link of a page to it, and a browser. */
import type { Browser } from 'playwright-core';
import type { Client } from '../../hosts/web/client.ts';
import { connectTo, startApplication, type Application } from './application.ts';
import { closePages, sharedBrowser } from './browser.ts';

export interface Stage {
  readonly application: Application;
  readonly browser: Browser;
  /** The typed calls of the application, as a page has them. */
  readonly host: Client;
  /** Ends the application, and leaves no page behind. */
  readonly close: () => Promise<void>;
}

/**
 * For the tests of one file, which share it: `beforeAll` can return its `close`.
 * @param withStarters with the models that come with the product
 */
export async function openStage({ withStarters = false } = {}): Promise<Stage> {
  const [application, browser] = await Promise.all([
    startApplication(undefined, undefined, withStarters),
    sharedBrowser(),
  ]);
  const host = await connectTo(application);
  const close = async () => {
    host.socket.close();
    await closePages(browser);
    await application.end();
  };
  return { application, browser, host, close };
}
