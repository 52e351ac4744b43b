/** Keeps the keyboard somewhere: when what has the focus goes, is hidden or switched off, what is nearest to it has the focus. */

/** Where the focus was. */
interface Trace {
  readonly element: HTMLElement;
  /** From the element's parent outwards, and which of what can have the focus there it was. */
  readonly around: readonly { readonly container: Element; readonly index: number }[];
}

interface Stand {
  readonly element: HTMLElement;
  readonly depth: number;
  /** Not while a button waits for its answer: it is soon back, and one goes on looking at what is around it. */
  readonly wasShown: boolean;
}

const THINGS =
  'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"]), [contenteditable="true"]';
const OVER = 'dialog, [popover]';
const GROUP = '[role="group"], [role="toolbar"]';

/**
 * @param home what has the focus when all is gone where it was
 * @returns what ends it
 */
export function keepFocus(home: () => HTMLElement | null | undefined): () => void {
  let trace: Trace | undefined;
  /** What has the focus in place of what had it, and how far out that is; it goes back as soon as it can. */
  let stand: Stand | undefined;
  let places = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const watch = ({ target }: FocusEvent): void => {
    if (places || !(target instanceof HTMLElement)) return;
    stand = undefined;
    note(target);
  };

  function note(target: HTMLElement): void {
    const around = traceOf(target);
    const over = target.closest(OVER);
    const before = trace?.around ?? [];
    // From a dialog it goes back to where it was before the dialog.
    const within = over === null ? -1 : before.findIndex(({ container }) => container === over);
    const beyond = over === null ? [] : within >= 0 ? before.slice(within + 1) : fullTrace(trace);
    trace = { element: target, around: [...around, ...beyond] };
  }

  function mend(): void {
    timer = undefined;
    const { activeElement } = document;
    if (!trace) return;
    const isLost = activeElement === null || activeElement === document.body;
    if (isLost && canHave(stand?.element ?? trace.element)) return; // a person has let go of it
    const stays = !isLost && !activeElement.matches(':disabled');
    if (stays && stand === undefined) return;
    const found = nearest(trace, stays && stand ? stand.depth : Infinity);
    if (found) put(found.element, found.depth);
    else if (!stays) put(modalDialog() ?? home(), Infinity);
  }

  function put(element: HTMLElement | null | undefined, depth: number): void {
    if (!element) return;
    const waits = trace !== undefined && isOff(trace.element);
    if (element !== document.activeElement) {
      places = true;
      if (element.matches('dialog')) element.tabIndex = -1;
      element.focus({ preventScroll: waits || isInSight(element) });
      places = false;
    } else if (stand?.wasShown === false && !waits && !isInSight(element)) {
      element.scrollIntoView({ block: 'nearest' });
    }
    if (element === document.activeElement) stand = { element, depth, wasShown: !waits };
  }

  /** Who does something there is there by their own choice. */
  function settle(): void {
    const { element } = stand ?? {};
    stand = undefined;
    if (element) note(element);
  }

  /** @returns what is nearer to where the focus was than `depth` containers around it */
  function nearest(
    { element, around }: Trace,
    depth: number,
  ): { element: HTMLElement; depth: number } | undefined {
    if (depth > -1 && canHave(element)) return { element, depth: -1 };
    for (const [at, { container, index }] of around.entries()) {
      if (at > depth) return undefined;
      const things = thingsIn(container);
      // In a group of buttons, what comes first is what matters most.
      const thing = container.matches(GROUP)
        ? things[0]
        : things[Math.min(index, things.length - 1)];
      if (thing) return { element: thing, depth: at };
    }
    return undefined;
  }

  // After all that follows from what has changed: what has a place of its own to go to goes there.
  const soon = (): void => {
    timer ??= setTimeout(mend);
  };

  const observer = new MutationObserver(soon);
  observer.observe(document.body, {
    ...{ childList: true, subtree: true },
    attributeFilter: ['disabled', 'hidden', 'inert', 'open'],
  });
  document.addEventListener('focusin', watch);
  document.addEventListener('keydown', settle, true);
  document.addEventListener('pointerdown', settle, true);
  document.addEventListener('focusout', soon);
  document.addEventListener('toggle', soon, true);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('focusin', watch);
    document.removeEventListener('keydown', settle, true);
    document.removeEventListener('pointerdown', settle, true);
    document.removeEventListener('focusout', soon);
    document.removeEventListener('toggle', soon, true);
  };
}

/** Up to what lies over the window, or to the content of the window: beyond, nothing is near. */
function traceOf(element: HTMLElement): Trace['around'] {
  const containers: Element[] = [];
  for (let container = element.parentElement; container; container = container.parentElement) {
    if (container.matches('main, body')) break;
    containers.push(container);
    if (container.matches(OVER)) break;
  }
  // Looked for once, in the outermost: what is in a container within stands there one after the other.
  const outermost = containers.at(-1);
  const things = outermost ? thingsIn(outermost) : [];
  const at = things.indexOf(element);
  return containers.map((container) => ({
    container,
    index: at < 0 ? -1 : at - things.findIndex((thing) => container.contains(thing)),
  }));
}

/** The element itself is the nearest of all. */
const fullTrace = (trace: Trace | undefined): Trace['around'] =>
  trace ? [{ container: trace.element, index: 0 }, ...trace.around] : [];

function thingsIn(container: Element): HTMLElement[] {
  const modal = modalDialog();
  return [
    ...(container instanceof HTMLElement && container.matches(THINGS) ? [container] : []),
    ...container.querySelectorAll<HTMLElement>(THINGS),
  ].filter((element) => couldHave(element, modal));
}

/** @param modal if there is one, lets nothing else have the focus */
const couldHave = (element: HTMLElement, modal: Element | undefined): boolean =>
  element.isConnected &&
  !element.matches(':disabled, [type="hidden"]') &&
  element.closest('[inert]') === null &&
  element.checkVisibility({ visibilityProperty: true }) &&
  (!modal || modal.contains(element));

const canHave = (element: HTMLElement): boolean => couldHave(element, modalDialog());

/** It is where it was, and may come on again. */
const isOff = (element: HTMLElement): boolean =>
  element.matches(':disabled') && element.checkVisibility({ visibilityProperty: true });

/** Browsers scroll even to what sticks to the edge of what is scrolled, and away from what one is looking at. */
function isInSight(element: HTMLElement): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}

const modalDialog = (): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>('dialog:modal')].at(-1);
