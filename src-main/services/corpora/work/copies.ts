/** What of a text stands in corpora: an index of each, made once and kept as long as the host has a use for it. */
import { codePoints } from '../../../core/text/code-points.ts';
import { unitsOf } from '../../../core/text/units.ts';
import { VerbatimIndex } from '../../../core/text/verbatim.ts';
import type { Input, Output } from './jobs.ts';

export class Copies {
  readonly #indexes = new Map<string, VerbatimIndex>();

  copied({ index: name, kept, utf8, text, shortest }: Input<'copied'>): Output<'copied'> {
    for (const other of this.#indexes.keys())
      if (!kept.includes(other)) this.#indexes.delete(other);
    let index = this.#indexes.get(name);
    if (!index) {
      index = VerbatimIndex.of(pointsOf(utf8!), shortest);
      this.#indexes.set(name, index);
    }
    const { words, songs } = index;
    return index
      .runs(unitsOf(text, words), shortest)
      .map((run) => ({ ...run, song: songs[run.song] ?? '' }));
  }
}

function pointsOf(utf8: Uint8Array): Uint32Array {
  const all = new Uint32Array(utf8.length);
  let length = 0;
  for (const points of codePoints(utf8)) {
    all.set(points, length);
    length += points.length;
  }
  return all.subarray(0, length);
}
