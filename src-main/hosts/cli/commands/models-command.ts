/** The commands below `models`: what can be done with the library, and with model files as such. */
import type { Command } from 'commander';
import type { Written } from '../arguments/flags.ts';
import { inspect } from './inspect.ts';
import { listModels } from './models-list.ts';
import { exportModelFile, importModels } from './models-transfer.ts';
import { verifyModels } from './models-verify.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

const JSON_FLAG = '--json';

/** @param end is given the exit code */
export function addModelsCommand(
  program: Command,
  around: Surroundings,
  end: (code: number) => void,
): void {
  const { t } = around.translator;
  const models = program
    .command('models')
    .summary(t('cli.commands.models'))
    .description(t('cli.about.models'))
    .helpCommand(false);
  const command = (name: string): Command =>
    models
      .command(name)
      .summary(t(`cli.models.commands.${name}`))
      .description(t(`cli.models.about.${name}`));

  command('list')
    .option(JSON_FLAG, t('cli.options.jsonLines'))
    .action(async (written: Written) => end(await listModels(around, written)));

  command('show')
    .argument('<model>', t('cli.arguments.model'))
    .option(JSON_FLAG, t('cli.options.json'))
    .action(async (model: string, written: Written) => end(await inspect(around, model, written)));

  command('export')
    .argument('<model>', t('cli.arguments.model'))
    .argument('<file>', t('cli.arguments.target'))
    .option('--no-corpus', t('cli.options.noCorpus'))
    .option('--overwrite', t('cli.options.overwrite'))
    .option(JSON_FLAG, t('cli.options.json'))
    .action(async (model: string, file: string, written: Written) =>
      end(await exportModelFile(around, model, file, written)),
    );

  command('import')
    .argument('<file...>', t('cli.arguments.modelFiles'))
    .option(JSON_FLAG, t('cli.options.jsonLines'))
    .action(async (files: string[], written: Written) =>
      end(await importModels(around, files, written)),
    );

  command('verify')
    .argument('[model...]', t('cli.arguments.models'))
    .option(JSON_FLAG, t('cli.options.jsonLines'))
    .action(async (names: string[], written: Written) =>
      end(await verifyModels(around, names, written)),
    );
}
