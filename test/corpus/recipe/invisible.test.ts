import { expect, test } from 'vitest';
import { after } from './cleaned.ts';

const left = (text: string): string => after({ invisible: true }, text).join('|');

test.each([
  ...[
    '\u200b',
    '\ufeff',
    '\xad',
    '\u2060',
    '\u200e',
    '\u202e',
    '\u200c',
    '\u200d',
    '\0',
    '\x07',
    '\ufffc',
    '\u{e0041}',
    '\ufe0f',
  ],
  ...['\u3164', '\ud800', '\u180e'],
])('nobody sees %j', (unseen) => {
  expect(left(`夜${unseen}来`)).toBe('夜来');
});

test.each(['\t', '\xa0', '\u2003', '\u202f'])('%j is a space', (space) => {
  expect(left(`夜${space}来`)).toBe('夜 来');
});

test.each([...['👨‍👩‍👧‍👦', '❤️‍🔥', '👩🏽‍🚀', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '☀️', '1️⃣', 'می‌روم', 'क्‍ष', 'ശ്‍', '夜　来', '𠮷']])(
  '%s stays as it is',
  (text) => {
    expect(left(text)).toBe(text);
  },
);

test('the mark between two songs stays', () => {
  expect(
    after(
      { markup: true, invisible: true },
      '[{"paragraphs":["夜"]},{"paragraphs":["灯"]}]',
      'json',
    ),
  ).toEqual(['夜', '\u001e', '灯']);
});
