/** Models on their way into the library. */
import { describe, expect, it } from 'vitest';
import { MAX_CORPUS_BYTES } from '../../../src-main/contract/corpus.ts';
import { Models } from '../../../src-renderer/state/models.svelte.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import { sentence } from '../../../src-renderer/text/sentences.ts';
import { hostWith } from './fake-host.ts';

/** A file of that size, which need not be in memory. */
const fileOf = (size: number): File =>
  Object.defineProperty(new File([], 'big.verse'), 'size', { value: size });

describe('importing a model', () => {
  it('refuses a file that no message can hold, before anything is sent', async () => {
    const models = new Models(hostWith({}), MAX_CORPUS_BYTES);
    const error: unknown = await models
      .import(fileOf(MAX_CORPUS_BYTES + 1))
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'model.tooLarge',
      params: { name: 'big.verse', limitMb: 64 },
    });
    expect(models.importing).toBeNull();
    messages.language = 'en';
    expect(sentence(error)).toMatch(/big\.verse.*64 MB/);
    messages.language = 'zh';
    expect(sentence(error)).toMatch(/big\.verse.*64 MB/);
  });

  it('sends a file of just the limit', async () => {
    const sent: string[] = [];
    const models = new Models(
      hostWith({
        'models.import': async ({ name }) => {
          sent.push(name);
          throw new Error('enough');
        },
      }),
      MAX_CORPUS_BYTES,
    );
    await expect(models.import(fileOf(MAX_CORPUS_BYTES))).rejects.toThrow('enough');
    expect(sent).toEqual(['big.verse']);
    expect(models.importing).toBeNull();
  });
});
