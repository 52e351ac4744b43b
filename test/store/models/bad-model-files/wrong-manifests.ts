/** Manifests that hold what no model has, or what the other parts contradict. */
import { VOCABULARY } from '../sample-model.ts';
import { damaged, type Case } from './bad-file.ts';
import { forge, manifest, put, settings, type Change } from './forge.ts';

export function wrongManifests(): Case[] {
  const value = (name: string, change: Change, field: string): Case => ({
    ...{ name, make: () => forge(change) },
    ...damaged(`manifest: unexpected value at "${field}"`),
  });
  const vocabulary = (name: string, last: string[], reason: string): Case => ({
    name: `a vocabulary with ${name}`,
    make: () => forge(manifest({ vocabulary: [...VOCABULARY.slice(0, -1), ...last] })),
    ...damaged(reason),
  });
  const best = (name: string, epoch: number, perplexity: number): Case => ({
    name: `a best step ${name}`,
    make: () => forge(manifest({ best: { epoch, perplexity } })),
    ...damaged('the manifest tells of another best epoch'),
  });
  /** Most of them are shown, and compared, with every other model. */
  const tooLong = (
    field: string,
    change: (long: string) => Parameters<typeof manifest>[0],
  ): Case => ({
    ...value(`a ${field} of a million characters`, manifest(change('x'.repeat(1e6))), field),
    large: true,
  });
  const corpus = { name: '', characters: 9, learntCharacters: 9, hash: 'ab' };
  const parent = { name: '', epochs: 1, createdAt: '' };
  const engine = { name: 'onnx', version: '', threads: 1 };
  const notOne = 'an entry of the vocabulary is not one character';
  const otherShape = 'weights.safetensors/W_xh has another shape than the model';
  return [
    tooLong('name', (name) => ({ name })),
    tooLong('corpus.name', (name) => ({ corpus: { ...corpus, name } })),
    tooLong('corpus.hash', (hash) => ({ corpus: { ...corpus, hash } })),
    tooLong('parent.name', (name) => ({ parent: { ...parent, name } })),
    tooLong('parent.createdAt', (createdAt) => ({ parent: { ...parent, createdAt } })),
    tooLong('engine.version', (version) => ({ engine: { ...engine, version } })),
    tooLong('createdAt', (createdAt) => ({ createdAt })),
    tooLong('savedAt', (savedAt) => ({ savedAt })),
    tooLong('tags.0', (tag) => ({ tags: [tag] })),
    value('a name of 1001 characters', manifest({ name: 'x'.repeat(1001) }), 'name'),
    value('too many tags', manifest({ tags: Array.from({ length: 21 }, String) }), 'tags'),
    value('too long a prefix', settings({ prefixes: ['x'.repeat(201)] }), 'settings.prefixes.0'),
    value('too many prefixes', settings({ prefixes: [...'abcdefghijk'] }), 'settings.prefixes'),
    {
      name: 'a manifest that is not UTF-8',
      make: () => forge(put('manifest.json', Buffer.from([0x7b, 0xff, 0x7d]))),
      ...damaged('manifest.json is not UTF-8'),
    },
    value('no name', manifest({ name: undefined }), 'name'),
    value('a cell that there is not', settings({ cell: 'transformer' }), 'settings.cell'),
    value(
      'an activation of a GRU',
      settings({ cell: 'gru', activation: 'relu' }),
      'settings.activation',
    ),
    {
      name: 'a cell that it has no weights of',
      make: () => forge(settings({ cell: 'gru' })),
      ...damaged('weights.safetensors has the weights of rnn and not of gru'),
    },
    {
      name: 'layers that it has no state of, and no weights',
      make: () => forge(settings({ layers: 2 })),
      ...damaged('training.safetensors/hidden_state_2 is missing'),
    },
    {
      name: 'an embedding that it has no weights of',
      make: () => forge(settings({ embeddingSize: 3 })),
      ...damaged('weights.safetensors/E is missing'),
    },
    value(
      'a random run that was not detached',
      settings({ detach: false, sampling: 'random' }),
      'settings.detach',
    ),
    value('no layers', settings({ layers: 0 }), 'settings.layers'),
    value('five layers', settings({ layers: 5 }), 'settings.layers'),
    value('a dropout of all', settings({ dropout: 1 }), 'settings.dropout'),
    {
      name: 'a cell with a memory that it has no state of',
      make: () => forge(settings({ cell: 'lstm' })),
      ...damaged('training.safetensors/memory_cell is missing'),
    },
    value('no vocabulary', manifest({ vocabulary: [] }), 'vocabulary'),
    value('too many hidden units', settings({ hiddenSize: 1e9 }), 'settings.hiddenSize'),
    value('epochs below 0', manifest({ epochs: -1 }), 'epochs'),
    value('a tag that is a number', manifest({ tags: ['a', 1] }), 'tags.1'),
    value('an engine without a name', manifest({ engine: {} }), 'engine.name'),
    vocabulary('a character twice', [VOCABULARY[0]!], 'a character is twice in the vocabulary'),
    vocabulary('two characters in one', ['ab'], notOne),
    vocabulary('a character and its accent', ['e\u0301'], notOne),
    vocabulary('nothing', [''], notOne),
    vocabulary('half a character', ['\ud83d'], notOne),
    vocabulary('one character less', [], otherShape),
    vocabulary('one character more', ['a', 'b'], otherShape),
    {
      name: 'another number of hidden units',
      make: () => forge(settings({ hiddenSize: 6 })),
      ...damaged(/has another shape than the (model|run)$/),
    },
    {
      name: 'a model larger than any',
      make: () =>
        forge(
          manifest({
            vocabulary: Array.from({ length: 70_000 }, (_, i) => String.fromCodePoint(0x10000 + i)),
          }),
          settings({ hiddenSize: 2048 }),
        ),
      ...damaged('the model is too large'),
    },
    {
      name: 'a manifest of more epochs',
      make: () => forge(manifest({ epochs: 4 })),
      ...damaged('the manifest tells of another history'),
    },
    {
      name: 'a manifest of another perplexity',
      make: () => forge(manifest({ perplexity: null })),
      ...damaged('the manifest tells of another history'),
    },
    best('of no epoch', 0, 5.25),
    best('of an epoch before the first', -1, 5.25),
    best('of an epoch that is still to come', 4, 5.25),
    best('of an epoch beyond counting', 2 ** 53 - 1, 5.25),
    best('of another epoch', 1, 5.25),
    best('of another perplexity', 2, 5.250000000000001),
  ];
}
