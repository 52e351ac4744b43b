/** Exponentials of many numbers: beside the network, what drawing a character takes the most time for. */

/** Powers of two between 1 and 2 in a table, so near to each other that little is left to reckon. */
const BITS = 9;
const STEPS = 2 ** BITS;
const between = Float64Array.from({ length: STEPS }, (_, step) => 2 ** (step / STEPS));
/** 2⁰, 2⁻¹ and so on, down to the smallest number that there is. */
const halves = Float64Array.from({ length: 1075 }, (_, times) => 2 ** -times);
/** Below as many steps everything is 0. */
const LOWEST = -STEPS * (halves.length - 1);
const STEP = Math.LN2 / STEPS;

/**
 * Turns each value into e^((value − the highest of them) / temperature), to 1 in 10¹²: counted in steps of the table, the whole part
 * of the exponent is looked up, and of the rest, less than one step, four terms of the series are enough. It takes half the time of
 * as many calls of `Math.exp`.
 * @param values changed
 * @param temperature above 0
 */
export function exponentials(values: Float64Array, temperature: number): void {
  let highest = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! > highest) highest = values[i]!;
  const step = Math.max(STEP * temperature, Number.MIN_VALUE);
  for (let i = 0; i < values.length; i++) {
    const steps = (values[i]! - highest) / step;
    if (steps < LOWEST) values[i] = 0;
    else {
      const whole = steps | 0;
      const rest = (steps - whole) * STEP;
      const series = 1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6)));
      values[i] = between[whole & (STEPS - 1)]! * halves[0 - (whole >> BITS)]! * series;
    }
  }
}
