/** What most tests in a browser begin with: an application with a data folder of its own, the link of a page to it, and a browser. */
import type { Browser, Page } from 'playwright-core';
import { beforeAll } from 'vitest';
import type { Client } from '../../hosts/web/client.ts';
import { connectTo, startApplication, type Application } from './application.ts';
import { closePages, sharedBrowser } from './browser.ts';
import { openPage, type Look, type WatchedPage } from './page.ts';

export interface Stage {
  readonly application: Application;
  readonly browser: Browser;
  /** The typed calls of the application, as a page has them. */
  readonly host: Client;
  /** Opens a page of the application; see `openPage`. */
  readonly openPage: (look?: Look, prepare?: (page: Page) => Promise<void>) => Promise<WatchedPage>;
}

export interface OpenStage extends Stage {
  /** Ends the application, and leaves no page behind. */
  readonly close: () => Promise<void>;
}

/** @param withStarters with the models that come with the product */
export async function openStage({ withStarters = false } = {}): Promise<OpenStage> {
  const [application, browser] = await Promise.all([
    startApplication(undefined, undefined, withStarters),
    sharedBrowser(),
  ]);
  const host = await connectTo(application);
  return {
    ...{ application, browser, host },
    openPage: (look, prepare) => openPage(browser, application.address, look, prepare),
    close: async () => {
      host.socket.close();
      await closePages(browser);
      await application.end();
    },
  };
}

/**
 * The stage that the tests of one file share: opened before the first of them, and before what the file itself does before it;
 * closed after the last. It is there from then on, not yet where the file is read.
 */
export function sharedStage(options?: Parameters<typeof openStage>[0]): Stage {
  let opened: OpenStage | undefined;
  const stage = (): OpenStage => {
    if (!opened) throw new Error('the stage is opened before the first test, and not open yet');
    return opened;
  };
  beforeAll(async () => {
    opened = await openStage(options);
    return opened.close;
  });
  return {
    get application() {
      return stage().application;
    },
    get browser() {
      return stage().browser;
    },
    get host() {
      return stage().host;
    },
    openPage: (...look) => stage().openPage(...look),
  };
}
