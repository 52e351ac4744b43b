/** What asks a run to end before its time: Ctrl-C, another signal, or a reader that has gone away. */
import type { Output } from './output.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls the listener at the first such request. Later ones change nothing, so that they cannot break off what is being saved.
 * @returns a function that lets signals end the program again
 */
export function onInterruption(output: Output, listener: (byReader: boolean) => void): () => void {
  let isAsked = false;
  const ask = (byReader: boolean): void => {
    if (isAsked) return;
    isAsked = true;
    listener(byReader);
  };
  const bySignal = (): void => ask(false);
  for (const signal of SIGNALS) process.on(signal, bySignal);
  void output.closed.then(() => ask(true));
  return () => {
    for (const signal of SIGNALS) process.off(signal, bySignal);
  };
}
