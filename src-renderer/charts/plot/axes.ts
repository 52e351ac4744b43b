/** Where the axes of the perplexity chart begin and end, chosen so that they seldom move while a run goes on. */

/** The marks of a logarithmic axis: 1, 2 and 5 of every decade. */
const MARKS = [1, 2, 5];
const SHORT_RUN = 1000;
const FIRST_SPAN = 500;
/** Of the x axis, however much room there is. */
const MOST_STEPS = 10;

/** @returns the last epoch of the x axis: all of a short run from the start, of a long one twice as much whenever it is full. */
export function lastEpoch(total: number, epochs: number): number {
  if (total <= SHORT_RUN) return Math.max(total, 2);
  let span = FIRST_SPAN;
  while (span < epochs) span *= 2;
  return Math.min(span, total);
}

/**
 * The marks of the x axis: the first epoch, the last, and round ones between them.
 * @param apart how many epochs lie between two marks at the least, as their words need it
 * @returns whole epochs, each once, in order
 */
export function epochMarks(last: number, apart: number): number[] {
  const marks = [1];
  const step = roundEpochs(Math.max(apart, (last - 1) / MOST_STEPS));
  for (let epoch = step; epoch <= last - apart; epoch += step)
    if (epoch - 1 >= apart && epoch > 1 && epoch < last) marks.push(epoch);
  if (last > 1 && last - 1 >= apart) marks.push(last);
  return marks;
}

/** @returns the least of 1, 2, 5, 10, 20 … epochs that is no less than so many */
function roundEpochs(least: number): number {
  let step = 1;
  for (let index = 1; step < least; index++)
    step = MARKS[index % MARKS.length]! * 10 ** Math.floor(index / MARKS.length);
  return step;
}

/** @returns the upper end of the y axis: the first mark above everything that is drawn. */
export function highestMark(values: Iterable<number>): number {
  let highest = 10;
  for (const value of values) if (Number.isFinite(value) && value > highest) highest = value;
  const beyond = Math.min(highest * 10, Number.MAX_VALUE); // a run that diverges comes near the largest number there is
  return marksUpTo(beyond).find((mark) => mark > highest * 1.05) ?? highest;
}

export function marksUpTo(highest: number): number[] {
  const marks: number[] = [];
  for (let decade = 0; 10 ** decade <= highest; decade++)
    for (const mark of MARKS) if (mark * 10 ** decade <= highest) marks.push(mark * 10 ** decade);
  return marks;
}

/** @returns as many of the marks as there is room for: all, the decades, or some of them at equal distances */
export function marksWithin(highest: number, most: number): number[] {
  const marks = marksUpTo(highest);
  if (marks.length <= most) return marks;
  const decades = marks.filter((_, index) => index % MARKS.length === 0);
  const step = Math.ceil(decades.length / Math.max(1, most));
  return decades.filter((_, index) => index % step === 0);
}
