/** What is said on stderr of a text out of files: in which encoding they were read, what was taken away and left out, how much is learnt. */
import type { LearntShare } from '../../../contract/training.ts';
import type { Translator } from '../../../messages/translator.ts';
import type { FilesAsText } from '../../../services/corpora/files-as-text.ts';
import { alterations, removals } from '../../../services/corpora/inspect-files.ts';
import { count } from '../terminal/formats.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import {
  doneBy,
  encodingOf,
  factsOfFile,
  lossesOf,
  separator,
  unreadOf,
  type Counts,
  type FileFacts,
} from './file-notes.ts';

/** Files of which each gets a line of its own; a folder may hold thousands that are no songs. */
const MOST_LINES = 6;
/** Uncertain files that are named in one line. */
const MOST_NAMES = 3;

export const lossNotes = ({ found }: FilesAsText, around: Surroundings): string[] =>
  lossNotesOf(found.files.map(factsOfFile), around, unreadOf(found, around.translator));

/**
 * @param unread sentences of what could not be read at all
 * @returns a line for each file that was left out, cannot be read everywhere, or is there twice; of many, the first and how many more
 */
export function lossNotesOf(
  files: readonly FileFacts[],
  { translator, command }: Surroundings,
  unread: readonly string[] = [],
): string[] {
  const weight = (file: FileFacts): number => order.findIndex((is) => is(file));
  const sorted = files.toSorted((a, b) => weight(a) - weight(b));
  const lines = [...unread, ...sorted.flatMap((one) => lossesOf(one, translator))];
  if (lines.length <= MOST_LINES) return lines;
  const first = lines.slice(0, MOST_LINES - 1);
  const more = { count: lines.length - first.length, command };
  return [...first, translator.t('cli.reading.more', more)];
}

/** What is lost comes before what is there twice, and last what systems put beside a person's files. */
const order: readonly ((file: FileFacts) => boolean)[] = [
  ({ skipped }) => skipped !== undefined && skipped.reason !== 'hidden',
  ({ damaged }) => damaged > 0,
  ({ skipped }) => skipped === undefined,
  () => true,
];

/** @param isGuessed whether nobody has chosen the encoding. @returns as `readingNotesOf` */
export const readingNotes = (
  { found, isEarlier }: FilesAsText,
  isGuessed: boolean,
  translator: Translator,
): string[] =>
  isEarlier
    ? [translator.t('cli.reading.earlier')]
    : readingNotesOf(found.files.map(factsOfFile), isGuessed, translator);

/** @returns a line each for the encoding and for what the recipe has done, as far as there is something to say */
export function readingNotesOf(
  files: readonly FileFacts[],
  isGuessed: boolean,
  translator: Translator,
): string[] {
  const { t } = translator;
  const learnt = files.filter(({ skipped }) => !skipped);
  const sums = sumsOf(learnt);
  const [taken, changed] = [removals, alterations].map((some) => doneBy(some, sums, translator));
  return [
    ...(isGuessed ? encodingNote(learnt, translator) : []),
    ...(taken ? [t('cli.reading.taken', { what: taken })] : []),
    ...(changed ? [t('cli.reading.changed', { what: changed })] : []),
  ];
}

const sumsOf = (files: readonly FileFacts[]): Counts =>
  Object.fromEntries(
    [...removals, ...alterations].map((step) => [
      step,
      files.reduce((sum, { removed }) => sum + (removed[step] ?? 0), 0),
    ]),
  );

/** @returns one line, or none where nothing has an encoding */
function encodingNote(files: readonly FileFacts[], translator: Translator): string[] {
  const { t, language } = translator;
  const read = files.filter(({ encoding }) => encoding !== undefined);
  const uncertain = read.filter(({ certain, other }) => !certain && other !== undefined);
  if (read.length === 0) return [];
  if (read.length === 1) {
    const key = uncertain.length > 0 ? 'encodingUncertain' : 'encoding';
    return [t(`cli.reading.${key}`, { encoding: encodingOf(read[0]!, translator) })];
  }
  const counts = [...Map.groupBy(read, ({ encoding }) => encoding)];
  const encodings = counts
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([encoding, { length }]) =>
      t('cli.reading.encodingOf', { encoding, count: length, files: count(length, language) }),
    );
  const encoding = encodings.join(separator(translator));
  if (uncertain.length === 0) return [t('cli.reading.encoding', { encoding })];
  const names = uncertain
    .slice(0, MOST_NAMES)
    .map((file) => `“${file.name}” (${encodingOf(file, translator)})`);
  if (uncertain.length > MOST_NAMES) names.push('…');
  return [t('cli.reading.someUncertain', { encoding, names: names.join(separator(translator)) })];
}

/** @returns how much of a text a run learns, and what is held out of it: of its songs, those that are there from beginning to end */
export function learntNote(share: LearntShare, { t, language }: Translator): string {
  const { characters, learnt, songs, learntSongs, heldOut, heldOutSongs } = share;
  const number = (value: number): string => count(value, language);
  const learns = t(learnt === characters ? 'cli.reading.learnsAll' : 'cli.reading.learns', {
    ...{ characters: number(characters), learnt: number(learnt) },
    ...{ songs: number(songs), learntSongs: number(learntSongs) },
    context: songs > 1 ? 'songs' : undefined,
  });
  if (heldOut === 0) return learns;
  const held =
    heldOutSongs === 0
      ? t('train.holdsOut', { count: heldOut, characters: number(heldOut) })
      : t('train.holdsOutSongs', {
          ...{ count: heldOutSongs, songs: number(heldOutSongs), characters: number(heldOut) },
        });
  return `${learns}${language === 'zh' ? '' : ' '}${held}`;
}
