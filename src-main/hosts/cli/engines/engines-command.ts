/** `engines`: which engines this computer has, and whether the graphics processor is one; with `--try`, it is tried. */
import type { Command } from 'commander';
import { findingOf, type GraphicsTrial } from '../../../contract/engine.ts';
import type { Translator } from '../../../messages/translator.ts';
import type { Written } from '../arguments/flags.ts';
import { DONE } from '../reports/exit-codes.ts';
import { toJson } from '../reports/run-report.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';
import { count } from '../terminal/formats.ts';
import { tableOf } from '../terminal/table.ts';

/** @param end is given the exit code */
export function addEnginesCommand(
  program: Command,
  around: Surroundings,
  end: (code: number) => void,
): void {
  const { t } = around.translator;
  program
    .command('engines')
    .summary(t('cli.commands.engines'))
    .description(t('cli.about.engines'))
    .option('--try', t('cli.options.try'))
    .option('--json', t('cli.options.json'))
    .action(async (written: Written) => end(await engines(around, written)));
}

async function engines(around: Surroundings, written: Written): Promise<number> {
  const { output, translator, command } = around;
  const { t } = translator;
  const info = await withProduct(
    around,
    () => {},
    async ({ handlers }) => {
      if (written['try'] === true) {
        output.notice(t('cli.engines.trying'));
        await handlers['engines.try']({});
      }
      return handlers['app.info']({});
    },
  );
  if (written['json'] === true) {
    output.line(toJson({ engines: info.engines, graphics: info.graphics }));
    return DONE;
  }
  const rows = info.engines.map(({ name, version }) => [name, t(`train.${name}`), version]);
  for (const row of tableOf(rows)) output.line(row);
  output.notice(
    info.graphics ? sentenceOf(info.graphics, translator) : t('cli.engines.untried', { command }),
  );
  return DONE;
}

function sentenceOf(trial: GraphicsTrial, { t, language }: Translator): string {
  const { what, parts, ...facts } = findingOf(trial);
  return t(`preferences.graphics.${what}`, { parts: count(parts, language), ...facts });
}
