/** The commands below `corpus`: what files are as songs. */
import type { Command } from 'commander';
import type { Written } from '../arguments/flags.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { inspectCorpus } from './corpus-inspect.ts';

/** @param end is given the exit code */
export function addCorpusCommand(
  program: Command,
  around: Surroundings,
  end: (code: number) => void,
): void {
  const { t } = around.translator;
  const corpus = program
    .command('corpus')
    .summary(t('cli.commands.corpus'))
    .description(t('cli.about.corpus'))
    .helpCommand(false);

  corpus
    .command('inspect')
    .summary(t('cli.corpus.commands.inspect'))
    .description(t('cli.corpus.about.inspect'))
    .argument('<files...>', t('cli.corpus.files'))
    .option('--encoding <name>', t('cli.corpus.encoding'))
    .option('--recipe <steps>', t('cli.corpus.recipe'))
    .option('--no-clean', t('cli.corpus.noClean'))
    .option('--text', t('cli.corpus.text'))
    .option('--json', t('cli.options.json'))
    .action(async (files: string[], written: Written) =>
      end(await inspectCorpus(around, files, written)),
    );
}
