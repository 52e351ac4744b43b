/** The contract as every host has to keep it: one test a name, with the same answers and the same errors, whatever carries them. */
import { totalmem } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { api, type Api, type ApiCalls } from '../../src-main/contract/api.ts';
import { callsOver } from '../../src-main/contract/links/door.ts';
import { usualChartOptions } from '../../src-main/contract/charts.ts';
import { expectFailure, expectTold, lyrics, type Case, type Connection } from './contract-cases.ts';
import { clusterCases } from './cluster-cases.ts';
import { corpusCases, importFile } from './corpus-cases.ts';
import { draftCases } from './draft-cases.ts';
import { modelCases } from './model-cases.ts';
import { presetCases } from './preset-cases.ts';
import { queueCases } from './queue-cases.ts';
import { runCases } from './run-cases.ts';
import { trainingCases } from './training-cases.ts';
import { writingCases } from './writing-cases.ts';

export type { Connection } from './contract-cases.ts';

/**
 * @param connect a page of a host that is there for this suite alone, in English and with nothing in its folder
 * @param host what `app.info` says of it
 */
export function declareContractSuite(
  connect: () => Promise<Connection>,
  host: Awaited<ReturnType<ApiCalls['app.info']>>['host'],
): void {
  let connection: Connection;
  beforeAll(async () => {
    connection = await connect();
    return () => connection.close();
  });

  /** Every name, or it does not compile. */
  const cases: Record<keyof Api, Case> = {
    'app.info': async ({ calls }) => {
      expect(await calls['app.info']({})).toEqual({
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        host,
        dataFolder: expect.any(String),
        canMoveData: false,
        logs: host === 'window' ? expect.stringMatching(/logs$/) : null,
        licences: expect.stringMatching(/licences$/),
        threads: expect.any(Number),
        automaticThreads: { onnx: expect.any(Number), tensorflow: 1, webgpu: 1 },
        engines: expect.arrayContaining([{ name: 'onnx', version: expect.any(String) }]),
        missingEngines: expect.any(Array),
        graphics: null,
        isTrying: false,
        problems: [],
      });
      const { engines, missingEngines } = await calls['app.info']({});
      const names = [...engines, ...missingEngines].map(({ name }) => name);
      expect(names.sort()).toEqual(['onnx', 'tensorflow']);
    },

    'engines.try': async ({ calls, told }) => {
      const { engines: before } = await calls['app.info']({});
      const trial = await calls['engines.try']({});
      const { graphics, engines, isTrying } = await calls['app.info']({});
      expect([graphics, isTrying]).toEqual([trial, false]);
      await expectTold(told, 'engines', { engines: before, graphics: null, isTrying: true });
      await expectTold(told, 'engines', { engines, graphics: trial, isTrying: false });
      const isOffered = engines.some(({ name }) => name === 'webgpu');
      expect(isOffered).toBe(trial.outcome === 'agrees');
    },

    'app.memory': async ({ calls }) => {
      const { totalBytes, availableBytes } = await calls['app.memory']({});
      expect(totalBytes).toBe(totalmem());
      expect(availableBytes).toBeGreaterThan(0);
    },

    'app.diagnostics': async ({ calls, carry }) => {
      const { version, logs } = await calls['app.info']({});
      const browser = host === 'browser' ? { browser: 'Any 1.0' } : {};
      const { facts, problems, text } = await calls['app.diagnostics'](browser);
      expect(text).toMatch(new RegExp(`^Verseloom ${version}\\n`));
      expect(text).toMatch(host === 'window' ? /^Runs on: Electron \d/m : /^Runs on: Node \d/m);
      expect(text.includes('Browser: Any 1.0\n')).toBe(host === 'browser');
      expect(text).toContain(logs === null ? 'Logs: in the terminal\n' : 'Logs: ');
      for (const { value } of facts) expect(text).toContain(value);
      for (const problem of problems) expect(text).toContain(problem);
      const tooLong = { browser: 'x'.repeat(501) };
      expect(await carry('app.diagnostics', tooLong)).toMatchObject({
        failure: { code: 'request.invalid' },
      });
    },

    'data.sizes': async ({ calls }) => {
      const before = await calls['data.sizes']({});
      const { id } = await importFile(calls, 'sizes.txt', lyrics);
      const after = await calls['data.sizes']({});
      expect(after).toMatchObject({
        folder: (await calls['app.info']({})).dataFolder,
        machineFolder: null,
        unreadable: { count: 0, first: [] },
      });
      const corpora = (sizes: typeof before) => sizes.kinds.find(({ kind }) => kind === 'corpora')!;
      expect(corpora(after).count).toBe(corpora(before).count + 1);
      expect(corpora(after).bytes).toBeGreaterThan(corpora(before).bytes + lyrics.length);
      await calls['corpora.remove']({ id });
    },

    'data.show': async ({ calls, carry }) => {
      const { dataFolder, licences } = await calls['app.info']({});
      expect(await calls['data.show']({ folder: 'data' })).toEqual({ path: dataFolder });
      expect(await calls['data.show']({ folder: 'licences' })).toEqual({ path: licences });
      expect(await carry('data.show', { folder: '/etc' })).toMatchObject({
        failure: { code: 'request.invalid' },
      });
    },

    'data.move': async ({ calls }) => {
      // A test's folder is the one that VERSELOOM_DATA names, which is not ours to move.
      const reason = 'VERSELOOM_DATA names the data folder';
      await expectFailure(calls['data.move']({ folder: '/elsewhere' }), 'data.moveFailed', {
        ...{ folder: '/elsewhere', reason },
      });
    },

    'data.choose': async ({ calls, dismissDialog }) => {
      const [chosen] = await Promise.all([calls['data.choose']({}), dismissDialog?.()]);
      expect(chosen).toEqual({ folder: null });
    },

    'preferences.get': async ({ calls }) => {
      const changed = await calls['preferences.set']({ theme: 'light' });
      expect(await calls['preferences.get']({})).toEqual(changed);
    },

    'preferences.set': async ({ calls, carry, told }) => {
      await calls['preferences.set']({ language: 'system' });
      const changed = {
        ...{ language: 'system', theme: 'dark', engine: 'auto', leavesRoom: false, threads: null },
        ...{ limitMb: 64, limitFiles: 5000, everySetting: false, presets: [], forms: [] },
        ...{ pageSize: 'usual', pageFace: 'kai', pageColour: 'nothing', pageMarks: true },
        ...{ copiesEverywhere: false, copiedCharacters: 6, copiedWords: 5 },
        charts: usualChartOptions,
      };
      expect(await calls['preferences.set']({ theme: 'dark' })).toEqual(changed);
      await expectTold(told, 'preferences', changed);
      expect(await carry('preferences.set', { theme: 'loud' })).toEqual({
        failure: {
          code: 'request.invalid',
          params: { name: 'preferences.set', field: 'theme', reason: expect.any(String) },
        },
      });
      expect(await calls['preferences.get']({})).toEqual(changed);
      const { threads: max } = await calls['app.info']({});
      expect((await calls['preferences.set']({ threads: max })).threads).toBe(max);
      await expectFailure(calls['preferences.set']({ threads: max + 1 }), 'settings.outOfRange', {
        ...{ field: 'threads', value: max + 1, min: 1, max },
      });
      expect((await calls['preferences.set']({ threads: null })).threads).toBe(null);
      const settings = { temperature: 0.5, topK: 0, topP: 0.9, repetition: 1.2, avoids: true };
      const presets = [{ id: 'p', name: '夜里', settings }];
      expect((await calls['preferences.set']({ presets })).presets).toEqual(presets);
      await expectTold(told, 'preferences', { ...changed, presets });
      for (const wrong of [{ temperature: -1 }, { topP: 1.1 }, { repetition: 0 }, { topK: 0.5 }])
        expect(
          await carry('preferences.set', {
            presets: [{ ...presets[0], settings: { ...settings, ...wrong } }],
          }),
        ).toMatchObject({
          failure: {
            code: 'request.invalid',
            params: { field: `presets.0.settings.${Object.keys(wrong)[0]}` },
          },
        });
      expect((await calls['preferences.get']({})).presets).toEqual(presets);
      expect((await calls['preferences.set']({ presets: [] })).presets).toEqual([]);
      for (const threads of [0, 1.5, -1, '2'])
        expect(await carry('preferences.set', { threads })).toMatchObject({
          failure: { code: 'request.invalid', params: { field: 'threads' } },
        });
    },

    ...corpusCases,
    ...draftCases,
    ...runCases,
    ...queueCases,
    ...clusterCases,
    ...presetCases,
    ...trainingCases,
    ...modelCases,
    ...writingCases,
  };

  // A sweep on a cluster takes seconds; that one begins, and comes to its end row by row, is seen in two of them.
  const isLong = (name: string): boolean =>
    name.startsWith('clusterSweeps.') && !/\.(begin|rows)$/.test(name);
  for (const [name, check] of Object.entries(cases))
    it(name, { tags: isLong(name) ? ['long'] : [] }, () => check(connection));

  it('refuses every other name', async () => {
    for (const name of ['no.such', '__proto__', 'constructor', '', 'app.info ']) {
      const failure = { code: 'request.unknown', params: { name } };
      expect(await connection.carry(name, {})).toEqual({ failure });
    }
  });

  describe('arguments that do not parse', () => {
    it.each(Object.keys(api))('%s', async (name) => {
      for (const input of [null, 'text', 7, []])
        expect(await connection.carry(name, input)).toMatchObject({
          failure: { code: 'request.invalid', params: { name } },
        });
    });
  });
}

/** @returns the calls of a page that is reached by `carry`, with failures as errors */
export const callsOf = (carry: Connection['carry']): ApiCalls => callsOver(api, carry);
