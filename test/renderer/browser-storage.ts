/** A browser's storage for one test. */
import { onTestFinished, vi } from 'vitest';

/**
 * @param kept what an earlier visit has left, by its name in the storage
 * @param of all windows, or of one
 */
export function browserStorage(
  kept: Record<string, string> = {},
  of: 'localStorage' | 'sessionStorage' = 'localStorage',
): Map<string, string> {
  const stored = new Map(Object.entries(kept));
  vi.stubGlobal(of, {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return stored;
}
