/** The program behind `npm start`: which port it takes, whose data it opens, and what it says when it ends. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { platformPlace } from '../../../src-main/store/data/data-folder.ts';
import { contentOf, timesOf } from '../../store/data/folder-content.ts';
import { notOfThePerson } from '../../store/data/sample-data.ts';
import { connect } from './client.ts';
import { startEndlessRun } from './endless-run.ts';
import { startHostProcess, type HostProcess } from './host-process.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'verseloom-serve-'));
  return () => rm(data, { recursive: true, force: true });
});

const serve = (...args: string[]): HostProcess => serveWith(data, args);

/** @param named the data folder; the platform's without one */
function serveWith(named: string | undefined, args: readonly string[]): HostProcess {
  const command = [join(root, 'dist', 'main', 'serve.cjs'), '--no-open', ...args];
  const env = { ...process.env, VERSELOOM_DATA: named, LC_ALL: 'C' };
  const host = startHostProcess(command, { env });
  onTestFinished(() => void host.child.kill('SIGKILL'));
  return host;
}

async function take(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve()); // somebody else has it, which is as good
    server.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return server;
}

test('a port that another program has is told in one sentence', async () => {
  const { port } = (await take(0)).address() as AddressInfo;
  const { code, out, err } = await serve('--port', String(port)).ended;
  expect([code, out]).toEqual([2, '']);
  expect(err).toMatch(new RegExp(`^Port ${port} .*\\n$`));
});

test.each([
  [['--port', '65536'], '--port 65536'],
  [['--port', 'many'], '--port many'],
  [['--port'], '--port'],
  [['--foo'], 'There is no option --foo'],
])('%j is refused with the options that there are', async (args, what) => {
  const { code, out, err } = await serve(...args).ended;
  expect([code, out]).toEqual([2, '']);
  expect(err.startsWith(`${what}: `)).toBe(true);
  expect(err).toMatch(/: the options are --web, --port N .*, --no-open, --window and --help\.\n$/);
});

test('the usual port is given up for any other when it is taken', async () => {
  await take(47_470);
  const running = serve();
  expect(new URL(await running.newAddress()).port).not.toBe('47470');
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(0);
});

test('a run that the end stops is saved, and its file is named', async () => {
  const running = serve('--port', '0');
  await startEndlessRun(await connect(await running.newAddress()));
  running.child.kill('SIGINT');
  const { code, out, err } = await running.ended;
  const [file] = (await readdir(join(data, 'models'))).filter((name) => name.endsWith('.verse'));
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain(join(data, 'models', file!));
});

test('a run that was stopped long before is not told again', async () => {
  const running = serve('--port', '0');
  const client = await connect(await running.newAddress());
  await startEndlessRun(client);
  expect(await client.calls['training.stop']({})).toMatchObject({ state: 'stopped' });
  running.child.kill('SIGINT');
  const { code, out, err } = await running.ended;
  expect([code, err]).toEqual([0, '']);
  expect(out).not.toContain('.verse');
});

test('a run that cannot be saved is no good end', { tags: ['long'] }, async () => {
  const running = serve('--port', '0');
  const client = await connect(await running.newAddress());
  await startEndlessRun(client);
  await client.calls['training.save']({}); // so that none is under way
  await rm(join(data, 'models'), { recursive: true });
  await writeFile(join(data, 'models'), 'in the way');
  running.child.kill('SIGINT');
  const { code, out, err } = await running.ended;
  expect(code).toBe(1);
  expect(out).not.toContain('The training was saved');
  expect(out).toMatch(/Last saved at .*\.verse\n/);
  expect(err).toContain(join(data, 'models'));
  expect(err).not.toContain('    at '); // a sentence, no stack
});

test(
  'what could not be saved before, and can be at the end, is told',
  { tags: ['long'] },
  async () => {
    const running = serve('--port', '0');
    const client = await connect(await running.newAddress());
    await startEndlessRun(client);
    await client.calls['training.save']({}); // so that none is under way
    await rm(join(data, 'models'), { recursive: true });
    await writeFile(join(data, 'models'), 'in the way');
    expect(await client.calls['training.stop']({})).toMatchObject({ unsaved: true });
    await rm(join(data, 'models'));
    await mkdir(join(data, 'models'));
    running.child.kill('SIGINT');
    const { code, out, err } = await running.ended;
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/\.verse\n/);
  },
);

describe('the data', () => {
  /** Everything in them, and when it was last changed. */
  const state = async () => [await contentOf(data), await timesOf(data)];

  test('of one application are refused to a second, which changes nothing', async () => {
    const first = serve('--port', '0');
    const { calls } = await connect(await first.newAddress());
    await calls['preferences.set']({ theme: 'dark' });
    const before = await state();
    const { code, out, err } = await serve('--port', '0').ended;
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `Verseloom is already open with the data in ${data} (process ${first.child.pid}). ` +
        'To use it, press Enter in the terminal where it is running, and open the address it prints. ' +
        'Or close it there, or choose another folder with VERSELOOM_DATA.\n',
    );
    expect(await state()).toEqual(before);
    expect(await calls['preferences.get']({})).toMatchObject({ theme: 'dark' });
    first.child.kill('SIGINT');
    expect((await first.ended).code).toBe(0);
  });

  test('of an application that was killed are free', async () => {
    const first = serve('--port', '0');
    await first.newAddress();
    first.child.kill('SIGKILL');
    await first.ended;
    const next = serve('--port', '0');
    await next.newAddress();
    next.child.kill('SIGINT');
    expect(await next.ended).toMatchObject({ code: 0, err: '' });
  });

  test('of a newer version are left alone', async () => {
    await mkdir(join(data, 'models'));
    await writeFile(join(data, 'layout.json'), '{"version": 99, "more": true}');
    await writeFile(join(data, 'models', 'a.verse'), 'of another format');
    const before = await state();
    const { code, out, err } = await serve('--port', '0').ended;
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^The data in .* was written by a newer version of Verseloom \(layout 99; .*\)\. Nothing was changed; .*\n$/,
    );
    expect(err).toContain(data);
    expect(await state()).toEqual(before);
  });

  // Macs have no variable for the platform's place.
  test.skipIf(process.platform === 'darwin')(
    'are whole in one place when they are being moved and the application is killed',
    async () => {
      vi.stubEnv('XDG_DATA_HOME', data);
      vi.stubEnv('LOCALAPPDATA', data);
      onTestFinished(() => void vi.unstubAllEnvs());
      const place = platformPlace();
      const to = join(data, 'to');
      const first = serveWith(undefined, ['--port', '0']);
      const { calls, told } = await connect(await first.newAddress());
      const bytes = new TextEncoder().encode('想要有直升机\n'.repeat(100));
      await calls['corpora.import']({ task: 'song', files: [{ name: 'song.txt', bytes }] });
      const before = await contentOf(place, notOfThePerson);
      calls['data.move']({ folder: to }).catch(() => {}); // the killed one does not answer
      await vi.waitUntil(() => told.some(({ name }) => name === 'moving'), 20_000);
      first.child.kill('SIGKILL');
      await first.ended;

      const next = serveWith(undefined, ['--port', '0']);
      const { dataFolder } = await (await connect(await next.newAddress())).calls['app.info']({});
      expect([place, to]).toContain(dataFolder);
      expect(await contentOf(dataFolder, notOfThePerson)).toEqual(before);
      const other = dataFolder === place ? to : place;
      expect(await contentOf(other, notOfThePerson).catch(() => ({}))).toEqual({});
      next.child.kill('SIGINT');
      expect(await next.ended).toMatchObject({ code: 0, err: '' });
    },
  );
});
