/** Names of files after their text: something that every file system takes. */
import { expect, it } from 'vitest';
import { fileNameOf } from '../../../src-main/contract/names/file-name.ts';

it.each([
  ['分开\n风吹过', '分开'],
  ['\n  \n春天 在河边\n', '春天 在河边'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
  ['../../etc/passwd', 'etc passwd'],
  ['...\n我在等', '我在等'],
  ['tab\there\u0000\u202etxt', 'tab here txt'],
  ['end. . ', 'end'],
  ['half a \ud83d character', 'half a character'],
  ['CON', 'CON_'],
  ['lpt1', 'lpt1_'],
  ['com¹', 'com¹_'],
  ['nul.txt', 'nul_.txt'],
  ['console', 'console'],
  [' \n?\n', '歌词'],
  ['', '歌词'],
])('%j makes %j', (text, name) => {
  expect(fileNameOf(text, '歌词')).toBe(name);
});

it('is no longer than a list of files shows, and has no half characters', () => {
  expect(fileNameOf('𠮷'.repeat(100), '')).toBe('𠮷'.repeat(56));
  expect(fileNameOf(`${'字'.repeat(55)}. 尾`, '')).toBe('字'.repeat(55));
});

it.each([
  [
    'Perplexity An English songbook in many parts and with a long name by far',
    'Perplexity An English songbook in many parts and with a',
  ],
  // What tells two runs from one another stands behind; of what they learnt, the beginning is enough.
  [
    'Perplexity Sixty songs of a summer by the sea · η 10 · θ 0 · seed 3 · 250 epochs',
    'Perplexity Sixty… · η 10 · θ 0 · seed 3 · 250 epochs',
  ],
  [
    `困惑度 ${'春'.repeat(39)}… · η 10 · 留出 10% · 种子 3 · 250 轮`,
    `困惑度 ${'春'.repeat(20)}… · η 10 · 留出 10% · 种子 3 · 250 轮`,
  ],
  [
    'Perplexity Songs · hidden size 512 · time steps 20 · batch size 16 · clipping by value · seed 3 · 250 epochs',
    'Perplexity Songs · … · seed 3 · 250 epochs',
  ],
  ['Donau'.repeat(20), 'Donau'.repeat(20).slice(0, 56)],
])('%j is cut at a word or between parts, as %j', (text, name) => {
  expect(fileNameOf(text, '')).toBe(name);
  expect(Array.from(name).length).toBeLessThanOrEqual(56);
});
