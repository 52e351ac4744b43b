/** What the host says of itself: where its screens are shown, its version, its data folder and its engines. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import {
  engineName,
  type EngineName,
  type GraphicsTrial,
  type OfferedEngines,
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
  /** Whether it is being tried, from whatever window. */
  readonly trying = $derived(this.info?.isTrying ?? false);
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

  /** The host tells all windows what a run can have from now on. */
  accept(offered: OfferedEngines): void {
    if (this.info) this.info = { ...this.info, ...offered };
  }

  /** Takes up to some minutes; what comes of it is told to all windows. */
  async tryGraphics(): Promise<void> {
    await this.#calls['engines.try']({});
  }
}
