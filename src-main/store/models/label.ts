/** What a person calls a run by: name, tags, notes and the mark of a favourite; the rest of a manifest is the run's. */
import type { Manifest } from '../../contract/model.ts';

export type Label = Pick<Manifest, 'name' | 'tags' | 'favourite'> & { readonly notes: string };

export const labelOf = ({ name, tags, favourite, notes = '' }: Manifest): Label => ({
  ...{ name, tags, favourite, notes },
});

/** @returns what of a manifest says it; notes that are none are left out. */
export const labelled = ({ notes, ...label }: Label): Pick<Manifest, keyof Label> => ({
  ...label,
  ...(notes !== '' && { notes }),
});

/** @returns the manifest as the person calls its run now; what the changes leave out stays. */
export function relabelled(manifest: Manifest, changes: Partial<Label>): Manifest {
  const { notes: before = '', ...rest } = manifest;
  const {
    name = rest.name,
    tags = rest.tags,
    favourite = rest.favourite,
    notes = before,
  } = changes;
  return { ...rest, ...labelled({ name, tags, favourite, notes }) };
}
