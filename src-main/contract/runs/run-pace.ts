/** How quickly a run goes, as it is measured and remembered. */
import { z } from 'zod';

/** How quickly a run goes: means, in seconds. */
export const runPace = z.object({
  /** Until the first step. */
  begin: z.number().nonnegative(),
  /** Of a step, with what an epoch does besides. */
  step: z.number().nonnegative(),
  /** Until the first sample after an epoch is begun, and of each character of samples and their prefixes. */
  open: z.number().nonnegative(),
  character: z.number().nonnegative(),
  /** Of a character that is held out, when it is read. */
  read: z.number().nonnegative(),
});
export type RunPace = Readonly<z.infer<typeof runPace>>;
