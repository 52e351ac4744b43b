/**
 * A program that works on a data folder and dies on the way: `node data-worker.ts MOMENT migrate ROOT`, `… update ROOT`,
 * `… move PLACE TO`, `… open PLACE`, `… corpora FOLDER ID`, `… drafts FOLDER ID`.
 * It prints how many changes to the file system there were, when it lives to tell.
 */
import { bringUpToDate } from '../../../src-main/store/data/data-layout.ts';
import { moveData } from '../../../src-main/store/data/data-move.ts';
import { openData } from '../../../src-main/store/data/open-data.ts';
import { workOnCorpora } from '../corpora/corpora-work.ts';
import { workOnDrafts } from '../drafts/drafts-work.ts';
import { dieAt } from './dying.ts';
import { second } from './sample-migrations.ts';

const [moment, command, folder, to] = process.argv.slice(2) as [string, string, string, string];
const changes = await dieAt(Number(moment));
if (command === 'migrate') await bringUpToDate(folder, { version: 2, migrations: [second] });
else if (command === 'update') await bringUpToDate(folder);
else if (command === 'corpora') await workOnCorpora(folder, to);
else if (command === 'drafts') await workOnDrafts(folder, to);
else {
  let open = await openData({}, folder);
  if (command === 'move') open = await moveData(open, to, () => {});
  await open.lock.release();
}
console.log(changes());
