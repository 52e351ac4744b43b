/** Runs of which there is no model: what is left of them, and what can be done with it; and all runs as a file. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { RunInfo, RunsExport } from '../../src-main/contract/runs/run.ts';
import { download } from '../state/files.ts';
import type { Notices } from '../state/notices.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { t } from '../text/messages.svelte.ts';

export class Records {
  /** The newest first. */
  list = $state.raw<readonly RunInfo[]>([]);
  readonly #calls: ApiCalls;
  readonly #around: { readonly notices: Notices; readonly undo: Undo };

  constructor(calls: ApiCalls, around: { notices: Notices; undo: Undo }) {
    this.#calls = calls;
    this.#around = around;
  }

  async load(): Promise<void> {
    const runs = await this.#calls['runs.list']({});
    this.list = runs.filter(({ hasModel }) => !hasModel);
  }

  /** Deletes a record, and offers to take that back. */
  remove({ id, name }: RunInfo): Promise<void> {
    return this.#around.notices.attempt(async () => {
      await this.#calls['runs.remove']({ id });
      this.#around.undo.offer(t('runs.recordRemoved', { name }), async () => {
        await this.#calls['runs.restore']({ id });
      });
      await this.load();
    });
  }

  /** All runs of the library, those with a model, too. */
  export(kind: RunsExport): Promise<void> {
    return this.#around.notices.attempt(async () => {
      const { name, bytes } = await this.#calls['runs.export']({ kind });
      download(new File([new Uint8Array(bytes)], name, { type: 'application/octet-stream' }));
    });
  }
}
