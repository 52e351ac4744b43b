/** A text of a size that would show: the host goes on meanwhile, a stop is heard at once, and nobody holds anything of it afterwards. */
import { setFlagsFromString } from 'node:v8';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { isPresent } from '../../engines/on-each-engine.ts';
import type { Spawn } from '../../../src-main/supervisor/channel.ts';
import { spawnCompute } from '../../compute/compute-process.ts';
import { importFile, openForTest, type Opened } from '../open-product.ts';

const MB = 1e6;
const TEXT = '想要有直升机 want to fly\n'.repeat(150_000); // 5.2 MB, 3.1 million characters
/** How much of a text is worked on without a break, at most. */
const SLICE = 2 ** 18;
const settings = {
  ...{ maxCharacters: 0, hiddenSize: 2, timeSteps: 1, batchSize: 8, epochs: 100 },
  ...{ predPeriod: 100, prefixes: ['想'] },
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** @returns bytes outside of the heap, where texts and ids are, once nothing is left to be collected; below a bound, as soon as they are */
async function heldBytes(bound = 0): Promise<number> {
  const held = (): number => process.memoryUsage().arrayBuffers;
  let least = Infinity;
  for (let [time, same] = [0, 0]; time < 100 && same < 20 && held() >= bound; time++) {
    collect(); // what files and links were given is let go of when they are done
    await setTimeout(bound === 0 ? 1 : 20);
    // What is waited for comes below its bound at last; otherwise it is enough that nothing more has gone for a while.
    same = bound === 0 && held() >= least ? same + 1 : 0;
    least = Math.min(least, held());
  }
  return held();
}

/** @returns what comes out, and how often whatever else waits for this thread had its turn meanwhile */
async function countTurns<T>(work: Promise<T>): Promise<{ result: T; turns: number }> {
  let [turns, over] = [0, false];
  const count = async (): Promise<void> => {
    for (; !over; turns++) await setImmediate();
  };
  void count();
  const result = await work.finally(() => (over = true));
  return { result, turns };
}

/** The real compute process, and how many ids each message to it carries. */
function watched(): { spawn: Spawn; idsSent: number[]; called: () => string[] } {
  const idsSent: number[] = [];
  const called: string[] = [];
  const count = (value: unknown): number => {
    if (value instanceof Int32Array) return value.length;
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return 0;
    return Object.values(value).reduce((sum: number, part) => sum + count(part), 0);
  };
  const spawn: Spawn = (start) => {
    const channel = spawnCompute(start);
    const post = (message: unknown): void => {
      const [name] = (message as { a?: [string] }).a ?? [];
      if (name) called.push(name);
      idsSent.push(count(message));
      channel.post(message);
    };
    return { ...channel, post };
  };
  return { spawn, idsSent, called: () => called };
}

const begin = (product: Opened, more: Record<string, unknown> = {}) =>
  product.handlers['training.start']({
    ...{ corpusId: product.corpusId, settings: { ...settings, ...more }, engine: 'onnx' },
    withText: true,
  }) as ReturnType<Opened['start']>;

describe.skipIf(!isPresent('onnx'))('a large text', () => {
  it(
    'goes to the compute process in pieces while the host goes on, and leaves nothing behind',
    { tags: ['long'] },
    async () => {
      const { spawn, idsSent } = watched();
      const bytes = Buffer.byteLength(TEXT);
      const product = await openForTest({ text: TEXT, spawn });
      const before = await heldBytes();

      const started = await countTurns(begin(product));
      expect(started.result).toMatchObject({ state: 'training', vocabularySize: 15 });
      // It is gone through twice, to learn its characters and to encode them, and hashed once.
      expect(started.turns).toBeGreaterThan((2 * bytes) / SLICE);
      expect(Math.max(...idsSent)).toBeLessThanOrEqual(SLICE);
      expect(idsSent.reduce((sum, length) => sum + length)).toBe(TEXT.length); // the prefix, and no line end at the end

      const saved = await countTurns(product.handlers['training.save']({}) as Promise<unknown>);
      expect(saved.turns).toBeGreaterThan(10);
      const { modelId, state } = await product.training.stop();
      expect(state).toBe('stopped');
      expect(await heldBytes(before + 2 * MB)).toBeLessThan(before + 2 * MB);

      const goneOn = product.handlers['training.goOn']({ id: modelId! }) as Promise<unknown>;
      expect((await countTurns(goneOn)).turns).toBeGreaterThan((2 * bytes) / SLICE);
      await product.training.stop();
      expect(await heldBytes(before + 2 * MB)).toBeLessThan(before + 2 * MB);
    },
  );

  it(
    'is imported while the host goes on, and its beginning is read alone',
    { tags: ['long'] },
    async () => {
      const product = await openForTest();
      for (const [bytes, encoding] of [
        [Buffer.from(TEXT), 'utf-8'],
        [Buffer.from(TEXT, 'utf16le'), 'utf-16le'],
      ] as const) {
        const result = await importFile(product.handlers, 'long.txt', bytes);
        expect(result, encoding).toMatchObject({ characters: TEXT.length - 1, distinct: 16 });
        expect(result.alreadyThere).toBe(encoding !== 'utf-8');
      }
      const corpora = await product.handlers['corpora.list']({});
      const corpus = corpora.find(({ builtIn }) => !builtIn);
      const before = process.memoryUsage().arrayBuffers;
      const { text } = await product.handlers['corpora.text']({ id: corpus!.id });
      expect(text === TEXT.slice(0, 1_000_000)).toBe(true);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * MB);
    },
  );

  it('is let go of when a stop comes while it is gone through', async () => {
    const { spawn, called } = watched();
    const product = await openForTest({ text: TEXT, spawn });
    const starting = begin(product);
    await product.until(() => product.training.status().state === 'preparing');
    await expect(begin(product)).rejects.toMatchObject({ code: 'training.running' });
    expect(await product.training.stop()).toMatchObject({ state: 'idle', modelId: null });
    expect(await starting).toMatchObject({ state: 'idle' });
    expect(product.states()).toEqual(['preparing', 'idle']);
    expect(called()).not.toContain('read');
  });

  it('is let go of when a stop comes while it is handed over', { tags: ['long'] }, async () => {
    const { spawn, called, idsSent } = watched();
    const product = await openForTest({ text: TEXT, spawn });
    const starting = begin(product);
    while (idsSent.filter((length) => length > 1).length < 3) await setTimeout(1);
    expect(await product.training.stop()).toMatchObject({ state: 'idle', modelId: null });
    await starting;
    expect(idsSent.reduce((sum, length) => sum + length)).toBeLessThan(TEXT.length);
    expect(product.states()).toEqual(['preparing', 'idle']);
    await product.start({ epochs: 1, maxCharacters: 1000 }); // there is room for another one
    expect((await product.training.ended()).state).toBe('finished');
    expect(called().length).toBeGreaterThan(0);
  });

  // Windows stops no process.
  it.skipIf(process.platform === 'win32')(
    'keeps nobody who gives it up while it is handed to a process that is stopped',
    { tags: ['long'] },
    async () => {
      const { spawn, called, idsSent } = watched();
      const product = await openForTest({ text: TEXT, spawn });
      const starting = begin(product);
      while (idsSent.filter((length) => length > 1).length < 3) await setTimeout(1);
      process.kill(product.supervisor.pid!, 'SIGSTOP');
      expect(await product.training.stop()).toMatchObject({ state: 'idle', modelId: null });
      expect((await starting).state).toBe('idle');
      expect(called().filter((name) => name === 'read').length).toBeLessThan(TEXT.length / SLICE);
      process.kill(product.supervisor.pid!, 'SIGCONT');
      await product.start({ epochs: 1, maxCharacters: 1000 });
      expect((await product.training.ended()).state).toBe('finished');
    },
  );

  it('is refused for its settings after nothing has changed', { tags: ['long'] }, async () => {
    const product = await openForTest({ text: TEXT });
    await expect(begin(product, { prefixes: ['不'] })).rejects.toMatchObject({
      code: 'prefix.unknown',
    });
    expect(product.training.status().state).toBe('idle');
    expect(product.states()).toEqual(['preparing', 'idle']); // for as long as it was gone through
  });
});
