/**
 * Entry of `npm run starters`: trains the models that come with the product, each as `resources/starters/starters.json` says, and puts
 * them beside it. The same settings make the same weights; it takes some minutes for each.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presentEngines } from './engines/presence.ts';
import { nameWordsOf } from './messages/model-names.ts';
import { openProduct, type Product } from './services/product.ts';
import { resolveDataFolder } from './store/data/data-folder.ts';
import { writeModelFile } from './store/models/model-file.ts';
import { ModelLibrary } from './store/models/model-library.ts';
import { readStarters, starterFile, type Starter } from './store/starters/starter-models.ts';
import { childProcessSpawn } from './supervisor/child-process.ts';

/** The best choice of each machine would be another on the next, and with it other bits. */
const ENGINE = 'onnx';
const THREADS = 1;

const root = join(import.meta.dirname, '..');
const programs = join(root, 'dist', 'main');
const folder = join(root, 'resources', 'starters');

const asked = process.argv.slice(2);
const starters = await readStarters(folder);
const languages = starters.map(({ language }) => language);
const unknown = asked.find((one) => !languages.some((language) => language === one));
if (unknown !== undefined) {
  console.error(`There is no starter “${unknown}”; there are ${languages.join(', ')}.`);
  process.exit(2);
}
for (const starter of starters)
  if (asked.length === 0 || asked.includes(starter.language)) await make(starter);

async function make(starter: Starter): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'verseloom-starter-'));
  const paths = resolveDataFolder({ VERSELOOM_DATA: data });
  let told = 0;
  const product = await openProduct({
    ...{ version: '', host: 'browser', data: paths, licences: '', engines: presentEngines() },
    builtInCorpora: join(programs, 'corpora.json'),
    corpusWorker: join(programs, 'corpus-worker.cjs'),
    exportedPage: '',
    threads: () => THREADS,
    spawn: childProcessSpawn(join(programs, 'compute.cjs')),
    language: () => starter.language,
    nameWords: nameWordsOf(),
    emit: (name) => {
      if (name === 'training') told = tell(product, told);
    },
  });
  try {
    await product.handlers['training.start']({
      ...{ corpusId: starter.corpus, engine: ENGINE, withText: true, insist: false },
      settings: starter.settings,
    });
    const { state, modelId } = await product.training.ended();
    if (state !== 'finished' || modelId === null) throw new Error(`The run ended as ${state}.`);
    await put(starter, await ModelLibrary.open(paths.models), modelId);
  } finally {
    await product.close();
    await rm(data, { recursive: true });
  }
}

/** @param told epochs so far. @returns those that are told by now */
function tell(product: Product, told: number): number {
  const { epochs, lastEpoch, settings } = product.training.status();
  if (epochs === told || !lastEpoch) return told;
  const { perplexity, seconds } = lastEpoch;
  const figures = `perplexity ${perplexity.toFixed(3)}, ${seconds.toFixed(1)} s`;
  console.log(`epoch ${epochs} of ${settings?.epochs}: ${figures}`);
  return epochs;
}

/** What it takes to go on, and the best step where that is not the last one, would make the file several times as large. */
async function put(starter: Starter, models: ModelLibrary, id: string): Promise<void> {
  const { manifest, ...parts } = await models.read(id);
  const name = starter.name[starter.language];
  const path = starterFile(folder, starter);
  await writeModelFile(path, {
    ...{ ...parts, best: null, state: null, moments: [] },
    manifest: { ...manifest, name, best: null },
  });
  console.log(`${path}: ${((await stat(path)).size / 1e6).toFixed(1)} MB`);
}
