/** The menu of a song, or of all that are chosen with it: what can be done with them, as far as it can be. */
import ArrowDown from '@lucide/svelte/icons/arrow-down';
import ArrowUp from '@lucide/svelte/icons/arrow-up';
import BookOpen from '@lucide/svelte/icons/book-open';
import Eye from '@lucide/svelte/icons/eye';
import EyeOff from '@lucide/svelte/icons/eye-off';
import Languages from '@lucide/svelte/icons/languages';
import Pencil from '@lucide/svelte/icons/pencil';
import Scissors from '@lucide/svelte/icons/scissors';
import Trash2 from '@lucide/svelte/icons/trash';
import type { Source } from '../../../src-main/contract/corpus/source.ts';
import type { Action } from '../../controls/action.ts';
import { t } from '../../text/messages.svelte.ts';

export type SongDeed =
  'look' | 'rename' | 'switchOn' | 'switchOff' | 'up' | 'down' | 'split' | 'encoding' | 'remove';

/** Whether there is an encoding to be chosen. */
export const canBeReadAnew = ({ encoding, hasOriginal, skipped }: Source): boolean =>
  hasOriginal && (encoding !== null || skipped?.reason === 'encoding');

/** Whether there is something to be seen: of a file that was left out, what it came in as may be kept. */
export const canBeLookedAt = ({ hasOriginal, skipped }: Source): boolean => !skipped || hasOriginal;

/**
 * @param meant the one that the menu is of, and all that are chosen with it
 * @param isFixed nothing of it can be changed
 */
export function songMenu(
  source: Source,
  meant: readonly Source[],
  isFixed: boolean,
  act: (deed: SongDeed) => void,
): Action[] {
  const entry = (deed: SongDeed, Icon: Action['Icon'], apart = false): Action => ({
    ...{ label: t(`corpus.songs.deeds.${deed}`), Icon, apart },
    run: () => act(deed),
  });
  const look = canBeLookedAt(source) ? [entry('look', BookOpen)] : [];
  if (isFixed) return look;
  const songs = meant.filter(({ skipped }) => !skipped);
  return [
    ...look,
    ...(source.skipped ? [] : [entry('rename', Pencil)]),
    ...(songs.some(({ on }) => !on) ? [entry('switchOn', Eye, true)] : []),
    ...(songs.some(({ on }) => on) ? [entry('switchOff', EyeOff)] : []),
    ...(songs.length > 0 ? [entry('up', ArrowUp), entry('down', ArrowDown)] : []),
    ...(songs.length > 0 ? [entry('split', Scissors, true)] : []),
    ...(meant.some(canBeReadAnew) ? [entry('encoding', Languages)] : []),
    entry('remove', Trash2, true),
  ];
}
