/** Chromium alone cannot open `app://…`, so the pages live at a secure address that leads nowhere. The product never sees it. */

const INSIDE = 'app://';
const OUTSIDE_SUFFIX = '.app.invalid';

/** @param address as the product knows it */
export function toBrowser(address: string): string {
  if (!address.startsWith(INSIDE)) return address;
  const [, host, rest] = /^app:\/\/([^/?#]*)(.*)$/s.exec(address)!;
  return `https://${host}${OUTSIDE_SUFFIX}${rest || '/'}`;
}

/** @param address as the browser knows it, or an origin */
export function toProduct(address: string): string {
  const found = /^https:\/\/([^/?#]*)\.app\.invalid(.*)$/s.exec(address);
  return found ? `${INSIDE}${found[1]}${found[2]}` : address;
}
