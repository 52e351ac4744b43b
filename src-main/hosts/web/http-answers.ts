/** The one place that answers HTTP requests: every request gets an answer, and none a throw. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { CLAIM_HEADER, CLAIM_PATH, type claim } from '../../contract/links/web-link.ts';
import type { BuiltFiles } from './built-files.ts';
import { securityHeaders, type Guard } from './guard.ts';
import type { OnInternal } from './page-socket.ts';
import { isOfSameUser } from './same-user.ts';
import { inBothLanguages, type WebSentence } from './sentences.ts';
import type { Sessions } from './sessions.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string | Buffer;
}

/** What must not be found again on a disk, such as a cookie or a secret. */
const forOnce = { 'Cache-Control': 'no-store' };

export class HttpAnswers {
  readonly #guard: Guard;
  readonly #sessions: Sessions;
  readonly #files: BuiltFiles;
  readonly #onInternal: OnInternal;

  constructor(guard: Guard, sessions: Sessions, files: BuiltFiles, onInternal: OnInternal) {
    this.#guard = guard;
    this.#sessions = sessions;
    this.#files = files;
    this.#onInternal = onInternal;
  }

  readonly listener: RequestListener = (request, response) => {
    response.on('error', () => response.destroy()); // whoever asked has hung up
    this.#answer(request)
      .catch((error: unknown) => {
        this.#onInternal(error, `${request.method} request`); // the address may hold a code
        return refuse(500, 'internal');
      })
      .then((answer) => send(response, answer))
      .catch(() => response.destroy());
  };

  async #answer(request: IncomingMessage): Promise<Answer> {
    const guard = this.#guard;
    const { method, headers, url = '' } = request;
    if (!guard.isOurs(request)) return refuse(403, 'notOurs');
    const isClaim = method === 'POST' && url === CLAIM_PATH;
    if (!isClaim && method !== 'GET' && method !== 'HEAD') return refuse(405, 'onlyPages');
    if (Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'])
      return refuse(413, 'noBody');
    if (isClaim) return this.#claim(request);
    if (!url.startsWith('/') || !URL.canParse(url, 'http://localhost'))
      return refuse(400, 'noAddress');
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const code = searchParams.get('code');
    if (code !== null && method === 'GET') return this.#enter(request, code);
    if (!this.#sessions.has(guard.cookiesOf(request))) return refuse(401, 'needsCode');
    const file = await this.#files.read(pathname);
    return file ? { status: 200, ...file } : refuse(404, 'notFound');
  }

  /** Changes the code in the address into a cookie, and takes it out of the address. */
  #enter(request: IncomingMessage, code: string): Answer {
    const cookies = this.#guard.cookiesOf(request);
    const cookie = this.#sessions.open(code, cookies, () => isOfSameUser(request.socket));
    if (cookie === undefined && !this.#sessions.has(cookies)) return refuse(401, 'codeUsed');
    // Whoever is in already comes back by the address in the browser's history as well.
    const headers: Record<string, string> = { Location: '/', ...forOnce };
    if (cookie !== undefined) headers['Set-Cookie'] = this.#guard.setCookie(cookie);
    return { status: 303, headers, content: '' };
  }

  #claim(request: IncomingMessage): Answer {
    const { [CLAIM_HEADER.toLowerCase()]: header, 'sec-fetch-site': site } = request.headers;
    const isScript = header !== undefined && (site === undefined || site === 'same-origin');
    if (!isScript || !this.#guard.isOurPage(request)) return refuse(403, 'notOurs');
    const cookies = this.#guard.cookiesOf(request);
    if (!this.#sessions.has(cookies)) return refuse(401, 'needsCode');
    const secret = this.#sessions.claim(cookies);
    if (secret === undefined) return refuse(409, 'claimed');
    const content = JSON.stringify({ secret } satisfies z.infer<typeof claim>);
    return { status: 200, headers: { 'Content-Type': 'application/json', ...forOnce }, content };
  }
}

function refuse(status: number, sentence: WebSentence): Answer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close', ...forOnce };
  return { status, headers, content: inBothLanguages(sentence) };
}

function send(response: ServerResponse, { status, headers, content }: Answer): void {
  const length = String(Buffer.byteLength(content));
  response.writeHead(status, { ...securityHeaders, 'Content-Length': length, ...headers });
  response.end(content);
}
