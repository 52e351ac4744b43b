/** Errors as the command line tells them: one sentence on stderr, and an exit code. */
import { CommanderError } from 'commander';
import { limitToRaise } from '../../../contract/corpus/limits.ts';
import { toFailure, type ErrorCode, type Failure } from '../../../contract/errors.ts';
import type { Language } from '../../../contract/preferences.ts';
import type { Translator } from '../../../messages/translator.ts';
import { DONE, exitCodeOf, WRONG_USE } from './exit-codes.ts';
import { flagOf } from '../arguments/flags.ts';
import { NothingLeft } from '../arguments/nothing-left.ts';
import { UsageError } from '../arguments/usage-error.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { shown } from '../terminal/shown.ts';

/** Says what went wrong. @returns the exit code */
export function reportFailure(error: unknown, around: Surroundings): number {
  const { output, translator } = around;
  output.status('');
  if (error instanceof CommanderError) {
    if (error.exitCode === DONE) return DONE; // help or version, printed by now
    if (error.code !== 'commander.help') output.notice(usageSentence(error, around));
    return WRONG_USE;
  }
  if (process.env['VERSELOOM_DEBUG'] === '1' && error instanceof Error)
    output.raw(`${error.stack}\n`, true);
  if (error instanceof UsageError) {
    output.notice(translator.t(`cli.usage.${error.key}`, listedIn(error.params, translator)));
    return WRONG_USE;
  }
  if (error instanceof NothingLeft) {
    for (const sentence of error.sentences) output.notice(sentence);
    return WRONG_USE;
  }
  const failure = toFailure(error);
  for (const sentence of reasonsOf(failure, around)) output.notice(sentence);
  output.notice(failureSentence(failure, translator));
  return exitCodeOf(failure.code);
}

/** @returns the reason of each of several files */
function reasonsOf(
  { files = [], params }: Failure,
  { translator, command }: Surroundings,
): string[] {
  const more = Number(params['files'] ?? files.length) - files.length;
  return [
    ...files.map(({ reason }) => shown(failureSentence(reason, translator))),
    ...(more > 0 ? [translator.t('cli.reading.more', { count: more, command })] : []),
  ];
}

/** What the person is to choose, where the screens ask for it and this host has a flag. */
const remedies: Partial<Record<ErrorCode, string>> = {
  'model.engineMissing': 'engine',
  'engine.untried': 'engine',
  'model.noText': 'corpus',
};

/** As the screens say it, but that a field is called by its flag. */
export function failureSentence({ code, params }: Failure, translator: Translator): string {
  const field = params['field'] ?? remedies[code];
  const own = listedIn(params, translator);
  const failure = { code, params: { ...own, ...(field !== undefined && { field }) } };
  const flag = typeof field === 'string' ? flagOf(field) : undefined;
  const sentence = translator.sentence(failure, flag && inSentence(flag, translator.language));
  const way =
    code === 'settings.tooMuchMemory'
      ? translator.t('cli.insist')
      : code.startsWith('corpus.')
        ? wayOfLimit(params, translator)
        : '';
  const exit = code === 'compute.crashed' ? `(${params['reason']})` : ''; // for whoever looks for the cause
  return oneLine(passage([spaced(sentence), way, exit], translator));
}

export const passage = (sentences: readonly string[], { language }: Translator): string =>
  sentences.filter(Boolean).join(language === 'zh' ? '' : ' ');

/** @returns how more is read, where a limit was too low */
export function wayOfLimit(params: object, translator: Translator): string {
  const field = limitToRaise(params);
  return field ? translator.t('cli.reading.allowMore', { flag: flagOf(field) }) : '';
}

/** Facts that are lists of words without commas. */
const lists = ['choices', 'flags', 'models', 'corpora', 'drafts', 'runs'];

/** @returns facts with those of them that are lists as the person's language lists them */
function listedIn<Facts extends Readonly<Record<string, unknown>>>(
  facts: Facts,
  { t }: Translator,
): Facts {
  const inLanguage = Object.entries(facts).map(([name, fact]) => [
    name,
    lists.includes(name) && typeof fact === 'string'
      ? fact.replaceAll(', ', t('app.punctuation.several'))
      : fact,
  ]);
  return Object.fromEntries(inLanguage) as Facts;
}

/** Chinese words stand without spaces between them, but a flag has one after it. */
const inSentence = (flag: string, language: Language): string =>
  language === 'zh' ? `${flag} ` : flag;

/** And one before it, in the middle of a sentence. */
const spaced = (sentence: string): string => sentence.replaceAll(/(\p{Script=Han})(?=--)/gu, '$1 ');

/** Commander's own errors. Their facts stand in its English message only: what it quotes, and what it guesses was meant. */
function usageSentence(
  { code, message }: CommanderError,
  { command, translator: { t } }: Surroundings,
): string {
  // An option is quoted with what it takes: `--epochs <n>`.
  const [name = '', takes = ''] = (/'([^']*)'/.exec(message)?.[1] ?? '').split(/ (?=<)/);
  // Of a command that looks like an option, it guesses with the beginnings of commands cut off.
  const isOdd = code === 'commander.unknownCommand' && name.startsWith('-');
  const meant = isOdd ? undefined : /\(Did you mean (?:one of )?(.+?)\?\)/.exec(message)?.[1];
  const key = `cli.usage.${code.replace('commander.', '')}`;
  const context = meant ? 'meant' : VALUES[takes];
  return oneLine(t([key, 'cli.usage.other'], { name, meant, message, command, context }));
}

/** What stands for a value in the help, and how the sentences call it. */
const VALUES: Readonly<Record<string, string>> = {
  ...{ '<n>': 'number', '<s>': 'number', '<t>': 'number', '<p>': 'number', '<r>': 'number' },
  ...{ '<file>': 'file', '<text>': 'text' },
};

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');
