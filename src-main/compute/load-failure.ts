/** Why an engine's library did not load, in words that help. */

/** What Windows says of it names the library that was found, and not the one that is missing. */
export const MISSING_RUNTIME =
  'a library is missing, most likely the Visual C++ runtime of Microsoft';

export function describeLoadFailure(error: unknown, platform = process.platform): string {
  const lacksLibrary = (error as NodeJS.ErrnoException).code === 'ERR_DLOPEN_FAILED';
  if (platform === 'win32' && lacksLibrary) return MISSING_RUNTIME;
  return error instanceof Error ? error.message.split('\n')[0]! : String(error);
}
