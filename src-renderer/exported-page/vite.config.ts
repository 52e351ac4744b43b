// Bundles the exported page into one file with everything inside but the model, for which it has places.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const root = join(import.meta.dirname, '..', '..');

/** Puts script, style and licences into the document, and allows these two there and nothing else. */
function inOneFile(): Plugin {
  return {
    name: 'in-one-file',
    generateBundle: {
      order: 'post', // the bundler's own plugins make the style sheet and the list of licences
      async handler(_options, bundle) {
        const files = Object.values(bundle);
        const named = (ending: string): string => {
          const [file, ...others] = files.filter(({ fileName }) => fileName.endsWith(ending));
          if (!file || others.length > 0) this.error(`there must be one file *${ending}`);
          return file.type === 'chunk' ? file.code : String(file.source);
        };
        const script = harmless(named('.js'));
        const style = named('.css');
        const licences = `${await readFile(join(root, 'LICENSE'), 'utf8')}\n${named('.md')}`;
        const parts: Record<string, string> = {
          policy: `<meta http-equiv="Content-Security-Policy" content="${policyFor(script, style)}" />`,
          style: `<style>${style}</style>`,
          script: `<script>${script}</script>`,
          licences: `<script type="text/plain">${licences}</script>`,
        };
        const document = await readFile(join(import.meta.dirname, 'page.html'), 'utf8');
        // The other places are for the model: services/exports/page.ts fills them.
        const source = document.replace(
          /<!-- (\w+) -->/g,
          (place, name: string) => parts[name] ?? place,
        );
        for (const name of Object.keys(bundle)) delete bundle[name];
        this.emitFile({ type: 'asset', fileName: 'exported-page.html', source });
      },
    },
  };
}

const policyFor = (script: string, style: string): string =>
  [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

const hashOf = (text: string): string =>
  `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** In a script element these have a meaning for HTML; in a script's strings and patterns, `\x3C` is the same as `<`. */
const harmless = (script: string): string => script.replace(/<(?=!--|\/?script)/gi, '\\x3C');

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  plugins: [svelte({ configFile: false }), inOneFile()],
  build: {
    target: 'es2023',
    cssCodeSplit: false,
    license: { fileName: 'licences.md' }, // of the packages in the script
    rolldownOptions: {
      input: join(import.meta.dirname, 'page.ts'),
      output: { format: 'iife' },
    },
  },
});
