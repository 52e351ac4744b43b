/** Which rows of the bench a person asks for: all of them, some by their names, or none but the list of them. */
import { parseArgs } from 'node:util';

/** What each measures, in the order in which they run. */
export const rows = {
  engines: 'each engine: seconds an epoch, rate, memory',
  cells: 'each cell: what an epoch takes, as a ratio to one of the book’s first cell',
  writing: 'characters a second that a model writes, of an RNN and of two layers of an LSTM',
  start:
    'a run, from its start to its first step: of a process that is new, and of one that is there',
  step: 'where the time of a training step goes, by operation',
  graphics:
    'the graphics processor: whether it agrees, and a step beside the processor’s; skipped where there is none',
  peers:
    'a step beside those of JAX and PyTorch, in turns, where there is a Python with them; only with --peers, or by its name',
  lines: 'lines that fit: how long they take, and many streams against one',
  beside:
    'writing while nothing trains and beside a run: its start, its rate, its memory, and what it costs the run',
  copies: 'what is copied: the index of 20 MB of Chinese, and a line looked up in it',
  offer:
    'the grey text of the pad in a browser: its first character, and how fast the others follow',
  typing: 'a key in a draft of 200,000 characters with all marks on, and a paste of 5 MB',
  charts: 'the charts of 100,000 epochs while the run goes on: what a frame costs the page',
  memory: 'memory of a run, at epoch 10 and at epoch 250',
  linear: 'seconds an epoch for texts from 15,000 to 120,000 characters',
  forecast:
    'what is said of the time of a run, before it and after three epochs, against what it takes',
  taste: 'a taste of the sample on the page, from Start to the model on disk',
  sweep: 'a sweep with two runs at once, one thread each, against one after another',
  choice: 'how long the choice of an engine takes for a large shape, and a stop meanwhile',
  footprint: 'memory of runs of many shapes, against what is foretold of them',
  application: 'crash, pause, start, stop, and the cost of an open window',
  songs: '20 MB of songs: how long they take to be read and cleaned, and their figures',
  texts: 'a text of 64 MB: how long the host answers nothing, how long a stop takes, what is held',
  body: '2,000,000 characters of 6,000: the first progress, the rate, the memory, the stop',
  corpora:
    '20 MB of songs come in and are changed: how long that takes, and how long the host answers nothing',
  known:
    'perplexities of known results, three seeds of each, beside what others have measured; only by its name',
  presets:
    'the lowest perplexity of each preset on what is held out, three seeds, beside counting; only by its name',
  inside: 'by how much a run is slower for being looked into',
  models: 'how late saves make a step, and how long a full library takes to list',
  window: 'launch, stop and relaying, with the stand-in for Electron',
} as const;
export type Row = keyof typeof rows;
/** Two take longer than all others together, and tell the same on every machine; the third asks for what few machines have. */
const BY_NAME: readonly Row[] = ['known', 'presets', 'peers'];

/** What a person asks for. */
export interface Asked {
  readonly rows: readonly Row[];
  /** Whether other programs are measured beside ours, where they are there. */
  readonly withPeers: boolean;
  /** Paths of texts on which the presets are measured besides. */
  readonly texts: readonly string[];
}

/** What has no value is `true`. */
const isPath = (value: string | boolean): value is string => typeof value === 'string';
const isRow = (word: string): word is Row => Object.hasOwn(rows, word);
const names = Object.keys(rows) as Row[];
const widest = Math.max(...names.map((name) => name.length));
const help = `Usage: npm run bench -- [rows…] [--peers] [--text FILE…]

Measures on this machine what the product promises, beside its targets; without rows, nearly all of it, which takes minutes.
With --peers, the row of that name is measured, too, and known results are made by PyTorch as well, from the same weights: both with the
Python that PYTHON names. With --text, as often as you like, the presets are measured on that text, too.

${names.map((name) => `  ${name.padEnd(widest)}  ${rows[name]}`).join('\n')}
`;

/** @returns the rows to measure; or ends the program, when help is asked for or a word is none of them */
export function askedRows(args: readonly string[]): Asked {
  const options = {
    help: { type: 'boolean', short: 'h' },
    peers: { type: 'boolean' },
    text: { type: 'string', multiple: true },
  } as const;
  const how = { args: [...args], options, strict: false, allowPositionals: true } as const;
  const { values, positionals } = parseArgs(how);
  const { help: wantsHelp, peers = false, text = [], ...others } = values;
  if (wantsHelp) {
    process.stdout.write(help);
    process.exit(0);
  }
  const wrong = [
    ...Object.keys(others).map((name) => `option --${name}`),
    ...(text.every(isPath) ? [] : ['file behind --text']),
    ...positionals.filter((word) => !isRow(word)).map((word) => `row “${word}”`),
  ];
  if (wrong.length > 0) {
    console.error(`There is no ${wrong[0]}; the rows are ${names.join(', ')}.`);
    process.exit(2);
  }
  const texts = text.filter(isPath);
  const all = names.filter((name) => !BY_NAME.includes(name));
  const besides: Row[] = [
    ...(texts.length > 0 ? (['presets'] as const) : []),
    ...(peers ? (['peers'] as const) : []),
  ];
  return {
    rows: positionals.length > 0 ? positionals.filter(isRow) : [...all, ...besides],
    withPeers: peers === true,
    texts,
  };
}
