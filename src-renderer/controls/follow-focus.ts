/** Keeps the keyboard where it is when the button that has it makes way for another in the same group. */
export function followFocus(group: HTMLElement): () => void {
  let follows = false;

  const watch = ({ target }: FocusEvent): void => {
    follows = target instanceof Node && group.contains(target);
  };
  const mend = (): void => {
    const { activeElement } = document;
    const lost =
      activeElement === null ||
      activeElement === document.body ||
      activeElement.matches(':disabled');
    if (follows && lost)
      group.querySelector<HTMLElement>('button:enabled')?.focus({ preventScroll: true });
  };

  document.addEventListener('focusin', watch);
  const observer = new MutationObserver(mend);
  observer.observe(group, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', watch);
    observer.disconnect();
  };
}
