/** The host over a text of the largest usual size: how long it answers nothing, how long a stop takes, what it holds afterwards. In a process of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MIB, usualLimits } from '../../src-main/contract/corpus/limits.ts';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { nameWordsOf } from '../../src-main/messages/model-names.ts';
import { openProduct } from '../../src-main/services/product.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import type { LargeTextFigures } from './text-rows.ts';
import { watch } from './corpora/watch.ts';

const [root] = process.argv.slice(2) as [string];

/** Lines of words of a few letters: in UTF-8 a byte a character, so that there are as many characters as there can be. */
function largestText(): Uint8Array {
  const bytes = new Uint8Array(usualLimits.limitMb * MIB);
  let random = 1;
  for (let i = 0; i < bytes.length; i++) {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    bytes[i] = i % 40 === 39 ? 0x0a : i % 7 === 6 ? 0x20 : 0x61 + ((random >>> 24) % 26);
  }
  return bytes;
}

async function held(): Promise<number> {
  for (let time = 0; time < 5; time++) {
    globalThis.gc!();
    await setTimeout(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
const product = await openProduct({
  version: '0.0.0',
  host: 'browser',
  data: resolveDataFolder({ VERSELOOM_DATA: folder }),
  exportedPage: '',
  builtInCorpora: join(root, 'dist', 'main', 'corpora.json'),
  corpusWorker: join(root, 'dist', 'main', 'corpus-worker.cjs'),
  licences: join(root, 'resources', 'licences'),
  engines: presentEngines(),
  spawn: childProcessSpawn(join(root, 'dist', 'main', 'compute.cjs')),
  language: () => 'en',
  nameWords: nameWordsOf(),
  emit: () => {},
});
const { handlers, training } = product;
try {
  const before = await held();
  let bytes: Uint8Array | null = largestText();
  const imported = await watch(() =>
    handlers['corpora.import']({
      ...{ task: 'long', replace: false },
      files: [{ name: 'long.txt', bytes: bytes! }],
    }),
  );
  bytes = null;
  const corpusId = imported.result.id;
  const start = (timeSteps: number, withText: boolean) =>
    handlers['training.start']({
      ...{ corpusId, engine: 'onnx', withText },
      settings: {
        ...{ epochs: 100_000, hiddenSize: 16, maxCharacters: 0, predPeriod: 100_000 },
        ...{ timeSteps, batchSize: 32, learningRate: 1 },
      },
    });
  const listed = await watch(() => handlers['corpora.text']({ id: corpusId }));
  const begun = await watch(() => start(35, true));
  await setTimeout(500);
  const saved = await watch(() => handlers['training.save']({}));
  const stopped = await watch(() => handlers['training.stop']({}));
  await start(1, false);
  await setTimeout(200); // in the middle of its first shuffle
  const shuffling = await watch(() => handlers['training.stop']({}));
  const goOn = await watch(() => handlers['training.goOn']({ id: training.status().modelId! }));
  await handlers['training.stop']({});
  const figures: LargeTextFigures = {
    importGap: imported.gap,
    importSeconds: imported.seconds,
    textGap: listed.gap,
    startGap: begun.gap,
    startSeconds: begun.seconds,
    saveGap: saved.gap,
    saveSeconds: saved.seconds,
    stopSeconds: stopped.seconds,
    shuffleStopSeconds: shuffling.seconds,
    goOnGap: goOn.gap,
    goOnSeconds: goOn.seconds,
    held: (await held()) - before,
  };
  process.send?.(figures);
  if (!process.send) console.log(figures);
} finally {
  await product.close();
  await rm(folder, { recursive: true });
  process.disconnect?.();
}
