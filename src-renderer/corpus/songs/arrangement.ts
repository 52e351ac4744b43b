/** What a person does to the sources of a corpus, and what takes it back: each a change of the choices as they are then. */
import type { SourceChoices } from '../../../src-main/contract/corpus/source.ts';
import type { Rearrangement } from '../../library/open-corpus.svelte.ts';

type Which = Pick<SourceChoices, 'id'>;

/** One choice of some sources. @param values by their ids */
export const setting =
  <Choice extends 'on' | 'name'>(
    choice: Choice,
    values: ReadonlyMap<string, SourceChoices[Choice]>,
  ): Rearrangement =>
  (sources) =>
    sources.map((source) => {
      const value = values.get(source.id);
      return value === undefined ? source : { ...source, [choice]: value };
    });

/** @returns that choice as it is, to go back to */
export const valuesOf = <Choice extends 'on' | 'name'>(
  choice: Choice,
  sources: readonly SourceChoices[],
): ReadonlyMap<string, SourceChoices[Choice]> =>
  new Map(sources.map((source) => [source.id, source[choice]]));

export const without = (gone: readonly Which[]): Rearrangement => {
  const ids = new Set(gone.map(({ id }) => id));
  return (sources) => sources.filter(({ id }) => !ids.has(id));
};

/**
 * Brings sources back, each behind the one that was before it.
 * @param before all as they were
 */
export const bringingBack = (
  gone: readonly Which[],
  before: readonly SourceChoices[],
): Rearrangement => {
  const ids = new Set(gone.map(({ id }) => id));
  return (sources) => {
    const staying = sources.filter(({ id }) => !ids.has(id));
    const known = new Set(staying.map(({ id }) => id));
    let neighbour = '';
    const behind = Map.groupBy(
      before.flatMap((source) => {
        if (known.has(source.id)) neighbour = source.id;
        return ids.has(source.id) ? { source, neighbour } : [];
      }),
      (one) => one.neighbour,
    );
    const behindThat = (id: string): SourceChoices[] =>
      (behind.get(id) ?? []).map(({ source }) => source);
    return [...behindThat(''), ...staying.flatMap((one) => [one, ...behindThat(one.id)])];
  };
};

/** Puts some into an order, in the places that they have together; all others stay where they are. */
export const inOrder = (ids: readonly string[]): Rearrangement => {
  const wanted = new Set(ids);
  return (sources) => {
    const byId = new Map(sources.map((source) => [source.id, source]));
    const next = ids.flatMap((id) => byId.get(id) ?? []).values();
    return sources.map((source) =>
      wanted.has(source.id) ? (next.next().value ?? source) : source,
    );
  };
};

/** @returns the order after some have moved one place up (-1) or down (1), as far as that goes; neighbours stay together */
export function movedBy(ids: readonly string[], moved: ReadonlySet<string>, by: 1 | -1): string[] {
  const order = by === 1 ? ids.toReversed() : [...ids];
  for (let at = 1; at < order.length; at++) {
    const [before, here] = [order[at - 1]!, order[at]!];
    if (moved.has(here) && !moved.has(before)) [order[at - 1], order[at]] = [here, before];
  }
  return by === 1 ? order.reverse() : order;
}

/** @param place in front of which they come, as it was before; the length for behind all */
export function movedTo(
  ids: readonly string[],
  moved: ReadonlySet<string>,
  place: number,
): string[] {
  const stays = (id: string): boolean => !moved.has(id);
  return [
    ...ids.slice(0, place).filter(stays),
    ...ids.filter((id) => moved.has(id)),
    ...ids.slice(place).filter(stays),
  ];
}
