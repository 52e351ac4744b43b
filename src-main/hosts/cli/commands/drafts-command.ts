/** The commands below `drafts`: what the person has written in the application. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import {
  draftExport,
  lostOf,
  type DraftExport,
  type DraftInfo,
} from '../../../contract/writing/draft.ts';
import { exportDraft } from '../../../services/drafts/drafts.ts';
import { writeBytes } from '../../../services/model-files.ts';
import type { Written } from '../arguments/flags.ts';
import { matching, namesOf } from '../arguments/matching.ts';
import { targetOf } from '../arguments/target.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { DONE } from '../reports/exit-codes.ts';
import { shown } from '../terminal/shown.ts';
import { toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { count } from '../terminal/formats.ts';
import { tableOf } from '../terminal/table.ts';

/** Of what `--json` prints: another one where a program that reads it would have to change. */
const JSON_VERSION = 1;

/** @param end is given the exit code */
export function addDraftsCommand(
  program: Command,
  around: Surroundings,
  end: (code: number) => void,
): void {
  const { t } = around.translator;
  const drafts = program
    .command('drafts')
    .summary(t('cli.commands.drafts'))
    .description(t('cli.about.drafts'))
    .helpCommand(false);
  const command = (name: string): Command =>
    drafts
      .command(name)
      .summary(t(`cli.drafts.commands.${name}`))
      .description(t(`cli.drafts.about.${name}`));

  command('list')
    .option('--json', t('cli.options.jsonLines'))
    .action(async (written: Written) => end(await listDrafts(around, written)));
  command('show')
    .argument('<draft>', t('cli.drafts.draft'))
    .option('--json', t('cli.options.json'))
    .action(async (named: string, written: Written) =>
      end(await showDraft(around, named, written)),
    );
  command('export')
    .argument('<draft>', t('cli.drafts.draft'))
    .argument('<file>', t('cli.drafts.target'))
    .option('--overwrite', t('cli.options.overwrite'))
    .option('--json', t('cli.options.json'))
    .action(async (named: string, file: string, written: Written) =>
      end(await exportDraftTo(around, named, file, written)),
    );
}

async function listDrafts(around: Surroundings, written: Written): Promise<number> {
  const { output, translator } = around;
  const { t, language } = translator;
  const list = await (await around.openDrafts()).list();
  if (written['json'])
    for (const draft of list) output.line(toJson({ version: JSON_VERSION, ...draft }));
  else if (list.length === 0) output.notice(t('cli.drafts.none'));
  else
    for (const line of tableOf([
      ['id', 'name', 'characters', 'changed'].map((key) => t(`cli.drafts.heads.${key}`)),
      ...list.map((draft) => [
        draft.id,
        shown(nameOf(draft) ?? t('cli.drafts.untitled')),
        draft.damage ? t('cli.drafts.damaged') : count(draft.characters, language),
        draft.changedAt,
      ]),
    ]))
      output.line(line);
  return DONE;
}

async function showDraft(around: Surroundings, named: string, written: Written): Promise<number> {
  const drafts = await around.openDrafts();
  const { id } = findDraft(await drafts.list(), named);
  const { content, revision, ...draft } = await drafts.read(id);
  const { text, spans } = content;
  if (written['json'])
    around.output.line(toJson({ version: JSON_VERSION, ...draft, revision, text, spans }));
  else around.output.line(text.replace(/\n$/, ''));
  return DONE;
}

async function exportDraftTo(
  around: Surroundings,
  named: string,
  file: string,
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const mayReplace = written['overwrite'] === true;
  const drafts = await around.openDrafts();
  const { id } = findDraft(await drafts.list(), named);
  const kind = kindOf(file);
  const { name, bytes, losses } = await exportDraft(await drafts.read(id), kind);
  const target = { named: file, flag: '<file>', usualName: name, inputs: [], mayReplace };
  const path = await targetOf(around, target);
  await writeBytes(path, bytes, mayReplace);
  if (written['json']) output.line(toJson({ version: JSON_VERSION, id, kind, path, losses }));
  else output.notice(translator.t('cli.saved', { path }));
  const left = lostOf(losses);
  const what = left.map((one) => translator.t(`write.drafts.left.${one}`, { count: losses[one] }));
  if (left.length > 0)
    output.notice(
      translator.t('write.drafts.leftOut', {
        ...{ kind: kind.toUpperCase(), what: what.join(translator.t('app.punctuation.between')) },
      }),
    );
  return DONE;
}

/** @returns what a file's ending asks for; plain text for a folder and for a name without an ending. @throws UsageError for another one */
function kindOf(file: string): DraftExport {
  const ending = extname(file).slice(1).toLowerCase();
  if (ending === '') return 'txt';
  const kind = draftExport.safeParse(ending);
  if (kind.success) return kind.data;
  throw new UsageError('draftEnding', { name: file });
}

/** A draft without a name is called after its first line. */
const nameOf = ({ name, firstLines }: DraftInfo): string | undefined => name ?? firstLines[0];

/** @throws UsageError when there is no such draft, or when it may be several */
function findDraft(drafts: readonly DraftInfo[], named: string): DraftInfo {
  const items = drafts.map((draft) => ({ id: draft.id, name: nameOf(draft) ?? '', draft }));
  const [found, ...others] = matching(items, named);
  if (!found) throw new UsageError('noSuchDraft', { name: named });
  if (others.length > 0)
    throw new UsageError('ambiguousDraft', { name: named, drafts: namesOf([found, ...others]) });
  return found.draft;
}
