/** Runs that go on: after a kill, after a stop, without their text, and with another engine. */
import { existsSync } from 'node:fs';
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile, writeModelFile } from '../../../../src-main/store/models/model-file.ts';
import { called, Desk, endless, linesOf, lyrics, small } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await desk.put('歌词.txt', lyrics);
});
afterAll(() => desk.clear());

/** What a run has learnt and written, and none of the times. */
async function resultOf(name: string) {
  const { manifest, model, moments, epochs, samples, state } = await readModelFile(desk.path(name));
  return {
    weights: model.parameters,
    moments: moments.map(({ parameters }) => parameters),
    epochs: epochs.map((epoch) => ({ ...epoch, seconds: 0 })),
    samples,
    state: { ...state, seconds: 0 },
    ...{ settings: manifest.settings, outcome: manifest.outcome, corpus: manifest.corpus },
  };
}

const train = (out: string, ...options: string[]): string[] => [
  ...['train', '歌词.txt', ...small, '--length', '3', '--out', out, ...options],
];

describe('a run that is killed', () => {
  test.each([
    ['random', 'sgd'],
    ['consecutive', 'sgd'],
    ['random', 'adamw'],
  ])(
    'goes on to the very model that it would have come to (%s sampling, %s)',
    { tags: ['long'] },
    async (sampling, optimiser) => {
      const descent =
        optimiser === 'sgd' ? [] : ['--optimiser', optimiser, '--lr', '0.01', '--warmup', '9'];
      const run = ['--period', '7', '--seed', '9', '--sampling', sampling, ...descent];
      const name = `${sampling}-${optimiser}`;
      const [whole, killed] = [`${name}.verse`, `${name}-killed.verse`];
      const { child, said, ended } = desk.start(
        train(killed, ...run, '--epochs', '100000', '--checkpoint-seconds', '0.05'),
      );
      await said(/^epoch 14,/m);
      while (!existsSync(desk.path(killed))) await setTimeout(1);
      child.kill('SIGKILL');
      await ended;
      const { epochs } = await readModelFile(desk.path(killed));

      const events = await desk.runJson(['resume', killed, '--epochs', '20']);
      const last = epochs.length + 20;
      expect(events[0]).toMatchObject({
        ...{ event: 'start', from: epochs.length },
        engine: { name: 'onnx', reason: 'recorded' },
      });
      const told = events.filter(({ event }) => event === 'epoch').map(({ epoch }) => epoch);
      expect(told).toEqual(Array.from({ length: 20 }, (_, i) => epochs.length + 1 + i));
      expect(events.at(-1)).toMatchObject({ event: 'done', outcome: 'finished', epochs: last });

      const uninterrupted = await desk.run(train(whole, ...run, '--epochs', String(last)));
      expect(uninterrupted, uninterrupted.stderr).toMatchObject({ code: 0 });
      expect(await resultOf(killed)).toEqual(await resultOf(whole));
    },
  );
});

describe('resume', () => {
  test(
    'a run that is stopped says how to go on, and the book’s lines go on where they ended',
    { tags: ['long'] },
    async () => {
      const first = desk.start(['train', '歌词.txt', ...endless, '--out', "it's.verse"]);
      await first.said(/^epoch 10,/m);
      first.child.kill('SIGINT');
      const stopped = linesOf((await first.ended).stderr);
      expect(stopped.at(-1)).toBe(`To continue: verseloom resume '${desk.path("it'\\''s.verse")}'`);
      const { epochs } = await readModelFile(desk.path("it's.verse"));

      const second = desk.start(['resume', "it's.verse"]);
      const next = 10 * (Math.floor(epochs.length / 10) + 1);
      await second.said(new RegExp(`^epoch ${next},.*\\n - 分开`, 'm'));
      second.child.kill('SIGINT');
      const { code, stdout, stderr } = await second.ended;
      expect(code).toBe(0);
      expect(linesOf(stderr)[0]).toMatch(/^ONNX Runtime .*\(as when the run began\)\.$/);
      expect(linesOf(stdout).find((line) => line.startsWith('epoch'))).toContain(`epoch ${next},`);
    },
  );

  test(
    'adds epochs to a run that has made all of them, as if it had been asked for more at once',
    { tags: ['long'] },
    async () => {
      await desk.run(train('whole.verse', '--epochs', '8', '--period', '2'));
      await desk.run(train('part.verse', '--epochs', '5', '--period', '2'));
      expect(await desk.run(['resume', 'part.verse'])).toEqual({
        ...{ code: 2, stdout: '' },
        stderr: `${called('歌词', 5)} has finished its run (epoch 5); say with --epochs how many more epochs to train.\n`,
      });
      const { code, stdout } = await desk.run(['resume', 'part.verse', '--epochs', '3']);
      expect(code).toBe(0);
      expect(linesOf(stdout).map((line) => line.slice(0, 7))).toEqual([
        'epoch 6',
        ...[' - 分开', ' - 不分开'].map((prefix) => expect.stringMatching(`^${prefix}`)),
        'epoch 8',
        ...[' - 分开', ' - 不分开'].map((prefix) => expect.stringMatching(`^${prefix}`)),
      ]);
      // Its end of then had samples of its own.
      const { samples, ...part } = await resultOf('part.verse');
      const others = samples.filter(({ epoch }) => epoch !== 5);
      expect({ ...part, samples: others }).toEqual(await resultOf('whole.verse'));
    },
  );

  test(
    '--epochs counts from where the run stands, also when it was to have more',
    { tags: ['long'] },
    async () => {
      const { child, said, ended } = desk.start(train('early.verse', '--epochs', '100000'));
      await said(/^epoch 50,/m);
      child.kill('SIGINT');
      await ended;
      const { epochs } = await readModelFile(desk.path('early.verse'));
      const events = await desk.runJson(['resume', 'early.verse', '--epochs', '2']);
      expect(events.at(-1)).toMatchObject({ outcome: 'finished', epochs: epochs.length + 2 });
    },
  );

  test(
    'takes the text from --corpus when the file holds its hash alone, if it is the very one',
    { tags: ['long'] },
    async () => {
      const trained = await desk.run(train('bare.verse', '--epochs', '2', '--no-corpus'));
      expect(trained.code).toBe(0);
      expect(await readModelFile(desk.path('bare.verse'))).toMatchObject({ text: null });
      await desk.put('another.txt', `${lyrics}。`);
      const resume = (...options: string[]) =>
        desk.run(['resume', 'bare.verse', '--epochs', '1', ...options]);
      expect(await resume()).toMatchObject({
        ...{ code: 2, stdout: '' },
        stderr: expect.stringMatching(
          /^歌词 · .* contains only the hash of its text.*“歌词” with --corpus\.\n$/,
        ),
      });
      expect(await resume('--corpus', 'another.txt')).toMatchObject({
        ...{ code: 2, stdout: '' },
        stderr: expect.stringMatching(/^This is not the text that 歌词 · .* was trained on/),
      });
      await desk.put('copy.txt', `\ufeff${lyrics}`); // the same text, otherwise encoded
      expect(await resume('--corpus', 'copy.txt')).toMatchObject({ code: 0 });
      const { text, manifest } = await readModelFile(desk.path('bare.verse'));
      expect({ text, corpus: manifest.corpus.name, epochs: manifest.epochs }).toEqual({
        ...{ text: null, corpus: '歌词', epochs: 3 },
      });
    },
  );

  test('says that another version of the engine gives other bits', { tags: ['long'] }, async () => {
    await desk.run(train('version.verse', '--epochs', '1'));
    const file = await readModelFile(desk.path('version.verse'));
    const engine = { ...file.manifest.engine, version: '0.1' };
    await writeModelFile(desk.path('version.verse'), {
      ...file,
      manifest: { ...file.manifest, engine },
    });
    const { code, stderr } = await desk.run([
      ...['resume', 'version.verse', '--epochs', '1', '--engine', 'onnx', '--lang', 'zh'],
    ]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^这次训练原来用的是 ONNX Runtime 0\.1，.*不会逐位相同。$/m);
  });

  test(
    'says that steps which were reckoned in another way give other bits',
    { tags: ['long'] },
    async () => {
      await desk.run(train('step.verse', '--epochs', '1'));
      const file = await readModelFile(desk.path('step.verse'));
      const engine = { ...file.manifest.engine, step: 1 };
      await writeModelFile(desk.path('step.verse'), {
        ...file,
        manifest: { ...file.manifest, engine },
      });
      const resume = () => desk.run(['resume', 'step.verse', '--epochs', '1', '--lang', 'zh']);
      const said = /^这次训练此前的各步出自较早版本的词织，.*不会逐位相同。$/m;
      expect((await resume()).stderr).toMatch(said);
      expect((await resume()).stderr).not.toMatch(said); // it is of this version now
    },
  );

  test(
    'refuses what it cannot go on with, and leaves it as it was',
    { tags: ['long'] },
    async () => {
      await desk.run(train('whole-run.verse', '--epochs', '1'));
      const file = await readModelFile(desk.path('whole-run.verse'));
      await writeModelFile(desk.path('no-state.verse'), { ...file, state: null, text: null });
      for (const [args, sentence] of [
        [['no-state.verse'], /^歌词 · .* was saved without the state needed to continue/],
        [['whole-run.verse', '--epochs', '0'], /^--epochs must be between 1 and 99999, not 0/],
        [['whole-run.verse', '--epochs', '1.5'], /^--epochs must be a whole number/],
        [
          ['whole-run.verse', '--checkpoint-seconds', '-1'],
          /^--checkpoint-seconds must be between 0/,
        ],
        [['whole-run.verse', '--engine', 'abacus'], /^“abacus” is not a choice for --engine/],
        [['nowhere.verse'], /no file .*nowhere\.verse, and no model/],
        [['歌词.txt'], /not a Verseloom model/],
      ] as const) {
        const { code, stdout, stderr } = await desk.run(['resume', ...args]);
        expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
        expect(stderr).toMatch(sentence);
        expect(linesOf(stderr)).toHaveLength(1);
      }
      expect(await readModelFile(desk.path('whole-run.verse'))).toEqual(file);
    },
  );
});

/** Another save may come between the two steps. */
async function replaceByFolder(path: string): Promise<void> {
  for (;;) {
    await rm(path, { force: true });
    const made = await mkdir(path).catch((error: NodeJS.ErrnoException) => error.code);
    if (made === undefined) return;
    expect(made).toBe('EEXIST');
  }
}

describe('a save on the way', () => {
  test('that fails is told once, training goes on, and so do the attempts', async () => {
    const model = desk.path('song.verse');
    const { child, said, ended } = desk.start([
      ...['train', '歌词.txt', ...endless, '--out', model, '--checkpoint-seconds', '0.05'],
    ]);
    await said(/^epoch 10,/m);
    await replaceByFolder(model);
    await said(/song\.verse cannot be written \(it is a folder\)\. Training continues/);
    await setTimeout(200); // some attempts more
    await rmdir(model);
    await said(/Saving works again: .*song\.verse/);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr.match(/cannot be written/g)).toHaveLength(1);
    await expect(readModelFile(model)).resolves.toBeDefined();
  });

  test('is not made when it is not wanted', { tags: ['long'] }, async () => {
    const { child, said, ended } = desk.start([
      ...['train', '歌词.txt', ...endless, '--out', 'late.verse', '--checkpoint-seconds', '0'],
    ]);
    await said(/^epoch 200,/m);
    expect(existsSync(desk.path('late.verse'))).toBe(false);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
    expect(existsSync(desk.path('late.verse'))).toBe(true);
  });
});
