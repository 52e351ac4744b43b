/** How much of a text is learnt, in words: nothing is said where it is all of it. */
import type { LearntShare } from '../../../src-main/contract/training.ts';
import { count } from '../../text/format.ts';
import { passage, t } from '../../text/messages.svelte.ts';

/** Songs are left out while they are not known. */
export type ShownShare = Pick<LearntShare, 'characters' | 'learnt'> & Partial<LearntShare>;

const isCut = ({ learnt, characters }: ShownShare): boolean => learnt < characters;

/** A text of one song is not told in songs. */
function factsOf({ characters, learnt, songs = 1, learntSongs = 1 }: ShownShare) {
  const facts = { learnt: count(learnt), characters: count(characters) };
  return songs > 1 ? { ...facts, learntSongs: count(learntSongs), songs: count(songs) } : facts;
}

/** @returns sentences, for the form */
export function shareSentence(share: ShownShare): string {
  if (!isCut(share)) return '';
  const facts = factsOf(share);
  const { heldOut = 0, heldOutSongs = 0 } = share;
  const held = { count: heldOut, characters: count(heldOut) };
  return passage(
    'songs' in facts ? t('train.learnsSongs', facts) : t('train.learns', facts),
    heldOut === 0
      ? ''
      : heldOutSongs > 0
        ? t('train.holdsOutSongs', { ...held, count: heldOutSongs, songs: count(heldOutSongs) })
        : t('train.holdsOut', held),
  );
}

/** @returns the same in a few words, for the button */
export function shareInShort(share: ShownShare): string {
  if (!isCut(share)) return '';
  const facts = factsOf(share);
  return 'songs' in facts ? t('train.learnsSongsShort', facts) : t('train.learnsShort', facts);
}
