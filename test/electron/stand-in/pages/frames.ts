/** The frames of a page, as Electron shows them to the main process, kept in step with the browser. */
import type { WebFrameMain } from 'electron';
import type { Session } from './devtools.ts';
import { toProduct } from './addresses.ts';

export class Frame implements Pick<WebFrameMain, 'url'> {
  url = '';
}

interface World {
  readonly frame: Frame;
  /** The page's own scripts run in this one. */
  readonly isMain: boolean;
}

export class Frames {
  readonly main = new Frame();
  readonly #byId = new Map<string, Frame>();
  readonly #worlds = new Map<number, World>();

  /** @param mainId of the frame that is the page itself */
  follow(session: Session, mainId: string): void {
    this.#byId.set(mainId, this.main);
    session.on('Page.frameAttached', ({ frameId }) => this.#byId.set(frameId, new Frame()));
    session.on('Page.frameNavigated', ({ frame: { id, url } }) => {
      const frame = this.#byId.get(id);
      if (frame) frame.url = toProduct(url);
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#byId.get(frameId);
      if (frame) frame.url = toProduct(url);
    });
    session.on('Page.frameDetached', ({ frameId }) => this.#byId.delete(frameId));
    session.on('Runtime.executionContextCreated', ({ context: { id, auxData } }) => {
      const { frameId, isDefault } = auxData as unknown as { frameId: string; isDefault: boolean };
      const frame = this.#byId.get(frameId);
      if (frame) this.#worlds.set(id, { frame, isMain: isDefault });
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#worlds.delete(executionContextId),
    );
    session.on('Runtime.executionContextsCleared', () => this.#worlds.clear());
  }

  /** @returns the frame that a script runs in, by the browser's word and not by its own */
  ofWorld(id: number): Frame | undefined {
    return this.#worlds.get(id)?.frame;
  }

  /** @returns where the scripts of a frame run */
  worldOf(frame: Frame): number | undefined {
    for (const [id, world] of this.#worlds) if (world.isMain && world.frame === frame) return id;
    return undefined;
  }

  /** @returns the first frame within the page, with its id */
  firstInner(): { id: string; frame: Frame } | undefined {
    for (const [id, frame] of this.#byId) if (frame !== this.main) return { id, frame };
    return undefined;
  }
}
