/** Each field of each header of the zip, altered in four ways. */
import { FIELDS, findHeaders, patchZip, type Header } from '../../archives/zip-patch.ts';
import { damaged, type Case } from './bad-file.ts';
import { disagree, otherSize, over, tooLarge, tooWide } from './zip-reasons.ts';

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

export function altered(good: Uint8Array, names: readonly string[]): Case[] {
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
