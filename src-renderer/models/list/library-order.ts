/** The order of the runs of a library, and which of them a search finds. */
import { z } from 'zod';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { isUsed } from '../../../src-main/contract/settings.ts';
import type { Language } from '../../../src-main/contract/preferences.ts';
import { countedPerplexity, verbatimShare } from '../../../src-main/contract/training.ts';
import { plain, wordsOf } from '../../text/search.ts';

export const sortKey = z.enum([
  ...['name', 'favourite', 'savedAt', 'createdAt', 'corpusName', 'characters', 'cell'],
  ...['hiddenSize', 'timeSteps', 'batchSize', 'learningRate', 'clippingThreshold', 'sampling'],
  ...['heldOut', 'seed', 'epochs', 'perplexity', 'validationPerplexity', 'best', 'verbatim'],
  ...['counting', 'trainingSeconds', 'outcome', 'engine', 'parentName', 'bytes', 'tags', 'notes'],
] as const);
export type SortKey = z.infer<typeof sortKey>;

export const sort = z.object({ key: sortKey, ascending: z.boolean() });
export type Sort = z.infer<typeof sort>;

export const newestFirst: Sort = { key: 'savedAt', ascending: false };

/** What one looks for first: names from the beginning, the best perplexity, the newest, the most. */
const upward: readonly SortKey[] = [
  ...(['name', 'corpusName', 'cell', 'sampling', 'outcome', 'engine', 'parentName'] as const),
  ...(['tags', 'notes', 'perplexity', 'validationPerplexity', 'best', 'verbatim'] as const),
  'counting',
];

/** @returns the order after a press on `key`: it turns round when it is the one that holds. */
export const nextSort = (now: Sort, key: SortKey): Sort =>
  now.key === key ? { key, ascending: !now.ascending } : { key, ascending: upward.includes(key) };

/**
 * @returns the runs in order: a person's own before those that come with the product; what is not known of one comes last either
 * way, and equals come newest first
 */
export function sortRuns<Run extends ModelInfo>(
  runs: readonly Run[],
  { key, ascending }: Sort,
  language: Language,
): Run[] {
  const { compare } = new Intl.Collator(language === 'zh' ? 'zh-Hans' : 'en', { numeric: true });
  const sign = ascending ? 1 : -1;
  return runs
    .map((run) => ({ run, value: valueOf(run, key) }))
    .sort((a, b) => {
      const byValue =
        a.value === null || b.value === null
          ? Number(a.value === null) - Number(b.value === null)
          : sign *
            (typeof a.value === 'string'
              ? compare(a.value, String(b.value))
              : a.value - Number(b.value));
      return (
        byOwner(a.run, b.run) ||
        byValue ||
        Date.parse(b.run.savedAt) - Date.parse(a.run.savedAt) ||
        byId(a.run, b.run)
      );
    })
    .map(({ run }) => run);
}

/** Copies were saved at the same time as what they are of; a record has the place that its model had. */
const byId = (a: ModelInfo, b: ModelInfo): number =>
  a.builtIn ? 0 : Number(a.id < b.id) - Number(a.id > b.id);

const byOwner = (a: ModelInfo, b: ModelInfo): number => Number(a.builtIn) - Number(b.builtIn);

const told = (text: string): string | null => (text === '' ? null : text);

function valueOf(run: ModelInfo, key: SortKey): string | number | null {
  if (key === 'savedAt') return Date.parse(run.savedAt);
  if (key === 'name' || key === 'bytes') return run[key];
  if (run.damage !== null) return null;
  const { settings } = run;
  switch (key) {
    case 'favourite':
      return Number(run.favourite);
    case 'createdAt':
      return Date.parse(run.createdAt);
    case 'best':
      return bestOf(run);
    case 'counting':
      return run.counting && countedPerplexity(run.counting);
    case 'verbatim':
      return run.verbatim && verbatimShare(run.verbatim);
    case 'engine':
      return run.engine.name;
    case 'tags':
      return told(run.tags.join('\n'));
    case 'notes':
      return told(run.notes);
    case 'heldOut':
      return settings && heldOutShare(settings.heldOut);
    case 'timeSteps':
    case 'batchSize':
    case 'learningRate':
    case 'clippingThreshold':
    case 'sampling':
    case 'seed':
      return settings && isUsed(key, settings) ? settings[key] : null;
    default:
      return run[key];
  }
}

/** @returns the perplexity, on what is learnt, of the best epoch; null where none is known to be good */
export const bestOf = ({ best, perplexity }: ModelInfo): number | null =>
  best?.perplexity ?? perplexity;

type HeldOut = NonNullable<ModelInfo['settings']>['heldOut'];

/** In percent, about. */
function heldOutShare(heldOut: HeldOut): number {
  if (heldOut.by === 'none') return 0;
  return heldOut.by === 'last' ? heldOut.percent : 100 / heldOut.every;
}

/** Kept by run, since every letter that is typed looks at all of them. */
const searched = new WeakMap<ModelInfo, string>();

function searchedText(run: ModelInfo): string {
  const known = searched.get(run);
  if (known !== undefined) return known;
  const text = plain([run.name, run.corpusName, ...run.tags, run.notes].join('\n'));
  searched.set(run, text);
  return text;
}

/** @returns whether name, corpus, tags and notes together have every word of the query, in whatever case and width */
export function finder(query: string): (run: ModelInfo) => boolean {
  const words = wordsOf(query);
  return (run) => {
    const text = searchedText(run);
    return words.every((word) => text.includes(word));
  };
}
