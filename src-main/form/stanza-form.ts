/** A form taken over from a stanza that is there: as long as this one, and rhyming like it. */
import type { Form, FormLine, RhymeSystem } from '../contract/writing/constraint.ts';
import { endsAlike, lineEnd, rhymes, type LineEnd, type Reading } from '../language/line-end.ts';
import { measureLine } from '../language/measure.ts';

/**
 * @param stanza lines; those without anything that counts are left out
 * @param system by which its rhymes are found
 * @returns a form in which each line is as long as there, and rhymes with the first one with which it does there. Where the two end with the
 * same character, they may here as well
 * @throws ZodError where there is no line, or a line or the stanza is longer than a form's
 */
export function formOfStanza(
  stanza: readonly string[],
  system: RhymeSystem,
  reading: Reading = {},
): Form {
  const leaders: { line: number; end: LineEnd }[] = [];
  const lines: FormLine[] = [];
  for (const text of stanza) {
    const { count } = measureLine(text, system, reading);
    if (count === 0) continue;
    const end = lineEnd(text, reading);
    const leader = end && leaders.find((other) => rhymes(other.end, end, system));
    if (end && !leader) leaders.push({ line: lines.length, end });
    const length = { min: count, max: count };
    if (!leader) lines.push({ length });
    else
      lines.push({
        length,
        rhyme: {
          ...{ with: { line: leader.line }, system, syllables: 1 },
          same: endsAlike(leader.end, end),
        },
      });
  }
  return { lines };
}
