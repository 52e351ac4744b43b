/** Where a line differs from what became of it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedParts, inSight } from '../../../src-renderer/text/changed-parts.ts';

it.each([
  ['[00:12.00]你好', '你好', { start: '', gone: '[00:12.00]', come: '', end: '你好' }],
  ['愛在風中', '爱在风中', { start: '', gone: '愛在風', come: '爱在风', end: '中' }],
  ['  春风 ', '春风', { start: '', gone: '  春风 ', come: '春风', end: '' }],
  ['aa', 'a', { start: 'a', gone: 'a', come: '', end: '' }],
  ['同', '同', { start: '同', gone: '', come: '', end: '' }],
  ['作词：无名', null, { start: '', gone: '作词：无名', come: '', end: '' }],
  // Two characters with the same first half.
  ['𠮷', '𠮸', { start: '', gone: '𠮷', come: '𠮸', end: '' }],
])('%s → %s', (before, after, parts) => {
  expect(changedParts(before, after)).toEqual(parts);
});

it('puts both together again, whatever they are', () => {
  const text = fc.string({ unit: fc.constantFrom('一', '二', 'a', '𠮷', ' ') });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { start, gone, come, end } = changedParts(before, after);
      expect(start + gone + end).toBe(before);
      expect(start + come + end).toBe(after);
    }),
  );
});

it('shows what nobody sees, and spaces where nothing else went', () => {
  expect(inSight('\u200b')).toBe('U+200B');
  expect(inSight('a\u00adb')).toBe('aU+00ADb');
  expect(inSight('  ')).toBe('␣␣');
  expect(inSight('a b')).toBe('a b');
});
