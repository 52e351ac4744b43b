/** A browser's storage for one test. */
import { onTestFinished, vi } from 'vitest';

/** @param kept what an earlier visit has left, by its name in the storage */
export function browserStorage(kept: Record<string, string> = {}): Map<string, string> {
  const stored = new Map(Object.entries(kept));
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  return stored;
}
