/** One page of the browser, as a window needs it: answers its requests, carries its messages and tells what happens to it. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { nodeBase64, createCodec } from './codec.ts';
import { toBrowser, toProduct } from './addresses.ts';
import type { Session } from './devtools.ts';
import { Frames, type Frame } from './frames.ts';
import { BINDING, injectedScript, RECEIVE, takenOverScript } from './injection.ts';
import type { FromPage, ToPage } from './page-side.ts';
import type { Target, Targets } from './targets.ts';

const codec = createCodec(nodeBase64);

export interface PageListener {
  message(frame: Frame, message: FromPage, answer: (message: ToPage) => void): void;
  /** @returns whether the session lets a request be made */
  mayRequest(url: string): Promise<boolean>;
  /** Answers a request for a page's own file. */
  request(request: Request): Promise<Response>;
  /** The page wants to be elsewhere. @returns whether it may */
  navigates(url: string): boolean;
  startsNavigation(url: string, isMainFrame: boolean, isSameDocument: boolean): void;
  /** It is there. */
  navigated(url: string): void;
  opensWindow(url: string): void;
  /** @returns whether it may */
  downloads(url: string, name: string): boolean;
  /** A request to anywhere else, which never gets there. */
  blocked(url: string): void;
  painted(): void;
  loaded(): void;
  crashed(): void;
  closed(): void;
}

export class Page {
  readonly frames = new Frames();
  readonly #targets: Targets;
  readonly #listener: PageListener;
  /** Addresses that the main process has asked for: no navigation of the page's. */
  readonly #asked: string[] = [];
  /** Navigations whose page is there with all that it loads, by the browser's names for them. */
  readonly #loads = new EventEmitter();
  #lastLoad = '';
  #target: Promise<Target>;

  /** @param preload path of the preload */
  constructor(targets: Targets, preload: string, listener: PageListener) {
    this.#targets = targets;
    this.#listener = listener;
    this.#target = targets.open(
      (target) => this.#prepare(target, injectedScript(preload)),
      () => listener.closed(),
    );
  }

  /** @returns the browser's word for why it did not work; or nothing, once the page is there with all that it loads */
  async load(address: string): Promise<string | undefined> {
    const url = new URL(toBrowser(address)).href; // as the browser writes it
    const { session } = await this.#target;
    this.#asked.push(url);
    const { errorText, loaderId } = await session.send('Page.navigate', { url });
    // Its own load: that of the page before it, such as the browser's about an error, may come in between.
    if (errorText === undefined && loaderId !== undefined && loaderId !== this.#lastLoad)
      await once(this.#loads, loaderId);
    return errorText;
  }

  async reload(): Promise<void> {
    const { session } = await this.#target;
    this.#asked.push(toBrowser(this.frames.main.url));
    await session.send('Page.reload');
  }

  async close(): Promise<void> {
    await (await this.#target).close();
  }

  async crash(): Promise<void> {
    const { session } = await this.#target;
    void session.send('Page.crash').catch(() => {}); // answered by nobody
  }

  /** Has the page do one of its own editing commands, such as `undo`. */
  async edit(command: string): Promise<void> {
    const { session } = await this.#target;
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', commands: [command] });
  }

  /** Runs a script of the main process among those of the page. @returns what it comes to, as data */
  async evaluate(expression: string): Promise<unknown> {
    const { session } = await this.#target;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error('Script failed to execute'); // Electron says no more
    return result.value as unknown;
  }

  async tell(message: ToPage): Promise<void> {
    const { session } = await this.#target;
    await this.#deliver(session, this.frames.worldOf(this.frames.main), message);
  }

  /** Has a frame ask for something as if its renderer were taken over, without the preload and its list of names. */
  async takeOver(which: 'main' | 'inner', channel: string, args: unknown[]): Promise<string> {
    const { session, id } = await this.#target;
    // The browser tells of a frame a moment after the page has it.
    if (which === 'inner') while (!this.frames.firstInner()) await after(10);
    const frameId = which === 'main' ? id : this.frames.firstInner()!.id;
    const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId });
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      contextId: executionContextId,
      expression: takenOverScript(channel, args),
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) return exceptionDetails.exception?.description ?? exceptionDetails.text;
    return JSON.stringify(result.value);
  }

  #prepare({ id, session }: Target, source: string): Promise<unknown> {
    this.frames.follow(session, id);
    this.#follow(session, id);
    return Promise.all([
      session.send('Page.enable'),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      session.send('Inspector.enable'),
      session.send('Runtime.enable'),
      session.send('Runtime.addBinding', { name: BINDING }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source }),
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    ]);
  }

  #follow(session: Session, mainId: string): void {
    const listener = this.#listener;
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId: world }) => {
      const frame = this.frames.ofWorld(world);
      if (name !== BINDING || !frame) return;
      listener.message(frame, codec.decode(payload) as FromPage, (message) => {
        void this.#deliver(session, world, message);
      });
    });
    session.on('Fetch.requestPaused', ({ requestId, request, frameId, resourceType }) => {
      const isPage = frameId === mainId && resourceType === 'Document';
      void this.#answer(session, requestId, request, isPage).catch(() => {}); // a page that is gone by then
    });
    session.on('Page.frameStartedNavigating', ({ frameId, url, navigationType }) =>
      listener.startsNavigation(
        toProduct(url),
        frameId === mainId,
        navigationType.endsWith('ameDocument'),
      ),
    );
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.id === mainId) listener.navigated(toProduct(frame.url));
    });
    session.on('Page.windowOpen', ({ url }) => listener.opensWindow(toProduct(url)));
    session.on('Page.downloadWillBegin', ({ url, guid, suggestedFilename }) => {
      // The address of a blob has that of its page in it.
      if (listener.downloads(url, suggestedFilename)) return;
      const { browser } = this.#targets.devtools;
      void browser.send('Browser.cancelDownload', { guid }).catch(() => {}); // it may be done already
    });
    session.on('Page.lifecycleEvent', ({ name, frameId, loaderId }) => {
      if (name === 'load' && frameId === mainId) {
        this.#lastLoad = loaderId;
        this.#loads.emit(loaderId);
      }
      const isOurs = frameId === mainId && this.frames.main.url !== 'about:blank';
      if (name === 'firstPaint' && isOurs) listener.painted();
    });
    session.on('Page.loadEventFired', () => listener.loaded());
    session.on('Inspector.targetCrashed', () => listener.crashed());
  }

  async #deliver(session: Session, world: number | undefined, message: ToPage): Promise<void> {
    if (world === undefined) return; // there is no page that could hear it
    await session
      .send('Runtime.callFunctionOn', {
        executionContextId: world,
        functionDeclaration: RECEIVE,
        arguments: [{ value: codec.encode(message) }],
      })
      .catch(() => {}); // the page was left meanwhile
  }

  async #answer(
    session: Session,
    requestId: string,
    request: { url: string; method: string; headers: Record<string, string> },
    isPage: boolean,
  ): Promise<void> {
    const url = toProduct(request.url);
    if (isPage && !this.#wasAsked(request.url) && !this.#listener.navigates(url)) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    if (!(await this.#listener.mayRequest(url))) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    if (!url.startsWith('app:') && !isPage) {
      this.#listener.blocked(url);
      await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    // Where a page gets out, it finds an empty one there.
    const response = url.startsWith('app:')
      ? await this.#listener
          .request(new Request(url, { method: request.method, headers: request.headers }))
          .catch(() => undefined)
      : new Response('', { headers: { 'Content-Type': 'text/html' } });
    if (!response) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    await session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: Array.from(response.headers, ([name, value]) => ({ name, value })),
      body: nodeBase64.encode(new Uint8Array(await response.arrayBuffer())),
    });
  }

  #wasAsked(url: string): boolean {
    const place = this.#asked.indexOf(url);
    if (place < 0) return false;
    this.#asked.splice(place, 1);
    return true;
  }
}
