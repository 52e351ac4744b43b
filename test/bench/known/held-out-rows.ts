/** Rows on what is not learnt: the lowest perplexity of three networks on the last tenth of the songbook, and what counting alone reaches there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { defaultSettings, type TrainingSettings } from '../../../src-main/contract/settings.ts';
import { countingPerplexities } from '../../../src-main/core/n-grams.ts';
import { preprocess } from '../../../src-main/core/text/corpus.ts';
import { Vocabulary } from '../../../src-main/core/text/vocabulary.ts';
import { threadsOf } from '../../../src-main/services/engines/engines.ts';
import type { Size } from '../sizes.ts';
import { heading, row } from '../table.ts';
import { each, figure, meanOf, nearTo, printPeer, SEEDS, type Lowest } from './known-figures.ts';
import { HELD_OUT_OF, knownCounting, knownHeldOut } from './known-results.ts';
import { ownEpochs } from './own-run.ts';
import { peerEpochs, type PeerEpoch } from './peer.ts';

type Held = Size & { readonly heldOut: Int32Array };

/** Ends each run once its perplexity on what is held out gets no lower. */
const run: Partial<TrainingSettings> = {
  ...{ sampling: 'consecutive', clippingThreshold: 1, epochs: 60, predPeriod: 60 },
  ...{ heldOut: { by: 'last', percent: 10 }, patience: 4 },
};

/** Counting first, then the networks. */
export async function printHeldOut(
  program: string,
  resources: string,
  engine: EngineName,
  withPeers: boolean,
): Promise<void> {
  const songs = songbook(resources);
  heading(
    `known results: ${HELD_OUT_OF} characters of the songbook, the last tenth held out, V ${songs.vocabularySize}; known of other lyrics`,
  );
  printCounting(songs);
  for (const { name, settings, lowest } of knownHeldOut) {
    const [ours, theirs]: [Lowest[], Lowest[]] = [[], []];
    for (const seed of SEEDS) {
      const size = { ...songs, settings: { ...defaultSettings, ...run, ...settings, seed } };
      ours.push(lowestOf(await ownEpochs(program, engine, size)));
      if (withPeers) theirs.push(lowestOf(await peerEpochs(size, threadsOf(engine))));
    }
    const at = (of: readonly Lowest[]): number[] => of.map(({ perplexity }) => perplexity);
    const found = meanOf(ours);
    row(
      `${name}: lowest on what is held out (epoch)`,
      `${figure(found)} (${each(ours)})`,
      nearTo(found, { low: lowest, high: lowest }),
    );
    if (withPeers) printPeer(at(ours), at(theirs), ` (${each(theirs)})`);
  }
}

const lowestOf = (epochs: readonly PeerEpoch[]): Lowest =>
  epochs
    .map(({ heldOut }, i) => ({ perplexity: heldOut!, epoch: i + 1 }))
    .reduce((a, b) => (b.perplexity < a.perplexity ? b : a));

/** What is held out has none of its characters that are not learnt. */
function songbook(resources: string): Held {
  const folder = join(resources, 'corpora', 'songs.zh');
  const songs = readdirSync(folder).sort();
  const text = preprocess(
    songs.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n'),
    { maxCharacters: HELD_OUT_OF, lineBreaks: 'space' },
  );
  const characters = [...text];
  const border = Math.round(0.9 * characters.length);
  const learnt = characters.slice(0, border).join('');
  const vocabulary = Vocabulary.of(learnt);
  return {
    ...{ name: 'songbook', settings: defaultSettings, vocabularySize: vocabulary.size },
    ids: vocabulary.encode(learnt).ids,
    heldOut: vocabulary.encode(characters.slice(border).join('')).ids,
  };
}

function printCounting({ ids, heldOut, vocabularySize }: Held): void {
  const counting = countingPerplexities(ids, heldOut, vocabularySize, knownCounting.length);
  const began = performance.now();
  let next = counting.next();
  while (!next.done) next = counting.next();
  const seconds = (performance.now() - began) / 1000;
  for (const [i, perplexity] of next.value.entries()) {
    const known = knownCounting[i]!;
    const target = nearTo(perplexity, { low: known, high: known });
    row(`counting alone, order ${i + 1}`, figure(perplexity), target);
  }
  row('counting alone, all orders, seconds', seconds.toFixed(3));
}
