/** How a page looks: a calm sheet, ruled like letter paper. Its styles live in a root of their own, which needs no inline ones. */
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';

/** @param height of a line */
const ruled = (height: string): string =>
  `repeating-linear-gradient(transparent 0 calc(${height} - 1px), var(--verse-rule) calc(${height} - 1px) ${height})`;
/** Of a line of lyrics, whatever the letters in it. */
const LINE = 'calc(2.1 * var(--type-verse))';

const quiet = { color: 'var(--ink-help)', fontFamily: 'var(--face-interface)' };

export const theme: Extension = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    lineHeight: '2.1em',
    fontFamily: 'var(--face-lyrics)',
    fontSize: 'var(--type-verse)',
    letterSpacing: '0.04em',
    overflow: 'auto',
    padding: '1.5rem 0',
  },
  '.cm-content': { padding: '0', caretColor: 'var(--cinnabar)' },
  '.cm-goesHere': { borderLeft: '2px solid var(--cinnabar)', marginRight: '-2px' },
  'div.cm-goesHere': { height: '2.1em', marginLeft: '0.5rem' },
  '.cm-line': {
    padding: '0 0.5rem',
    background: ruled('2.1em'),
  },
  '.cm-line::selection, .cm-line ::selection': {
    background: 'light-dark(#e9b9a8, #7c3a2a) !important',
    color: 'var(--ink)',
  },
  '.cm-offer': { color: 'var(--ink-help)', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  '.cm-line:has(.cm-offer) .cm-placeholder': { display: 'none' },
  '.cm-placeholder': { color: 'var(--ink-help)', fontSize: '0.85em' },
  '.cm-written': { background: 'var(--blush)', borderRadius: '2px' },
  '.cm-taken': { borderBottom: '2px dotted var(--edge)' },
  '.cm-copied': {
    textDecoration: 'underline 2px var(--cinnabar)',
    textUnderlineOffset: '0.22em',
    textDecorationSkipInk: 'none',
  },
  '.cm-unknown': {
    border: '1px dotted var(--ink-help)',
    borderRadius: '3px',
    color: 'var(--ink-help)',
  },
  '.cm-surprise-1': { background: 'var(--surprise-1)' },
  '.cm-surprise-2': { background: 'var(--surprise-2)' },
  '.cm-surprise-3': { background: 'var(--surprise-3)' },
  '.cm-label': {
    color: 'var(--ink-help)',
    fontFamily: 'var(--face-interface)',
    fontSize: 'var(--type-text)',
    lineHeight: LINE,
    background: ruled(LINE),
  },
  '.cm-gutters': { background: 'none', border: '0', ...quiet, letterSpacing: '0' },
  '.cm-gutterElement': { fontSize: 'var(--type-fine)', fontVariantNumeric: 'tabular-nums' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.25rem', padding: '0 0.5rem 0 0.75rem' },
  '.cm-facts .cm-gutterElement': { padding: '0 0.75rem 0 0.25rem' },
  '.cm-fact': {
    display: 'grid',
    gridTemplateColumns: '1.5rem 1.375rem 0.625rem',
    gap: '0.25rem',
    alignItems: 'baseline',
    textAlign: 'right',
  },
  '.cm-fact > :last-child': {
    fontSize: '1.125rem',
    lineHeight: '1',
    textAlign: 'left',
    translate: '0 0.25em',
  },
  '.cm-rhyme': { borderRadius: 'var(--corner-control)', textAlign: 'center' },
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6].map((colour) => [
      `.cm-rhyme-${colour}`,
      { color: `var(--rhyme-${colour})`, fontSize: 'var(--type-help)', fontWeight: '600' },
    ]),
  ),
  '.cm-panels': {
    border: '0',
    borderBottom: '1px solid var(--rule) !important',
    background: 'var(--well)',
    color: 'var(--ink)',
    font: 'var(--type-text) / 1.5 var(--face-interface)',
    // In a low window, some of the page is seen below it all the same.
    flexShrink: '0',
    maxHeight: '70%',
    overflowY: 'auto',
    containerType: 'inline-size',
  },
  '.cm-panel input[type=checkbox]': { accentColor: 'var(--seal)', margin: '0' },
  // The fields share a column, and the buttons another: so does what stands below them.
  '.cm-panel.cm-find': {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content max-content',
    alignItems: 'center',
    gap: 'var(--room-hair) var(--room-inside)',
    padding: 'var(--room-inside) var(--room-item)',
    fontSize: 'var(--type-help)',
  },
  '.cm-find .cm-arrows': {
    display: 'grid',
    gridTemplateColumns: 'repeat(3, minmax(1.875rem, 1fr))',
    gridColumn: '2 / -1',
    gap: 'inherit',
  },
  '.cm-findLine': {
    display: 'flex',
    gridColumn: '1 / -2',
    alignItems: 'center',
    gap: 'var(--room-hair) var(--room-item)',
  },
  '.cm-find .cm-flags': { display: 'flex', gap: 'var(--room-item)' },
  '.cm-find .cm-button': { backgroundImage: 'none', whiteSpace: 'nowrap' },
  '.cm-find .cm-arrow': { padding: '0', fontSize: '1rem' },
  '.cm-find label': { display: 'inline-flex', alignItems: 'center', gap: '0.25rem' },
  '.cm-find .cm-sign': { display: 'none' },
  // What is found is told in a place of its own, so that nothing moves.
  '.cm-found': {
    flex: '1',
    margin: '0',
    color: 'var(--ink-help)',
    fontVariantNumeric: 'tabular-nums',
  },
  '.cm-found.cm-wrong': { color: 'var(--cinnabar)' },
  '@container (max-width: 38rem)': {
    '.cm-find .cm-sign': { display: 'inline' },
    '.cm-find .cm-words': { display: 'none' },
  },
  '@container (max-width: 26rem)': {
    '.cm-panel.cm-find': { gridTemplateColumns: 'minmax(0, 1fr) max-content' },
    '.cm-findLine': { display: 'contents' },
    '.cm-find .cm-found': { gridArea: '3 / 1' },
    '.cm-find [name=replaceAll]': { gridArea: '3 / 2' },
  },
  '.cm-textfield': {
    minHeight: '1.875rem',
    padding: '0 0.5rem',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--corner-control)',
    background: 'var(--sheet)',
    color: 'inherit',
    font: 'inherit',
    fontSize: 'inherit',
  },
  '.cm-button': {
    minHeight: '1.875rem',
    padding: '0 0.625rem',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--corner-control)',
    background: 'var(--sheet)',
    color: 'inherit',
    font: 'inherit',
    fontSize: 'inherit',
    cursor: 'pointer',
  },
  '.cm-button:active': { background: 'var(--well)' },
  '.cm-searchMatch': { background: 'var(--blush)', outline: '1px solid var(--edge)' },
  '.cm-searchMatch-selected': { background: 'light-dark(#e9b9a8, #7c3a2a)' },
  ':focus-visible': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-content:focus-visible': { outline: 'none' },
});
