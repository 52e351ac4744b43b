/** What the writing pad refuses and sends, against the contract. */
import { SvelteSet } from 'svelte/reactivity';
import { describe, expect, it } from 'vitest';
import {
  MAX_PREFIX_LENGTH,
  writingRanges,
  writingRequest,
  type WritingNumber,
  type WritingRequest,
} from '../../../src-main/contract/writing/piece.ts';
import { Writing } from '../../../src-renderer/writing/writing.svelte.ts';
import { browserStorage } from '../browser-storage.ts';
import { hostWith } from '../fake-host.ts';
import { modelOf } from '../window.ts';

const model = modelOf('one');

function pad(): { writing: Writing; sent: WritingRequest[] } {
  const sent: WritingRequest[] = [];
  const calls = hostWith({
    'writing.write': async (request) => {
      sent.push(writingRequest.parse(request));
      const { prefix } = request;
      return {
        ...{ prefix, continuation: '续', leftOut: [], cancelled: false, charactersPerSecond: 1 },
      };
    },
  });
  return {
    writing: new Writing(calls, () => [model], { toFault: (_, [field]) => field !== undefined }),
    sent,
  };
}

const codeOf = (writing: Writing, field: WritingNumber): unknown =>
  (writing.errors[field] as { code?: string } | undefined)?.code;

describe('the numbers of the pad', () => {
  it.each(['length', 'seed'] as const)('%s may be what the contract takes', async (field) => {
    const { min, max } = writingRanges[field];
    const { writing, sent } = pad();
    for (const value of [min, max]) {
      writing.writeNumber(field, String(value));
      await writing.begin();
      expect(sent.at(-1)![field]).toBe(value);
    }
    for (const value of [min - 1, max + 1]) {
      writing.writeNumber(field, String(value));
      expect(codeOf(writing, field)).toBe('settings.outOfRange');
    }
    writing.writeNumber(field, '1.5');
    expect(codeOf(writing, field)).toBe('settings.notWhole');
    await writing.begin();
    expect(sent).toHaveLength(2);
  });

  it('the temperature of the greedy choice has a switch of its own', async () => {
    const { writing, sent } = pad();
    writing.writeNumber('temperature', String(writingRanges.temperature.max));
    await writing.begin();
    expect(sent.at(-1)!.temperature).toBe(10);
    writing.writeNumber('temperature', '0');
    expect(codeOf(writing, 'temperature')).toBe('settings.outOfRange');
    writing.chooseGreedy(true);
    expect(writing.errors).toEqual({});
    await writing.begin();
    expect(sent.at(-1)!.temperature).toBe(0);
  });

  it('the seed after the last is the first', async () => {
    const { writing, sent } = pad();
    writing.writeNumber('seed', String(writingRanges.seed.max));
    await writing.again();
    await writing.again();
    expect(sent.map(({ seed }) => seed)).toEqual([0, 1]);
  });
});

describe('the prefix of the pad', () => {
  it('is the end of a text that is too long, and never begins with half a character', async () => {
    const { writing, sent } = pad();
    writing.writePrefix('头' + '字'.repeat(MAX_PREFIX_LENGTH));
    await writing.begin();
    expect(sent.at(-1)!.prefix).toBe('字'.repeat(MAX_PREFIX_LENGTH));
    writing.writePrefix('𠮷' + '字'.repeat(MAX_PREFIX_LENGTH - 1));
    await writing.begin();
    expect(sent.at(-1)!.prefix).toBe('字'.repeat(MAX_PREFIX_LENGTH - 1));
  });

  it('goes on from the text so far', async () => {
    const { writing, sent } = pad();
    await writing.begin();
    await writing.goOn();
    expect(sent.map(({ prefix }) => prefix)).toEqual(['分开', '分开续']);
    expect(writing.piece).toMatchObject({ prefix: '分开', text: '续续', state: 'done' });
  });
});

describe('the model of the pad', () => {
  it('is the newest until one has written with it, and then stays when a newer one comes', async () => {
    browserStorage();
    const sent: string[] = [];
    const calls = hostWith({
      'writing.write': async ({ modelId, prefix }) => {
        sent.push(modelId);
        return {
          ...{ prefix, continuation: '续', leftOut: [], cancelled: false, charactersPerSecond: 1 },
        };
      },
    });
    const models = new SvelteSet([model]);
    const open = (): Writing =>
      new Writing(calls, () => [...models].reverse(), { toFault: () => false });
    const writing = open();
    models.add(modelOf('two'));
    expect(writing.model!.id).toBe('two');
    await writing.begin();
    models.add(modelOf('three'));
    expect(writing.model!.id).toBe('two');
    await writing.goOn();
    expect(sent).toEqual(['two', 'two']);
    expect(open().model!.id).toBe('two');
    models.clear();
    models.add(model);
    expect(writing.model!.id).toBe('one');
  });
});

describe('a model of real lines', () => {
  const lined = modelOf('lined', { lineBreaks: 'own' });
  const open = (models = [lined]): Writing => {
    const calls = hostWith({
      'writing.write': async ({ prefix }) => ({
        ...{ prefix, continuation: '我 你\n\u001e他', leftOut: ['字'], cancelled: false },
        charactersPerSecond: 1,
      }),
    });
    return new Writing(calls, () => models, { toFault: (_, [field]) => field !== undefined });
  };

  it('puts lines on the paper, breaks none at a space, and leaves a gap between songs', async () => {
    const writing = open();
    writing.writePrefix('风 吹\n字雨 ');
    await writing.begin();
    expect(writing.piece).toMatchObject({ prefix: '风 吹\n雨 ', lineBreaks: 'own' });
    expect(writing.paper).toBe('风 吹\n雨 我 你\n\n\n他');
  });

  it('leaves its piece as it was set when another model is chosen, also on another day', async () => {
    browserStorage();
    const models = [lined, modelOf('spaced')];
    const writing = open(models);
    writing.writePrefix('风');
    await writing.begin();
    writing.openWith('spaced');
    expect(writing.paper).toBe('风我 你\n\n\n他');
    expect(open(models).paper).toBe('风我 你\n\n\n他');
  });
});
