/** Snapshots of a run on its way: as few weights as will do, and all that it takes to go on. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withTemporaryFile } from '../../src-main/store/files/temporary-file.ts';
import {
  takeSnapshot,
  type SnapshotWish,
  type TakenSnapshot,
} from '../../src-main/supervisor/snapshot.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { ENDLESS, smallJob, startCompute } from './compute-process.ts';
import { train } from './train.ts';

it.skipIf(!isPresent('onnx')).each(['random', 'consecutive'] as const)(
  'that need not be exact have the end of a short epoch, from which a run goes on to the same bits (%s sampling)',
  async (sampling) => {
    const { calls, heard } = startCompute();
    const take = (how: SnapshotWish): Promise<TakenSnapshot> =>
      withTemporaryFile(join(tmpdir(), 'run.verse'), (path) => takeSnapshot(calls, path, how));
    const often = { epochs: ENDLESS, predPeriod: ENDLESS, learningRate: 1, sampling };
    const running = train(calls, smallJob(often));
    await heard.until(({ epochs }) => epochs.length >= 3);
    let exact: TakenSnapshot;
    for (;;) {
      await calls.pause({});
      exact = await take({ best: 0 });
      const { state } = exact;
      if (state.steps > 0 && state.best === state.epochs) break;
      await calls.resume({});
    }
    const onTheWay = await take({ best: 0, isExact: false });
    const { epochs } = exact.state;
    expect(onTheWay.state).toMatchObject({
      ...{ epochs, steps: 0, loss: 0, seconds: 0, samplesDue: 0, hiddenState: null },
      ...{ best: epochs, isMarked: false, generator: exact.state.generator },
    });
    expect(onTheWay.best).toBeNull();
    expect(onTheWay.model).toEqual(exact.best);
    expect(onTheWay.model).not.toEqual(exact.model);
    await calls.stop({});
    expect((await running).model).toEqual(exact.model); // what was held has not held it up

    const goOn = async ({ model, state, best }: TakenSnapshot) => {
      const { perplexity } = heard.epochs[state.best - 1]!;
      const { settings, ...job } = smallJob(often);
      return train(calls, {
        ...job,
        settings: { ...settings, epochs: epochs + 3 },
        from: { model, state, best: { epoch: state.best, perplexity, model: best } },
      });
    };
    const [one, other] = [await goOn(exact), await goOn(onTheWay)];
    expect(one.outcome).toBe('finished');
    expect(other.model).toEqual(one.model);
    expect(other.state.generator).toEqual(one.state.generator);
  },
);
