/** The calls about what the person has chosen for the whole application. */
import { availableParallelism } from 'node:os';
import type { ApiHandlers, Emit } from '../contract/api.ts';
import { VerseloomError } from '../contract/errors.ts';
import type { Preferences } from '../contract/preferences.ts';
import type { JsonFile } from '../store/files/json-file.ts';

type PreferenceCall = Extract<keyof ApiHandlers, `preferences.${string}`>;

export const preferenceHandlers = (
  preferences: JsonFile<Preferences>,
  emit: Emit,
): Pick<ApiHandlers, PreferenceCall> => ({
  'preferences.get': () => preferences.get(),
  'preferences.set': async (changes) => {
    refuseThreads(changes.threads);
    const all = await preferences.set(changes);
    emit('preferences', all);
    return all;
  },
});

/** @throws VerseloomError `settings.outOfRange` for more threads than this machine has */
function refuseThreads(threads: number | null | undefined): void {
  const max = availableParallelism();
  if (threads && threads > max)
    throw new VerseloomError('settings.outOfRange', {
      ...{ field: 'threads', value: threads, min: 1, max },
    });
}
