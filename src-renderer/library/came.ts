/** What is said of files that came into the library, or did not. */
import { count } from '../text/format.ts';
import { listed, passage, t } from '../text/messages.svelte.ts';
import { sentence } from '../text/sentences.ts';
import type { Alike } from '../state/notices.svelte.ts';
import type { ImportOutcome } from '../../src-main/contract/corpus/corpus.ts';
import type { Came, CameOutcome } from './imports.svelte.ts';

/** In the order in which they matter. */
export const cameOutcomes: readonly CameOutcome[] = ['refused', 'alreadyThere', 'imported'];

/** Of one that came alone. */
export function cameSentence(came: Came): string {
  if (came.outcome === 'refused') return sentence(came.error);
  const { name, file } = came;
  if (came.kind === 'corpus' && came.outcome === 'imported')
    return corpusSentence(name, came.numbers, came.isInto);
  const isModel = came.kind === 'model';
  if (came.outcome === 'imported') return t('models.imported', { name });
  const there = isCalled(file, name)
    ? t(isModel ? 'imports.modelThere' : 'imports.corpusThere', { name })
    : t(isModel ? 'imports.modelThereAs' : 'imports.corpusThereAs', { name, file });
  return passage(there, came.kind === 'corpus' ? leftOutSentence(came.numbers) : '');
}

/** What makes one notice of several that came one after the other. */
export const cameAlike = (outcome: CameOutcome): Alike => ({
  kind: `came ${outcome}`,
  several: (several) => t(`imports.${outcome}`, { count: several }),
});

/** Of one among others: why it was refused, what became of its songs, or what it is called where its file's name does not say so. */
export function cameDetail(came: Came): string {
  if (came.outcome === 'refused') return sentence(came.error);
  if (came.kind === 'corpus' && came.outcome === 'imported') return cameSentence(came);
  return isCalled(came.file, came.name) ? '' : t('imports.as', { name: came.name });
}

/** How many came to what. */
export const cameSummary = (came: readonly Came[]): string =>
  listed(
    ...cameOutcomes
      .map((outcome) => [outcome, came.filter((one) => one.outcome === outcome).length] as const)
      .filter(([, several]) => several > 0)
      .map(([outcome, several]) => t(`imports.${outcome}`, { count: several })),
  );

/** What was left out has its reason at the end of the songs. */
function corpusSentence(name: string, numbers: ImportOutcome, isInto: boolean): string {
  const { added, leftOut, replaced, songs, unchanged } = numbers;
  const number = (many: number) => ({ count: many, many: count(many) });
  const change = listed(
    added - leftOut > 0 ? t('imports.added', number(added - leftOut)) : '',
    replaced > 0 ? t('imports.replaced', number(replaced)) : '',
    unchanged > 0 ? t('imports.unchanged', number(unchanged)) : '',
  );
  return passage(
    !isInto
      ? t('corpus.imported', { name, ...number(songs) })
      : change === ''
        ? t('imports.nothingInto', { name })
        : t('imports.into', { name, change }),
    leftOutSentence(numbers),
  );
}

const leftOutSentence = ({ leftOut }: ImportOutcome): string =>
  leftOut > 0 ? t('imports.leftOut', { count: leftOut, many: count(leftOut) }) : '';

const isCalled = (file: string, name: string): boolean => file.replace(/\.\w+$/, '') === name;
