/** The browser's pages: opens those of windows, and closes what a page would open by itself before it has loaded anything. */
import { Devtools, type Session } from './devtools.ts';

export interface Target {
  readonly id: string;
  readonly session: Session;
  close(): Promise<void>;
}

export class Targets {
  readonly devtools: Devtools;
  readonly #ours = new Map<string, () => void>();
  readonly #arrived = new Map<string, PromiseWithResolvers<Session>>();
  #opening = 0;

  /** @param address of the browser's own endpoint */
  static async connect(address: string): Promise<Targets> {
    const targets = new Targets(await Devtools.connect(address));
    await targets.devtools.browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }],
    });
    return targets;
  }

  constructor(devtools: Devtools) {
    this.devtools = devtools;
    const { browser } = devtools;
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      const { targetId, openerId } = targetInfo;
      const session = devtools.session(sessionId);
      if (openerId && this.#ours.has(openerId)) return void this.#refuse(targetId, session);
      this.#arrival(targetId).resolve(session);
      this.#releaseOthers();
    });
    browser.on('Target.detachedFromTarget', ({ targetId }) => {
      if (targetId) this.#ours.get(targetId)?.();
    });
  }

  /**
   * @param prepare is given the page before it does anything; it must wait for no answer of it
   * @param closed told once
   */
  async open(prepare: (target: Target) => unknown, closed: () => void): Promise<Target> {
    this.#opening += 1;
    const { targetId: id } = await this.devtools.browser.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
    });
    this.#ours.set(id, () => {
      this.#ours.delete(id);
      closed();
    });
    const session = await this.#arrival(id).promise;
    this.#arrived.delete(id);
    this.#opening -= 1;
    this.#releaseOthers();
    const target = { id, session, close: () => this.#close(id) };
    await Promise.all([prepare(target), session.send('Runtime.runIfWaitingForDebugger')]);
    return target;
  }

  #arrival(id: string): PromiseWithResolvers<Session> {
    const arrival = this.#arrived.get(id) ?? Promise.withResolvers<Session>();
    this.#arrived.set(id, arrival);
    return arrival;
  }

  /** Pages of somebody else are paused, too, and none of our business; which they are is known once ours have their ids. */
  #releaseOthers(): void {
    if (this.#opening > 0) return;
    for (const [id, { promise }] of this.#arrived) {
      this.#arrived.delete(id);
      void promise.then((session) =>
        session.send('Runtime.runIfWaitingForDebugger').catch(() => {}),
      );
    }
  }

  /** It shares its opener's process, which would stand still with it: so it goes on, without a request, and is closed. */
  async #refuse(id: string, session: Session): Promise<void> {
    await Promise.allSettled([
      session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      session.send('Runtime.runIfWaitingForDebugger'),
    ]);
    await this.#close(id);
  }

  async #close(targetId: string): Promise<void> {
    await this.devtools.browser.send('Target.closeTarget', { targetId }).catch(() => {});
  }
}
