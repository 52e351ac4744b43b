/** The command line: its commands and their options, and how what is written after `verseloom` becomes an exit code. */
import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { language as languages, languageOf, type Language } from '../../contract/preferences.ts';
import { heldOutText } from '../../contract/held-out.ts';
import { defaultSettings } from '../../contract/settings.ts';
import { clusterPlatform } from '../../contract/sweeps/cluster.ts';
import { writePackage } from '../../services/sweeps/cluster/package.ts';
import { CHECKPOINT_SECONDS } from '../../services/training/training.ts';
import { DONE } from './reports/exit-codes.ts';
import { addEnginesCommand } from './engines/engines-command.ts';
import { exportAs, exportedKinds } from './commands/export.ts';
import { UsageError } from './arguments/usage-error.ts';
import { reportFailure } from './reports/failures.ts';
import { addReadingOptions } from './arguments/reading.ts';
import {
  choices,
  settingFlags,
  switches,
  type SettingField,
  type Written,
} from './arguments/flags.ts';
import { helpIn } from './terminal/help.ts';
import { inspect } from './commands/inspect.ts';
import { addCorpusCommand } from './commands/corpus-command.ts';
import { addDraftsCommand } from './commands/drafts-command.ts';
import { addModelsCommand } from './commands/models-command.ts';
import { next } from './commands/next.ts';
import { resume } from './commands/resume.ts';
import { score } from './commands/score.ts';
import { addRunsCommand } from './runs/runs-command.ts';
import { sweep } from './sweep/sweep.ts';
import { workOnSweep } from './sweep/sweep-worker.ts';
import type { Surroundings } from './surroundings/surroundings.ts';
import { train } from './commands/train.ts';
import { write } from './commands/write.ts';

/** @param args what stands after the program's name. @returns the exit code; it does not throw */
export async function runCommandLine(
  args: readonly string[],
  around: Surroundings,
): Promise<number> {
  let code = DONE;
  try {
    checkLanguage(args);
    const program = programOf(around, (result) => {
      code = result;
    });
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    code = reportFailure(error, around);
  }
  const fault = await around.output.end();
  return fault ? reportFailure(fault, around) : code;
}

/** @returns the language that `--lang` asks for, if it does: help and errors need it before anything else is understood */
export function chosenLanguage(args: readonly string[]): Language | undefined {
  return languageOf(writtenLanguage(args) ?? '');
}

function checkLanguage(args: readonly string[]): void {
  const written = writtenLanguage(args);
  if (written !== undefined && languageOf(written) === undefined)
    throw new UsageError('language', { name: written, choices: languages.options.join(', ') });
}

function writtenLanguage(args: readonly string[]): string | undefined {
  const index = args.findLastIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  return args[index] === '--lang' ? args[index + 1] : args[index]?.slice('--lang='.length);
}

function programOf(around: Surroundings, end: (code: number) => void): Command {
  const { output, translator, version } = around;
  const { t } = translator;
  const program = new Command(around.command)
    .description(t('cli.description'))
    .exitOverride()
    .configureHelp(helpIn(translator))
    .configureOutput({
      writeOut: (text) => output.raw(text, false),
      writeErr: (text) => output.raw(text, true),
      outputError: () => {}, // said in the person's language, where it is caught
    })
    .helpOption('-h, --help', t('cli.options.help'))
    .helpCommand(`help [${t('cli.help.command')}]`, t('cli.commands.help'))
    .version(version, '-V, --version', t('cli.options.version'))
    .option('--lang <zh|en>', t('cli.options.lang'))
    .addHelpText('after', `\n${t('cli.help.example', { command: around.command })}`);

  const json = '--json';
  const lineBreaksFlag = `${settingFlags.lineBreaks} <${choices['lineBreaks']!.join('|')}>`;
  const command = (name: string): Command =>
    program
      .command(name)
      .summary(t(`cli.commands.${name}`))
      .description(t(`cli.about.${name}`));
  const training = command('train')
    .argument('<corpus...>', t('cli.arguments.corpus'))
    .option('--out <file>', t('cli.options.out'))
    .option('--overwrite', t('cli.options.overwrite'))
    .option('--name <text>', t('cli.options.name'));
  const engines = choices['engine']!.join(', ');
  const seconds = { value: CHECKPOINT_SECONDS };
  const addRunOptions = (of: Command): Command => {
    for (const field of Object.keys(settingFlags) as SettingField[])
      addSetting(of, field, translator);
    return addReadingOptions(of, translator)
      .option('--engine <name>', t('cli.options.engine', { choices: engines }))
      .option('--threads <n>', t('cli.options.threads', { most: availableParallelism() }))
      .option('--leave-room', t('cli.options.leaveRoom'))
      .option('--checkpoint-seconds <s>', t('cli.options.checkpointSeconds', seconds))
      .option('--no-corpus', t('cli.options.noCorpus'))
      .option('--insist', t('cli.options.insist'))
      .option(json, t('cli.options.jsonLines'));
  };
  addRunOptions(training).action(async (corpus: string[], written: Written) =>
    end(await train(around, corpus, written)),
  );

  const sweeping = command('sweep')
    .argument('[corpus...]', t('cli.arguments.corpus'))
    .option('--set <name=values>', t('cli.options.set'), collect)
    .option('--seeds <n>', t('cli.options.seeds'))
    .option('--jobs <n>', t('cli.options.jobs'))
    .option('--halving <n>', t('cli.options.halving'))
    .option('--out <folder>', t('cli.options.outFolder'))
    .option('--on <address>', t('cli.options.on'))
    .option('--storage <folder>', t('cli.options.storage'))
    .option('--storage-there <folder>', t('cli.options.storageThere'))
    .option('--attach', t('cli.options.attach'))
    .option('--stop', t('cli.options.stop'))
    .option('--lease-seconds <s>', t('cli.options.leaseSeconds'))
    .option('--yes', t('cli.options.yes'));
  addRunOptions(sweeping).action(async (corpus: string[], written: Written) =>
    end(await sweep(around, corpus, written)),
  );

  program
    .command('sweep-worker <folder>', { hidden: true })
    .requiredOption('--sweep <id>')
    .requiredOption('--job <id>')
    .action(async (folder: string, { sweep: id, job }: { sweep: string; job: string }) =>
      end(await workOnSweep(around, folder, { id, job })),
    );

  // For `npm run dist`: an application that is installed cannot put it together.
  program
    .command('sweep-program <platform> <folder>', { hidden: true })
    .action(async (platform: string, folder: string) => {
      await writePackage(around.installation, clusterPlatform.parse(platform), folder);
      end(DONE);
    });

  const resuming = command('resume')
    .argument('<model>', t('cli.arguments.model'))
    .argument('[corpus...]', t('cli.arguments.moreTexts'))
    .option('--epochs <n>', t('cli.options.moreEpochs'))
    // One text after each flag, as with prefixes: the model may stand after it.
    .option('--corpus <file>', t('cli.options.corpus'), collect)
    .option(lineBreaksFlag, t('cli.reading.options.lineBreaks'));
  addReadingOptions(resuming, translator)
    .option('--engine <name>', t('cli.options.otherEngine', { choices: engines }))
    .option('--leave-room', t('cli.options.leaveRoom'))
    .option('--checkpoint-seconds <s>', t('cli.options.checkpointSeconds', seconds))
    .option('--insist', t('cli.options.insist'))
    .option(json, t('cli.options.jsonLines'))
    .action(async (model: string, texts: string[], written: Written) =>
      end(await resume(around, model, texts, written)),
    );

  command('write')
    .argument('<model>', t('cli.arguments.model'))
    .requiredOption('--prefix <text>', t('cli.options.prefix'))
    .option('--length <n>', t('cli.options.length', { value: defaultSettings.predLength }))
    .option('--temperature <t>', t('cli.options.temperature'))
    .option('--top-k <n>', t('cli.options.topK'))
    .option('--top-p <p>', t('cli.options.topP'))
    .option('--repetition <r>', t('cli.options.repetition'))
    .option('--lines <n>', t('cli.options.lines'))
    .option('--line <text>', t('cli.options.line'))
    .option('--rhyme <text>', t('cli.options.rhyme'))
    .option('--tone <text>', t('cli.options.tone'))
    .option('--pattern <text>', t('cli.options.pattern'))
    .option('--acrostic <text>', t('cli.options.acrostic'))
    .option('--must <text>', t('cli.options.must'), collect)
    .option('--without <text>', t('cli.options.without'), collect)
    .option('--no-copy <n>', t('cli.options.noCopy'))
    .option('-n <n>', t('cli.options.readings'))
    .option('--seed <n>', t('cli.options.seed', { value: defaultSettings.seed }))
    .option(json, t('cli.options.jsonLines'))
    .action(async (model: string, written: Written) => end(await write(around, model, written)));

  command('next')
    .argument('<model>', t('cli.arguments.model'))
    .requiredOption('--prefix <text>', t('cli.options.prefix'))
    .option('--top <n>', t('cli.options.top'))
    .option('--temperature <t>', t('cli.options.heat'))
    .option('--top-k <n>', t('cli.options.topK'))
    .option('--top-p <p>', t('cli.options.topP'))
    .option('--repetition <r>', t('cli.options.repetition'))
    .option(json, t('cli.options.json'))
    .action(async (model: string, written: Written) => end(await next(around, model, written)));

  command('inspect')
    .argument('<model>', t('cli.arguments.model'))
    .option(json, t('cli.options.json'))
    .action(async (model: string, written: Written) => end(await inspect(around, model, written)));

  const scoring = command('score')
    .argument('<model>', t('cli.arguments.model'))
    .argument('<text...>', t('cli.arguments.text'))
    .option(lineBreaksFlag, t('cli.reading.options.lineBreaks'));
  addReadingOptions(scoring, translator)
    .option(json, t('cli.options.json'))
    .action(async (model: string, texts: string[], written: Written) =>
      end(await score(around, model, texts, written)),
    );

  addModelsCommand(program, around, end);
  addCorpusCommand(program, around, end);
  addDraftsCommand(program, around, end);
  addRunsCommand(program, around, end);
  addEnginesCommand(program, around, end);

  const exporting = command('export').argument('<model>', t('cli.arguments.model'));
  for (const kind of exportedKinds) exporting.option(`--${kind} <file>`, t(`cli.options.${kind}`));
  exporting
    .option('--overwrite', t('cli.options.overwrite'))
    .option(json, t('cli.options.jsonLines'))
    .action(async (model: string, written: Written) => end(await exportAs(around, model, written)));

  program
    .command('bench')
    .summary(t('cli.commands.bench'))
    .description(t('cli.about.bench'))
    .usage('[rows…]')
    .helpOption(false) // it has its own, as its other options
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_: Written, { args }: Command) => end(await around.runBench(args)));

  return program;
}

function addSetting(
  training: Command,
  field: SettingField,
  { t }: Surroundings['translator'],
): void {
  const value = field === 'heldOut' ? heldOutText(defaultSettings.heldOut) : defaultSettings[field];
  const listed = Array.isArray(value) ? value.join(t('app.punctuation.several')) : value;
  const [flag, help] = [settingFlags[field], t(`cli.options.${field}`, { value: listed })];
  // One text after each flag: a list would take the corpus that stands after it for another text.
  if (switches.includes(field)) training.option(flag, help);
  else if (field === 'untilSeconds') training.option(`${flag} <time>`, help);
  else if (field === 'prefixes') training.option(`${flag} <text>`, help, collect);
  else if (field === 'heldOut') training.option(`${flag} <none|10%|every:5>`, help);
  else if (field in choices) training.option(`${flag} <${choices[field]!.join('|')}>`, help);
  else training.option(`${flag} <n>`, help);
}

const collect = (text: string, earlier: readonly string[] = []): string[] => [...earlier, text];
