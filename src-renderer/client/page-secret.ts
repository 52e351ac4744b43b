/** The secret by which the web host lets this page in: claimed once, and kept by this tab alone, so that a reload finds it again. */
import { claim, CLAIM_HEADER, CLAIM_PATH } from '../../src-main/contract/links/web-link.ts';

const NAME = 'verseloom.secret';
let held: string | undefined;

/** @returns undefined when the host does not let this page in. Rejects when the host is out of reach. */
export async function pageSecret(): Promise<string | undefined> {
  held ??= sessionStorageOr(null, (storage) => storage.getItem(NAME)) ?? undefined;
  if (held !== undefined) return held;
  const answer = await fetch(CLAIM_PATH, { method: 'POST', headers: { [CLAIM_HEADER]: '1' } });
  if (!answer.ok) return undefined;
  const { secret } = claim.parse(await answer.json());
  held = secret;
  sessionStorageOr(undefined, (storage) => storage.setItem(NAME, secret));
  return secret;
}

/** For one that the host no longer knows: the next page of this tab claims one of its own. */
export function forgetSecret(): void {
  held = undefined;
  sessionStorageOr(undefined, (storage) => storage.removeItem(NAME));
}

/** Whether this tab has not yet been reloaded for that build; a tab that cannot note it down must not find out in a circle. */
export const isFirstReloadFor = (build: string): boolean =>
  sessionStorageOr(false, (storage) => {
    if (storage.getItem('verseloom.reloaded') === build) return false;
    storage.setItem('verseloom.reloaded', build);
    return true;
  });

/** Storage may be forbidden; then the page knows what it knows until it is closed. */
function sessionStorageOr<Result>(otherwise: Result, use: (storage: Storage) => Result): Result {
  try {
    return use(window.sessionStorage);
  } catch {
    return otherwise;
  }
}
