/** `dialog`: each stays open until the test answers it. */
import type { Dialog, MessageBoxOptions, OpenDialogOptions } from 'electron';
import { record, type ShownDialog } from './record.ts';

const waiting: { shown: ShownDialog; answer: (result: unknown) => void }[] = [];

function show(shown: ShownDialog): Promise<never> {
  record.dialogs.push(shown);
  return new Promise<unknown>((answer) => waiting.push({ shown, answer })) as Promise<never>;
}

type Shown<Options> = [window: unknown, options: Options] | [options: Options];

export const dialog = {
  showMessageBox: (...args: Shown<MessageBoxOptions>) =>
    show({ kind: 'message', options: args.at(-1) as MessageBoxOptions }),
  showOpenDialog: (...args: Shown<OpenDialogOptions>) =>
    show({ kind: 'open', options: args.at(-1) as OpenDialogOptions }),
} satisfies Pick<Dialog, 'showMessageBox' | 'showOpenDialog'>;

/** Answers the dialog that has been open for longest. */
export function answerDialog(result: unknown): void {
  const next = waiting.shift();
  if (!next) throw new Error('no dialog is open');
  record.dialogs.splice(record.dialogs.indexOf(next.shown), 1);
  next.answer(result);
}
