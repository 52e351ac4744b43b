// Bundles the screens into static files that need no inline script or style, since the hosts' Content-Security-Policy allows none.
// Where to, src-main/setup/build.mjs says.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { BUILD_META } from '../src-main/contract/links/web-link.ts';

const fontPackage = join(import.meta.dirname, '..', 'node_modules', 'lxgw-wenkai-webfont');

/** As the font itself states it; the package's copy of the Open Font License leaves it out, and the licence asks for it. */
const FONT_COPYRIGHT = `\
Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai)
Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)
`;

/** Ships the licences of the font (OFL) and of the style sheet that cuts it into pieces (MIT) beside them. */
function fontLicences(): Plugin {
  return {
    name: 'font-licences',
    async generateBundle() {
      const ofl = await readFile(join(fontPackage, 'OFL.txt'), 'utf8');
      const mit = await readFile(join(fontPackage, 'LICENSE'), 'utf8');
      const emit = (name: string, source: string): void => {
        this.emitFile({ type: 'asset', fileName: `licences/${name}`, source });
      };
      emit('lxgw-wenkai.OFL.txt', `${FONT_COPYRIGHT}\n${ofl}`);
      emit('lxgw-wenkai-webfont.LICENSE.txt', mit);
    },
  };
}

/** Writes into the document of which build it is. The names of the files say it, since each has a hash of its content in it. */
function buildInDocument(): Plugin {
  return {
    name: 'build-in-document',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const names = Object.keys(bundle).sort().join('\n');
        const content = createHash('sha256').update(names).digest('hex').slice(0, 16);
        return [{ tag: 'meta', attrs: { name: BUILD_META, content }, injectTo: 'head-prepend' }];
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: './', // the same files are served over HTTP and opened from inside app.asar
  plugins: [svelte({ configFile: false }), fontLicences(), buildInDocument()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    license: { fileName: 'licences/screens.md' },
    chunkSizeWarningLimit: 2000, // kB; it comes from this machine's own disk
  },
});
