/** The question before a run is gone on with: what it suggests, what it refuses, and what it sends. */
import { describe, expect, it } from 'vitest';
import type { ApiHandlers } from '../../../src-main/contract/api.ts';
import type { PresentEngine } from '../../../src-main/contract/engine.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { GoingOn } from '../../../src-renderer/library/going-on.svelte.ts';
import { settled } from '../fake-host.ts';
import { corpusOf, modelOf, openWindow, outcomeOf, runIn } from '../window.ts';

interface Asked {
  readonly going: GoingOn;
  readonly sent: unknown[];
}

const engines: PresentEngine[] = [
  { name: 'onnx', version: '1.30.0' },
  { name: 'tensorflow', version: '4.22.0' },
];

function ask(more: Partial<ModelInfo>, refusals: VerseloomError[] = []): Asked {
  const sent: unknown[] = [];
  const going = new GoingOn(modelOf('a', more), '1.30.0', engines, async (choice) => {
    sent.push(choice);
    const refusal = refusals.shift();
    if (refusal) throw refusal;
  });
  return { going, sent };
}

describe('how many epochs', () => {
  it('are those that are left, where the run was stopped', async () => {
    const { going, sent } = ask({ epochs: 31, epochsWanted: 250, outcome: 'stopped' });
    expect(going.epochs).toBe('219');
    expect(await going.start()).toBe(true);
    expect(sent).toEqual([{ moreEpochs: 219 }]);
  });

  it('can be more than are left, or fewer, but one at the least', async () => {
    const { going, sent } = ask({ epochs: 31, epochsWanted: 250 });
    going.epochs = '0';
    expect(going.problem).toMatchObject({
      code: 'settings.outOfRange',
      params: { field: 'moreEpochs', min: 1, max: 99_969 },
    });
    expect(await going.start()).toBe(false);
    for (const epochs of ['300', '20']) {
      going.epochs = epochs;
      await going.start();
    }
    expect(sent).toEqual([{ moreEpochs: 300 }, { moreEpochs: 20 }]);
  });

  it('can be none of a run that has as many as one can have, which is told at once', async () => {
    const { going, sent } = ask({ epochs: 100_000, epochsWanted: 100_000 });
    expect(going.problem).toMatchObject({ code: 'settings.allEpochs', params: { max: 100_000 } });
    going.epochs = '1';
    expect(await going.start()).toBe(false);
    expect(sent).toEqual([]);
  });

  it('are as many again, where the run has made all of its own', async () => {
    const { going, sent } = ask({ epochs: 250, epochsWanted: 250 });
    expect(going.epochs).toBe('250');
    going.epochs = '0';
    expect(going.ready).toBe(false);
    going.epochs = '１０';
    await going.start();
    expect(sent).toEqual([{ moreEpochs: 10 }]);
  });

  it.each([
    ['', 'settings.notANumber'],
    ['many', 'settings.notANumber'],
    ['1.5', 'settings.notWhole'],
    ['100000', 'settings.outOfRange'],
  ])('cannot be %j', (text, code) => {
    const { going } = ask({ epochs: 1, epochsWanted: 1 });
    going.epochs = text;
    expect(going.problem).toMatchObject({ code });
  });
});

describe('an engine that is not there', () => {
  const missing = (): VerseloomError =>
    new VerseloomError('model.engineMissing', { name: 'a', engine: 'onnx', threads: 4 });

  it('is asked about when the host says so, and another one goes on', async () => {
    const { going, sent } = ask({}, [missing()]);
    expect(going.engineMissing).toBe(false);
    expect(await going.start()).toBe(false);
    expect(going.engineMissing).toBe(true);
    expect(going.ready).toBe(false);
    going.choose('tensorflow');
    expect(await going.start()).toBe(true);
    expect(sent.at(-1)).toEqual({ moreEpochs: 1, engine: 'tensorflow' });
  });

  it('is asked about from the start where it is known', () => {
    const { going } = ask({ engine: { name: 'onnx', threads: 2 } });
    expect(going.engineMissing).toBe(false);
    const without = new GoingOn(going.model, '1.30.0', engines.slice(1), async () => {});
    expect(without.engineMissing).toBe(true);
    expect(without.ready).toBe(false);
  });

  it('is told where the same step comes to other bits', () => {
    const { going } = ask({});
    expect(going.isOtherStep).toBe(false);
    const earlier = new GoingOn(going.model, '1.30.0', engines, async () => {}, 1);
    expect(earlier.isOtherStep).toBe(true);
  });

  it('stays a choice when something else goes wrong', async () => {
    const { going } = ask({}, [missing(), new VerseloomError('training.running')]);
    await going.start();
    going.choose('tensorflow');
    await going.start();
    expect(going.refusal).toMatchObject({ code: 'training.running' });
    expect(going.engineMissing).toBe(true);
    expect(going.ready).toBe(true);
  });
});

describe('in a window', () => {
  const history: ApiHandlers['models.history'] = () => ({
    ...{
      epochs: [],
      stepsPerEpoch: 8,
      samples: [],
      samplesInAll: 0,
      changes: [],
      settings: defaultSettings,
    },
    ...{ engineVersion: '1.29.0', stepVersion: 2, corpusHash: '' },
  });

  it('goes on, and shows the run', async () => {
    const inputs: unknown[] = [];
    const { app } = await openWindow({
      'models.history': history,
      'models.list': () => [modelOf('a', { epochs: 3, epochsWanted: 5 })],
      'training.goOn': (input) => {
        inputs.push(input);
        return runIn('training');
      },
    });
    await app.askToGoOn(app.models.list[0]!);
    expect(app.going!.engines).toEqual(['onnx']);
    expect(app.going!.version).toBe('1.29.0');
    expect(app.going!.versionHere).toBe('1.30.0');
    expect(await app.going!.start()).toBe(true);
    expect(inputs).toEqual([{ id: 'a', moreEpochs: 2, language: 'en' }]);
    expect(app.navigation.view).toBe('train');
    expect(app.run.status.state).toBe('training');
  });

  it('says which text is missing, and takes it in', async () => {
    const { app } = await openWindow({
      'models.history': history,
      'models.list': () => [modelOf('a', { hasText: false })],
      'training.goOn': () => {
        throw new VerseloomError('model.noText', { name: 'a', corpus: 'songs' });
      },
      'corpora.import': ({ files: [file] }) => {
        if (file!.name === 'bad.txt')
          throw new VerseloomError('corpus.nothingLeft', { name: 'bad.txt' });
        return outcomeOf(corpusOf('c'));
      },
    });
    await app.askToGoOn(app.models.list[0]!);
    const asked = app.going!;
    await asked.start();
    expect(asked.textMissing).toBe(true);
    await app.importTextFor(asked, new File([], 'bad.txt'));
    expect(asked.refusal).toMatchObject({ code: 'corpus.nothingLeft' });
    expect(app.imports.refusal).toBeNull(); // it is said where it was asked for
    await app.importTextFor(asked, new File(['x'], 'songs.txt'));
    await settled();
    expect(asked.refusal).toBeNull();
    expect(asked.textMissing).toBe(false);
    expect(asked.ready).toBe(true);
  });
});

describe('too little memory', () => {
  it('is said, and the run goes on where one insists', async () => {
    const refusal = new VerseloomError('settings.tooMuchMemory', { needed: 9, available: 2 });
    const { going, sent } = ask({ epochs: 1, epochsWanted: 3 }, [refusal]);
    going.insist(true); // not before it is asked
    expect(await going.start()).toBe(false);
    expect(going.tooMuchMemory).toBe(true);
    expect(await going.start()).toBe(true);
    expect(sent).toEqual([{ moreEpochs: 2 }, { moreEpochs: 2, insist: true }]);
  });
});
