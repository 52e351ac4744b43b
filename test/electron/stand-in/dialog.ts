/** `dialog`: each stays open until the test answers it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Dialog, MessageBoxOptions, OpenDialogOptions } from 'electron';
import { BrowserWindow } from './browser-window.ts';
import { record, type ShownDialog } from './record.ts';

interface Waiting {
  readonly shown: ShownDialog;
  /** A Mac's dialog hangs on its window, where nobody sees it either: electron/electron#22671. */
  readonly isUnseen: boolean;
  readonly answer: (result: unknown) => void;
}
const waiting: Waiting[] = [];

function show(shown: ShownDialog, args: unknown[]): Promise<never> {
  const [parent] = args;
  const isUnseen = parent instanceof BrowserWindow && !parent.seen.isVisible;
  record.dialogs.push(shown);
  return new Promise<unknown>((answer) =>
    waiting.push({ shown, isUnseen, answer }),
  ) as Promise<never>;
}

/** Since Electron 43, nobody remembers where one was. */
const openDialog = (options: OpenDialogOptions): ShownDialog => ({
  kind: 'open',
  options,
  startsIn: options.defaultPath ?? join(homedir(), 'Downloads'),
});

type Shown<Options> = [window: unknown, options: Options] | [options: Options];

export const dialog = {
  showMessageBox: (...args: Shown<MessageBoxOptions>) =>
    show({ kind: 'message', options: args.at(-1) as MessageBoxOptions }, args),
  showOpenDialog: (...args: Shown<OpenDialogOptions>) =>
    show(openDialog(args.at(-1) as OpenDialogOptions), args),
} satisfies Pick<Dialog, 'showMessageBox' | 'showOpenDialog'>;

/** Answers the dialog that has been open for longest. */
export function answerDialog(result: unknown): void {
  const next = waiting.shift();
  if (!next) throw new Error('no dialog is open');
  if (next.isUnseen) throw new Error('the dialog is on a window that nobody sees');
  record.dialogs.splice(record.dialogs.indexOf(next.shown), 1);
  next.answer(result);
}
