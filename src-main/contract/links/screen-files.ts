/** What each host that gives out the files of the screens says of them: what a file is, and what their page may load. */

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** @param path of a file, or of an address */
export function contentTypeOf(path: string): string {
  const ending = /\.\w+$/.exec(path)?.[0] ?? '';
  return contentTypes[ending] ?? 'application/octet-stream';
}

/**
 * Everything comes from the host itself; nothing inline, nothing remote, and no one may frame the page.
 * @param scriptsReach `'none'` where what the page asks goes over a bridge
 */
export function contentSecurityPolicy(scriptsReach: "'self'" | "'none'"): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src ${scriptsReach}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
