/** What asks a run to end before its time: Ctrl-C, another signal, or a reader that has gone away. */
import { onEndSignals } from '../../../services/end-signals.ts';
import type { Output } from '../terminal/output.ts';

/** `insists`: a second signal, of somebody who does not wait for what is being done or saved. */
export type Interruption = 'signal' | 'reader' | 'insists';

/**
 * Calls the listener at the first such request, and at the next one that insists.
 * @returns a function that lets signals end the program again
 */
export function onInterruption(output: Output, listener: (how: Interruption) => void): () => void {
  let isAsked = false;
  const ask = (how: Interruption): void => {
    if (isAsked && how !== 'insists') return;
    isAsked = true;
    listener(how);
  };
  void output.closed.then(() => ask('reader'));
  return onEndSignals((insists) => ask(insists ? 'insists' : 'signal'));
}
