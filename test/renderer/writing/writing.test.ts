/** What the writing pad asks of a model, refuses, offers and keeps, against the contract. */
import { undo } from '@codemirror/commands';
import { EditorSelection } from '@codemirror/state';
import { SvelteSet } from 'svelte/reactivity';
import { describe, expect, it } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import {
  writingRanges,
  writingRequest,
  type WritingNumber,
  type WritingRequest,
} from '../../../src-main/contract/writing/piece.ts';
import { CONTEXT } from '../../../src-renderer/writing/context.ts';
import { taking, type Part } from '../../../src-renderer/writing/page/offer.ts';
import { preferences } from '../../../src-main/contract/preferences.ts';
import { Writing } from '../../../src-renderer/writing/writing.svelte.ts';
import { hostWith, settled } from '../fake-host.ts';
import { modelOf } from '../window.ts';

const model = modelOf('one');

interface Pad {
  readonly writing: Writing;
  readonly sent: WritingRequest[];
  /** Ids of the requests that the host need not go on with. */
  readonly cancelled: string[];
  readonly told: unknown[];
  type(text: string, at?: number): void;
  take(part: Part): void;
}

/** @param answer what a model writes; a promise that does not end is one that goes on writing */
function pad(
  answer: (request: WritingRequest) => string | Promise<string> = () => '续',
  models: () => readonly ModelInfo[] = () => [model],
  leftOut: string[] = [],
): Pad {
  const sent: WritingRequest[] = [];
  const cancelled: string[] = [];
  const told: unknown[] = [];
  const calls = hostWith({
    'writing.write': async (request) => {
      const parsed = writingRequest.parse(request);
      sent.push(parsed);
      const continuation = await answer(parsed);
      const { prefix } = request;
      return { prefix, continuation, leftOut, cancelled: false, charactersPerSecond: 1 };
    },
    'writing.cancel': async ({ id }) => {
      cancelled.push(id);
      return {};
    },
  });
  const writing = new Writing(calls, models, {
    navigation: { toFault: (_, [field]) => field !== undefined },
    preferences: { choices: preferences.parse({}) },
    corpusName: () => undefined,
    fail: (error) => told.push(error),
  });
  return {
    ...{ writing, sent, cancelled, told },
    type(text, at = writing.draft.state.selection.main.head) {
      writing.draft.dispatch({
        changes: { from: at, insert: text },
        selection: { anchor: at + text.length },
        userEvent: 'input.type',
      });
    },
    take: (part) => writing.draft.dispatch(taking(writing.draft.state, part)!),
  };
}

const undoIn = ({ draft }: Writing): boolean =>
  undo({ state: draft.state, dispatch: ({ state }) => draft.accept(state, []) });

const codeOf = (writing: Writing, field: WritingNumber): unknown =>
  (writing.errors[field] as { code?: string } | undefined)?.code;

describe('the numbers of the pad', () => {
  it.each(['length', 'seed'] as const)('%s may be what the contract takes', async (field) => {
    const { min, max } = writingRanges[field];
    const { writing, sent } = pad();
    for (const value of [min, max]) {
      writing.writeNumber(field, String(value));
      await writing.goOn();
      expect(sent.at(-1)![field]).toBe(value);
    }
    for (const value of [min - 1, max + 1]) {
      writing.writeNumber(field, String(value));
      expect(codeOf(writing, field)).toBe('settings.outOfRange');
    }
    writing.writeNumber(field, '1.5');
    expect(codeOf(writing, field)).toBe('settings.notWhole');
    await writing.goOn();
    expect(sent).toHaveLength(2);
  });

  it('the temperature of the greedy choice has a switch of its own', async () => {
    const { writing, sent } = pad();
    writing.writeNumber('temperature', String(writingRanges.temperature.max));
    await writing.goOn();
    expect(sent.at(-1)!.temperature).toBe(10);
    writing.writeNumber('temperature', '0');
    expect(codeOf(writing, 'temperature')).toBe('settings.outOfRange');
    writing.chooseGreedy(true);
    expect(writing.errors).toEqual({});
    await writing.goOn();
    expect(sent.at(-1)!.temperature).toBe(0);
    await writing.turn(1); // which would be the same
    expect(sent).toHaveLength(2);
  });

  it('the seed after the last is the first', async () => {
    const { writing, sent } = pad();
    writing.writeNumber('seed', String(writingRanges.seed.max));
    await writing.goOn();
    await writing.turn(1);
    await writing.turn(1);
    expect(sent.map(({ seed }) => seed)).toEqual([writingRanges.seed.max, 0, 1]);
  });
});

describe('what a model goes on from', () => {
  it('stands before the cursor, as far back as it remembers, and never begins with half a character', async () => {
    const { writing, sent, type } = pad();
    type('头' + '字'.repeat(CONTEXT) + '后');
    writing.draft.dispatch({ selection: { anchor: CONTEXT + 1 } });
    await writing.goOn();
    expect(sent.at(-1)!.prefix).toBe('字'.repeat(CONTEXT));
    const { writing: other, sent: asked, type: write } = pad();
    write('𠮷' + '字'.repeat(CONTEXT - 1));
    await other.goOn();
    expect(asked.at(-1)!.prefix).toBe('字'.repeat(CONTEXT - 1));
  });

  it('is what the model suggests where nothing is written, and that is offered as well', async () => {
    const { writing, sent, take } = pad();
    await writing.goOn();
    expect(sent[0]!.prefix).toBe('分开');
    expect(writing.draft.look.rest).toBe('分开续');
    expect(writing.paper).toBe('');
    take('all');
    await writing.goOn();
    expect(sent[1]!.prefix).toBe('分开续');
  });

  it('is told of where it knows none of it, on the page', async () => {
    const { writing } = pad(() => {
      throw new VerseloomError('prefix.unknown', { characters: '🙂' });
    });
    await writing.obey(() => writing.goOn());
    expect(writing.errors.page).toMatchObject({ code: 'prefix.unknown' });
    expect(writing.draft.look.rest).toBeNull();
  });
});

describe('what is offered', () => {
  const lines = (): string => '一二 三四 五六'; // where a model has spaces for line breaks

  it('stands in lines behind the cursor, and not in the draft until it is taken, by characters, lines and all', async () => {
    const { writing, type, take } = pad(lines);
    type('分开');
    await writing.goOn();
    expect(writing.paper).toBe('分开');
    expect(writing.draft.look.rest).toBe('一二\n三四\n五六');
    take('character');
    expect(writing.paper).toBe('分开一');
    take('line');
    expect(writing.paper).toBe('分开一二');
    take('line');
    expect(writing.paper).toBe('分开一二\n三四');
    take('all');
    expect(writing.paper).toBe('分开一二\n三四\n五六');
    expect(writing.draft.look.rest).toBe('');
    for (const before of ['分开一二\n三四', '分开一二', '分开一', '分开']) {
      undoIn(writing);
      expect(writing.paper).toBe(before);
    }
  });

  it('keeps what agrees with what is typed, and goes with what does not', async () => {
    const { writing, type, take, cancelled } = pad(lines);
    type('分开');
    await writing.goOn();
    type('一二');
    type('\n');
    expect(writing.draft.look.rest).toBe('三四\n五六');
    take('character');
    type('不');
    expect(writing.draft.look.rest).toBeNull();
    expect(writing.paper).toBe('分开一二\n三不');
    expect(cancelled).toEqual([]); // all of it was there
  });

  it.each<[string, (pad: Pad) => void]>([
    ['another character', ({ type }) => type('不')],
    ['a change elsewhere', ({ type }) => type('不', 0)],
    ['a deletion', ({ writing }) => writing.draft.dispatch({ changes: { from: 1, to: 2 } })],
    ['going elsewhere', ({ writing }) => writing.draft.dispatch({ selection: { anchor: 0 } })],
    [
      'a selection',
      ({ writing }) => writing.draft.dispatch({ selection: EditorSelection.single(0, 2) }),
    ],
    ['Escape', ({ writing }) => void writing.draft.host.drop()],
  ])('goes with %s, and the host is told to leave it', async (_, does) => {
    const opened = pad(() => new Promise(() => {}));
    const { writing, type, sent, cancelled } = opened;
    type('分开');
    void writing.goOn();
    await settled();
    writing.receive({ id: sent[0]!.id, text: '一二' });
    expect(writing.draft.look.rest).toBe('一二');
    does(opened);
    expect(writing.draft.look.rest).toBeNull();
    expect(cancelled).toEqual([sent[0]!.id]);
    expect(writing.offering.readings).toEqual([]);
    writing.receive({ id: sent[0]!.id, text: '三四' });
    expect(writing.draft.look.rest).toBeNull();
    expect(writing.draft.pieces.map(({ text }) => text)).toEqual(['一二']); // and yet it is kept
  });

  it('comes as it is written, also behind what is taken of it meanwhile', async () => {
    const { writing, type, take, sent } = pad(() => new Promise(() => {}));
    type('分开');
    void writing.goOn();
    await settled();
    const [{ id }] = sent as [WritingRequest];
    writing.receive({ id, text: '一二' });
    take('all');
    writing.receive({ id, text: ' 三' });
    expect(writing.draft.look.rest).toBe('\n三');
    take('all');
    expect(writing.paper).toBe('分开一二\n三');
  });

  it('has one of several: the next is asked for once, and each comes back', async () => {
    const { writing, type, sent, take } = pad(({ seed }) => `第${seed}`);
    type('分开');
    await writing.goOn();
    await writing.turn(1);
    expect(writing.draft.look.rest).toBe('第2');
    await writing.turn(-1);
    expect(writing.draft.look.rest).toBe('第1');
    await writing.turn(1);
    expect(sent).toHaveLength(2);
    take('character');
    await writing.turn(1); // from behind what was taken
    expect(sent.at(-1)).toMatchObject({ prefix: '分开第', seed: 3 });
  });

  it('all of it is kept, whose it was, and can be put back', async () => {
    const { writing, type, take } = pad(({ seed }) => `第${seed}`);
    type('分开');
    await writing.goOn();
    await writing.turn(1);
    take('all');
    const { pieces } = writing.draft;
    expect(pieces).toMatchObject([
      { text: '第1', prefix: '分开', modelId: 'one', settings: { seed: 1, temperature: 0.6 } },
      { text: '第2', prefix: '分开', settings: { seed: 2 } },
    ]);
    expect(writing.draft.content().spans).toEqual([{ from: 2, to: 4, piece: pieces[1]!.id }]);
    writing.putBack(pieces[0]!);
    expect(writing.paper).toBe('分开第2第1');
    expect(writing.draft.content().spans[1]).toEqual({ from: 4, to: 6, piece: pieces[0]!.id });
  });

  it('stays as far as it has come where the process is gone, and so does what stood there', async () => {
    const lost = Promise.withResolvers<string>();
    const { writing, type, sent, take } = pad(() => lost.promise);
    type('分开');
    const over = writing.goOn();
    await settled();
    writing.receive({ id: sent[0]!.id, text: '一二' });
    lost.reject(new VerseloomError('compute.stopped'));
    await expect(over).rejects.toMatchObject({ code: 'compute.stopped' });
    expect(writing.offering.reading!.state).toBe('broken');
    take('all');
    expect(writing.paper).toBe('分开一二');
  });
});

describe('a part that is written anew', () => {
  it('has as many lines as stood there, and what stands around it stays', async () => {
    const { writing, type, sent } = pad(() => ' 新一 新二 新三 新四');
    type('一\n旧一旧\n旧二\n尾');
    await writing.rewrite({ from: 2, to: 8 });
    expect(sent[0]).toMatchObject({ prefix: '一\n', seed: 2 });
    expect(writing.paper).toBe('一\n新一\n新二\n尾');
    expect(writing.draft.content().spans).toMatchObject([{ from: 2, to: 7 }]);
    undoIn(writing);
    expect(writing.paper).toBe('一\n旧一旧\n旧二\n尾');
  });

  it('has as many characters where its line goes on, and comes back as it was written', async () => {
    const { writing, type } = pad(() => '新新新新新');
    type('一旧旧尾');
    await writing.rewrite({ from: 1, to: 3 });
    expect(writing.paper).toBe('一新新尾');
    type('改', 2);
    const { span } = writing.draft.look;
    writing.putBack(writing.draft.pieces[0]!, span ?? { from: 1, to: 4 });
    expect(writing.paper).toContain('新新');
  });

  it.each([
    ['is changed in its middle', '改', 2, '前一二三四后'],
    ['has a line more', '改\n改', 3, '前一二三四后'],
  ])(
    'is as it was, in the place of all that is left of it, where it %s',
    async (_, typed, at, whole) => {
      const { writing, type, take } = pad(() => '一二三四');
      type('前后');
      writing.draft.dispatch({ selection: { anchor: 1 } });
      await writing.goOn();
      take('all');
      expect(writing.paper).toBe(whole);
      type(typed, at);
      for (const head of [at - 1, at + typed.length + 1]) {
        writing.draft.dispatch({ selection: { anchor: head } });
        const { span } = writing.draft.look;
        expect(await writing.asItWas(writing.draft.pieces[0]!, span!)).toBe('same');
        expect(writing.paper).toBe(whole);
        undoIn(writing);
      }
    },
  );

  it('is as it was where it stands twice: the other copy stays', async () => {
    const { writing, type, take } = pad(() => '一二三四');
    await writing.goOn();
    type('前');
    await writing.goOn();
    take('all');
    const piece = writing.draft.pieces.at(-1)!;
    writing.putBack(piece);
    type('改', 3);
    expect(writing.paper).toBe('前一二改三四一二三四');
    type('和', 6);
    writing.draft.dispatch({ selection: { anchor: 5 } });
    await writing.asItWas(piece, writing.draft.look.span!);
    expect(writing.paper).toBe('前一二三四和一二三四');
  });

  it('is left alone where the draft was changed meanwhile', async () => {
    const written = Promise.withResolvers<string>();
    const { writing, type } = pad(() => written.promise);
    type('一旧旧');
    const over = writing.rewrite({ from: 1, to: 3 });
    type('尾');
    written.resolve('新新');
    await over;
    expect(writing.paper).toBe('一旧旧尾');
  });
});

describe('the model of the pad', () => {
  it('is the newest until one has written with it, and then stays when a newer one comes', async () => {
    const models = new SvelteSet([model]);
    const { writing, sent } = pad(
      () => '续',
      () => [...models].reverse(),
    );
    models.add(modelOf('two'));
    expect(writing.model!.id).toBe('two');
    await writing.goOn();
    models.add(modelOf('three'));
    expect(writing.model!.id).toBe('two');
    await writing.goOn();
    expect(sent.map(({ modelId }) => modelId)).toEqual(['two', 'two']);
    models.clear();
    models.add(model);
    expect(writing.model!.id).toBe('one');
  });

  it('of real lines breaks none at a space, and leaves a gap between songs', async () => {
    const lined = modelOf('lined', { lineBreaks: 'own' });
    const { writing, type, take } = pad(
      () => '我 你\n\u001e他',
      () => [lined],
      ['字'],
    );
    type('风 吹\n字雨 ');
    await writing.goOn();
    expect(writing.offering.reading!.leftOut).toEqual(['字']);
    take('all');
    expect(writing.paper).toBe('风 吹\n字雨 我 你\n\n\n他');
  });
});
