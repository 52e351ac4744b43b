/** A web host in this process, over a product with data of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presentEngines } from '../../../src-main/engines/presence.ts';
import { startWebHost, type WebHost } from '../../../src-main/hosts/web/server.ts';
import { nameWordsOf } from '../../../src-main/messages/model-names.ts';
import { createTranslator } from '../../../src-main/messages/translator.ts';
import { openProduct, type Product } from '../../../src-main/services/product.ts';
import { resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const builtScreens = join(root, 'dist', 'renderer');

export interface OpenHost {
  readonly host: WebHost;
  readonly product: Product;
  /** What the host has called a fault of ours. */
  readonly faults: { name: string; error: unknown }[];
  close(): Promise<void>;
}

/** @param screens folder of the files that it serves */
export async function openHost(screens = builtScreens): Promise<OpenHost> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-web-'));
  const faults: OpenHost['faults'] = [];
  const product = await openProduct({
    version: '0.0.0',
    host: 'browser',
    data: resolveDataFolder({ VERSELOOM_DATA: join(folder, 'data') }),
    exportedPage: join(root, 'dist', 'main', 'exported-page.html'),
    corpusWorker: join(root, 'dist', 'main', 'corpus-worker.cjs'),
    builtInCorpora: join(root, 'dist', 'main', 'corpora.json'),
    licences: join(root, 'resources', 'licences'),
    engines: presentEngines(),
    spawn: childProcessSpawn(join(root, 'dist', 'main', 'compute.cjs')),
    language: () => 'en',
    nameWords: nameWordsOf(),
    clusters: {
      ...{ root, programs: join(root, 'dist', 'main'), packed: null },
      sentenceOf: (failure, language) => createTranslator(language).sentence(failure),
    },
    emit: (name, data) => host.emit(name, data),
  });
  const host = await startWebHost(screens, product.handlers, (error, name) =>
    faults.push({ error, name }),
  );
  return {
    host,
    product,
    faults,
    close: async () => {
      await product.close();
      await host.close();
      await rm(folder, { recursive: true });
    },
  };
}
