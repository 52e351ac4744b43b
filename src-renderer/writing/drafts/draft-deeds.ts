/** What can be done with a draft of the list, and how it is taken back. */
import Copy from '@lucide/svelte/icons/copy';
import FileDown from '@lucide/svelte/icons/file-down';
import FileClock from '@lucide/svelte/icons/file-clock';
import Pencil from '@lucide/svelte/icons/pencil';
import Pin from '@lucide/svelte/icons/pin';
import PinOff from '@lucide/svelte/icons/pin-off';
import Trash2 from '@lucide/svelte/icons/trash';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import {
  lostOf,
  type DraftExport,
  type DraftInfo,
  type DraftLosses,
} from '../../../src-main/contract/writing/draft.ts';
import type { Action } from '../../controls/action.ts';
import { download } from '../../state/files.ts';
import type { Notices } from '../../state/notices.svelte.ts';
import type { Undo } from '../../state/undo.svelte.ts';
import { listed, t } from '../../text/messages.svelte.ts';
import { nameOfDraft } from './drafts.svelte.ts';

export interface Around {
  readonly calls: ApiCalls;
  readonly notices: Notices;
  readonly undo: Undo;
  /** Begins to edit the name in the list. */
  rename(draft: DraftInfo): void;
  /** Shows its texts of before. */
  earlier(draft: DraftInfo): void;
  /** It is gone; where it was open, something else is. */
  gone(id: string): Promise<void>;
  /** It is no longer listed, and its neighbour has the focus that it had. */
  removed(): Promise<void>;
  /** It is there again. */
  back(id: string): Promise<void>;
}

const kinds = ['txt', 'md', 'docx', 'lrc'] as const satisfies readonly DraftExport[];

/** @returns what a file does not carry of a draft; nothing where it has all */
const leftOut = (losses: DraftLosses): string =>
  listed(...lostOf(losses).map((one) => t(`write.drafts.left.${one}`, { count: losses[one] })));

export async function removeDraft(draft: DraftInfo, around: Around): Promise<void> {
  const { calls, notices, undo } = around;
  const { id } = draft;
  await notices.attempt(async () => {
    await around.gone(id);
    await calls['drafts.remove']({ id });
    await around.removed();
    undo.offer(t('write.drafts.removed', { name: nameOfDraft(draft) }), async () => {
      await calls['drafts.restore']({ id });
      await around.back(id);
    });
  });
}

export function draftMenu(draft: DraftInfo, around: Around): Action[] {
  const { id, pinned, damage } = draft;
  const { calls, notices } = around;
  const attempt = (task: () => Promise<unknown>) => (): void =>
    void notices.attempt(async () => void (await task()));
  const name = t('write.drafts.copyOf', { name: nameOfDraft(draft).slice(0, 180) });
  const remove: Action = {
    ...{ label: t('write.drafts.remove'), Icon: Trash2, apart: true },
    run: () => void removeDraft(draft, around),
  };
  const earlier: Action = {
    ...{ label: t('write.drafts.earlier'), Icon: FileClock },
    run: () => around.earlier(draft),
  };
  if (damage) return [earlier, remove];
  return [
    { label: t('write.drafts.rename'), Icon: Pencil, run: () => around.rename(draft) },
    {
      label: t(pinned ? 'write.drafts.unpin' : 'write.drafts.pin'),
      Icon: pinned ? PinOff : Pin,
      run: attempt(() => calls['drafts.pin']({ id, pinned: !pinned })),
    },
    {
      ...{ label: t('write.drafts.duplicate'), Icon: Copy },
      run: attempt(() => calls['drafts.duplicate']({ id, name })),
    },
    earlier,
    ...kinds.map((kind, at) => ({
      ...{ label: t(`write.drafts.as.${kind}`), Icon: FileDown, apart: at === 0 },
      run: attempt(async () => {
        const { name, bytes, losses } = await calls['drafts.export']({ id, kind });
        download(new File([bytes as Uint8Array<ArrayBuffer>], name));
        const left = leftOut(losses);
        if (left !== '')
          notices.done(t('write.drafts.leftOut', { kind: kind.toUpperCase(), what: left }));
      }),
    })),
    remove,
  ];
}
