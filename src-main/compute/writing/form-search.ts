/** Searches readings of a form: builds its constraint, tries many texts at once, and says what is in the way where there are none. */
import type { Form } from '../../contract/writing/constraint.ts';
import type { InTheWay, Obstacle } from '../../contract/writing/lines.ts';
import { wishKind } from '../../contract/writing/constraint.ts';
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import { eachOf, startOf, type Constraint } from '../../core/search/constraint.ts';
import { WithoutCopying } from '../../core/search/no-copy.ts';
import { best, type Candidate } from '../../core/search/ranking.ts';
import { search, type Found } from '../../core/search/search.ts';
import type { Written } from '../../core/search/particles.ts';
import type { Streams } from '../../core/search/streams.ts';
import type { VerbatimIndex } from '../../core/text/verbatim.ts';
import { unitsOf } from '../../core/text/units.ts';
import { Random } from '../../core/random.ts';
import { FormSteps, type FormState, type PlacedForm } from '../../form/form-constraint.ts';
import { placings } from '../../form/placings.ts';
import { impossible } from '../../form/obstacles.ts';
import type { Surroundings } from '../../form/line-automaton.ts';
import type { CharacterKind } from '../../language/units.ts';

/** Texts at once. */
const STREAMS = 256;
/** And where it is only to be found out what is in the way. */
const TRIAL_STREAMS = 64;
/** How often as many are tried before it is said that there are none. */
const ROUNDS = 4;
/** Within these, the particles of a line take over from one another; the more there are, the more unlike they stay. */
const ISLANDS_OF_A_LINE = 4;
/** As many, of a line in which a word is to come: it begins at another place in each. */
const ISLANDS_OF_A_WORD = 16;
/** A line is no longer than this, in characters of the vocabulary. */
const LONGEST_LINE = 256;

/** What lines are to be like, and what stands before them. */
export interface Wished {
  readonly form: Form;
  readonly surroundings: Surroundings;
  readonly index: VerbatimIndex | undefined;
  /** Units in a row that may be copied; null: any number. */
  readonly noCopy: number | null;
  readonly prefix: Int32Array;
}

export interface FormQuery extends Wished {
  readonly settings: SamplingSettings;
  readonly spared: readonly number[];
  /** Readings. */
  readonly count: number;
  /** Texts that are not wanted again, as `textOf` has them. */
  readonly shown: ReadonlySet<string>;
  readonly seed: number;
  readonly gate: () => Promise<'go' | 'stop'>;
}

/** Streams that begin after the prefix. */
export type Begin = <Result>(
  count: number,
  temperature: number,
  use: (streams: Streams) => Promise<Result>,
) => Promise<Result>;

export interface FormReading extends Candidate {
  readonly text: readonly Written[];
}

export interface FormReadings {
  readonly readings: FormReading[];
  readonly tried: number;
  readonly inTheWay: InTheWay[];
  readonly nearest: FormReading[];
  readonly cancelled: boolean;
}

/** @throws Overflow */
export async function searchForm(query: FormQuery, begin: Begin): Promise<FormReadings> {
  const { form, count } = query;
  let isCancelled = false;
  const gate = async (): Promise<'go' | 'stop'> => {
    if (!isCancelled && (await query.gate()) === 'stop') isCancelled = true;
    return isCancelled ? 'stop' : 'go';
  };
  const random = new Random(query.seed);
  const run = { ...query, gate };
  const open = form.lines.filter(({ text }) => text === undefined).length;
  const hasWords = form.lines.some(({ text, must }) => text === undefined && must?.length);
  const ofOne = hasWords ? ISLANDS_OF_A_WORD : ISLANDS_OF_A_LINE;
  const islands = open > 1 ? islandsFor(count) : ofOne;
  const candidates = new Map<string, FormReading>();
  const constraints = placings(form, islands).map((placed) => constraintOf(run, placed));
  let tried = 0;
  for (let round = 0; round < ROUNDS && candidates.size < count && !isCancelled; round++) {
    const found = await once(run, constraints, begin, { streams: STREAMS, islands, random });
    tried += STREAMS;
    for (const reading of perIsland(found, open > 1, run))
      if (!query.shown.has(textOf(reading.ids, query)))
        candidates.set(textOf(reading.ids, query), reading);
    if (query.settings.temperature === 0) break; // each round would find the same
  }
  const readings = best([...candidates.values()], count);
  if (readings.length > 0 || isCancelled)
    return { readings, tried, inTheWay: [], nearest: [], cancelled: isCancelled };
  const { inTheWay, nearest } = await obstacles(run, begin, random);
  return { readings, tried, inTheWay, nearest, cancelled: isCancelled };
}

/** @returns the text without the end of its last line */
export function textOf(
  ids: readonly number[],
  { surroundings: { alphabet } }: Pick<FormQuery, 'surroundings'>,
): string {
  const own = ids.at(-1) === alphabet.lineEnd ? ids.slice(0, -1) : ids;
  return own.map((id) => alphabet.characters[id]!).join('');
}

/** @returns a divisor of the streams, with an island more than there are readings where that can be */
function islandsFor(count: number): number {
  let islands = 8;
  while (islands <= count && islands < STREAMS / 4) islands *= 2;
  return islands;
}

const constraintOf = (query: FormQuery, placed: PlacedForm = query.form): Constraint<unknown> =>
  copyingNothing(new FormSteps(placed, query.surroundings), query);

/** @returns the wishes of a form, where copying is to be avoided with that one */
export function copyingNothing(
  steps: Constraint<FormState>,
  { surroundings, index, noCopy, prefix }: Wished,
): Constraint<unknown> {
  if (!index || noCopy === null) return steps;
  const isLocked = (state: FormState): boolean => state.steps === null;
  const { characters } = surroundings.alphabet;
  const copying = { index, most: noCopy };
  return new WithoutCopying(steps, copying, characters, prefix, isLocked);
}

async function once(
  query: FormQuery,
  constraints: readonly Constraint<unknown>[],
  begin: Begin,
  { streams: count, islands, random }: { streams: number; islands: number; random: Random },
): Promise<Found<unknown>[]> {
  const { form, settings, prefix, spared, gate } = query;
  const longest = form.lines.reduce(
    (sum, { text }) => sum + (text === undefined ? LONGEST_LINE : [...text].length + 1),
    0,
  );
  const temperature = settings.temperature === 0 ? 1 : settings.temperature;
  const starts = constraints.map(startOf);
  return begin(count, temperature, (streams) =>
    search(
      streams,
      eachOf(constraints[0]!),
      {
        ...{ islands, settings, prefix, spared, longest, random, gate },
      },
      starts,
    ),
  );
}

/** Of a stanza, texts of one island begin alike: each gives its best. */
function perIsland(
  found: readonly Found<unknown>[],
  isStanza: boolean,
  query: FormQuery,
): FormReading[] {
  const all = found.map((one) => ({ island: one.island, reading: readingOf(one.text, query) }));
  if (!isStanza) return all.map(({ reading }) => reading);
  const islands = Map.groupBy(all, ({ island }) => island);
  return [...islands.values()].flatMap((of) =>
    best(
      of.map(({ reading }) => reading),
      1,
    ),
  );
}

/** What fills a line; the rest is between. */
const counting: ReadonlySet<CharacterKind | null> = new Set([
  'han',
  'character',
  'digit',
  'letter',
]);

function readingOf(text: readonly Written[], query: FormQuery): FormReading {
  const ids = text.map(({ id }) => id);
  const sum = text.reduce((all, { logProbability }) => all + logProbability, 0);
  const { kinds } = query.surroundings.alphabet;
  const count = ids.filter((id) => counting.has(kinds[id] ?? null)).length;
  return { text, ids, logProbability: sum / Math.max(1, count), copied: copiedShare(ids, query) };
}

/** @returns of its units, the share that is its longest copied run */
function copiedShare(ids: readonly number[], query: FormQuery): number {
  const { index } = query;
  if (!index) return 0;
  const units = unitsOf(textOf(ids, query), index.words);
  const longest = Math.max(0, ...index.runs(units, index.shortest).map((run) => run.units));
  return units.length === 0 ? 0 : longest / units.length;
}

/** Tries it without each wish: by how many texts then come to their end, it is counted what is in the way. */
async function obstacles(
  query: FormQuery,
  begin: Begin,
  random: Random,
): Promise<{ inTheWay: InTheWay[]; nearest: FormReading[] }> {
  const trials: (InTheWay & { readings: FormReading[] })[] = [];
  for (const [wish, without] of lighter(query)) {
    if ((await query.gate()) === 'stop') break;
    const trial = { streams: TRIAL_STREAMS, islands: 1, random };
    const found = await once(without, [constraintOf(without)], begin, trial);
    if (found.length === 0) continue;
    const readings = found.map(({ text }) => readingOf(text, query));
    trials.push({ wish, found: found.length, tried: TRIAL_STREAMS, readings });
  }
  trials.sort((a, b) => b.found - a.found);
  const milder = await nearest(query, begin, random);
  return {
    inTheWay: trials.map(({ readings: _, ...trial }) => trial),
    nearest: best(milder.length > 0 ? milder : (trials[0]?.readings ?? []), query.count),
  };
}

/** @returns readings of the form in which each line that the vocabulary cannot write asks for as little less as will do */
async function nearest(query: FormQuery, begin: Begin, random: Random): Promise<FormReading[]> {
  const { form, surroundings } = query;
  let isOther = false;
  const lines = form.lines.map((line) => {
    const milder = line.text === undefined ? impossible(line, surroundings)?.nearest : undefined;
    isOther ||= !!milder;
    return milder ?? line;
  });
  if (!isOther || (await query.gate()) === 'stop') return [];
  const other = { ...query, form: { ...form, lines } };
  const how = { streams: STREAMS, islands: ISLANDS_OF_A_LINE, random };
  const found = await once(other, [constraintOf(other)], begin, how);
  return found.map(({ text }) => readingOf(text, query));
}

/** @returns the query without each of its wishes, one by one */
function* lighter(query: FormQuery): Generator<[Obstacle, FormQuery], void> {
  const { form, noCopy } = query;
  if (noCopy !== null && query.index) yield ['noCopy', { ...query, noCopy: null }];
  for (const kind of wishKind.options) {
    if (!form.lines.some((line) => line[kind] !== undefined)) continue;
    const lines = form.lines.map(({ [kind]: _, ...line }) => line);
    yield [kind, { ...query, form: { ...form, lines } }];
  }
}
