/** Several corpora as one: all their sources, with what was kept of them. */
import { MIB } from '../../../contract/corpus/limits.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import { packInOne } from '../../../store/corpora/packs.ts';
import type { KeptAt, StoredSource } from '../../../store/corpora/stored-corpus.ts';
import { newSourceId } from '../source-id.ts';
import type { Merged, MergeInput, Tell } from './jobs.ts';
import { makeOf } from './make.ts';
import type { Sources } from './sources.ts';

/** @throws VerseloomError `corpus.tooLarge` {name, limitMb}, `file.*` */
export async function merge(
  kept: Sources,
  { corpora, recipe, pack, name, limits: { limitMb } }: MergeInput,
  tell: Tell,
): Promise<Merged> {
  const entries: Uint8Array[] = [];
  const sources: StoredSource[] = [];
  let size = 0;
  const put = (bytes: Uint8Array): KeptAt => {
    size += bytes.length;
    if (size > limitMb * MIB) throw new VerseloomError('corpus.tooLarge', { name, limitMb });
    entries.push(bytes);
    return { pack, entry: entries.length - 1 };
  };
  for (const corpus of corpora) {
    const find = await kept.bytes(corpus.sources, corpus);
    for (const source of corpus.sources) {
      const [original, edit] = [source.original, source.edit].map((at) => at && put(find(at)));
      sources.push({ ...source, id: newSourceId(), original: original!, edit: edit! });
    }
  }
  const fresh = { id: pack, entries };
  const made = await makeOf(kept, { recipe, sources, packs: {}, fresh }, tell);
  return { ...made, packs: [await packInOne(fresh)] };
}
