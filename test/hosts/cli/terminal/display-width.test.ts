import { describe, expect, test } from 'vitest';
import {
  cutToWidth,
  displayWidth,
  padToWidth,
  wrapToWidth,
} from '../../../../src-main/hosts/cli/terminal/display-width.ts';

describe('width in a terminal', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['分开', 4],
    ['a，b', 4],
    ['é', 1],
    ['𠮷', 2],
  ])('%j', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('a cut never halves a character or exceeds the width', () => {
    expect(cutToWidth('第一轮', 5)).toBe('第一');
    expect(cutToWidth('abc', 5)).toBe('abc');
    expect(cutToWidth('abc', 0)).toBe('');
  });

  test('padding counts columns', () => {
    expect(padToWidth('困惑度', 8)).toBe('困惑度  ');
  });

  test('lines break at spaces, between wide characters, and not before what closes', () => {
    expect(wrapToWidth('one two three', 8)).toBe('one two\nthree');
    expect(wrapToWidth('一二三四五。六', 10)).toBe('一二三四\n五。六');
    expect(wrapToWidth('一 word 二', 6)).toBe('一\nword\n二');
    expect(wrapToWidth('a\n\nb', 6)).toBe('a\n\nb');
  });
});
