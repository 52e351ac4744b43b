/** Which of many texts are offered: those that are probable, new, and unlike the ones that are offered already. */

export interface Candidate {
  readonly ids: readonly number[];
  /**
   * Under the model, with what stands after it, natural logarithm: the sum over all that is written, for each character that counts. A
   * space is as good as certain where a model has learned to put some: if it counted, lines would be filled with spaces.
   */
  readonly logProbability: number;
  /** The share of it that is its longest copied run, from 0 to 1. */
  readonly copied: number;
}

/** What a copy of the whole, and a text that says what another one says, cost: so many natural logarithms a character. */
const COST_OF_COPY = 1;
const COST_OF_LIKENESS = 2;

/** @returns at most so many of them, the best first; of each text one */
export function best<C extends Candidate>(candidates: readonly C[], count: number): C[] {
  const left = new Map<string, { candidate: C; pairs: Set<string>; likeness: number }>();
  for (const candidate of candidates)
    left.set(candidate.ids.join(), { candidate, pairs: pairsOf(candidate.ids), likeness: 0 });
  const chosen: C[] = [];
  while (chosen.length < count && left.size > 0) {
    const score = ({ candidate, likeness }: { candidate: C; likeness: number }): number =>
      candidate.logProbability - COST_OF_COPY * candidate.copied - COST_OF_LIKENESS * likeness;
    const [key, taken] = [...left].reduce((a, b) => (score(b[1]) > score(a[1]) ? b : a));
    left.delete(key);
    chosen.push(taken.candidate);
    for (const other of left.values())
      other.likeness = Math.max(other.likeness, likeness(other.pairs, taken.pairs));
  }
  return chosen;
}

/** Two characters in a row, and each character by itself. */
function pairsOf(ids: readonly number[]): Set<string> {
  return new Set(ids.flatMap((id, at) => (at > 0 ? [`${id}`, `${ids[at - 1]} ${id}`] : [`${id}`])));
}

/** Of what both have together, the share that they have in common (Jaccard). */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of a) if (b.has(pair)) common += 1;
  return common / (a.size + b.size - common);
}
