import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { Log } from '../../../src-main/hosts/electron/log.ts';
import { describeError } from '../../../src-main/services/problems.ts';
import { listing, temporaryFolder } from '../../store/files/temporary-folder.ts';

const lyrics = '分开以后还是春天';

/** An error as a library throws it, which quotes what it could not read. */
function quotingError(): Error {
  try {
    JSON.parse(`{"text": ${lyrics}`);
  } catch (error) {
    return error as Error;
  }
  throw new Error('that was JSON');
}

describe('the log', () => {
  it('says what went wrong and where, and never what a person wrote', async () => {
    const folder = join(await temporaryFolder(), 'logs');
    const log = new Log(folder);
    log.info('start');
    log.problem('corpora.import', quotingError());
    log.problem('two lines', new Error(`one\n    at ${lyrics}`));
    log.problem('writing.write', new VerseloomError('prefix.unknown', { characters: lyrics }));
    log.problem('save', new VerseloomError('file.unwritable', { path: lyrics, errno: 'ENOSPC' }));
    await log.close();
    const text = await readFile(join(folder, 'verseloom.log'), 'utf8');
    expect(text).toContain('info start');
    expect(text).toMatch(/problem corpora\.import: SyntaxError\n\s+at .*\n\s+at quotingError /);
    expect(text).toContain('problem writing.write: prefix.unknown\n');
    expect(text).toContain('problem save: file.unwritable errno=ENOSPC\n');
    expect(quotingError().message).toMatch(/[分开以后还是春天]/);
    expect(text).not.toMatch(/[分开以后还是春天]/);
    expect(log.problems).toHaveLength(4);
  });

  it('takes turns with its files, and keeps five at most', async () => {
    const folder = await temporaryFolder();
    const log = new Log(folder);
    for (let i = 0; i < 7000; i++) {
      log.info('x'.repeat(1000));
      if (i % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await log.close();
    const files = (await listing(folder)).filter((name) => name.endsWith('.log'));
    expect(files.length).toBeGreaterThan(2);
    expect(files.length).toBeLessThanOrEqual(5);
    for (const name of files)
      expect((await readFile(join(folder, name))).length).toBeLessThan(1.3 * 1024 * 1024);
  });

  it('goes without a file where there can be none', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'logs'), 'no folder');
    const log = new Log(join(folder, 'logs'));
    log.problem('start', new Error('x'));
    await log.close();
    expect(log.problems).toHaveLength(1);
  });

  it('remembers the newest problems alone', async () => {
    const log = new Log(join(await temporaryFolder(), 'logs'));
    for (let i = 0; i < 30; i++) log.problem(`number ${i}`, 'text');
    expect(log.problems).toHaveLength(20);
    expect(log.problems.at(-1)).toContain('number 29: string');
    await log.close();
  });
});

it('an error from somewhere under the home folder does not name the person', () => {
  const error = new Error('x');
  error.stack = `Error: x\n    at f (${join(homedir(), 'app.js')}:1:1)`;
  expect(describeError(error)).toBe(`Error\n    at f (${join('~', 'app.js')}:1:1)`);
});
