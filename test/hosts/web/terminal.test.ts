/** The program behind `npm start` at a terminal: Enter prints a fresh address, and a shell may have it in the background. */
import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { connect } from './client.ts';
import { startHostProcess } from './host-process.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'main', 'serve.cjs');
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'verseloom-terminal-'));
  return () => rm(data, { recursive: true, force: true });
});
const environment = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...{ ...process.env, VERSELOOM_DATA: data, LC_ALL: 'C' },
  ...more,
});

/** A shell at a terminal of its own, as util-linux makes one. */
function openShell(): { type: (keys: string) => void; screen: () => string } {
  const shell = spawn('script', ['-qfc', 'bash --norc -i', '/dev/null'], {
    env: environment({ PS1: '$ ' }),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void shell.kill('SIGHUP'));
  let screen = '';
  shell.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  return { type: (keys) => void shell.stdin.write(keys), screen: () => screen };
}

const addressesIn = (screen: string): string[] => screen.match(/http:\/\/\S+code=[\w-]+/g) ?? [];
const hasShell =
  process.platform === 'linux' && spawnSync('script', ['--version']).error === undefined;

describe.skipIf(!hasShell)('at a terminal', () => {
  const command = `'${process.execPath}' '${program}' --no-open --port 0`;
  const limit = { timeout: 20_000 };

  test('Enter prints a fresh address, as often as it is pressed', async () => {
    const { type, screen } = openShell();
    type(`${command}\n`);
    await expect.poll(screen, limit).toMatch(/works once.*Press Enter/);
    for (const count of [2, 3]) {
      type('\n');
      await expect.poll(() => addressesIn(screen()).length, limit).toBe(count);
    }
    expect(new Set(addressesIn(screen())).size).toBe(3);
    for (const address of addressesIn(screen())) (await connect(address)).socket.close();
    type('\x03');
    await expect.poll(screen, limit).toContain('Shutting down');
  });

  test(
    'in the background it leaves the keyboard to the shell, and is not stopped for it',
    { tags: ['long'] },
    async () => {
      const { type, screen } = openShell();
      type(`${command} &\n`);
      await expect.poll(() => addressesIn(screen()).length, limit).toBe(1);
      type('\n\necho "typed into the $((1 + 1))nd program"; jobs\n');
      await expect.poll(screen, limit).toContain('typed into the 2nd program');
      await expect.poll(screen, limit).toMatch(/\]\+ +Running/);
      expect(addressesIn(screen())).toHaveLength(1);
      type('kill -STOP %1; sleep 0.2; bg; sleep 0.2; echo "and the $((1 + 2))rd"\n');
      await expect.poll(screen, limit).toContain('and the 3rd');
      type('fg\n');
      await expect
        .poll(
          () => {
            type('\n'); // until it has noticed
            return addressesIn(screen()).length;
          },
          { ...limit, interval: 500 },
        )
        .toBeGreaterThan(1);
      type('\x03');
      await expect.poll(screen, limit).toContain('Shutting down');
    },
  );
});

describe('without a terminal', () => {
  const command = [program, '--port', '0', '--no-open'];

  test('there is no Enter to speak of, and the host is idle', async () => {
    const host = startHostProcess(command, { env: environment(), stdin: 'ignore' });
    onTestFinished(() => void host.child.kill('SIGKILL'));
    const client = await connect(await host.newAddress());
    expect(host.printed.out).toMatch(/works once, in one browser\.\n/);
    expect(host.printed.out).not.toContain('Enter');
    const second = await startHostProcess(command, { env: environment() }).ended;
    expect(second.err).toMatch(/^Verseloom is already open .* Close it there, or choose/);
    expect(second.err).not.toContain('Enter');
    client.socket.close();
  });

  test('lines that end leave a host that goes on and waits', async () => {
    const host = startHostProcess(command, { env: environment() });
    onTestFinished(() => void host.child.kill('SIGKILL'));
    const [first, second] = [await host.newAddress(), await host.newAddress()];
    host.child.stdin!.end();
    const client = await connect(first);
    (await connect(second)).socket.close();
    if (process.platform === 'linux') {
      const ticks = async (): Promise<number> => {
        const stat = await readFile(`/proc/${host.child.pid}/stat`, 'utf8');
        const facts = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return Number(facts[11]) + Number(facts[12]); // hundredths of a second
      };
      const before = await ticks();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect((await ticks()) - before).toBeLessThan(50); // a busy one would take them all
    }
    expect(await client.calls['training.status']({})).toMatchObject({ state: 'idle' });
    client.socket.close();
  });

  test('lines without end get one answer in a while', async () => {
    const host = startHostProcess(command, { env: environment() });
    onTestFinished(() => void host.child.kill('SIGKILL'));
    const client = await connect(await host.newAddress());
    host.child.stdin!.write('y\n'.repeat(1_000_000));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await client.calls['training.status']({})).toMatchObject({ state: 'idle' });
    expect(addressesIn(host.printed.out).length).toBeLessThan(50);
    client.socket.close();
  });
});

// Where the program that opens a browser is looked for by its name.
test.skipIf(process.platform !== 'linux')(
  'the browser is started with an address of its own',
  async () => {
    const opened = join(data, 'opened');
    await writeFile(join(data, 'xdg-open'), `#!/bin/sh\nprintf %s "$*" > '${opened}'\n`);
    await chmod(join(data, 'xdg-open'), 0o755);
    const path = `${data}:${process.env['PATH']}`;
    const env = environment({ PATH: path, DISPLAY: ':0', VERSELOOM_DATA: join(data, 'data') });
    const host = startHostProcess([program, '--port', '0'], { env });
    onTestFinished(() => void host.child.kill('SIGKILL'));
    const printed = await host.newAddress();
    await expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toMatch(/^http:\/\/\S+$/);
    const given = await readFile(opened, 'utf8');
    expect(given).not.toBe(printed);
    for (const address of [given, printed]) {
      const client = await connect(address);
      expect(await client.calls['training.status']({})).toMatchObject({ state: 'idle' });
      client.socket.close();
    }
    expect((await fetch(given)).status).toBe(401); // it stands among the arguments still, and is worth nothing
  },
);
