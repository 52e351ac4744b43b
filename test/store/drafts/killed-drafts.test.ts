/** Drafts that are written when their process is killed, or their disk is full: whole, or as they were. */
import { describe, expect, it } from 'vitest';
import { DraftLibrary } from '../../../src-main/store/drafts/draft-library.ts';
import { onFullDisk } from '../data/full-disk.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { workOnDrafts } from './drafts-work.ts';
import { checkDrafts, checkKilledDrafts, startDrafts } from './killed-drafts.ts';

/** Of the moments at which the work can be killed; `npm run test:soak` takes all. */
const MOMENTS = 8;

describe('a draft', () => {
  it(
    'that is written when its process is killed is whole, or as it was',
    { tags: ['long'] },
    async () => {
      await checkKilledDrafts(MOMENTS);
    },
  );

  it('that there is no room for is as it was after the last save that was answered', async () => {
    for (let moment = 1; ; moment += 4) {
      const folder = await temporaryFolder();
      const id = await startDrafts(folder);
      let accepted = '最初';
      const work = onFullDisk(moment, () =>
        workOnDrafts(folder, id, (text) => {
          accepted = text;
        }),
      );
      const hadRoom = await work.catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'file.unwritable', params: { errno: 'ENOSPC' } });
        return false;
      });
      await checkDrafts(folder, id, `moment ${moment}`);
      const library = await DraftLibrary.open(folder);
      // Pinned after the saves: what goes back to a text of before comes later.
      if (!(await library.info(id)).pinned)
        expect((await library.read(id)).content.text).toBe(accepted);
      if (!hadRoom) continue;
      expect(moment).toBeGreaterThan(10);
      return;
    }
  }, 120_000);
});
