/** Rows on the application as a whole: how soon it is there, how soon it hears, what an open window costs. */
import { setTimeout } from 'node:timers/promises';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { threadsOf } from '../../src-main/services/engines/engines.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { Supervisor, type Compute } from '../../src-main/supervisor/supervisor.ts';
import { freshAddress } from '../e2e/support/application.ts';
import { launchBrowser } from '../e2e/support/browser.ts';
import { connect } from '../hosts/web/client.ts';
import { median } from './statistics.ts';

export interface Run {
  readonly secondsPerEpoch: number;
  readonly messagesPerSecond: number;
  readonly stopMilliseconds: number;
}

/** Trains at the book's size; stops, and waits until the model is on disk. */
export async function measureRun(
  address: string,
  engine: EngineName,
  epochs: number,
): Promise<Run> {
  const { calls, socket, told } = await connect(await freshAddress(address));
  const [corpus] = await calls['corpora.list']({});
  const settings = { ...defaultSettings, epochs: 100_000, predPeriod: 100_000 };
  await calls['training.start']({ corpusId: corpus!.id, settings, engine });
  const started = performance.now();
  const before = told.length;
  while ((await calls['training.status']({})).epochs < epochs) await setTimeout(200);
  const seconds = (performance.now() - started) / 1000;
  const messages = told.slice(before).filter(({ name }) => name === 'training').length;
  const asked = performance.now();
  await calls['training.stop']({});
  const stopMilliseconds = performance.now() - asked;
  const history = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
  socket.close();
  return {
    secondsPerEpoch: median(history.epochs.slice(5).map((epoch) => epoch.seconds)),
    messagesPerSecond: messages / seconds,
    stopMilliseconds,
  };
}

/** The same with the application's page open on its chart in a real browser. */
export async function measureRunWithWindow(
  address: string,
  engine: EngineName,
  epochs: number,
): Promise<Run> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    await page.goto(await freshAddress(address));
    await page.keyboard.press('Alt+2');
    await page.getByRole('button', { name: /start/i }).first().waitFor();
    return await measureRun(address, engine, epochs);
  } finally {
    await browser.close();
  }
}

/** From `kill -9` of the compute process to the report that it is gone. */
export async function measureCrashReport(program: string, engine: EngineName): Promise<number> {
  const crashed = Promise.withResolvers<void>();
  const supervisor = new Supervisor(childProcessSpawn(program), {
    event: () => {},
    change: (state) => {
      if (state === 'crashed') crashed.resolve();
    },
  });
  const { calls } = await supervisor.use({ engine, threads: threadsOf(engine) });
  const { pid } = await calls.info({});
  const killed = performance.now();
  process.kill(pid, 'SIGKILL');
  await crashed.promise;
  const milliseconds = performance.now() - killed;
  await supervisor.close();
  return milliseconds;
}

/** Ten thousand calls to a compute process that has crashed, and as many to one that was closed. @returns how many are never answered */
export async function countUnanswered(program: string, engine: EngineName): Promise<number> {
  const CALLS = 10_000;
  const start = { engine, threads: threadsOf(engine) };
  const supervisor = new Supervisor(childProcessSpawn(program), {
    event: () => {},
    change: () => {},
  });
  let unanswered = 0;
  const callOften = (calls: Compute['calls']): Promise<void>[] =>
    Array.from({ length: CALLS }, async () => {
      unanswered += 1;
      await calls.info({}).catch(() => {});
      unanswered -= 1;
    });
  const answered: Promise<void>[] = [];
  for (const kill of [() => process.kill(supervisor.pid!, 'SIGKILL'), () => supervisor.close()]) {
    const { calls } = await supervisor.use(start);
    await calls.info({});
    answered.push(...callOften(calls)); // half of them before it is gone
    const gone = kill();
    answered.push(...callOften(calls));
    await gone;
    await Promise.race([Promise.all(answered), setTimeout(5000)]);
  }
  return unanswered;
}
