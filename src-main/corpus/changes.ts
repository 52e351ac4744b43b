/** Lines while something is taken out of them, noted as it goes: the one place that counts for all kinds of files and all steps. */
import type { Change, Line, Lines, Removal } from './song.ts';

export class Changes {
  readonly #lines: Line[] = [];
  readonly #changes: Change[] = [];

  keep(line: Line): void {
    this.#lines.push(line);
  }

  /** @returns the line without what the pattern finds, which is noted where it finds anything */
  strip(line: Line, step: Removal, pattern: RegExp, instead = ''): Line {
    const found = line.text.match(pattern)?.length ?? 0;
    return found === 0 ? line : this.become(line, step, line.text.replace(pattern, instead), found);
  }

  /** @returns the line with another text, which is noted */
  become(line: Line, step: Removal, text: string, count = 1): Line {
    this.#changes.push({ step, at: line.at, before: line.text, after: text, count });
    return { ...line, text };
  }

  /** Leaves a line out. */
  drop(line: Line, step: Removal, count = 1): void {
    this.#changes.push({ step, at: line.at, before: line.text, after: null, count });
  }

  end(): Lines {
    return { lines: this.#lines, changes: this.#changes };
  }
}

/** @returns lines in the order in which they are sung; one without a stamp stays behind the line that it stood behind */
export function inOrderOfTime(lines: readonly Line[]): Line[] {
  let last = -Infinity;
  let isSorted = true;
  const timed = lines.map((line) => {
    const time = line.stamp ?? last;
    isSorted &&= time >= last;
    return { line, time: (last = time) };
  });
  if (isSorted) return [...lines];
  return timed.toSorted((a, b) => a.time - b.time).map(({ line }) => line);
}
