/** What is left of drafts when what writes them is killed: a few moments of it in every test run, all in the long one. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { DraftLibrary } from '../../../src-main/store/drafts/draft-library.ts';
import { sweepDrafts } from '../../../src-main/store/drafts/draft-folder.ts';
import { killAtMoments } from '../data/crashes.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { TEXTS } from './drafts-work.ts';

const FIRST = '最初';
const WHOLE = new Set([FIRST, '新的', ...TEXTS]);

export async function startDrafts(folder: string): Promise<string> {
  const library = await DraftLibrary.open(folder);
  return (await library.create(null, FIRST)).id;
}

export async function checkKilledDrafts(moments: number): Promise<void> {
  const prepare = async () => {
    const folder = await temporaryFolder();
    const id = await startDrafts(folder);
    const args = ['drafts', folder, id];
    return { prepared: { folder, id }, args, nextArgs: args };
  };
  await killAtMoments(moments, prepare, async ({ folder, id }, moment) =>
    checkDrafts(folder, id, `moment ${moment}`),
  );
}

/** Looks whether every draft and every text of before is whole, and nothing else is left once the folder is swept. */
export async function checkDrafts(folder: string, id: string, when: string): Promise<void> {
  const library = await DraftLibrary.open(folder);
  await sweepDrafts(folder);
  await library.restore(id);
  for (const { id: one, damage } of await library.list()) {
    expect(damage, when).toBeNull();
    const { content } = await library.read(one);
    expect(WHOLE, when).toContain(content.text);
    const revisions = await library.revisions(one);
    for (const { number } of revisions)
      expect(WHOLE, when).toContain((await library.revision(one, number)).text);
    const wanted = ['draft.json', ...revisions.map(({ number }) => `${number}.revision.json`)];
    expect((await readdir(join(folder, one))).sort(), when).toEqual(wanted.sort());
  }
}
