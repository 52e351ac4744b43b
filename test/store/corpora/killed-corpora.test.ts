/**
 * Corpora that are worked on when their process is killed, or their disk is full: whole, or as they were.
 *
 * @module-tag long
 */
import { describe, expect, it } from 'vitest';
import { onFullDisk } from '../data/full-disk.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';
import { workOnCorpora } from './corpora-work.ts';
import { checkCorpora, checkKilledCorpora, startCorpora } from './killed-corpora.ts';

/** Of the moments at which the work can be killed; `npm run test:soak` takes all. */
const MOMENTS = 8;

describe('a corpus', () => {
  it('that is worked on when its process is killed is whole, or as it was', async () => {
    await checkKilledCorpora(MOMENTS);
  });

  it('that there is no room for is not there, or as it was, and says so', async () => {
    for (let moment = 1; ; moment += 3) {
      const folder = await temporaryFolder();
      const id = await startCorpora(folder);
      const work = onFullDisk(moment, () => workOnCorpora(folder, id));
      const hadRoom = await work.catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'file.unwritable', params: { errno: 'ENOSPC' } });
        return false;
      });
      await checkCorpora(folder, id, `moment ${moment}`);
      if (!hadRoom) continue;
      expect(moment).toBeGreaterThan(10);
      return;
    }
  });
});
