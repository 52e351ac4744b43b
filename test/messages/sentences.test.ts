import { expect, expectTypeOf, test } from 'vitest';
import { messages, type MessageKey } from '../../src-renderer/text/messages.svelte.ts';
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
