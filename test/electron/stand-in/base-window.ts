/** `BaseWindow`: one without a page, which nobody sees; what it is good for is the progress bar. */
import type {
  BaseWindow as ElectronBaseWindow,
  BaseWindowConstructorOptions,
  ProgressBarOptions,
} from 'electron';
import { app, type AppWindow } from './app.ts';
import { record } from './record.ts';

type Members = Pick<ElectronBaseWindow, 'setProgressBar' | 'destroy'>;

export class BaseWindow implements Members, AppWindow {
  constructor({ show = true }: BaseWindowConstructorOptions) {
    if (show) throw new Error('in the stand-in, a window without a page is not to be seen');
    app.windows.add(this);
  }

  readonly setProgressBar = setProgressBar;

  close(): boolean {
    this.destroy();
    return true;
  }

  destroy(): void {
    app.windowClosed(this);
  }
}

/** A window's own bar where there is a taskbar. Where there is a dock, all windows set the one of its icon. */
export function setProgressBar(value: number, options?: ProgressBarOptions): void {
  const mode = options?.mode;
  const last = record.progress.at(-1);
  if (last?.value !== value || last.mode !== mode) record.progress.push({ value, mode });
}
