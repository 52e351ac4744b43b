/** A host in the page itself, which has one corpus: as much of the real one as the panels of a corpus ask for, and as long a text as a test wants. */
import { api, type ApiCalls } from '../../../../src-main/contract/api.ts';
import type { CorpusDetails } from '../../../../src-main/contract/corpus/corpus.ts';
import type { CorpusFigures, SearchHit } from '../../../../src-main/contract/corpus/figures.ts';
import { usualRecipe, type Recipe } from '../../../../src-main/contract/corpus/recipe.ts';
import type { Source, SourceView, Split } from '../../../../src-main/contract/corpus/source.ts';
import type { TrainingSettings } from '../../../../src-main/contract/settings.ts';
import type { Pace } from '../../../../src-renderer/library/advice.ts';

const WORDS = '风雨街灯旧梦远方河流星光少年归路长夜晨雾纸鸢海潮木棉月色青山白马故人来信'.split('');
/** Lines of a song, with the blank one between its stanzas and the one after it. */
const LINES = 10;

/** Numbers that look random, and are the same every time. */
function numbers(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function verse(song: number, line: number): string {
  const next = numbers(song * 100 + line);
  const length = 5 + Math.floor(next() * 7);
  return Array.from({ length }, () => WORDS[Math.floor(next() * WORDS.length)]).join('');
}

export class PanelHost {
  /** Names of the calls, in order. */
  readonly asked: string[] = [];
  changed: () => void = () => {};
  settings: Partial<TrainingSettings> = {};
  pace: Pace | null = null;
  /** The next answer of a call fails, by its name. */
  readonly failing = new Map<string, unknown>();
  recipe: Recipe = usualRecipe;
  edits = new Map<string, string>();
  splits = new Map<string, Split>();
  encodings = new Map<string, string>();
  readonly #songs: number;
  readonly #kind: string;

  constructor(songs: number, kind: string) {
    this.#songs = songs;
    this.#kind = kind;
  }

  get corpus(): CorpusDetails {
    const state = JSON.stringify([
      this.recipe,
      ...[this.edits, this.splits, this.encodings].map((map) => [...map]),
    ]);
    return {
      id: 'c0ffee',
      name: '旧歌集',
      builtIn: false,
      songs: this.#songs,
      lines: this.#songs * (LINES - 2),
      characters: this.#songs * 80,
      distinct: WORDS.length,
      firstLines: [],
      encodings: ['gb18030'],
      hash: String(state.length) + state.slice(0, 100),
      earlierHashes: [],
      suggestedPrefixes: [],
      recipe: this.recipe,
      sources: Array.from({ length: Math.min(this.#songs, 40) }, (_, song) => this.#source(song)),
    };
  }

  #source(song: number): Source {
    const id = `s${song}`;
    const chosen = this.encodings.get(id);
    return {
      ...{ id, name: `第 ${song + 1} 首 夜行.lrc`, on: true },
      split: this.splits.get(id) ?? { by: 'none' },
      ...{ file: `歌/夜行 ${song + 1}.lrc`, kind: 'lrc', encoding: chosen ?? 'gb18030' },
      ...{ encodingChosen: chosen !== undefined, certain: chosen !== undefined },
      ...{ otherEncoding: chosen ? null : 'big5', hasOriginal: true, edited: this.edits.has(id) },
      ...{ songs: 1, characters: 80, damaged: 1, damagedLines: [7] },
      ...{ removed: { timeTags: 8, credits: 2, sections: 1 }, skipped: null, doubles: null },
    };
  }

  /** The lines of a source as they came in. */
  #raw(song: number): string[] {
    const verses = Array.from({ length: LINES - 2 }, (_, line) => verse(song, line));
    return [
      '[00:00.00]作词：无名',
      '[00:02.00]作曲：无名',
      '[Verse]',
      ...verses.map((text, line) => `[00:${String(10 + line)}.00]${text}${line === 3 ? '\ufffd' : ''}`),
    ];
  }

  #changes(song: number, recipe: Recipe): SourceView['changes'] {
    return this.#raw(song).flatMap((before, index): SourceView['changes'] => {
      const at = index + 1;
      const untagged = before.replace(/^\[\d\d:\d\d\.\d\d\]/, '');
      const after = recipe.markup ? untagged : before;
      const isCredit = /作[词曲]：/.test(before);
      const isMark = before === '[Verse]';
      return [
        ...(after !== before ? [{ at, step: 'timeTags', before, after } as const] : []),
        ...(isCredit && recipe.credits
          ? [{ at, step: 'credits', before: after, after: null } as const]
          : []),
        ...(isMark && recipe.sections ? [{ at, step: 'sections', before, after: null } as const] : []),
        ...(recipe.script !== 'kept' && before.includes('归')
          ? [{ at, step: 'script', before: after, after: after.replaceAll('归', '歸') } as const]
          : []),
      ];
    });
  }

  #view(song: number): SourceView {
    const edit = this.edits.get(`s${song}`);
    const changes = edit === undefined ? this.#changes(song, this.recipe) : [];
    const last = new Map(changes.map((change) => [change.at, change.after]));
    const lines = this.#raw(song).flatMap((line, index) => {
      const after = last.has(index + 1) ? last.get(index + 1)! : line;
      return after === null ? [] : [after];
    });
    return {
      text: this.#raw(song).join('\n'),
      songs: [edit ?? lines.join('\n')],
      cut: false,
      changes,
      changesInAll: changes.length,
      damagedLines: [7],
    };
  }

  #total(): number {
    if (this.#kind === 'empty') return 0;
    if (this.#kind === 'one') return 1;
    return this.#songs * LINES - 1;
  }

  line(index: number): string {
    if (this.#kind === 'one') return '啊'.repeat(5_000_000);
    const at = index % LINES;
    if (at === 4 || at === LINES - 1) return '';
    const song = Math.floor(index / LINES);
    if (this.#kind === 'long' && at === 2) return `${verse(song, at)} `.repeat(30).trim();
    return at === 5 && song % 5 === 0 ? 'Hello my OLD friend of the rain' : verse(song, at);
  }

  #figures(): CorpusFigures {
    const rank = (place: number): number => Math.round(1.025 ** place + place);
    const place = { line: 12, song: 1 };
    return {
      ...{ characters: 60_003, inked: 54_321, distinct: 2511, lines: 8123, songs: this.#songs },
      ...{ hanShare: 0.86, latinShare: 0.11 },
      frequencies: Array.from({ length: 180 }, (_, at) => ({
        ...{ rank: rank(at), count: Math.max(1, Math.round(2100 / rank(at))) },
        character: at === 0 ? '\n' : WORDS[at % WORDS.length]!,
      })),
      lineLengths: Array.from({ length: 40 }, (_, at) =>
        Math.round(900 * Math.exp(-((at - 7) ** 2) / 18)),
      ),
      ...{ medianLineLength: 8, repeatedLines: 1204 },
      commonestLines: [
        { text: '我还是会想起你', count: 41, ...place },
        { text: '啦啦啦啦啦', count: 17, line: 33, song: 3 },
      ],
      nearDoubles: [
        { song: 1, other: 4, likeness: 0.94 },
        { song: 2, other: 7, likeness: 0.71 },
      ],
      ...{ nearDoublesInAll: 2, once: 1203, twice: 401, upToFour: 1900 },
      rarest: ['鸢', '雾', '棉'].map((character, at) => ({
        ...{ character, count: 1, text: `山边的${character}还在等一个人`, line: 5 + at, song: at },
      })),
    };
  }

  get calls(): ApiCalls {
    const answers: Partial<{ [Name in keyof ApiCalls]: (input: never) => unknown }> = {
      'corpora.preview': ({ recipe }: { recipe: Recipe }) => this.#preview(recipe),
      'corpora.setRecipe': ({ recipe }: { recipe: Recipe }) => {
        this.recipe = recipe;
        return this.#told();
      },
      'corpora.songs': () =>
        Array.from({ length: this.#kind === 'usual' ? this.#songs : 1 }, (_, song) => ({
          ...{ sourceId: `s${song}`, title: `第 ${song + 1} 首 夜行`, line: song * LINES },
          ...{ lines: LINES - 1, characters: 80 },
        })),
      'corpora.lines': ({ from, count }: { from: number; count: number }) => ({
        lines: Array.from({ length: Math.max(0, Math.min(count, this.#total() - from)) }, (_, at) =>
          this.line(from + at),
        ),
        total: this.#total(),
      }),
      'corpora.search': (asked: { query: string; from: number; limit: number }) =>
        this.#search(asked),
      'corpora.figures': () => this.#figures(),
      'corpora.source': ({ sourceId, encoding }: { sourceId: string; encoding?: string }) => {
        const view = this.#view(Number(sourceId.slice(1)));
        return encoding ? { ...view, text: view.text.replaceAll(/[风雨灯]/g, '鯨') } : view;
      },
      'corpora.setEncoding': (asked: { sourceIds: string[]; encoding: string | null }) => {
        for (const id of asked.sourceIds)
          if (asked.encoding === null) this.encodings.delete(id);
          else this.encodings.set(id, asked.encoding);
        return this.#told();
      },
      'corpora.editText': ({ sourceId, text }: { sourceId: string; text: string | null }) => {
        if (text === null) this.edits.delete(sourceId);
        else this.edits.set(sourceId, text);
        return this.#told();
      },
      'corpora.previewSplit': ({ sourceId, split }: { sourceId: string; split: Split }) => {
        const [all] = this.#view(Number(sourceId.slice(1))).songs;
        const songs = split.by === 'none' ? [all!] : all!.split(/\n(?=.)/).slice(0, 4);
        return { songs, songsInAll: songs.length };
      },
      'corpora.arrange': ({ sources }: { sources: { id: string; split: Split }[] }) => {
        for (const { id, split } of sources) this.splits.set(id, split);
        return this.#told();
      },
    };
    return new Proxy(answers, {
      get: (all, name: keyof ApiCalls) => (input: never) => this.#answer(all[name], name, input),
    }) as unknown as ApiCalls;
  }

  /** As over a link: later, and by the contract. */
  async #answer(
    answer: ((input: never) => unknown) | undefined,
    name: keyof ApiCalls,
    input: never,
  ): Promise<unknown> {
    this.asked.push(name);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.failing.has(name)) throw this.failing.get(name);
    if (!answer) throw new Error(`${name} was not expected`);
    const parsed = api[name].input.parse(input) as never;
    return api[name].output.parse(answer(parsed));
  }

  #told(): CorpusDetails {
    this.changed();
    return this.corpus;
  }

  #preview(recipe: Recipe): unknown {
    const all = Array.from({ length: Math.min(40, this.#songs) }, (_, song) =>
      this.#changes(song, recipe).map((change) => ({ sourceId: `s${song}`, ...change })),
    ).flat();
    return {
      steps: [...new Set(all.map(({ step }) => step))].map((step) => {
        const of = all.filter((change) => change.step === step);
        const samples = of.slice(0, 50).map(({ step: _, ...sample }) => sample);
        return { step, lines: of.length, count: of.length, samples };
      }),
      songs: this.#songs,
      lines: this.#songs * 11 - all.filter(({ after }) => after === null).length,
      characters: this.#songs * 200 - all.length * 10,
    };
  }

  #search({ query, from, limit }: { query: string; from: number; limit: number }): unknown {
    const hits: SearchHit[] = [];
    let total = 0;
    const lower = query.toLowerCase();
    for (let line = 0; line < Math.min(this.#total(), 20_000); line++) {
      const text = this.line(line);
      for (let at = text.toLowerCase().indexOf(lower); at >= 0; ) {
        total += 1;
        const song = Math.floor(line / LINES);
        if (line >= from && hits.length < limit)
          hits.push({ line, song, start: at, length: query.length, text: text.slice(0, 100) });
        at = text.toLowerCase().indexOf(lower, at + lower.length);
      }
    }
    return { hits, total };
  }
}
