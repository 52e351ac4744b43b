/** What the application has done to the system around it, kept for the tests to look at. */
import type { ConfigureHostResolverOptions, MessageBoxOptions, OpenDialogOptions } from 'electron';

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
  | {
      readonly kind: 'open';
      readonly options: OpenDialogOptions;
      /** The folder that is seen at first. */
      readonly startsIn: string;
    };

export interface WindowRecord {
  title: string;
  isVisible: boolean;
  isFocused: boolean;
  isMinimized: boolean;
  isMaximized: boolean;
  bounds: { x: number; y: number; width: number; height: number };
  devTools: boolean;
  /** Whether it was to be seen before there was anything in it. */
  wasBlank: boolean;
}

export const record = {
  menu: [] as MenuEntry[],
  /** The context menu that is open. */
  popup: null as readonly MenuEntry[] | null,
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
  /** What Chromium was started with, those switches included that the application added before it was ready. */
  switches: {} as Record<string, string>,
  hostResolver: null as ConfigureHostResolverOptions | null,
  /** Of each page. */
  webRtcPolicies: [] as string[],
  /** Of the session's spelling checker: `fetched` are the dictionaries that it has got from somewhere. */
  spelling: { languages: ['en-US'], address: 'https://redirector.gvt1.com/dict/', fetched: [] } as {
    languages: readonly string[];
    address: string;
    fetched: string[];
  },
  /** How often the taskbar or the dock asked for attention. */
  calls: [] as ('flash' | 'bounce')[],
  appUserModelId: '',
  /** Requests that the session cancelled. */
  cancelled: [] as string[],
  /** Requests of pages to anywhere else that it let through, none of which got there. */
  blocked: [] as string[],
};

export type Recorded = typeof record;
