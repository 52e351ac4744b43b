/** What is made out of wishes for an alphabet, kept for the next form: to make it takes longer than to search with it. */
import type { Alphabet } from './alphabet.ts';

/** Of each alphabet; what has not been used longest gives way. A stanza needs one automaton for each rhyme that its lines may have. */
const MOST = 64;

const kept = new WeakMap<Alphabet, Map<string, unknown>>();

/** @param key says all that `make` goes by, besides the alphabet, and what kind of thing it makes */
export function keep<T>(alphabet: Alphabet, key: string, make: () => T): T {
  let all = kept.get(alphabet);
  if (!all) kept.set(alphabet, (all = new Map<string, unknown>()));
  const thing = all.has(key) ? (all.get(key) as T) : make();
  all.delete(key);
  all.set(key, thing);
  if (all.size > MOST) all.delete(all.keys().next().value!);
  return thing;
}
