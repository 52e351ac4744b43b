/**
 * Every cell from the command line: learnt, gone on with to the same bits, shown, written with, exported, and swept through.
 *
 * @module-tag long
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../src-main/store/models/model-file.ts';
import { Desk, lyrics, small } from './verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await desk.put('song.txt', lyrics.repeat(4));
});
afterAll(() => desk.clear());

const gates = { rnn: 'h', gru: 'zrh', lstm: 'ifoc' } as const;

const train = (out: string, ...options: string[]) =>
  desk.run(['train', 'song.txt', ...small, '--lang', 'en', '--out', out, ...options]);

describe.each(['gru', 'lstm'] as const)('a model of a %s', (cell) => {
  test('is learnt, and gone on with to the same bits', async () => {
    const whole = await train(`${cell}.verse`, '--cell', cell, '--epochs', '6');
    expect(whole, whole.stderr).toMatchObject({ code: 0 });
    await train(`${cell}-half.verse`, '--cell', cell, '--epochs', '4');
    const resumed = await desk.run(['resume', `${cell}-half.verse`, '--epochs', '2']);
    expect(resumed, resumed.stderr).toMatchObject({ code: 0 });
    const [once, twice] = await Promise.all(
      [`${cell}.verse`, `${cell}-half.verse`].map((name) => readModelFile(desk.path(name))),
    );
    expect(once!.model.architecture).toMatchObject({ cell, hiddenSize: 16 });
    expect(twice!.model).toEqual(once!.model);
    expect(twice!.state!.hiddenState).toEqual(once!.state!.hiddenState);
  });

  test('says what it is, and writes, scores and is exported', async () => {
    const [facts] = await desk.runJson(['inspect', `${cell}.verse`]);
    expect(facts).toMatchObject({ cell, settings: { cell, activation: 'tanh' } });
    expect(facts).not.toHaveProperty('activation');
    const V = new Set(lyrics).size;
    expect((facts as Record<string, unknown>)['parameters']).toEqual({
      ...Object.fromEntries(
        Array.from(gates[cell]).flatMap((gate) => [
          ...[[`W_x${gate}`, [V, 16]] as const, [`W_h${gate}`, [16, 16]] as const],
          [`b_${gate}`, [16]] as const,
        ]),
      ),
      ...{ W_hq: [16, V], b_q: [V] },
    });
    const { stdout } = await desk.run(['inspect', `${cell}.verse`, '--lang', 'en']);
    expect(stdout).toMatch(new RegExp(`^Cell +${cell.toUpperCase()}$`, 'm'));
    expect(stdout).not.toMatch(/^Activation/m);
    const { stdout: text } = await desk.run(['write', `${cell}.verse`, '--prefix', '月']);
    expect(text).toMatch(/^月.{50}\n$/u);
    const [score] = await desk.runJson(['score', `${cell}.verse`, 'song.txt']);
    expect(score).toMatchObject({ leftOut: 0, perplexity: expect.any(Number) });
    for (const kind of ['onnx', 'safetensors', 'html'])
      expect(
        await desk.run(['export', `${cell}.verse`, `--${kind}`, `${cell}.${kind}`]),
      ).toMatchObject({ code: 0 });
  });
});

test('a setting that has no part in a run is told as one, and one that has is not', async () => {
  const said = async (...flags: string[]) => {
    const { code, stderr } = await train('unused.verse', '--epochs', '3', '--overwrite', ...flags);
    expect(code, stderr).toBe(0);
    return stderr.split('\n').filter((line) => line.includes(' is not used: '));
  };
  const all = ['--momentum', '0.5', '--weight-decay', '0.1', '--step-factor', '0.5'];
  const more = ['--step-period', '1', '--theta', '0.01', '--lr', '0.001'];
  expect(await said(...all, ...more, '--clip', 'off')).toEqual([
    '--momentum is not used: SGD has no momentum.',
    '--weight-decay is not used: only AdamW has weight decay.',
    '--step-period is not used: only the step schedule has it.',
    '--step-factor is not used: only the step schedule has it.',
    '--theta is not used: clipping is off.',
  ]);
  expect(await said(...all, ...more, '--schedule', 'step', '--optimiser', 'adamw')).toEqual([]);
  expect(await said('--optimiser', 'adam', '--lr', '0.001', '--weight-decay', '0.1')).toHaveLength(
    1,
  );
});

test('an RNN can have ReLU, and no other cell can', async () => {
  const relu = await train('relu.verse', '--activation', 'relu', '--epochs', '2');
  expect(relu, relu.stderr).toMatchObject({ code: 0 });
  const { stdout } = await desk.run(['inspect', 'relu.verse', '--lang', 'en']);
  expect(stdout).toMatch(/^Activation +ReLU$/m);
  const none = await train('none.verse', '--cell', 'lstm', '--activation', 'relu');
  expect(none.code).toBe(2);
  expect(none.stderr).toBe(
    '--activation can be chosen only for an RNN: with LSTM, it is always tanh.\n',
  );
  const unknown = await train('none.verse', '--cell', 'transformer');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toBe(
    '“transformer” is not a choice for --cell; the choices are rnn, gru, lstm.\n',
  );
});

describe('everything that a network and its optimiser can be asked to be', () => {
  const asked = {
    cell: 'gru',
    layers: 2,
    embeddingSize: 16,
    tied: true,
    dropout: 0.1,
    optimiser: 'adamw',
    momentum: 0.9995,
    weightDecay: 0.00004,
    learningRate: 0.0003,
    schedule: 'step',
    warmup: 1,
    stepPeriod: 2,
    stepFactor: 0.5,
    clip: 'value',
    clippingThreshold: 0.0002,
  } as const;
  const flags = [
    ...['--cell', 'gru', '--layers', '2', '--embedding', '16', '--tie', '--dropout', '0.1'],
    ...['--optimiser', 'adamw', '--momentum', '0.9995', '--weight-decay', '0.00004'],
    ...['--lr', '3e-4'],
    ...['--schedule', 'step', '--warmup', '1', '--step-period', '2', '--step-factor', '0.5'],
    ...['--clip', 'value', '--theta', '0.0002', '--epochs', '4'],
  ];
  const [model, net] = ['all.verse', ['--hidden', '16', '--batch', '2', '--steps', '4']];

  test('is in the events of a run, in what is inspected, and in the help', async () => {
    const out = ['--engine', 'onnx', '--out', model];
    const [begun] = await desk.runJson(['train', 'song.txt', ...net, ...flags, ...out]);
    expect(begun).toMatchObject({ event: 'start', settings: asked });
    const [facts] = await desk.runJson(['inspect', model]);
    expect(facts).toMatchObject({ cell: 'gru', settings: asked });
    const { stdout } = await desk.run(['inspect', model, '--lang', 'en']);
    for (const fact of ['GRU', 'AdamW']) expect(stdout, fact).toContain(fact);
    const numbers = { Momentum: 0.9995, 'Weight decay': '0.00004', 'Learning rate': 0.0003 };
    for (const [label, number] of Object.entries({ ...numbers, Threshold: 0.0002 }))
      expect(stdout).toMatch(new RegExp(`^${label} +${number}$`, 'm'));
    const { stdout: help } = await desk.run(['train', '--help', '--lang', 'en']);
    for (const flag of flags.filter((one) => one.startsWith('--')))
      expect(help, flag).toMatch(new RegExp(`^ +${flag}( |$)`, 'm'));
    for (const words of ['rnn|gru|lstm', 'tanh|relu', 'sgd|momentum|adam|adamw'])
      expect(help).toContain(words);
    for (const words of ['constant|cosine|step', 'norm|value|off']) expect(help).toContain(words);
  });
});

test.each(['rnn', 'gru', 'lstm'])(
  'a run of a %s whose weights explode ends as diverged',
  async (cell) => {
    const senseless = ['--cell', cell, '--lr', '10000', '--theta', '0', '--epochs', '9'];
    const run = ['train', 'song.txt', ...small, ...senseless, '--out', `${cell}-exploded.verse`];
    const told = await desk.run([...run, '--json']);
    expect(told.code).toBe(1);
    const events = told.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(events.at(-1)).toMatchObject({ event: 'done', outcome: 'diverged' });
    const { code, stderr } = await desk.run([...run, '--lang', 'en']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/exploded in epoch \d+: .*\(θ = 0\)\. Set --theta to 0\.01\./);
  },
);

test('cells can be swept through', async () => {
  const { code, stderr } = await desk.run([
    ...['sweep', 'song.txt', '--set', 'cell=rnn,gru,lstm', ...small, '--epochs', '1'],
    ...['--out', 'cells', '--lang', 'en', '--weight-decay', '0.1'],
  ]);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('--weight-decay is not used: only AdamW has weight decay.\n');
  const cells = await Promise.all(
    [1, 2, 3].map(async (n) => {
      const { manifest } = await readModelFile(desk.path(`cells/000${n}.verse`));
      return manifest.settings.cell;
    }),
  );
  expect(cells).toEqual(['rnn', 'gru', 'lstm']);
});
