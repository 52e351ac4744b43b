// The Electron binary: when it counts as there, how it is got and what is remembered of a failure, and what a start makes of it.

import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashDependencies } from '../../src-main/setup/dependencies.mjs';
import {
  findElectron,
  getElectron,
  hasDisplay,
  needsElectron,
  whyNoElectron,
  whyNoWindow,
} from '../../src-main/setup/electron.mjs';
import { say } from '../../src-main/setup/say.mjs';
import { outcomePath } from '../../src-main/setup/native-tensorflow.mjs';
import { writeStamp } from '../../src-main/setup/stamps.mjs';

const clone = join(import.meta.dirname, '..', '..');
const program =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
    process.platform as string
  ] ?? 'electron';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verseloom-electron-'));
  put('node_modules/electron/package.json', '{"version":"45.0.0"}');
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', undefined); // of whoever runs the tests with an Electron of theirs
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, maxRetries: 5 });
});

function put(path: string, text: string): void {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What an installer leaves behind. */
function install({ version = '45.0.0', name = program, text = '' } = {}): void {
  put(`node_modules/electron/dist/${program}`, text);
  chmodSync(join(root, 'node_modules/electron/dist', program), 0o755);
  put('node_modules/electron/dist/version', version);
  put('node_modules/electron/path.txt', name);
}

/** `install.js` of the package, as a program. */
function installerIs(text: string): void {
  put('node_modules/electron/install.js', text);
}
const INSTALLS = `
  const fs = require('node:fs'), path = require('node:path');
  const program = path.join(__dirname, 'dist', ${JSON.stringify(program)});
  fs.mkdirSync(path.dirname(program), { recursive: true });
  fs.writeFileSync(program, fs.existsSync('binary.js') ? fs.readFileSync('binary.js') : '', { mode: 0o755 });
  fs.writeFileSync(path.join(__dirname, 'dist', 'version'), '45.0.0');
  fs.writeFileSync(path.join(__dirname, 'path.txt'), ${JSON.stringify(program)});
`;
const FAILS = `
  console.error(new TypeError('fetch failed').stack);
  process.exit(1);
`;
const HANGS = 'setInterval(() => {}, 1000);';

const computer = (platform: string, env: Record<string, string> = {}, uid = 1000): NodeJS.Process =>
  ({ platform, env, getuid: () => uid }) as unknown as NodeJS.Process;
const desk = (env: Record<string, string> = {}): NodeJS.Process =>
  computer(process.platform, { DISPLAY: ':0', ...env });

describe('the binary counts as there', () => {
  const found = (): string => join(root, 'node_modules/electron/dist', program);

  test('when it is complete and of the version of the package', () => {
    expect(findElectron(root, desk())).toBeUndefined();
    install();
    expect(findElectron(root, desk())).toBe(found());
    install({ version: 'v45.0.0' });
    expect(findElectron(root, desk())).toBe(found());
  });

  test('not of another version or platform, nor without its program or its last file', () => {
    install({ version: '44.9.0' });
    expect(findElectron(root, desk())).toBeUndefined();
    install({ name: 'electron.of.elsewhere' });
    expect(findElectron(root, desk())).toBeUndefined();
    install();
    rmSync(join(root, 'node_modules/electron/path.txt'));
    expect(findElectron(root, desk())).toBeUndefined();
    install();
    rmSync(found());
    expect(findElectron(root, desk())).toBeUndefined();
  });

  test('where ELECTRON_OVERRIDE_DIST_PATH says, and there alone', () => {
    install();
    const env = { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'mine') };
    expect(findElectron(root, desk(env))).toBeUndefined();
    expect(needsElectron(root, true, desk(env))).toBe(false); // a download would not end up there
    expect(whyNoElectron(root, desk(env))).toContain('ELECTRON_OVERRIDE_DIST_PATH');
    put(`mine/${program}`, '');
    expect(findElectron(root, desk(env))).toBe(join(root, 'mine', program));
  });
});

test.each([
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['linux', { DISPLAY: 'localhost:10.0', SSH_CONNECTION: 'from afar' }, true], // forwarded
  ['darwin', {}, true],
  ['darwin', { SSH_CONNECTION: 'from afar' }, false],
  ['win32', {}, true],
  ['win32', { SSH_CONNECTION: 'from afar' }, false],
])('a display on %s with %j: %s', (platform, env: Record<string, string>, has) => {
  expect(hasDisplay(computer(platform, env))).toBe(has);
});

describe('it is due', () => {
  test('where a window can be shown and it is not there', () => {
    expect(needsElectron(root, false, desk())).toBe(true);
    install();
    expect(needsElectron(root, false, desk())).toBe(false);
    expect(needsElectron(root, true, desk())).toBe(false);
  });

  test('not before the package is installed', () => {
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(needsElectron(root, true, desk())).toBe(false);
  });

  test.each([
    ['no display', computer('linux')],
    ['continuous integration', computer('linux', { DISPLAY: ':0', CI: 'true' })],
    ['root', computer('linux', { DISPLAY: ':0' }, 0)],
  ])('not with %s, unless somebody asks for the window', (_, where) => {
    expect(needsElectron(root, false, where)).toBe(false);
    expect(needsElectron(root, true, where)).toBe(true);
  });
});

test('a window that did not start: with what it ended, and why it does so for root', () => {
  expect(whyNoWindow('SIGTRAP', computer('linux'))).toContain('SIGTRAP');
  expect(whyNoWindow('SIGTRAP', computer('linux', {}, 0))).toContain('root');
  expect(whyNoWindow('code 1', computer('darwin', {}, 0))).not.toContain('root');
});

describe('it is got', () => {
  const downloads = (): string => join(root, 'node_modules/.verseloom/electron-download');
  const left = (): readonly string[] => readdirSync(join(root, 'node_modules/.verseloom'));

  test("by the package's own installer, in place of what is there, with its temporary files in a folder of ours", async () => {
    install({ version: '44.9.0' });
    put('node_modules/electron/dist/of-44', '');
    installerIs(`${INSTALLS}
      fs.writeFileSync('temporary', require('node:os').tmpdir());
      fs.writeFileSync(path.join(require('node:os').tmpdir(), 'left'), 'behind');`);
    expect(await getElectron(root, process.execPath)).toBeNull();
    expect(findElectron(root, desk())).toBeDefined();
    expect(existsSync(join(root, 'node_modules/electron/dist/of-44'))).toBe(false);
    expect(readFileSync(join(root, 'node_modules/electron/temporary'), 'utf8')).toBe(downloads());
    expect(left()).toEqual([]);
  });

  test('a failure is one line, and remembered for this version until somebody asks for the window', async () => {
    installerIs(FAILS);
    expect(await getElectron(root, process.execPath)).toBe(say('electronUnreachable'));
    expect(needsElectron(root, false, desk())).toBe(false);
    expect(whyNoElectron(root, desk())).toContain('--window');
    expect(needsElectron(root, true, desk())).toBe(true);

    put('node_modules/electron/package.json', '{"version":"45.0.1"}');
    expect(needsElectron(root, false, desk())).toBe(true);
    expect(whyNoElectron(root, desk())).toBeUndefined();
    put('node_modules/electron/package.json', '{"version":"45.0.0"}');
    expect(needsElectron(root, false, desk())).toBe(false);

    installerIs(INSTALLS);
    expect(await getElectron(root, process.execPath)).toBeNull();
    rmSync(join(root, 'node_modules/electron/dist'), { recursive: true });
    expect(needsElectron(root, false, desk())).toBe(true); // the failure is forgotten
  });

  test.each([
    ['an error of HTTP', `HTTPError: Response code 404 (Not Found)\\n    at download (x.js:1:1)`],
    ['an error with a code', `Error [ERR_TLS]: Response code 404 (Not Found)\\n    at x.js:1:1`],
    ['another text', `Response code 404 (Not Found)`],
  ])('the reason of %s has no stack', async (_, output) => {
    installerIs(`console.error('${output}'); process.exit(1)`);
    expect(await getElectron(root, process.execPath)).toBe('Response code 404 (Not Found)');
  });

  test('an installer that says it went well and left half of it has not', async () => {
    installerIs(`${INSTALLS} fs.rmSync(program);`);
    expect(await getElectron(root, process.execPath)).toBe(say('electronIncomplete'));
  });

  /** Lets bytes arrive, as long as they are `wanted`, while the installer runs. */
  async function getWhileArriving(
    wanted: () => boolean,
    limits: { patience: number; limit?: number },
  ): Promise<string | null> {
    const result = getElectron(root, process.execPath, limits);
    const arriving = setInterval(() => {
      if (wanted()) appendFileSync(join(downloads(), 'electron.zip'), 'more');
    }, 20);
    return await result.finally(() => clearInterval(arriving));
  }

  test('once nothing arrives any more, the installer is killed, and leaves nothing behind', async () => {
    const note = join(root, 'node_modules/electron/pid');
    installerIs(`require('node:fs').writeFileSync('pid', String(process.pid)); ${HANGS}`);
    const hasStarted = (): boolean => existsSync(note) && readFileSync(note, 'utf8') !== '';
    expect(await getWhileArriving(() => !hasStarted(), { patience: 0.3 })).toBe(
      say('electronStalled', { seconds: 0.3 }),
    );
    await expect.poll(() => isRunning(Number(readFileSync(note, 'utf8')))).toBe(false);
    expect(left()).toEqual(['electron.json']);
    expect(needsElectron(root, false, desk())).toBe(false);
  });

  test('as long as something arrives it is waited for, up to the limit', async () => {
    installerIs(HANGS);
    expect(await getWhileArriving(() => true, { patience: 0.3, limit: 1 })).toBe(
      say('electronTooSlow', { seconds: 1 }),
    );
    expect(left()).toEqual(['electron.json']);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // What nobody has waited for keeps its number, and is dead all the same.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' && process.platform !== 'linux';
  }
}

// The programs below are scripts, which Windows does not run.
describe.skipIf(process.platform === 'win32')('a start', () => {
  const WINDOW = `#!${process.execPath}
    const { INIT_CWD, ELECTRON_RUN_AS_NODE, VERSELOOM_SHOWN, BEHAVES } = process.env;
    console.log('window', JSON.stringify([process.argv.slice(2), INIT_CWD, ELECTRON_RUN_AS_NODE]));
    if (BEHAVES === 'dies') process.kill(process.pid, 'SIGTRAP');
    if (BEHAVES === 'lacks a library') process.exit(127);
    if (BEHAVES === 'waits') setInterval(() => {}, 1000);
    else {
      require('node:fs').writeFileSync(VERSELOOM_SHOWN, '');
      if (BEHAVES === 'crashes later') process.exit(9);
    }`;

  beforeEach(() => {
    // A clone in which nothing else is due.
    for (const folder of ['src-main/setup', 'resources/messages'])
      cpSync(join(clone, folder), join(root, folder), { recursive: true });
    put('package.json', '{}');
    put(
      'dist/main/serve.cjs',
      `console.log('browser', JSON.stringify(process.argv.slice(2))); process.exitCode = 5;`,
    );
    const stamps = join(root, 'node_modules/.verseloom');
    writeStamp(join(stamps, 'dependencies.stamp'), hashDependencies(root));
    writeStamp(outcomePath(root), JSON.stringify({ state: 'unavailable', reason: '' }));
    installerIs(FAILS);
  });

  const runner = (): string => join(root, 'src-main/setup/run.mjs');
  const withDisplay = { DISPLAY: ':99' };
  const without = { SSH_CONNECTION: 'from afar' };
  function start(env: Record<string, string>, ...args: string[]): string[] {
    const { stdout, stderr, status } = spawnSync(process.execPath, [runner(), 'start', ...args], {
      cwd: join(root, 'dist'),
      env: { PATH: process.env['PATH'], ELECTRON_RUN_AS_NODE: '1', ...env },
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    return [...stdout.trimEnd().split('\n'), `exit ${status}`];
  }
  const window = (...args: string[]): string =>
    `window ${JSON.stringify([[root, ...args], join(root, 'dist'), null])}`;

  test('opens the window, with its arguments, from where the person stands', () => {
    install({ text: WINDOW });
    expect(start(withDisplay, 'song.verse')).toEqual([window('song.verse'), 'exit 0']);
    expect(start(without, '--window')).toEqual([window(), 'exit 0']);
  });

  test.each([['--web'], ['--port', '1234'], ['--port=1234'], ['--no-open']])(
    'opens the browser without a word when asked to by %s',
    (...args) => {
      install({ text: WINDOW });
      const passed = args.filter((arg) => arg !== '--web');
      expect(start(withDisplay, ...args)).toEqual([`browser ${JSON.stringify(passed)}`, 'exit 5']);
    },
  );

  test('tells the browser’s person what to open, and the window’s what goes to Electron', () => {
    install({ text: WINDOW });
    const given = ['--web', 'song.verse', '--no-open', 'more.txt'];
    expect(start(withDisplay, ...given)).toEqual([
      ...['Open there: song.verse, more.txt', 'browser ["--no-open"]', 'exit 5'],
    ]);
    const passed = ['--ozone-platform=x11', 'song.verse', '-v'];
    expect(start(withDisplay, ...passed)).toEqual([
      ...['Passed on to Electron: --ozone-platform=x11 -v', window(...passed), 'exit 0'],
    ]);
    const [, , why, ...rest] = start({ ...withDisplay, BEHAVES: 'dies' }, ...passed);
    expect(why).toMatch(/^Verseloom opens in the browser: /);
    expect(rest).toEqual(['Open there: song.verse', 'browser []', 'exit 5']);
  });

  test('opens the browser where there is no display, and says so', () => {
    install({ text: WINDOW });
    const [why, files, ...rest] = start(without, 'song.verse');
    expect(why).toMatch(/^Verseloom opens in the browser: .*no display/);
    expect(files).toContain('song.verse');
    expect(rest).toEqual(['browser []', 'exit 5']);
  });

  test('gets Electron where it is asked for, and opens the window', () => {
    put('node_modules/electron/binary.js', WINDOW);
    installerIs(INSTALLS);
    const [stage, ...rest] = start(withDisplay, '--window');
    expect(stage).toMatch(/^Downloading Electron.*… [\d.]+ s$/);
    expect(rest).toEqual([window(), 'exit 0']);
  });

  test('opens the browser where Electron cannot be got, and tries that once', () => {
    const [stage, why, ...rest] = start(withDisplay, '--window');
    expect(stage).toMatch(/^Downloading Electron.*… [\d.]+ s \(failed\)$/);
    expect(why).toMatch(/^Verseloom opens in the browser: .*cannot be reached/);
    expect(rest).toEqual(['browser []', 'exit 5']);
    expect(start(withDisplay)).toEqual([why, 'browser []', 'exit 5']);
  });

  test.each(['dies', 'lacks a library'])(
    'opens the browser when the window process %s before it can be seen',
    (behaves) => {
      install({ text: WINDOW });
      const [first, why, ...rest] = start({ ...withDisplay, BEHAVES: behaves });
      expect(first).toBe(window());
      expect(why).toMatch(/^Verseloom opens in the browser: /);
      expect(rest).toEqual(['browser []', 'exit 5']);
    },
  );

  test('opens no browser when the window crashes later', () => {
    install({ text: WINDOW });
    const env = { ...withDisplay, BEHAVES: 'crashes later' };
    expect(start(env)).toEqual([window(), 'exit 9']);
    expect(readdirSync(join(root, 'dist'))).toEqual(['main']);
  });

  test('opens the browser when the binary cannot be run', () => {
    install({ text: WINDOW });
    chmodSync(join(root, 'node_modules/electron/dist', program), 0o644);
    const { stdout, stderr } = spawnSync(process.execPath, [runner(), 'start'], {
      env: { PATH: process.env['PATH'], ...withDisplay },
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^Verseloom opens in the browser: .*\nbrowser \[\]\n$/);
    expect(stderr).toMatch(/^.*EACCES\n$/);
  });

  /** Starts it, sends it a signal once `isThere`, and waits for its exit code and output. */
  async function interrupt(
    signal: NodeJS.Signals,
    isThere: (output: string) => boolean,
    env: Record<string, string>,
    ...args: string[]
  ): Promise<{ code: unknown; output: string }> {
    const child = spawn(process.execPath, [runner(), 'start', ...args], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    const ended = new Promise((resolve) => child.on('close', resolve));
    await expect.poll(() => isThere(output), { timeout: 20_000 }).toBe(true);
    child.kill(signal);
    return { code: await ended, output };
  }

  test('opens no browser when somebody ends it before the window can be seen', async () => {
    install({ text: WINDOW });
    const env = { ...withDisplay, BEHAVES: 'waits' };
    const isThere = (output: string): boolean => output.includes('window');
    expect(await interrupt('SIGTERM', isThere, env)).toEqual({
      code: 128 + 15,
      output: expect.not.stringContaining('browser'),
    });
  });

  test('that is ended while it downloads ends the download, and remembers no failure', async () => {
    const note = join(root, 'node_modules/electron/pid');
    installerIs(`require('node:fs').writeFileSync('pid', String(process.pid)); ${HANGS}`);
    const isThere = (): boolean => existsSync(note) && readFileSync(note, 'utf8') !== '';
    const { code, output } = await interrupt('SIGINT', isThere, withDisplay, '--window');
    expect(code).toBe(128 + 2);
    expect(output).toMatch(/^Downloading Electron.*… $/);
    await expect.poll(() => isRunning(Number(readFileSync(note, 'utf8')))).toBe(false);
    expect(needsElectron(root, false, desk())).toBe(true);
  });
});
