/** What a model has written, dragged to where it is put into a draft. */
import { z } from 'zod';
import { learntLineBreaks } from '../../src-main/contract/settings.ts';
import type { Writ } from './errands.ts';

/** Among what is dragged; a marked text that is dragged goes along as text, for other programs. */
const KIND = 'application/x-verseloom-writ';

const writ = z.object({
  modelId: z.string(),
  modelName: z.string(),
  prefix: z.string(),
  continuation: z.string(),
  lineBreaks: learntLineBreaks,
  settings: z.record(z.string(), z.number()),
}) satisfies z.ZodType<Writ>;

/** @returns an attachment: what is dragged out of the element takes all of it along */
export const dragsWrit =
  (given: Writ) =>
  (element: HTMLElement): (() => void) => {
    const start = ({ dataTransfer }: DragEvent): void => {
      if (!dataTransfer) return;
      dataTransfer.setData(KIND, JSON.stringify(given));
      dataTransfer.effectAllowed = 'copy';
    };
    element.addEventListener('dragstart', start);
    return () => element.removeEventListener('dragstart', start);
  };

/** @returns an attachment: what a model has written can be dropped on the element, and nothing else changes there */
export const takesWrit =
  (take: (dropped: Writ) => void) =>
  (element: HTMLElement): (() => void) => {
    const mine = (event: DragEvent): boolean => {
      if (!event.dataTransfer?.types.includes(KIND)) return false;
      event.preventDefault();
      event.stopPropagation(); // it is neither a file for the library nor a text that is typed
      return true;
    };
    const meant = (isMeant: boolean): void => void element.toggleAttribute('data-meant', isMeant);
    const over = (event: DragEvent): void => {
      if (!mine(event)) return;
      event.dataTransfer!.dropEffect = 'copy';
      meant(true);
    };
    const leave = (): void => meant(false);
    const drop = (event: DragEvent): void => {
      meant(false);
      if (!mine(event)) return;
      const dropped = read(event.dataTransfer!.getData(KIND));
      if (dropped) take(dropped);
    };
    element.addEventListener('dragenter', over, true);
    element.addEventListener('dragover', over, true);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop, true);
    return () => {
      element.removeEventListener('dragenter', over, true);
      element.removeEventListener('dragover', over, true);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop, true);
    };
  };

/** @returns undefined for what another program calls by this name */
function read(json: string): Writ | undefined {
  try {
    return writ.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
