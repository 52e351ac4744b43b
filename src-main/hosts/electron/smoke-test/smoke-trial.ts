/** What the smoke test tries, all of it through the page: the main path of a person, once with every engine. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { WebContents } from 'electron';
import { api, type ApiCalls } from '../../../contract/api.ts';
import { callsOver } from '../../../contract/links/door.ts';
import type { EngineName, PresentEngine } from '../../../contract/engine.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import { isResting, type TrainingStatus } from '../../../contract/training.ts';
import { SCREENS_ADDRESS } from '../page/screens-protocol.ts';
import type { EngineResult, SmokeTest } from './smoke-test.ts';

/** Small enough for a second, and long enough for the perplexity to fall whatever the seed. */
const SETTINGS = {
  epochs: 20,
  hiddenSize: 32,
  timeSteps: 10,
  batchSize: 8,
  maxCharacters: 2000,
  predPeriod: 20,
  predLength: 10,
};
const WRITTEN = 40;
const PAUSE_MS = 50;

interface Around {
  readonly version: string;
  /** The page of the window. */
  readonly page: WebContents;
  /** Opens files as a double click would. */
  readonly openFiles: (paths: readonly string[]) => Promise<void>;
  /** Opens the data a second time, as another application would. */
  readonly openAgain: () => Promise<unknown>;
}

/** @throws Error of the step that does not work */
export async function tryOut(test: SmokeTest, around: Around): Promise<void> {
  const { page } = around;
  await test.step('page', () => drawn(page));
  const calls = callsOver(api, (name, input) =>
    evaluate(page, `verseloom.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`),
  );
  const present = await test.step('bridge', async () => {
    const { version, host, engines } = await calls['app.info']({});
    check(version === around.version && host === 'window', `it says ${host} ${version}`);
    return engines;
  });
  await test.step('lock', () => refused(around));
  const wanted = present.filter(({ name }) => !test.engine || name === test.engine);
  check(wanted.length > 0, `there is no engine ${test.engine ?? ''}`);
  for (const engine of wanted) test.engines.push(await tryEngine(test, engine, calls, around));
}

async function tryEngine(
  test: SmokeTest,
  { name, version }: PresentEngine,
  calls: ApiCalls,
  { openFiles }: Around,
): Promise<EngineResult> {
  const started = performance.now();
  const status = await test.step(`${name}: train`, () => train(name, calls));
  const id = status.modelId!;
  const written = await test.step(`${name}: write`, () => write(id, calls));
  const again = await test.step(`${name}: open`, async () => {
    const { dataFolder } = await calls['app.info']({});
    const copy = join(test.folder, `${name}.verse`);
    await copyFile(join(dataFolder, 'models', `${id}.verse`), copy);
    await calls['models.remove']({ id }); // or the file would be taken for it
    const before = await calls['models.list']({});
    await openFiles([copy]);
    const added = (await calls['models.list']({})).filter((model) =>
      before.every((other) => other.id !== model.id),
    );
    check(added.length === 1, `${added.length} models were added by opening one`);
    check(added[0]!.damage === null, 'the file that was saved is damaged');
    return added[0]!.id;
  });
  await test.step(`${name}: write again`, async () => {
    const text = await write(again, calls);
    check(text === written, `it wrote “${text}” after “${written}”`);
  });
  const { epochs } = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
  return {
    ...{ name, version },
    threads: status.engine!.threads,
    perplexity: [epochs[0]!.perplexity, epochs.at(-1)!.perplexity],
    written,
    seconds: (performance.now() - started) / 1000,
  };
}

async function train(engine: EngineName, calls: ApiCalls): Promise<TrainingStatus> {
  const [corpus] = await calls['corpora.list']({});
  check(corpus !== undefined, 'there is no corpus');
  await calls['training.start']({ corpusId: corpus.id, settings: SETTINGS, engine });
  let status = await calls['training.status']({});
  for (; !isResting(status.state); status = await calls['training.status']({}))
    await setTimeout(PAUSE_MS);
  if (status.failure) throw new VerseloomError(status.failure.code, status.failure.params);
  check(status.state === 'finished', `the run has ${status.state}`);
  check(status.engine?.name === engine, `the run was one of ${status.engine?.name}`);
  check(status.modelId !== null, 'the run was not saved');
  const { epochs } = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
  const [first, last] = [epochs[0]?.perplexity, epochs.at(-1)?.perplexity];
  check(first !== undefined && last! < first, `the perplexity went from ${first} to ${last}`);
  return status;
}

async function write(modelId: string, calls: ApiCalls): Promise<string> {
  const model = (await calls['models.list']({})).find(({ id }) => id === modelId);
  check(model !== undefined, `the model ${modelId} is not in the library`);
  const { prefix, continuation } = await calls['writing.write']({
    id: 'smoke-test',
    modelId,
    prefix: model.suggestedPrefix,
    ...{ length: WRITTEN, temperature: 1, seed: 7 },
  });
  check(Array.from(continuation).length === WRITTEN, `it wrote “${continuation}”`);
  return prefix + continuation;
}

/** Waits until the screens are there: their own page, drawn by their own program. */
async function drawn(page: WebContents): Promise<void> {
  // While it loads, there is nothing to ask yet.
  const isDrawn = (): Promise<unknown> =>
    evaluate(page, "document.querySelector('nav') !== null").catch(() => false);
  while (page.getURL().split('#')[0] !== SCREENS_ADDRESS || !(await isDrawn()))
    await setTimeout(PAUSE_MS);
}

async function refused({ openAgain }: Around): Promise<void> {
  const error = await openAgain().catch((error: unknown) => error);
  if (error instanceof VerseloomError && error.code === 'data.inUse') return;
  throw error instanceof Error ? error : new Error('the data can be opened twice');
}

const evaluate = (page: WebContents, script: string): Promise<unknown> =>
  page.executeJavaScript(script) as Promise<unknown>;

function check(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}
