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

export const carriesWrit = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes(KIND) ?? false;

/** So long one stays above a place that leads to another before one is taken there, in ms. */
const STAY = 500;

/**
 * @param take gets what is dropped, with the place in the window
 * @param stayed somebody stays above the element with it, and may want to go on from there
 * @returns an attachment: what a model has written can be dropped on the element
 */
export const takesWrit =
  (take: (dropped: Writ, at: { x: number; y: number }) => void, stayed?: () => void) =>
  (element: HTMLElement): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const mine = (event: DragEvent): boolean => {
      if (!carriesWrit(event)) return false;
      event.preventDefault();
      event.stopPropagation(); // it is no file for the library
      return true;
    };
    const meant = (isMeant: boolean): void => void element.toggleAttribute('data-meant', isMeant);
    const over = (event: DragEvent): void => {
      if (!mine(event)) return;
      event.dataTransfer!.dropEffect = 'copy';
      meant(true);
      if (stayed) timer ??= setTimeout(stayed, STAY);
    };
    const leave = (): void => {
      meant(false);
      clearTimeout(timer);
      timer = undefined;
    };
    const drop = (event: DragEvent): void => {
      leave();
      if (!mine(event)) return;
      const dropped = read(event.dataTransfer!.getData(KIND));
      if (dropped) take(dropped, { x: event.clientX, y: event.clientY });
    };
    element.addEventListener('dragenter', over);
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop);
    return () => {
      leave();
      element.removeEventListener('dragenter', over);
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop);
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
