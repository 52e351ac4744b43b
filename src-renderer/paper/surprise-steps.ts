/** How much a character surprises a model, in steps of colour. */

/** −ln ½, ⅒ and 1⁄100: from each on, another colour. */
export const STEPS = [0.5, 0.1, 0.01].map((probability) => -Math.log(probability));

/** @returns 0 for what was expected, up to the number of steps */
export const stepOf = (surprise: number): number => STEPS.filter((step) => surprise > step).length;
