/** Data folders with something of everything in them. */
import { cp, mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { contentOf } from './folder-content.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

const OF_THE_PERSON: Record<string, string> = {
  'layout.json': '{"version": 4, "closed": true}',
  'preferences.json': '{"theme":"dark"}',
  'recent.json': '{"ids":["a"]}',
  'models/a.verse': 'a model'.repeat(10_000),
  'models/织机.verse': 'another',
  'models/.trash/old.verse': 'removed',
  'corpora/0123456789abcdef/corpus.json': '{}',
  'corpora/0123456789abcdef/0011223344556677.txt': '想要有直升机',
  'corpora/0123456789abcdef/8899aabbccddeeff.zip': 'as it came in',
  'corpora/.trash/fedcba9876543210/corpus.json': '{}',
  'drafts/0123456789abcdef/draft.json': '{}',
  'drafts/0123456789abcdef/1.revision.json': '{}',
  'drafts/.trash/fedcba9876543210/draft.json': '{}',
  'runs/a.run': 'a record',
  'runs/.trash/old.run': 'removed',
  'queue.json': '{}',
  'training-presets.json': '{}',
  'by hand/deep/note.txt': '',
};
const OF_THE_MACHINE: Record<string, string> = {
  'engines.json': '{}',
  'window.json': '{}',
  'window/Local Storage/log': 'of the browser',
  'logs/verseloom.log': 'a line',
};
const machineNames = ['engines.json', 'window.json', 'window', 'logs'];
export const lockNames = ['data.lock', 'in-use.json'];
/** The last one is made wherever something is changed, and a move leaves it where it is. */
export const notOfThePerson = [...machineNames, ...lockNames, 'location.json', '.changes.lock'];

/** @returns what belongs to the machine, as `contentOf` does */
export async function ofTheMachine(place: string): Promise<Record<string, string>> {
  const all = Object.entries(await contentOf(place));
  return Object.fromEntries(all.filter(([path]) => machineNames.includes(path.split(sep)[0]!)));
}

/** @returns a folder in which there are the platform's place, with data in it, and room for others */
export async function sampleData(): Promise<{ folder: string; place: string }> {
  const folder = await temporaryFolder();
  const place = join(folder, 'place');
  for (const [path, text] of Object.entries({ ...OF_THE_PERSON, ...OF_THE_MACHINE })) {
    await mkdir(join(place, dirname(path)), { recursive: true });
    await writeFile(join(place, path), text);
  }
  await mkdir(join(place, 'models', 'empty'));
  await utimes(join(place, 'models', '.trash', 'old.verse'), 1_750_000_000, 1_750_000_000);
  return { folder, place };
}

/**
 * @returns a copy of a data folder that the last program of layout 1 has left: texts in several encodings, one of them removed; one
 * whose description is broken, one that was changed by hand, one that is lost; and files of others
 */
export async function layout1(): Promise<string> {
  const root = join(await temporaryFolder(), 'data');
  await cp(join(import.meta.dirname, 'layout-1'), root, { recursive: true });
  // The time of a text that has no other.
  await utimes(join(root, 'corpora', 'eab60a44f47fc798.txt'), 1_750_000_000, 1_750_000_000);
  return root;
}

/** @returns a data folder as the first version left it, which did not say so */
export async function dataOfVersion1(): Promise<string> {
  const root = await temporaryFolder();
  await mkdir(join(root, 'models', '.trash'), { recursive: true });
  await writeFile(join(root, 'models', 'a.verse'), 'a');
  await writeFile(join(root, 'models', '.trash', 'b.verse'), 'b');
  await writeFile(join(root, 'preferences.json'), '{"theme":"dark"}');
  await writeFile(join(root, 'recent.json'), '{"ids":["a"]}');
  return root;
}
