/** The prefix that a command is given. */
import { VerseloomError } from '../../../contract/errors.ts';
import { writingRequest } from '../../../contract/writing/piece.ts';
import type { Written } from './flags.ts';

/** @throws VerseloomError `prefix.empty`, `settings.tooLong` */
export function prefixOf({ prefix }: Written): string {
  const { maxLength: max } = writingRequest.shape.prefix;
  const text = String(prefix);
  if (text === '') throw new VerseloomError('prefix.empty', { field: 'prefix' });
  if (max !== null && text.length > max)
    throw new VerseloomError('settings.tooLong', { field: 'prefix', max });
  return text;
}
