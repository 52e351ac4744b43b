/** The command line within the process of the tests: the same program over a desk's folders, with real compute processes, but without its start. */
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { findEngines } from '../../../src-main/engines/presence.ts';
import { Output } from '../../../src-main/hosts/cli/terminal/output.ts';
import { chosenLanguage, runCommandLine } from '../../../src-main/hosts/cli/program.ts';
import type { Surroundings } from '../../../src-main/hosts/cli/surroundings/surroundings.ts';
import { nameWordsOf } from '../../../src-main/messages/model-names.ts';
import { createTranslator, type Translator } from '../../../src-main/messages/translator.ts';
import { Corpora } from '../../../src-main/services/corpora/corpora.ts';
import { openProduct } from '../../../src-main/services/product.ts';
import { useData } from '../../../src-main/store/data/open-data.ts';
import { Runs } from '../../../src-main/services/runs/runs.ts';
import { RunLibrary } from '../../../src-main/store/runs/run-library.ts';
import { ClusterList } from '../../../src-main/store/clusters/cluster-list.ts';
import { DraftLibrary } from '../../../src-main/store/drafts/draft-library.ts';
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';
import { spawnCompute } from '../../compute/compute-process.ts';
import { root, type Desk, type Result, type Start } from './verseloom.ts';

const corpusWorker = join(root, 'dist', 'main', 'corpus-worker.cjs');
const translators = new Map<string, Translator>();

function translatorIn(language: 'en' | 'zh'): Translator {
  const translator = translators.get(language) ?? createTranslator(language);
  translators.set(language, translator);
  return translator;
}

/**
 * What `Desk.run` gives for the same arguments: that it does is tested in `reports/refusals.test.ts`, for each exit code.
 * @param env what the data folder is found by
 */
export async function runHere(
  { folder }: Desk,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  { input }: Pick<Start, 'input'> = {},
): Promise<Result> {
  const result: Result = { code: null, stdout: '', stderr: '' };
  const collect = (name: 'stdout' | 'stderr'): WriteStream => {
    const stream = new PassThrough().setEncoding('utf8');
    stream.on('data', (text: string) => (result[name] += text));
    return stream as unknown as WriteStream;
  };
  const [out, err] = [collect('stdout'), collect('stderr')];
  const translator = translatorIn(chosenLanguage(args) ?? 'en');
  const data = () => useData({ VERSELOOM_DATA: join(folder, 'data'), ...env });
  const exportedPage = join(root, 'dist', 'main', 'exported-page.html');
  const around: Surroundings = {
    ...{ version: '0.0.0', command: 'verseloom', exportedPage, translator, folder },
    installation: { root, programs: join(root, 'dist', 'main'), packed: null },
    input: Readable.from(input === undefined ? [] : [Buffer.from(input)]),
    output: new Output(out, err),
    modelsFolder: async () => (await data()).models,
    openModels: async () => ModelLibrary.open((await data()).models),
    openCorpora: async () =>
      Corpora.open({
        folder: (await data()).corpora,
        builtInCorpora: join(root, 'dist', 'main', 'corpora.json'),
        worker: corpusWorker,
        language: () => translator.language,
      }),
    openRuns: async () =>
      new Runs(
        await ModelLibrary.open((await data()).models),
        await RunLibrary.open((await data()).runs),
      ),
    openClusters: async () => ClusterList.open((await data()).clusters),
    openDrafts: async () => DraftLibrary.open((await data()).drafts),
    openProduct: async (emit, { threads, leavesRoom }) => {
      const { present: engines, missing: missingEngines } = findEngines();
      return openProduct({
        ...{ version: '0.0.0', host: 'browser', exportedPage, engines, missingEngines, emit },
        data: await data(),
        builtInCorpora: join(root, 'dist', 'main', 'corpora.json'),
        corpusWorker,
        licences: join(root, 'resources', 'licences'),
        nameWords: nameWordsOf(),
        ...{ threads: () => threads, leavesRoom: () => leavesRoom },
        isCommand: true,
        spawn: spawnCompute,
        language: () => translator.language,
      });
    },
    runBench: () => Promise.reject(new Error('no bench is run here')),
  };
  result.code = await runCommandLine(args, around);
  const ended = [out, err].map((stream) => new Promise((resolve) => stream.once('end', resolve)));
  for (const stream of [out, err]) stream.end();
  await Promise.all(ended);
  return result;
}
