/** The commands below `corpus`: what files are as songs. */
import type { Command } from 'commander';
import type { Written } from '../arguments/flags.ts';
import { addReadingOptions } from '../arguments/reading.ts';
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

  const inspecting = corpus
    .command('inspect')
    .summary(t('cli.corpus.commands.inspect'))
    .description(t('cli.corpus.about.inspect'))
    .argument('<files...>', t('cli.corpus.files'));
  addReadingOptions(inspecting, around.translator)
    .option('--text', t('cli.corpus.text'))
    .option('--json', t('cli.options.json'))
    .action(async (files: string[], written: Written) =>
      end(await inspectCorpus(around, files, written)),
    );
}
