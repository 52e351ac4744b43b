import { describe, it } from 'vitest';
import { isPresent } from '../../engines/on-each-engine.ts';
import { temporaryFolder } from '../../store/temporary-folder.ts';
import { killAgainAndAgain } from './kills.ts';

// A process group cannot be killed on Windows.
describe.skipIf(!isPresent('onnx') || process.platform === 'win32')('a run that is killed', () => {
  it('leaves a model that opens, 20 times', async () => {
    await killAgainAndAgain(await temporaryFolder(), 20, 71);
  }, 120_000);
});
