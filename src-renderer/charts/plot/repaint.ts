/** When the colours of a page may have become others, or its letters have come, a canvas has to be painted again. */

/** @returns what ends it */
export function whenLooksChange(repaint: () => void): () => void {
  const nightfall = window.matchMedia('(prefers-color-scheme: dark)');
  nightfall.addEventListener('change', repaint);
  document.fonts.addEventListener('loadingdone', repaint); // a canvas does not wait for its letters
  return () => {
    nightfall.removeEventListener('change', repaint);
    document.fonts.removeEventListener('loadingdone', repaint);
  };
}
