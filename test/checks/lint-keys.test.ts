/** What is linted again after a change: the file itself and whatever can be reached by its types, and nothing else. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { keysOf } from './lint-keys.mjs';

const sources = {
  'a.ts': `import { b } from './b.ts';\nb();\n`,
  'b.ts': `export { c as b } from './deep/c.ts';\n`,
  'deep/c.ts': `import type { A } from '../a.ts'; // a circle\nexport function c(): void {}\n`,
  'View.svelte': `<script lang="ts">\n  import { b } from "./b.ts";\n</script>\n{b}\n`,
  'later.ts': `export const later = () => import('./b.ts');\n`,
  'alone.ts': `import { join } from 'node:path';\n`,
  'world.d.ts': `declare const world: string;\n`,
  'rules.mjs': `export default [];\n`,
};

it.each([
  ['deep/c.ts', ['a.ts', 'b.ts', 'deep/c.ts', 'View.svelte', 'later.ts']],
  ['a.ts', ['a.ts', 'b.ts', 'deep/c.ts', 'View.svelte', 'later.ts']], // by the circle
  ['View.svelte', ['View.svelte']],
  ['alone.ts', ['alone.ts']],
  ['world.d.ts', Object.keys(sources).filter((file) => file !== 'rules.mjs')],
  ['rules.mjs', Object.keys(sources).filter((file) => file !== 'rules.mjs')],
])('a change of %s', async (changed, due) => {
  const root = await temporaryFolder();
  await mkdir(join(root, 'deep'));
  for (const [file, text] of Object.entries(sources)) await writeFile(join(root, file), text);
  const files = Object.keys(sources).filter((file) => file !== 'rules.mjs');
  const keys = () => keysOf(root, files, ['rules.mjs']);
  const before = keys();
  expect(keys()).toEqual(before);
  await writeFile(join(root, changed), `${sources[changed as keyof typeof sources]}// more\n`);
  const after = keys();
  expect(files.filter((file) => after.get(file) !== before.get(file)).sort()).toEqual(due.sort());
});
