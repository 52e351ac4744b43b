import { it } from 'vitest';
import { killAgainAndAgain } from '../hosts/cli/commands/kills.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';

it('a run that is killed 200 times leaves a model that opens each time', async () => {
  await killAgainAndAgain(await temporaryFolder(), 200, 72);
});
