/** Models on their way into the library. */
import { describe, expect, it } from 'vitest';
import { MAX_CORPUS_BYTES, MIB } from '../../../src-main/contract/corpus/limits.ts';
import { Models } from '../../../src-renderer/library/models.svelte.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import { sentence } from '../../../src-renderer/text/sentences.ts';
import { hostWith } from '../fake-host.ts';
import { modelOf } from '../window.ts';

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
      params: { name: 'big.verse', limitMb: MAX_CORPUS_BYTES / MIB },
    });
    expect(models.importing).toBeNull();
    messages.language = 'en';
    expect(sentence(error)).toMatch(/big\.verse.*256 MB/);
    messages.language = 'zh';
    expect(sentence(error)).toMatch(/big\.verse.*256 MB/);
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

describe('changing a model', () => {
  const tagsOf = (models: Models): readonly string[] => models.byId('a')!.tags;

  it('shows every change, whatever the host said before it heard of the last', async () => {
    const answers: (() => void)[] = [];
    let tags: string[] = [];
    const models = new Models(
      hostWith({
        'runs.list': async () => [],
        'models.list': async () => [modelOf('a', { tags })],
        'models.change': async (changes) => {
          await new Promise<void>((resolve) => answers.push(resolve));
          tags = changes.tags!;
          return modelOf('a', { tags });
        },
      }),
      MAX_CORPUS_BYTES,
    );
    await models.load();
    const first = models.change('a', { tags: ['slow'] });
    const second = models.change('a', { tags: ['slow', 'sad'] });
    expect(tagsOf(models)).toEqual(['slow', 'sad']);
    answers[0]!();
    await first;
    expect(tagsOf(models)).toEqual(['slow', 'sad']);
    await models.load();
    expect(tagsOf(models)).toEqual(['slow', 'sad']);
    const before = models.load(); // which the second change is too late for
    answers[1]!();
    await second;
    await before;
    expect(tagsOf(models)).toEqual(['slow', 'sad']);
    tags = ['of another window'];
    await models.load();
    expect(tagsOf(models)).toEqual(['of another window']);
  });

  it('takes back what the host refuses', async () => {
    const models = new Models(
      hostWith({
        'runs.list': async () => [],
        'models.list': async () => [modelOf('a', { tags: ['old'] })],
        'models.change': () => Promise.reject(new Error('no')),
      }),
      MAX_CORPUS_BYTES,
    );
    await models.load();
    const change = models.change('a', { tags: ['new'] });
    expect(tagsOf(models)).toEqual(['new']);
    await expect(change).rejects.toThrow('no');
    expect(tagsOf(models)).toEqual(['old']);
  });
});

describe('listing the library', () => {
  it('is asked for twice at most, however many want it at once, and the last one sees the newest', async () => {
    const replies: PromiseWithResolvers<void>[] = [];
    let there = 0;
    const models = new Models(
      hostWith({
        'runs.list': async () => [],
        'models.list': async () => {
          const list = Array.from({ length: there }, (_, index) => modelOf(String(index)));
          replies.push(Promise.withResolvers<void>());
          await replies.at(-1)!.promise;
          return list;
        },
      }),
      MAX_CORPUS_BYTES,
    );
    const first = models.load();
    there = 3;
    const later = [models.load(), models.load(), models.load()];
    replies[0]!.resolve();
    await first;
    expect(models.list).toHaveLength(0);
    await Promise.resolve();
    replies[1]!.resolve();
    await Promise.all(later);
    expect(models.list).toHaveLength(3);
    expect(replies).toHaveLength(2);
  });

  it('is tried again after it failed', async () => {
    let fails = true;
    const models = new Models(
      hostWith({
        'runs.list': async () => [],
        'models.list': async () => {
          if (fails) throw new Error('gone');
          return [modelOf('a')];
        },
      }),
      MAX_CORPUS_BYTES,
    );
    const [first, second] = [models.load(), models.load()];
    fails = false;
    await expect(first).rejects.toThrow('gone');
    await second;
    expect(models.list).toHaveLength(1);
    await models.load();
  });
});
