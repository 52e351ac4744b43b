/** Turns at the engine: one piece of work after the other, and the event loop between them. */
import { describe, expect, it } from 'vitest';
import { Turns } from '../../src-main/compute/turns.ts';

describe('Turns', () => {
  it('are taken in order, one at a time', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const work = (name: string) =>
      turns.take(async () => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 3));
        log.push(`${name} ends`);
        return name;
      });
    expect(await Promise.all([work('a'), work('b'), work('c')])).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('go on after work that fails, which tells the one who asked for it', async () => {
    const turns = new Turns();
    const failing = turns.take(async () => {
      throw new Error('out of memory');
    });
    const next = turns.take(async () => 'done');
    await expect(failing).rejects.toThrow('out of memory');
    expect(await next).toBe('done');
  });

  it('let the event loop turn between two pieces, so that a message is heard', async () => {
    const turns = new Turns();
    let heard = false;
    setImmediate(() => setImmediate(() => (heard = true)));
    for (let piece = 0; piece < 10 && !heard; piece++) await turns.take(async () => {});
    expect(heard).toBe(true);
  });

  it('leave the processor to others for a while after each, where they give way', async () => {
    const turns = new Turns(5);
    let [worked, rested] = [0, 0];
    await turns.take(async () => {
      const began = performance.now();
      while (performance.now() - began < 10);
      worked = performance.now();
    });
    await turns.take(async () => void (rested = performance.now()));
    expect(rested - worked).toBeGreaterThan(40);
  });

  it('alternate between two who keep asking', async () => {
    const turns = new Turns();
    const log: string[] = [];
    const keepAsking = async (name: string) => {
      for (let i = 0; i < 5; i++) await turns.take(async () => void log.push(name));
    };
    await Promise.all([keepAsking('a'), keepAsking('b')]);
    expect(log.join('')).toBe('ababababab');
  });
});
