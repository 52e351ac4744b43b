/** Rows on lines that fit, at the book's size: how long they take, and how much faster many streams are than one. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { GivenLineConstraint } from '../../../src-main/contract/writing/constraint.ts';
import { form as formSchema } from '../../../src-main/contract/writing/constraint.ts';
import { searchForm } from '../../../src-main/compute/writing/form-search.ts';
import { Decoder } from '../../../src-main/core/decoder.ts';
import { initialModel } from '../../../src-main/core/parameters.ts';
import { Random } from '../../../src-main/core/random.ts';
import { StreamProgram } from '../../../src-main/core/search/streams.ts';
import { Vocabulary } from '../../../src-main/core/text/vocabulary.ts';
import { VerbatimIndex } from '../../../src-main/core/text/verbatim.ts';
import { createOnnxEngine } from '../../../src-main/engines/onnx.ts';
import { alphabetOf } from '../../../src-main/form/alphabet.ts';
import { unitsOf } from '../../../src-main/core/text/units.ts';
import { median } from '../statistics.ts';
import { atLeast, atMost, heading, row } from '../table.ts';
import { plainRnn } from '../../contract/all-cells.ts';

const REPEATS = 15;
const STEPS = 40;
const seven = { min: 7, max: 7 };
const first = { line: 0 };
const line: GivenLineConstraint[] = [{ length: seven, rhyme: { with: { name: 'ang' } } }];
/** a-a-b-a */
const stanza: GivenLineConstraint[] = [
  { length: seven },
  { length: seven, rhyme: { with: first } },
  { length: seven },
  { length: seven, rhyme: { with: first } },
];

/** @param resources whose sample is what the model would have learnt */
export async function printLines(resources: string): Promise<void> {
  const text = readFileSync(join(resources, 'corpora', 'original-lyrics.zh.txt'), 'utf8');
  heading("lines that fit, at the book's size");
  const engine = await createOnnxEngine(availableParallelism());
  const vocabulary = Vocabulary.of(text);
  const architecture = { ...plainRnn, vocabularySize: vocabulary.size, hiddenSize: 256 };
  const model = initialModel(architecture, new Random(1));
  const index = VerbatimIndex.of(
    Array.from(text, (character) => character.codePointAt(0)!),
    4,
  );
  const alphabet = alphabetOf(vocabulary.characters, '\n');
  const programs = new Map<number, Promise<StreamProgram<unknown>>>();
  const streams = (count: number): Promise<StreamProgram<unknown>> => {
    const program = programs.get(count) ?? StreamProgram.create<unknown>(engine, model, count);
    programs.set(count, program);
    return program;
  };
  const decoder = await Decoder.create(engine, model);
  const prefix = Int32Array.of(1);
  const after = await decoder.after(prefix);
  const search = async (lines: GivenLineConstraint[], seed: number): Promise<number> => {
    const started = performance.now();
    const { readings } = await searchForm(
      {
        form: formSchema.parse({ lines }),
        surroundings: { alphabet },
        ...{ index, noCopy: 4, settings: { temperature: 1 }, spared: [], count: 6, seed },
        ...{ prefix, shown: new Set(), gate: async () => 'go' },
      },
      async (count, temperature, use) => (await streams(count)).begin(after, temperature, use),
    );
    if (readings.length < 6) throw new Error(`${readings.length} readings`);
    return performance.now() - started;
  };
  const rate = async (count: number): Promise<number> => {
    const program = await streams(count);
    const started = performance.now();
    await program.begin(after, 1, async (all) => {
      const from = Int32Array.from({ length: count }, (_, b) => b);
      for (let i = 0; i < STEPS; i++) await all.step(new Int32Array(count).fill(1), from);
    });
    return (count * STEPS) / (performance.now() - started);
  };
  const repeated = async (measure: (seed: number) => Promise<number>): Promise<number> => {
    await measure(0);
    const values: number[] = [];
    for (let time = 1; time <= REPEATS; time++) values.push(await measure(time));
    return median(values);
  };
  const one = await repeated((seed) => search(line, seed));
  row(
    '256 of 7 characters with a rhyme, no copy over 4',
    `${one.toFixed(0)} ms`,
    atMost(one, 60, '60 ms'),
  );
  const four = await repeated((seed) => search(stanza, seed));
  row(
    'a stanza a-a-b-a of 4 × 7, six readings',
    `${four.toFixed(0)} ms`,
    atMost(four, 1000, '1 s'),
  );
  const times = (await repeated(() => rate(64))) / (await repeated(() => rate(1)));
  row('64 streams: times the characters a second of one', times.toFixed(1), atLeast(times, 4, '4'));
}

/** Characters of 20 MB of Chinese, and of what is looked up. */
const LARGE = 20e6 / 3;
const LINE = 10;

/** An index of what a model has learnt, and a line that is looked up in it. */
export function printCopies(): void {
  heading('what is copied, in 20 MB of Chinese');
  const random = new Random(1);
  // As lyrics have them: a few characters are most of a text, and a tenth of it has come before.
  const points = new Uint32Array(LARGE);
  for (let at = 0; at < points.length; at++) {
    const again = at % 1000 >= 900 ? points[at - 900] : undefined;
    points[at] = again ?? 0x4e00 + Math.floor(3000 * random.uniform() ** 3);
    if (at % LINE === LINE - 1) points[at] = 0x0a;
    if (at % 400 === 399) points[at] = 0x1e;
  }
  const before = process.memoryUsage();
  const started = performance.now();
  const index = VerbatimIndex.of(points, 6);
  const seconds = (performance.now() - started) / 1000;
  const after = process.memoryUsage();
  const bytes =
    after.arrayBuffers - before.arrayBuffers + Math.max(0, after.heapUsed - before.heapUsed);
  const times = Array.from({ length: 1000 }, (_, at) => {
    const from = at * 663 * LINE;
    const line = String.fromCodePoint(...points.subarray(from, from + LINE - 1));
    const asked = performance.now();
    if (index.runs(unitsOf(line, index.words), 6).length === 0) throw new Error('it is there');
    return performance.now() - asked;
  });
  row('the index is made in', `${seconds.toFixed(2)} s`, atMost(seconds, 2, '2 s'));
  row('memory that it holds', `${Math.round(bytes / 1e6)} MB`, atMost(bytes, 150e6, '150 MB'));
  const query = median(times);
  row('a line is looked up in', `${query.toFixed(3)} ms`, atMost(query, 1, '1 ms'));
}
