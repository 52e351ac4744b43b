/** A host that answers only the calls that a test gives it. */
import type { ApiCalls } from '../../src-main/contract/api.ts';

export function hostWith(calls: Partial<ApiCalls>): ApiCalls {
  return new Proxy(calls, {
    get(given, name: string) {
      const call = given[name as keyof ApiCalls];
      if (!call) throw new Error(`${name} was not expected`);
      return call;
    },
  }) as ApiCalls;
}

/** @returns when everything that can go on without the test has gone on */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
