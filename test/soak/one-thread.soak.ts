/** TensorFlow on one thread, as the product runs it: one step made 200 times is the same; a process of its own, since threads are set once. */
import { describe } from 'vitest';
import { isPresent, theEngine } from '../engines/on-each-engine.ts';
import { itMakesTheSameStep, repeatedSteps } from '../engines/same-bits.ts';

describe.skipIf(!isPresent('tensorflow'))('tensorflow on one thread', () => {
  itMakesTheSameStep(() => theEngine('tensorflow', 1), repeatedSteps, 200);
});
