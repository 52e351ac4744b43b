/** What tells runs apart that are drawn together: of all that they were made with, what is not the same in each. */
import type { EngineName } from '../../../src-main/contract/engine.ts';
import {
  isFree,
  type NumericField,
  type TrainingSettings,
} from '../../../src-main/contract/settings.ts';
import { exact } from '../../text/format.ts';
import { firstWeightsInWords } from '../../run/settings-facts.ts';
import { kindInWords } from '../../text/kind-in-words.ts';
import { numberInWords } from '../../text/number-in-words.ts';
import { saidOf, t } from '../../text/messages.svelte.ts';

export interface Made {
  readonly settings: TrainingSettings;
  readonly corpusName: string;
  readonly corpusHash: string;
  readonly engine: { readonly name: EngineName; readonly threads: number };
}

const number = (field: NumericField, symbol: string) => (run: Made) =>
  `${symbol} ${exact(run.settings[field])}`;
const named = (field: NumericField) => (run: Made) =>
  `${t(`settings.${field}.label`)} ${numberInWords(field, run.settings[field])}`;
/** Nothing where it is not chosen in the run. */
const own = (field: NumericField, told: (run: Made) => string) => (run: Made) =>
  isFree(field, run.settings) ? told(run) : '';

/** In the order in which a person would tell them apart; each in as few words as are understood. */
const facts: readonly {
  readonly of: (run: Made) => string;
  readonly same?: (run: Made) => unknown;
}[] = [
  { of: ({ corpusName }) => corpusName, same: ({ corpusHash }) => corpusHash },
  { of: ({ settings }) => kindInWords(settings) },
  { of: ({ settings }) => t(`settings.sampling.${settings.sampling}`) },
  {
    of: ({ settings }) =>
      saidOf(t('settings.detach.label'), t(settings.detach ? 'runs.yes' : 'runs.no')),
  },
  { of: ({ settings }) => t(`settings.optimiser.${settings.optimiser}`) },
  { of: number('learningRate', 'η') },
  { of: own('momentum', number('momentum', 'β')) },
  { of: own('weightDecay', number('weightDecay', 'λ')) },
  { of: ({ settings }) => t(`settings.schedule.${settings.schedule}`) },
  { of: own('stepPeriod', named('stepPeriod')) },
  { of: own('stepFactor', named('stepFactor')) },
  { of: named('warmup') },
  { of: ({ settings }) => `${t('settings.clip.label')} ${t(`settings.clip.${settings.clip}`)}` },
  { of: own('clippingThreshold', number('clippingThreshold', 'θ')) },
  { of: ({ settings }) => firstWeightsInWords(settings) },
  { of: number('hiddenSize', 'H') },
  { of: number('layers', 'L') },
  { of: own('embeddingSize', number('embeddingSize', 'E')) },
  {
    of: ({ settings }) =>
      saidOf(t('settings.tied.label'), t(settings.tied ? 'runs.yes' : 'runs.no')),
  },
  { of: named('dropout') },
  { of: number('timeSteps', 'T') },
  { of: number('batchSize', 'B') },
  { of: named('maxCharacters') },
  { of: ({ settings }) => t(`settings.lineBreaks.${settings.lineBreaks}`) },
  {
    of: ({ settings: { heldOut } }) =>
      `${t('settings.heldOut.label')} ${t(`settings.heldOut.${heldOut.by}`, heldOut)}`,
  },
  { of: named('seed') },
  { of: named('epochs') },
  { of: ({ engine }) => t(`train.${engine.name}`) },
  {
    of: ({ engine }) =>
      t('models.engineThreads', { engine: t(`train.${engine.name}`), count: engine.threads }),
    same: ({ engine }) => engine.threads,
  },
];

/** @returns whether a fact tells some of the runs apart: what has no part in a run is nothing that it differs by */
const tellsApart = ({ of, same = of }: (typeof facts)[number], runs: readonly Made[]): boolean =>
  new Set(runs.filter((run) => of(run) !== '').map(same)).size > 1;

/** A legend with more says nothing at a glance; only runs that are the same in all of these are told by what comes after. */
const MOST = 4;

/** @returns of each run what differs, such as “Random · θ 0.01”; empty where nothing does */
export function differing(runs: readonly Made[]): string[] {
  const apart = facts.filter((fact) => tellsApart(fact, runs));
  const words = apart.slice(0, MOST).reduce(
    (told, { of }) => told.map((words, place) => [...words, of(runs[place]!)]),
    runs.map((): string[] => []),
  );
  for (const fact of apart.slice(MOST))
    for (const alike of Map.groupBy(runs.keys(), (place) => words[place]!.join()).values()) {
      const ofThem = alike.map((place) => runs[place]!);
      if (tellsApart(fact, ofThem))
        for (const place of alike) words[place]!.push(fact.of(runs[place]!));
    }
  return words.map((told) => told.filter(Boolean).join(' · '));
}
