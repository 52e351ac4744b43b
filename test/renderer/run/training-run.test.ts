/** How the window keeps up with a run: statuses that are pushed, and a history that is pulled. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  idleTraining,
  type EpochReport,
  type Sample,
  type TrainingStatus,
} from '../../../src-main/contract/training.ts';
import { TrainingRun } from '../../../src-renderer/run/training-run.svelte.ts';
import { hostWith, settled } from '../fake-host.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';

const EPOCHS = 4;
const SAMPLES = 2;

/** A run on a host that hands out its history in small pages, each when the test says so. */
class Host {
  runId = 'first';
  epochs: EpochReport[] = [];
  samples: Sample[] = [];
  /** Places that were asked for, as `epochs/samples`. */
  readonly asked: string[] = [];
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  readonly #held: boolean;
  readonly run: TrainingRun;

  constructor({ held = false } = {}) {
    this.#held = held;
    this.run = new TrainingRun(
      hostWith({
        'training.status': async () => this.status(),
        'training.pause': async () => ({ ...this.status(), state: 'paused' }),
        'training.history': async ({ epochsFrom, samplesFrom }) => {
          this.asked.push(`${epochsFrom}/${samplesFrom}`);
          if (this.#held) {
            const gate = Promise.withResolvers<void>();
            this.#waiting.push(gate);
            await gate.promise;
          }
          return {
            runId: this.runId,
            epochs: this.epochs.slice(epochsFrom, epochsFrom + EPOCHS),
            samples: this.samples.slice(samplesFrom, samplesFrom + SAMPLES),
            saves: [],
            changes: [],
          };
        },
      }),
    );
  }

  begin(runId: string): void {
    Object.assign(this, { runId, epochs: [], samples: [] });
  }

  learn(epochs: number): void {
    for (let i = 0; i < epochs; i++) {
      const epoch = this.epochs.length + 1;
      this.epochs.push({
        epoch,
        perplexity: 9,
        seconds: epoch,
        gradientNorm: 1,
        clipped: 0,
        ...plainEpoch,
      });
      if (epoch % 3 === 0)
        this.samples.push({ epoch, prefix: this.runId, continuation: `${epoch}` });
    }
  }

  status(): TrainingStatus {
    const { runId } = this;
    const [epochs, samples] = [this.epochs.length, this.samples.length];
    return { ...idleTraining, state: 'training', runId, epochs, samples };
  }

  push(): void {
    this.run.accept(this.status());
  }

  /** Lets the oldest question be answered, with what there is by now. */
  async answer(): Promise<void> {
    this.#waiting.shift()!.resolve();
    await settled();
  }

  async lose(): Promise<void> {
    this.#waiting.shift()!.reject(new Error('the link is lost'));
    await settled();
  }

  /** The window has all of the run, each thing once and in order. */
  expectFollowed(): void {
    expect(this.run.status.runId).toBe(this.runId);
    const { columns } = this.run.curves;
    expect([...columns.of('epoch')]).toEqual(this.epochs.map(({ epoch }) => epoch));
    expect([...columns.of('seconds')]).toEqual(this.epochs.map(({ seconds }) => seconds));
    expect(this.run.samples).toEqual(this.samples);
  }
}

describe('a run that is followed', () => {
  it('is caught up with page by page', async () => {
    const host = new Host();
    host.learn(10);
    host.push();
    await settled();
    host.expectFollowed();
    expect(host.asked).toEqual(['0/0', '4/2', '8/3']);
  });

  it('is caught up with in samples, too, when there are more pages of these', async () => {
    const host = new Host();
    host.learn(3);
    host.samples.push(...host.samples, ...host.samples, ...host.samples, ...host.samples);
    host.push();
    await settled();
    host.expectFollowed();
    expect(host.asked).toEqual(['0/0', '3/2', '3/4']);
  });

  it('is asked only for what is new', async () => {
    const host = new Host();
    host.learn(3);
    host.push();
    await settled();
    host.push();
    await settled();
    host.learn(1);
    host.push();
    await settled();
    host.expectFollowed();
    expect(host.asked).toEqual(['0/0', '3/1']);
  });

  it('is asked by one question at a time, however many statuses come', async () => {
    const host = new Host({ held: true });
    host.learn(2);
    host.push();
    host.learn(4);
    host.push();
    host.push();
    expect(host.asked).toEqual(['0/0']);
    await host.answer();
    expect(host.asked).toEqual(['0/0', '4/2']);
    await host.answer();
    host.expectFollowed();
    expect(host.asked).toHaveLength(2);
  });

  it('takes what the host has learnt since its status', async () => {
    const host = new Host({ held: true });
    host.learn(1);
    host.push();
    host.learn(2);
    await host.answer();
    host.expectFollowed();
    host.push();
    expect(host.asked).toHaveLength(1);
  });

  it('is asked no more when there is nothing to be had', async () => {
    const host = new Host();
    host.run.accept({ ...host.status(), epochs: 5 });
    await settled();
    expect(host.asked).toEqual(['0/0']);
    expect(host.run.curves.length).toBe(0);
  });

  it('is there again after a reload', async () => {
    const host = new Host();
    host.learn(9);
    await host.run.load();
    await settled();
    host.expectFollowed();
    expect(host.run.active).toBe(true);
  });

  it('is not pulled twice when the window connects again', async () => {
    const host = new Host();
    host.learn(3);
    await host.run.load();
    await settled();
    host.learn(1);
    await host.run.load();
    await settled();
    host.expectFollowed();
    expect(host.asked).toEqual(['0/0', '3/1']);
  });

  it('is gone when the host has begun afresh', async () => {
    const host = new Host();
    host.learn(3);
    host.push();
    await settled();
    host.run.accept(idleTraining);
    expect(host.run.curves.length).toBe(0);
    expect(host.run.samples).toEqual([]);
    expect(host.run.active).toBe(false);
  });
});

describe('another run', () => {
  it('does not show the one before', async () => {
    const host = new Host();
    host.learn(5);
    host.push();
    await settled();
    host.begin('second');
    host.push();
    expect(host.run.curves.length).toBe(0);
    expect(host.run.samples).toEqual([]);
    host.learn(3);
    host.push();
    await settled();
    host.expectFollowed();
  });

  it('begins in the middle of a pull, and its status comes first', async () => {
    const host = new Host({ held: true });
    host.learn(6);
    host.push();
    await host.answer();
    expect(host.run.curves.length).toBe(4);
    host.begin('second');
    host.learn(5);
    host.push();
    await host.answer(); // from the fifth on: those are places of the first run
    expect(host.run.curves.length).toBe(0);
    expect(host.asked.at(-1)).toBe('0/0');
    await host.answer();
    await host.answer();
    host.expectFollowed();
  });

  it('begins in the middle of a pull, and its history comes first', async () => {
    const host = new Host({ held: true });
    host.learn(6);
    host.push();
    await host.answer();
    host.begin('second');
    host.learn(7);
    await host.answer();
    expect(host.run.curves.length).toBe(4); // what is not of the run on the screen was not mixed in
    expect(host.asked).toHaveLength(2);
    host.push();
    await host.answer();
    await host.answer();
    host.expectFollowed();
  });

  it('begins, and an answer of the run before arrives late', async () => {
    const host = new Host({ held: true });
    host.learn(2);
    host.push();
    const late = host.status();
    host.begin('second');
    host.learn(1);
    host.push();
    expect(host.run.status.runId).not.toBe(late.runId);
    await host.answer();
    await host.answer();
    host.expectFollowed();
  });
});

describe('a pull that fails', () => {
  it('is taken up by the next status, where it ended', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const host = new Host({ held: true });
    host.learn(6);
    host.push();
    await host.answer();
    await host.lose();
    expect(warn).toHaveBeenCalledOnce();
    expect(host.run.curves.length).toBe(4);
    expect(host.run.status.epochs).toBe(6);
    host.push();
    await host.answer();
    host.expectFollowed();
    expect(host.asked).toEqual(['0/0', '4/2', '4/2']);
  });
});

describe('a command', () => {
  it('is pending until it is answered, and its answer is the newest status', async () => {
    const host = new Host();
    const answered = host.run.pause();
    expect(host.run.pending).toBe('pause');
    await answered;
    expect(host.run.pending).toBeNull();
    expect(host.run.status.state).toBe('paused');
  });

  it('that is refused is no longer pending, and the error goes to who asked', async () => {
    const run = new TrainingRun(
      hostWith({ 'training.stop': () => Promise.reject(new Error('no')) }),
    );
    await expect(run.stop()).rejects.toThrow('no');
    expect(run.pending).toBeNull();
    expect(run.status).toBe(idleTraining);
  });
});
