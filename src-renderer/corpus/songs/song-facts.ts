/** What is said of a song below its name: what it is, and what one should look at. */
import type { Source } from '../../../src-main/contract/corpus/source.ts';
import { count } from '../../text/format.ts';
import { encodingName } from '../../text/encoding-names.ts';
import { t } from '../../text/messages.svelte.ts';

export interface SongFact {
  readonly text: string;
  /** It may be wrong, and a person has to say. */
  readonly isDoubtful?: boolean;
}

/**
 * @param isFixed it came with the product
 * @param nameOf of a source by its id
 */
export function factsOf(
  source: Source,
  isFixed: boolean,
  nameOf: (id: string) => string | undefined,
): SongFact[] {
  const { damaged, doubles, songs } = source;
  const sure = (text: string): SongFact => ({ text });
  const doubtful = (text: string): SongFact => ({ text, isDoubtful: true });
  const double = doubles === null ? undefined : nameOf(doubles);
  return [
    ...(isFixed ? [] : originOf(source).map(sure)),
    ...encodingOf(source),
    ...(songs > 1 ? [sure(t('corpus.songs.songsIn', { count: songs, songs: count(songs) }))] : []),
    ...(damaged > 0
      ? [doubtful(t('corpus.songs.damaged', { count: damaged, places: count(damaged) }))]
      : []),
    ...(double === undefined ? [] : [doubtful(t('corpus.songs.doubles', { name: double }))]),
  ];
}

/** Whether something of it may be wrong, and a person has to say. */
export const isDoubtful = (source: Source): boolean =>
  source.damaged > 0 ||
  source.doubles !== null ||
  (source.encoding !== null && !source.certain && !source.encodingChosen);

/** What it was, and whether a person has changed it since. */
function originOf({ edited, file, hasOriginal, kind }: Source): string[] {
  if (file === null && edited && !hasOriginal) return [t('corpus.songs.earlier')];
  const origin = file === null ? t('corpus.songs.typed') : t(`corpus.kinds.${kind}`);
  return edited ? [origin, t('corpus.songs.edited')] : [origin];
}

function encodingOf({ certain, encoding, encodingChosen, otherEncoding }: Source): SongFact[] {
  if (encoding === null) return [];
  const name = encodingName(encoding);
  if (certain || encodingChosen) return [{ text: name }];
  const text =
    otherEncoding === null
      ? t('corpus.songs.uncertain', { encoding: name })
      : t('corpus.songs.uncertainOf', { encoding: name, other: encodingName(otherEncoding) });
  return [{ text, isDoubtful: true }];
}
