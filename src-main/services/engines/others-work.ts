/** How busy other programs keep the machine's processors. */
import { cpus } from 'node:os';

/** @returns a function that tells which share of all processors others have used since, given the seconds of processor time that we have */
export type WatchOthers = () => (ours: number) => number;

export const watchOthers: WatchOthers = () => {
  const before = times();
  return (ours) => {
    const { busy, all } = times();
    return all > before.all ? (busy - before.busy - ours) / (all - before.all) : 0;
  };
};

/** Seconds of all processors together, since the machine was started. */
function times(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const total = Object.values(times).reduce((sum, milliseconds) => sum + milliseconds, 0);
    busy += (total - times.idle) / 1000;
    all += total / 1000;
  }
  return { busy, all };
}
