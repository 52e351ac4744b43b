/** Which model a person means: a file by its path, or one of the library by its id or its name, or by how either begins. */
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { matching, namesOf } from './matching.ts';
import { UsageError } from './usage-error.ts';
import { resolvePath, type Surroundings } from '../surroundings/surroundings.ts';

/** Where a model lies. */
export interface ModelPlace {
  readonly path: string;
  /** In the library; a file elsewhere has none. */
  readonly id?: string;
  /** As the library calls it, where it was asked. */
  readonly name?: string;
}

/**
 * A file that is there comes before the library, which is opened only when there is none.
 * @throws UsageError when there is no such model, or when it may be several
 */
export async function findModel(around: Surroundings, named: string): Promise<ModelPlace> {
  const path = resolvePath(around, named);
  const there = await stat(path).catch(() => undefined);
  if (there?.isFile()) return { path };
  const library = await around.openModels();
  const [found, ...others] = matching(await library.list(), named);
  if (found && others.length > 0)
    throw new UsageError('ambiguousModel', { name: named, models: namesOf([found, ...others]) });
  if (found) return { path: library.path(found.id), id: found.id, name: found.name };
  if (there) return { path }; // a folder, which whoever opens it will say
  throw new UsageError('noSuchModel', { name: named, path });
}

/** A file of the library is one of its models, however it was named; what only lies in its folder, under another kind of name, is none. */
export async function inLibrary(around: Surroundings, place: ModelPlace): Promise<ModelPlace> {
  if (place.id !== undefined) return place;
  const models = await followed(await around.modelsFolder());
  for (const path of [place.path, await followed(place.path)]) {
    if (extname(path) !== '.verse' || (await followed(dirname(path))) !== models) continue;
    const library = await around.openModels();
    const id = basename(path, '.verse');
    if (library.isId(id)) return { path: library.path(id), id };
  }
  return place;
}

/** @returns the path with its links followed, where it leads to something */
const followed = (path: string): Promise<string> => realpath(path).catch(() => path);
