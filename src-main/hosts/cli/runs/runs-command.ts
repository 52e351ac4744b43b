/** The commands below `runs`: all runs of the library, those of which there is a record alone among them. */
import type { Command } from 'commander';
import { VerseloomError } from '../../../contract/errors.ts';
import { onOneLine } from '../../../contract/corpus/song-text.ts';
import { endingOf } from '../../../contract/model.ts';
import type { RunInfo } from '../../../contract/runs/run.ts';
import { rowOf, type Cell } from '../../../services/runs/runs-table.ts';
import type { Written } from '../arguments/flags.ts';
import { matching, namesOf } from '../arguments/matching.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { DONE } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { epochLine, inSixDecimals, sampleLine, toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { moment } from '../terminal/formats.ts';
import { tableOf } from '../terminal/table.ts';

const NONE = '–';
/** Stands before what differs between runs. */
const DIFFERS = '*';

/** @param end is given the exit code */
export function addRunsCommand(
  program: Command,
  around: Surroundings,
  end: (code: number) => void,
): void {
  const { t } = around.translator;
  const runs = program
    .command('runs')
    .summary(t('cli.commands.runs'))
    .description(t('cli.about.runs'))
    .helpCommand(false);
  const command = (name: string): Command =>
    runs
      .command(name)
      .summary(t(`cli.runs.commands.${name}`))
      .description(t(`cli.runs.about.${name}`));

  command('list')
    .option('--json', t('cli.options.jsonLines'))
    .action(async (written: Written) => end(await list(around, written)));
  command('show')
    .argument('<run>', t('cli.runs.run'))
    .option('--json', t('cli.options.json'))
    .action(async (run: string, written: Written) => end(await show(around, run, written)));
  command('compare')
    .argument('<run...>', t('cli.runs.several'))
    .option('--json', t('cli.options.json'))
    .action(async (named: string[], written: Written) =>
      end(await compare(around, named, written)),
    );
}

async function list(around: Surroundings, written: Written): Promise<number> {
  const { output, translator } = around;
  const { t, language } = translator;
  const runs = await (await around.openRuns()).list();
  if (written['json']) {
    for (const run of runs) output.line(toJson({ ...rowOf(run), damage: run.damage }));
    return DONE;
  }
  if (runs.length === 0) output.notice(t('cli.runs.none', { command: around.command }));
  const head = [
    ...['id', 'name', 'savedAt', 'epochs', 'perplexity', 'outcome'].map((key) =>
      t(`cli.inspect.${key}`),
    ),
    '',
  ];
  const rows = runs.map((run) => [
    ...[run.id, run.name, moment(run.savedAt, language)],
    isUnknown(run) ? NONE : String(run.epochs),
    run.perplexity === null ? NONE : inSixDecimals(run.perplexity),
    run.damage ? NONE : t(`models.${endingOf(run)}`),
    run.damage
      ? failureSentence(run.damage, translator)
      : [...(run.hasModel ? [] : [t('cli.runs.record')]), ...run.tags.map((tag) => `#${tag}`)].join(
          ' ',
        ),
  ]);
  if (rows.length > 0) for (const line of tableOf([head, ...rows])) output.line(line);
  return DONE;
}

async function show(around: Surroundings, named: string, written: Written): Promise<number> {
  const { output } = around;
  const library = await around.openRuns();
  const run = findRun(await library.list(), named);
  const { epochs, samples } = await library.read(run.id);
  if (written['json']) {
    output.line(toJson({ ...rowOf(run), prefixes: run.settings?.prefixes ?? [], epochs, samples }));
    return DONE;
  }
  for (const line of tableOf(
    Object.entries(rowOf(run)).map(([name, value]) => [name, said(value)]),
  ))
    output.line(line);
  const last = epochs.at(-1);
  if (last) output.line(epochLine(last));
  for (const sample of samples.filter(({ epoch }) => epoch === samples.at(-1)?.epoch))
    output.line(sampleLine(sample));
  return DONE;
}

async function compare(
  around: Surroundings,
  named: readonly string[],
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const all = await (await around.openRuns()).list();
  const rows = named.map((name) => {
    const run = findRun(all, name);
    // Beside others, what nobody knows of it would look as if it were known.
    if (run.damage && isUnknown(run)) throw new VerseloomError(run.damage.code, run.damage.params);
    return rowOf(run);
  });
  const fields = Object.keys(rows[0]!);
  const differing = fields.filter(
    (field) => !OWN.includes(field) && new Set(rows.map((row) => row[field])).size > 1,
  );
  if (written['json']) {
    output.line(toJson({ differing, runs: rows }));
    return DONE;
  }
  for (const line of tableOf(
    fields.map((field) => [
      differing.includes(field) ? DIFFERS : '',
      field,
      ...rows.map((row) => said(row[field] ?? null)),
    ]),
  ))
    output.line(line);
  output.notice(translator.t('cli.runs.differing', { mark: DIFFERS }));
  return DONE;
}

/** A file of which nothing could be read. */
const isUnknown = ({ settings }: RunInfo): boolean => settings === null;

/** What every run has for itself, and nobody has set. */
const OWN = ['id', 'name', 'createdAt', 'savedAt', 'tags', 'favourite', 'notes', 'hasModel'];

function said(value: Cell): string {
  // The largest number stands for a perplexity beyond all numbers.
  if (typeof value === 'number' && value >= Number.MAX_VALUE) return 'inf';
  const text = Array.isArray(value) ? value.join('; ') : String(value ?? '');
  return text === '' ? NONE : onOneLine(text);
}

/** @throws UsageError when there is no such run, or when it may be several */
function findRun(runs: readonly RunInfo[], named: string): RunInfo {
  const [found, ...others] = matching(runs, named);
  if (!found) throw new UsageError('noSuchRun', { name: named });
  if (others.length > 0)
    throw new UsageError('ambiguousRun', { name: named, runs: namesOf([found, ...others]) });
  return found;
}
