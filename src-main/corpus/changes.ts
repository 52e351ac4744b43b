/** Lines while something is taken out of them, noted as it goes: the one place that counts for all kinds of files and all steps. */
import type { Change, Line, Lines, StepName } from './song.ts';

export class Changes {
  readonly #lines: Line[] = [];
  readonly #changes: Change[] = [];

  keep(line: Line): void {
    this.#lines.push(line);
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
