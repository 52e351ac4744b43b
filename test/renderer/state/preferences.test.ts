/** What the person has chosen: shown at once, whatever the host still tells of what was chosen before. */
import { beforeEach, expect, it, vi } from 'vitest';
import {
  preferences as schema,
  type Preferences as Choices,
} from '../../../src-main/contract/preferences.ts';
import { Preferences } from '../../../src-renderer/state/preferences.svelte.ts';
import { browserStorage } from '../browser-storage.ts';
import { hostWith, settled } from '../fake-host.ts';

/** A host that answers each choice when the test says so. */
class Host {
  choices: Choices = schema.parse({});
  readonly #waiting: ((refusal?: Error) => void)[] = [];
  readonly preferences = new Preferences(
    hostWith({
      'preferences.set': async (choice) => {
        this.choices = schema.parse({ ...this.choices, ...choice });
        const answer = this.choices;
        await new Promise<void>((resolve, reject) =>
          this.#waiting.push((refusal) => (refusal ? reject(refusal) : resolve())),
        );
        return answer;
      },
    }),
  );

  async answer(refusal?: Error): Promise<void> {
    this.#waiting.shift()!(refusal);
    await settled();
  }
}

beforeEach(() => {
  vi.stubGlobal('window', { addEventListener: () => {} });
  return () => vi.unstubAllGlobals();
});

it('shows the newest choice while the host still answers the one before', async () => {
  browserStorage();
  const host = new Host();
  const { preferences } = host;
  const first = preferences.choose({ theme: 'dark' });
  const second = preferences.choose({ theme: 'light' });
  await host.answer();
  preferences.accept(schema.parse({ theme: 'dark' })); // as it is told to all windows
  expect(preferences.choices.theme).toBe('light');
  await host.answer();
  await Promise.all([first, second]);
  expect(preferences.choices.theme).toBe('light');
  preferences.accept(schema.parse({ theme: 'system' })); // another window's
  expect(preferences.choices.theme).toBe('system');
});

it('takes back what the host refuses', async () => {
  browserStorage();
  const host = new Host();
  const before = host.preferences.choices.theme;
  const refused = host.preferences.choose({ theme: 'dark' });
  expect(host.preferences.choices.theme).toBe('dark');
  const [outcome] = await Promise.allSettled([refused, host.answer(new Error('no'))]);
  expect(outcome.status).toBe('rejected');
  expect(host.preferences.choices.theme).toBe(before);
});
