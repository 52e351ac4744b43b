import { expect, expectTypeOf, test } from 'vitest';
import { createTranslator } from '../../src-main/messages/translator.ts';
import { messages, t, type MessageKey } from '../../src-renderer/text/messages.svelte.ts';
import { failureSentence } from '../../src-renderer/text/sentences.ts';

test('the screens know each key by its type, so that one of no message is found before anything runs', () => {
  expectTypeOf<
    'models.title' | 'models.curveAlt' | 'errors.corpus.nothingLeft'
  >().toExtend<MessageKey>();
  expectTypeOf<'models.nothing'>().not.toExtend<MessageKey>();
  expectTypeOf<'models.curveAlt_one'>().not.toExtend<MessageKey>(); // its plural is chosen by the count
});

test('the screens give the reason in the language of the moment', () => {
  const params = { path: 'a.verse', reason: 'no space left on the disk', errno: 'ENOSPC' };
  const failure = { code: 'file.unwritable', params } as const;
  messages.language = 'zh';
  expect(failureSentence(failure)).toBe('无法写入 a.verse（磁盘空间不足）。');
  messages.language = 'en';
  expect(failureSentence(failure)).toBe('a.verse cannot be written (no space left on the disk).');
});

test('the screens call a field by its label, without a space between Chinese words', () => {
  messages.language = 'zh';
  const params = { field: 'hiddenSize', min: 1, max: 2048, value: 0 };
  expect(failureSentence({ code: 'settings.outOfRange', params })).toBe(
    '隐藏单元数应在 1 到 2,048 之间，不能是 0。',
  );
});

test('Chinese says of one alone what it does not say of several', () => {
  const network = { cell: 'GRU', units: 8 };
  messages.language = 'zh';
  expect(t('cell.network.layers', { count: 1, ...network })).toMatch(/^一层（GRU），8 个隐藏单元/);
  expect(t('cell.network.layers', { count: 2, ...network })).toMatch(/^2 层（GRU）叠在一起/);
  expect(createTranslator('zh').t('train.samplesEmpty', { count: 1, period: 1 })).toMatch(
    /^每学完一轮/,
  );
  messages.language = 'en';
  expect(t('cell.network.layers', { count: 1, ...network })).toMatch(/^One layer \(GRU\)/);
  expect(t('cell.network.layers', { count: 2, ...network })).toMatch(/^2 layers \(GRU\)/);
});
