/** What the screen of the settings asks the host about: what the data take up, the memory, and what helps when something fails. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { DataSizes, ShownFolder } from '../../src-main/contract/data.ts';
import type { Diagnostics } from '../../src-main/contract/diagnostics.ts';
import type { Machine } from '../state/machine.svelte.ts';

type Memory = Awaited<ReturnType<ApiCalls['app.memory']>>;

export class SettingsScreen {
  measuring = $state(false);
  diagnostics = $state.raw<Diagnostics | null>(null);
  memory = $state.raw<Memory | null>(null);
  #measured = $state.raw<DataSizes | null>(null);
  /** Of the folder that the data are in by now; null until they were asked for. */
  readonly sizes = $derived.by(() =>
    this.#measured?.folder === this.#machine.info?.dataFolder ? this.#measured : null,
  );
  /** The largest file that a page can hand over. */
  readonly maxFileBytes: number;
  readonly #calls: ApiCalls;
  readonly #machine: Machine;

  constructor(calls: ApiCalls, machine: Machine, maxFileBytes: number) {
    this.#calls = calls;
    this.#machine = machine;
    this.maxFileBytes = maxFileBytes;
  }

  /** Asks afresh for what is soon no longer so. */
  async look(): Promise<void> {
    const inWindow = this.#machine.info?.host === 'window';
    const page = inWindow ? {} : { browser: navigator.userAgent.slice(0, 500) };
    [this.diagnostics, this.memory] = await Promise.all([
      this.#calls['app.diagnostics'](page),
      this.#calls['app.memory']({}),
    ]);
  }

  /** Has the data folder gone through. */
  async measure(): Promise<void> {
    if (this.measuring) return;
    this.measuring = true;
    try {
      this.#measured = await this.#calls['data.sizes']({});
    } finally {
      this.measuring = false;
    }
  }

  async show(folder: ShownFolder): Promise<void> {
    await this.#calls['data.show']({ folder });
  }
}

export const [useSettings, provideSettings] = createContext<SettingsScreen>();
