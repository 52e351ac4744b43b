/** What is said of a file that songs were read from: in which encoding, what was taken away of it, why it was left out. */
import type { Source } from '../../../contract/corpus/source.ts';
import type { Translator } from '../../../messages/translator.ts';
import {
  alterations,
  removals,
  type InspectedFile,
  type InspectedFiles,
  type Skip,
  type StepName,
} from '../../../services/corpora/inspect-files.ts';
import { INPUT_NAME } from '../arguments/texts.ts';
import { count } from '../terminal/formats.ts';
import { shown } from '../terminal/shown.ts';
import { failureSentence, passage, wayOfLimit } from './failures.ts';

/** A file that was looked at, or a source of a corpus. */
export interface FileFacts {
  readonly name: string;
  readonly encoding: string | undefined;
  readonly certain: boolean;
  /** The next likeliest encoding. */
  readonly other: string | undefined;
  /** Places that could not be read, and the lines of the first of them. */
  readonly damaged: number;
  readonly damagedLines: readonly number[];
  /** How much of what each step takes or changes was there. */
  readonly removed: Counts;
  readonly skipped: Skip | undefined;
  /** What the one before it that says the same is called. */
  readonly doubles: string | undefined;
}
export type Counts = Readonly<Partial<Record<StepName, number>>>;

export const factsOfFile = ({ file, removed, skipped, doubles }: InspectedFile): FileFacts => ({
  ...{ name: shown(file.name), encoding: file.encoding, certain: file.certain, other: file.other },
  ...{ damaged: file.damagedLines.length, damagedLines: file.damagedLines },
  ...{ removed, skipped, doubles: doubles === undefined ? undefined : shown(doubles) },
});

/** @returns what is said of each source of a corpus */
export function factsOfSources(sources: readonly Source[]): FileFacts[] {
  const nameOf = ({ file, name }: Source): string => shown(file ?? name);
  const names = new Map(sources.map((source) => [source.id, nameOf(source)]));
  return sources.map((source) => ({
    ...{ name: nameOf(source), encoding: source.encoding ?? undefined, certain: source.certain },
    ...{ other: source.otherEncoding ?? undefined, skipped: source.skipped ?? undefined },
    ...{ damaged: source.damaged, damagedLines: source.damagedLines, removed: source.removed },
    doubles: source.doubles === null ? undefined : names.get(source.doubles),
  }));
}

/** Lines that are listed of those with damage. */
const LISTED_LINES = 10;

export const separator = ({ language }: Translator): string => (language === 'zh' ? '，' : ', ');

/** @returns the encoding that a file was read in, with the next likeliest where it is not certain */
export function encodingOf(
  { certain, encoding, other }: FileFacts,
  { t }: Translator,
): string | undefined {
  if (!encoding || certain || !other) return encoding;
  return t('cli.corpus.uncertain', { encoding, other });
}

/** @returns how much of what some steps take there was, in words; empty where there was nothing */
export function doneBy(steps: readonly StepName[], counts: Counts, translator: Translator): string {
  const done = steps.filter((step) => (counts[step] ?? 0) > 0);
  const words = done.map((step) => translator.t(`corpus.taken.${step}`, { count: counts[step]! }));
  return words.join(separator(translator));
}

/** @returns what the recipe has done to a file that is learnt */
export function cleaningOf(
  { name, skipped, removed }: FileFacts,
  translator: Translator,
): string[] {
  if (skipped) return [];
  const [taken, changed] = [removals, alterations].map((some) => doneBy(some, removed, translator));
  return [
    ...(taken ? [translator.t('cli.corpus.taken', { name, what: taken })] : []),
    ...(changed ? [translator.t('cli.corpus.changed', { name, what: changed })] : []),
  ];
}

/** @returns what is not as one would expect of a file: it was left out, or could not be read everywhere, or says what another says */
export function lossesOf(facts: FileFacts, translator: Translator): string[] {
  const { name, damaged, damagedLines, skipped, doubles } = facts;
  const { t } = translator;
  const lines = [...new Set(damagedLines)];
  const listed = [...lines.slice(0, LISTED_LINES), ...(lines.length > LISTED_LINES ? ['…'] : [])];
  const where = t('cli.corpus.inLines', {
    ...{ count: lines.length, lines: listed.join(separator(translator)) },
  });
  return [
    ...(skipped ? [skipSentence(name, skipped, translator)] : []),
    ...(damaged > 0 ? [t('cli.corpus.damaged', { name, count: damaged, where })] : []),
    ...(doubles === undefined ? [] : [t('cli.corpus.doubles', { name, other: doubles })]),
  ];
}

/** @returns why files could not be read at all */
export const unreadOf = ({ unread }: InspectedFiles, translator: Translator): string[] =>
  unread.map(({ failure }) => shown(failureSentence(failure, translator)));

function skipSentence(name: string, skip: Skip, translator: Translator): string {
  const { t, reason, language } = translator;
  switch (skip.reason) {
    case 'kind':
      return t(`corpus.refused.${skip.kind}`, {
        ...{ name, context: name === INPUT_NAME ? 'input' : undefined },
      });
    case 'damaged':
    case 'packed':
      return t(`corpus.skipped.${skip.reason}`, { name, why: reason(skip.why) });
    case 'large':
      return passage(
        [
          t('corpus.skipped.large', { name, limitMb: count(skip.limitMb, language) }),
          wayOfLimit(skip, translator),
        ],
        translator,
      );
    case 'many':
      return passage(
        [
          t('corpus.skipped.many', { name, limitFiles: count(skip.limitFiles, language) }),
          wayOfLimit(skip, translator),
        ],
        translator,
      );
    default:
      return t(`corpus.skipped.${skip.reason}`, { name });
  }
}
