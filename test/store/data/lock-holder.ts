/** A program that takes the lock of a folder, says how that went, and keeps it until its input ends: `node lock-holder.ts FOLDER`. */
import { toFailure } from '../../../src-main/contract/errors.ts';
import { DataLock } from '../../../src-main/store/data/data-lock.ts';

try {
  const lock = await DataLock.take(process.argv[2]!);
  console.log(JSON.stringify('held'));
  process.stdin.resume().on('end', () => void lock.release());
} catch (error) {
  console.log(JSON.stringify(toFailure(error)));
}
