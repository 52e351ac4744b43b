/** What a test starts the stand-in with; it comes by the environment, since `electron` is asked before any message can arrive. */

export interface StandInOptions {
  /** The browser's own endpoint of the DevTools protocol. */
  readonly browser: string;
  /** The system's languages, in order of preference. */
  readonly languages: readonly string[];
  readonly isPackaged: boolean;
  /** A Mac's, where the application goes on without a window. */
  readonly hasDock: boolean;
  /** Whether anything is heard of a window's first paint. */
  readonly paints: boolean;
  /** Whether the system starts the processes that it is asked for. */
  readonly startsProcesses: boolean;
  /** What becomes of a notification: Macs fail to show those of unsigned programs, and some systems have none. */
  readonly notifications: 'shown' | 'failed' | 'none';
  /** Files that the system hands over before the application is ready, as macOS does. */
  readonly openedBeforeReady: readonly string[];
  /** Work areas of the screens, the primary one first. */
  readonly workAreas: readonly { x: number; y: number; width: number; height: number }[];
}

export const OPTIONS_VARIABLE = 'VERSELOOM_STAND_IN';

export const readOptions = (): StandInOptions =>
  JSON.parse(process.env[OPTIONS_VARIABLE]!) as StandInOptions;
