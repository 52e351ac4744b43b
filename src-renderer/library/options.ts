/** Rows of a choice out of the library: each by its name, and by more of it where another one would look the same. */
import type { CorpusInfo } from '../../src-main/contract/corpus/corpus.ts';
import type { RunInfo } from '../../src-main/contract/runs/run.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { count, figure, moment, NOTHING } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';

export interface Option {
  readonly id: string;
  readonly label: string;
}

export const corpusOptions = (corpora: readonly CorpusInfo[]): Option[] =>
  distinct(
    corpora,
    ({ name }) => name,
    ({ characters }) => t('corpus.listFacts', { count: characters, characters: count(characters) }),
  );

const modelOption = ({ name, perplexity }: ModelInfo): string =>
  t('write.modelOption', {
    name,
    perplexity: perplexity === null ? NOTHING : figure(perplexity),
  });

/** Of a run without a model, that is said. */
export const runOptions = (runs: readonly RunInfo[]): Option[] =>
  distinct(
    runs,
    (run) => [modelOption(run), ...(run.hasModel ? [] : [t('runs.record.mark')])].join(' · '),
    ({ savedAt }) => moment(savedAt),
  );

export const modelOptions = (models: readonly ModelInfo[]): Option[] =>
  distinct(models, modelOption, ({ savedAt }) => moment(savedAt));

function distinct<Thing extends { readonly id: string }>(
  things: readonly Thing[],
  labelOf: (thing: Thing) => string,
  moreOf: (thing: Thing) => string,
): Option[] {
  const labels = things.map(labelOf);
  return things.map((thing, index) => {
    const label = labels[index]!;
    const isOnly = labels.indexOf(label) === labels.lastIndexOf(label);
    return { id: thing.id, label: isOnly ? label : `${label} · ${moreOf(thing)}` };
  });
}
