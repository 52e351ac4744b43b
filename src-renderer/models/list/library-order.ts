/** The order of the models of a library, and which of them a search finds. */
import { z } from 'zod';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import type { Language } from '../../../src-main/contract/preferences.ts';
import { plain, wordsOf } from '../../text/search.ts';

export const sortKey = z.enum([
  'name',
  'favourite',
  'savedAt',
  'corpusName',
  'characters',
  'cell',
  'hiddenSize',
  'epochs',
  'perplexity',
  'bytes',
  'outcome',
]);
export type SortKey = z.infer<typeof sortKey>;

export const sort = z.object({ key: sortKey, ascending: z.boolean() });
export type Sort = z.infer<typeof sort>;

export const newestFirst: Sort = { key: 'savedAt', ascending: false };

/** What one looks for first: names from the beginning, the best perplexity, the newest, the most. */
const upward: readonly SortKey[] = ['name', 'corpusName', 'cell', 'perplexity', 'outcome'];

/** @returns the order after a press on `key`: it turns round when it is the one that holds. */
export const nextSort = (now: Sort, key: SortKey): Sort =>
  now.key === key ? { key, ascending: !now.ascending } : { key, ascending: upward.includes(key) };

/**
 * @returns the models in order: a person's own before those that come with the product; what is not known of one comes last either
 * way, and equals come newest first
 */
export function sortModels(
  models: readonly ModelInfo[],
  { key, ascending }: Sort,
  language: Language,
): ModelInfo[] {
  const { compare } = new Intl.Collator(language === 'zh' ? 'zh-Hans' : 'en', { numeric: true });
  const sign = ascending ? 1 : -1;
  return models
    .map((model) => ({ model, value: valueOf(model, key) }))
    .sort((a, b) => {
      const byValue =
        a.value === null || b.value === null
          ? Number(a.value === null) - Number(b.value === null)
          : sign *
            (typeof a.value === 'string'
              ? compare(a.value, String(b.value))
              : a.value - Number(b.value));
      return (
        byOwner(a.model, b.model) ||
        byValue ||
        Date.parse(b.model.savedAt) - Date.parse(a.model.savedAt)
      );
    })
    .map(({ model }) => model);
}

const byOwner = (a: ModelInfo, b: ModelInfo): number => Number(a.builtIn) - Number(b.builtIn);

function valueOf(model: ModelInfo, key: SortKey): string | number | null {
  if (key === 'savedAt') return Date.parse(model.savedAt);
  if (key === 'name' || key === 'bytes') return model[key];
  if (model.damage !== null) return null;
  if (key === 'favourite') return Number(model.favourite);
  return model[key];
}

/** Kept by model, since every letter that is typed looks at all of them. */
const searched = new WeakMap<ModelInfo, string>();

function searchedText(model: ModelInfo): string {
  const known = searched.get(model);
  if (known !== undefined) return known;
  const text = plain([model.name, model.corpusName, ...model.tags].join('\n'));
  searched.set(model, text);
  return text;
}

/** @returns whether name, corpus and tags together have every word of the query, in whatever case and width */
export function finder(query: string): (model: ModelInfo) => boolean {
  const words = wordsOf(query);
  return (model) => {
    const text = searchedText(model);
    return words.every((word) => text.includes(word));
  };
}
