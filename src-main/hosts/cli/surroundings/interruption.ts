/** What asks a run to end before its time: Ctrl-C, another signal, or a reader that has gone away. */
import { onEndSignals } from '../../../services/end-signals.ts';
import type { Output } from '../terminal/output.ts';

/** `person`: Ctrl-C. `signal`: another one, as of a system that shuts down. `reader`: it has gone away. `insists`: a second signal, of somebody who does not wait for what is being done or saved. */
export type Interruption = 'person' | 'signal' | 'reader' | 'insists';

/**
 * Calls the listener at the first such request, and at the next one that insists.
 * @returns a function after which nothing is asked any more, and signals end the program again
 */
export function onInterruption(output: Output, listener: (how: Interruption) => void): () => void {
  let isAsked = false;
  let isOver = false;
  const ask = (how: Interruption): void => {
    if (isOver || (isAsked && how !== 'insists')) return;
    isAsked = true;
    listener(how);
  };
  void output.closed.then(() => ask('reader'));
  const leaveSignals = onEndSignals((insists, signal) => {
    if (insists) ask('insists');
    else ask(signal === 'SIGINT' ? 'person' : 'signal');
  });
  return () => {
    isOver = true;
    leaveSignals();
  };
}
