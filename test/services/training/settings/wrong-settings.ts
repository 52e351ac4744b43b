/** Settings that no run can have: what is wrong with them, the settings, and the error that names the field. */
export const wrong: [string, Record<string, unknown>, Record<string, unknown>][] = [
  [
    'no epochs',
    { epochs: 0 },
    { code: 'settings.outOfRange', params: { field: 'epochs', value: 0, min: 1, max: 100_000 } },
  ],
  [
    'too many epochs',
    { epochs: 100_001 },
    { code: 'settings.outOfRange', params: { field: 'epochs' } },
  ],
  [
    'half an epoch',
    { epochs: 2.5 },
    { code: 'settings.notWhole', params: { field: 'epochs', value: 2.5 } },
  ],
  [
    'words for a number',
    { hiddenSize: 'many' },
    { code: 'settings.notANumber', params: { field: 'hiddenSize' } },
  ],
  [
    'nothing for a number',
    { hiddenSize: null },
    { code: 'settings.notANumber', params: { field: 'hiddenSize' } },
  ],
  [
    'NaN',
    { learningRate: NaN },
    { code: 'settings.notANumber', params: { field: 'learningRate' } },
  ],
  [
    'infinity',
    { learningRate: Infinity },
    { code: 'settings.notANumber', params: { field: 'learningRate' } },
  ],
  [
    'a rate of zero',
    { learningRate: 0 },
    { code: 'settings.outOfRange', params: { field: 'learningRate' } },
  ],
  [
    'a negative threshold',
    { clippingThreshold: -1 },
    { code: 'settings.outOfRange', params: { field: 'clippingThreshold' } },
  ],
  [
    'an unknown optimiser',
    { optimiser: 'nag' },
    { code: 'settings.choice', params: { field: 'optimiser', value: 'nag' } },
  ],
  [
    'an unknown schedule',
    { schedule: 'linear' },
    { code: 'settings.choice', params: { field: 'schedule' } },
  ],
  [
    'random sampling that is not detached',
    { detach: false },
    { code: 'settings.notDetached', params: { field: 'detach' } },
  ],
  [
    'a detach that is no choice',
    { detach: 'off', sampling: 'consecutive' },
    { code: 'settings.choice', params: { field: 'detach' } },
  ],
  [
    'unknown first weights',
    { firstWeights: 'zero' },
    { code: 'settings.choice', params: { field: 'firstWeights' } },
  ],
  ['an unknown clipping', { clip: 1 }, { code: 'settings.choice', params: { field: 'clip' } }],
  [
    'the learning rate of the book with Adam',
    { optimiser: 'adam', learningRate: 100 },
    {
      code: 'settings.otherRate',
      params: { field: 'learningRate', value: 100, max: 1, optimiser: 'adam', usual: 0.001 },
    },
  ],
  [
    'an average that forgets nothing',
    { optimiser: 'momentum', momentum: 1 },
    { code: 'settings.outOfRange', params: { field: 'momentum' } },
  ],
  [
    'a warm-up as long as the run',
    { epochs: 20, warmup: 20 },
    { code: 'settings.longerThanRun', params: { field: 'warmup', epochs: 20, max: 19 } },
  ],
  [
    'a step that would come after the end',
    { epochs: 20, warmup: 5, schedule: 'step', stepPeriod: 15 },
    { code: 'settings.longerThanRun', params: { field: 'stepPeriod', epochs: 20, max: 14 } },
  ],
  [
    'steps in a run of one epoch',
    { epochs: 1, schedule: 'step' },
    { code: 'settings.outOfRange', params: { field: 'epochs', min: 2 } },
  ],
  ['no layers', { layers: 0 }, { code: 'settings.outOfRange', params: { field: 'layers' } }],
  [
    'five layers',
    { layers: 5 },
    { code: 'settings.outOfRange', params: { field: 'layers', max: 4 } },
  ],
  [
    'a dropout that leaves nothing',
    { dropout: 1 },
    { code: 'settings.outOfRange', params: { field: 'dropout' } },
  ],
  [
    'an embedding larger than the vocabulary',
    { embeddingSize: 2000 },
    { code: 'settings.embedding', params: { field: 'embeddingSize', value: 2000 } },
  ],
  [
    'tied weights with more hidden units than characters, whose embedding is no field of its own',
    { tied: true, hiddenSize: 2000 },
    { code: 'settings.embedding', params: { field: 'hiddenSize', value: 2000 } },
  ],
  [
    'tied weights of another size',
    { tied: true, embeddingSize: 8, hiddenSize: 12 },
    { code: 'settings.tied', params: { field: 'embeddingSize', hiddenSize: 12 } },
  ],
  [
    'tied weights without an embedding',
    { tied: true, embeddingSize: 0, hiddenSize: 12 },
    { code: 'settings.tied', params: { field: 'embeddingSize', hiddenSize: 12 } },
  ],
  [
    'no time steps',
    { timeSteps: 0 },
    { code: 'settings.outOfRange', params: { field: 'timeSteps' } },
  ],
  [
    'a batch too large',
    { batchSize: 1025 },
    { code: 'settings.outOfRange', params: { field: 'batchSize' } },
  ],
  [
    'no period',
    { predPeriod: 0 },
    { code: 'settings.outOfRange', params: { field: 'predPeriod' } },
  ],
  [
    'no length',
    { predLength: 0 },
    { code: 'settings.outOfRange', params: { field: 'predLength' } },
  ],
  [
    'a negative number of characters',
    { maxCharacters: -1 },
    { code: 'settings.outOfRange', params: { field: 'maxCharacters' } },
  ],
  [
    'a seed too large',
    { seed: 2 ** 32 },
    { code: 'settings.outOfRange', params: { field: 'seed' } },
  ],
  [
    'a sampling that is none',
    { sampling: 'shuffled' },
    { code: 'settings.choice', params: { field: 'sampling', value: 'shuffled' } },
  ],
  [
    'an empty prefix',
    { prefixes: ['想', ''] },
    { code: 'prefix.empty', params: { field: 'prefixes' } },
  ],
  [
    'a prefix too long',
    { prefixes: ['想'.repeat(201)] },
    { code: 'settings.tooLong', params: { field: 'prefixes', max: 200 } },
  ],
  [
    'too many prefixes',
    { prefixes: Array(11).fill('想') },
    { code: 'settings.tooMany', params: { field: 'prefixes', max: 10 } },
  ],
  [
    'an unknown prefix',
    { prefixes: ['想', '分开'] },
    { code: 'prefix.unknown', params: { field: 'prefixes', characters: '分开' } },
  ],
  [
    'a prefix unknown in what is learnt',
    { prefixes: ['融'], maxCharacters: 20, timeSteps: 2, batchSize: 2 },
    { code: 'prefix.unknown', params: { field: 'prefixes' } },
  ],
  [
    'too few characters taken',
    { maxCharacters: 50 },
    { code: 'corpus.tooShort', params: { field: 'maxCharacters', characters: 50, needed: 101 } },
  ],
];
