/** Whoever calls a thing off is not kept waiting by a process that does not answer. */

/** @returns when the signal is aborted */
export const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
