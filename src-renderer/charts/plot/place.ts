/** Where a value stands in a chart that is drawn, in px. */
import type { Plot } from './plot.ts';

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const pxAcross = ({ x }: Plot, { left, right }: Area, value: number): number =>
  left + ((value - x.min) / (x.max - x.min)) * (right - left);

/** @returns NaN of what a logarithmic axis does not have */
export function pxUp({ y }: Plot, { top, bottom }: Area, value: number): number {
  const at = y.log ? Math.log(value) : value;
  const [min, max] = y.log ? [Math.log(y.min), Math.log(y.max)] : [y.min, y.max];
  return bottom - ((at - min) / (max - min)) * (bottom - top);
}
