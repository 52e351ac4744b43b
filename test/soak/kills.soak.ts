import { it } from 'vitest';
import { killAgainAndAgain } from '../hosts/cli/kills.ts';
import { temporaryFolder } from '../store/temporary-folder.ts';

it('a run that is killed 200 times leaves a model that opens each time', async () => {
  await killAgainAndAgain(await temporaryFolder(), 200, 72);
});
