/** Runs that ended before all of their epochs were made. */
import type { ModelInfo } from '../../src-main/contract/model.ts';

type Ended = Pick<ModelInfo, 'damage' | 'canGoOn' | 'outcome' | 'epochs' | 'epochsWanted'>;

/** @returns whether one was stopped, or broke off, and can be gone on with */
export const endedEarly = ({ damage, canGoOn, outcome, epochs, epochsWanted }: Ended): boolean =>
  damage === null && canGoOn && outcome === 'stopped' && epochs < epochsWanted;
