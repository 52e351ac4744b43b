/** What a run takes of memory: it grows with everything that is chosen, and what is said to fit does. */
import { describe, expect, it } from 'vitest';
import {
  remedyFor,
  runMemory,
  trainingMemory,
  writingMemory,
  type RunShape,
} from '../../src-main/core/memory.ts';
import { plainRnn } from '../contract/all-cells.ts';

const GIB = 2 ** 30;
const book: RunShape = {
  ...{ ...plainRnn, vocabularySize: 1027, hiddenSize: 256, timeSteps: 35, batchSize: 32 },
  ...{ characters: 10_000, sampling: 'random' },
};
const large: RunShape = { ...book, timeSteps: 500, batchSize: 1024 };

describe.each(['onnx', 'tensorflow'] as const)('%s', (engine) => {
  it.each(['vocabularySize', 'hiddenSize', 'timeSteps', 'batchSize'] as const)(
    'takes more with more %s',
    (field) => {
      const more = { ...book, [field]: book[field] * 2 };
      expect(trainingMemory(engine, more)).toBeGreaterThan(trainingMemory(engine, book));
      expect(trainingMemory(engine, { ...more, heldOutCharacters: 1000 })).toBeGreaterThan(
        trainingMemory(engine, more),
      );
    },
  );

  it('takes more, and no more of the logits, where every step reads the epoch', () => {
    const detached: RunShape = { ...book, sampling: 'consecutive' };
    const [one, eight] = [detached, { ...detached, batches: 8 }].map((shape) => ({
      of: (V: number) => trainingMemory(engine, { ...shape, vocabularySize: V }),
    }));
    expect(eight!.of(1027)).toBeGreaterThan(one!.of(1027));
    expect(eight!.of(50_000) - eight!.of(30_000)).toBeCloseTo(
      one!.of(50_000) - one!.of(30_000),
      -8,
    );
  });

  it('is helped by no batch that makes the epoch too long, where every step reads it', () => {
    const shape: RunShape = {
      ...{ ...large, batchSize: 32, timeSteps: 35, hiddenSize: 2048 },
      ...{ sampling: 'consecutive', characters: 10_000, batches: 8 },
    };
    const remedy = remedyFor(engine, shape, runMemory(engine, shape) / 2)!;
    expect(remedy.field).toBe('hiddenSize');
    expect(remedy.max).toBeGreaterThan(1);
  });

  it('takes 4 bytes for a character of a long text, and for an example whose place is drawn', () => {
    const taken = (shape: Partial<RunShape>) =>
      trainingMemory(engine, { ...book, characters: 50e6, ...shape }) -
      trainingMemory(engine, { ...book, characters: 40e6, ...shape });
    expect(taken({ sampling: 'consecutive' })).toBeCloseTo(40e6, -5);
    expect(taken({ timeSteps: 10 })).toBeCloseTo(44e6, -5);
    expect(taken({ timeSteps: 1 })).toBeCloseTo(80e6, -5);
  });

  it('takes more beside a run with more characters, hidden units and text', () => {
    for (const field of ['vocabularySize', 'hiddenSize', 'characters'] as const) {
      const more = { ...book, [field]: book[field] * 2 };
      expect(writingMemory(engine, more)).toBeGreaterThan(writingMemory(engine, book));
    }
  });

  it('takes more with an optimiser that keeps something of the gradients, and most with what Adam keeps', () => {
    const taken = (['sgd', 'momentum', 'adam', 'adamw'] as const).map((optimiser) =>
      runMemory(engine, { ...book, optimiser }),
    );
    expect(taken[1]).toBeGreaterThan(taken[0]!);
    expect(taken[2]! - taken[0]!).toBeGreaterThan(taken[1]! - taken[0]!);
    expect(taken[2]! - taken[0]!).toBeLessThanOrEqual(2 * (taken[1]! - taken[0]!));
    expect(taken[3]).toBe(taken[2]);
    expect(runMemory(engine, book)).toBe(taken[0]);
  });

  it('takes less than half a GB at the size of the book, and several at the largest settings', () => {
    expect(runMemory(engine, book)).toBeLessThan(0.5 * GIB);
    expect(runMemory(engine, large)).toBeGreaterThan(6 * GIB);
  });

  it.each([
    ['the batch size, where that alone helps', large, [], 'batchSize'],
    ['the time steps, where it is fixed', large, ['batchSize'], 'timeSteps'],
    [
      'the hidden units, where weights are what is large',
      { ...book, vocabularySize: 50_000, hiddenSize: 2048, batchSize: 1, timeSteps: 1 },
      [],
      'hiddenSize',
    ],
  ] as const)('is helped by %s, with the largest number that fits', (_, shape, fixed, field) => {
    const bytes = 2 * GIB;
    const remedy = remedyFor(engine, shape, bytes, fixed)!;
    expect(remedy.field).toBe(field);
    const at = (value: number) => runMemory(engine, { ...shape, [field]: value });
    expect(at(remedy.max)).toBeLessThanOrEqual(bytes);
    expect(at(remedy.max + 1)).toBeGreaterThan(bytes);
  });

  it('is helped by nothing where nothing is enough, or where nothing may be changed', () => {
    expect(remedyFor(engine, large, 0.01 * GIB)).toBeUndefined();
    const all = ['batchSize', 'timeSteps', 'hiddenSize'] as const;
    expect(remedyFor(engine, large, 2 * GIB, all)).toBeUndefined();
  });
});
