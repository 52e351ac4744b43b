/** A model file as other programs read it: Python with its own library alone, and with the public safetensors package. */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import {
  encodeModel,
  readModelFile,
  writeModelFile,
} from '../../../src-main/store/models/model-file.ts';
import { allCells, someDeep } from '../../contract/all-cells.ts';
import { predictRnn } from '../../core/book-network.ts';
import {
  EPOCHS,
  SAMPLES,
  sampleFile,
  sampleManifest,
  sampleModel,
  sampleState,
  TEXT,
  VOCABULARY,
} from './sample-model.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

const [V, H] = [VOCABULARY.length, 5];

function python(args: string[], cwd: string): string {
  const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
  const { status, stdout, stderr } = spawnSync('python3', args, { cwd, env, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}
const has = (...modules: string[]) =>
  spawnSync('python3', ['-c', `import ${modules.join(', ')}`]).status === 0;

/** Numbers as JSON has them: a float32 as the double that it is. */
const numbers = (values: Iterable<number | bigint>) => Array.from(values, Number);

describe.skipIf(!has('zipfile'))('in Python', () => {
  it('a model file is read to the last bit', async () => {
    const folder = await temporaryFolder();
    const { parameters } = sampleModel();
    const state = sampleState();
    await writeModelFile(join(folder, 'model.verse'), sampleFile());
    const script = join(import.meta.dirname, 'read-model.py');
    const read = JSON.parse(python([script, 'model.verse'], folder)) as Record<string, unknown>;
    const tensor = (dtype: string, shape: number[], values: Iterable<number>) => ({
      ...{ dtype, shape, values: numbers(values) },
    });
    const book = Array.from(
      { length: H * V },
      (_, i) => parameters.W_hq[(i % V) * H + Math.floor(i / V)]!,
    );
    expect(read['weights.safetensors']).toEqual({
      metadata: {
        format: 'verseloom-weights',
        vocabulary_size: '7',
        hidden_size: '5',
      },
      tensors: {
        W_xh: tensor('F32', [V, H], parameters.W_x),
        W_hh: tensor('F32', [H, H], parameters.W_h),
        b_h: tensor('F32', [H], parameters.b),
        W_hq: tensor('F32', [H, V], book),
        b_q: tensor('F32', [V], parameters.b_q),
      },
    });
    expect(read['training.safetensors']).toEqual({
      metadata: { format: 'verseloom-training' },
      tensors: {
        epochs: tensor('I64', [], [state.epochs]),
        steps: tensor('I64', [], [state.steps]),
        clipped: tensor('I64', [], [state.clipped]),
        samples_due: tensor('I64', [], [state.samplesDue]),
        best_epoch: tensor('I64', [], [state.best]),
        marked: tensor('I64', [], [state.isMarked ? 1 : 0]),
        loss: tensor('F64', [], [state.loss]),
        norm: tensor('F64', [], [state.norm]),
        seconds: tensor('F64', [], [state.seconds]),
        generator: tensor('I32', [4], state.generator),
        hidden_state: tensor('F32', [2, H], state.hiddenState!),
      },
    });
    expect(read['manifest.json']).toEqual(sampleManifest());
    expect(read['history.csv']).toEqual(
      EPOCHS.map(({ epoch, perplexity, seconds, clipped, ...others }) => ({
        ...{ epoch, perplexity, seconds, clipped, gradient_norm: others.gradientNorm },
        validation_perplexity: others.validationPerplexity,
        learning_rate: others.learningRate,
        clipping_threshold: others.clippingThreshold,
      })),
    );
    expect(read['samples.jsonl']).toEqual(SAMPLES);
    expect(read['corpus.txt']).toBe(TEXT);
    expect(Object.keys(read)).toContain('best.safetensors');
  });

  it('a model file can be packed anew', async () => {
    const folder = await temporaryFolder();
    await writeModelFile(join(folder, 'model.verse'), sampleFile());
    const repack = [
      'import zipfile',
      'with zipfile.ZipFile("model.verse") as old, zipfile.ZipFile("new.verse", "w", zipfile.ZIP_DEFLATED) as new:',
      '    for name in reversed(old.namelist()):',
      '        new.writestr(name, old.read(name))',
    ];
    python(['-c', repack.join('\n')], folder);
    expect(await readModelFile(join(folder, 'new.verse'))).toEqual(sampleFile());
  });

  it.skipIf(!has('numpy', 'safetensors')).each([...allCells, ...someDeep(H)])(
    '%s writes as its README shows',
    async (_, kind) => {
      const folder = await temporaryFolder();
      const model = sampleModel(V, H, 0, kind);
      const settings = { ...sampleManifest().settings, ...kind };
      const bytes = await encodeModel({
        ...sampleFile({ manifest: sampleManifest({ settings, best: null }), model }),
        ...{ state: null, best: null },
      });
      await writeFile(join(folder, 'model.verse'), bytes);
      const readme = await (await JSZip.loadAsync(bytes)).file('README.md')!.async('string');
      const program = /```python\n([^`]+)```/.exec(readme)![1]!;
      const written = predictRnn(model, [0], 50).map((id) => VOCABULARY[id]);
      expect(python(['-c', program], folder)).toBe(`${written.join('')}\n`);
    },
  );
});
