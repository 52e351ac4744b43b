/** What the next start makes of a migration or a move that was killed: a few moments of it in every test run, all in the long one. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { DESCRIPTION } from '../../../src-main/store/corpora/corpus-folder.ts';
import { bringUpToDate } from '../../../src-main/store/data/data-layout.ts';
import { openData } from '../../../src-main/store/data/open-data.ts';
import { killAtMoments } from './crashes.ts';
import { contentOf } from './folder-content.ts';
import {
  dataOfVersion1,
  layout1,
  notOfThePerson,
  ofTheMachine,
  sampleData,
} from './sample-data.ts';
import { second } from './sample-migrations.ts';

export async function checkKilledMigrations(moments: number): Promise<void> {
  const layout = { version: 2, migrations: [second] };
  const done = await dataOfVersion1();
  await bringUpToDate(done, layout);
  const wanted = await contentOf(done, ['backups']);
  const prepare = async () => {
    const root = await dataOfVersion1();
    const args = ['migrate', root];
    return { prepared: root, args, nextArgs: args };
  };
  await killAtMoments(moments, prepare, async (root, moment) => {
    await bringUpToDate(root, layout);
    expect(await contentOf(root, ['backups']), `moment ${moment}`).toEqual(wanted);
    for (const backup of await readdir(join(root, 'backups'))) {
      const kept = await readFile(join(root, 'backups', backup, 'models', 'a.verse'), 'utf8');
      expect(kept, `moment ${moment}`).toBe('a');
    }
  });
}

export async function checkKilledUpdates(moments: number): Promise<void> {
  const done = await layout1();
  await bringUpToDate(done);
  const wanted = await corporaIn(done);
  const prepare = async () => {
    const root = await layout1();
    const args = ['update', root];
    return { prepared: root, args, nextArgs: args };
  };
  await killAtMoments(moments, prepare, async (root, moment) => {
    await bringUpToDate(root);
    expect(await corporaIn(root), `moment ${moment}`).toEqual(wanted);
  });
}

/** @returns what lies in the folder of the corpora, without the names of packs, which are others each time */
export async function corporaIn(root: string): Promise<Record<string, string>> {
  const folder = join(root, 'corpora');
  const content = await contentOf(folder);
  for (const path of Object.keys(content)) {
    const named = path.replace(/[0-9a-f]{16}\.zip$/, 'pack.zip');
    if (basename(path) === DESCRIPTION)
      content[path] = (await readFile(join(folder, path), 'utf8')).replace(
        /"pack": "[0-9a-f]{16}"/g,
        '"pack"',
      );
    if (named === path) continue;
    content[named] = content[path]!;
    delete content[path];
  }
  return content;
}

export async function checkKilledMoves(moments: number): Promise<void> {
  const prepare = async () => {
    const { folder, place } = await sampleData();
    const [person, machine] = [await contentOf(place, notOfThePerson), await ofTheMachine(place)];
    const to = join(folder, 'to');
    const prepared = { place, to, person, machine };
    return { prepared, args: ['move', place, to], nextArgs: ['open', place] };
  };
  const places = new Set<string>();
  await killAtMoments(moments, prepare, async ({ place, to, person, machine }, moment) => {
    const { data, lock } = await openData({}, place);
    const name = `moment ${moment}`;
    places.add(data.root === to ? 'new' : 'old');
    // All is in the one folder, and nothing of it in the other.
    expect([place, to], name).toContain(data.root);
    expect(await contentOf(data.root, notOfThePerson), name).toEqual(person);
    expect(await ofTheMachine(place), name).toEqual(machine);
    if (data.root === to) expect(await contentOf(place, ['location.json']), name).toEqual(machine);
    else await expect(stat(to), name).rejects.toMatchObject({ code: 'ENOENT' });
    const location = await readFile(join(place, 'location.json'), 'utf8').catch(() => '{}');
    expect(JSON.parse(location), name).toEqual(data.root === to ? { folder: to } : {});
    await lock.release();
  });
  expect(places).toEqual(new Set(['old', 'new']));
}
