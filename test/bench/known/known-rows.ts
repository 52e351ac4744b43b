/** Rows on known results: three seeds of each run of the table, on the sample, beside what others have measured on other lyrics. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import type { EpochReport } from '../../../src-main/contract/training.ts';
import { countingPerplexities } from '../../../src-main/core/n-grams.ts';
import { preprocess } from '../../../src-main/core/text/corpus.ts';
import { Vocabulary } from '../../../src-main/core/text/vocabulary.ts';
import { threadsOf } from '../../../src-main/services/engines/engines.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { ComputeLink } from '../../../src-main/supervisor/link.ts';
import { train } from '../../compute/train.ts';
import { bookSize, type Size } from '../sizes.ts';
import { heading, row, type Target } from '../table.ts';
import { knownCounting, knownRuns, type KnownRun, type Range } from './known-results.ts';
import { peerPerplexities } from './peer.ts';

const SEEDS = [1, 2, 3];
/** Another text has other perplexities: half an order of magnitude is to both sides of what is known. */
const NEAR = Math.sqrt(10);
/** The same weights and batches come to the same but for the order of sums. */
const EQUAL = 0.03;

interface Known {
  /** The built compute process. */
  readonly program: string;
  readonly resources: string;
  readonly engine: EngineName;
  /** Whether PyTorch makes the same runs. */
  readonly withPeers: boolean;
}

/** Prints the table. */
export async function printKnown({ program, resources, engine, withPeers }: Known): Promise<void> {
  const book = bookSize(resources);
  heading(
    `known results: the first ${book.ids.length} characters of the sample, V ${book.vocabularySize}, ${SEEDS.length} seeds; known of other lyrics`,
  );
  for (const known of knownRuns) {
    const sizes = SEEDS.map((seed): Size => sizeOf(book, known, seed));
    const ours: number[][] = [];
    for (const size of sizes) ours.push(await perplexitiesOf(program, engine, size));
    const theirs: number[][] = [];
    const nudged: number[][] = [];
    if (withPeers)
      for (const size of sizes) {
        theirs.push(await peerPerplexities(size, threadsOf(engine)));
        nudged.push(await peerPerplexities(size, threadsOf(engine), true));
      }
    for (const [epoch, range] of Object.entries(known.after)) {
      const at = (of: number[][]): number[] => of.map((one) => one[Number(epoch) - 1]!);
      const found = mean(at(ours));
      row(
        `${known.name}: after ${epoch} epochs`,
        `${figure(found)} (${at(ours).map(figure).join(', ')})`,
        nearTo(found, range),
      );
      if (!withPeers) continue;
      const peer = mean(at(theirs));
      const off = found / peer - 1;
      row('  PyTorch, and how far ours is from it', `${figure(peer)}, ${percent(off)}`, {
        words: `within ${100 * EQUAL} %`,
        reached: Math.abs(off) <= EQUAL,
      });
      const itself = at(nudged).map((one, seed) => Math.abs(one / at(theirs)[seed]! - 1));
      row(
        '  PyTorch from itself, its first weights changed in their last digit',
        `${percent(mean(at(nudged)) / peer - 1)}; of a seed, up to ${percent(Math.max(...itself))}`,
      );
    }
  }
  printCounting(resources);
}

function sizeOf(book: Size, { settings, after }: KnownRun, seed: number): Size {
  const epochs = Math.max(...Object.keys(after).map(Number));
  const run = { epochs, predPeriod: epochs, sampling: 'consecutive' as const, seed };
  return { ...book, settings: { ...defaultSettings, ...settings, ...run } };
}

/** @returns the perplexity of each epoch of a run that is made as the product makes it */
export async function perplexitiesOf(
  program: string,
  engine: EngineName,
  size: Size,
): Promise<number[]> {
  const reports: EpochReport[] = [];
  const link = new ComputeLink(
    childProcessSpawn(program)({ engine, threads: threadsOf(engine) }),
    (name, data) => {
      if (name === 'progress') reports.push(...(data as { epochs: EpochReport[] }).epochs);
    },
  );
  const { settings, vocabularySize, ids } = size;
  await train(link.calls, { settings, vocabularySize, ids, prefixes: [] });
  await link.end();
  return reports.map(({ perplexity }) => perplexity);
}

/** Counting alone, on as many characters of the songbook as were known of. */
function printCounting(resources: string): void {
  const folder = join(resources, 'corpora', 'songs.zh');
  const songs = readdirSync(folder).sort();
  const text = preprocess(
    songs.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n'),
    { maxCharacters: knownCounting.characters, lineBreaks: 'space' },
  );
  const characters = [...text];
  const border = Math.round(0.9 * characters.length);
  const learnt = characters.slice(0, border).join('');
  const vocabulary = Vocabulary.of(learnt);
  const { ids } = vocabulary.encode(learnt);
  const { ids: heldOut } = vocabulary.encode(characters.slice(border).join(''));
  heading(
    `counting alone: ${characters.length} characters of the songbook, the last tenth held out, V ${vocabulary.size}`,
  );
  const orders = knownCounting.perplexities.length;
  const counting = countingPerplexities(ids, heldOut, vocabulary.size, orders);
  const began = performance.now();
  let next = counting.next();
  while (!next.done) next = counting.next();
  const seconds = (performance.now() - began) / 1000;
  for (const [i, perplexity] of next.value.entries()) {
    const known = knownCounting.perplexities[i]!;
    row(`order ${i + 1}`, figure(perplexity), nearTo(perplexity, { low: known, high: known }));
  }
  row('all of them, seconds', seconds.toFixed(3));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

const figure = (perplexity: number): string => perplexity.toPrecision(4);

/** The range that is known stands beside what is to be reached. */
const nearTo = (value: number, { low, high }: Range): Target => ({
  words: `known: ${low === high ? low : `${low} to ${high}`}, half an order of magnitude`,
  reached: value >= low / NEAR && value <= high * NEAR,
});
