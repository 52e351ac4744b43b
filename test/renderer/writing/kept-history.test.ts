/** What can be undone outlives a restart, with whose the text was; and what does not fit is as if there were none. */
import { isolateHistory, redo, undo, undoDepth } from '@codemirror/commands';
import { Transaction, type EditorState, type TransactionSpec } from '@codemirror/state';
import { expect, it } from 'vitest';
import { KEPT_DRAFT_HISTORY } from '../../../src-main/contract/writing/draft.ts';
import { readHistory, writeHistory } from '../../../src-renderer/writing/page/kept-history.ts';
import { spansOf, written } from '../../../src-renderer/writing/page/origin.ts';
import { pageState, type PageHost } from '../../../src-renderer/writing/page/page-state.ts';
import { reading, readingsIn } from '../../../src-renderer/writing/page/readings.ts';

const nothing = (): void => {};
const host: PageHost = {
  ...{ send: nothing, refused: nothing, turn: () => false, drop: () => false },
  ...{ sayOf: () => '', isTaken: () => false },
};

/** 分开, and behind it five characters that a model wrote, the third of which was then taken out. */
function lived(): EditorState {
  let state = pageState({ text: '', spans: [], readings: [], history: null }, host);
  state = state.update({ changes: { from: 0, insert: '分开' }, userEvent: 'input.type' }).state;
  state = state.update({
    changes: { from: 2, insert: '一二三四五' },
    effects: written.of({ from: 2, to: 7, piece: 'p' }),
    annotations: isolateHistory.of('full'),
    userEvent: 'input.take',
  }).state;
  return state.update({ changes: { from: 4, to: 5 }, userEvent: 'delete' }).state;
}

const reopened = (state: EditorState, history: string | null): EditorState =>
  pageState({ text: state.doc.toString(), spans: spansOf(state), readings: [], history }, host);

const after = (state: EditorState, command: typeof undo): EditorState => {
  let now = state;
  command({ state, dispatch: (transaction) => (now = transaction.state) });
  return now;
};

it('is undone and done again after a restart as it would have been before, with whose it was', () => {
  const before = lived();
  const again = reopened(before, writeHistory(before, 1e6));
  let [one, other] = [before, again];
  for (const command of [undo, undo, undo, redo, redo, redo, undo] as const) {
    [one, other] = [after(one, command), after(other, command)];
    expect([other.doc.toString(), spansOf(other)]).toEqual([one.doc.toString(), spansOf(one)]);
  }
  expect(spansOf(after(again, undo))).toEqual([{ from: 2, to: 7, piece: 'p' }]);
});

it('outlives a restart in the midst of undoing, too', () => {
  const before = after(after(lived(), undo), undo);
  const again = reopened(before, writeHistory(before, 1e6));
  expect(spansOf(after(again, redo))).toEqual([{ from: 2, to: 7, piece: 'p' }]);
});

it(
  'has the whole of a long evening: 10,000 keys, each a step of its own, and 300 stanzas that a model wrote',
  { tags: ['long'] },
  () => {
    const STANZA = '月光照在窗台上\n'.repeat(4);
    let state = pageState({ text: '', spans: [], readings: [], history: null }, host);
    let time = 0;
    const doing = (spec: TransactionSpec): void => {
      time += 1000; // long enough after what was before it to be undone by itself
      state = state.update({ ...spec, annotations: Transaction.time.of(time) }).state;
    };
    for (let key = 0; key < 10_000; key++) {
      const from = (key * 7919) % (state.doc.length + 1); // now here, now there
      const isRubbedOut = key % 5 === 0 && from > 0;
      if (isRubbedOut)
        doing({ changes: { from: from - 1, to: from }, userEvent: 'delete.backward' });
      else doing({ changes: { from, insert: '月' }, userEvent: 'input.type' });
      if (key % 33 !== 0 || key >= 300 * 33) continue;
      const to = from + STANZA.length;
      const effects = written.of({ from, to, piece: `${key}` });
      doing({ changes: { from, insert: STANZA }, selection: { anchor: to }, effects });
      if (key % 2 === 0) doing({ changes: { from, to }, userEvent: 'delete' });
    }
    const depth = undoDepth(state);
    expect(depth).toBeGreaterThan(10_300);
    let now = reopened(state, writeHistory(state, KEPT_DRAFT_HISTORY));
    expect(undoDepth(now)).toBe(depth);
    while (undo({ state: now, dispatch: (transaction) => (now = transaction.state) }));
    expect(now.doc.toString()).toBe('');
  },
);

it('is cut off at its oldest end, and what is left is undone', () => {
  const before = lived();
  const whole = writeHistory(before, 1e6);
  const cut = writeHistory(before, whole.length - 1);
  expect(cut.length).toBeLessThan(whole.length);
  const again = reopened(before, cut);
  expect(undoDepth(again)).toBe(undoDepth(before) - 1);
  expect(after(again, undo).doc.toString()).toBe('分开一二三四五');
});

it.each([
  ['cut off', '{"done":['],
  ['of another shape', '{"done":1}'],
  ['of nothing', 'null'],
])('that is %s is none', (_, text) => {
  const state = reopened(lived(), text);
  expect(undoDepth(state)).toBe(0);
  expect(state.doc.toString()).toBe('分开一二四五');
});

it('of another text is none', () => {
  const history = writeHistory(lived(), 1e6);
  const state = pageState({ text: '别的', spans: [], readings: [], history }, host);
  expect(undoDepth(state)).toBe(0);
  expect(readHistory(null, () => state)).toBe(state);
});

it('has how characters are read, which goes along with them, and comes back with what is undone, also after a restart', () => {
  let state = pageState({ text: '山重水', spans: [], readings: [], history: null }, host);
  const doing = (...specs: TransactionSpec[]): void => {
    state = state.update(...specs).state;
  };
  doing(reading({ from: 1, to: 2, reading: 'chong2' }));
  doing({ changes: { from: 0, insert: '青' }, userEvent: 'input.type' });
  expect(readingsIn(state)).toEqual([{ at: 2, reading: 'chong2' }]);
  doing({ changes: { from: 2, insert: '万' }, userEvent: 'input.type' }); // at its edge, and not of it
  expect(readingsIn(state)).toEqual([{ at: 3, reading: 'chong2' }]);
  doing({
    changes: { from: 2, to: 4 },
    userEvent: 'delete',
    annotations: isolateHistory.of('full'),
  });
  expect(readingsIn(state)).toEqual([]);
  const history = writeHistory(state, 1e6);
  const again = pageState({ text: '青山水', spans: [], readings: [], history }, host);
  for (const one of [state, again]) {
    const back = after(one, undo);
    expect([back.doc.toString(), readingsIn(back)]).toEqual([
      ...['青山万重水', [{ at: 3, reading: 'chong2' }]],
    ]);
    const typed = after(after(back, undo), undo);
    expect(readingsIn(typed)).toEqual([{ at: 1, reading: 'chong2' }]);
    const unset = after(typed, undo);
    expect([unset.doc.toString(), readingsIn(unset)]).toEqual(['山重水', []]);
    expect(readingsIn(after(unset, redo))).toEqual([{ at: 1, reading: 'chong2' }]);
  }
});

it('keeps a reading that was set where there was one', () => {
  const set = [{ at: 0, reading: 'chong2' }];
  const state = pageState({ text: '重', spans: [], readings: set, history: null }, host);
  const other = state.update(reading({ from: 0, to: 1, reading: null })).state;
  expect(readingsIn(other)).toEqual([]);
  expect(readingsIn(after(other, undo))).toEqual(set);
  // A draft that somebody has mended by hand.
  const beyond = [{ at: 7, reading: 'chong2' }];
  expect(
    readingsIn(pageState({ text: '重', spans: [], readings: beyond, history: null }, host)),
  ).toEqual([]);
});
