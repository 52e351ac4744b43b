/** Finds and replaces on a page: what is looked for, how many there are of it and which one is selected, and what is wrong with a pattern. */
import {
  closeSearchPanel,
  findNext,
  findPrevious,
  getSearchQuery,
  replaceAll,
  replaceNext,
  search,
  SearchQuery,
  selectMatches,
  setSearchQuery,
} from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  runScopeHandlers,
  type Command,
  type EditorView,
  type Panel,
  type ViewUpdate,
} from '@codemirror/view';
import { count } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import { matchesOf, placeIn, type Matches } from './matches.ts';
import { faultOf } from './pattern-fault.ts';

/** Milliseconds after a change until it is counted anew: on a long page no key is to wait for that. */
const SOON = 150;

const flags = ['caseSensitive', 'regexp', 'wholeWord'] as const;
type Flag = (typeof flags)[number];
const signs: Readonly<Record<Flag, string>> = {
  caseSensitive: 'Aa',
  regexp: '.*',
  wholeWord: '|ab|',
};

class FindPanel implements Panel {
  readonly dom = document.createElement('div');
  readonly top = true;
  readonly #view: EditorView;
  readonly #sought = fieldOf('search');
  readonly #instead = fieldOf('replace');
  readonly #flags = Object.fromEntries(flags.map((flag) => [flag, checkOf(flag)])) as Readonly<
    Record<Flag, HTMLInputElement>
  >;
  readonly #said = document.createElement('p');
  #query: SearchQuery;
  /** Of the query in the text as it is now; undefined while they are not counted yet. */
  #matches: Matches | undefined;
  /** How many were replaced by the last deed; undefined where it was another one. */
  #replaced: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(view: EditorView) {
    this.#view = view;
    this.#query = getSearchQuery(view.state);
    this.dom.className = 'cm-find'; // the editor has styles of its own for what it calls a search
    this.dom.setAttribute('role', 'group');
    this.#said.className = 'cm-found';
    this.#said.id = 'found';
    this.#said.setAttribute('role', 'status');
    this.#sought.setAttribute('main-field', 'true');
    this.#sought.setAttribute('aria-describedby', this.#said.id);
    this.dom.addEventListener('keydown', (event) => this.#press(event));
    for (const one of [this.#sought, this.#instead, ...Object.values(this.#flags)])
      one.addEventListener('input', () => this.#commit());
    this.#build();
    this.#fill();
    this.#count();
  }

  mount(): void {
    this.#sought.select();
  }

  destroy(): void {
    clearTimeout(this.#timer);
  }

  update({ state, startState, docChanged, selectionSet, transactions }: ViewUpdate): void {
    // The words have become those of another language.
    if (state.facet(EditorState.phrases) !== startState.facet(EditorState.phrases)) {
      this.#build();
      this.#say();
    }
    const query = getSearchQuery(state);
    const isOther = !query.eq(this.#query);
    if (isOther) {
      this.#query = query;
      this.#fill();
    }
    if (isOther || docChanged) {
      this.#matches = undefined;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#count(), SOON);
    }
    if (isOther || transactions.some((one) => one.isUserEvent('input') || one.isUserEvent('undo')))
      this.#replaced = undefined;
    if (isOther) this.#say();
    else if (selectionSet && this.#matches) {
      this.#replaced = undefined;
      this.#say();
    }
  }

  /** In the words of the moment, around the fields, which keep what stands in them. */
  #build(): void {
    const had = this.#focused();
    this.dom.setAttribute('aria-label', t('write.find.title'));
    name(this.#sought, t('write.find.sought'));
    name(this.#instead, t('write.find.instead'));
    const next = this.#button('next', findNext, '↓', t('write.find.next'));
    const previous = this.#button('previous', findPrevious, '↑', t('write.find.previous'));
    const close = this.#button('done', closeSearchPanel, '×', t('write.find.close'));
    const labels = flags.map((flag) =>
      labelOf(this.#flags[flag], t(`write.find.${flag}`), signs[flag]),
    );
    // In the order of the rows that they make, however many columns there is room for.
    this.dom.replaceChildren(
      this.#sought,
      groupOf('cm-arrows', previous, next, close),
      this.#instead,
      this.#button('replaceOne', replaceNext, t('write.find.replace')),
      this.#button('replaceAll', () => this.#replaceAll(), t('write.find.replaceAll')),
      groupOf('cm-findLine', this.#said, groupOf('cm-flags', ...labels)),
      this.#button('select', selectMatches, t('write.find.select')),
    );
    had?.focus();
  }

  /** Which of what lasts has the focus: it is taken out for a moment. */
  #focused(): HTMLElement | undefined {
    const all: readonly HTMLElement[] = [
      this.#sought,
      this.#instead,
      ...Object.values(this.#flags),
    ];
    return all.find((one) => one === (this.#view.root as ShadowRoot).activeElement);
  }

  #button(id: string, run: Command, text: string, label?: string): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.name = id;
    button.className = label === undefined ? 'cm-button' : 'cm-button cm-arrow';
    button.textContent = text;
    if (label !== undefined) {
      button.setAttribute('aria-label', label);
      button.title = label;
    }
    button.addEventListener('click', () => run(this.#view));
    return button;
  }

  #fill(): void {
    const query = this.#query;
    if (this.#sought.value !== query.search) this.#sought.value = query.search;
    if (this.#instead.value !== query.replace) this.#instead.value = query.replace;
    for (const flag of flags) this.#flags[flag].checked = query[flag];
  }

  #commit(): void {
    const query = new SearchQuery({
      search: this.#sought.value,
      replace: this.#instead.value,
      ...Object.fromEntries(flags.map((flag) => [flag, this.#flags[flag].checked])),
    });
    if (!query.eq(this.#query)) this.#view.dispatch({ effects: setSearchQuery.of(query) });
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing) return; // it confirms a candidate
    const isFind = event.target === this.#sought;
    const isReplace = event.target === this.#instead;
    if (runScopeHandlers(this.#view, event, 'search-panel')) event.preventDefault();
    else if (event.key === 'Enter' && (isFind || isReplace)) {
      event.preventDefault();
      const run = isReplace ? replaceNext : event.shiftKey ? findPrevious : findNext;
      run(this.#view);
    }
  }

  #count(): void {
    const { state } = this.#view;
    this.#matches = this.#query.valid ? matchesOf(state, this.#query) : undefined;
    this.#say();
  }

  #replaceAll(): boolean {
    if (!this.#query.valid) return false;
    const { starts } = this.#matches ?? matchesOf(this.#view.state, this.#query);
    const did = replaceAll(this.#view);
    if (did) this.#replaced = starts.length;
    this.#say();
    return did;
  }

  #say(): void {
    const { search, regexp, valid } = this.#query;
    const isWrong = search !== '' && !valid;
    this.#sought.setAttribute('aria-invalid', String(isWrong));
    this.#said.classList.toggle('cm-wrong', isWrong);
    const said = isWrong && regexp ? this.#fault() : valid ? this.#counted() : '';
    // What is said already is not said again.
    if (said === undefined || this.#said.textContent === said) return;
    const words = partOf('', said);
    // That something was replaced, the editor says itself to those who do not see it.
    if (this.#replaced !== undefined) words.ariaHidden = 'true';
    this.#said.replaceChildren(words);
  }

  #fault(): string {
    const what = t(`write.find.wrong.${faultOf(this.#query.search) ?? 'other'}`);
    return t('write.find.notAPattern', { what });
  }

  /** @returns undefined while it is not known: what was said before stays until then */
  #counted(): string | undefined {
    if (this.#replaced !== undefined)
      return t('write.find.replaced', { count: this.#replaced, all: count(this.#replaced) });
    if (!this.#matches) return undefined;
    const all = this.#matches.starts.length;
    if (all === 0) return t('write.find.none');
    const place = placeIn(this.#matches, this.#view.state);
    return place === undefined
      ? t('write.find.found', { count: all, all: count(all) })
      : t('write.find.place', { place: count(place), all: count(all) });
  }
}

function fieldOf(name: string): HTMLInputElement {
  const field = document.createElement('input');
  field.name = name;
  field.className = 'cm-textfield';
  field.autocomplete = 'off';
  field.spellcheck = false;
  return field;
}

/** @param name of what it is about */
function checkOf(name: string): HTMLInputElement {
  const check = document.createElement('input');
  check.type = 'checkbox';
  check.name = name;
  return check;
}

function name(field: HTMLInputElement, text: string): void {
  field.placeholder = text;
  field.setAttribute('aria-label', text);
}

/** @param sign in the place of the words where there is no room for them */
function labelOf(check: HTMLInputElement, text: string, sign: string): HTMLLabelElement {
  const label = document.createElement('label');
  check.ariaLabel = label.title = text;
  label.append(check, partOf('cm-words', text), partOf('cm-sign', sign));
  return label;
}

function partOf(className: string, text: string): HTMLSpanElement {
  const part = document.createElement('span');
  part.className = className;
  part.textContent = text;
  return part;
}

function groupOf(className: string, ...parts: readonly HTMLElement[]): HTMLDivElement {
  const group = document.createElement('div');
  group.className = className;
  group.append(...parts);
  return group;
}

export const finding: Extension = search({ top: true, createPanel: (view) => new FindPanel(view) });
