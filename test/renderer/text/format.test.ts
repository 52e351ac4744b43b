/** Numbers, sizes and times as they are shown. */
import { beforeEach, describe, expect, it } from 'vitest';
import * as format from '../../../src-renderer/text/format.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';

beforeEach(() => {
  messages.language = 'en';
});

describe('numbers', () => {
  it.each([
    [0, '0.000'],
    [1.5, '1.500'],
    [-1.5, '−1.500'],
    [12.345, '12.35'],
    [123.45, '123.5'],
    [2582.4, '2,582'],
    [0.001, '0.001'],
    [0.00012, '1.2e−4'],
    [9_999_999, '9,999,999'],
    [1e7, '1.0e7'],
    [Number.MAX_VALUE, '∞'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [Number.NaN, '–'],
  ])('the figure of %d is %s', (value, text) => expect(format.figure(value)).toBe(text));

  it('at an axis are short', () => {
    expect(format.mark(2_000_000)).toBe('2,000,000');
    expect(format.mark(1e300)).toBe('1e300');
  });

  it('that are none throw nowhere, and are a dash', () => {
    const { figure, mark, count, exact, factor, share, clock } = format;
    for (const write of [figure, mark, count, exact, factor, share, clock])
      expect(write(Number.NaN)).toBe(format.NOTHING);
    for (const write of [figure, mark, count, exact, factor])
      expect(write(Number.POSITIVE_INFINITY)).toBe('∞');
    expect(clock(Number.POSITIVE_INFINITY)).toBe(format.NOTHING);
  });

  it('are counted, shared and compared', () => {
    expect(format.count(63_282.4)).toBe('63,282');
    expect(format.share(0.256)).toBe('26%');
    expect(format.factor(2)).toBe('2.0');
  });

  it('that someone typed are shown with all their digits', () => {
    expect(format.exact(0.000001)).toBe('0.000001');
    expect(format.exact(4_294_967_295)).toBe('4,294,967,295');
  });
});

describe('sizes', () => {
  it.each([
    [0, '1 kB'],
    [1500, '1 kB'],
    [200 * 1024, '200 kB'],
    [1024 * 1024, '1 MB'],
    [2.56 * 1024 * 1024, '2.6 MB'],
    [64.4 * 1024 * 1024, '64 MB'],
    [1023 * 1024 * 1024, '1,023 MB'],
    [1.24 * 1024 ** 3, '1.2 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(format.size(bytes)).toBe(text));
});

describe('times', () => {
  it.each([
    [-3, '0:00'],
    [41.6, '0:42'],
    [59.6, '1:00'],
    [187, '3:07'],
    [3599.5, '1:00:00'],
    [3723, '1:02:03'],
    [90_000, '25:00:00'],
  ])('%d s are %s', (seconds, text) => expect(format.clock(seconds)).toBe(text));

  it('that are none are a dash', () => {
    expect(format.moment('')).toBe(format.NOTHING);
    expect(format.moment('yesterday')).toBe(format.NOTHING);
  });

  it('follow the language', () => {
    const iso = '2024-03-05T06:07:08.000Z';
    expect(format.moment(iso)).toMatch(/Mar/);
    messages.language = 'zh';
    expect(format.moment(iso)).toMatch(/2024年3月/);
  });

  it('are the day alone, but of today the hour', () => {
    const now = new Date(2026, 4, 6, 23, 0);
    const at = (...when: [number, number, number, number?]): string =>
      format.day(new Date(...when).toISOString(), now);
    expect(at(2026, 4, 6, 9)).toMatch(/^9:00\sAM$/);
    expect(at(2026, 4, 5, 23)).toBe('May 5, 2026');
    expect(format.day('')).toBe(format.NOTHING);
  });
});

it('characters are told apart', () => {
  expect(format.characterList(['a', '字', '𠮷'])).toBe('a 字 𠮷');
  expect(format.characterList(['\n', '\u001e', ' ', '\t', '字'])).toBe('⏎ ¶ ␣ ␣ 字');
});

it('the time of day is to the second and of one width', () => {
  const noon = new Date(2026, 0, 31, 12, 3, 9).toISOString();
  const night = new Date(2026, 0, 31, 0, 3, 9).toISOString();
  for (const language of ['en', 'zh'] as const) {
    messages.language = language;
    expect(format.timeOfDay(noon)).toBe('12:03:09');
    expect(format.timeOfDay(night)).toBe('00:03:09');
    expect(format.timeOfDay('')).toBe(format.NOTHING);
  }
});
