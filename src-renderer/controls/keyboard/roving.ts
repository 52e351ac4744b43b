/** One Tab stop for a list or a toolbar: the arrow keys go from one of its things to the next. */

interface Options {
  /** Which of its things has the Tab stop as long as none has had the focus; the first one where there is none. */
  readonly selected?: string;
  /** Arrow keys that go on; the others are the things' own. */
  readonly along?: 'both' | 'across' | 'down';
}

const THINGS = 'a[href], button, select, input';

const across: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
const down: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };
const steps: Readonly<Record<'across' | 'down' | 'both', Readonly<Record<string, number>>>> = {
  ...{ across, down, both: { ...across, ...down } },
};

/** @returns what makes an element such a list or toolbar */
export function roving({ selected, along = 'both' }: Options = {}): (
  group: HTMLElement,
) => () => void {
  return (group) => {
    let last: HTMLElement | undefined;

    const things = (): HTMLElement[] =>
      [...group.querySelectorAll<HTMLElement>(THINGS)].filter(
        (thing) => !thing.matches(':disabled') && isOf(group, thing) && thing.checkVisibility(),
      );

    const arrange = (): void => {
      const all = things();
      const inFocus = all.find((thing) => thing === document.activeElement);
      const chosen = selected === undefined ? undefined : all.find((one) => one.matches(selected));
      const before = all.find((thing) => thing === last);
      const stop = inFocus ?? chosen ?? before ?? all[0];
      for (const thing of all) {
        const tabIndex = thing === stop ? 0 : -1;
        if (thing.getAttribute('tabindex') !== String(tabIndex)) thing.tabIndex = tabIndex;
      }
    };

    const go = (event: KeyboardEvent): void => {
      const { key, target } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const all = things();
      const at = all.indexOf(target as HTMLElement);
      const to = placeOf(key, at, all.length, along, target);
      if (at < 0 || to === undefined) return;
      all[to]?.focus();
      event.preventDefault();
      event.stopPropagation();
    };

    const point = ({ target }: FocusEvent): void => {
      last = target as HTMLElement;
      arrange();
    };

    arrange();
    group.addEventListener('keydown', go);
    group.addEventListener('focusin', point);
    const observer = new MutationObserver(arrange);
    observer.observe(group, {
      ...{ childList: true, subtree: true },
      attributeFilter: ['disabled', 'hidden', 'aria-pressed', 'aria-current', 'aria-selected'],
    });
    return () => {
      group.removeEventListener('keydown', go);
      group.removeEventListener('focusin', point);
      observer.disconnect();
    };
  };
}

/** What opens over it is not of it. */
const isOf = (group: HTMLElement, thing: HTMLElement): boolean => {
  const over = thing.closest('[popover], dialog');
  return over === null || !group.contains(over);
};

function placeOf(
  key: string,
  at: number,
  count: number,
  along: NonNullable<Options['along']>,
  target: EventTarget | null,
): number | undefined {
  // A select takes a choice with the keys that go up and down.
  const isSelect = target instanceof HTMLSelectElement;
  const by = (isSelect ? across : steps[along])[key];
  if (by !== undefined) return (at + by + count) % count;
  if (isSelect) return undefined;
  return { Home: 0, End: count - 1 }[key];
}
