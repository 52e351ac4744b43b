/** What is wrong with a regular expression is told by a name that there is a sentence for, as the browser of this machine has it. */
import { expect, it } from 'vitest';
import { faultOf } from '../../../../src-renderer/writing/find/pattern-fault.ts';

it.each([
  ['(月', 'openGroup'],
  ['月)', 'strayBracket'],
  [')', 'strayBracket'],
  ['[月', 'openClass'],
  ['*月', 'nothingToRepeat'],
  ['a**', 'nothingToRepeat'],
  ['月{', 'braces'],
  ['{2}', 'nothingToRepeat'],
  ['月{3,1}', 'numbers'],
  ['[z-a]', 'range'],
  ['[\\d-x]', 'range'],
  ['月\\', 'lastBackslash'],
  ['(?月)', 'groupSign'],
  ['(?<1>月)', 'name'],
  ['\\k<a>(?<b>月)', 'name'],
  ['(?<a>月)(?<a>光)', 'name'],
  ['\\q', 'escape'],
  ['\\p{Hanzi}', 'escape'],
  ['\\u{110000}', 'escape'],
  ['Nothing to repeat (', 'openGroup'], // its own words are not the browser's
] as const)('of %s', (source, fault) => {
  expect(faultOf(source)).toBe(fault);
});

it.each(['', '月', '月+光?', '[一-龥]{2}', '(?:a|b)', '\\p{Script=Han}'])(
  'but nothing is wrong with %s',
  (source) => expect(faultOf(source)).toBeUndefined(),
);
