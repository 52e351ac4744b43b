/** Names of chords: `Am`, `G/B`, `F#m7b5`, `Cmaj7(9)`, `N.C.`. */

const ROOT = String.raw`[A-H](?:#|b|♯|♭)?`;
const KIND = String.raw`(?:maj|min|dim|aug|sus|add|omit|m|M|\+|-|°|ø)*\d{0,2}`;
const MORE = String.raw`(?:(?:sus|add|omit|maj|no|b|#|♭|♯|-|\+)\d{1,2}|\((?:[#b♯♭]?\d{1,2}[,/]?){1,3}\))*`;

export const CHORD = String.raw`(?:${ROOT}${KIND}${MORE}(?:\/${ROOT})?|N\.?C\.?)`;
/** In brackets between words. */
export const INLINE_CHORD = new RegExp(String.raw`\[${CHORD}\*?\]`, 'g');
