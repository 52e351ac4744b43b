/** Rows on known results: three seeds of each run of the table, on the sample, beside what others have measured on other lyrics. */
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { threadsOf } from '../../../src-main/services/engines/engines.ts';
import { bookSize, type Size } from '../sizes.ts';
import { heading, row } from '../table.ts';
import { printHeldOut } from './held-out-rows.ts';
import { figure, mean, nearTo, percent, printPeer, SEEDS } from './known-figures.ts';
import { knownRuns, type KnownRun } from './known-results.ts';
import { ownEpochs } from './own-run.ts';
import { peerEpochs, type PeerEpoch } from './peer.ts';

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
    const [ours, theirs, nudged]: [PeerEpoch[][], PeerEpoch[][], PeerEpoch[][]] = [[], [], []];
    for (const size of sizes) ours.push(await ownEpochs(program, engine, size));
    if (withPeers)
      for (const size of sizes) {
        theirs.push(await peerEpochs(size, threadsOf(engine)));
        nudged.push(await peerEpochs(size, threadsOf(engine), true));
      }
    for (const [epoch, range] of Object.entries(known.after)) {
      const at = (of: PeerEpoch[][]): number[] =>
        of.map((one) => one[Number(epoch) - 1]!.perplexity);
      const found = mean(at(ours));
      row(
        `${known.name}: after ${epoch} epochs`,
        `${figure(found)} (${at(ours).map(figure).join(', ')})`,
        nearTo(found, range),
      );
      if (!withPeers) continue;
      printPeer(at(ours), at(theirs));
      const itself = at(nudged).map((one, seed) => Math.abs(one / at(theirs)[seed]! - 1));
      row(
        '  PyTorch from itself, its first weights changed in their last digit',
        `${percent(mean(at(nudged)) / mean(at(theirs)) - 1)}; of a seed, up to ${percent(Math.max(...itself))}`,
      );
    }
  }
  await printHeldOut(program, resources, engine, withPeers);
}

function sizeOf(book: Size, { settings, after }: KnownRun, seed: number): Size {
  const epochs = Math.max(...Object.keys(after).map(Number));
  const run = { epochs, predPeriod: epochs, sampling: 'consecutive' as const, seed };
  return { ...book, settings: { ...defaultSettings, ...settings, ...run } };
}
