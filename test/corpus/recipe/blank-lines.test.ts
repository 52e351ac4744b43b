import { expect, test } from 'vitest';
import { after } from './cleaned.ts';

const left = (text: string): string => after({ blankLines: true }, text).join('\n');

test.each([
  ['\n\n a \n\n\n\nb\n\n', 'a\n\nb'],
  ['　　a\nb　', 'a\nb'],
  ['a\n\nb\n\nc\n\nd', 'a\nb\nc\nd'],
  ['a\n\nb\n\n\n\nc\n\nd\n\n\n\ne\n\nf', 'a\nb\n\nc\nd\n\ne\nf'],
  ['a\n\n\nb\n\n\nc\n\n\nd', 'a\nb\nc\nd'],
  ['a\nb\n\nc\nd\n\ne\nf', 'a\nb\n\nc\nd\n\ne\nf'],
  ['a\n\nb', 'a\n\nb'],
  ['a\n\n\u001e\n\nb', 'a\n\u001e\nb'],
  ['\n \n', ''],
])('%j becomes %j', (text, folded) => {
  expect(left(text)).toBe(folded);
});
