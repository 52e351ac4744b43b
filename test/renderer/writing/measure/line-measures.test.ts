/** What is known of the lines of a page: each in its stanza, which is never longer than what a key may cost. */
import type { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';
import { LineMeasures } from '../../../../src-renderer/writing/measure/line-measures.ts';
import { stanzaAt } from '../../../../src-renderer/writing/measure/stanza.ts';
import { read as setReading } from '../../../../src-renderer/writing/page/readings.ts';
import { pageState, type PageHost } from '../../../../src-renderer/writing/page/page-state.ts';

const nothing = (): void => {};
const host: PageHost = {
  ...{ send: nothing, refused: nothing, turn: () => false, drop: () => false },
  ...{ sayOf: () => '', isTaken: () => false },
};
const pageOf = (text: string): EditorState =>
  pageState({ text, spans: [], readings: [], history: null }, host);
const lettersOf = (text: string): string => {
  const state = pageOf(text);
  const measures = new LineMeasures('eighteen', undefined, nothing);
  return Array.from(
    { length: state.doc.lines },
    (_, at) => measures.of(state, at + 1)?.letter ?? '-',
  ).join('');
};

it('is of a stanza: between empty lines and labels', () => {
  expect(lettersOf('光\n山\n想\n\n山\n光\n[副歌]\n想\n  \n，\n山')).toBe('aba-ab-a--a');
});

it('of a line as long as a page there is nothing, nor is English known before it is there', () => {
  expect(lettersOf(`${'光'.repeat(1000)}\n想`)).toBe('-a');
  let wanted = 0;
  const measures = new LineMeasures('eighteen', undefined, () => (wanted += 1));
  expect(measures.of(pageOf('a long night'), 1)).toMatchObject({
    count: 3,
    rhyme: null,
    letter: null,
  });
  expect(wanted).toBe(1);
});

it('of a stanza of thousands of lines is of a part of it, on which all its lines agree', () => {
  const { doc } = pageOf(`山\n\n${'光\n'.repeat(5000)}`);
  for (const line of [3, 150, 202, 250, 1999, 2500, 5002]) {
    const stanza = stanzaAt(doc, line);
    expect(stanza.last - stanza.first).toBeLessThan(200);
    expect(stanza.first).toBeLessThanOrEqual(line);
    expect(stanza.last).toBeGreaterThanOrEqual(line);
    if (stanza.first > 203)
      for (const other of [stanza.first, stanza.last]) expect(stanzaAt(doc, other)).toEqual(stanza);
  }
});

it('of a stanza that is as it was is what it was, wherever it stands and whatever is typed elsewhere', () => {
  const before = pageOf('山\n光\n\n想\n光');
  const measures = new LineMeasures('eighteen', undefined, nothing);
  const lines = [1, 2, 4, 5];
  const [first, , third, fourth] = lines.map((line) => measures.of(before, line));
  const after = before.update({ changes: { from: 3, insert: '头\n一' } }).state;
  expect(measures.of(after, 5)).toBe(third);
  expect(measures.of(after, 6)).toBe(fourth);
  expect(measures.of(after, 1)).not.toBe(first); // a line has come to its stanza
  const other = after.update({
    effects: setReading.of({ from: 0, to: 1, reading: 'shang4' }),
  }).state;
  expect(measures.of(other, 1)).toMatchObject({ tone: 4 });
});
