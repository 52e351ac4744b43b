/** Names of temporary files whose writers are not there any more, as this program makes them on this machine. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const module = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'src-main',
  'store',
  'files',
  'temporary-file.ts',
);
const program = `
  import { withTemporaryFile } from ${JSON.stringify(module)};
  await withTemporaryFile('x', async (path) => console.log(path));
`;

/** @returns a name that a process has made which has ended since */
export function nameOfKilled(): string {
  const args = ['--input-type=module-typescript', '--eval', program];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}
