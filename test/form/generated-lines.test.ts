/** Every wish and every pair of wishes, that nothing is copied among them, in a thousand lines that the search has written. */
import { expect, test } from 'vitest';
import {
  lineConstraint,
  type GivenLineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import { Random } from '../../src-main/core/random.ts';
import { eachOf, startOf, type Constraint } from '../../src-main/core/search/constraint.ts';
import { WithoutCopying } from '../../src-main/core/search/no-copy.ts';
import { search } from '../../src-main/core/search/search.ts';
import type { Rows, Streams } from '../../src-main/core/search/streams.ts';
import { VerbatimIndex } from '../../src-main/core/text/verbatim.ts';
import { FormSteps } from '../../src-main/form/form-constraint.ts';
import { placings } from '../../src-main/form/placings.ts';
import { lineSteps } from '../../src-main/form/line-constraint.ts';
import { alphabetWith, han, isAsWished, isWellSet } from './brute-force.ts';

const LINES = 1000;
/** Lines at once. */
const STREAMS = 250;
/** Characters that may be copied in a row. */
const MAY_COPY = 2;

const alphabet = alphabetWith([...han, '，', ' ']);
const { characters, lineEnd } = alphabet;
const V = characters.length;

/** A model that knows of one character what comes after it, some of it a hundred times as often as the rest; lines have about eight. */
const after = (() => {
  const random = new Random(3);
  return characters.map(() => {
    const weights = characters.map((_, id) =>
      id === lineEnd ? 10 : Math.exp(1.5 * random.normal()),
    );
    const total = weights.reduce((a, b) => a + b, 0);
    const row = Float32Array.from(weights, (weight) => weight / total);
    return { row, logs: row.map(Math.log) };
  });
})();

function rowsAfter(ids: ArrayLike<number>): Rows {
  const [probabilities, logProbabilities] = [0, 0].map(() => new Float32Array(ids.length * V));
  for (let b = 0; b < ids.length; b++) {
    probabilities!.set(after[ids[b]!]!.row, b * V);
    logProbabilities!.set(after[ids[b]!]!.logs, b * V);
  }
  return { probabilities: probabilities!, logProbabilities: logProbabilities! };
}
const streamsAfter = (id: number): Streams => ({
  count: STREAMS,
  first: rowsAfter([id]),
  step: (ids) => Promise.resolve(rowsAfter(ids)),
});

/** What the model has learnt: what it would write by itself, so that much is a copy. */
const corpus = (() => {
  const random = new Random(4);
  let [text, last] = ['', 0];
  for (let count = 0; count < 3000; count++) {
    let rest = random.uniform();
    last = Math.max(
      0,
      after[last]!.row.findIndex((p) => (rest -= p) < 0),
    );
    text += characters[last]!;
  }
  return text;
})();
const index = VerbatimIndex.of(
  Array.from(corpus, (one) => one.codePointAt(0)!),
  MAY_COPY,
);
/** Punctuation and white space do not count, and no run goes on over a song's end. */
const learnt = corpus.replaceAll(/\P{Script=Han}/gu, '');
const copies = (line: string): boolean => {
  const own = [...line].filter((one) => han.includes(one));
  return own.some((_, at) => {
    const run = own.slice(at, at + MAY_COPY + 1);
    return run.length > MAY_COPY && learnt.includes(run.join(''));
  });
};

/** One of each kind, such as all others can be wished with. */
const wishes = {
  length: { length: { min: 5, max: 7 } },
  rhyme: { rhyme: { with: { text: '光' }, system: 'near' } },
  tone: { tone: 'level' },
  pattern: { pattern: ['any', 'level', 'oblique', 'any', 'any', 'level'] },
  given: { given: [{ place: 2, character: '花' }] },
  must: { must: ['人心'] },
  without: { without: ['雨', '话', '天年'] },
  noRepeatWithin: { noRepeatWithin: 4 },
  punctuation: { punctuation: false },
  noCopy: {},
} satisfies Record<string, GivenLineConstraint>;
type Kind = keyof typeof wishes;
const kinds = Object.keys(wishes) as Kind[];

async function linesOf(some: readonly Kind[]): Promise<string[]> {
  const steps = lineSteps(wishOf(some), { alphabet });
  return some.includes('noCopy')
    ? written(new WithoutCopying(steps, { index, most: MAY_COPY }, characters, [], () => false))
    : written(steps);
}
const wishOf = (some: readonly Kind[]) =>
  lineConstraint.parse(Object.assign({}, ...some.map((kind) => wishes[kind])));

async function written<State>(constraint: Constraint<State>): Promise<string[]> {
  const random = new Random(12);
  const lines: string[] = [];
  for (let turn = 0; lines.length < LINES && turn < 40; turn++) {
    const found = await search(streamsAfter(turn % V), constraint, {
      ...{ islands: 5, settings: { temperature: 1 }, prefix: Int32Array.of(turn % V) },
      ...{ spared: [], longest: 40, random },
    });
    for (const { text } of found) {
      const ids = text.map(({ id }) => id);
      expect(ids.at(-1)).toBe(lineEnd);
      lines.push(
        ids
          .slice(0, -1)
          .map((id) => characters[id]!)
          .join(''),
      );
    }
  }
  return lines;
}

const holds = (line: string, some: readonly Kind[]): boolean =>
  isWellSet(line) && isAsWished(line, wishOf(some)) && !(some.includes('noCopy') && copies(line));

const pairs = kinds.flatMap((one, at) => kinds.slice(at + 1).map((other) => [one, other]));

test.each(
  [...kinds.map((kind) => [kind]), ...pairs].map((some) => [some.join(' and '), some] as const),
)('%s', async (_, some) => {
  const lines = await linesOf(some);
  expect(lines.length).toBeGreaterThanOrEqual(LINES);
  expect(lines.filter((line) => !holds(line, some))).toEqual([]);
});

test('a word that is to come stands anywhere in its line', async () => {
  const form = { lines: [lineConstraint.parse({ length: { min: 7, max: 7 }, must: ['人心'] })] };
  const constraints = placings(form, 25).map((placed) => new FormSteps(placed, { alphabet }));
  const random = new Random(5);
  const found = await search(
    streamsAfter(0),
    eachOf(constraints[0]!),
    {
      ...{ islands: 25, settings: { temperature: 1 }, prefix: Int32Array.of(0) },
      ...{ spared: [], longest: 40, random },
    },
    constraints.map(startOf),
  );
  const lines = found.map(({ text }) => text.map(({ id }) => characters[id]!).join(''));
  expect(lines.length).toBeGreaterThan(STREAMS / 2);
  const places = Map.groupBy(lines, (line) => {
    const at = line.replaceAll(/[， ]/gu, '').indexOf('人心');
    expect([line, at >= 0]).toEqual([line, true]);
    return at;
  });
  for (const at of [0, 1, 2, 3, 4, 5])
    expect([at, (places.get(at)?.length ?? 0) >= lines.length / 20]).toEqual([at, true]);
});

test('none of them holds by itself', async () => {
  const lines = await linesOf([]);
  expect(lines.length).toBeGreaterThanOrEqual(LINES);
  for (const kind of kinds)
    expect([kind, lines.filter((line) => !holds(line, [kind])).length > LINES / 20]).toEqual([
      kind,
      true,
    ]);
});

test('a line is no longer than lines are, where it is to have a word and no length', async () => {
  for (const line of await linesOf(['must']))
    expect([...line].filter((one) => han.includes(one)).length).toBeLessThanOrEqual(16);
});
