/** To the controls of a row and back, which the Tab key passes by. */

/** @returns whether that is what was pressed */
export function walkRow(event: KeyboardEvent, row: HTMLElement | null | undefined): boolean {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by === undefined || event.altKey || !row?.contains(event.target as Node)) return false;
  const stops = [row, ...row.querySelectorAll<HTMLElement>('input, button')];
  const at = stops.indexOf(event.target as HTMLElement);
  stops[Math.max(0, Math.min(at + by, stops.length - 1))]?.focus();
  event.preventDefault();
  return true;
}
