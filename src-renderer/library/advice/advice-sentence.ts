/** The advice on a corpus in words, each with its figures. */
import { clock, count, share } from '../../text/format.ts';
import { passage, t } from '../../text/messages.svelte.ts';
import type { Advice } from './advice.ts';

export function adviceSentence(advice: Advice): string {
  switch (advice.kind) {
    case 'empty':
      return t('corpus.advice.empty');
    case 'cut':
      return cutSentence(advice);
    case 'tooShort':
      return tooShortSentence(advice);
    case 'fewSteps':
      return t('corpus.advice.fewSteps', {
        count: advice.steps,
        batchSize: count(advice.batchSize),
        better: count(advice.better),
      });
    case 'once':
      return t('corpus.advice.once', {
        count: advice.once,
        once: count(advice.once),
        distinct: count(advice.distinct),
        share: share(advice.share),
      });
    case 'largeNetwork':
    case 'smallNetwork':
      return t(`corpus.advice.${advice.kind}`, {
        hiddenSize: count(advice.hiddenSize),
        weights: count(advice.weights),
        characters: count(advice.characters),
        better: count(advice.better),
      });
    case 'epoch':
      return t(advice.seconds < 1 ? 'corpus.advice.epochQuick' : 'corpus.advice.epoch', {
        time: clock(advice.seconds),
        corpus: advice.corpusName,
      });
  }
}

function cutSentence({ learnt, characters, learntSongs, songs }: Advice & { kind: 'cut' }): string {
  const facts = { learnt: count(learnt), characters: count(characters) };
  if (learntSongs === null) return t('corpus.advice.cut', facts);
  return t('corpus.advice.cutSongs', {
    ...facts,
    count: songs,
    learntSongs: count(learntSongs),
    songs: count(songs),
  });
}

function tooShortSentence(advice: Advice & { kind: 'tooShort' }): string {
  const { lower, ...numbers } = advice;
  return passage(
    t('train.tooShort', {
      needed: count(numbers.needed),
      characters: count(numbers.learnt),
    }),
    t(`corpus.advice.lower.${lower}`, {
      batchSize: count(numbers.batchSize),
      timeSteps: count(numbers.timeSteps),
    }),
  );
}
