/** The optimisers that there are. */
import type { OptimiserName } from '../../contract/optimisers/optimisers.ts';
import * as adam from './adam.ts';
import * as adamw from './adamw.ts';
import * as momentum from './momentum.ts';
import type { Optimiser } from './optimiser.ts';
import * as sgd from './sgd.ts';

export const optimisers: Readonly<Record<OptimiserName, Optimiser>> = {
  ...{ sgd, momentum },
  ...{ adam, adamw },
};
