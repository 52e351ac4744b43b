/** Texts on their way to the clipboard. */
import { t } from '../text/messages.svelte.ts';
import type { Notices } from './notices.svelte.ts';

export async function copyText(text: string, notices: Notices): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notices.done(t('write.copied'));
  } catch {
    notices.done(t('write.copyFailed'));
  }
}
