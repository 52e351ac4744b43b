/** The encoding that a person names. What decodes it is not loaded for that. */
import { VerseloomError } from '../../contract/errors.ts';
import { encodingCalled, encodings, type Encoding } from '../../corpus/encodings/encoding-names.ts';

/**
 * @returns the encoding that a person names
 * @throws VerseloomError `settings.choice` {field, value, choices}
 */
export function encodingNamed(name: string, field: string): Encoding {
  const encoding = encodingCalled(name);
  if (encoding) return encoding;
  throw new VerseloomError('settings.choice', {
    field,
    value: name,
    choices: encodings.join(', '),
  });
}
