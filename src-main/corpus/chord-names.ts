/** Names of chords: `Am`, `G/B`, `F#m7b5`, `N.C.`. */

export const CHORD = String.raw`(?:[A-G](?:#|b|♯|♭)?(?:maj|min|dim|aug|sus|add|m|M|\+|°|ø)*\d{0,2}(?:(?:sus|add|maj|b|#)\d{1,2})*(?:\/[A-G](?:#|b)?)?|N\.?C\.?)`;
/** In brackets between words. */
export const INLINE_CHORD = new RegExp(String.raw`\[${CHORD}\]`, 'g');
