/** A text that one reads: the lines around what is seen, kept as far as that is needed, and never those of another text. */
import { describe, expect, it } from 'vitest';
import type { ApiCalls } from '../../../../src-main/contract/api.ts';
import type { SearchHit, SongPlace } from '../../../../src-main/contract/corpus/figures.ts';
import { Reading } from '../../../../src-renderer/corpus/text/reading.svelte.ts';
import { hostWith, settled } from '../../fake-host.ts';
import { sourceOf } from '../../window.ts';

type Asked = Parameters<ApiCalls['corpora.lines']>[0];

const songAt = (line: number, number: number, title: string | null = null): SongPlace => ({
  ...{ sourceId: 'a', number, title, line, lines: 2, characters: 9 },
});

/** A host with one text of numbered lines for each corpus, of which a call carries so many units. */
function begin(linesOf: (id: string) => readonly string[], units = 1_000_000) {
  const asked: Asked[] = [];
  const held: { now?: Promise<void> } = {};
  const reading = new Reading(
    hostWith({
      'corpora.songs': () => Promise.resolve([songAt(1, 1, '渡口'), songAt(3, 2)]),
      'corpora.lines': async (input) => {
        asked.push(input);
        await held.now;
        const { id, from, count, offset = 0 } = input;
        const all = linesOf(id);
        const lines: string[] = [];
        let [left, rest] = [units, 0];
        for (const [place, line] of all.slice(from, from + count).entries()) {
          const whole = place === 0 ? line.slice(offset) : line;
          if (place > 0 && whole.length > left) break;
          lines.push(whole.slice(0, left));
          rest = Math.max(0, whole.length - left);
          left -= Math.min(left, whole.length);
        }
        return { lines, rest, total: all.length };
      },
    }),
  );
  const follow = (id: string, hash = id, name = '书') =>
    reading.follow({ id, hash, sources: [sourceOf('a', { name, songs: 2 })] });
  return { asked, held, reading, follow };
}

const numbered = (count: number) => (id: string) =>
  Array.from({ length: count }, (_, line) => `${id}${line}`);

describe('lines', () => {
  it('come page by page around what is seen, and those far away go', async () => {
    const { asked, follow, reading } = begin(numbered(50_000));
    follow('x');
    await settled();
    expect([reading.total, reading.line(0)?.text, reading.line(249)?.text]).toEqual([
      50_000,
      'x0',
      'x249',
    ]);
    expect(reading.line(250)).toBeNull();
    reading.show(600, 30);
    await settled();
    expect(reading.line(629)?.text).toBe('x629');
    expect(asked.map(({ from }) => from)).toEqual([0, 500]);
    for (let line = 1000; line < 20_000; line += 250) {
      reading.show(line, 30);
      await settled();
    }
    expect(reading.line(0)).toBeNull();
    expect(reading.line(19_000)?.text).toBe('x19000');
  });

  it('of another text are none of this one, also where they come late', async () => {
    const { follow, held, reading } = begin(numbered(10));
    const late = Promise.withResolvers<void>();
    held.now = late.promise;
    follow('x');
    await settled();
    delete held.now;
    follow('y');
    late.resolve();
    await settled();
    expect([reading.id, reading.line(0)?.text]).toEqual(['y', 'y0']);
    follow('y', 'changed');
    expect(reading.line(0)).toBeNull();
    await settled();
    expect(reading.line(0)?.text).toBe('y0');
  });

  it('that are long are shown in part, around a place that is gone to', async () => {
    const long = `${'啊'.repeat(5000)}风${'啊'.repeat(5000)}`;
    const { follow, reading } = begin(() => ['前', long, '后'], 4000);
    follow('x');
    await settled();
    expect(reading.line(0)?.text).toBe('前');
    expect(reading.line(1)).toMatchObject({ from: 0, left: 10_001 - 2000 });
    expect(reading.line(2)?.text).toBe('后');
    const hit: SearchHit = {
      ...{ line: 1, song: 0, start: 5000, length: 1, text: '风', from: 5000 },
    };
    Object.defineProperty(reading.search, 'hits', { value: [hit] });
    reading.search.begin(0);
    await settled();
    const shown = reading.line(1)!;
    expect(shown.text[5000 - shown.from]).toBe('风');
    expect(shown.text.length + shown.left).toBe(10_001);
  });

  it('are copied from place to place, whatever they are cut into', async () => {
    const { follow, reading } = begin(() => ['一二三', '四五六七八九十', '甲乙丙'], 4);
    follow('x');
    await settled();
    const text = await reading.textBetween({ line: 0, offset: 1 }, { line: 2, offset: 2 });
    expect(text).toBe('二三\n四五六七八九十\n甲乙');
    expect(await reading.textBetween({ line: 1, offset: 2 }, { line: 1, offset: 4 })).toBe('六七');
  });
});

describe('songs', () => {
  it('are found by their lines, and called as their source is called now', async () => {
    const { follow, reading } = begin(numbered(10));
    follow('x');
    await settled();
    expect([0, 1, 2, 3, 9].map((line) => reading.songAt(line))).toEqual([-1, 0, 0, 1, 1]);
    expect(reading.names).toEqual(['渡口', '书 2']);
    follow('x', 'x', '新书'); // of which the text is the same
    expect(reading.names).toEqual(['渡口', '新书 2']);
  });
});

it('says why it cannot be read, and reads again when one comes back', async () => {
  const { follow, held, reading } = begin(numbered(10));
  held.now = Promise.reject(new Error('gone'));
  held.now.catch(() => {});
  follow('x');
  await settled();
  expect(reading.error).toMatchObject({ message: 'gone' });
  delete held.now;
  follow('y');
  await settled();
  expect([reading.error, reading.line(0)?.text]).toEqual([null, 'y0']);
});
