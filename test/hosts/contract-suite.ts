/** The contract as every host has to keep it: one test a name, with the same answers and the same errors, whatever carries them. */
import { totalmem } from 'node:os';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { api, type Api, type ApiCalls } from '../../src-main/contract/api.ts';
import { callsOver } from '../../src-main/contract/links/door.ts';
import { inNumbers } from '../../src-main/contract/writing/surprise.ts';
import { usualChartOptions } from '../../src-main/contract/charts.ts';
import { idleTraining, type TrainingStatus } from '../../src-main/contract/training.ts';
import { expectFailure, expectTold, lyrics, type Case, type Connection } from './contract-cases.ts';
import { corpusCases, importFile } from './corpus-cases.ts';
import { draftCases } from './draft-cases.ts';
import { queueCases } from './queue-cases.ts';
import { presetCases } from './preset-cases.ts';
import { runCases } from './run-cases.ts';
import { anyModel, endless, train } from './trained.ts';

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
    ...presetCases,

    'training.status': async ({ calls }) => {
      const status = await calls['training.status']({});
      expect(Object.keys(status).sort()).toEqual(Object.keys(idleTraining).sort());
    },

    'training.start': async ({ calls, told }) => {
      const before = told.length;
      const started = await train(calls, { epochs: 6 });
      expect(started.engine).toMatchObject({ name: 'onnx', reason: 'chosen' });
      const finished = await untilTold(told, started.runId, 'finished');
      const [model] = await calls['models.list']({});
      expect(model).toMatchObject({ id: finished.modelId, epochs: 6, hiddenSize: 12 });
      const states = told
        .slice(before)
        .flatMap(({ name, data }) => (name === 'training' ? [data as TrainingStatus] : []))
        .filter(({ runId }) => runId === started.runId)
        .map(({ state }) => state);
      const passed = states.filter((state, i) => state !== states[i - 1]);
      expect(passed).toEqual(['preparing', 'training', 'saving', 'finished']);
      await expectFailure(train(calls, { epochs: 0 }), 'settings.outOfRange', {
        ...{ field: 'epochs', value: 0 },
        ...{ min: 1, max: 100_000 },
      });
      const nowhere = { corpusId: 'none', settings: {}, engine: 'onnx' as const };
      await expectFailure(calls['training.start'](nowhere), 'corpus.notFound', { id: 'none' });
    },

    'training.estimate': async ({ calls }) => {
      const [corpus] = await calls['corpora.list']({});
      const question = { corpusId: corpus!.id, settings: {}, engine: 'onnx' } as const;
      const { bytes, availableBytes, refusal } = await calls['training.estimate'](question);
      expect(bytes).toBeGreaterThan(100e6);
      expect(availableBytes).toBeGreaterThan(0);
      expect(refusal).toBeNull();
      const settings = { batchSize: 0 };
      await expectFailure(
        calls['training.estimate']({ ...question, settings }),
        'settings.outOfRange',
        { field: 'batchSize', value: 0, min: 1, max: 1024 },
      );
    },

    'training.forecast': async ({ calls }) => {
      const [corpus] = await calls['corpora.list']({});
      const settings = { epochs: 30, hiddenSize: 16 };
      const question = { corpusId: corpus!.id, settings, engine: 'onnx' } as const;
      const forecast = await calls['training.forecast'](question);
      expect(forecast).toMatchObject({ engine: 'onnx', isRough: false });
      expect(forecast!.seconds).toBeGreaterThan(30 * forecast!.secondsPerEpoch);
      const none = { ...settings, epochs: 0 };
      const asked = calls['training.forecast']({ ...question, settings: none });
      await expectFailure(asked, 'settings.outOfRange', {
        ...{ field: 'epochs', value: 0, min: 1, max: 100_000 },
      });
    },

    'training.goOn': async ({ calls, told }) => {
      const { runId } = await train(calls, { epochs: 3 });
      const { modelId } = await untilTold(told, runId, 'finished');
      const goOn = (moreEpochs?: number) => calls['training.goOn']({ id: modelId!, moreEpochs });
      await expectFailure(goOn(), 'settings.outOfRange', {
        ...{ field: 'epochs', value: 0 },
        ...{ min: 1, max: 99_997 },
      });
      const status = await goOn(2);
      expect(status).toMatchObject({ epochsBefore: 3, settings: { epochs: 5 } });
      const finished = await untilTold(told, status.runId, 'finished');
      expect(finished).toMatchObject({ modelId, epochs: 5 });
      await expectFailure(calls['training.goOn']({ id: 'nothing' }), 'model.notFound', {
        id: 'nothing',
      });
    },

    'training.pause': async ({ calls, told }) => {
      await train(calls, { epochs: endless });
      expect(await calls['training.pause']({})).toMatchObject({ state: 'paused' });
      const { epochs } = await calls['training.status']({});
      await expectFailure(train(calls), 'training.running', {});
      expect(await calls['training.status']({})).toMatchObject({ state: 'paused', epochs });
      const { runId } = await calls['training.stop']({});
      await untilTold(told, runId, 'stopped');
      await expectFailure(calls['training.pause']({}), 'training.notRunning', {});
    },

    'training.resume': async ({ calls }) => {
      await train(calls, { epochs: endless });
      const { epochs } = await calls['training.pause']({});
      expect(await calls['training.resume']({})).toMatchObject({ state: 'training' });
      await vi.waitUntil(
        async () => (await calls['training.status']({})).epochs > epochs + 1,
        20_000,
      );
      await calls['training.stop']({});
      await expectFailure(calls['training.resume']({}), 'training.notRunning', {});
    },

    'training.change': async ({ calls }) => {
      await train(calls, { epochs: endless });
      // What is changed before the first step is what the run was begun with.
      await vi.waitUntil(async () => (await calls['training.status']({})).epochs > 0, 20_000);
      await expectFailure(calls['training.change']({ learningRate: 0 }), 'settings.outOfRange', {
        field: 'learningRate',
        value: 0,
        min: 1e-6,
        max: 10_000,
      });
      const { settings, changes } = await calls['training.change']({ learningRate: 7 });
      expect(settings.learningRate).toBe(7);
      expect(changes).toBe(2);
      const { changes: told } = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
      expect(told.map((change) => change.learningRate)).toEqual([100, 7]);
      await calls['training.stop']({});
      await expectFailure(calls['training.change']({ learningRate: 1 }), 'training.notRunning', {});
    },

    'training.stop': async ({ calls }) => {
      await train(calls, { epochs: endless });
      const { state, modelId } = await calls['training.stop']({});
      expect(state).toBe('stopped');
      expect((await calls['models.list']({})).map(({ id }) => id)).toContain(modelId);
      await expectFailure(calls['training.stop']({}), 'training.notRunning', {});
    },

    'training.save': async ({ calls }) => {
      await train(calls, { epochs: endless });
      const { state, modelId } = await calls['training.save']({});
      expect(state).toBe('training');
      expect((await calls['models.list']({})).map(({ id }) => id)).toContain(modelId);
      expect(await calls['training.stop']({})).toMatchObject({ state: 'stopped', modelId });
      await expectFailure(calls['training.save']({}), 'training.notRunning', {});
    },

    'training.discard': async ({ calls, told }) => {
      const { runId } = await train(calls, { epochs: 1 });
      await untilTold(told, runId, 'finished');
      await expectFailure(calls['training.discard']({}), 'training.notRunning', {}); // it is saved
    },

    'training.history': async ({ calls, told }) => {
      const { runId } = await train(calls, { epochs: 6, predPeriod: 3 });
      await untilTold(told, runId, 'finished');
      const all = await calls['training.history']({ epochsFrom: 0, samplesFrom: 0 });
      expect(all.runId).toBe(runId);
      expect(all.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(all.samples.map(({ epoch, prefix }) => [epoch, prefix])).toEqual([
        [3, '想要'],
        [6, '想要'],
      ]);
      expect(all.saves.at(-1)).toBe(6);
      const from = { epochsFrom: 4, samplesFrom: 1, savesFrom: all.saves.length };
      expect(await calls['training.history'](from)).toEqual({
        ...{ runId, saves: [], changes: all.changes },
        epochs: all.epochs.slice(4),
        samples: all.samples.slice(1),
        changes: [],
      });
    },

    'compute.status': async ({ calls }) => {
      expect(await calls['compute.status']({})).toEqual({ state: 'ready', lastCrash: null });
    },

    'compute.end': async ({ calls, told }) => {
      const { runId } = await train(calls, { epochs: endless });
      await calls['training.save']({});
      expect(await calls['compute.end']({})).toEqual({});
      const { failure, modelId } = await untilTold(told, runId, 'failed');
      expect(failure).toMatchObject({ code: 'compute.ended' });
      const models = await calls['models.list']({});
      expect(models.map(({ id }) => id)).toContain(modelId);
      const again = await train(calls, { epochs: 2 });
      await untilTold(told, again.runId, 'finished');
    },

    'models.list': async ({ calls }) => {
      const id = await anyModel(calls);
      const model = (await calls['models.list']({})).find((model) => model.id === id);
      expect(model).toMatchObject({ outcome: 'finished', engine: { name: 'onnx' }, damage: null });
    },

    'models.change': async ({ calls, carry, told }) => {
      const id = await anyModel(calls);
      const changes = { name: ' 河 ', tags: ['夜'], favourite: true, notes: ' 第一次\n' };
      expect(await calls['models.change']({ id, ...changes })).toMatchObject({
        ...{ id, name: '河', tags: ['夜'], favourite: true, notes: ' 第一次\n' },
      });
      expect(await calls['models.change']({ id, tags: [] })).toMatchObject({
        ...{ name: '河', tags: [], notes: ' 第一次\n' },
      });
      await expectTold(told, 'models', {});
      const missing = { id: 'nothing', name: 'x' };
      await expectFailure(calls['models.change'](missing), 'model.notFound', { id: 'nothing' });
      expect(await carry('models.change', { id: 7 })).toMatchObject({
        failure: { code: 'request.invalid', params: { name: 'models.change', field: 'id' } },
      });
    },

    'models.duplicate': async ({ calls }) => {
      const id = await anyModel(calls);
      const copy = await calls['models.duplicate']({ id, name: '复本' });
      expect(copy).toMatchObject({ name: '复本', epochs: expect.any(Number) });
      expect(copy.id).not.toBe(id);
      const missing = { id: 'nothing', name: 'x' };
      await expectFailure(calls['models.duplicate'](missing), 'model.notFound', { id: 'nothing' });
    },

    'models.takeBest': async ({ calls }) => {
      const id = await anyModel(calls); // whose last step is its best
      const best = await calls['models.takeBest']({ id, name: '最好的' });
      expect(best).toMatchObject({ name: '最好的', best: null });
      const missing = { id: 'nothing', name: 'x' };
      await expectFailure(calls['models.takeBest'](missing), 'model.notFound', { id: 'nothing' });
    },

    'models.history': async ({ calls }) => {
      const id = await anyModel(calls);
      const { epochs, samples } = await calls['models.history']({ id });
      expect(epochs.map(({ epoch }) => epoch)).toEqual(epochs.map((_, i) => i + 1));
      expect(epochs.length).toBeGreaterThan(0);
      expect(samples).toEqual(expect.any(Array));
      await expectFailure(calls['models.history']({ id: 'nothing' }), 'model.notFound', {
        id: 'nothing',
      });
    },

    'models.reveal': async ({ calls }) => {
      const id = await anyModel(calls);
      expect((await calls['models.reveal']({ id })).path).toMatch(new RegExp(`${id}\\.verse$`));
      await expectFailure(calls['models.reveal']({ id: 'nothing' }), 'model.notFound', {
        id: 'nothing',
      });
    },

    'models.score': async ({ calls }) => {
      const id = await anyModel(calls);
      const score = await calls['models.score']({ id, text: '想要🙂宇宙' });
      expect(score).toEqual({ perplexity: expect.any(Number), characters: 5, known: 4 });
      await expectFailure(calls['models.score']({ id, text: '🙂' }), 'text.tooShort', {
        ...{ characters: 1, known: 0 },
      });
    },

    'models.vocabulary': async ({ calls }) => {
      const id = await anyModel(calls);
      const { characters } = await calls['models.vocabulary']({ id });
      expect(characters).toContain('想');
      expect(new Set(characters).size).toBe([...characters].length);
      await expectFailure(calls['models.vocabulary']({ id: 'nothing' }), 'model.notFound', {
        id: 'nothing',
      });
    },

    'models.remove': async ({ calls }) => {
      const id = await anyModel(calls);
      expect(await calls['models.remove']({ id })).toEqual({ hasRecord: true });
      expect((await calls['models.list']({})).map((model) => model.id)).not.toContain(id);
      await expectFailure(calls['models.remove']({ id }), 'model.notFound', { id });
    },

    'models.restore': async ({ calls }) => {
      const id = await anyModel(calls);
      const before = (await calls['models.list']({})).find((model) => model.id === id);
      await calls['models.remove']({ id });
      expect(await calls['models.restore']({ id })).toEqual(before);
      await expectFailure(calls['models.restore']({ id: 'nothing' }), 'model.notFound', {
        id: 'nothing',
      });
    },

    'models.import': async ({ calls }) => {
      const file = await calls['models.export']({ id: await anyModel(calls) });
      const model = await calls['models.import']({ ...file, name: 'again.verse' });
      expect(model).toMatchObject({ outcome: 'finished', bytes: file.bytes.length });
      expect(model.alreadyThere).toBe(true);
      const name = 'other.verse';
      await expectFailure(calls['models.import']({ name, bytes: lyrics }), 'model.notOurs', {
        name,
      });
    },

    'models.export': async ({ calls }) => {
      const id = await anyModel(calls);
      const { name, bytes } = await calls['models.export']({ id });
      expect(name).toMatch(/\.verse$/);
      expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b]); // it is a zip
      const withoutText = await calls['models.export']({ id, withText: false });
      expect(withoutText.bytes.length).toBeLessThan(bytes.length);
      for (const kind of ['safetensors', 'onnx', 'csv', 'html'] as const) {
        const file = await calls['models.export']({ id, kind });
        expect(file.name.endsWith(`.${kind}`)).toBe(true);
        expect(file.bytes.length).toBeGreaterThan(50);
      }
      await expectFailure(calls['models.export']({ id: 'nothing' }), 'model.notFound', {
        id: 'nothing',
      });
    },

    'inside.moments': async ({ calls }) => {
      const modelId = await anyModel(calls);
      const seen = await calls['inside.moments']({ modelId, text: '想要' });
      expect(seen).toEqual({ characters: ['想', '要'], moments: [] });
      const missing = calls['inside.moments']({ modelId: 'nothing', text: '想要' });
      await expectFailure(missing, 'model.notFound', { id: 'nothing' });
      await expectFailure(calls['inside.moments']({ text: '想要' }), 'training.notRunning', {});
    },

    'inside.look': async ({ calls }) => {
      const modelId = await anyModel(calls);
      const seen = await calls['inside.look']({ modelId, text: '想要🙂有\n想要' });
      expect(seen).toMatchObject({ leftOut: ['🙂'], cut: 0, steps: 0, gradient: null });
      expect(seen.characters.join('')).toBe('想要有 想要');
      expect(seen.surprises).toHaveLength(5);
      expect(seen.likely.map((one) => one.length)).toEqual([10, 10, 10, 10, 10, 10]);
      expect(seen.states).toHaveLength(6 * seen.hiddenSize);
      expect(seen.units).toHaveLength(seen.hiddenSize);
      // Of one layer, whichever is asked for.
      const higher = await calls['inside.look']({ modelId, text: '想要🙂有\n想要', layer: 4 });
      expect(higher).toEqual(seen);
      expect(seen).toMatchObject({ layer: 1, layers: 1 });
      const long = await calls['inside.look']({ modelId, text: '想要'.repeat(300) });
      expect([long.characters.length, long.cut]).toEqual([400, 200]);
      const unknown = calls['inside.look']({ modelId, text: '🙂' });
      await expectFailure(unknown, 'text.unknown', {});
      const missing = calls['inside.look']({ modelId: 'nothing', text: '想要' });
      await expectFailure(missing, 'model.notFound', { id: 'nothing' });
      await expectFailure(calls['inside.look']({ text: '想要' }), 'training.notRunning', {});
    },

    'writing.write': async ({ calls, told }) => {
      const request = { prefix: '想要🙂', length: 20, temperature: 0, seed: 1 };
      const modelId = await anyModel(calls);
      const written = await calls['writing.write']({ ...request, id: 'piece', modelId });
      expect(written).toMatchObject({ prefix: '想要', leftOut: ['🙂'], cancelled: false });
      expect([...written.continuation]).toHaveLength(20);
      const told20 = (): string =>
        told
          .filter(({ name, data }) => name === 'writing' && idOf(data) === 'piece')
          .map(({ data }) => (data as { text: string }).text)
          .join('');
      await expect.poll(told20).toBe(written.continuation);
      const missing = { ...request, id: 'other', modelId: 'nothing' };
      await expectFailure(calls['writing.write'](missing), 'model.notFound', { id: 'nothing' });
    },

    'writing.lines': async ({ calls }) => {
      const modelId = await anyModel(calls);
      const form = { lines: [{ length: { min: 2, max: 3 } }] };
      const request = { id: 'lines', prefix: '想要🙂', temperature: 1, seed: 1, form };
      const ask = { ...request, modelId, count: 2, noCopy: null };
      const found = await calls['writing.lines'](ask);
      expect(found).toMatchObject({ prefix: '想要', leftOut: ['🙂'], inTheWay: [] });
      expect(found.readings.length).toBeGreaterThan(0);
      for (const { met } of found.readings) expect(met).toEqual([{ length: 'met' }]);
      const shown = found.readings.map(({ text }) => text);
      const more = await calls['writing.lines']({ ...ask, shown });
      for (const { text } of more.readings) expect(shown).not.toContain(text);
      const missing = { ...ask, modelId: 'nothing' };
      await expectFailure(calls['writing.lines'](missing), 'model.notFound', { id: 'nothing' });
    },

    'writing.next': async ({ calls }) => {
      const modelId = await anyModel(calls);
      const ask = { prefix: '想要🙂', temperature: 0, top: 3 };
      const { characters, leftOut } = await calls['writing.next']({ ...ask, modelId });
      expect(leftOut).toEqual(['🙂']);
      expect(characters.map(({ drawn }) => drawn)).toEqual([1, 0, 0]);
      const missing = { ...ask, modelId: 'nothing' };
      await expectFailure(calls['writing.next'](missing), 'model.notFound', { id: 'nothing' });
    },

    'writing.copied': async ({ calls }) => {
      const modelId = await anyModel(calls);
      const ask = { modelId, text: '🙂想要，有一架 直升机' };
      expect(await calls['writing.copied'](ask)).toEqual({ shortest: 6, runs: [] });
      const runs = [{ start: 8, length: 3, units: 3, song: '想要有直升机' }];
      expect(await calls['writing.copied']({ ...ask, units: 3 })).toMatchObject({
        runs: [{ start: 1, length: 4, units: 3 }, ...runs],
      });
      const everywhere = { ...ask, units: 3, everywhere: true };
      const [first] = (await calls['writing.copied'](everywhere)).runs!;
      expect(first).toMatchObject({ start: 1, units: 3 });
      const missing = { ...ask, modelId: 'nothing' };
      await expectFailure(calls['writing.copied'](missing), 'model.notFound', { id: 'nothing' });
    },

    'writing.rhymes': async ({ calls }) => {
      const modelId = await anyModel(calls);
      const ask = { modelId, end: '鸡', reading: null, system: 'eighteen' as const };
      const { corpus, dictionary } = await calls['writing.rhymes'](ask);
      expect(corpus!.rhymes.map(({ text }) => text)).toContain('直升机');
      expect(dictionary.rhymes.map(({ text }) => text)).toContain('衣');
      const none = await calls['writing.rhymes']({ ...ask, modelId: null });
      expect(none.corpus).toBeNull();
      expect(none.dictionary.rhymes.map(({ text }) => text)).toContain('机');
      const missing = { ...ask, modelId: 'nothing' };
      await expectFailure(calls['writing.rhymes'](missing), 'model.notFound', { id: 'nothing' });
    },

    'writing.surprise': async ({ calls }) => {
      const modelId = await anyModel(calls);
      const ask = { id: 'surprise', modelId, text: '🙂想要\n🙂想要' };
      const { surprises, cancelled } = await calls['writing.surprise'](ask);
      expect(cancelled).toBe(false);
      expect([...inNumbers(surprises)].map(Number.isNaN)).toEqual([
        true,
        true,
        false,
        false,
        true,
        false,
        false,
      ]);
      expect((await calls['writing.surprise']({ ...ask, text: '' })).surprises).toHaveLength(0);
      const missing = { ...ask, modelId: 'nothing' };
      await expectFailure(calls['writing.surprise'](missing), 'model.notFound', { id: 'nothing' });
    },

    'writing.cancel': async ({ calls, told }) => {
      const modelId = await anyModel(calls);
      const request = { prefix: '想要', length: 20_000, temperature: 1, seed: 1 };
      const writing = calls['writing.write']({ ...request, id: 'long', modelId });
      await vi.waitUntil(() => told.some(({ data }) => idOf(data) === 'long'), 20_000);
      expect(await calls['writing.cancel']({ id: 'long' })).toEqual({});
      const { cancelled, continuation } = await writing;
      expect(cancelled).toBe(true);
      expect(continuation.length).toBeLessThan(20_000);
      expect(await calls['writing.cancel']({ id: 'nothing' })).toEqual({});
    },
  };

  it.each(Object.entries(cases))('%s', (_, check) => check(connection));

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

const idOf = (data: unknown): unknown => (data as { id?: unknown }).id;

function untilTold(
  told: Connection['told'],
  runId: string,
  state: TrainingStatus['state'],
): Promise<TrainingStatus> {
  const statuses = (): TrainingStatus[] =>
    told.filter(({ name }) => name === 'training').map(({ data }) => data as TrainingStatus);
  return vi.waitUntil(
    () => statuses().find((status) => status.runId === runId && status.state === state),
    20_000,
  );
}
