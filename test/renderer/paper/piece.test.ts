/** What is said of a piece of writing. */
import { beforeEach, expect, it } from 'vitest';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import { pieceLine } from '../../../src-renderer/paper/piece.ts';

const piece = { text: '船🙂', charactersPerSecond: 1234.5 };

beforeEach(() => {
  messages.language = 'en';
});

it.each([
  ['writing', 'Writing… 2 characters'],
  ['done', '2 characters\u00A0· 1,235 characters/s'],
  ['cancelled', '2 characters\u00A0· 1,235 characters/s\u00A0· Stopped.'],
  ['broken', '2 characters\u00A0· 1,235 characters/s\u00A0· Writing was interrupted here.'],
] as const)('%s: %s', (state, line) => {
  expect(pieceLine({ ...piece, state })).toBe(line);
});

it('has no space after a Chinese mark', () => {
  messages.language = 'zh';
  expect(pieceLine({ ...piece, state: 'writing' })).toBe('正在写…2 字');
});

it('tells no speed that is not known', () => {
  expect(pieceLine({ ...piece, charactersPerSecond: 0, state: 'broken' })).toBe(
    '2 characters\u00A0· Writing was interrupted here.',
  );
});
