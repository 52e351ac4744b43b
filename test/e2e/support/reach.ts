/** What on a page cannot be reached, read or worked at the size that its window has. */
import type { Page } from 'playwright-core';

/**
 * Goes to every control of the page, or of the dialog over it, as the keyboard would.
 * @returns a line for each fault: what is covered, beyond an edge, without a size or cut off; empty where all is well
 */
export async function faultsOfReach(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const LEAST = 8; // px; whatever is smaller cannot be hit
    const WIDEST = 72 * 16; // px; of a line that is read
    const LINE = 40; // px
    const NARROWEST = 40; // px; of a cell that something is read in
    const faults: string[] = [];
    const scope = document.querySelector('dialog[open]') ?? document.body;
    const { clientWidth: width, clientHeight: height } = document.documentElement;

    const seen = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('.visually-hidden, .skip, [aria-hidden="true"], option');
    const nameOf = (element: Element): string => {
      const label = element.getAttribute('aria-label') ?? element.textContent;
      return `${element.tagName.toLowerCase()}#${element.id} “${label.trim().slice(0, 30)}”`;
    };
    const sidewaysOf = (element: Element): string => getComputedStyle(element).overflowX;
    const scrolls = (element: Element): boolean => /auto|scroll/.test(sidewaysOf(element));
    /** Wide on purpose: a table that has a place of its own to be scrolled in, which the keyboard gets to. */
    const isWideTable = (element: Element): boolean =>
      element.matches('[role="region"][tabindex="0"]:has(table)');

    for (const element of [document.documentElement, ...scope.querySelectorAll('*')]) {
      if (element.matches('input, textarea, select') || isWideTable(element) || !seen(element))
        continue;
      if (element !== document.documentElement && !scrolls(element)) continue;
      const over = element.scrollWidth - element.clientWidth;
      if (over > 1) faults.push(`scrolls sideways by ${over}: ${nameOf(element)}`);
    }

    const controls = 'a[href], button, input, select, textarea, [tabindex]:not([tabindex="-1"])';
    for (const control of scope.querySelectorAll<HTMLElement>(controls)) {
      if (!seen(control)) continue;
      control.focus();
      if (document.activeElement !== control) control.scrollIntoView({ block: 'nearest' });
      const { left, right, top, bottom } = control.getBoundingClientRect();
      if (right - left < LEAST || bottom - top < LEAST) {
        faults.push(`has no size: ${nameOf(control)}`);
        continue;
      }
      const fits = bottom - top < height / 3;
      // Of what several lines are typed into, a browser brings the one with the caret into sight.
      const end = control.matches('textarea') ? Math.min(bottom, top + LINE) : bottom;
      if (left < -1 || right > width + 1 || (fits && (top < -1 || end > height + 1))) {
        if (!control.closest('[role="region"]:has(table)'))
          faults.push(
            `is beyond the edge, ${Math.round(top)} to ${Math.round(bottom)}: ${nameOf(control)}`,
          );
      }
      if (!fits) continue; // what is as large as that is scrolled through
      const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      const own = hit && (control.contains(hit) || hit.closest('label')?.control === control);
      if (!own) faults.push(`is covered by ${hit ? nameOf(hit) : 'nothing'}: ${nameOf(control)}`);
    }

    const range = document.createRange();
    const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || node.textContent!.trim() === '' || !seen(parent)) continue;
      if (parent.closest('select, textarea, svg')) continue;
      range.selectNodeContents(node);
      const line = range.getBoundingClientRect();
      if (line.width > WIDEST && !parent.closest('th, td'))
        faults.push(`is a line of ${line.width}: ${nameOf(parent)}`);
      let around: Element | null = parent;
      while (around && sidewaysOf(around) === 'visible') around = around.parentElement;
      if (!around || scrolls(around)) continue; // which is looked at above
      const style = getComputedStyle(around);
      const isShortened = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
      const edge = around.getBoundingClientRect();
      if (!isShortened && (line.right > edge.right + 1 || line.left < edge.left - 1))
        faults.push(`is cut off: ${nameOf(parent)}`);
    }

    for (const cell of scope.querySelectorAll('th[scope="row"], [role="gridcell"]')) {
      if (seen(cell) && cell.getBoundingClientRect().width < NARROWEST)
        faults.push(`is too narrow: ${nameOf(cell)}`);
    }
    return faults;
  });
}

/** Scrolls everything on the screen to its beginning or its end. */
export async function scrollAll(page: Page, to: 'beginning' | 'end'): Promise<void> {
  await page.evaluate((to) => {
    for (const element of document.querySelectorAll('main, main *'))
      if (!element.matches('textarea')) element.scrollTop = to === 'end' ? 1e6 : 0;
  }, to);
}
