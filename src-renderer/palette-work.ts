/** What the palette reaches of a run, of the writing and of the comparison: as far as it can be done now. */
import { tick } from 'svelte';
import type { App } from './app.svelte.ts';
import { comparisonText } from './comparing/comparison.ts';
import { action, keys, type Entry } from './shell/palette.ts';
import { copyText } from './state/clipboard.ts';
import { t } from './text/messages.svelte.ts';

/** What the host has to do cannot be done while it is not there. */
export const away = ({ connection }: App): string | undefined =>
  connection.isOpen ? undefined : t('app.palette.off.notConnected');

export function ofRun(app: App): Entry[] {
  const { commands, compute, corpora, machine, navigation, notices, run, training } = app;
  const { state, unsaved } = run.status;
  const off = [away(app)];
  const running = run.active && t('app.palette.off.running');
  const noEngine = !machine.hasEngine && t('train.noEngine');
  const there = (task: () => Promise<void>): void => {
    navigation.go('train');
    void notices.attempt(task);
  };
  const { resumable } = training;
  const underWay = state === 'training' || state === 'paused';
  return [
    action('newRun', t('app.palette.newRun'), () => commands.obey('newRun'), {
      off: [running],
    }),
    action('start', t('app.palette.start'), () => there(() => training.start()), {
      off: [...off, running, noEngine, !corpora.selected && t('app.palette.off.noCorpus')],
    }),
    ...(state === 'training'
      ? [action('pause', t('app.palette.pause'), () => there(() => run.pause()), { off })]
      : []),
    ...(state === 'paused'
      ? [action('resume', t('app.palette.resume'), () => there(() => run.resume()), { off })]
      : []),
    ...(underWay
      ? [action('stop', t('app.palette.stop'), () => there(() => run.stop()), { off })]
      : []),
    ...(state === 'preparing'
      ? [action('stop', t('app.palette.cancel'), () => there(() => run.stop()), { off })]
      : []),
    ...(run.savable
      ? [
          action('save', t('app.palette.save'), () => notices.attempt(() => commands.saveRun()), {
            off,
            ...keys('save'),
          }),
        ]
      : []),
    ...(unsaved && !run.active
      ? [action('discard', t('app.palette.discard'), () => navigation.go('train', 'train-discard'))]
      : []),
    ...(resumable
      ? [
          action('goOn', t('app.palette.goOn'), () => app.goOnOrAsk(resumable), {
            off: [...off, noEngine],
          }),
        ]
      : []),
    ...(compute.state === 'unresponsive'
      ? [
          action('endCompute', t('app.palette.endCompute'), () => (compute.asking = true), {
            off,
          }),
        ]
      : []),
  ];
}

export function ofWriting(app: App): Entry[] {
  const { commands, machine, navigation, notices, writing } = app;
  const { model, paper } = writing;
  const off = [
    away(app),
    !machine.hasEngine && t('write.noEngine'),
    !model && t('app.palette.off.noModels'),
    writing.writing && t('app.palette.off.writing'),
  ];
  const empty = paper.trim() === '' && t('app.palette.off.emptyPaper');
  const write = async (task: () => Promise<void>): Promise<void> => {
    navigation.go('write');
    await notices.attempt(() => writing.obey(task));
  };
  return [
    action(
      'write',
      model ? t('app.palette.write', { name: model.name }) : t('write.write'),
      () => write(() => writing.goOn()),
      { off, ...(navigation.view === 'write' && keys('send')) },
    ),
    ...(writing.writing
      ? [
          action('writeStop', t('app.palette.writeStop'), () =>
            notices.attempt(() => writing.cancel()),
          ),
        ]
      : []),
    action(
      'alone',
      t('app.shortcuts.alone'),
      () => {
        const alone = navigation.view === 'write' && navigation.alone;
        navigation.go('write');
        navigation.alone = !alone;
      },
      keys('alone'),
    ),
    action(
      'columns',
      t(writing.vertical ? 'write.look.rows' : 'write.look.vertical'),
      () => {
        writing.vertical = !writing.vertical;
        navigation.go('write');
      },
      { off: [empty] },
    ),
    action(
      'print',
      t('app.shortcuts.print'),
      async () => {
        navigation.go('write');
        await tick();
        window.print();
      },
      { off: [empty], ...keys('print') },
    ),
    action('copyText', t('app.palette.copyText'), () => copyText(paper, notices), {
      off: [empty],
    }),
    action('saveText', t('app.palette.saveText'), () => commands.saveText(), {
      off: [empty],
      ...(navigation.view === 'write' && keys('save')),
    }),
  ];
}

export function ofComparing(app: App): Entry[] {
  const { comparing, machine, models, navigation, notices } = app;
  const off = [
    away(app),
    !machine.hasEngine && t('write.noEngine'),
    comparing.models.length === 0 && t('app.palette.off.noModels'),
  ];
  const there = (task: () => Promise<void>): void => {
    navigation.go('compare');
    void notices.attempt(task);
  };
  return [
    action('compare', t('app.palette.compareGo'), () => navigation.go('compare'), {
      also: [t('app.nav.compare')],
      off: [models.comparable.length < 2 && t('app.palette.off.needsTwo')],
    }),
    ...(comparing.writing
      ? [action('compareStop', t('app.palette.compareStop'), () => there(() => comparing.cancel()))]
      : [
          action(
            'compareWrite',
            t('app.palette.compareWrite'),
            () => there(() => comparing.write()),
            { off },
          ),
        ]),
    ...(comparing.round || comparing.scores
      ? [
          action('compareCopy', t('app.palette.compareCopy'), () =>
            copyText(comparisonText(comparing), notices),
          ),
        ]
      : []),
    action('compareScore', t('app.palette.compareScore'), () => there(() => comparing.score()), {
      off: [
        ...off,
        comparing.scoring !== null && t('app.palette.off.writing'),
        (comparing.scoredText.trim() === '' || comparing.tooLong) && t('app.palette.off.noText'),
      ],
    }),
  ];
}
