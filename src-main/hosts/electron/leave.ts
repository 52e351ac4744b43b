/** The end of the application at once: nobody is asked, and nothing is saved any more. */
import { app } from 'electron';

let isUnderWay = false;

/** Whether the windows go because the application does. */
export const isLeaving = (): boolean => isUnderWay;

/** @param code that the process ends with */
export function leave(code: number): void {
  isUnderWay = true; // which Electron tells nobody: it destroys every window as if it had been taken away
  app.exit(code);
}
