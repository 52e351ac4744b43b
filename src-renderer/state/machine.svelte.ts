/** What the host says of itself: where its screens are shown, its version, its data folder and its engines. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import {
  engineName,
  type EngineName,
  type GraphicsTrial,
  type PresentEngine,
} from '../../src-main/contract/engine.ts';

type Info = Awaited<ReturnType<ApiCalls['app.info']>>;

export class Machine {
  info = $state.raw<Info | null>(null);
  /** Until the host has told, by whether a window has put its bridge there: a key that is pressed meanwhile is obeyed, too. */
  readonly inBrowser = $derived(
    this.info ? this.info.host === 'browser' : window.verseloom === undefined,
  );
  /** Without one nothing can be trained or written. */
  readonly hasEngine = $derived(this.info === null || this.info.engines.length > 0);
  /** Those that are to be had; none until the host has told. */
  readonly engines: readonly PresentEngine[] = $derived(this.info?.engines ?? []);
  /** What came of trying the graphics processor; null where nobody has. */
  readonly graphics: GraphicsTrial | null = $derived(this.info?.graphics ?? null);
  /** Whether it is being tried. */
  trying = $state(false);
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  async load(): Promise<void> {
    this.info = await this.#calls['app.info']({});
  }

  /** An engine counts as there until the host says otherwise, but for the graphics processor. */
  has(name: EngineName): boolean {
    return this.info?.engines.some((engine) => engine.name === name) ?? name !== 'webgpu';
  }

  /** @param chosen by now. @returns the engines that are named, whether or not they are there; the graphics processor where it is, or was */
  named(chosen: string): readonly EngineName[] {
    return engineName.options.filter(
      (name) => name !== 'webgpu' || this.has(name) || name === chosen,
    );
  }

  /** Takes up to some minutes. */
  async tryGraphics(): Promise<void> {
    this.trying = true;
    try {
      await this.#calls['engines.try']({});
      await this.load();
    } finally {
      this.trying = false;
    }
  }
}
