/** What is said of files that came into the library, or did not. */
import { listed, t } from '../text/messages.svelte.ts';
import { sentence } from '../text/sentences.ts';
import type { Alike } from '../state/notices.svelte.ts';
import type { Came, CameOutcome } from './imports.svelte.ts';

/** In the order in which they matter. */
export const cameOutcomes: readonly CameOutcome[] = ['refused', 'alreadyThere', 'imported'];

/** Of one that came alone. */
export function cameSentence(came: Came): string {
  if (came.outcome === 'refused') return sentence(came.error);
  const { name, file } = came;
  const isModel = came.kind === 'model';
  if (came.outcome === 'imported')
    return t(isModel ? 'models.imported' : 'corpus.imported', { name });
  if (isCalled(file, name))
    return t(isModel ? 'imports.modelThere' : 'imports.corpusThere', { name });
  return t(isModel ? 'imports.modelThereAs' : 'imports.corpusThereAs', { name, file });
}

/** What makes one notice of several that came one after the other. */
export const cameAlike = (outcome: CameOutcome): Alike => ({
  kind: `came ${outcome}`,
  several: (count) => t(`imports.${outcome}`, { count }),
});

/** Of one among others: why it was refused, or what it is called where its file's name does not say so; else nothing. */
export function cameDetail(came: Came): string {
  if (came.outcome === 'refused') return sentence(came.error);
  return isCalled(came.file, came.name) ? '' : t('imports.as', { name: came.name });
}

/** How many came to what. */
export const cameSummary = (came: readonly Came[]): string =>
  listed(
    ...cameOutcomes
      .map((outcome) => [outcome, came.filter((one) => one.outcome === outcome).length] as const)
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => t(`imports.${outcome}`, { count })),
  );

const isCalled = (file: string, name: string): boolean => file.replace(/\.\w+$/, '') === name;
