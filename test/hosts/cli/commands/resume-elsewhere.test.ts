import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { Output } from '../../../../src-main/hosts/cli/terminal/output.ts';
import { runCommandLine } from '../../../../src-main/hosts/cli/program.ts';
import { createTranslator } from '../../../../src-main/messages/translator.ts';
import { readModelFile, writeModelFile } from '../../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../../src-main/store/models/model-library.ts';
import { openForTest } from '../../../services/open-product.ts';
import { sampleFile, sampleManifest } from '../../../store/models/sample-model.ts';
import { temporaryFolder } from '../../../store/files/temporary-folder.ts';

test.each([
  ['zh', /^织机 是用 TensorFlow 训练的，这里没有它。.*请用 --engine 选一个。\n$/],
  ['en', /^织机 was trained with TensorFlow, .*; choose one with --engine\.\n$/],
] as const)('a machine without the engine of a run says so, in %s', async (language, sentence) => {
  const folder = await temporaryFolder();
  const path = join(folder, 'song.verse');
  const engine = { name: 'tensorflow', version: '4.22.0', threads: 1, step: 2 } as const;
  await writeModelFile(path, sampleFile({ manifest: sampleManifest({ engine }) }));
  const before = await readModelFile(path);
  const product = await openForTest({ engines: [{ name: 'onnx', version: '1.30.0' }] });
  const [out, err] = [new PassThrough(), new PassThrough()].map((stream) =>
    stream.setEncoding('utf8'),
  );
  const code = await runCommandLine(['resume', path], {
    version: '0',
    exportedPage: '',
    translator: createTranslator(language),
    input: Readable.from([]),
    command: 'verseloom',
    output: new Output(out as unknown as WriteStream, err as unknown as WriteStream),
    folder,
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
  expect({ code, out: out!.read() as unknown }).toEqual({ code: 2, out: null });
  expect(err!.read()).toMatch(sentence);
  expect(await readModelFile(path)).toEqual(before);
});
