/** Where the product's own files are, as seen from its built programs in `dist/main`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export const installation = {
  root,
  version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string })
    .version,
  preload: join(root, 'dist', 'main', 'preload.cjs'),
  compute: join(root, 'dist', 'main', 'compute.cjs'),
  screens: join(root, 'dist', 'renderer'),
  exportedPage: join(root, 'dist', 'main', 'exported-page.html'),
  builtInCorpora: join(root, 'resources', 'corpora'),
  /** Of what others have made; in a package they lie where every program of the system can read them. */
  licences: root.endsWith('.asar')
    ? join(root, '..', 'licences')
    : join(root, 'dist', 'renderer', 'licences'),
} as const;
