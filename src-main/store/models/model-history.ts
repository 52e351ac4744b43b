/** `history.csv` and `samples.jsonl`: a line for every epoch, and a line for every text that the run wrote on its way. */
import { MAX_PREFIX_CHARACTERS, ranges, type TrainingSettings } from '../../contract/settings.ts';
import {
  MAX_CONTINUATION,
  sample,
  type EpochReport,
  type Sample,
} from '../../contract/training.ts';
import { Damage } from '../files/damage.ts';
import { giveWay } from '../files/slices.ts';
import { utf8Decoder } from '../files/utf8.ts';
import { migrateEpoch } from './earlier-versions.ts';

const HISTORY = 'history.csv';
const SAMPLES = 'samples.jsonl';
const HEADER_OF_VERSION_4 = 'epoch,perplexity,seconds,gradient_norm,clipped';
const HEADER = `${HEADER_OF_VERSION_4},validation_perplexity,learning_rate,clipping_threshold`;
const COLUMNS = HEADER.split(',').length;
const COLUMNS_OF_VERSION_4 = HEADER_OF_VERSION_4.split(',').length;
/** Of the column that may be empty, where nothing was validated. */
const VALIDATION = COLUMNS_OF_VERSION_4;

/** A line takes 190 bytes at most, and a run has a hundred thousand epochs. */
export const MAX_HISTORY_BYTES = 20 * 1024 * 1024;
/** The five million characters that a run may write, in Chinese, in pieces of fifty. */
export const MAX_SAMPLES_BYTES = 24 * 1024 * 1024;
/** A thousand characters after a prefix of two hundred, whatever they are; and no line of a stranger's fills the memory. */
const MAX_SAMPLE_BYTES = 65_536;
/** About a millisecond of reading lines. */
const LINES_AT_ONCE = 500;
/** About a millisecond of making lines. */
const CHARACTERS_AT_ONCE = 65_536;

/** JSON and most readers of CSV know no infinity, which the perplexity of a run that diverges may reach. */
export const finite = (value: number): number => (value === Infinity ? Number.MAX_VALUE : value);

/** @throws Damage for epochs that could not be read again */
export async function encodeHistory(epochs: readonly EpochReport[]): Promise<Uint8Array> {
  const bytes = await inPieces(`${HEADER}\n`, epochs, (epoch, i) => {
    const row = numbersOf(epoch).map((value) => (value === null ? null : finite(value)));
    checkRow(row, i, COLUMNS);
    return `${row.map(write).join(',')}\n`;
  });
  if (bytes.length > MAX_HISTORY_BYTES) throw new Damage(`${HISTORY} is larger than it may be`);
  return bytes;
}

/**
 * @param settings of the run: up to version 4, they were the same in all of its epochs
 * @throws Damage
 */
export async function decodeHistory(
  bytes: Uint8Array,
  settings: Pick<TrainingSettings, 'learningRate' | 'clippingThreshold'>,
): Promise<EpochReport[]> {
  const lines = linesOf(bytes, HISTORY);
  const first = lines.next();
  const header = first.done ? '' : first.value;
  if (header !== HEADER && header !== HEADER_OF_VERSION_4)
    throw new Damage('history.csv does not begin with its header');
  const columns = header === HEADER ? COLUMNS : COLUMNS_OF_VERSION_4;
  const epochs: EpochReport[] = [];
  for (const line of lines) {
    const row = line.split(',', columns + 1).map(read);
    checkRow(row, epochs.length, columns);
    const [epoch, perplexity, seconds, gradientNorm, clipped, ...rest] = row as Row;
    const report = { epoch, perplexity, seconds, gradientNorm, clipped };
    const [validationPerplexity, learningRate, clippingThreshold] = rest;
    epochs.push(
      columns === COLUMNS
        ? { ...report, validationPerplexity, learningRate, clippingThreshold }
        : migrateEpoch(report, settings),
    );
    if (epochs.length % LINES_AT_ONCE === 0) await giveWay();
  }
  return epochs;
}

/** The text that all samples of a run come to has a limit, but not what stands around it: of more than fits, the latest are kept. */
export async function encodeSamples(samples: readonly Sample[]): Promise<Uint8Array> {
  const bytes = await inPieces('', samples, ({ epoch, prefix, continuation, step }) => {
    // No run writes more; what could not be read again is left out.
    if (prefix.length > MAX_PREFIX_CHARACTERS || continuation.length > MAX_CONTINUATION) return '';
    return `${JSON.stringify({ epoch, prefix, continuation, step })}\n`;
  });
  if (bytes.length <= MAX_SAMPLES_BYTES) return bytes;
  return bytes.subarray(bytes.indexOf(0x0a, bytes.length - MAX_SAMPLES_BYTES - 1) + 1);
}

/** All lines are looked at before any is kept: the texts of a stranger's file are worth no memory until they are known to be right. */
export async function decodeSamples(bytes: Uint8Array): Promise<Sample[]> {
  let count = 0;
  for (const line of linesOf(bytes, SAMPLES)) {
    count += 1;
    if (!isSample(line)) throw new Damage(`line ${count} of samples.jsonl is not as it should be`);
    if (count % LINES_AT_ONCE === 0) await giveWay();
  }
  const samples: Sample[] = [];
  for (const line of linesOf(bytes, SAMPLES)) {
    const { epoch, prefix, continuation, step } = JSON.parse(line) as Sample; // which was looked at
    samples.push({ epoch, prefix, continuation, ...(step !== undefined && { step }) });
    if (samples.length % LINES_AT_ONCE === 0) await giveWay();
  }
  return samples;
}

function isSample(line: string): boolean {
  try {
    return (
      Buffer.byteLength(line) <= MAX_SAMPLE_BYTES && sample.safeParse(JSON.parse(line)).success
    );
  } catch {
    return false;
  }
}

type Row = [number, number, number, number, number, number | null, number, number];
const NUMBER = /^-?\d+(\.\d+)?(e[+-]\d+)?$/;

const numbersOf = (report: EpochReport): Row => {
  const { epoch, perplexity, seconds, gradientNorm, clipped } = report;
  const { validationPerplexity, learningRate, clippingThreshold } = report;
  return [
    ...([epoch, perplexity, seconds, gradientNorm, clipped] as const),
    ...([validationPerplexity, learningRate, clippingThreshold] as const),
  ];
};

/** The shortest decimal that is read as this number and no other; `String` alone loses the sign of −0. */
const write = (value: number | null) =>
  value === null ? '' : Object.is(value, -0) ? '-0' : String(value);

/** `Number` takes more than a number: spaces, nothing, hexadecimal, infinity. */
const read = (field: string, column: number): number | null =>
  field === '' && column === VALIDATION ? null : NUMBER.test(field) ? Number(field) : NaN;

const MOST = ranges.epochs.max;

/** Epochs follow each other from 1 on, and no run has more than it may be asked for. */
function checkRow(row: readonly (number | null)[], index: number, columns: number): void {
  const [epoch] = row;
  const isRight = row.every((value) => value === null || Number.isFinite(value));
  if (row.length !== columns || epoch !== index + 1 || epoch > MOST || !isRight)
    throw new Damage(`line ${index + 2} of history.csv is not as it should be`);
}

/** Every line ends with a line feed. */
function* linesOf(bytes: Uint8Array, file: string): Generator<string> {
  const decode = utf8Decoder(file);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) throw new Damage(`${file} is cut short`);
    yield decode(bytes.subarray(start, end), false);
    start = end + 1;
  }
}

async function inPieces<T>(
  before: string,
  items: readonly T[],
  lineOf: (item: T, index: number) => string,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let piece = before;
  for (const [i, item] of items.entries()) {
    piece += lineOf(item, i);
    if (piece.length < CHARACTERS_AT_ONCE) continue;
    pieces.push(Buffer.from(piece));
    piece = '';
    await giveWay();
  }
  return Buffer.concat([...pieces, Buffer.from(piece)]);
}
