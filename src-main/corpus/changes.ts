/** Lines while something is taken out of them, noted as it goes: the one place that counts for all kinds of files and all steps. */
import type { Change, Line, Lines, StepName } from './song.ts';

export class Changes {
  readonly #before: readonly Line[];
  /** How many of these have been kept from the first on, one after the other. */
  #same = 0;
  /** Since they are others: most steps change nothing in most songs, and need no list of their own. */
  #lines: Line[] | undefined;
  readonly #changes: Change[] = [];

  /** @param before the lines that are gone through, where what is kept are these */
  constructor(before: readonly Line[] = []) {
    this.#before = before;
  }

  keep(line: Line): void {
    if (!this.#lines && this.#before[this.#same] === line) this.#same += 1;
    else (this.#lines ??= this.#before.slice(0, this.#same)).push(line);
  }

  /** @returns the line without what the pattern finds, which is noted where it finds anything */
  strip(line: Line, step: StepName, pattern: RegExp, instead = ''): Line {
    let count = 0;
    const text = line.text.replace(pattern, () => {
      count += 1;
      return instead;
    });
    return count === 0 ? line : this.become(line, step, text, count);
  }

  /** @returns the line with another text, which is noted unless it is the same. @param count 0 for what is not worth a number */
  become(line: Line, step: StepName, text: string, count = 1): Line {
    if (text === line.text) return line;
    this.#changes.push({ step, at: line.at, before: line.text, after: text, count });
    return { ...line, text };
  }

  /** Leaves a line out. */
  drop(line: Line, step: StepName, count = 1): void {
    this.#changes.push({ step, at: line.at, before: line.text, after: null, count });
  }

  end(): Lines {
    const isAll = this.#same === this.#before.length;
    const kept = isAll ? this.#before : this.#before.slice(0, this.#same);
    return { lines: this.#lines ?? kept, changes: this.#changes };
  }
}

/** @returns lines in the order in which they are sung; one without a stamp stays behind the line that it stood behind */
export function inOrderOfTime(lines: readonly Line[]): readonly Line[] {
  if (isInOrder(lines)) return lines;
  let last = -Infinity;
  const timed = lines.map((line) => ({ line, time: (last = line.stamp ?? last) }));
  return timed.toSorted((a, b) => a.time - b.time).map(({ line }) => line);
}

function isInOrder(lines: readonly Line[]): boolean {
  let last = -Infinity;
  for (const { stamp = last } of lines) {
    if (stamp < last) return false;
    last = stamp;
  }
  return true;
}
