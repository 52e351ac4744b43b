/** Rows on what is said of a run's time: before it begins, and after its first epochs, against what it takes. */
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { isResting } from '../../src-main/contract/training.ts';
import { connectTo, startApplication } from '../e2e/support/application.ts';

/** Runs that spend their time in different ways: on steps, on many small ones, on samples, and on what is held out. */
const runs = {
  book: { epochs: 60 },
  small: { epochs: 200, hiddenSize: 32, timeSteps: 10, batchSize: 16, maxCharacters: 5000 },
  samples: { epochs: 30, predPeriod: 2, predLength: 400 },
  'held out': { epochs: 40, heldOut: { by: 'last', percent: 30 }, maxCharacters: 0 },
} as const;

export interface Forecasts {
  readonly name: string;
  /** Seconds: as was foretold, and as it took from the start to the file on disk. */
  readonly foretold: number;
  readonly taken: number;
  /** The same of what was left after three epochs. */
  readonly left: number;
  readonly leftTaken: number;
}

/** @param engine that every run is made with */
export async function* measureForecasts(engine: 'onnx' | 'tensorflow'): AsyncGenerator<Forecasts> {
  const application = await startApplication();
  const { calls, socket } = await connectTo(application);
  try {
    const corpora = await calls['corpora.list']({});
    const corpusId = corpora.find(({ builtIn, songs }) => builtIn && songs === 1)!.id;
    for (const [name, settings] of Object.entries(runs)) {
      const question = { corpusId, engine, settings: { prefixes: ['月光', '分开'], ...settings } };
      const forecast = await calls['training.forecast'](question);
      const started = performance.now();
      await calls['training.start'](question);
      let [left, at] = [0, 0];
      for (;;) {
        const status = await calls['training.status']({});
        if (at === 0 && status.epochs >= 3) [left, at] = [status.secondsLeft, performance.now()];
        if (isResting(status.state)) break;
        await setTimeout(5);
      }
      const ended = performance.now();
      yield {
        ...{ name, foretold: forecast!.seconds, taken: (ended - started) / 1000 },
        ...{ left, leftTaken: (ended - at) / 1000 },
      };
    }
  } finally {
    socket.close();
    await application.end();
    await rm(application.data, { recursive: true, force: true });
  }
}
