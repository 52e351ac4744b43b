/** What of a line is sung: its letters, without marks and spaces. */

const LETTER = /[\p{L}\p{N}]/gu;

export const lettersIn = (line: string): number => line.match(LETTER)?.length ?? 0;
