/** Where the keyboard is in a page, and that it is always somewhere. */
import type { Page } from 'playwright-core';

/** Lets the page complain whenever what had the focus went, was hidden or switched off, and nothing else has it soon after. */
export async function watchFocus(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const SOON = 150; // ms
    let last: Element | null = null;
    document.addEventListener('focusin', ({ target }) => (last = target as Element));
    const isLost = (): boolean => {
      const { activeElement } = document;
      if (activeElement && activeElement !== document.body)
        return activeElement.matches(':disabled');
      if (!last) return false; // nothing has had it yet
      // Who clicks on nothing lets go of it.
      return !last.isConnected || last.matches(':disabled') || !last.checkVisibility();
    };
    let since = 0;
    setInterval(() => {
      if (!isLost()) since = 0;
      else if (++since === 3)
        console.error(`the focus is lost, of ${last?.outerHTML.slice(0, 200)}`);
    }, SOON / 3);
  });
}

/** @returns the accessible name of what has the focus, or its text */
export const focusOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element || element === document.body) return 'nothing';
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement
        ? [...(element.labels ?? [])].map(({ textContent }) => textContent)
        : [];
    const name = element.querySelector('.name')?.textContent ?? element.textContent;
    const other = document.getElementById(element.getAttribute('aria-labelledby') ?? '');
    return (
      element.getAttribute('aria-label') ??
      other?.textContent ??
      labels[0] ??
      name ??
      ''
    ).trim();
  });
