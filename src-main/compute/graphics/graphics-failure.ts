/** What goes wrong on the graphics processor, as errors that a person can do something about. */
import type { Handlers } from '../../contract/api.ts';
import type { ComputeApi } from '../../contract/compute-api.ts';
import { VerseloomError } from '../../contract/errors.ts';

/**
 * Dawn's words for memory that it could not have. What is asked of such a buffer afterwards is refused for an earlier error; of those
 * that ONNX Runtime's programs make, there is no other.
 */
const MEMORY =
  /out of (?:device )?memory|allocation size|exceeds the max|binding size|due to a previous error/i;

/**
 * @returns handlers whose errors are VerseloomError `graphics.memory`, where its memory was too small, or `graphics.failed` {reason}: a
 * device that is lost, a driver that gives up. Errors that are told already stay as they are.
 */
export function tellingOfGraphics(handlers: Handlers<ComputeApi>): Handlers<ComputeApi> {
  const telling = Object.entries(handlers).map(([name, handle]) => [
    name,
    async (input: never) => {
      try {
        return await (handle as (input: never) => unknown)(input);
      } catch (error) {
        throw toldOfGraphics(error);
      }
    },
  ]);
  return Object.fromEntries(telling) as Handlers<ComputeApi>;
}

function toldOfGraphics(error: unknown): unknown {
  if (error instanceof VerseloomError && error.code !== 'compute.outOfMemory') return error;
  if (error instanceof VerseloomError || MEMORY.test(String(error)))
    return new VerseloomError('graphics.memory', {}, { cause: error });
  return new VerseloomError('graphics.failed', { reason: saidOfGraphics(error) }, { cause: error });
}

/** @returns what the library says, without the place in its sources and the condition that did not hold there */
export function saidOfGraphics(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [first = ''] = message.trim().split('\n');
  return first.replace(/^.* was false\. /, '');
}
