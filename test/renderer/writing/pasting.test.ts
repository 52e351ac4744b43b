/** What is pasted comes in lines, whatever ended them elsewhere, and with nothing in it that nobody sees. */
import { expect, it } from 'vitest';
import { asTyped } from '../../../src-renderer/writing/page/pasting.ts';

it.each([
  ['a word processor’s own line ends', '月\u000b光\u2028照', '月\n光\n照'],
  ['Windows’ and old ones', '月\r\n光\r照', '月\n光\n照'],
  ['ends of songs', '月\u001e光\n\u001e\n照', '月\n\n\n光\n\n\n照'],
  ['nothing of the kind', '月\n\n光\t照', '月\n\n光\t照'],
])('%s', (_, text, typed) => {
  expect(asTyped(text)).toBe(typed);
});
