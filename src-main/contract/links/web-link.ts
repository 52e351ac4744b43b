/** What a page in the browser and the web host agree on before any call: how a page is let in, and whether the two fit together. */
import { z } from 'zod';

/** Asked once by a page that has no secret yet; the header keeps pages of elsewhere out, which may not set any. */
export const CLAIM_PATH = '/claim';
export const CLAIM_HEADER = 'X-Verseloom-Page';
/** What a page gets when it is let in: by it alone, the host takes calls from it. */
export const claim = z.object({ secret: z.string() });

export const SOCKET_PATH = '/ws';
/** The subprotocols that a page offers, and with them what it has to say of itself, since addresses are logged and kept. */
export const WEB_PROTOCOL = 'verseloom';
/** The host takes this one where it will only say why it closes the socket: a refused upgrade would tell a page nothing. */
export const REFUSAL_PROTOCOL = 'verseloom.refusal';

export interface Introduction {
  readonly secret: string;
  /** Of which build the page's own files are. */
  readonly build: string;
}

export const introduce = ({ secret, build }: Introduction): string[] => [
  WEB_PROTOCOL,
  REFUSAL_PROTOCOL,
  `secret.${secret}`,
  `build.${build}`,
];

export function readIntroduction(offered: readonly string[]): Introduction {
  const read = (name: string): string =>
    offered.find((one) => one.startsWith(`${name}.`))?.slice(name.length + 1) ?? '';
  return { secret: read('secret'), build: read('build') };
}

/** Why the host closes a socket. */
export const closing = {
  going: 1001,
  noMessage: 1007,
  notLetIn: 4401,
  /** The reason that goes with it is the host's build. */
  otherBuild: 4409,
} as const;

/** The name of the `<meta>` by which the built document tells page and host alike of which build it is. */
export const BUILD_META = 'verseloom-build';
