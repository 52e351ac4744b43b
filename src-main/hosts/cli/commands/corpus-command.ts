/** The commands below `corpus`: what files are as songs, and what can be done with the corpora of the library. */
import type { Command } from 'commander';
import type { Written } from '../arguments/flags.ts';
import { addReadingOptions } from '../arguments/reading.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { importCorpus } from './corpus-import.ts';
import { inspectCorpus } from './corpus-inspect.ts';
import { exportCorpus, listCorpora, removeCorpora, showCorpus } from './corpus-library.ts';

const JSON_FLAG = '--json';

/** @param end is given the exit code */
export function addCorpusCommand(
  program: Command,
  around: Surroundings,
  end: (code: number) => void,
): void {
  const { translator } = around;
  const { t } = translator;
  const corpus = program
    .command('corpus')
    .summary(t('cli.commands.corpus'))
    .description(t('cli.about.corpus'))
    .helpCommand(false);

  const command = (name: string): Command =>
    corpus
      .command(name)
      .summary(t(`cli.corpus.commands.${name}`))
      .description(t(`cli.corpus.about.${name}`));

  addReadingOptions(command('inspect').argument('<files...>', t('cli.corpus.files')), translator)
    .option('--text', t('cli.corpus.text'))
    .option(JSON_FLAG, t('cli.options.json'))
    .action(async (files: string[], written: Written) =>
      end(await inspectCorpus(around, files, written)),
    );

  command('list')
    .option(JSON_FLAG, t('cli.options.jsonLines'))
    .action(async (written: Written) => end(await listCorpora(around, written)));

  command('show')
    .argument('<corpus>', t('cli.corpus.corpus'))
    .option(JSON_FLAG, t('cli.options.json'))
    .action(async (named: string, written: Written) =>
      end(await showCorpus(around, named, written)),
    );

  addReadingOptions(command('import').argument('<files...>', t('cli.corpus.files')), translator)
    .option('--name <text>', t('cli.corpus.name'))
    .option('--into <corpus>', t('cli.corpus.into'))
    .option(JSON_FLAG, t('cli.options.json'))
    .action(async (files: string[], written: Written) =>
      end(await importCorpus(around, files, written)),
    );

  command('export')
    .argument('<corpus>', t('cli.corpus.corpus'))
    .argument('<file>', t('cli.corpus.target'))
    .option('--songs', t('cli.corpus.songs'))
    .option('--overwrite', t('cli.options.overwrite'))
    .option(JSON_FLAG, t('cli.options.json'))
    .action(async (named: string, file: string, written: Written) =>
      end(await exportCorpus(around, named, file, written)),
    );

  command('remove')
    .argument('<corpus...>', t('cli.corpus.corpora'))
    .option(JSON_FLAG, t('cli.options.jsonLines'))
    .action(async (names: string[], written: Written) =>
      end(await removeCorpora(around, names, written)),
    );
}
