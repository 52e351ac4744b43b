import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../../src-main/store/models/model-library.ts';
import { called, Desk, endless, linesOf, lyrics, small } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await desk.put('歌词.txt', lyrics);
});
afterAll(() => desk.clear());

/** The epoch of the lowest perplexity. */
const lowest = (events: readonly Record<string, unknown>[]): unknown =>
  events
    .filter(({ event }) => event === 'epoch')
    .reduce((a, b) => (Number(b['perplexity']) < Number(a['perplexity']) ? b : a))['epoch'];
const EPOCH = /^epoch (\d+), perplexity \d+\.\d{6}, time \d+\.\d{2} sec$/;

describe('train', () => {
  test('prints the book’s lines and saves under the corpus’s name in the current folder', async () => {
    const { code, stdout, stderr } = await desk.run([
      ...['train', '歌词.txt', ...small, '--epochs', '5', '--period', '2', '--length', '3'],
    ]);
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    expect(lines.map((line) => EPOCH.exec(line)?.[1] ?? line.slice(0, 5))).toEqual([
      ...['2', ' - 分开', ' - 不分'],
      ...['4', ' - 分开', ' - 不分'],
      // The last one, which is no multiple of the period.
      ...['5', ' - 分开', ' - 不分'],
    ]);
    expect(lines[1]).toMatch(/^ - 分开.{3}$/u);
    expect(linesOf(stderr)).toEqual([
      'Encoding guessed: utf-8',
      'Learns all 92 characters.',
      expect.stringMatching(/^ONNX Runtime \d.+as requested/),
      'It ended after all its 5 epochs.',
      expect.stringMatching(/word for word .* at temperature 0\.8: \d+%\.$/),
      `Saved in ${desk.path('歌词.verse')}`,
    ]);
    const { manifest, text } = await readModelFile(desk.path('歌词.verse'));
    expect(manifest).toMatchObject({
      ...{ name: called('歌词', 5), outcome: 'finished', settings: { epochs: 5 } },
    });
    expect(Buffer.from(text!).toString()).toBe(lyrics);
  });

  test(
    'takes the threads that are named, and never those of the settings, which are for the screens',
    { tags: ['long'] },
    async () => {
      await mkdir(desk.path('data'), { recursive: true });
      await writeFile(desk.path('data/preferences.json'), JSON.stringify({ threads: 1 }));
      const threadsOf = async (name: string, more: readonly string[] = []): Promise<number> => {
        const out = ['--out', name, ...more];
        const { code } = await desk.run(['train', '歌词.txt', ...small, '--epochs', '1', ...out]);
        expect(code).toBe(0);
        return (await readModelFile(desk.path(name))).manifest.engine.threads;
      };
      const cores = availableParallelism();
      expect(await threadsOf('automatic.verse')).toBe(Math.min(8, cores));
      expect(await threadsOf('named.verse', ['--threads', String(cores)])).toBe(cores);
      expect(await threadsOf('one.verse', ['--threads', '1'])).toBe(1);
      await rm(desk.path('data/preferences.json'));
    },
  );

  test(
    'leaves room for other programs where it is told to, with a thread fewer unless a number is named',
    { tags: ['long'] },
    async () => {
      const train = async (name: string, more: readonly string[] = []) => {
        const out = ['--out', name, '--leave-room', '--engine', 'onnx', ...more];
        const { code, stderr } = await desk.run([
          ...['train', '歌词.txt', ...small, '--epochs', '1', ...out],
        ]);
        expect(code).toBe(0);
        expect(stderr).toMatch(/threads? \(as requested\)\. It leaves room for other programs\.\n/);
        return (await readModelFile(desk.path(name))).manifest.engine.threads;
      };
      const cores = availableParallelism();
      expect(await train('room.verse')).toBe(Math.max(1, Math.min(8, cores - 1)));
      expect(await train('named-room.verse', ['--threads', String(cores)])).toBe(cores);
      const resumed = await desk.run(['resume', 'room.verse', '--epochs', '1', '--leave-room']);
      expect(resumed.code).toBe(0);
      expect(resumed.stderr).toContain('It leaves room for other programs.');
    },
  );

  test(
    'a run whose weights explode says so with its figures, names the flag, and is no success',
    { tags: ['long'] },
    async () => {
      const senseless = [
        ...small,
        '--epochs',
        '9',
        '--theta',
        '0',
        '--lr',
        '10000',
        '--period',
        '3',
      ];
      const out = ['--out', 'exploded.verse'];
      const { code, stdout, stderr } = await desk.run(['train', '歌词.txt', ...senseless, ...out]);
      expect(code).toBe(1);
      expect(stdout).not.toMatch(/^ - /m); // what has exploded has nothing to say
      expect(stderr).toMatch(
        /The weights exploded in epoch \d+: .*\(θ = 0\)\. Set --theta to 0\.01\./,
      );
      // No epoch was any good: there is no model, and the run is in the library.
      expect(await desk.names()).not.toContain('exploded.verse');
      const [, id] = /^No model was written, .*: .* runs show (\S+)$/m.exec(stderr)!;
      const [shown] = await desk.runJson(['runs', 'show', id!]);
      expect(shown).toMatchObject({ hasModel: false, outcome: 'diverged', perplexity: null });
      expect(shown!['epochs']).toHaveLength(1);
      const told = await desk.run(['train', '歌词.txt', ...senseless, ...out, '--json']);
      expect(told.code).toBe(1);
      expect(JSON.parse(told.stdout.trimEnd().split('\n').at(-1)!)).toMatchObject({
        ...{ event: 'done', outcome: 'diverged', model: null, record: expect.any(String) },
        bestEpoch: null,
      });
      // In Chinese a flag has room on both sides, and sentences have none between them.
      const chinese = await desk.run(['train', '歌词.txt', ...senseless, ...out, '--lang', 'zh']);
      expect(chinese.stderr).toContain('请把 --theta 改成 0.01。没有哪一轮是好的');
      expect(chinese.stderr).not.toMatch(/。 /);
      const isLet = await desk.run([
        ...['train', '歌词.txt', ...senseless, '--let-explode', '--out', 'let.verse'],
      ]);
      expect(isLet).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('epoch 9, perplexity'),
        stderr: expect.stringMatching(/^Its weights have exploded: a perplexity of .* is above /m),
      });
      expect((await desk.run(['inspect', 'let.verse'])).stdout).toMatch(/^Outcome +exploded$/m);
    },
  );

  test(
    '--json prints every epoch once, in order, and samples after the epoch they belong to',
    { tags: ['long'] },
    async () => {
      const events = await desk.runJson([
        ...['train', ...small, '--epochs', '40', '--period', '15', '--length', '2'],
        ...['--out', 'json.verse', '--prefix', '分开', '--prefix=月亮'],
        ...['--prefix', '灯', '歌词.txt'], // each takes one text, and the corpus may stand after them
      ]);
      const told = events.map(({ event, epoch, prefix }) => [event, epoch, prefix]);
      const expected: unknown[] = [['start', undefined, undefined]];
      for (let epoch = 1; epoch <= 40; epoch++) {
        expected.push(['epoch', epoch, undefined]);
        if (epoch % 15 === 0 || epoch === 40)
          for (const prefix of ['分开', '月亮', '灯']) expected.push(['sample', epoch, prefix]);
      }
      expect(told).toEqual([...expected, ['done', undefined, undefined]]);
      expect(events[0]).toMatchObject({ from: 0, corpus: '歌词' });
      expect(events[1]).toEqual({
        event: 'epoch',
        epoch: 1,
        perplexity: expect.any(Number),
        seconds: expect.any(Number),
        gradientNorm: expect.any(Number),
        clipped: 1,
        ...{ validationPerplexity: null, learningRate: expect.any(Number) },
        clippingThreshold: 0.01,
      });
      expect(events.at(-1)).toEqual({
        event: 'done',
        ...{ outcome: 'finished', endedBy: 'epochs', validationPerplexity: null },
        verbatimShare: expect.any(Number),
        ...{ countingPerplexity: null, counting: null },
        model: desk.path('json.verse'),
        epochs: 40,
        perplexity: events.findLast(({ event }) => event === 'epoch')?.['perplexity'],
        bestEpoch: lowest(events),
        seconds: expect.any(Number),
      });
    },
  );

  test(
    'the same seed gives the same run, and another one another',
    { tags: ['long'] },
    async () => {
      const train = async (seed: string, out: string): Promise<unknown> => {
        const run = ['train', '歌词.txt', ...small, '--epochs', '4', '--seed', seed, '--out', out];
        const events = await desk.runJson(run);
        const { model } = await readModelFile(desk.path(out));
        return [events.slice(1, -1).map((event) => ({ ...event, seconds: 0 })), model.parameters];
      };
      const first = await train('7', 'a.verse');
      expect(await train('7', 'b.verse')).toEqual(first);
      expect(await train('8', 'c.verse')).not.toEqual(first);
    },
  );

  test('replaces a file only where that is asked for', { tags: ['long'] }, async () => {
    const train = (epochs: string, ...more: string[]) =>
      desk.run(['train', '歌词.txt', ...small, '--epochs', epochs, '--out', 'd.verse', ...more]);
    await train('2');
    const first = await readFile(desk.path('d.verse'));
    expect(await train('1')).toMatchObject({ code: 2, stdout: '' });
    expect(await readFile(desk.path('d.verse'))).toEqual(first);
    expect(await train('1', '--overwrite')).toMatchObject({ code: 0 });
    expect((await readModelFile(desk.path('d.verse'))).epochs).toHaveLength(1);
  });

  test(
    '--overwrite leaves the file that is there to a run that comes to nothing, though it was saved on its way',
    { tags: ['long'] },
    async () => {
      await desk.put('长.txt', lyrics.repeat(3000));
      const first = await readFile(desk.path('d.verse'));
      await desk.put('d-2.verse', 'somebody’s');
      const start = (...more: readonly string[]) =>
        desk.start([
          ...['train', '长.txt', '--chars', '0', '--engine', 'onnx', '--hidden', '128'],
          ...['--out', 'd.verse', '--overwrite', '--checkpoint-seconds', '0.05', ...more],
        ]);
      const isSavedBeside = () =>
        expect.poll(() => desk.names(), { timeout: 30_000, interval: 20 }).toContain('d-3.verse');

      const exploding = start('--theta', '0', '--lr', '10000');
      await isSavedBeside();
      const exploded = await exploding.ended;
      expect(exploded.code).toBe(1);
      expect(exploded.stderr).toContain(`No model was written`);
      expect(exploded.stderr).toContain(`${desk.path('d.verse')} is as it was:`);
      expect(await readFile(desk.path('d.verse'))).toEqual(first);
      expect(await readFile(desk.path('d-2.verse'), 'utf8')).toBe('somebody’s');
      expect(await desk.names()).not.toContain('d-3.verse');

      // Stopped in its first epoch: what there is can be gone on with, and has no one's place.
      const stopping = start();
      await isSavedBeside();
      stopping.child.kill('SIGINT');
      const { stderr } = await stopping.ended;
      expect(stderr).toContain(`saved in ${desk.path('d-3.verse')}`);
      expect(stderr).toContain(`resume ${desk.path('d-3.verse')}`);
      expect(await readFile(desk.path('d.verse'))).toEqual(first);
      await rm(desk.path('d-3.verse'));

      const going = start('--period', '1', '--length', '1');
      await isSavedBeside();
      await going.said(/^epoch 2,/m);
      going.child.kill('SIGINT');
      expect((await going.ended).stderr).toContain(`saved in ${desk.path('d.verse')}`);
      expect((await readModelFile(desk.path('d.verse'))).epochs.length).toBeGreaterThanOrEqual(1);
      expect(await desk.names()).not.toContain('d-3.verse');
    },
  );

  test(
    'does not replace what another program puts there while it trains',
    { tags: ['long'] },
    async () => {
      const { child, said, ended } = desk.start([
        'train',
        '歌词.txt',
        ...endless,
        '--out',
        'e.verse',
        '--checkpoint-seconds',
        '0.2',
      ]);
      await said(/^epoch 10,/m);
      const others = await readFile(desk.path('d.verse'));
      await writeFile(desk.path('e.other'), others);
      await rename(desk.path('e.other'), desk.path('e.verse'));
      await said(/another program changed it in the meantime/);
      child.kill('SIGINT');
      const { code, stderr } = await ended;
      expect(code).toBe(1);
      expect(await readFile(desk.path('e.verse'))).toEqual(others);
      const [, path] = /saved in (.+\.verse)/.exec(stderr) ?? [];
      expect((await readModelFile(path!)).epochs.length).toBeGreaterThan(0);
    },
  );

  test('reads a zip, consecutive sampling and a part of the text', async () => {
    const zip = new JSZip().file('一.txt', lyrics).file('二.txt', lyrics);
    await desk.put('songs.zip', await zip.generateAsync({ type: 'uint8array' }));
    const { code } = await desk.run([
      ...['train', 'songs.zip', ...small, '--epochs', '1'],
      ...['--sampling', 'consecutive', '--chars', '60'],
    ]);
    expect(code).toBe(0);
    const { manifest } = await readModelFile(desk.path('songs.verse'));
    expect(manifest.corpus).toMatchObject({ name: 'songs', learntCharacters: 60 });
    expect(manifest.settings.sampling).toBe('consecutive');
  });

  test('says which characters of a prefix it leaves out, and --out may name a folder', async () => {
    await mkdir(desk.path('models'));
    const { code, stdout, stderr } = await desk.run([
      ...['train', '歌词.txt', ...small, '--epochs', '1', '--period', '1', '--length', '1'],
      ...['--prefix', 'Q分Z开', '--out', 'models', '--lang', 'zh'],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n - 分开.\n$/u);
    expect(stderr).toContain('略去：QZ\n');
    await expect(readModelFile(desk.path('models/歌词.verse'))).resolves.toBeDefined();
  });
});

describe('a run that is ended before its time', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s saves and says where',
    { tags: ['long'] },
    async (signal) => {
      const { child, said, ended } = desk.start([
        ...['train', '歌词.txt', ...endless, '--out', `${signal}.verse`],
      ]);
      await said(/^epoch 10,/m);
      child.kill(signal);
      child.kill(signal); // a second one must not break off what is being saved
      const { code, stderr } = await ended;
      expect(code).toBe(0);
      expect(linesOf(stderr).slice(-2)).toEqual([
        expect.stringMatching(
          new RegExp(`^Stopped after \\d+ epochs?; saved in ${desk.path(signal)}.verse$`),
        ),
        `To continue: verseloom resume ${desk.path(signal)}.verse`,
      ]);
      const { manifest } = await readModelFile(desk.path(`${signal}.verse`));
      // By Ctrl-C it is a person who stops it; another signal may come from a system that shuts down.
      const cutOff = signal !== 'SIGINT';
      expect(manifest).toMatchObject({ outcome: 'stopped', cutOff });
      expect(manifest.epochs).toBeGreaterThanOrEqual(10);
      const inspected = await desk.run(['inspect', `${signal}.verse`]);
      expect(inspected.code).toBe(0);
      expect(inspected.stdout).toMatch(
        cutOff ? /^Outcome +cut off$/m : /^Outcome +stopped early$/m,
      );
      expect(inspected.stdout).toMatch(/^Training time +\d+(\.\d+)? s$/m);
    },
  );

  test('a reader that goes away ends it quietly, and what was learnt is saved', async () => {
    const { child, said, ended } = desk.start([
      ...['train', '歌词.txt', ...endless, '--out', 'head.verse'],
    ]);
    await said(/^epoch 10,/m);
    child.stdout!.destroy();
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(linesOf(stderr)).toHaveLength(6);
    await expect(readModelFile(desk.path('head.verse'))).resolves.toBeDefined();
  });

  test('what can no longer be saved where it should be goes to the library', async () => {
    await mkdir(desk.path('stick'));
    const { child, said, ended } = desk.start([
      ...['train', '歌词.txt', ...endless, '--out', 'stick/song.verse'],
    ]);
    await said(/^epoch 10,/m);
    await rm(desk.path('stick'), { recursive: true });
    await desk.put('stick', 'no longer a folder');
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    const [refusal, saved] = linesOf(stderr).slice(-3);
    expect(refusal).toContain(`${desk.path('stick/song.verse')} cannot be written`);
    expect(saved).toContain(`saved in ${desk.path('data/models')}`);
    const [model] = await (await ModelLibrary.open(desk.path('data/models'))).list();
    expect(model).toMatchObject({ name: expect.stringMatching(/^歌词 · /), damage: null });
  });
});
