/** The native dialogs: each asks one thing and gives back what was answered. */
import {
  clipboard,
  dialog,
  type BrowserWindow,
  type MessageBoxOptions,
  type OpenDialogOptions,
} from 'electron';
import { toFailure } from '../../contract/errors.ts';
import type { Translator } from '../../messages/translator.ts';
import { openedEndings } from '../../services/open-file.ts';

/**
 * @param answers their meanings, in the order of the buttons; the last one is also that of Escape
 * @param usual the number of the one that Enter gives
 */
async function ask<Answer extends string>(
  window: BrowserWindow | undefined,
  options: Omit<MessageBoxOptions, 'buttons'> & { answers: readonly (readonly [Answer, string])[] },
  usual = 0,
): Promise<Answer> {
  const { answers, ...shown } = options;
  const box: MessageBoxOptions = {
    ...shown,
    title: 'Verseloom',
    buttons: answers.map(([, label]) => label),
    defaultId: usual,
    cancelId: answers.length - 1,
    noLink: true,
  };
  const { response } = await (window
    ? dialog.showMessageBox(window, box)
    : dialog.showMessageBox(box));
  return answers[response]![0];
}

export const askBeforeQuitting = (
  window: BrowserWindow | undefined,
  { t }: Translator,
): Promise<'quit' | 'goOn'> =>
  ask(window, {
    type: 'question',
    message: t('desktop.quit.message'),
    detail: t('desktop.quit.detail'),
    answers: [
      ['quit', t('desktop.quit.quit')],
      ['goOn', t('desktop.quit.goOn')],
    ],
  });

export const askNotToWait = (
  window: BrowserWindow | undefined,
  { t }: Translator,
): Promise<'end' | 'wait'> =>
  ask(
    window,
    {
      type: 'question',
      message: t('desktop.waiting.message'),
      detail: t('desktop.waiting.detail'),
      answers: [
        ['end', t('desktop.waiting.end')],
        ['wait', t('desktop.waiting.wait')],
      ],
    },
    1, // the other one costs what was learnt since the last save
  );

export const askAboutUnsaved = (
  window: BrowserWindow | undefined,
  translator: Translator,
  error: unknown,
): Promise<'again' | 'lose'> =>
  ask(window, {
    type: 'error',
    message: translator.t('desktop.unsaved.message'),
    detail: translator.sentence(toFailure(error)),
    answers: [
      ['again', translator.t('desktop.unsaved.again')],
      ['lose', translator.t('desktop.unsaved.lose')],
    ],
  });

export const askAboutBrokenPage = (
  window: BrowserWindow | undefined,
  { t }: Translator,
): Promise<'reload' | 'quit'> =>
  ask(window, {
    type: 'error',
    message: t('desktop.broken.message'),
    detail: t('desktop.broken.detail'),
    answers: [
      ['reload', t('desktop.broken.reload')],
      ['quit', t('desktop.quitNow')],
    ],
  });

/** The application could not start: what happened, and what to do about it. */
export async function showStartFailure(
  translator: Translator,
  error: unknown,
  dataFolder: string,
  report: string,
): Promise<void> {
  const { t } = translator;
  const failure = toFailure(error);
  const advice = failure.code.startsWith('file.') ? 'folder' : 'reinstall';
  // These say themselves what to do.
  const detail = failure.code.startsWith('data.')
    ? translator.sentence(failure)
    : `${translator.sentence(failure)}\n\n${t(`desktop.start.${advice}`, { folder: dataFolder })}`;
  const answer = await ask(undefined, {
    type: 'error',
    message: t('desktop.start.message'),
    detail,
    answers: [
      ['copy', t('desktop.start.copy')],
      ['quit', t('desktop.quitNow')],
    ],
  });
  if (answer === 'copy') await clipboard.writeText(report);
}

/**
 * @param folder that the dialog begins in: without one, Electron takes that of downloads each time anew
 * @returns the paths that were chosen; none when the person thought better of it
 */
export const chooseFiles = (
  window: BrowserWindow | undefined,
  { t }: Translator,
  folder: string | null,
): Promise<string[]> =>
  choose(window, folder, {
    title: t('desktop.open.title'),
    properties: ['openFile', 'multiSelections'],
    filters: [{ name: t('desktop.open.files'), extensions: [...openedEndings] }],
  });

/**
 * @param folder as for files
 * @returns the folder that was chosen, where a new one can be made; undefined when the person thought better of it
 */
export async function chooseFolder(
  window: BrowserWindow | undefined,
  { t }: Translator,
  folder: string | null,
): Promise<string | undefined> {
  const [chosen] = await choose(window, folder, {
    title: t('desktop.open.folder'),
    properties: ['openDirectory', 'createDirectory'],
  });
  return chosen;
}

async function choose(
  window: BrowserWindow | undefined,
  folder: string | null,
  shown: OpenDialogOptions,
): Promise<string[]> {
  const options = { ...shown, ...(folder !== null && { defaultPath: folder }) };
  const { filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return filePaths;
}
