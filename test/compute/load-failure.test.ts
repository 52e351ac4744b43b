import { expect, it } from 'vitest';
import { describeLoadFailure, MISSING_RUNTIME } from '../../src-main/compute/load-failure.ts';

it('names what is most likely missing on Windows, and else says what the system says', () => {
  const dlopen = Object.assign(new Error('not found: x.so\n  more'), { code: 'ERR_DLOPEN_FAILED' });
  expect(describeLoadFailure(dlopen, 'win32')).toBe(MISSING_RUNTIME);
  expect(describeLoadFailure(dlopen, 'linux')).toBe('not found: x.so');
  expect(describeLoadFailure(new Error('no such package'), 'win32')).toBe('no such package');
  expect(describeLoadFailure('odd', 'win32')).toBe('odd');
});
