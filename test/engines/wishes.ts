/** Lines of an engine's own streams under every wish and every two of them, as many as asked for: each is as it was wished, by another judge. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  lineConstraint,
  type GivenLineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import { Decoder } from '../../src-main/core/decoder.ts';
import { Random } from '../../src-main/core/random.ts';
import type { Constraint } from '../../src-main/core/search/constraint.ts';
import { WithoutCopying } from '../../src-main/core/search/no-copy.ts';
import { search, type Found } from '../../src-main/core/search/search.ts';
import { StreamProgram } from '../../src-main/core/search/streams.ts';
import { unitsOf } from '../../src-main/core/text/units.ts';
import { VerbatimIndex } from '../../src-main/core/text/verbatim.ts';
import { Vocabulary } from '../../src-main/core/text/vocabulary.ts';
import { alphabetOf } from '../../src-main/form/alphabet.ts';
import { FormSteps } from '../../src-main/form/form-constraint.ts';
import { met } from '../../src-main/form/met.ts';
import { floats } from '../core/tiny-network.ts';
import type { Engine } from '../../src-main/core/tensors/engine.ts';
import { plainRnn } from '../contract/all-cells.ts';

const root = join(import.meta.dirname, '..', '..');
const lyrics = readFileSync(join(root, 'resources/corpora/original-lyrics.zh.txt'), 'utf8').slice(
  0,
  6000,
);
const corpus = lyrics.replaceAll('\r', '');
const vocabulary = Vocabulary.of(`${corpus}，。！abcdefgh`);
const model = floats(
  { ...plainRnn, vocabularySize: vocabulary.size, hiddenSize: 12 },
  new Random(3),
  0.5,
);

const PARTICLES = 250;
const MOST_COPIED = 2;

const wishes: Readonly<Record<string, GivenLineConstraint>> = {
  length: { length: { min: 7, max: 7 } },
  rhyme: { rhyme: { with: { name: 'ang' }, system: 'final' } },
  tone: { tone: 'level' },
  pattern: { pattern: ['oblique', 'any', 'level', 'any', 'any', 'level', 'any'] },
  given: {
    given: [
      { place: 1, character: '我' },
      { place: -3, character: '的' },
    ],
  },
  must: { must: ['一个'] },
  without: { without: ['你', '我们', '是'] },
  noRepeatWithin: { noRepeatWithin: 7 },
  punctuation: { punctuation: false },
  latin: { latin: false },
  noCopy: {},
};
const kinds = Object.keys(wishes);
const pairs = kinds.flatMap((a, at) => kinds.slice(at).map((b) => [a, b] as const));

/** @param lines of each two wishes, at least */
export function itFindsAsWished(create: () => Promise<Engine>, lines: number): void {
  describe(`${lines} lines`, async () => {
    const engine = await create();
    const decoder = await Decoder.create(engine, model);
    const program = await StreamProgram.create(engine, model, PARTICLES);
    const alphabet = alphabetOf(vocabulary.characters, '\n');
    const points = Array.from(corpus, (character) => character.codePointAt(0)!);
    const index = VerbatimIndex.of(points, MOST_COPIED);
    const prefix = vocabulary.encode('想要\n').ids;
    const after = await decoder.after(prefix);

    it.each(pairs)('of %s and %s', async (a, b) => {
      // A line has to have a length for there to be an end of it.
      const wish = lineConstraint.parse({ length: { min: 5, max: 9 }, ...wishes[a], ...wishes[b] });
      const steps = new FormSteps({ lines: [wish] }, { alphabet });
      const avoids = a === 'noCopy' || b === 'noCopy';
      const copying = { index, most: MOST_COPIED };
      const constraint = (
        avoids
          ? new WithoutCopying(steps, copying, vocabulary.characters, prefix, () => false)
          : steps
      ) as Constraint<unknown>;
      const random = new Random(a.length * 31 + b.length);
      const found: Found<unknown>[] = [];
      for (let round = 0; round < 40 && found.length < lines; round++)
        found.push(
          ...(await program.begin(after, 1, (streams) =>
            search(streams, constraint, {
              ...{ islands: 5, settings: { temperature: 1 }, prefix, spared: [] },
              ...{ longest: 60, random },
            }),
          )),
        );
      expect(found.length).toBeGreaterThanOrEqual(lines);
      const different = new Set(
        found.map(({ text }) => vocabulary.decode(text.map(({ id }) => id))),
      );
      for (const line of different) {
        expect(line.endsWith('\n')).toBe(true);
        const degrees = Object.entries(met(line.slice(0, -1), wish));
        for (const [kind, degree] of degrees) expect(degree, `${kind}: ${line}`).toBe('met');
        if (!avoids) continue;
        const runs = index.runs(unitsOf(`想要\n${line}`, index.words), MOST_COPIED + 1);
        expect(runs, line).toEqual([]);
      }
    });
  });
}
