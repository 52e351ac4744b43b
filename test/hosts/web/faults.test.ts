/** What escapes from everything in the program behind `npm start`: it is told, what was learnt is saved, and the host goes on where that is safe. */
import { readdir, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { connect, type Client } from './client.ts';
import { startHostProcess, type HostProcess } from './host-process.ts';
import { startEndlessRun } from './endless-run.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'verseloom-faults-'));
  return () => rm(data, { recursive: true, force: true });
});

/** The real program, in which a signal sets off a fault that nobody waits for. */
async function startFaulty(fault: string): Promise<{ host: HostProcess; client: Client }> {
  const onSignal = `process.on('SIGUSR2', () => { ${fault} });`;
  const command = [
    ...['--import', `data:text/javascript,${encodeURIComponent(onSignal)}`],
    ...[join(root, 'dist', 'main', 'serve.cjs'), '--no-open', '--port', '0'],
  ];
  const env = { ...process.env, VERSELOOM_DATA: data, LC_ALL: 'C' };
  const host = startHostProcess(command, { env });
  onTestFinished(() => void host.child.kill('SIGKILL'));
  const client = await connect(await host.newAddress());
  await startEndlessRun(client);
  return { host, client };
}

const saved = async (): Promise<string[]> =>
  (await readdir(join(data, 'models'))).filter((name) => name.endsWith('.verse'));

// There are no such signals on Windows.
test.skipIf(process.platform === 'win32')(
  'a rejection that nobody waits for is told, the run is saved, and both go on',
  async () => {
    const { host, client } = await startFaulty(`Promise.reject(new Error('of a test'));`);
    const { savedAt, epochs } = await client.calls['training.status']({});
    host.child.kill('SIGUSR2');
    await expect
      .poll(() => host.printed.err)
      .toMatch(/\n.*It keeps running, and what was learned is being saved\.\n/);
    expect(host.printed.err).toMatch(/unhandledRejection: Error: of a test/);
    await expect
      .poll(async () => (await client.calls['training.status']({})).savedAt)
      .not.toBe(savedAt);
    await expect
      .poll(async () => (await client.calls['training.status']({})).epochs)
      .toBeGreaterThan(epochs + 1);
    expect(await saved()).toHaveLength(1);
    host.child.kill('SIGINT');
    expect((await host.ended).code).toBe(0);
  },
);

test.skipIf(process.platform === 'win32')(
  'after an exception that nobody catches the run is saved, and the host ends with a sentence',
  async () => {
    const { host } = await startFaulty(`throw new Error('of a test');`);
    host.child.kill('SIGUSR2');
    const { code, err, out } = await host.ended;
    expect(code).toBe(1);
    expect(err).toMatch(/uncaughtException: Error: of a test/);
    expect(err).toMatch(
      /\nSomething went wrong inside Verseloom.*saves what was learned and quits/,
    );
    const [file] = await saved();
    expect(out).toContain(join(data, 'models', file!));
  },
);
