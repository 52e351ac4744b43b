/** Texts on their way to the clipboard. */
import { t } from '../text/messages.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** @param said when it is there */
export async function copyText(
  text: string,
  notices: Notices,
  said = t('write.copied'),
): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notices.done(said);
  } catch {
    notices.done(t('write.copyFailed'));
  }
}
