/** A collection of broken model files, made from a good one: each with what it must be refused for. */
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import JSZip from 'jszip';
import type { Manifest } from '../../src-main/contract/model.ts';
import {
  DEFLATED,
  packEntry,
  STORED,
  writeArchive,
  type PackedEntry,
} from '../../src-main/store/archive-writer.ts';
import { encodeModel } from '../../src-main/store/model-file.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
} from '../../src-main/store/safetensors.ts';
import { corpusOf, sampleFile, TEXT, VOCABULARY } from './sample-model.ts';
import { FIELDS, findHeaders, patchZip, type Header } from './zip-patch.ts';

export interface BadFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly code: 'model.damaged' | 'model.notOurs' | 'model.newer';
  /** Of a damaged one: the reason, or what it is one of. */
  readonly reason?: string | RegExp;
  /** Small as a file, but not while it is read. */
  readonly large?: true;
}

type Parts = Map<string, Uint8Array>;
type Json = Record<string, unknown>;
type Change = (parts: Parts) => void;

const MIB = 1024 * 1024;
const [V, H] = [VOCABULARY.length, 5];
/** Not as the Buffer that it comes in, whose `slice` makes no copy. */
export const goodFile = async () => new Uint8Array(await encodeModel(sampleFile()));

export async function partsOf(bytes: Uint8Array): Promise<Parts> {
  const zip = await JSZip.loadAsync(bytes, { checkCRC32: true });
  const parts: Parts = new Map();
  for (const name of Object.keys(zip.files))
    parts.set(name, await zip.file(name)!.async('uint8array'));
  return parts;
}

/** Puts a zip together as the product does, whatever is in it; so its checksums are right. */
export async function pack(parts: Iterable<[string, Uint8Array]>): Promise<Uint8Array> {
  const entries: PackedEntry[] = [];
  for (const [name, content] of parts)
    entries.push(await packEntry(name, content, name.endsWith('.safetensors') ? STORED : DEFLATED));
  return Buffer.concat(writeArchive(entries));
}

const goodParts = goodFile().then(partsOf);

/** A good file that somebody has changed who knows how. */
export async function forge(...changes: Change[]): Promise<Uint8Array> {
  const parts = new Map(await goodParts);
  for (const change of changes) change(parts);
  return pack(parts);
}

const text = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const put = (name: string, content: Uint8Array | string): Change => {
  return (parts) => parts.set(name, typeof content === 'string' ? text(content) : content);
};
const without = (name: string): Change => {
  return (parts) => parts.delete(name);
};
const edit = (name: string, change: (before: string) => string): Change => {
  return (parts) => parts.set(name, text(change(Buffer.from(parts.get(name)!).toString())));
};
export const manifest = (changes: Partial<Record<keyof Manifest, unknown>>): Change =>
  edit('manifest.json', (before) =>
    JSON.stringify({ ...(JSON.parse(before) as Json), ...changes }),
  );
const settings = (changes: Json): Change =>
  edit('manifest.json', (before) => {
    const json = JSON.parse(before) as Json & { settings: Json };
    return JSON.stringify({ ...json, settings: { ...json.settings, ...changes } });
  });
const tensors = (name: string, change: (tensors: Map<string, Tensor>) => unknown): Change => {
  return (parts) => {
    const read = decodeSafetensors(parts.get(name)!, name);
    change(read);
    parts.set(name, Buffer.concat(encodeSafetensors(read)));
  };
};
/** Another header before the same numbers. */
const header = (name: string, change: (header: Record<string, Json>) => unknown): Change => {
  return (parts) => {
    const bytes = Buffer.from(parts.get(name)!);
    const length = Number(bytes.readBigUInt64LE());
    const json = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, Json>;
    const changed = text(change(json) ?? json);
    const lengthBytes = Buffer.alloc(8);
    lengthBytes.writeBigUInt64LE(BigInt(changed.length));
    parts.set(name, Buffer.concat([lengthBytes, changed, bytes.subarray(8 + length)]));
  };
};
/** An entry that unpacks to so many zeros, whatever it declares. */
function bomb(name: string, zeros: number, declared = zeros): PackedEntry {
  const content = new Uint8Array(zeros);
  const packed = deflateRawSync(content);
  return {
    ...{ name, method: DEFLATED, size: declared },
    ...{ crc32: crc32(content), data: [packed], packedSize: packed.length },
  };
}
async function withEntry(entry: PackedEntry, ...changes: Change[]): Promise<Uint8Array> {
  const parts = await partsOf(await forge(...changes));
  parts.delete(entry.name);
  const entries: PackedEntry[] = [];
  for (const [name, content] of parts) entries.push(await packEntry(name, content, STORED));
  return Buffer.concat(writeArchive([...entries, entry]));
}

const damaged = (reason: string | RegExp) => ({ code: 'model.damaged', reason }) as const;
type Case = Omit<BadFile, 'bytes'> & { make: () => Promise<Uint8Array> | Uint8Array };

/** Nothing that begins as a model file does, or another version of it. */
function foreign(good: Uint8Array): Case[] {
  const notOurs = (name: string, make: Case['make']): Case => ({
    ...{ name, make, code: 'model.notOurs' },
  });
  return [
    notOurs('nothing', () => new Uint8Array(0)),
    notOurs('three bytes', () => good.slice(0, 3)),
    notOurs('a text', () => text('想要有直升机')),
    notOurs('zeros', () => new Uint8Array(100_000)),
    notOurs('a zip of nothing', () => pack([])),
    notOurs('a zip of songs', () => pack([['song.txt', text('想要有直升机')]])),
    notOurs("another program's manifest", () =>
      pack([['manifest.json', text({ manifest_version: 3 })]]),
    ),
    notOurs('a manifest that is no JSON', () => forge(put('manifest.json', '{"format":'))),
    notOurs('a manifest that is a list', () => forge(put('manifest.json', '[]'))),
    notOurs('another format', () => forge(manifest({ format: 'verseloom-corpus' }))),
    notOurs('half a version', () => forge(manifest({ version: 1.5 }))),
    notOurs('version 0', () => forge(manifest({ version: 0 }))),
    {
      ...{ name: 'a newer version', code: 'model.newer' },
      make: () =>
        pack([['manifest.json', text({ format: 'verseloom-model', version: 3, tokens: [] })]]),
    },
  ];
}

function truncated(good: Uint8Array): Case[] {
  return Array.from({ length: 9 }, (_, i) => ({
    name: `cut after ${i + 1} tenths`,
    make: () => good.slice(0, Math.round((good.length * (i + 1)) / 10)),
    ...damaged('the end of the file is missing'),
  }));
}

const disagree = (name: string) => `the two headers of ${name} disagree`;
const over = (name: string) => `${name} lies over another part of the file`;
const otherSize = (name: string) => `${name} has another size than it says`;
const tooLarge = (name: string) => `${name} is larger than it may be`;
const tooWide = (name: string) => `${name} expands too much`;
const DIRECTORY = 'the directory of the zip is damaged';
const NOT_WHERE = 'the directory of the zip is not where its end says';
const NO_END = 'the end of the file is missing';
const PARTS = 'it is one of several parts of a zip';

/** What an altered field must be refused for; which of them depends on the value. */
function reasonsFor(header: Header, field: string, name: string): string[] {
  const lying = [disagree, over, otherSize, tooLarge, tooWide].map((reason) => reason(name));
  const reasons: Record<string, string[]> = {
    'local.signature': [`${name} is not where the directory says`],
    'local.extraLength': [over(name)],
    'central.signature': [DIRECTORY],
    'central.nameLength': [DIRECTORY, over(name)],
    'central.extraLength': [DIRECTORY],
    'central.commentLength': [DIRECTORY],
    'central.disk': [PARTS],
    'central.place': [`${name} lies outside the file`, ' lies over another part of the file'],
    'end.signature': [NO_END],
    'end.disk': [PARTS],
    'end.directoryDisk': [PARTS],
    'end.countOnDisk': ['the end of the zip contradicts itself'],
    'end.count': ['the end of the zip contradicts itself'],
    'end.directoryBytes': [NOT_WHERE],
    'end.directoryAt': [NOT_WHERE],
    'end.commentLength': [NO_END],
  };
  return reasons[`${header}.${field}`] ?? lying;
}

/** Each field of each header, altered in four ways. */
function altered(good: Uint8Array, names: readonly string[]): Case[] {
  const alterations: Record<string, (value: number) => number> = {
    'plus one': (value) => value + 1,
    'minus one': (value) => value - 1,
    zero: () => 0,
    'all bits set': () => -1,
  };
  const cases: Case[] = [];
  for (const header of ['local', 'central', 'end'] as const)
    for (const [i] of findHeaders(good, header).entries())
      for (const field of Object.keys(FIELDS[header]))
        for (const [how, change] of Object.entries(alterations)) {
          const bytes = patchZip(good, header, field as 'signature', change, i);
          if (Buffer.compare(bytes, good) === 0) continue;
          const entry = names[i]!;
          const reasons = reasonsFor(header, field, entry);
          cases.push({
            name: `${header === 'end' ? 'the end' : `the ${header} header of ${entry}`}: ${field}, ${how}`,
            make: () => bytes,
            ...damaged(new RegExp(`(${reasons.join('|')})$`)),
          });
        }
  return cases;
}

/** Zips that are not what a model is, though no field contradicts another. */
function strangeZips(good: Uint8Array, names: readonly string[]): Case[] {
  const both = (
    field: 'flags' | 'method' | 'crc32',
    change: (value: number) => number,
    i: number,
  ) => patchZip(patchZip(good, 'local', field, change, i), 'central', field, change, i);
  const named = (name: string, reason: string | RegExp) => ({
    name: `an entry named ${JSON.stringify(name)}`,
    make: () => forge(put(name, 'x')),
    ...damaged(reason),
  });
  const leadsOut = (name: string) => named(name, `the name "${name}" leads out of the file`);
  return [
    ...names.map((name, i) => ({
      name: `a wrong checksum of ${name}`,
      make: () => both('crc32', (crc) => crc ^ 1, i),
      ...damaged(`the checksum of ${name} does not match`),
    })),
    {
      name: 'a flipped bit in the weights',
      make: () => {
        const bytes = good.slice();
        bytes[Buffer.from(bytes).indexOf('W_hq') + 400]! ^= 8;
        return bytes;
      },
      ...damaged('the checksum of weights.safetensors does not match'),
    },
    {
      name: 'another beginning',
      make: () => Buffer.concat([text('GIF8'), good.subarray(4)]),
      ...damaged('manifest.json is not where the directory says'),
    },
    {
      name: 'encrypted',
      make: () => both('flags', (flags) => flags | 1, 0),
      ...damaged('manifest.json is encrypted'),
    },
    {
      name: 'packed with something newer',
      make: () => both('method', () => 93, 0),
      ...damaged('manifest.json is packed in an unknown way'),
    },
    {
      name: 'packed data that are none',
      make: () => {
        const bytes = good.slice();
        bytes.fill(0xff, 43, 60);
        return bytes;
      },
      ...damaged('manifest.json cannot be unpacked'),
    },
    leadsOut('../x'),
    leadsOut('a/../../x'),
    leadsOut('/etc/passwd'),
    leadsOut('a\\b'),
    leadsOut('C:x'),
    leadsOut(''),
    named('a\0b', 'the name "a\ufffdb" leads out of the file'),
    named(
      `..\\\x1b[2J${'x'.repeat(100)}`,
      `the name "..\\\ufffd[2J${'x'.repeat(53)}" leads out of the file`,
    ),
    ...['manifest.json', 'weights.safetensors', 'README.md'].map((name) => ({
      name: `${name} twice`,
      make: async () =>
        pack([...(await partsOf(good)), [name, text('{}')] as const].map(([n, c]) => [n, c])),
      ...damaged(`${name} is there twice`),
    })),
    ...[
      'manifest.json',
      'weights.safetensors',
      'history.csv',
      'samples.jsonl',
      'best.safetensors',
    ].map((name) => ({
      name: `no ${name}`,
      make: () => forge(without(name)),
      ...damaged(`${name} is missing`),
    })),
    {
      name: 'best weights that the manifest does not name',
      make: () => forge(manifest({ best: null })),
      ...damaged('the manifest does not know of best.safetensors'),
    },
    {
      name: 'too many entries',
      make: () => forge(...Array.from({ length: 1000 }, (_, i) => put(`${i}`, ''))),
      ...damaged('more than 1000 entries'),
    },
    {
      name: 'too long a directory',
      make: () =>
        forge(...Array.from({ length: 20 }, (_, i) => put(`${i}`.padEnd(60_000, 'x'), ''))),
      ...damaged('the directory of the zip is too long'),
    },
    {
      name: 'many entries over one and the same data',
      make: () => patchZip(good, 'central', 'place', () => 0),
      ...damaged(/ lies over another part of the file$/),
    },
  ];
}

/** Small files that fill the memory of whoever believes them. */
function bombs(): Case[] {
  const large = bomb('', 100 * MIB);
  const nested = async () => {
    const inner = Buffer.concat(writeArchive([{ ...large, name: 'inner.zip' }]));
    return pack([['outer.zip', inner]]);
  };
  const cases = [
    ...['manifest.json', 'README.md', 'history.csv', 'samples.jsonl', 'corpus.txt'],
    ...['weights.safetensors', 'training.safetensors', 'best.safetensors', 'other.bin'],
  ].flatMap((name): Case[] => {
    const isModel = name === 'weights.safetensors' || name === 'best.safetensors';
    const tooMuch = isModel ? tooWide(name) : tooLarge(name);
    const first = name === 'weights.safetensors' ? tooLarge(name) : tooMuch;
    return [
      {
        name: `a bomb as ${name}`,
        make: () => withEntry({ ...large, name }),
        ...damaged(first),
      },
      {
        name: `a bomb as ${name} that declares little`,
        make: () => withEntry({ ...large, name, size: 10 }),
        ...damaged(otherSize(name)),
      },
      {
        name: `a bomb as ${name} that declares more than can be`,
        make: () => withEntry({ ...large, name, size: 0x7fff_ffff }),
        ...damaged(first),
      },
    ];
  });
  return [
    ...cases,
    {
      name: 'zips in zips as weights',
      make: async () => forge(put('weights.safetensors', await nested())),
      ...damaged('the header of weights.safetensors is too long'),
    },
    {
      name: 'weights that expand to what the manifest allows',
      make: () =>
        withEntry(
          bomb('weights.safetensors', 4 * 2048 * 2048),
          settings({ hiddenSize: 2048, batchSize: 1 }),
          without('training.safetensors'),
        ),
      ...damaged('weights.safetensors expands too much'),
    },
  ];
}

/** Parts as large as they may be that turn out wrong: none may take more memory than that. */
function fillers(): Case[] {
  const manifestOf = (name: string, content: Uint8Array): Omit<Case, 'code'> => ({
    name: `a manifest of ${name}`,
    make: () => forge(put('manifest.json', content)),
  });
  const lists = (piece: string, count: number) =>
    text(`{"字":[${new Array<string>(count).fill(piece).join()}]}`);
  const names = Array.from({ length: 790_000 }, (_, i) => `"${i}":0`).join();
  const tooMuch = damaged('the manifest holds more than any model has');
  const cases: Case[] = [
    { ...manifestOf('spaces', Buffer.alloc(20 * MIB, ' ')), code: 'model.notOurs' },
    { ...manifestOf('many names', text(`{"字":{${names}}}`)), code: 'model.notOurs' },
    { ...manifestOf('many lists', lists('[]', 390_000)), code: 'model.notOurs' },
    { ...manifestOf('many objects', lists('{}', 390_000)), code: 'model.notOurs' },
    { ...manifestOf('many texts', lists('"字ab"', 790_000)), code: 'model.notOurs' },
    { ...manifestOf('too many lists', lists('[]', 1_000_000)), ...tooMuch },
    { ...manifestOf('too many numbers', lists('0', 2_000_000)), ...tooMuch },
    { ...manifestOf('brackets', Buffer.alloc(20 * MIB, '[')), ...tooMuch },
    { ...manifestOf('one long text', lists(`"${'x'.repeat(19 * MIB)}"`, 1)), ...tooMuch },
    {
      name: 'a history of empty lines',
      make: () => forge(edit('history.csv', (csv) => csv + '\n'.repeat(11 * MIB))),
      ...damaged('line 5 of history.csv is not as it should be'),
    },
    {
      name: 'a history of one line',
      make: () => forge(edit('history.csv', (csv) => `${csv}4${',1'.repeat(5 * MIB)}\n`)),
      ...damaged('line 5 of history.csv is not as it should be'),
    },
    {
      name: 'samples of brackets',
      make: () => forge(put('samples.jsonl', `${'['.repeat(23 * MIB)}\n`)),
      ...damaged('line 1 of samples.jsonl is not as it should be'),
    },
    {
      name: 'samples that are many and wrong in the end',
      make: () =>
        forge(
          edit('samples.jsonl', () => '{"epoch":1,"prefix":"","continuation":""}\n'.repeat(5e5)),
          edit('samples.jsonl', (lines) => `${lines}\n`),
        ),
      ...damaged('line 500001 of samples.jsonl is not as it should be'),
    },
    {
      name: 'a text that expands to what the manifest allows',
      make: () =>
        withEntry(
          bomb('corpus.txt', 190 * MIB),
          manifest({ corpus: { name: '', characters: 1e9, learntCharacters: 9, hash: 'ab' } }),
        ),
      ...damaged('corpus.txt is not the text that the manifest names'),
    },
  ];
  return cases.map((bad) => ({ ...bad, large: true }));
}

function wrongManifests(): Case[] {
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
    value('another cell', manifest({ cell: 'transformer' }), 'cell'),
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

function wrongWeights(file: 'weights.safetensors' | 'best.safetensors'): Case[] {
  const numbers = (name: string, value: number, tensor: string): Case => ({
    name: `${file}: ${name}`,
    make: () => forge(tensors(file, (all) => (all.get(tensor)!.values[1] = value))),
    ...damaged(`${file}/${tensor} is not finite`),
  });
  const changed = (
    name: string,
    change: (all: Map<string, Tensor>) => unknown,
    reason: string,
  ) => ({
    name: `${file}: ${name}`,
    make: () => forge(tensors(file, change)),
    ...damaged(reason),
  });
  const shaped = (tensor: string, shape: number[]) => (all: Map<string, Tensor>) =>
    all.set(tensor, { shape, values: new Float32Array(shape.reduce((a, b) => a * b)) });
  const otherShape = (tensor: string) => `${file}/${tensor} has another shape than the model`;
  return [
    numbers('not a number', NaN, 'W_xh'),
    numbers('infinity', Infinity, 'W_hh'),
    numbers('minus infinity', -Infinity, 'b_q'),
    changed('a tensor is missing', (all) => all.delete('b_h'), `${file}/b_h is missing`),
    changed(
      'a tensor too much',
      shaped('W_xr', [1]),
      `${file} holds weights that the model does not have`,
    ),
    changed('transposed', shaped('W_hq', [V, H]), otherShape('W_hq')),
    changed('flat', shaped('W_xh', [V * H]), otherShape('W_xh')),
    changed('a side too much', shaped('b_h', [H, 1]), otherShape('b_h')),
    changed('one unit more', shaped('W_hh', [H + 1, H + 1]), otherShape('W_hh')),
    changed(
      'doubles',
      (all) => all.set('b_q', { shape: [V], values: new Float64Array(V) }),
      `${file}/b_q is of another type of number`,
    ),
  ];
}

function wrongSafetensors(file: string, tensor: string): Case[] {
  const headed = (name: string, change: Parameters<typeof header>[1], reason: string): Case => ({
    name: `${file}: ${name}`,
    make: () => forge(header(file, change)),
    ...damaged(reason),
  });
  const bytes = (name: string, change: (before: Buffer) => Uint8Array, reason: string): Case => ({
    name: `${file}: ${name}`,
    make: () => forge((parts) => parts.set(file, change(Buffer.from(parts.get(file)!)))),
    ...damaged(reason),
  });
  const notAsItShould = `the header of ${file} is not as it should be`;
  const length = (value: bigint) => (before: Buffer) => {
    before.writeBigUInt64LE(value);
    return before;
  };
  const doNotFit = /^the offsets of .* do not fit$/.source;
  const set = (field: string, value: unknown) => (json: Record<string, Json>) => {
    json[tensor]![field] = value;
  };
  return [
    bytes('nothing', () => Buffer.alloc(0), `${file} is cut short`),
    bytes('seven bytes', (before) => before.subarray(0, 7), `${file} is cut short`),
    bytes('cut in the header', (before) => before.subarray(0, 40), `${file} is cut short`),
    bytes('a header of 2 GB', length(2n ** 31n), `the header of ${file} is too long`),
    bytes('a header of all bits', length(2n ** 64n - 1n), `the header of ${file} is too long`),
    bytes('a header of half its length', length(40n), `the header of ${file} cannot be read`),
    bytes(
      'a number more',
      (before) => Buffer.concat([before, Buffer.alloc(4)]),
      `${file} holds more numbers than its header tells of`,
    ),
    headed('a header that is a list', () => [], notAsItShould),
    headed('an unknown type', set('dtype', 'F7'), notAsItShould),
    headed('a type that is not ours', set('dtype', 'BF16'), notAsItShould),
    headed('no type', set('dtype', undefined), notAsItShould),
    headed('negative offsets', set('data_offsets', [-4, 16]), notAsItShould),
    headed('a negative shape', set('shape', [-1, -5]), notAsItShould),
    headed(
      'a shape beyond counting',
      set('shape', [2 ** 52, 2 ** 52]),
      `the shape of ${file}/${tensor} does not fit its data`,
    ),
  ].concat(
    [
      ['overlapping offsets', (from: number, to: number) => [from - 4, to]],
      ['a gap', (from: number, to: number) => [from + 4, to]],
      ['offsets beyond the end', (from: number, to: number) => [from, to + 1e6]],
      ['offsets beyond any file', (from: number) => [from, 2 ** 50]],
      ['backward offsets', (from: number, to: number) => [to, from]],
    ].map(([name, change]): Case => ({
      name: `${file}: ${name as string}`,
      make: () =>
        forge(
          header(file, (json) => {
            const [from, to] = json[tensor]!['data_offsets'] as [number, number];
            json[tensor]!['data_offsets'] = (change as (from: number, to: number) => number[])(
              from,
              to,
            );
          }),
        ),
      ...damaged(new RegExp(`${doNotFit}|^the shape of .* does not fit its data$`)),
    })),
  );
}

function wrongTraining(): Case[] {
  const file = 'training.safetensors';
  const changed = (
    name: string,
    change: (all: Map<string, Tensor>) => unknown,
    reason: string,
  ) => ({
    name: `${file}: ${name}`,
    make: () => forge(tensors(file, change)),
    ...damaged(reason),
  });
  const set =
    (tensor: string, values: Tensor['values'], shape: number[] = []) =>
    (all: Map<string, Tensor>) =>
      all.set(tensor, { shape, values });
  const value = (field: string) => `${file}: unexpected value of "${field}"`;
  const beyondItsEpoch = 'the state of the training is beyond the end of its epoch';
  return [
    changed('no generator', (all) => all.delete('generator'), `${file}/generator is missing`),
    changed(
      'a tensor too much',
      set('momentum', Float32Array.of(1)),
      `${file} holds more than a run has`,
    ),
    changed('steps below 0', set('steps', BigInt64Array.of(-1n)), value('steps')),
    changed(
      'more steps than can be counted',
      set('epochs', BigInt64Array.of(2n ** 62n)),
      value('epochs'),
    ),
    changed(
      'more clipped steps than steps',
      set('clipped', BigInt64Array.of(5n)),
      value('clipped'),
    ),
    changed('an infinite loss', set('loss', Float64Array.of(Infinity)), value('loss')),
    changed('a norm that is no number', set('norm', Float64Array.of(NaN)), value('norm')),
    changed(
      'steps as doubles',
      set('steps', Float64Array.of(1)),
      `${file}/steps is of another type of number`,
    ),
    changed(
      'a list of losses',
      set('loss', Float64Array.of(1), [1]),
      `${file}/loss has another shape than the run`,
    ),
    changed(
      'five words of the generator',
      set('generator', new Int32Array(5), [5]),
      `${file}/generator has another shape than the run`,
    ),
    changed(
      'another hidden state',
      set('hidden_state', new Float32Array(3 * H), [3, H]),
      `${file}/hidden_state has another shape than the run`,
    ),
    changed(
      'a hidden state that is not finite',
      (all) => (all.get('hidden_state')!.values[9] = NaN),
      `${file}/hidden_state is not finite`,
    ),
    changed(
      'a generator of zeros',
      set('generator', new Int32Array(4), [4]),
      `${file}/generator is nothing but zeros`,
    ),
    changed(
      'of another epoch',
      set('epochs', BigInt64Array.of(2n)),
      'the state of the training belongs to another epoch',
    ),
    changed('all steps of its epoch', set('steps', BigInt64Array.of(3n)), beyondItsEpoch),
    changed(
      'more steps than any epoch',
      set('steps', BigInt64Array.of(2n ** 53n - 1n)),
      beyondItsEpoch,
    ),
    {
      name: `${file}: of smaller steps`,
      make: () => forge(settings({ timeSteps: 2 })),
      ...damaged(beyondItsEpoch),
    },
    {
      name: `${file}: of a longer text`,
      make: () => forge(manifest({ corpus: { ...corpusOf(TEXT), learntCharacters: 7 } })),
      ...damaged(beyondItsEpoch),
    },
    {
      name: `${file}: no step of a text that is too short for one`,
      make: () =>
        forge(
          manifest({ corpus: { ...corpusOf(TEXT), learntCharacters: 3 } }),
          tensors(file, set('steps', BigInt64Array.of(0n))),
          tensors(file, set('clipped', BigInt64Array.of(0n))),
        ),
      ...damaged(beyondItsEpoch),
    },
    changed(
      'more samples due than there are prefixes',
      set('samples_due', BigInt64Array.of(3n)),
      'the state of the training belongs to other prefixes',
    ),
  ];
}

function wrongTexts(): Case[] {
  const history = (name: string, change: (csv: string) => string, reason: string): Case => ({
    name: `history.csv: ${name}`,
    make: () => forge(edit('history.csv', change)),
    ...damaged(reason),
  });
  const samples = (name: string, change: (lines: string) => string, reason: string): Case => ({
    name: `samples.jsonl: ${name}`,
    make: () => forge(edit('samples.jsonl', change)),
    ...damaged(reason),
  });
  const line = (number: number, file: string) => `line ${number} of ${file} is not as it should be`;
  const notUtf8 = Buffer.from([0xe5, 0x88, 0x0a]);
  const hash = createHash('sha256').update(notUtf8).digest('hex');
  return [
    history('nothing', () => '', 'history.csv does not begin with its header'),
    history(
      'other columns',
      (csv) => csv.replace('seconds', 'time'),
      'history.csv does not begin with its header',
    ),
    history('a word', (csv) => csv.replace('6.5', 'many'), line(2, 'history.csv')),
    history('an empty field', (csv) => csv.replace('6.5', ''), line(2, 'history.csv')),
    history('not a number', (csv) => csv.replace('6.5', 'NaN'), line(2, 'history.csv')),
    history('infinity', (csv) => csv.replace('6.5', '1e999'), line(2, 'history.csv')),
    history('hexadecimal', (csv) => csv.replace('6.5', '0x10'), line(2, 'history.csv')),
    history('a column less', (csv) => csv.replace('6.5,', ''), line(2, 'history.csv')),
    history('a column more', (csv) => csv.replace('6.5', '6.5,1'), line(2, 'history.csv')),
    history('an epoch left out', (csv) => csv.replace('\n2,', '\n3,'), line(3, 'history.csv')),
    {
      ...history(
        'an epoch more than a run may have',
        (csv) =>
          csv.split('\n')[0] +
          Array.from({ length: 100_001 }, (_, i) => `\n${i + 1},1,1,1,1`).join('') +
          '\n',
        line(100_002, 'history.csv'),
      ),
      large: true,
    },
    history('cut', (csv) => csv.slice(0, -3), 'history.csv is cut short'),
    history(
      'an epoch less',
      (csv) => csv.replace(/3,.*\n$/, ''),
      'the manifest tells of another history',
    ),
    samples('no JSON', () => 'a\n', line(1, 'samples.jsonl')),
    samples('an empty line', (lines) => `${lines}\n`, line(3, 'samples.jsonl')),
    samples('no epoch', (lines) => lines.replace('"epoch":2,', ''), line(1, 'samples.jsonl')),
    samples(
      'a number as text',
      (lines) => lines.replace('"prefix":"分开"', '"prefix":5'),
      line(1, 'samples.jsonl'),
    ),
    samples(
      'a line of too many bytes',
      (lines) => lines.replace('分开', '雨'.repeat(21_900)),
      line(1, 'samples.jsonl'),
    ),
    samples(
      'a longer prefix than there is',
      (lines) => lines.replace('"prefix":"分开"', `"prefix":"${'雨'.repeat(201)}"`),
      line(1, 'samples.jsonl'),
    ),
    samples(
      'a longer text than a run writes',
      (lines) => lines.replace(/"continuation":"[^"]*"/, `"continuation":"${'雨'.repeat(2001)}"`),
      line(1, 'samples.jsonl'),
    ),
    samples('cut', (lines) => lines.slice(0, -2), 'samples.jsonl is cut short'),
    ...['history.csv', 'samples.jsonl'].map((name) => ({
      name: `${name}: not UTF-8`,
      make: () => forge(put(name, notUtf8)),
      ...damaged(`${name} is not UTF-8`),
    })),
    {
      name: 'corpus.txt: another text',
      make: () => forge(edit('corpus.txt', (before) => before.replace('想', '念'))),
      ...damaged('corpus.txt is not the text that the manifest names'),
    },
    {
      name: 'corpus.txt: not UTF-8, though the hash is right',
      make: () =>
        forge(
          put('corpus.txt', notUtf8),
          manifest({ corpus: { name: '', characters: 9, learntCharacters: 9, hash } }),
        ),
      ...damaged('corpus.txt is not UTF-8'),
    },
  ];
}

/** Version 1 had its history in the manifest. */
function wrongVersion1(): Case[] {
  const version1 = (history: unknown, changes: Json = {}): Change => {
    return (parts) => {
      manifest({ version: 1, history, samples: [], ...changes } as Json)(parts);
      for (const name of parts.keys())
        if (!['manifest.json', 'weights.safetensors'].includes(name)) parts.delete(name);
    };
  };
  const epoch = { epoch: 2, perplexity: 5, seconds: 1, gradientNorm: 1, clipped: 0 };
  return [
    {
      name: 'version 1 without a history',
      make: () => forge(version1(undefined)),
      ...damaged('manifest: unexpected value at "history"'),
    },
    {
      name: 'version 1 from its second epoch on',
      make: () => forge(version1([epoch])),
      ...damaged('manifest: unexpected value at "history"'),
    },
    {
      name: 'version 1 with a name of a million characters',
      large: true,
      make: () => forge(version1([], { name: 'x'.repeat(1e6) })),
      ...damaged('manifest: unexpected value at "name"'),
    },
    {
      name: 'version 1 with a sample of a million characters',
      large: true,
      make: () =>
        forge(version1([], { samples: [{ epoch: 1, prefix: '', continuation: 'x'.repeat(1e6) }] })),
      ...damaged('manifest: unexpected value at "samples.0.continuation"'),
    },
    {
      name: 'version 1 with weights that are not finite',
      make: () =>
        forge(
          version1([]),
          tensors('weights.safetensors', (all) => (all.get('b_h')!.values[0] = NaN)),
        ),
      ...damaged('weights.safetensors/b_h is not finite'),
    },
  ];
}

/** Made one after another, since some are large while they are made. */
export async function* badModelFiles(): AsyncGenerator<BadFile> {
  const good = await goodFile();
  const names = [...(await partsOf(good)).keys()];
  const cases = [
    ...foreign(good),
    ...truncated(good),
    ...altered(good, names),
    ...strangeZips(good, names),
    ...bombs(),
    ...fillers(),
    ...wrongManifests(),
    ...wrongWeights('weights.safetensors'),
    ...wrongWeights('best.safetensors'),
    ...wrongSafetensors('weights.safetensors', 'W_hh'),
    ...wrongSafetensors('best.safetensors', 'b_h'),
    ...wrongSafetensors('training.safetensors', 'generator'),
    ...wrongTraining(),
    ...wrongTexts(),
    ...wrongVersion1(),
  ];
  for (const { make, ...facts } of cases) yield { ...facts, bytes: await make() };
}
