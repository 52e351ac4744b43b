/** The words of the charts: the marks of a time axis. */
import { expect, it } from 'vitest';
import { wording } from '../../../../src-renderer/charts/plot/wording.ts';

it.each([
  [[0, 30, 90], 0, ['0:00', '0:30', '1:30']],
  [[0, 0.5, 1, 1.5], 1, ['0:00.0', '0:00.5', '0:01.0', '0:01.5']],
  [[0.1 + 0.2, 59.99], 2, ['0:00.30', '0:59.99']],
])('times %j with %i digits all look alike', (times, digits, marks) => {
  expect(times.map((time) => wording.time(time, digits))).toEqual(marks);
});
