/** Numbers as people type them. */

/** @returns NaN for what is not a number; full-width digits of an input method are digits. */
export function readNumber(text: string): number {
  const plain = text.normalize('NFKC').trim();
  if (/^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain)) return Number(plain.replaceAll(',', ''));
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}
