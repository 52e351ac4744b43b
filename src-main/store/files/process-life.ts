/** Whether a process is there, by its number. */
import { errnoOf } from '../../contract/disk-errors.ts';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errnoOf(error) === 'EPERM'; // there, and somebody else's
  }
}
