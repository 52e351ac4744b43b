// Lints what in a component needs types, which ESLint does not know here: promises that nobody waits for, and their like.
//
// Each component becomes the TypeScript that svelte-check makes of it, and what oxlint finds there is told of the component.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import { VERSION } from 'svelte/compiler';
import { svelte2tsx } from 'svelte2tsx';
import { root, run } from '../../src-main/setup/processes.mjs';
import { listFiles } from '../../src-main/setup/stamps.mjs';
import { cache } from './static-checks.mjs';

const screens = join(root, 'src-renderer');
const made = join(cache, 'components');
const packages = join(root, 'node_modules');
const suffix = '.component.ts';

/** Those of `recommendedTypeChecked` that what is made for the compiler's eyes alone does not break by itself. */
const rules = {
  'await-thenable': 'error',
  'no-array-delete': 'error',
  'no-base-to-string': 'error',
  'no-duplicate-type-constituents': 'error',
  'no-floating-promises': 'error',
  'no-for-in-array': 'error',
  'no-implied-eval': 'error',
  // An element takes every handler, as it does in the browser.
  'no-misused-promises': ['error', { checksVoidReturn: { properties: false } }],
  'no-redundant-type-constituents': 'error',
  'no-unnecessary-type-assertion': 'error',
  'no-unsafe-call': 'error',
  'no-unsafe-enum-comparison': 'error',
  'no-unsafe-member-access': 'error',
  'no-unsafe-unary-minus': 'error',
  'only-throw-error': 'error',
  'prefer-promise-reject-errors': 'error',
  'restrict-plus-operands': 'error',
  'restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  'switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  'unbound-method': 'error',
};

rmSync(made, { recursive: true, force: true });
const maps = new Map();
for (const path of listFiles(root, 'src-renderer').filter((file) => file.endsWith('.svelte'))) {
  const file = path.slice('src-renderer/'.length);
  const generatedPath = join(made, `${file}${suffix}`);
  const { code, map } = svelte2tsx(readFileSync(join(screens, file), 'utf8'), {
    filename: join(screens, file),
    isTsFile: true,
    mode: 'ts',
    version: VERSION,
    rewriteExternalImports: { generatedPath, workspacePath: screens },
  });
  maps.set(`${file}${suffix}`, new SourceMap(map));
  mkdirSync(dirname(generatedPath), { recursive: true });
  writeFileSync(generatedPath, code);
}
writeJson('tsconfig.json', {
  extends: join(screens, 'tsconfig.json'),
  compilerOptions: { rootDirs: [screens, made] },
  files: [
    join(packages, 'svelte2tsx', 'svelte-shims-v4.d.ts'),
    join(packages, 'svelte', 'svelte-html.d.ts'),
  ],
  include: ['**/*.ts'],
  exclude: [],
});
writeJson('.oxlintrc.json', {
  plugins: ['typescript'],
  categories: { correctness: 'off' },
  options: { typeAware: true },
  rules: Object.fromEntries(
    Object.entries(rules).map(([rule, value]) => [`typescript/${rule}`, value]),
  ),
});

// Files that git ignores are only looked at when each is named.
const args = [join(packages, 'oxlint', 'bin', 'oxlint'), '--no-ignore', '--format', 'json'];
const { code, output } = await run(process.execPath, [...args, ...maps.keys()], { cwd: made });
const found = output.startsWith('{') ? JSON.parse(output) : undefined;
if (found?.number_of_files !== maps.size)
  console.log(output); // it did not get to all of them
else for (const diagnostic of found.diagnostics) console.log(sentenceOf(diagnostic));
process.exitCode = found?.number_of_files === maps.size ? code : 1;

function sentenceOf({ filename, labels, message, code }) {
  const file = filename.replaceAll('\\', '/');
  const { line, column } = labels[0].span;
  const { originalLine, originalColumn } = maps.get(file).findEntry(line - 1, column - 1);
  const place = `${originalLine + 1}:${originalColumn + 1}`;
  return `src-renderer/${file.slice(0, -suffix.length)}:${place} ${message} ${code}`;
}

function writeJson(name, value) {
  writeFileSync(join(made, name), JSON.stringify(value));
}
