/**
 * What counting alone reaches: the n-gram model of the book's chapter on language models, smoothed as Kneser and Ney do it, interpolated.
 *
 * After the context h = x_{i−n+1} … x_{i−1}, and with h′ for h without its first character,
 *
 *   p_n(w | h) = (max(c(hw) − D, 0) + D · |{v: c(hv) > 0}| · p_{n−1}(w | h′)) / Σ_v c(hv),   p_0(w) = 1 / V,
 *
 * and p_n is p_{n−1} where h never came. At the order of the model, c(g) is how often g comes; below it, how many different characters
 * come before g: what follows many things is more probable in a new place than what always follows the same.
 */
import { perplexityOf } from './loss.ts';

/** D: taken away from each count, and given to what h was not followed by. */
export const DISCOUNT = 0.9;

/** Places that are worked on between two yields: a millisecond at most. */
const AT_ONCE = 8192;

/**
 * Counts what is learnt, and reads what is held out.
 *
 * Both stand in one text, whose places are sorted by the characters there, then by those before them, and so on: the places of an n-gram
 * of any order are next to each other then, so that what is read finds its counts without a search. It takes 45 bytes a character.
 * @param learnt ids. @param heldOut ids: the first is given, every later one predicted, from as many as there are of those before it
 * @param vocabularySize V: more than any id
 * @param order of the largest model, 1 to 255
 * @param heard gets the probabilities of what is predicted [heldOut.length − 1] by the model of each order; they change after the call
 * @returns the perplexities of the models of orders 1, 2, … `order`, at the end; a yield comes after every bit of work
 */
export function* countingPerplexities(
  learnt: Int32Array,
  heldOut: Int32Array,
  vocabularySize: number,
  order: number,
  heard: (probabilities: Float64Array) => void = () => {},
): Generator<void, number[]> {
  const size = learnt.length + heldOut.length;
  const predictions = Math.max(0, heldOut.length - 1);
  /** Ids from 1 on. Before both parts are zeros: an n-gram that has one is none. */
  const text = new Int32Array(size + 2 * order);
  const [first, read] = [order, learnt.length + 2 * order];
  text.set(learnt, first);
  text.set(heldOut, read);
  for (const [from, to] of [
    [first, first + learnt.length],
    [read, text.length],
  ] as const)
    for (let place = from; place < to; place++) text[place]! += 1;
  const { places, common } = yield* sorted(text, [first, read], learnt.length, vocabularySize + 1);

  /** Of the (n−1)-gram and of the n-gram that end at each place: a number that tells them apart. */
  let [contexts, grams] = [new Uint32Array(text.length), new Uint32Array(text.length)];
  /** c(hw), by the number of the n-gram: how often it comes, and what is different before it. */
  const [often, before] = [new Uint32Array(size + 1), new Uint32Array(size + 1)];
  /** By the number of h: Σ_v c(hv) and |{v: c(hv) > 0}|, each for both counts. */
  const sums = new Uint32Array(4 * (size + 1));
  const lower = new Float64Array(predictions).fill(1 / vocabularySize);
  const found = new Float64Array(predictions);
  const perplexities: number[] = [];

  for (let n = 1; n <= order; n++) {
    yield* inPieces(sums.length, (from, to) => sums.fill(0, from, to));
    let gram = 0;
    /** The last place in what is learnt where the n-gram ends; 0 as long as there is none. */
    let last = 0;
    let isCounted = false; // whether the (n+1)-gram is, to which the places belong
    const close = (): void => {
      if (last === 0) return;
      const h = 4 * contexts[last - 1]!;
      sums[h]! += often[gram]!;
      sums[h + 1]! += 1;
      sums[h + 2]! += before[gram]!;
      sums[h + 3]! += Number(before[gram]! > 0);
    };
    yield* inPieces(size, (from, to) => {
      for (let i = from; i < to; i++) {
        if (common[i]! < n) {
          close();
          gram += 1;
          [last, often[gram], before[gram]] = [0, 0, 0];
        }
        if (common[i]! <= n) isCounted = false;
        const place = places[i]!;
        grams[place] = gram;
        if (place >= read || place - first + 1 < n) continue;
        last = place;
        often[gram]! += 1;
        if (isCounted || place - first < n) continue;
        isCounted = true;
        before[gram]! += 1;
      }
    });
    close();
    let loss = 0;
    yield* inPieces(predictions, (from, to) => {
      for (let i = from; i < to; i++) {
        const place = read + 1 + i;
        const p = lower[i]!;
        const isWhole = place - read + 1 >= n;
        const [h, g] = [4 * contexts[place - 1]!, grams[place]!];
        found[i] = isWhole ? smoothed(often[g]!, sums[h]!, sums[h + 1]!, p) : p;
        if (isWhole) lower[i] = smoothed(before[g]!, sums[h + 2]!, sums[h + 3]!, p);
        loss -= Math.log(found[i]!);
      }
    });
    heard(found);
    perplexities.push(perplexityOf(loss / predictions));
    [contexts, grams] = [grams, contexts];
  }
  return perplexities;
}

/**
 * @param count c(hw). @param total Σ_v c(hv). @param different |{v: c(hv) > 0}|. @param lower p_{n−1}(w | h′)
 * @returns p_n(w | h)
 */
const smoothed = (count: number, total: number, different: number, lower: number): number =>
  total === 0 ? lower : (Math.max(count - DISCOUNT, 0) + DISCOUNT * different * lower) / total;

/**
 * Sorts by counting, from the farthest character to that of the place itself.
 * @param starts of both parts, each behind as many zeros as characters are looked at. @param length of the first one
 * @returns the places [size], and how many characters back each is as the one before it in that order, at most as many as are looked at
 */
function* sorted(
  text: Int32Array,
  [first, read]: readonly [number, number],
  length: number,
  values: number,
): Generator<void, { places: Uint32Array; common: Uint8Array }> {
  const size = length + text.length - read;
  let [places, next] = [new Uint32Array(size), new Uint32Array(size)];
  yield* inPieces(size, (from, to) => {
    for (let i = from; i < to; i++) places[i] = i < length ? first + i : read + i - length;
  });
  const starts = new Uint32Array(values + 1);
  for (let back = first - 1; back >= 0; back--) {
    starts.fill(0);
    yield* inPieces(size, (from, to) => {
      for (let i = from; i < to; i++) starts[text[places[i]! - back]! + 1]! += 1;
    });
    for (let value = 1; value <= values; value++) starts[value]! += starts[value - 1]!;
    yield* inPieces(size, (from, to) => {
      for (let i = from; i < to; i++) next[starts[text[places[i]! - back]!]!++] = places[i]!;
    });
    [places, next] = [next, places];
  }
  const common = new Uint8Array(size);
  yield* inPieces(size, (from, to) => {
    for (let i = Math.max(1, from); i < to; i++) {
      const [one, other] = [places[i - 1]!, places[i]!];
      let same = 0;
      while (same < first && text[one - same] === text[other - same]) same += 1;
      common[i] = same;
    }
  });
  return { places, common };
}

function* inPieces(length: number, work: (from: number, to: number) => void): Generator<void> {
  for (let from = 0; from < length; from += AT_ONCE) {
    work(from, Math.min(length, from + AT_ONCE));
    yield;
  }
}
