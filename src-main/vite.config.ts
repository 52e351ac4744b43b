// Bundles the main half: one CommonJS file for each program, for the Node that Electron embeds. Where to, setup/build.mjs says.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { programs } from './setup/build.mjs';

const root = join(import.meta.dirname, '..');

/** Which programs are built together. The preload is built alone, since it has to be one file: a sandboxed page requires no others. */
function inputOf(mode: string): Record<string, string> {
  const sources = Object.entries(programs)
    .map(([name, source]) => [name, join(root, source)] as const)
    .filter(
      ([name, source]) => (name === 'preload') === (mode === 'preload') && existsSync(source),
    );
  return Object.fromEntries(sources);
}

/** Ships the licence of OpenCC's dictionaries (Apache), which opencc-js has beside its own and Vite does not gather. */
const dictionaryLicence = (): Plugin => ({
  name: 'dictionary-licence',
  generateBundle() {
    const path = join(root, 'node_modules', 'opencc-js', 'THIRD_PARTY_LICENSES.md');
    const [fileName, source] = [
      'licences/opencc.THIRD_PARTY_LICENSES.md',
      readFileSync(path, 'utf8'),
    ];
    this.emitFile({ type: 'asset', fileName, source });
  },
});

export default defineConfig(({ mode }) => ({
  root,
  plugins: mode === 'preload' ? [] : [dictionaryLicence()],
  publicDir: false,
  ssr: {
    // What is bundled need not be shipped as a package. These three cannot be bundled: they find files beside themselves.
    noExternal: true,
    external: ['@tensorflow/tfjs-node', 'onnxruntime-node', 'electron'],
  },
  build: {
    ssr: true,
    target: 'node24',
    minify: false, // a stack trace should read like the source
    sourcemap: true,
    license: mode !== 'preload' && { fileName: 'licences/program.md' }, // of the packages in these files
    rolldownOptions: {
      input: inputOf(mode),
      output: {
        format: 'cjs', // Node's ESM loader cannot find files inside app.asar
        entryFileNames: '[name].cjs',
        // In the same folder, so that `import.meta.dirname` is the same everywhere. What the command line alone loads, when it
        // is asked for, leads back to that program, and stays out of a package with it.
        chunkFileNames: ({ facadeModuleId }) =>
          facadeModuleId?.includes('/src-main/hosts/cli/') ? 'cli-[hash].cjs' : 'shared-[hash].cjs',
      },
    },
  },
}));
