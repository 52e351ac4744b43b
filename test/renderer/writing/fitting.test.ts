/** Lines that fit are asked for with what stands around the cursor, and put where they were asked for. */
import { describe, expect, it } from 'vitest';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import type { RhymeSystem } from '../../../src-main/contract/writing/constraint.ts';
import type { LinesResult } from '../../../src-main/contract/writing/lines.ts';
import { Draft, emptyContent, type DraftHost } from '../../../src-renderer/writing/draft.svelte.ts';
import { Fitting } from '../../../src-renderer/writing/lines/fitting.svelte.ts';
import { stanzasOf } from '../../../src-renderer/writing/lines/stanzas.ts';
import {
  fileOfForm,
  readFormFile,
  readWishes,
} from '../../../src-renderer/writing/lines/wishes.ts';
import { reading } from '../../../src-renderer/writing/page/readings.ts';
import { hostWith } from '../fake-host.ts';

type Asked = Parameters<ApiCalls['writing.lines']>[0];
const nothing = (): void => {};
const host: DraftHost = {
  ...{ send: nothing, refused: nothing, turn: () => false, drop: () => false },
  ...{ sayOf: () => '', isTaken: () => false },
  ...{ changed: nothing, looked: nothing, offerGone: nothing, typed: nothing },
};
const chinese = { id: 'm', name: 'M', hasText: true, suggestedPrefix: '分开' } as ModelInfo;

/** A page with the cursor at the sign |. */
function open(
  page: string,
  model: ModelInfo = chinese,
  avoids = true,
  system: RhymeSystem = 'eighteen',
) {
  const at = page.indexOf('|');
  const draft = new Draft({ ...emptyContent, text: page.replace('|', '') }, host);
  draft.dispatch({ selection: { anchor: at } });
  const requests: Asked[] = [];
  const answers: ((request: Asked) => Partial<LinesResult>)[] = [];
  const fitting = new Fitting(
    hostWith({
      'writing.lines': async (request) => {
        requests.push(request);
        const none = { readings: [], nearest: [], inTheWay: [], leftOut: [] };
        return {
          ...none,
          prefix: '',
          tried: 1024,
          cancelled: false,
          ...answers.shift()?.(request),
        };
      },
    }),
    {
      draft,
      ...{ avoids, shortest: 6, system },
      wish: () => ({
        ...{ model, noCopy: null },
        numbers: () => ({ length: 1, temperature: 0, seed: 3 }),
      }),
      changed: nothing,
    },
  );
  return { draft, fitting, requests, answers };
}

const readingOf = (text: string, copied: [start: number, units: number][] = []) => ({
  ...{ text, lines: text.split('\n'), continuation: text, logProbability: -1, met: [] },
  characters: [...text].map((character) => ({ character, probability: 0.25 })),
  copied: copied.map(([start, units]) => ({ start, length: units, units, song: '歌' })),
});

it.each<[page: string, prefix: string, after: string | undefined]>([
  ['一行|字\n下一行', '一行字\n', '下一行'],
  ['一行字\n|\n下一行', '一行字\n', '下一行'],
  ['一行字|\n\n下一行', '一行字\n', undefined],
  ['一行字|\n[副歌]\n下一行', '一行字\n', undefined],
  ['|', '分开\n', undefined], // nothing stands before it
])('of %j they go on from %j, with %j behind them', async (page, prefix, after) => {
  const { fitting, requests } = open(page);
  await fitting.ask();
  expect(requests).toHaveLength(1);
  expect(requests[0]!.prefix).toBe(prefix);
  expect(requests[0]!.form.lines.map(({ text }) => text)).toEqual(
    after === undefined ? [undefined] : [undefined, after],
  );
  expect(fitting.found!.isBorrowed).toBe(page === '|');
});

it.each<[model: Partial<ModelInfo>, avoids: boolean, noCopy: number | null]>([
  [{}, true, 5],
  [{}, false, null],
  [{ hasText: false }, true, null], // it cannot be told
])(
  'of a model with %j, where copying is avoided or not (%s), %s in a row are allowed',
  async (...given) => {
    const [model, avoids, noCopy] = given;
    const { fitting, requests } = open('|', { ...chinese, ...model }, avoids);
    await fitting.ask();
    expect(requests[0]).toMatchObject({ noCopy, units: 6, count: 6, seed: 3 });
    expect(requests[0]!.temperature).toBeGreaterThan(0); // the greedy choice has but one reading
  },
);

it('are told of without the line that comes next, and not asked for again with it', async () => {
  const { draft, fitting, requests, answers } = open('一行字|\n下一行');
  answers.push(() => ({
    readings: [
      readingOf('你说的方\n下一行', [
        [5, 8],
        [1, 3],
      ]),
    ],
  }));
  await fitting.ask();
  const [one] = fitting.found!.readings;
  expect(one!.piece.text).toBe('你说的方');
  expect(one!.probability).toBeCloseTo(0.25);
  expect(one!.copied).toMatchObject({ start: 1, units: 3 }); // the other one is the person's own line
  await fitting.more();
  expect(requests[1]!.shown).toEqual(['你说的方\n下一行']);
  fitting.put(one!);
  expect(draft.text).toBe('一行字\n你说的方\n下一行');
  expect(draft.content().spans).toEqual([{ from: 4, to: 8, piece: one!.piece.id }]);
});

describe('lines of a stanza that is selected', () => {
  function selected(text: string) {
    const opened = open(`${text}|`);
    opened.draft.dispatch({ selection: { anchor: 0, head: text.length } });
    return opened;
  }
  const texts = (fitting: Fitting) => fitting.form?.lines.map(({ text }) => text);

  it('may be locked, one and another or all but one, and keep what is wished of them', async () => {
    const { fitting } = selected('月亮在山上\n风吹过海\n她在等船');
    expect(await fitting.asThis()).toBe(true);
    await fitting.read();
    await fitting.lock((line, isLocked) => (line === 1 ? !isLocked : isLocked));
    await fitting.read();
    expect(texts(fitting)).toEqual([undefined, '风吹过海', undefined]);
    expect(fitting.form!.lines[1]!.length).toEqual({ min: 4, max: 4 });
    await fitting.lock((line) => line !== 2);
    await fitting.read();
    expect(texts(fitting)).toEqual(['月亮在山上', '风吹过海', undefined]);
    await fitting.lock(() => false);
    await fitting.read();
    expect(texts(fitting)).toEqual([undefined, undefined, undefined]);
  });

  it('cannot where the page has another number of lines selected', async () => {
    const { draft, fitting } = selected('月亮在山上\n风吹过海');
    fitting.wishFor({ words: '5 / 4 / 4' });
    await fitting.read();
    expect(fitting.lockable()).toBeUndefined();
    fitting.wishFor({ words: '5 / 4' });
    await fitting.read();
    expect(fitting.lockable()).toEqual(['月亮在山上', '风吹过海']);
    draft.dispatch({ selection: { anchor: 0 } });
    expect(fitting.lockable()).toBeUndefined();
  });

  it('that stay keep where they came from; the others are of the model, as one step', async () => {
    const { draft, fitting, requests, answers } = selected('月亮在山上\n风吹过海\n她在等船');
    await fitting.asThis();
    await fitting.read();
    await fitting.lock((line) => line !== 1);
    answers.push(() => ({ readings: [readingOf('月亮在山上\n云走了\n她在等船')] }));
    await fitting.ask();
    expect(requests[0]!.form.lines.map(({ text }) => text)).toEqual([
      ...['月亮在山上', undefined, '她在等船'],
    ]);
    const [reading] = fitting.found!.readings;
    fitting.put(reading!);
    expect(draft.text).toBe('月亮在山上\n云走了\n她在等船');
    expect(draft.content().spans).toEqual([{ from: 6, to: 9, piece: reading!.piece.id }]);
    expect(fitting.lockable()).toHaveLength(3); // so that one can go on with them
  });
});

it('a song gives its stanzas, each once and without labels', () => {
  expect(
    stanzasOf(['', '[主歌]', '一', '二', '', '', '三 ', '[副歌]', '四', '', '一', '二']),
  ).toEqual([['一', '二'], ['三'], ['四']]);
});

it('a form is given away as a file with its name, and read again as it was', () => {
  const form = readWishes('7 ang / 7 @1 / 5', 1, 'eighteen');
  const file = fileOfForm('副歌', form);
  expect(file).toMatch(/^# 副歌\n/);
  const { name, words } = readFormFile(file, 'eighteen');
  expect(name).toBe('副歌');
  expect(readWishes(words, 1, 'eighteen')).toEqual(form);
  expect(() => readFormFile('# 空\n', 'eighteen')).toThrow(
    expect.objectContaining({ code: 'form.empty' }),
  );
});

it('are asked for with the readings that the person has set, and are like a line as it is read', async () => {
  const { draft, fitting, requests } = open('我步行|\n后来');
  draft.dispatch(reading({ from: 2, to: 3, reading: 'hang2' }));
  await fitting.asThis();
  expect(fitting.words).toBe('3 hang');
  await fitting.ask();
  const set = { before: '步', character: '行', after: '', reading: 'hang2' };
  expect(requests[0]!.readings).toEqual([set]);
  const bank = open('去银行|');
  await bank.fitting.asThis();
  expect(bank.fitting.words).toBe('3 hang'); // by itself it would be xing
});

it('rhyme by the book of the draft where their words do not say', async () => {
  const { fitting } = open('春天|', chinese, true, 'thirteen');
  fitting.wishFor({ words: '7 @春 / 7 @1 /18 / 7 ang /near' });
  const form = await fitting.read();
  expect(form!.lines.map(({ rhyme }) => rhyme!.system)).toEqual(['thirteen', 'eighteen', 'near']);
  await fitting.asThis();
  expect(fitting.words).toBe('2 @天');
  expect((await fitting.read())!.lines[0]!.rhyme!.system).toBe('thirteen');
});
