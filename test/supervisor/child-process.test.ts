/** Children of plain Node that die, and what is known of it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Exit } from '../../src-main/supervisor/channel.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { describe } from '../../src-main/supervisor/exit-reason.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';

async function endOf(code: string): Promise<Exit> {
  const program = join(await temporaryFolder(), 'program.cjs');
  await writeFile(program, code);
  const channel = childProcessSpawn(program)({ engine: 'onnx', threads: 1 });
  return new Promise((resolve) => channel.onExit(resolve));
}

it('what one printed last comes with its end, and is still printed by its host', async () => {
  const printed = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => printed.mockRestore());
  const exit = await endOf(`
    process.send('ready');
    console.error('loading');
    require('node:fs').writeSync(2, 'fatal: no more memory\\n');
    process.exit(7);
  `);
  expect(exit).toMatchObject({ code: 7, hasSpoken: true });
  expect(describe(exit)).toBe('exit code 7: fatal: no more memory');
  expect(printed.mock.calls.flat().join('\n')).toContain('fatal: no more memory');
});

it('one that has not said a word is known as such', async () => {
  expect(await endOf('process.exit(5)')).toMatchObject({ code: 5, hasSpoken: false, printed: '' });
});
