/** The brake between two steps: who waits, until when, and that nobody waits for ever. */
import { describe, expect, it } from 'vitest';
import { Brake } from '../../src-main/compute/brake.ts';

const rounds = () => new Promise((resolve) => setImmediate(resolve));

/** @returns whether a promise is still pending */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  await rounds();
  const pending = Symbol();
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

describe('Brake', () => {
  it('lets go on until it is pulled', async () => {
    const brake = new Brake();
    expect(await brake.gate()).toBe('go');
    expect(await brake.gate()).toBe('go');
    brake.stop();
    expect(await brake.gate()).toBe('stop');
    expect(await brake.gate()).toBe('stop');
  });

  it('answers a pause when the loop has reached the gate, not before', async () => {
    const brake = new Brake();
    const paused = brake.pause();
    expect(await isPending(paused)).toBe(true);
    const passing = brake.gate();
    await paused;
    expect(await isPending(passing)).toBe(true);
    brake.resume();
    expect(await passing).toBe('go');
    expect(await brake.gate()).toBe('go');
  });

  it('stops out of a pause', async () => {
    const brake = new Brake();
    const paused = brake.pause();
    const passing = brake.gate();
    await paused;
    brake.stop();
    expect(await passing).toBe('stop');
  });

  it('halts again after a resume, as often as one likes', async () => {
    const brake = new Brake();
    for (let time = 0; time < 3; time++) {
      const [first, second] = [brake.pause(), brake.pause()];
      expect(await isPending(first)).toBe(true);
      const passing = brake.gate();
      await Promise.all([first, second]);
      brake.resume();
      expect(await passing).toBe('go');
    }
  });

  it('holds when a pause follows a resume at once', async () => {
    const brake = new Brake();
    const paused = brake.pause();
    const passing = brake.gate();
    await paused;
    brake.resume();
    const again = brake.pause();
    expect(await isPending(passing)).toBe(true);
    await again;
    brake.resume();
    expect(await passing).toBe('go');
  });

  it('takes a stop for good: neither a pause nor a resume takes it back', async () => {
    const brake = new Brake();
    brake.stop();
    brake.resume();
    const paused = brake.pause();
    expect(await brake.gate()).toBe('stop');
    brake.release();
    await paused;
  });

  it('lets nobody wait for a run that has ended by itself', async () => {
    const brake = new Brake();
    const paused = brake.pause();
    brake.release();
    await paused;
  });

  it('answers a pause that is taken back before it takes hold', async () => {
    const brake = new Brake();
    const paused = brake.pause();
    brake.resume();
    await paused;
    expect(await brake.gate()).toBe('go');
    const again = brake.pause();
    brake.stop();
    await again;
    expect(await brake.gate()).toBe('stop');
  });
});
