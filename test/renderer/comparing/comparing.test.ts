/** Models side by side: what is asked of each, what is wrong with one of them, and what is kept. */
import { describe, expect, it } from 'vitest';
import type { ApiHandlers } from '../../../src-main/contract/api.ts';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { MAX_TEXT } from '../../../src-main/contract/api.ts';
import { Comparing } from '../../../src-renderer/comparing/comparing.svelte.ts';
import { browserStorage } from '../browser-storage.ts';
import { hostWith, settled } from '../fake-host.ts';
import { modelOf, openWindow, type Window } from '../window.ts';

const models = [modelOf('one'), modelOf('two', { suggestedPrefix: '月' }), modelOf('three')];

type Asked = Parameters<ApiHandlers['writing.write']>[0];

/** A window over models that continue a prefix with their own name. */
async function windowOf(
  handlers: Partial<ApiHandlers> = {},
): Promise<Window & { asked: Asked[]; lines: () => string[] }> {
  const asked: Asked[] = [];
  const window = await openWindow({
    'models.list': () => models,
    'writing.write': (request) => {
      asked.push(request);
      return writtenBy(request);
    },
    'writing.cancel': () => ({}),
    ...handlers,
  });
  const { comparing } = window.app;
  const lines = (): string[] =>
    comparing.rows.map((prefix, row) =>
      [
        prefix,
        ...comparing.models.map(({ id }) => {
          const piece = comparing.pieceOf(id, row);
          return piece ? `${piece.state}:${piece.prefix}${piece.text}` : '';
        }),
      ].join(' | '),
    );
  return { ...window, asked, lines };
}

const writtenBy = ({ modelId, prefix }: Pick<Asked, 'modelId' | 'prefix'>) => ({
  ...{ prefix, continuation: modelId, leftOut: [], cancelled: false, charactersPerSecond: 1 },
});

describe('the models that are compared', () => {
  it('are the first two until others are chosen', async () => {
    const { app } = await windowOf();
    const ids = (): string[] => app.comparing.models.map(({ id }) => id);
    expect(ids()).toEqual(['one', 'two']);
    app.comparing.add('three');
    app.comparing.remove('one');
    expect(ids()).toEqual(['two', 'three']);
    expect(app.comparing.others.map(({ id }) => id)).toEqual(['one']);
    app.comparing.choose(['three', 'one', 'three']);
    expect(ids()).toEqual(['three', 'one']);
    app.comparing.choose([]);
    expect(ids()).toEqual([]);
  });

  it('leave out what can no longer be opened', async () => {
    const { app } = await windowOf();
    app.comparing.choose(['deleted', 'two']);
    expect(app.comparing.models).toEqual([models[1]]);
  });

  it('suggest the prefixes until they are edited', async () => {
    const { app } = await windowOf();
    app.comparing.choose(['one', 'two', 'three']);
    expect(app.comparing.prefixes).toEqual(['分开', '月']);
    app.comparing.writePrefixes(' 风、花 \n\n雪\n雪');
    expect(app.comparing.prefixes).toEqual(['风', '花', '雪']);
    app.comparing.writePrefixes(' \n');
    expect(app.comparing.errors.prefixes).toMatchObject({ code: 'prefix.empty' });
  });
});

describe('writing side by side', () => {
  it('asks every model for the same, one after the other', async () => {
    const { app, asked, lines } = await windowOf();
    app.comparing.writePrefixes('风\n月');
    app.comparing.writeNumber('length', '7');
    app.comparing.writeNumber('temperature', '0.5');
    app.comparing.writeNumber('seed', '9');
    await app.comparing.write();
    expect(asked.map(({ modelId, prefix }) => `${modelId} ${prefix}`)).toEqual([
      'one 风',
      'two 风',
      'one 月',
      'two 月',
    ]);
    for (const request of asked)
      expect(request).toMatchObject({ length: 7, temperature: 0.5, seed: 9 });
    expect(lines()).toEqual(['风 | done:风one | done:风two', '月 | done:月one | done:月two']);
    expect(app.comparing.writing).toBe(false);
  });

  it('asks for nothing while a field is wrong; the greedy choice needs no temperature and no seed', async () => {
    const { app, asked } = await windowOf();
    app.comparing.writeNumber('temperature', 'warm');
    app.comparing.writeNumber('seed', '');
    await app.comparing.write();
    expect(Object.keys(app.comparing.errors)).toEqual(['temperature', 'seed']);
    expect(asked).toEqual([]);
    app.comparing.chooseGreedy(true);
    await app.comparing.write();
    expect(asked[0]).toMatchObject({ temperature: 0 });
  });

  it('shows the text as it grows, and only of the piece under way', async () => {
    const answers: PromiseWithResolvers<void>[] = [];
    const { app, asked, emit, lines } = await windowOf({
      'writing.write': async (request) => {
        asked.push(request);
        answers.push(Promise.withResolvers());
        await answers.at(-1)!.promise;
        return writtenBy(request);
      },
    });
    app.comparing.writePrefixes('风');
    const done = app.comparing.write();
    await settled();
    emit('writing', { id: asked[0]!.id, text: 'o' });
    emit('writing', { id: 'of the pad', text: 'x' });
    emit('writing', { id: asked[0]!.id, text: 'n' });
    expect(lines()).toEqual(['风 | writing:风on | ']);
    answers[0]!.resolve();
    await settled();
    emit('writing', { id: asked[0]!.id, text: 'late' });
    expect(lines()).toEqual(['风 | done:风one | writing:风']);
    answers[1]!.resolve();
    await done;
    expect(lines()).toEqual(['风 | done:风one | done:风two']);
  });

  it('stops with what there is, and asks for no more', async () => {
    const { app, asked, calls, lines } = await windowOf({
      'writing.write': async (request) => {
        asked.push(request);
        await app.comparing.cancel();
        return { ...writtenBy(request), continuation: 'o', cancelled: true };
      },
    });
    await app.comparing.write();
    expect(asked).toHaveLength(1);
    expect(calls).toContain('writing.cancel');
    expect(lines()[0]).toBe('分开 | cancelled:分开o | ');
    expect(app.comparing.writing).toBe(false);
  });

  it('passes over a model that is taken away meanwhile', async () => {
    const { app, asked } = await windowOf({
      'writing.write': (request) => {
        asked.push(request);
        app.comparing.remove('two');
        return writtenBy(request);
      },
    });
    app.comparing.writePrefixes('风');
    await app.comparing.write();
    expect(asked.map(({ modelId }) => modelId)).toEqual(['one']);
  });

  it('says what is wrong with one model in its place, and lets the others write', async () => {
    const { app, lines, notices } = await windowOf({
      'writing.write': (request) => {
        if (request.modelId === 'one')
          throw new VerseloomError('prefix.unknown', { field: 'prefix', characters: '风' });
        return { ...writtenBy(request), leftOut: ['🙂'] };
      },
    });
    app.comparing.writePrefixes('风');
    await app.comparing.write();
    expect(lines()).toEqual(['风 | broken:风 | done:风two']);
    expect(app.comparing.pieceOf('one', 0)!.failure!.code).toBe('prefix.unknown');
    expect(app.comparing.pieceOf('two', 0)!.leftOut).toEqual(['🙂']);
    expect(notices()).toEqual([]);
  });

  it('ends with what would be wrong with all of them', async () => {
    const { app, asked, lines } = await windowOf({
      'writing.write': (request) => {
        asked.push(request);
        throw new VerseloomError('compute.stopped');
      },
    });
    app.comparing.writePrefixes('风');
    await expect(app.comparing.write()).rejects.toMatchObject({ code: 'compute.stopped' });
    expect(asked).toHaveLength(1);
    expect(lines()).toEqual(['风 | broken:风 | ']);
    expect(app.comparing.writing).toBe(false);
  });

  it('shows what was written last while the fields change, but not for other models', async () => {
    const { app, lines } = await windowOf();
    app.comparing.writePrefixes('风');
    await app.comparing.write();
    app.comparing.writePrefixes('月');
    app.comparing.add('three');
    expect(lines()).toEqual(['风 | done:风one | done:风two | ']);
    app.comparing.choose(['three']);
    expect(lines()).toEqual(['月 | ']);
  });
});

describe('a reload', () => {
  const opened = (): Comparing =>
    new Comparing(
      hostWith({
        'writing.write': async ({ modelId, prefix }) => writtenBy({ modelId, prefix }),
        'models.score': async () => ({ perplexity: 2, characters: 1, known: 1 }),
      }),
      () => models,
      { toFault: (_, [field]) => field !== undefined },
    );

  it('keeps what was chosen, typed and written', async () => {
    browserStorage();
    const before = opened();
    before.choose(['three', 'two']);
    before.writePrefixes('风\n');
    before.writeNumber('length', '12x');
    before.chooseGreedy(true);
    before.writeNumber('length', '12');
    await before.write();
    before.writeText('一段歌词');
    await before.score();
    const after = opened();
    expect(after.models.map(({ id }) => id)).toEqual(['three', 'two']);
    expect(after.prefixesText).toBe('风\n');
    expect(after.texts.length).toBe('12');
    expect(after.greedy).toBe(true);
    expect(after.round).toEqual(before.round);
    expect(after.scoredText).toBe('一段歌词');
  });

  it('makes nothing of what makes no sense', () => {
    const nonsense = '{"ids":3}';
    browserStorage({ 'verseloom.compare': nonsense, 'verseloom.compare-round': nonsense });
    expect(opened().models.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(opened().round).toBeNull();
  });
});

describe('guessing a text', () => {
  const perplexities: Record<string, number> = { one: 3, two: 2, three: 2 };

  it('asks every model, and finds the lowest perplexity', async () => {
    const texts: string[] = [];
    const { app } = await windowOf({
      'models.score': ({ id, text }) => {
        texts.push(`${id} ${text}`);
        return { perplexity: perplexities[id]!, characters: 4, known: 3 };
      },
    });
    app.comparing.choose(['one', 'two', 'three']);
    app.comparing.writeText('春天的船');
    await app.comparing.score();
    expect(texts).toEqual(['one 春天的船', 'two 春天的船', 'three 春天的船']);
    expect(app.comparing.best).toEqual(['two', 'three']);
    app.comparing.choose(['one']);
    expect(app.comparing.best).toEqual([]); // nothing to compare it with
  });

  it('says what is wrong with one model in its place', async () => {
    const { app } = await windowOf({
      'models.score': ({ id }) => {
        if (id === 'one') throw new VerseloomError('text.tooShort', { characters: 4, known: 0 });
        return { perplexity: 2, characters: 4, known: 4 };
      },
    });
    app.comparing.writeText('春天的船');
    await app.comparing.score();
    expect(app.comparing.scores!.of['one']).toMatchObject({ code: 'text.tooShort' });
    expect(app.comparing.scores!.of['two']).toMatchObject({ perplexity: 2 });
    expect(app.comparing.scoring).toBeNull();
  });

  it('ends early when it is enough', async () => {
    const { app, calls } = await windowOf({
      'models.score': () => {
        app.comparing.stopScoring();
        return { perplexity: 2, characters: 4, known: 4 };
      },
    });
    app.comparing.writeText('春天的船');
    await app.comparing.score();
    expect(calls.filter((name) => name === 'models.score')).toHaveLength(1);
  });

  it('takes a text of just the limit, and asks nothing about a longer or an empty one', async () => {
    const { app, calls } = await windowOf({
      'models.score': () => ({ perplexity: 2, characters: 4, known: 4 }),
    });
    for (const text of ['字'.repeat(MAX_TEXT + 1), ' \n']) {
      app.comparing.writeText(text);
      await app.comparing.score();
      expect(calls).toEqual([]);
    }
    app.comparing.writeText('字'.repeat(MAX_TEXT));
    expect(app.comparing.tooLong).toBe(false);
    await app.comparing.score();
    expect(calls).toEqual(['models.score', 'models.score']);
    app.comparing.writeText('字');
    expect(app.comparing.outdated).toBe(true);
  });
});
