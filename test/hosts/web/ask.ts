/** Requests as no `fetch` sends them: with any `Host`, any path as it is written, any method. */
import { request } from 'node:http';

export interface Asked {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** @param path from the slash on, or a whole address of that host */
export function ask(origin: string, path: string, options: Asking = {}): Promise<Asked> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const from = path.startsWith(origin) ? path.slice(origin.length) : path;
    const outgoing = request({ hostname, port, path: from, ...rest }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, text }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
