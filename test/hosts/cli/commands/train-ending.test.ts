import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Failure } from '../../../../src-main/contract/errors.ts';
import { defaultSettings } from '../../../../src-main/contract/settings.ts';
import {
  idleTraining,
  type RunState,
  type TrainingStatus,
} from '../../../../src-main/contract/training.ts';
import { Output } from '../../../../src-main/hosts/cli/terminal/output.ts';
import { runCommandLine } from '../../../../src-main/hosts/cli/program.ts';
import { createTranslator } from '../../../../src-main/messages/translator.ts';
import type { Product } from '../../../../src-main/services/product.ts';
import { ModelLibrary } from '../../../../src-main/store/models/model-library.ts';
import { plainEpoch } from '../../../contract/plain-epoch.ts';

/** A product whose run has one epoch and then ends in the given way. */
function productThatEnds(state: RunState, failure: Failure): Product {
  const lastEpoch = {
    epoch: 1,
    perplexity: 9,
    seconds: 0.5,
    gradientNorm: 2,
    clipped: 1,
    ...plainEpoch,
  };
  const status: TrainingStatus = {
    ...{ ...idleTraining, state: 'training', epochs: 1, lastEpoch },
    settings: { ...defaultSettings, prefixes: [] },
  };
  const training = {
    start: async () => status,
    status: () => status,
    history: (from: number) => ({ epochs: [lastEpoch].slice(from), samples: [] }),
    ended: async () => ({ ...status, state, failure }),
  };
  return { training, supervisor, close: async () => {} } as unknown as Product;
}

const supervisor = { kill: (): void => {} };

async function train(product: Product): Promise<{ code: number; out: string; err: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'song.txt'), '分开不分开');
  const [out, err] = [new PassThrough(), new PassThrough()].map((stream) =>
    stream.setEncoding('utf8'),
  );
  const code = await runCommandLine(['train', 'song.txt', '--json'], {
    version: '0',
    translator: createTranslator('en'),
    input: Readable.from([]),
    command: 'verseloom',
    output: new Output(out as unknown as WriteStream, err as unknown as WriteStream),
    folder,
    exportedPage: join(folder, 'page.html'),
    modelsFolder: async () => join(folder, 'models'),
    openModels: () => ModelLibrary.open(join(folder, 'models')),
    openCorpora: () => Promise.reject(new Error('no corpus of the library is needed')),
    installation: { root: '', programs: '', packed: null },
    openClusters: () => Promise.reject(new Error('no cluster is needed')),
    openDrafts: () => Promise.reject(new Error('no draft is needed')),
    openRuns: () => Promise.reject(new Error('no run is needed')),
    openProduct: async () => product,
    runBench: async () => 0,
  });
  return { code, out: String(out!.read()), err: String(err!.read()) };
}

test('a run that diverges is told in a sentence, and its last good model is named', async () => {
  const failure: Failure = { code: 'training.diverged', params: { epoch: 2, step: 3 } };
  const { code, out, err } = await train(productThatEnds('diverged', failure));
  expect(code).toBe(1);
  const events = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({ event }) => event)).toEqual(['start', 'epoch', 'done']);
  expect(events[2]).toMatchObject({ outcome: 'diverged', epochs: 1, perplexity: 9, seconds: 0.5 });
  expect(err).toMatch(
    /^Encoding guessed: utf-8\nThe run diverged in epoch 2, step 3: .*\nSaved in .*\n$/,
  );
});

test('a run whose process crashes ends with the reason, and without `done`', async () => {
  const failure: Failure = { code: 'compute.crashed', params: { reason: 'SIGKILL' } };
  const { code, out, err } = await train(productThatEnds('failed', failure));
  expect(code).toBe(1);
  expect(out).not.toContain('"done"');
  expect(err).toMatch(
    /^Encoding guessed: utf-8\nThe compute process stopped unexpectedly .*\(SIGKILL\).*\nNothing that .* saved\.\n$/,
  );
});

test('a run that is ended before it has begun has nothing to save and ends as a failure', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  exit.mockImplementationOnce(() => {
    throw new Error('ended');
  });
  onTestFinished(() => exit.mockRestore());
  const training = {
    status: () => ({ state: 'preparing' }),
    start: async () => process.emit('SIGHUP'),
  };
  const product = { training, supervisor, close: async () => {} } as unknown as Product;
  const { out, err } = await train(product);
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  expect(out).toBe('null'); // nothing
  expect(err).toMatch(/^Stopped before training began; there was nothing to save\.\n/);
});
