import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  form,
  rhymeSystem,
  lineConstraint,
  type Form,
  type LineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { formatForm, parseForm } from '../../src-main/form/form-text.ts';
import { formatLine, parseLine } from '../../src-main/form/notation.ts';
import { formOfStanza } from '../../src-main/form/stanza-form.ts';

const seven = { min: 7, max: 7 };
const plainRhyme = { system: 'eighteen', syllables: 1, same: false } as const;

const codeOf = (read: () => unknown): unknown => {
  try {
    return read();
  } catch (error) {
    if (error instanceof VerseloomError) return [error.code, error.params];
    throw error;
  }
};

describe('what is typed', () => {
  it.each([
    ['7', { length: seven }],
    ['七', undefined],
    ['5-7', { length: { min: 5, max: 7 } }],
    ['7字', { length: seven }],
    ['7 ang', { length: seven, rhyme: { with: { name: 'ang' }, ...plainRhyme } }],
    ['ang 7', { length: seven, rhyme: { with: { name: 'ang' }, ...plainRhyme } }],
    [
      '7 江阳',
      { length: seven, rhyme: { with: { name: '江阳' }, ...plainRhyme, system: 'thirteen' } },
    ],
    ['十六唐', { rhyme: { with: { name: '十六唐' }, ...plainRhyme } }],
    ['ang /13', { rhyme: { with: { name: 'ang' }, ...plainRhyme, system: 'thirteen' } }],
    ['an 近韵', undefined],
    ['an /近韵', { rhyme: { with: { name: 'an' }, ...plainRhyme, system: 'near' } }],
    ['@时光 双押', { rhyme: { with: { text: '时光' }, ...plainRhyme, syllables: 2 } }],
    ['@light /near', { rhyme: { with: { text: 'light' }, ...plainRhyme, system: 'near' } }],
    ['@2', { rhyme: { with: { line: 1 }, ...plainRhyme } }],
    ['?? 光', { length: { min: 3, max: 3 }, given: [{ place: 3, character: '光' }] }],
    [
      '春？？光',
      {
        length: { min: 4, max: 4 },
        given: [
          { place: 1, character: '春' },
          { place: 4, character: '光' },
        ],
      },
    ],
    [
      '春*光',
      {
        given: [
          { place: 1, character: '春' },
          { place: -1, character: '光' },
        ],
      },
    ],
    [
      '3:光 -1:天',
      {
        given: [
          { place: 3, character: '光' },
          { place: -1, character: '天' },
        ],
      },
    ],
    ['平', { tone: 'level' }],
    ['3声', { tone: 3 }],
    ['tone4', { tone: 4 }],
    ['平平仄中', { pattern: ['level', 'level', 'oblique', 'any'] }],
    [
      '+“in vain” -„als ob“ @＂月 光＂',
      { must: ['in vain'], without: ['als ob'], rhyme: { with: { text: '月 光' }, ...plainRhyme } },
    ],
    ['+月亮 +风 -的 -"in vain"', { must: ['月亮', '风'], without: ['的', 'in vain'] }],
    ['不重5 无标点 latin', { noRepeatWithin: 5, punctuation: false, latin: true }],
    ['*', {}],
    ['', {}],
  ] as [string, LineConstraint | undefined][])('%s', (text, wish) => {
    if (wish) expect(parseLine(text)).toEqual(wish);
    else
      expect(codeOf(() => parseLine(text))).toEqual([
        'form.plainWord',
        { word: text.split(' ').at(-1) },
      ]);
  });

  it.each([
    ['65', ['form.outOfRange', { text: '65' }]],
    ['7-5', ['form.outOfRange', { text: '7-5' }]],
    ['双押', ['form.outOfRange', { text: '双押' }]],
    ['ang 双押', ['form.outOfRange', { text: 'ang 双押' }]],
    ['+a +b +c +d +e', ['form.outOfRange', { text: '+a +b +c +d +e' }]],
    ['7 <script>', ['form.notUnderstood', { word: '<script>' }]],
    ['8 light', ['form.plainWord', { word: 'light' }]],
    ["8 don't", ['form.plainWord', { word: "don't" }]],
    ['7 月光', ['form.plainWord', { word: '月光' }]],
    ['+"a', ['form.notUnderstood', { word: '"a' }]],
  ])('%s is refused', (text, refusal) => {
    expect(codeOf(() => parseLine(text))).toEqual(refusal);
  });

  it('is written so that it is read as the same', () => {
    const character = fc.constantFrom(...'光天春a1?*"“”@+-');
    const word = fc.oneof(
      fc.string({ unit: character, minLength: 1, maxLength: 4 }),
      fc.constantFrom('in vain', 'a\u2003b', '12', '\u2028'),
    );
    const length = fc
      .tuple(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 64 }))
      .map((two) => ({ min: Math.min(...two), max: Math.max(...two) }));
    const system = fc.constantFrom('final', 'thirteen', 'eighteen', 'near');
    const rhyme = fc.oneof(
      fc.record({
        with: fc.record({ name: fc.constantFrom('ang', '江阳', '唐', 'v', '-i', '儿', '中东') }),
        system,
        same: fc.boolean(),
      }),
      fc.record({
        with: fc.oneof(fc.record({ text: word }), fc.record({ line: fc.nat(300) })),
        system,
        syllables: fc.integer({ min: 1, max: 4 }),
        same: fc.boolean(),
      }),
    );
    const level = fc.constantFrom('level', 'oblique');
    const wishes = fc.record(
      {
        length: fc.oneof(
          length,
          fc.integer({ min: 1, max: 8 }).map((count) => ({ min: count, max: count })),
        ),
        rhyme,
        tone: fc.oneof(level, fc.integer({ min: 1, max: 4 })),
        pattern: fc.array(fc.oneof(level, fc.constant('any')), { minLength: 1, maxLength: 9 }),
        given: fc.array(
          fc.record({
            place: fc.integer({ min: -9, max: 9 }).filter((place) => place !== 0),
            character,
          }),
          { minLength: 1, maxLength: 4 },
        ),
        must: fc.array(word, { minLength: 1, maxLength: 4 }),
        without: fc.array(word, { minLength: 1, maxLength: 4 }),
        noRepeatWithin: fc.integer({ min: 2, max: 64 }),
        punctuation: fc.boolean(),
        latin: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wishes, (given) => {
        const wish = lineConstraint.parse(given);
        expect(parseLine(formatLine(wish))).toEqual(wish);
      }),
      {
        numRuns: 1000,
        seed: 13,
        examples: [[{ pattern: ['level'] }], [{ pattern: ['any'] }], [{ pattern: ['oblique'] }]],
      },
    );
  });
});

describe('a form as a text', () => {
  it.each([
    [
      '藏头 春夏',
      [{ given: [{ place: 1, character: '春' }] }, { given: [{ place: 1, character: '夏' }] }],
    ],
    [
      '7 藏尾 春夏',
      [
        { length: seven, given: [{ place: -1, character: '春' }] },
        { length: seven, given: [{ place: -1, character: '夏' }] },
      ],
    ],
    ['7 x3', [{ length: seven }, { length: seven }, { length: seven }]],
    ['5 / 7 2行', [{ length: { min: 5, max: 5 } }, { length: seven }, { length: seven }]],
    ['\ufeff7\r\n\r\n# a remark\r5\n', [{ length: seven }, { length: { min: 5, max: 5 } }]],
    [
      '藏头 春夏\n7\n5',
      [
        { length: seven, given: [{ place: 1, character: '春' }] },
        { length: { min: 5, max: 5 }, given: [{ place: 1, character: '夏' }] },
      ],
    ],
    ['= 光 年 || 4', [{ text: '光 年', length: { min: 4, max: 4 } }]],
    ['=', [{ text: '' }]],
  ] as [string, object[]][])('%j', (text, lines) => {
    expect(parseForm(text)).toEqual({ lines });
  });

  it('has a name', () => {
    expect(parseForm('# 副歌\n7')).toEqual({ name: '副歌', lines: [{ length: seven }] });
    expect(parseForm('#\n7')).toEqual({ lines: [{ length: seven }] });
  });

  it.each([
    ['', ['form.empty', {}]],
    ['# only a name', ['form.empty', {}]],
    ['7\nwhat is this', ['form.linePlainWord', { line: 2, word: 'what' }]],
    ['7 / 7 %%', ['form.lineNotUnderstood', { line: 2, word: '%%' }]],
    ['7 %%', ['form.notUnderstood', { word: '%%' }]], // there is no other line
    ['8 light', ['form.plainWord', { word: 'light' }]],
    ['99', ['form.outOfRange', { text: '99' }]],
    ['7\n\n99', ['form.lineOutOfRange', { line: 3, text: '99' }]],
    ['7 @1', ['form.rhymesAhead', { line: 1, other: 1 }]],
    ['7\n7 @3\n7', ['form.rhymesAhead', { line: 2, other: 3 }]],
    ['7 x401', ['form.tooLong', { max: 400, lines: 401 }]],
    [`藏头 ${'春'.repeat(500)}`, ['form.tooLong', { max: 400, lines: 500 }]],
    ['7\n'.repeat(401), ['form.tooLong', { max: 400, lines: 401 }]],
  ])('%j is refused', (text, refusal) => {
    expect(codeOf(() => parseForm(text))).toEqual(refusal);
  });

  it('is written so that it is read as the same, 200 lines of it as well', () => {
    const lines = Array.from({ length: 200 }, (_, at) => ({
      length: { min: (at % 64) + 1, max: 64 },
      ...(at > 0 && { rhyme: { with: { line: at - 1 } } }),
      ...(at % 7 === 0 && { text: `第 ${at} 行` }),
    }));
    const made = form.parse({ name: '长 歌', lines });
    expect(parseForm(formatForm(made))).toEqual(made);
  });

  it.each(rhymeSystem.options)(
    'rhymes by %s where that is usual, and says where it does not',
    (usual) => {
      const targets = [{ line: 0 }, { text: '光' }, { name: 'ang' }, { name: '江阳' }];
      const lines = targets.flatMap((one) =>
        rhymeSystem.options.map((system) => ({ rhyme: { with: one, system } })),
      );
      const made = form.parse({ lines: [{}, ...lines] });
      expect(parseForm(formatForm(made, usual), usual)).toEqual(made);
      expect(parseForm('*\n@1', usual).lines[1]!.rhyme!.system).toBe(usual);
      expect(parseForm('*\n@1 /18', usual).lines[1]!.rhyme!.system).toBe('eighteen');
    },
  );
});

describe('a form out of a stanza', () => {
  it('is as long and rhymes like it', () => {
    const stanza = ['记得你说你的伤', '', '你说不出的风光', '我不能听得见', '旧时光'];
    const same = { ...plainRhyme, with: { line: 0 } };
    expect(formOfStanza(stanza, 'eighteen')).toEqual<Form>({
      lines: [
        { length: seven },
        { length: seven, rhyme: same },
        { length: { min: 6, max: 6 } },
        { length: { min: 3, max: 3 }, rhyme: same },
      ],
    });
    expect(form.safeParse(formOfStanza(stanza, 'eighteen')).success).toBe(true);
  });

  it('lets a line end as the one that it rhymes with, where it did', () => {
    const [, second] = formOfStanza(['在远方', '有远方'], 'final').lines;
    expect(second!.rhyme).toMatchObject({ same: true, system: 'final' });
  });
});
