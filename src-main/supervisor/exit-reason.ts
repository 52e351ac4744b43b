/** Why a compute process has ended, as an English phrase that the catalogues translate. */
import type { Exit } from './channel.ts';

/** Windows ends a program so whose libraries do not fit one another: https://learn.microsoft.com/windows/win32/debug/ntstatus-values */
const MISFITS = [
  0xc0000005, // it read what is not its own: an old runtime has other objects than it was built for
  0xc000001d, // an instruction that is none
  0xc000007b, // a library for another processor
  0xc0000135, // a library is not there
  0xc0000138, // it lacks a function, by number
  0xc0000139, // it lacks a function, by name
  0xc0000142, // it could not begin
  0xc0000409, // it stopped itself
];

export const OLD_RUNTIME =
  'Windows ended it at once, most likely because the Visual C++ runtime of Microsoft is too old; install the current one';

/** What a library or V8 says last and means; under it stand lists of places in the program. */
const STATEMENT = /\b(fatal|error|terminate|abort|assert|fail|bad_alloc|out of memory|not enough)/i;
const LONGEST = 200;

export function describe(exit: Exit, platform = process.platform): string {
  const { code, signal, hasSpoken = true } = exit;
  if (platform === 'win32' && code !== null && !hasSpoken && MISFITS.includes(code >>> 0))
    return OLD_RUNTIME;
  const how = signal ?? (code === null ? 'not started' : `exit code ${code}`);
  const said = (exit.printed ?? '').split('\n').findLast((line) => STATEMENT.test(line));
  return said === undefined ? how : `${how}: ${said.trim().slice(0, LONGEST)}`;
}
