/** Names at the ends of curves that end together. */
import type { Chart } from 'chart.js';
import { expect, it } from 'vitest';
import { endPlaces } from '../../../../src-renderer/charts/plot/end.ts';
import { freePlace, type Box } from '../../../../src-renderer/charts/plot/label-place.ts';

it('ten that end at one point, under the names of two levels, stand each in a place of its own', () => {
  const same = { getPixelForValue: (value: number) => value };
  const chart = {
    ...{ width: 880, scales: { x: same, y: same } },
    chartArea: { left: 48, right: 860, top: 6, bottom: 301 },
  } as unknown as Chart;
  const labels: Box[] = [
    { left: 740, right: 860, top: 20, bottom: 38 },
    { left: 760, right: 860, top: 92, bottom: 110 },
  ];
  for (let run = 1; run <= 10; run++) {
    const size = { width: run === 10 ? 24 : 15, height: 19 };
    const place = freePlace(endPlaces(chart, { x: 860, y: 85 }, size), [], labels);
    for (const { left, right, top, bottom } of labels)
      expect(
        left < place.right && place.left < right && top < place.bottom && place.top < bottom,
        String(run),
      ).toBe(false);
    labels.push(place);
  }
});
