/** How the compute process tells its host of what happens. */
import type { ComputeEventData, ComputeEventName } from '../contract/compute-api.ts';

/** @returns when the host has taken it */
export type Tell = <Name extends ComputeEventName>(
  name: Name,
  data: ComputeEventData<Name>,
) => Promise<void>;
