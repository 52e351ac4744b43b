/** The one window: where it stands, what its page may do, and that it is never left blank. */
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from './log.ts';
import { SCREENS_ADDRESS } from './page/screens-protocol.ts';
import { SMALLEST, visibleBounds, type WindowPlace } from './window-bounds.ts';

/** The paper of the screens, so that nothing flashes before they are drawn. */
const PAPER = { light: '#f7f2e7', dark: '#1c1a17' };

/**
 * Milliseconds after the page has loaded, and after the window was opened. Then it is shown without its first paint, of which
 * nothing is heard where the graphics have trouble, or where a Wayland compositor paints no window before it is shown.
 */
const PAINT_LIMIT = 250;
const LOAD_LIMIT = 5_000;

export interface WindowOptions {
  /** Path of the built preload. */
  readonly preload: string;
  readonly title: string;
  readonly isPackaged: boolean;
  readonly state: WindowPlace;
  /** Whether it is never shown. */
  readonly isHidden: boolean;
  readonly log: Log;
  /** There is something to be seen: the page, as a rule. Told once. */
  shown(): void;
  /** Asked before it closes. @returns whether it may not */
  staysOpen(): boolean;
  closed(state: WindowPlace): void;
  /** It is gone though nobody has closed it. */
  lost(): void;
  /** The page is gone and something has to be done about it. */
  broken(reason: string): void;
}

export function openMainWindow(options: WindowOptions): BrowserWindow {
  const { state, log } = options;
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const areas = [primary, ...others].map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...visibleBounds(state.bounds, areas),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: options.title,
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
    show: false,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false, // it would fetch its dictionaries from the network
      devTools: !options.isPackaged,
    },
  });

  if (!options.isHidden)
    showOnce(window, () => {
      if (state.maximized) window.maximize(); // which shows it, and so would have shown it before its page
      window.show();
      options.shown();
    });
  let closes = false;
  window.on('close', (event) => {
    closes = !options.staysOpen();
    if (closes) options.closed(stateOf(window));
    else event.preventDefault();
  });
  window.once('closed', () => {
    if (!closes) options.lost();
  });
  const { webContents } = window;
  webContents.on('render-process-gone', (_, { reason }) => {
    if (reason === 'clean-exit') return;
    log.problem(`the page is gone: ${reason}`, new Error(reason));
    options.broken(reason);
  });
  webContents.on('did-fail-load', (_, code, description, address, isMainFrame) => {
    const ABORTED = -3; // by another navigation, or one that was refused
    if (!isMainFrame || code === ABORTED || address !== SCREENS_ADDRESS) return;
    log.problem(`the page did not load: ${code} ${description}`, new Error(description));
    options.broken(description);
  });
  webContents.on('preload-error', (_, __, error) => {
    log.problem('preload', error);
    options.broken('preload');
  });
  window.loadURL(SCREENS_ADDRESS).catch(() => {}); // told as `did-fail-load`
  return window;
}

/** @param shows is called when there is something to be seen */
function showOnce(window: BrowserWindow, shows: () => void): void {
  let limit = setTimeout(show, LOAD_LIMIT);
  let isOver = false;
  function show(): void {
    if (isOver) return;
    stop();
    shows();
  }
  function stop(): void {
    isOver = true;
    clearTimeout(limit);
  }
  window.once('ready-to-show', show);
  window.webContents.once('did-finish-load', () => {
    clearTimeout(limit);
    limit = setTimeout(show, PAINT_LIMIT);
  });
  window.once('closed', stop);
}

export const stateOf = (window: BrowserWindow): WindowPlace => ({
  bounds: window.getNormalBounds(),
  maximized: window.isMaximized(),
});

/** On a Mac the application stays in the dock, and nothing ends with its window. */
export const livesWithoutWindow = (): boolean => app.dock !== undefined;

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
