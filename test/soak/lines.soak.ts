/** Every wish and every pair of wishes in a thousand lines of each starter model, as the product finds them: judged one by one, and held to the text for copies. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  lineConstraint,
  type GivenLineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import { met } from '../../src-main/form/met.ts';
import { loadEnglish, type English } from '../../src-main/language/english/english.ts';
import { readLearntText, readWeights } from '../../src-main/services/model-files.ts';
import { openForTest } from '../services/open-product.ts';

const LINES = 1000;
/** Readings of one question, at most. */
const COUNT = 32;
const MAY_COPY = 3;
const UNIT = /\p{Script=Han}|[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu;

/** One of each kind, such as all others can be wished with. */
const wishes = {
  zh: {
    length: { length: { min: 5, max: 9 } },
    rhyme: { rhyme: { with: { name: 'ang' } } },
    tone: { tone: 'level' },
    pattern: { pattern: ['any', 'level', 'any', 'oblique', 'any', 'any', 'level'] },
    given: { given: [{ place: 1, character: '我' }] },
    must: { must: ['她'] },
    without: { without: ['的', '一个'] },
    noRepeatWithin: { noRepeatWithin: 5 },
    punctuation: { punctuation: false },
    latin: { latin: false },
    noCopy: {},
  },
  en: {
    length: { length: { min: 6, max: 10 } },
    rhyme: { rhyme: { with: { text: 'night' }, system: 'near' } },
    given: { given: [{ place: 1, character: 'T' }] },
    must: { must: ['the'] },
    without: { without: ['and'] },
    punctuation: { punctuation: false },
    noCopy: {},
  },
} satisfies Record<string, Record<string, GivenLineConstraint>>;

describe.each(['zh', 'en'] as const)('of the model %s', (language) => {
  const own: Record<string, GivenLineConstraint> = wishes[language];
  const kinds = Object.keys(own);
  const pairs = kinds.flatMap((one, at) => kinds.slice(at + 1).map((other) => [one, other]));
  const path = join(import.meta.dirname, '..', '..', 'resources', 'starters', `${language}.verse`);

  const prefix = language === 'zh' ? '月光照在窗台上\n' : 'The rain came down\n';
  let file: Awaited<ReturnType<typeof readWeights>>;
  let english: English;
  /** Units of each song, with a mark around each, so that a run is looked for as a string. */
  let learnt: string[];

  beforeAll(async () => {
    file = await readWeights(path);
    english = await loadEnglish();
    const text = Buffer.from((await readLearntText(path))!).toString('utf8');
    learnt = text.split('\u001e').map((song) => runOf(unitsOf(song)));
  });

  it.each([...kinds.map((kind) => [kind]), ...pairs])(
    `${LINES} lines meet %s %s`,
    async (...some) => {
      const { writing } = await openForTest();
      const wish = lineConstraint.parse(Object.assign({}, ...some.map((kind) => own[kind])));
      const noCopy = some.includes('noCopy') ? MAY_COPY : null;
      let lines = 0;
      for (let seed = 0; lines < LINES && seed < 400; seed++) {
        const { readings } = await writing.lines(path, file, () => readLearntText(path), {
          ...{ id: `${seed}`, prefix, seed, temperature: 1, count: COUNT, noCopy },
          form: { lines: [wish] },
        });
        for (const { text: line } of readings) {
          lines += 1;
          for (const [kind, degree] of Object.entries(met(line, wish, { english })))
            expect([line, kind, degree]).toEqual([line, kind, 'met']);
          if (noCopy === null) continue;
          const units = unitsOf(line);
          for (let at = 0; at + MAY_COPY < units.length; at++) {
            const run = runOf(units.slice(at, at + MAY_COPY + 1));
            expect([line, run, learnt.some((song) => song.includes(run))]).toEqual([
              line,
              run,
              false,
            ]);
          }
        }
      }
      expect(lines).toBeGreaterThanOrEqual(LINES);
    },
  );
});

const unitsOf = (text: string): string[] =>
  (text.match(UNIT) ?? []).map((unit) => unit.toLowerCase().replaceAll('’', "'"));
const runOf = (units: readonly string[]): string => `|${units.join('|')}|`;
