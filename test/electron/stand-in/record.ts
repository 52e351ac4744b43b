/** What the application has done to the system around it, kept for the tests to look at. */
import type { MessageBoxOptions, OpenDialogOptions } from 'electron';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly enabled: boolean;
  readonly submenu: readonly MenuEntry[];
}

export type ShownDialog =
  | { readonly kind: 'message'; readonly options: MessageBoxOptions }
  | { readonly kind: 'open'; readonly options: OpenDialogOptions };

export interface WindowRecord {
  title: string;
  isVisible: boolean;
  isFocused: boolean;
  isMinimized: boolean;
  isMaximized: boolean;
  bounds: { x: number; y: number; width: number; height: number };
  devTools: boolean;
}

export const record = {
  menu: [] as MenuEntry[],
  windows: [] as WindowRecord[],
  /** What `setProgressBar` of any window was called with, oldest first, without repetitions. */
  progress: [] as { value: number; mode: string | undefined }[],
  /** Those that wait for an answer. */
  dialogs: [] as ShownDialog[],
  notifications: [] as { title: string; body: string }[],
  /** What is kept from happening now, such as `prevent-app-suspension`. */
  powerBlockers: [] as string[],
  clipboard: '',
  openedPaths: [] as string[],
  shownInFolder: [] as string[],
  openedExternally: [] as string[],
  recentDocuments: [] as string[],
  about: {} as Record<string, unknown>,
  themeSource: 'system' as string,
  /** Processes that run, and whether there was something to be seen already when they were started. */
  utilityProcesses: [] as { pid: number; name: string; behindWindow: boolean }[],
  processesAskedFor: 0,
  /** Whether debuggers are let in by the browser, at a port or through a pipe. */
  remoteDebugging: false,
  /** Requests of pages to anywhere else, none of which got there. */
  blocked: [] as string[],
};

export type Recorded = typeof record;
