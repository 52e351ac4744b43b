/** Events that a listener can stop, as Electron's are. */

export interface Cancelable {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function cancelable<Facts extends object>(facts: Facts): Facts & Cancelable {
  let prevented = false;
  return Object.defineProperty(
    { ...facts, preventDefault: () => void (prevented = true) },
    'defaultPrevented',
    { get: () => prevented },
  ) as Facts & Cancelable;
}
