/** What of a library a person may mean by what they have written. */

interface Item {
  readonly id: string;
  readonly name: string;
}

/** Ids that are listed where several may be meant. */
const LISTED = 5;

/** @returns the items of the first of these kinds that there is one of: of that id, of that name, or beginning so */
export function matching<One extends Item>(items: readonly One[], named: string): readonly One[] {
  if (named === '') return [];
  const kinds: ((item: One) => boolean)[] = [
    ({ id }) => id === named,
    ({ name }) => name === named,
    ({ id, name }) => id.startsWith(named) || name.startsWith(named),
  ];
  for (const isOne of kinds) {
    const found = items.filter(isOne);
    if (found.length > 0) return found;
  }
  return [];
}

/** @returns the ids of several, of which a person is to choose one */
export const namesOf = (items: readonly Item[]): string =>
  items
    .slice(0, LISTED)
    .map(({ id }) => id)
    .join(', ') + (items.length > LISTED ? ' …' : '');
