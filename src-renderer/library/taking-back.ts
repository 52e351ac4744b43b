/** The way back from an import: what came in goes out again, and what was replaced comes back to its place. */
import type { ImportOutcome } from '../../src-main/contract/corpus/corpus.ts';
import type { Corpora } from './corpora.svelte.ts';
import type { Came } from './imports.svelte.ts';
import type { Rearrangement } from './open-corpus.svelte.ts';

/** What was renamed, moved or switched since stays so. */
const withoutImport = ({ added, replaced }: ImportOutcome['changes']): Rearrangement => {
  const gone = new Set(added);
  const before = new Map(replaced.map((one) => [one.after, one.before]));
  return (sources) =>
    sources
      .filter(({ id }) => !gone.has(id))
      .map((source) => ({ ...source, id: before.get(source.id) ?? source.id }));
};

/** @returns what takes back what has come into the corpora; undefined where there is nothing to take back */
export function wayBack(came: Came, corpora: Corpora): (() => Promise<void>) | undefined {
  if (came.kind !== 'corpus' || came.outcome !== 'imported') return undefined;
  const { id, isInto, numbers } = came;
  if (!isInto) return () => corpora.remove(id);
  const { changes } = numbers;
  if (changes.added.length + changes.replaced.length === 0) return undefined;
  return () => corpora.open.arrange(id, withoutImport(changes));
}
