/** Numbers as the command line writes them: every number that there is, and what is none. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moment } from '../../../../src-main/hosts/cli/terminal/formats.ts';
import { clock } from '../../../../src-main/hosts/cli/terminal/progress-line.ts';
import {
  inSixDecimals,
  sampleLine,
  toJson,
} from '../../../../src-main/hosts/cli/reports/run-report.ts';

describe('six decimals', () => {
  test.each([
    [1.5, '1.500000'],
    [1e21, '1000000000000000000000.000000'],
    [-1e22, '-10000000000000000000000.000000'],
    [Number.MAX_VALUE, 'inf'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [NaN, 'nan'],
  ])('of %d are %s', (value, text) => expect(inSixDecimals(value)).toBe(text));

  test('of any number are a number without an exponent, the same to six decimals', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const text = inSixDecimals(value);
        expect(text).toMatch(/^(-?\d+\.\d{6}|-?inf|nan)$/);
        if (/\d/.test(text)) expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(5e-7);
      }),
    );
  });
});

test('JSON has the largest number for what is beyond all, and null for what is none', () => {
  expect(JSON.parse(toJson([Infinity, -Infinity, NaN, 1, { deep: Infinity }]))).toEqual([
    ...[Number.MAX_VALUE, -Number.MAX_VALUE, null, 1],
    { deep: Number.MAX_VALUE },
  ]);
});

test('what is no time is a dash', () => {
  expect(clock(7)).toBe('0:07');
  for (const seconds of [NaN, Infinity, -Infinity]) expect(clock(seconds)).toBe('–');
  for (const iso of ['', 'yesterday', '9999999-01-01']) expect(moment(iso, 'zh')).toBe('–');
});

test('a sample is one line, with signs where its lines and songs end', () => {
  const sample = { epoch: 1, prefix: '分 开\n', continuation: '风\n\n吹\u001e雨 ' };
  expect(sampleLine(sample)).toBe(' - 分 开⏎风⏎⏎吹¶雨 ');
});
