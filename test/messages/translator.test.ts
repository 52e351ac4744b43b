import { describe, expect, test } from 'vitest';
import { byHeartSentences } from '../../src-main/messages/ends.ts';
import { createTranslator } from '../../src-main/messages/translator.ts';

const chinese = createTranslator('zh');
const english = createTranslator('en');

describe('the sentence of an error', () => {
  test('calls a field by its label, without a space between Chinese words', () => {
    const failure = {
      code: 'settings.outOfRange',
      params: { field: 'hiddenSize', min: 1, max: 2048, value: 0 },
    } as const;
    expect(chinese.sentence(failure)).toBe('隐藏单元数应在 1 到 2048 之间，不能是 0。');
    expect(english.sentence(failure)).toMatch(/^Hidden units must be between 1 and 2048,/);
    expect(english.sentence(failure, '--hidden')).toMatch(/^--hidden must be/);
  });

  test('is the field’s own where it has one', () => {
    const params = { field: 'maxCharacters', needed: 1121, characters: 5 };
    const failure = { code: 'corpus.tooShort', params } as const;
    expect(chinese.sentence(failure)).toMatch(/^学习的字数太少：/);
    expect(english.sentence(failure)).toMatch(/^Characters to learn is too small/);
  });

  test('names what a passage was counted in', () => {
    const units = { units: 10, copied: 1 };
    const found = { ...{ greedy: units, tempered: units, temperature: 0.8 }, shortest: 5 };
    expect(byHeartSentences(found, english)[0]).toContain('at least 5 words.');
    expect(byHeartSentences(found, chinese)[0]).toContain('连续 5 个词以上');
    expect(byHeartSentences({ ...found, shortest: 6 }, english)[0]).toContain(
      'at least 6 characters or words.',
    );
  });

  test('gives the reason in the same language', () => {
    const params = { path: 'a.verse', reason: 'no space left on the disk', errno: 'ENOSPC' };
    const failure = { code: 'file.unwritable', params } as const;
    expect(chinese.sentence(failure)).toBe('无法写入 a.verse（磁盘空间不足）。');
    expect(english.sentence(failure)).toBe(
      'a.verse cannot be written (no space left on the disk).',
    );
  });
});
