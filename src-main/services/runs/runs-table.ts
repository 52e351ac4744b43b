/** All runs as a file for other programs: a line each, as CSV or as JSON. */
import { heldOutText } from '../../contract/held-out.ts';
import type { RunInfo, RunsExport } from '../../contract/runs/run.ts';
import { ranges, type NumericField } from '../../contract/settings.ts';
import { countedPerplexity, verbatimShare } from '../../contract/training.ts';

export type Cell = string | number | boolean | readonly string[] | null;

/** What of a run is in the file: names for programs, the same in every language. */
export function rowOf(run: RunInfo): Record<string, Cell> {
  const { settings } = run;
  const isKnown = settings !== null; // else it is a damaged file, of which nothing could be read
  const numbers = (Object.keys(ranges) as NumericField[]).map((field) => [
    field,
    settings ? settings[field] : null,
  ]);
  return {
    ...{ id: run.id, name: run.name, outcome: isKnown ? run.outcome : null },
    hasModel: run.hasModel,
    ...{ corpus: run.corpusName, corpusHash: run.corpusHash },
    characters: isKnown ? run.characters : null,
    vocabularySize: isKnown ? run.vocabularySize : null,
    ...{ createdAt: run.createdAt, savedAt: run.savedAt },
    ...{ epochsMade: isKnown ? run.epochs : null, perplexity: run.perplexity },
    validationPerplexity: run.validationPerplexity,
    countingPerplexity: run.counting && countedPerplexity(run.counting),
    endedBy: run.endedBy,
    ...{ cutOff: run.cutOff, trainingSeconds: run.trainingSeconds },
    ...{ bestEpoch: run.best?.epoch ?? null, bestPerplexity: run.best?.perplexity ?? null },
    settingsChanges: isKnown ? run.changes : null,
    engine: isKnown ? run.engine.name : null,
    ...{ threads: isKnown ? run.engine.threads : null, parent: run.parentName },
    ...(Object.fromEntries(numbers) as Record<NumericField, number | null>),
    cell: settings?.cell ?? null,
    activation: settings?.cell === 'rnn' ? settings.activation : null,
    tied: settings?.tied ?? null,
    optimiser: settings?.optimiser ?? null,
    schedule: settings?.schedule ?? null,
    clip: settings?.clip ?? null,
    firstWeights: settings?.firstWeights ?? null,
    sampling: settings?.sampling ?? null,
    detach: settings?.sampling === 'consecutive' ? settings.detach : null,
    lineBreaks: settings?.lineBreaks ?? null,
    heldOut: settings ? heldOutText(settings.heldOut) : null,
    letExplode: settings?.letExplode ?? null,
    keepBest: settings?.keepBest ?? null,
    verbatimShare: run.verbatim && verbatimShare(run.verbatim),
    ...{ tags: run.tags, favourite: run.favourite, notes: run.notes },
  };
}

/** @returns a file of all these runs; with a header, also where there is none */
export function tableFile(runs: readonly RunInfo[], kind: RunsExport) {
  const rows = runs.filter(({ damage }) => damage === null).map(rowOf);
  const text =
    kind === 'jsonl' ? rows.map((row) => `${JSON.stringify(row, finite)}\n`).join('') : csvOf(rows);
  return { name: `verseloom-runs.${kind}`, bytes: new Uint8Array(Buffer.from(text)) };
}

/** @returns RFC 4180, with a mark of its encoding, which spreadsheets look for */
export function csvOf(rows: readonly Readonly<Record<string, Cell>>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = [names, ...rows.map((row) => names.map((name) => row[name] ?? null))];
  return `\ufeff${lines.map((line) => `${line.map(cellOf).join(',')}\r\n`).join('')}`;
}

/** Between what a cell has several of, such as tags, which may have spaces in them. */
const LIST = '; ';
const isList = (cell: Cell): cell is readonly string[] => Array.isArray(cell);

/** A cell that begins so would be computed by a spreadsheet: it is a name that a person or a stranger's file gave. */
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(cell: Cell): string {
  const value = isList(cell) ? cell.join(LIST) : cell;
  // The largest number stands for a perplexity beyond all numbers, and nobody is to take it for a figure.
  if (typeof value === 'number' && value >= Number.MAX_VALUE) return 'inf';
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const finite = (_key: string, value: unknown): unknown =>
  value === Infinity ? Number.MAX_VALUE : value;
