/** The screens' own protocol: `app://verseloom/…` is a file of the built screens, and nothing else can be asked for. */
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { protocol } from 'electron';
import { contentSecurityPolicy, contentTypeOf } from '../../../contract/links/screen-files.ts';

const SCHEME = 'app';
const ORIGIN = `${SCHEME}://verseloom`;
export const SCREENS_ADDRESS = `${ORIGIN}/index.html`;

/** Before the application is ready: pages of this protocol are treated as those of a secure address. */
export function registerScreensScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/** @param files folder of the built screens */
export function serveScreens(files: string): void {
  protocol.handle(SCHEME, (request) => answerRequest(request, files));
}

export const isScreensAddress = (address: string): boolean => address.startsWith(`${ORIGIN}/`);

async function answerRequest({ method, url }: Request, files: string): Promise<Response> {
  const path = method === 'GET' && isScreensAddress(url) ? filePath(url, files) : undefined;
  const content = path && (await readFile(path).catch(() => undefined));
  const headers = {
    'Content-Security-Policy': contentSecurityPolicy("'none'"),
    'Content-Type': contentTypeOf(path ?? ''),
    'X-Content-Type-Options': 'nosniff',
    'X-DNS-Prefetch-Control': 'off',
    'Cache-Control': 'no-cache',
  };
  return new Response(content ? new Uint8Array(content) : null, {
    status: content ? 200 : 404,
    headers,
  });
}

/** @returns undefined for what does not lie in the folder */
function filePath(url: string, files: string): string | undefined {
  try {
    const path = join(files, decodeURIComponent(new URL(url).pathname));
    return path.startsWith(files + sep) && !path.includes('\0') ? path : undefined;
  } catch {
    return undefined;
  }
}
