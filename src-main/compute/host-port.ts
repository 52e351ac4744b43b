/** The host at the other end of the compute process: Electron's port in its utility process, Node's channel in a child of plain Node. */

/** The part of Electron's `process.parentPort` that is used. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

export interface HostPort {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

export function hostPort(): HostPort {
  const { parentPort } = process as typeof process & { parentPort?: ParentPort };
  if (parentPort)
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    };
  // Nothing to do without a host. (Electron ends its utility processes by itself.)
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
  };
}
