/** The smoke test of a packed application: it proves the main path unseen and beside a person's own, and fails where that is broken. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { SmokeReport } from '../../src-main/hosts/electron/smoke-test/smoke-test.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { listing, temporaryFolder } from '../store/files/temporary-folder.ts';
import type { Desktop, DesktopOptions } from './desktop.ts';
import { openScreens, type Screens } from './screens.ts';
import { startForTest } from './start-for-test.ts';

let screens: Screens;
/** Where the person's own data would be, and where everything passes. */
let share: string;
let temporary: string;

beforeAll(async () => {
  screens = await openScreens({ apart: true }); // a page crashes here
  return () => screens.close();
});

beforeEach(async () => {
  [share, temporary] = [await temporaryFolder(), await temporaryFolder()];
  vi.stubEnv('XDG_DATA_HOME', share);
  vi.stubEnv('LOCALAPPDATA', share);
  vi.stubEnv('TMPDIR', temporary);
  vi.stubEnv('TEMP', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
});

const start = (args: readonly string[], options: DesktopOptions = {}): Promise<Desktop> =>
  startForTest(screens, { data: '', isPackaged: true, args, ...options });

/** @returns its report, which is all that it prints. Nothing of it may be seen, and nothing may be left of it. */
async function reportOf(desktop: Desktop, wantedCode: number): Promise<SmokeReport> {
  let isOver = false;
  const watched = (async () => {
    while (!isOver) {
      const look = await desktop.control.look().catch(() => null); // it has ended
      for (const { isVisible } of look?.windows ?? []) expect(isVisible).toBe(false);
      expect([look?.dialogs ?? [], look?.notifications ?? []]).toEqual([[], []]);
    }
  })();
  const { code, output } = await desktop.ended;
  isOver = true;
  await watched;
  const lines = output.trimEnd().split('\n');
  expect(lines, output).toHaveLength(1);
  const report = JSON.parse(lines[0]!) as SmokeReport;
  expect(code, output).toBe(wantedCode);
  expect(report.smokeTest).toBe(wantedCode === 0 ? 'passed' : 'failed');
  expect(await readdir(temporary)).toEqual([]);
  return report;
}

const stepsWith = (engine: string): string[] =>
  ['train', 'write', 'open', 'write again'].map((step) => `${engine}: ${step}`);

it(
  'passes with every engine, beside an application that is open, and touches nothing of it',
  { tags: ['long'] },
  async () => {
    const desktop = await startForTest(screens, { data: '' });
    const page = await desktop.page();
    await page.getByText('Verseloom sample lyrics').first().waitFor(); // its data are open by then
    const before = await desktop.control.look();
    const models = await listing(join(share, 'Verseloom', 'models'));

    const report = await reportOf(await start(['--smoke-test']), 0);
    const engines = isPresent('tensorflow') ? ['onnx', 'tensorflow'] : ['onnx'];
    expect(report.passed).toEqual(['page', 'bridge', 'lock', ...engines.flatMap(stepsWith), 'end']);
    expect(report.engines.map(({ name }) => name)).toEqual(engines);
    for (const { written, perplexity, version } of report.engines) {
      expect(Array.from(written).length).toBeGreaterThan(40);
      expect(perplexity[1]).toBeLessThan(perplexity[0]);
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
    }
    expect(report).toMatchObject({ packaged: true, problems: [] });
    expect(report.system).toBe(`${process.platform} ${process.arch}`);
    expect(report.electron).toMatch(/^\d+\./);

    expect(await listing(join(share, 'Verseloom', 'models'))).toEqual(models);
    const { windows, recentDocuments } = await desktop.control.look();
    expect({ windows, recentDocuments }).toEqual({ windows: before.windows, recentDocuments: [] });
  },
);

it(
  'tries one engine where that is asked for, without an application or data',
  { tags: ['long'] },
  async () => {
    const report = await reportOf(await start(['--smoke-test=onnx']), 0);
    expect(report.engines.map(({ name }) => name)).toEqual(['onnx']);
    expect(await readdir(share)).toEqual([]);
  },
);

it('fails by name with an engine that is none', async () => {
  const report = await reportOf(await start(['--smoke-test=abacus']), 1);
  expect(report).toMatchObject({ failed: 'start', reason: expect.stringContaining('abacus') });
});

it('fails at the step that does not work: a page that is gone', async () => {
  const desktop = await start(['--smoke-test=onnx']);
  await vi.waitUntil(async () => (await desktop.control.look()).processesAskedFor > 0, 20_000);
  await desktop.control.crashPage();
  const report = await reportOf(desktop, 1);
  expect(report).toMatchObject({ failed: 'onnx: train', reason: expect.stringContaining('crash') });
  expect(report.passed).toEqual(['page', 'bridge', 'lock']);
  expect(report.problems.join()).toContain('the page is gone');
});

it('fails when it is ended from outside before it is done', async () => {
  const desktop = await start(['--smoke-test=onnx']);
  await desktop.control.look(); // it listens to signals by now
  desktop.signal('SIGTERM');
  expect(await reportOf(desktop, 1)).not.toMatchObject({ failed: 'end' });
});

it.each(['throws', 'rejects'] as const)(
  'fails when something that nobody catches goes wrong in it: %s',
  async (how) => {
    const desktop = await start(['--smoke-test=onnx']);
    await vi.waitUntil(async () => (await desktop.control.look()).processesAskedFor > 0, 20_000);
    await desktop.control.fail(how);
    const report = await reportOf(desktop, 1);
    expect(report.reason).toMatch(/^Error/);
  },
);

it('fails where the system starts no process for the engine', { tags: ['long'] }, async () => {
  const report = await reportOf(await start(['--smoke-test'], { startsProcesses: false }), 1);
  expect(report).toMatchObject({ failed: 'onnx: train' });
  expect(report.reason).toContain('compute.');
});

it('fails when it takes too long, wherever it hangs', { tags: ['long'] }, async () => {
  const desktop = await start(['--smoke-test=onnx', '--smoke-test-limit=4']);
  const processes = async () => (await desktop.control.look()).utilityProcesses;
  await vi.waitUntil(async () => (await processes()).length > 0, { timeout: 20_000, interval: 5 });
  const { pid } = (await processes())[0]!;
  process.kill(pid, 'SIGSTOP');
  onTestFinished(() => {
    try {
      process.kill(pid, 'SIGKILL'); // it hears nothing else any more
    } catch {
      // It has gone with its parent.
    }
  });
  const report = await reportOf(desktop, 1);
  expect(report).toMatchObject({ failed: 'onnx: train', reason: expect.stringContaining('4 s') });
});
