/** Signals that ask the program to end: the first one, and the next, by which somebody insists. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds in which another one is the same request: it may come to the whole group and from whoever started us. */
const SAME_MS = 500;

/**
 * @param listener told which signal it is, and whether it insists
 * @returns a function that lets signals end the program again
 */
export function onEndSignals(
  listener: (insists: boolean, signal: NodeJS.Signals) => void,
): () => void {
  let first: number | undefined;
  const hear = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    if (first !== undefined && now - first < SAME_MS) return;
    const insists = first !== undefined;
    first ??= now;
    // A terminal that is closed says so more than once, and nobody is there to be impatient.
    if (!insists || signal !== 'SIGHUP') listener(insists, signal);
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  return () => {
    for (const signal of SIGNALS) process.off(signal, hear);
  };
}
