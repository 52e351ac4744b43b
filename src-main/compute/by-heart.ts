/** What a model has by heart at the end of its run: it writes from the run's prefixes, and that is looked for in what it has learnt. */
import { setImmediate } from 'node:timers/promises';
import type { LanguageModel, TrainingJob } from '../contract/compute-api.ts';
import type { Verbatim } from '../contract/training.ts';
import { shortestCopy } from '../contract/writing/copied-units.ts';
import { Decoder } from '../core/decoder.ts';
import { Random } from '../core/random.ts';
import type { Choice } from '../core/sampling/choice.ts';
import { greedy } from '../core/sampling/choice.ts';
import { atTemperature } from '../core/sampling/sampling.ts';
import type { Engine } from '../core/tensors/engine.ts';
import { ByHeart, type Share, type Written } from '../core/text/by-heart.ts';
import { pieceByPiece } from './piece-by-piece.ts';
import type { Turns } from './turns.ts';

/** As the pad usually draws. */
const TEMPERATURE = 0.8;
/** Of each text: enough for runs that count, and for a share that does not depend on a single one. */
const CHARACTERS = 200;
/** Somebody waits for the end of the run: what is not written by then is not counted. */
const BUDGET_MS = 1000;
/** About a millisecond of looking. */
const IDS_AT_ONCE = 20_000;
/** Where a run has no prefixes, it begins as what it has learnt does. */
const FIRST_CHARACTERS = 2;

/** @returns null where nothing that counts was written */
export async function byHeart<V>(
  engine: Engine<V>,
  model: LanguageModel,
  { ids, prefixes, seed }: Pick<TrainingJob, 'prefixes'> & { ids: Int32Array; seed: number },
  characters: readonly string[],
  turns: Turns,
): Promise<Verbatim | null> {
  const textOf = (some: Iterable<number>): string =>
    Array.from(some, (id) => characters[id]).join('');
  const shortest = shortestCopy(characters);
  const until = performance.now() + BUDGET_MS;
  const random = new Random(seed);
  const choices: Choice[] = [greedy, atTemperature(TEMPERATURE, random)];
  const begun = prefixes.length > 0 ? prefixes : [ids.slice(0, FIRST_CHARACTERS)];
  const texts: Written[] = [];
  const decoder = await turns.take(() => Decoder.create(engine, model));
  try {
    // One of each after the other: should there be time for some alone, both are among them.
    for (const prefix of begun)
      for (const choice of choices) {
        const written: number[] = [];
        if (performance.now() < until)
          for await (const piece of pieceByPiece(
            turns,
            decoder.continue(prefix, CHARACTERS, choice),
          )) {
            written.push(...piece);
            if (performance.now() >= until) break;
          }
        texts.push({ prefix: textOf(prefix), continuation: textOf(written) });
      }
  } finally {
    await decoder.dispose();
  }
  const search = new ByHeart(texts, shortest);
  const points = Uint32Array.from(characters, (character) => character.codePointAt(0)!);
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    search.read(Uint32Array.from(ids.subarray(at, at + IDS_AT_ONCE)).map((id) => points[id]!));
    await setImmediate(); // writing and questions are not held up
  }
  const shares = search.end();
  const sum = (which: number): Share =>
    shares
      .filter((_, text) => text % choices.length === which)
      .reduce((a, b) => ({ units: a.units + b.units, copied: a.copied + b.copied }));
  const [first, second] = [sum(0), sum(1)];
  if (first.units + second.units === 0) return null;
  return { shortest, greedy: first, tempered: second, temperature: TEMPERATURE };
}
