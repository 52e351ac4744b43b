/** A name that anybody may have made, as it is told: it must neither begin a line nor turn one around. */
export const shown = (name: string): string => name.replace(UNSAFE, '\ufffd');
const UNSAFE = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
