/** A piece is asked for again with what it was written with, and what the model writes by now is told from what it wrote. */
import { describe, expect, it } from 'vitest';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import { VerseloomError, type ErrorCode } from '../../../src-main/contract/errors.ts';
import { form } from '../../../src-main/contract/writing/constraint.ts';
import type { DraftPiece } from '../../../src-main/contract/writing/draft.ts';
import { askAgain } from '../../../src-renderer/writing/again.ts';
import { hostWith } from '../fake-host.ts';
import { modelOf } from '../window.ts';

const models = [modelOf('one')];
const settings = { length: 20, temperature: 0.8, seed: 3, topK: 7 };
const pieceOf = (text: string, more: Partial<DraftPiece> = {}): DraftPiece => ({
  ...{ id: 'p', at: '2026-01-01T00:00:00.000Z', modelId: 'one', modelName: '样例' },
  ...{ prefix: '分开', text, settings },
  ...more,
});

type Asked = Parameters<ApiCalls['writing.write' | 'writing.lines']>[0];

/** @param answer what the model writes by now */
function host(answer: string | VerseloomError) {
  const asked: Asked[] = [];
  const answered = (request: Asked): string => {
    asked.push(request);
    if (typeof answer === 'string') return answer;
    throw answer;
  };
  const calls = hostWith({
    'writing.write': async (request) => {
      const continuation = answered(request);
      const { prefix } = request;
      return { prefix, continuation, leftOut: [], cancelled: false, charactersPerSecond: 1 };
    },
    'writing.lines': async (request) => {
      const readings = answered(request)
        .split('|')
        .map((text) => ({
          ...{ text, lines: text.split('/'), continuation: text, logProbability: -1 },
          ...{ characters: [], copied: null, met: [] },
        }));
      const none = { prefix: '', leftOut: [], tried: 1, inTheWay: [], nearest: [] };
      return { ...none, readings, cancelled: false };
    },
  });
  return { calls, asked };
}

describe('a piece that goes on from a prefix', () => {
  it('is asked for with its prefix, its numbers and its seed', async () => {
    const { calls, asked } = host('一二');
    expect(await askAgain(calls, models, pieceOf('一二'))).toBe('same');
    expect(asked).toEqual([
      { ...settings, id: expect.any(String), modelId: 'one', prefix: '分开' },
    ]);
  });

  it.each([
    ['the whole of it', '一二\n三四'],
    ['with the prefix that was offered', '分开一二\n三四'],
    ['the line that was begun', '一二'],
    ['as far as it had come', '一二\n三'],
    ['a stanza that was made to suit the place', '一二\n\n三四'],
  ])('is the same as far as it was kept: %s', async (_, text) => {
    expect(await askAgain(host('一二 三四').calls, models, pieceOf(text))).toBe('same');
  });

  it.each(['一二\n三五', '一\n三四', '一二\n三四五', '分开一二\n\n五'])(
    'is told where the model writes otherwise: %j',
    async (text) => {
      expect(await askAgain(host('一二 三四').calls, models, pieceOf(text))).toBe('otherwise');
    },
  );
});

describe('lines that fit', () => {
  const lines = {
    form: form.parse({ lines: [{ length: { min: 2, max: 2 } }, { text: '下一行' }] }),
    ...{ count: 6, noCopy: 5, shown: ['三四'] },
  };
  const others = { temperature: 0.8, seed: 3 };

  it('are asked for with their form', async () => {
    const { calls, asked } = host('五六/下一行|一二/下一行');
    const piece = pieceOf('一二', { settings: others, lines });
    expect(await askAgain(calls, models, piece)).toBe('same');
    const named = { id: expect.any(String), modelId: 'one', prefix: '分开' };
    expect(asked).toEqual([{ ...others, ...lines, ...named }]);
    expect(await askAgain(host('五六/一二').calls, models, piece)).toBe('otherwise');
  });

  it('cannot be asked for where their form was not kept', async () => {
    const { calls, asked } = host('一二');
    const piece = pieceOf('一二', { settings: { ...others, noCopy: 5 } });
    expect(await askAgain(calls, models, piece)).toBe('unknown');
    expect(asked).toEqual([]);
  });
});

it.each<Partial<DraftPiece>>([
  { settings: {}, chosen: true },
  { settings: {}, taken: { line: '一二三' } },
])('what was chosen by hand is not asked for: %j', async (more) => {
  const { calls, asked } = host('一');
  expect(await askAgain(calls, models, pieceOf('一', more))).toBeUndefined();
  expect(asked).toEqual([]);
});

it.each<[ErrorCode, string]>([
  ['model.notFound', 'gone'],
  ['prefix.unknown', 'otherwise'],
  ['model.noText', 'otherwise'],
])('where the model cannot be asked so any more, that is told: %s', async (code, again) => {
  const { calls } = host(new VerseloomError(code));
  expect(await askAgain(calls, models, pieceOf('一'))).toBe(again);
});

it('a model that is not there is not asked, and one that cannot be asked now says so', async () => {
  const { calls, asked } = host('一');
  expect(await askAgain(calls, [modelOf('two')], pieceOf('一'))).toBe('gone');
  expect(asked).toEqual([]);
  const stopped = host(new VerseloomError('compute.stopped'));
  await expect(askAgain(stopped.calls, models, pieceOf('一'))).rejects.toThrow('compute.stopped');
});
