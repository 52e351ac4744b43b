/** Texts that fit a constraint, drawn as the model draws all texts but those that do not fit: by sequential Monte Carlo. */
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import type { Random } from '../random.ts';
import { Recent } from '../sampling/recent.ts';
import { Overflow } from '../overflow.ts';
import type { Constraint } from './constraint.ts';
import { drawFrom, nextUnder, type Next } from './next.ts';
import { resample, textOf, type Particle, type Written } from './particles.ts';
import type { Streams } from './streams.ts';

export interface Searched {
  /** Particles of different islands share nothing: readings that are to be unlike each other come from different ones. It divides B. */
  readonly islands: number;
  readonly settings: SamplingSettings;
  /** What stands before, at least one id. */
  readonly prefix: Int32Array;
  /** On which no penalty falls. */
  readonly spared: readonly number[];
  /** A text that is longer is given up, in characters. */
  readonly longest: number;
  readonly random: Random;
  /** Passed between two steps; `stop` ends the search with nothing. */
  readonly gate?: () => Promise<'go' | 'stop'>;
}

/** A text that is whole. */
export interface Found<State> {
  readonly text: readonly Written[];
  readonly state: State;
  readonly island: number;
  /** Of natural logarithms: drawn by their weights, such texts follow the model's distribution over all that fit. */
  readonly logWeight: number;
}

/**
 * Each particle is a text that is drawn from what its mask leaves of the model's distribution; its weight is what the masks have left
 * at each place, the end of the line with them. What stands there is weighed before it is drawn, so that at the last place, where
 * hardly anything may rhyme, the particles are resampled by how probable a rhyme is after each (Lew et al., “Sequential Monte Carlo
 * Steering of Large Language Models using Probabilistic Programs”, 2023, with the proposal and the look-ahead of one character).
 * At a temperature of 0 each takes the most probable character that may come.
 * @param streams of which none has gone on from the prefix yet
 * @param starts where the texts of each island begin, of one after the other
 * @returns none where nothing fits, or nothing was found
 * @throws Overflow
 */
export async function search<State>(
  streams: Streams,
  constraint: Constraint<State>,
  { islands, settings, prefix, spared, longest, random, gate }: Searched,
  starts: readonly State[] = [constraint.start],
): Promise<Found<State>[]> {
  const B = streams.count;
  const isPenalised = (settings.repetition ?? 1) !== 1;
  const logWeights = new Float64Array(B);
  const firsts = starts.map((state): Particle<State> => ({
    state,
    last: null,
    over: false,
  }));
  const islandOf = (b: number): number => Math.floor((b * islands) / B);
  let particles = Array.from({ length: B }, (_, b) => firsts[islandOf(b) % firsts.length]!);
  const ids = new Int32Array(B);
  let from = Int32Array.from(particles.keys());
  const V = streams.first.probabilities.length;
  for (let step = 0; step < longest && particles.some(({ over }) => !over); step++) {
    if ((await gate?.()) === 'stop') return [];
    const rows = step === 0 ? streams.first : await streams.step(ids, from);
    const { logProbabilities } = rows;
    const nextOf = ({ state, last }: Particle<State>, b: number, own: Float32Array): Next => {
      const ofModel = logProbabilities.subarray(b * V, (b + 1) * V);
      if (Number.isNaN(ofModel[0]!)) throw new Overflow();
      const recent = isPenalised ? recentOf(prefix, last, spared) : [];
      return nextUnder(constraint, state, own, ofModel, settings, recent);
    };
    // All that begin alike have the same row, and each kind of them its own copy.
    const first = new Map(
      step > 0 ? [] : firsts.map((one) => [one, nextOf(one, 0, rows.probabilities.slice())]),
    );
    const nexts = particles.map((particle, b) =>
      particle.over
        ? undefined
        : (first.get(particle) ??
          nextOf(particle, b, rows.probabilities.subarray(b * V, (b + 1) * V))),
    );
    for (const [b, next] of nexts.entries()) {
      if (!next) continue;
      logWeights[b]! +=
        settings.temperature > 0 ? Math.log(next.share) : next.mass > 0 ? 0 : -Infinity;
    }
    from = Int32Array.from(particles.keys());
    resample(logWeights, from, islands, random);
    particles = Array.from(from, (parent, b): Particle<State> => {
      const particle = particles[parent]!;
      const next = nexts[parent];
      if (!next) return particle;
      if (logWeights[b] === -Infinity) return { ...particle, over: true };
      const id = (ids[b] = drawFrom(next, settings.temperature, random));
      const logProbability = logProbabilities[(step === 0 ? 0 : parent * V) + id]!;
      const state = constraint.after(particle.state, id);
      const last = { id, logProbability, before: particle.last };
      return { state, last, over: constraint.ended(state) };
    });
  }
  return particles.flatMap(({ state, last, over }, b) =>
    over && logWeights[b]! > -Infinity
      ? [
          {
            ...{ text: textOf(last), state, logWeight: logWeights[b]! },
            island: islandOf(b),
          },
        ]
      : [],
  );
}

function recentOf(
  prefix: Int32Array,
  last: Written | null,
  spared: readonly number[],
): Iterable<number> {
  const recent = new Recent(prefix, spared);
  for (const { id } of textOf(last)) recent.add(id);
  return recent.ids();
}
