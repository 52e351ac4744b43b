/** Looks inside a model and inside a run, in compute processes for real: right, and without a trace in the run. */
import { expect, it } from 'vitest';
import { initialModel } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { crossEntropy, initState, step } from '../core/book-network.ts';
import { floats } from '../core/tiny-network.ts';
import { onEachEngine } from '../engines/on-each-engine.ts';
import { ENDLESS, smallJob, startCompute } from './compute-process.ts';
import { train } from './train.ts';
import { allCells, plainRnn, someDeep } from '../contract/all-cells.ts';
import { stateParts } from '../../src-main/contract/architecture.ts';

const architecture = { ...plainRnn, vocabularySize: 12, hiddenSize: 8 };
/** By the letters of the book. */
const gates = { rnn: 'h', gru: 'zrh', lstm: 'ifoc' };
const ids = Int32Array.from({ length: 70 }, (_, i) => (i * i + 1) % 12);

onEachEngine((name) => {
  it.each(allCells)('tells of a model that is open what the book would: %s', async (_, kind) => {
    const { calls } = startCompute(name);
    const model = floats({ ...architecture, ...kind }, new Random(5));
    await calls.open({ key: 'm', model });
    const seen = await calls.lookAt({ key: 'm', ids, lineBreak: 1 });
    let state = initState(model);
    for (const [n, id] of ids.entries()) {
      const { Y, state: after } = step(model, id, state);
      state = after;
      for (const [unit, h] of after[0]!.entries())
        expect(seen.states[n * 8 + unit]).toBeCloseTo(h, 4);
      if (n + 1 < ids.length)
        expect(seen.surprises[n]).toBeCloseTo(crossEntropy(Y, ids[n + 1]!), 3);
      expect(seen.likely[n * 10]).toBe(Y.indexOf(Math.max(...Y)));
    }
    expect(seen.units.map(({ unit }) => unit).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(
      seen.histograms.map(({ name, shape, counts }) => [name, shape.join(), sum(counts)]),
    ).toEqual([
      ...Array.from(gates[kind.cell]).flatMap((gate) => [
        ...[[`W_x${gate}`, '12,8', 96] as const, [`W_h${gate}`, '8,8', 64] as const],
        [`b_${gate}`, '8', 8] as const,
      ]),
      ...[['W_hq', '8,12', 96] as const, ['b_q', '12', 12] as const],
    ]);
    await calls.close({ key: 'm' });
    await expect(calls.lookAt({ key: 'm', ids })).rejects.toMatchObject({ code: 'model.notFound' });
  });

  it.each(someDeep(8))(
    'tells the states of each layer that is asked for: %s',
    { tags: ['long'] },
    async (_, kind) => {
      const { calls } = startCompute(name);
      const model = floats({ ...architecture, ...kind }, new Random(6));
      await calls.open({ key: 'm', model });
      const whole = await calls.lookAt({ key: 'm', ids });
      const layers = Array.from({ length: kind.layers }, (_, layer) => layer);
      const seen = await Promise.all(layers.map((layer) => calls.lookAt({ key: 'm', ids, layer })));
      expect(whole).toEqual(seen.at(-1)); // the highest, where none is asked for
      let state = initState(model);
      for (const [n, id] of ids.entries()) {
        state = step(model, id, state).state;
        for (const [layer, { states }] of seen.entries())
          for (const [unit, h] of state[layer * stateParts(kind.cell).length]!.entries())
            expect(states[n * 8 + unit]).toBeCloseTo(h, 4);
      }
      for (const { surprises, units } of seen) {
        expect(surprises).toEqual(whole.surprises);
        expect(units).toHaveLength(8);
      }
      expect(seen[0]!.units).not.toEqual(whole.units);
    },
  );

  it.each(['random', 'consecutive'] as const)(
    'leaves no trace in a run that is looked at (%s)',
    { tags: ['long'] },
    async (sampling) => {
      const job = smallJob({ epochs: 30, predPeriod: ENDLESS, sampling });
      const unwatched = await train(startCompute(name).calls, job);
      const { calls } = startCompute(name);
      const training = train(calls, job);
      // Held and let go, so that it is looked at before it is over, however quick it is; and then as often as it can be.
      await calls.pause({});
      const first = await calls.lookAtRun({ ids });
      await calls.resume({});
      for (let looks = 0; looks < 5; looks++) await calls.lookAtRun({ ids }).catch(() => undefined);
      const watched = await training;
      expect(first.surprises).toHaveLength(ids.length - 1);
      expect(watched.model).toEqual(unwatched.model);
      expect(watched.state.generator).toEqual(unwatched.state.generator);
    },
  );

  it('sees a run as it stands while it is held, and the way of the gradient of its batch', async () => {
    const { calls, heard } = startCompute(name);
    await expect(calls.lookAtRun({ ids })).rejects.toMatchObject({ code: 'training.notRunning' });
    const job = smallJob({ epochs: ENDLESS, predPeriod: ENDLESS });
    const training = train(calls, job);
    await heard.until(({ epochs }) => epochs.length >= 3);
    await calls.pause({});
    const one = await calls.lookAtRun({ ids });
    expect(await calls.lookAtRun({ ids })).toEqual(one);
    const { timeSteps } = job.settings;
    expect(one.gradient!.ofAll).toHaveLength(timeSteps);
    expect(one.gradient!.ofLast).toHaveLength(timeSteps);
    // Both begin their way at the last step, where they are the same.
    const { ofAll, ofLast } = one.gradient!;
    expect(ofAll.at(-1)! / ofLast.at(-1)!).toBeCloseTo(1, 4);
    expect(ofLast[0]).toBeGreaterThan(0);
    await calls.stop({});
    const { model, state } = await training;
    expect([one.epochs, one.steps]).toEqual([state.epochs, state.steps]);
    await calls.open({ key: 'm', model });
    const { surprises } = await calls.lookAt({ key: 'm', ids });
    expect(one.surprises).toEqual(surprises);
    expect(model).not.toEqual(initialModel(model.architecture, new Random(1)));
  });
});

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
