/** Entry of the command line: the same services and the same compute process as the application's, behind commands. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { Output } from './hosts/cli/terminal/output.ts';
import { chosenLanguage, runCommandLine } from './hosts/cli/program.ts';
import { quoted } from './hosts/cli/terminal/shell.ts';
import { holdInstallation, installation } from './installation.ts';
import { openProductHere } from './installed-product.ts';
import { nameWordsOf } from './messages/model-names.ts';
import { createTranslator, systemLanguage } from './messages/translator.ts';
import { Corpora } from './services/corpora/corpora.ts';
import { Runs } from './services/runs/runs.ts';
import { ClusterList } from './store/clusters/cluster-list.ts';
import { DraftLibrary } from './store/drafts/draft-library.ts';
import { ModelLibrary } from './store/models/model-library.ts';
import { RunLibrary } from './store/runs/run-library.ts';
import { StarterModels } from './store/starters/starter-models.ts';
import { useData } from './store/data/open-data.ts';
import { childProcessSpawn } from './supervisor/child-process.ts';

const args = process.argv.slice(2);
const translator = createTranslator(chosenLanguage(args) ?? systemLanguage());

/** In a process of its own, with our input, output and Ctrl-C, as `npm run bench` runs it. */
function runBench(args: readonly string[]): Promise<number> {
  const program = join(installation.root, 'test', 'bench', 'bench.ts');
  const bench = spawn(process.execPath, [program, ...args], { stdio: 'inherit' });
  const atTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  process.on('SIGINT', () => !atTerminal && bench.kill('SIGINT')); // a terminal sends it to both
  process.on('SIGTERM', () => bench.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    bench.once('error', reject);
    bench.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  });
}

holdInstallation();
const ending = runCommandLine(args, {
  version: installation.version,
  installation: {
    ...{ root: installation.root, programs: installation.programs },
    packed: installation.clusterPrograms,
  },
  exportedPage: installation.exportedPage,
  translator,
  get input() {
    return process.stdin; // which is opened when it is asked for
  },
  output: new Output(process.stdout, process.stderr),
  command: process.env['VERSELOOM_COMMAND'] ?? `node ${quoted(process.argv[1]!)}`,
  folder: process.env['INIT_CWD'] ?? process.cwd(),
  // Looked for whenever it is needed: help is to be had without it, and an application may move it during a long run.
  modelsFolder: async () => (await useData()).models,
  openModels: async () =>
    ModelLibrary.open((await useData()).models, {
      starters: await StarterModels.open(installation.starters, () => translator.language),
    }),
  openCorpora: async () =>
    Corpora.open({
      folder: (await useData()).corpora,
      builtInCorpora: installation.builtInCorpora,
      worker: installation.corpusWorker,
      language: () => translator.language,
      nameWords: nameWordsOf(),
    }),
  openRuns: async () => {
    const data = await useData();
    return new Runs(await ModelLibrary.open(data.models), await RunLibrary.open(data.runs));
  },
  openClusters: async () => ClusterList.open((await useData()).clusters),
  openDrafts: async () => DraftLibrary.open((await useData()).drafts),
  openProduct: async (emit, { threads, leavesRoom }) =>
    openProductHere(await useData(), {
      host: 'browser',
      isCommand: true,
      // What is chosen in the settings is for the screens.
      ...{ threads: () => threads, leavesRoom: () => leavesRoom },
      spawn: childProcessSpawn(installation.compute),
      language: () => translator.language,
      emit,
    }),
  runBench,
});
void ending.then((code) => {
  process.exitCode = code; // not `process.exit`: what a pipe has not taken yet would be lost
});
